"""The list of what is returned: put together item by item, and sent with the move 'return'."""

from __future__ import annotations

from portal import clock
from portal.data.base import transaction
from portal.data.registration import Registration
from portal.data.review import Finding, open_findings
from portal.rules.gates import needs_of
from portal.rules.moves import TooLate
from portal.rules.offices import Actor
from portal.rules.reasons import REASONS
from portal.rules.refusal import Refused
from portal.words import say

__all__ = ["add", "may_return", "open_findings", "remove"]

MOST = 40


def may_return(actor: Actor, registration: Registration) -> bool:
    """Whether this officer has the file, under examination."""
    mine = actor.officer is not None and registration.officer_id == actor.officer.id
    return mine and registration.state == "diperiksa"


def add(actor: Actor, registration: Registration, item: tuple[str, str], reason: str, note: str, version: int) -> None:
    """Put one item (step, field) on the list, with a reason of rules/reasons.py.

    Raises TooLate, and Refused for an item that is not in this case, a reason that does not fit, a note that is owed,
    or an item that is on the list already."""
    _check(actor, registration, version)
    step, field = item
    documents = {need.code for need in needs_of(registration)}
    about = "document" if step == "berkas" else "field"
    if field not in (documents if about == "document" else registration.answers.get(step, {})):
        raise Refused(say("Bagian ini tidak ada di pendaftaran ini."))
    if reason not in REASONS or about not in REASONS[reason].about:
        raise Refused(say("Alasan ini tidak cocok untuk bagian itu. Pilih yang lain."))
    if REASONS[reason].needs_note and not note.strip():
        raise Refused(say("Tulis catatan: apa yang harus dilakukan orangnya."))
    with transaction():
        listed = open_findings(registration.id)
        if any((one.step, one.field) == item for one in listed):
            raise Refused(say("Bagian ini sudah ada di daftar. Hapus dulu untuk menggantinya."))
        if len(listed) >= MOST:
            raise Refused(say("Daftarnya sudah penuh. Kirim dulu."))
        Finding.create(registration=registration, step=step, field=field, reason=reason, note=note.strip(),
                       officer=actor.officer, at=clock.now())


def remove(actor: Actor, registration: Registration, finding_id: int, version: int) -> None:
    """Take an item off the list. One that is gone already is no matter. Raises TooLate."""
    _check(actor, registration, version)
    Finding.delete().where(
        (Finding.id == finding_id) & (Finding.registration == registration.id) & Finding.mended_at.is_null()
    ).execute()


def _check(actor: Actor, registration: Registration, version: int) -> None:
    if not may_return(actor, registration) or registration.version != version:
        raise TooLate("findings")
