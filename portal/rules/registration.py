"""Registration: from a complete draft to a number, once and only once."""

from __future__ import annotations

from datetime import date
from typing import Any

from peewee import IntegrityError

from portal import clock
from portal.data.account import Account
from portal.data.base import transaction
from portal.data.draft import Draft
from portal.data.office import Office
from portal.data.phone import keep_phones
from portal.data.registration import (
    Registration,
    active_with_nik,
    registration_by_number,
    registration_of,
    registration_of_draft,
    registrations_of,
)
from portal.keyring import keyed_hash
from portal.rules import events, limits, outbox, people
from portal.rules.number import new_number
from portal.rules.offices import office_for, verifying_region
from portal.rules.programmes import programme
from portal.rules.refusal import Refused
from portal.words import say

__all__ = ["AlreadyActive", "Registration", "active_for", "age_on", "registration_of", "registrations_of", "submit"]

ADULT = 18  # UU 18/2017 art. 5
SENDING = "5 per hour"
STRANGERS = "10 per day"  # answers that a NIK is taken by somebody else: nobody may try out a village's NIKs


class AlreadyActive(Exception):
    """This NIK has an active registration. `mine` is it, when the account may open it."""

    def __init__(self, mine: Registration | None) -> None:
        super().__init__("active registration")
        self.mine = mine


def age_on(birth: date, day: date) -> int:
    """Completed years. Born on 29 February: a year older from 1 March in common years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def active_for(account: Account, nik: str) -> None:
    """Raise AlreadyActive when this NIK is taken; without telling whose it is, unless it is the account's own.

    An account that has met ten strangers' NIKs in a day is told at the end of the journey only."""
    taken = _taken(account, nik)
    if taken and (taken.mine or not limits.spent(STRANGERS, "stranger", str(account.id))):
        if not taken.mine:
            limits.count(STRANGERS, "stranger", str(account.id))
        raise taken


def _taken(account: Account, nik: str) -> AlreadyActive | None:
    found = active_with_nik(keyed_hash(nik))
    return AlreadyActive(registration_of(account.id, found.number)) if found else None


def submit(account: Account, draft: Draft, known: dict[str, dict[str, Any]]) -> Registration:
    """Turn a complete draft into a registration with its number, person, consent, event and message.

    Sent twice, it answers the same registration. Raises AlreadyActive when the NIK was registered meanwhile."""
    sent = registration_of_draft(draft.id)
    if sent:
        return sent
    if age_on(known["diri"]["lahir"], clock.today()) < ADULT:
        raise ValueError("under 18")
    try:
        with transaction():
            return _create(account, draft, known)
    except IntegrityError:
        sent = registration_of_draft(draft.id)
        if sent:
            return sent
        if taken := _taken(account, known["nik"]["nik"]):
            raise taken from None
        raise


def _create(account: Account, draft: Draft, known: dict[str, dict[str, Any]]) -> Registration:
    at, self_ = clock.now(), known["diri"]
    nik, relation = known["nik"]["nik"], known["siapa"]["hubungan"]
    how = known.get("persetujuan", {}).get("cara", "self")
    person = people.person_for(account, self_["nama"], nik, relation, how)
    number = new_number(clock.today())
    while registration_by_number(number):
        number = new_number(clock.today())
    registration = Registration.create(
        number=number,
        person=person,
        account=account,
        draft=draft.id,
        programme=known["program"]["program"],
        state="diajukan",
        state_since=at,
        active_nik=keyed_hash(nik),
        birth_date=self_["lahir"].isoformat(),
        answers=plain(known),
        village=known["alamat"]["desa"],
        office=office_of(known),
        assisted_by=draft.assisted_by_id,
        queued_at=at,
        submitted_at=at,
    )
    keep_phones(registration.id, phones_of(account, known))
    people.declare_truth(account, person, relation)
    Draft.update(number=number).where(Draft.id == draft.id).execute()
    events.record(f"registration:{registration.id}", "registration:submit", account.id,
                  programme=registration.programme)
    outbox.write(
        "registration", account.contact,
        say("Pendaftaran %(number)s sudah kami terima. Cek kabarnya di halaman status dengan nomor ini.",
            number=number),
        account.language,
    )
    return registration


def office_of(known: dict[str, dict[str, Any]]) -> Office:
    """The office that verifies: near the address of the KTP, of the domicile, or of the company."""
    place = known["tempat"]["tempat"]
    step = {"ktp": "alamat", "domisili": "domisili", "perusahaan": "kantor"}[place]
    return office_for(*verifying_region(programme(known["program"]["program"]), known[step]["desa"][:5]))


def phones_of(account: Account, known: dict[str, dict[str, Any]]) -> set[str]:
    """The telephones by which the case is found again: the account's and the family's."""
    own = {account.contact} if account.contact_kind == "phone" else set()
    return own | {known["kontak"]["hp_kontak"]}


def plain(known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Answers as JSON: dates in ISO form."""
    return {
        step: {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}
        for step, fields in known.items()
    }


def find_for_takeover(number: str) -> Registration | None:
    """The registration a person wants to take over; what protects it is the code, not the number."""
    return registration_by_number(number)


def send_on(account: Account, registration: Registration, phone: str) -> None:
    """Send the number (and nothing else) to another phone. Raises Refused after five an hour."""
    if limits.spent(SENDING, "send-on", str(account.id)):
        raise Refused(say("Sudah lima kali dalam satu jam. Coba lagi nanti."))
    with transaction():
        limits.count(SENDING, "send-on", str(account.id))
        outbox.write(
            "number", phone,
            say("Nomor pendaftaran kerja luar negeri: %(number)s. Cek status dengan nomor ini dan tanggal lahir.",
                number=registration.number),
            account.language,
        )
        events.record(f"registration:{registration.id}", "registration:number_sent", account.id)
