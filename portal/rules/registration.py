"""Registration: from a complete draft to a number, once and only once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import IntegrityError

from portal import clock
from portal.data.account import Account
from portal.data.base import transaction
from portal.data.draft import Draft
from portal.data.office import Office
from portal.data.person import Person
from portal.data.phone import keep_phones
from portal.data.registration import (
    Registration,
    active_number,
    had_access,
    registration_by_number,
    registration_of,
    registration_of_draft,
    registrations_of,
    said_of_nik,
)
from portal.data.village import letter_state
from portal.keyring import keyed_hash
from portal.rules import events, helpers, limits, outbox, people
from portal.rules.nik import ADULT, age_on
from portal.rules.number import new_number
from portal.rules.offices import office_for, verifying_region
from portal.rules.people import NOT_SELF, NotSelf
from portal.rules.programmes import DocumentNeed, programme
from portal.rules.refusal import Refused
from portal.words import Words, say

__all__ = ["ADULT", "AlreadyActive", "Confirmed", "NotSelf", "Registration", "age_on", "check_nik", "had_access",
           "registration_of", "registrations_of", "submit"]

SENDING = "5 per hour"
LETTER = "izin_keluarga"  # the document that the village looks after
STRANGERS = "10 per day"  # answers that a NIK is taken by somebody else: nobody may try out a village's NIKs


BARRED: dict[str, Words] = {  # why a NIK cannot be registered, said beside it
    "taken": say("NIK ini punya pendaftaran yang masih berjalan. Perbaiki kalau salah ketik."),
    **NOT_SELF,
}


@dataclass(frozen=True)
class Confirmed:
    """How somebody confirmed the answers that an officer typed: 'signed', or by a 'code' sent to their `phone`."""

    how: str
    phone: str | None = None


class AlreadyActive(Exception):
    """This NIK has an active registration. `mine` is it, when the account may open it; `reason` a key of BARRED."""

    reason = "taken"

    def __init__(self, mine: Registration | None) -> None:
        super().__init__("active registration")
        self.mine = mine


def check_nik(account: Account, nik: str, relation: str, told: bool = False) -> None:
    """Raise AlreadyActive when this NIK is taken; without telling whose it is, unless it is the account's own. Raise
    NotSelf when `relation` makes it a second self of the account.

    An account that has met ten strangers' NIKs in a day is told at the end of the journey only. What was `told` of a
    NIK already is no news: it is told again, and not counted."""
    number, selves = said_of_nik(keyed_hash(nik), account.id)
    taken = _taken(account, number)
    if taken and (taken.mine or told or not limits.spent(STRANGERS, "stranger", str(account.id))):
        if not taken.mine and not told:
            limits.count(STRANGERS, "stranger", str(account.id))
        raise taken
    people.check_self(selves, nik, relation)


def _taken(account: Account, number: str | None) -> AlreadyActive | None:
    return AlreadyActive(registration_of(account.id, number)) if number else None


def submit(account: Account, draft: Draft, known: dict[str, dict[str, Any]],
           confirmed: Confirmed | None = None) -> Registration:
    """Turn a complete draft into a registration with its number, person, consent, event and message.

    `confirmed` is needed for a draft that an officer typed; it gives `account`, the officer's, no access to the file.
    Sent twice, it answers the same registration. Raises AlreadyActive when the NIK was registered meanwhile, NotSelf
    when it cannot be the account's own, helpers.Barred when a suspended helper registers somebody else."""
    if bool(draft.assisted_by_id) != bool(confirmed):
        raise ValueError("assisted, or confirmed, without the other")
    sent = registration_of_draft(draft.id)
    if sent:
        return sent
    if age_on(known["diri"]["lahir"], clock.today()) < ADULT:
        raise ValueError("under 18")
    try:
        with transaction():
            return _create(account, draft, known, confirmed)
    except IntegrityError:
        sent = registration_of_draft(draft.id)
        if sent:
            return sent
        if taken := _taken(account, active_number(keyed_hash(known["nik"]["nik"]))):
            raise taken from None
        raise


def _create(account: Account, draft: Draft, known: dict[str, dict[str, Any]],
            confirmed: Confirmed | None) -> Registration:
    at, nik = clock.now(), known["nik"]["nik"]
    person = _person(account, known, confirmed)
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
        birth_date=known["diri"]["lahir"].isoformat(),
        answers=plain(known),
        village=known["alamat"]["desa"],
        office=office_of(known),
        assisted_by=draft.assisted_by_id,
        phone=confirmed.phone if confirmed else None,
        queued_at=at,
        submitted_at=at,
    )
    keep_phones(registration.id, phones_of(account, known, registration.phone))
    Draft.update(number=number).where(Draft.id == draft.id).execute()
    events.record(f"registration:{registration.id}", "registration:submit", account.id,
                  programme=registration.programme, **({"assisted": confirmed.how} if confirmed else {}))
    if not confirmed or _by_phone(confirmed):
        outbox.write(
            "registration", confirmed.phone if confirmed else account.contact,
            say("Pendaftaran %(number)s sudah kami terima. Cek kabarnya di halaman status dengan nomor ini.",
                number=number),
            "id" if confirmed else account.language,
        )
    return registration


def _person(account: Account, known: dict[str, dict[str, Any]], confirmed: Confirmed | None) -> Person:
    """Whose registration it is, with consent and declaration recorded."""
    name, nik = known["diri"]["nama"], known["nik"]["nik"]
    if confirmed:
        person = people.person_assisted(account, name, nik, confirmed.how)
        people.declare_truth(account, person, "assisted", confirmed.how)
        return person
    relation = known["siapa"]["hubungan"]
    helpers.refuse_barred(account, relation)
    if relation == "neighbour":
        helpers.begin(account, known["alamat"]["desa"])
    person = people.person_for(account, name, nik, relation, known.get("persetujuan", {}).get("cara", "self"))
    people.declare_truth(account, person, relation)
    return person


def _by_phone(confirmed: Confirmed | None) -> bool:
    return confirmed is not None and confirmed.phone is not None


def office_of(known: dict[str, dict[str, Any]]) -> Office:
    """The office that verifies: near the address of the KTP, of the domicile, or of the company."""
    place = known["tempat"]["tempat"]
    step = {"ktp": "alamat", "domisili": "domisili", "perusahaan": "kantor"}[place]
    return office_for(*verifying_region(programme(known["program"]["program"]), known[step]["desa"][:5]))


def phones_of(account: Account, known: dict[str, dict[str, Any]], confirmed: str | None = None) -> set[str]:
    """The telephones by which the case is found again: the account's, the family's, and the one `confirmed` at the
    counter; not that of an officer who typed it, whose journey does not ask who registers whom."""
    own = {account.contact} if account.contact_kind == "phone" and "siapa" in known else set()
    return own | {known["kontak"]["hp_kontak"]} | ({confirmed} if confirmed else set())


def plain(known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Answers as JSON: dates in ISO form; without what was given to the journey instead of answered."""
    return {
        step: {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}
        for step, fields in known.items() if step != "draft"
    }


def papers_of(registration: Registration) -> tuple[list[DocumentNeed], list[DocumentNeed]]:
    """The documents to bring to the counter as originals, and those still to come, by what the person said of each;
    without the family's letter once the village knows it."""
    said = registration.answers.get("berkas", {})
    rules = programme(registration.programme)
    known = letter_state(registration.id) == "diketahui"
    needs = [need for need in (rules.documents if rules else ()) if not (known and need.code == LETTER)]
    return ([need for need in needs if said.get(need.code) in ("ada", "loket")],
            [need for need in needs if said.get(need.code) == "menyusul"])


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
