"""Answers that change after sending: corrected by an officer, or mended by the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peewee import IntegrityError

from portal import clock
from portal.data.base import transaction
from portal.data.draft import Typed, draft_exists, save_answer
from portal.data.person import Person
from portal.data.phone import keep_phones
from portal.data.registration import Registration, active_number
from portal.data.review import Correction
from portal.keyring import keyed_hash
from portal.rules import events, moves
from portal.rules.moves import TooLate
from portal.rules.offices import Actor
from portal.rules.refusal import Refused
from portal.rules.registration import ADULT, age_on, office_of, phones_of, plain
from portal.words import say

Known = dict[str, dict[str, Any]]
BIRTH = ("diri", "lahir")  # the item that a status look-up asks for
_CORRECTED = say("Pendaftaran %(number)s: petugas membetulkan data. Lihat di akun Anda, atau tanya loket.")
_BIRTH_CORRECTED = say("Pendaftaran %(number)s: petugas membetulkan tanggal lahir. Untuk cek status, pakai tanggal "
                       "lahir seperti di KTP.")


def apply(registration: Registration, typed_by_step: Mapping[str, Typed], known: Known) -> None:
    """Put changed answers in force: the draft's typed strings, the answers, and every column that follows from them.

    `typed_by_step` holds the steps that changed, each whole as a draft keeps it; `known` all clean values. Records no
    event of the change itself: the caller does. Call it in a transaction, before the move that goes with it: the
    version grows, on the row and on `registration`. Raises Refused where the NIK has another active registration or
    the person is under 18, TooLate where somebody changed the case meanwhile."""
    if age_on(known["diri"]["lahir"], clock.today()) < ADULT:
        raise Refused(say("Menurut tanggal lahir ini, orangnya belum 18 tahun."))
    nik_hash = keyed_hash(known["nik"]["nik"])
    if active_number(nik_hash) not in (None, registration.number) and registration.active_nik:
        raise Refused(say("NIK ini punya pendaftaran lain yang masih berjalan."))
    try:
        with transaction():
            _change(registration, known, nik_hash)
            _change_person(registration, known, nik_hash)
            keep_phones(registration.id, phones_of(registration.account, known, registration.phone))
            if draft_exists(registration.draft):
                for step, typed in typed_by_step.items():
                    save_answer(registration.draft, step, typed, clock.now())
    except IntegrityError:
        raise Refused(say("NIK ini punya pendaftaran lain yang masih berjalan.")) from None


def moves_office(registration: Registration, known: Known) -> bool:
    """Whether these answers make another office the one that verifies."""
    return office_of(known).id != registration.office_id


def correct(registration: Registration, actor: Actor, item: tuple[str, str], typed_by_step: Mapping[str, Typed],
            known: Known, *, old: str, new: str, reason: str, version: int) -> None:
    """Correct one field of the file that the officer has taken.

    `item` is (step, field), `old` and `new` its values as shown to people. Raises Refused (no reason, nothing changed,
    another office's case, see `apply`), TooLate, PermissionError."""
    if actor.officer is None or registration.officer_id != actor.officer.id or registration.state != "diperiksa":
        raise PermissionError("correct")
    if version != registration.version:
        raise TooLate("correct")
    if not reason.strip():
        raise Refused(say("Tulis alasannya. Orangnya berhak tahu."))
    if old == new:
        raise Refused(say("Isinya masih sama. Tidak ada yang dibetulkan."))
    if moves_office(registration, known):
        raise Refused(say("Dengan isi ini, kantor lain yang memeriksa. Kembalikan bagian ini ke orangnya."))
    step, field = item
    with transaction():
        apply(registration, typed_by_step, known)
        Correction.create(registration=registration, step=step, field=field, old=old, new=new, reason=reason.strip(),
                          officer=actor.officer, at=clock.now())
        events.record(f"registration:{registration.id}", "registration:corrected", actor.account_id, step=step,
                      field=field)
        moves.tell(registration, "corrected", _BIRTH_CORRECTED if item == BIRTH else _CORRECTED)


def _change(registration: Registration, known: Known, nik_hash: str) -> None:
    """The guarded UPDATE of the case's own row."""
    change = {
        "answers": plain(known),
        "programme": known["program"]["program"],
        "village": known["alamat"]["desa"],
        "birth_date": known["diri"]["lahir"].isoformat(),
        "office": office_of(known).id,
        "active_nik": nik_hash if registration.active_nik else None,
        "version": registration.version + 1,
    }
    same = (Registration.id == registration.id) & (Registration.version == registration.version)
    if not Registration.update(**change).where(same).execute():
        raise TooLate("corrected")
    if change["office"] != registration.office_id:
        events.record(f"registration:{registration.id}", "registration:office_changed",
                      **{"from": registration.office_id, "to": change["office"]})
    else:
        del change["office"]  # as it is, with its name
    for name, value in change.items():
        setattr(registration, name, value)


def _change_person(registration: Registration, known: Known, nik_hash: str) -> None:
    Person.update(name=known["diri"]["nama"], nik=known["nik"]["nik"], nik_hash=nik_hash).where(
        Person.id == registration.person_id
    ).execute()
