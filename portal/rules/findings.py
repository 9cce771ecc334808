"""The list of what is returned: put together item by item, and sent with the move 'return'."""

from __future__ import annotations

from peewee import Expression

from portal import clock
from portal.data.base import transaction
from portal.data.registration import Registration
from portal.data.review import Finding, open_findings
from portal.rules import documents
from portal.rules.gates import needs_of
from portal.rules.moves import TooLate
from portal.rules.offices import Actor
from portal.rules.reasons import REASONS
from portal.rules.refusal import Refused
from portal.words import say

__all__ = ["accept", "add", "may_return", "open_findings", "remove"]

MOST = 40
DOCUMENTS = "berkas"  # the step whose fields are documents


def may_return(actor: Actor, registration: Registration) -> bool:
    """Whether this officer has the file, under examination."""
    mine = actor.officer is not None and registration.officer_id == actor.officer.id
    return mine and registration.state == "diperiksa"


def add(actor: Actor, registration: Registration, item: tuple[str, str], reason: str, note: str, version: int) -> None:
    """Put one item (step, field) on the list, with a reason of rules/reasons.py. A document of which there are photos
    is asked for anew by that: its person sees it at once, and the list is what they get when the case is returned.

    Raises TooLate, and Refused for an item that is not in this case, a reason that does not fit, a note that is owed,
    or an item that is on the list already."""
    _check(actor, registration, version)
    step, field = item
    owed = {need.code for need in needs_of(registration)}
    about = "document" if step == DOCUMENTS else "field"
    if field not in (owed if about == "document" else registration.answers.get(step, {})):
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
        if step == DOCUMENTS:
            documents.judge(registration, field, actor.officer, "diganti", note.strip())


def accept(actor: Actor, registration: Registration, code: str, newest: int, version: int) -> None:
    """The photos of a document are good; it comes off the list. `newest` is the page that came last when they were
    looked at. Raises TooLate, also when another came since, and Refused where there are none."""
    _check(actor, registration, version)
    with transaction():
        came_last = documents.newest_page(registration.draft, code)
        if came_last is None:
            raise Refused(say("Dokumen ini belum ada fotonya."))
        if came_last != newest:
            raise TooLate("documents")
        _take_off(registration, (Finding.step == DOCUMENTS) & (Finding.field == code))
        documents.judge(registration, code, actor.officer, "diterima")


def remove(actor: Actor, registration: Registration, finding_id: int, version: int) -> None:
    """Take an item off the list. One that is gone already is no matter. Raises TooLate."""
    _check(actor, registration, version)
    with transaction():
        listed = Finding.get_or_none((Finding.id == finding_id) & (Finding.registration == registration.id))
        _take_off(registration, Finding.id == finding_id)
        if listed and listed.mended_at is None and listed.step == DOCUMENTS:
            documents.judge(registration, listed.field, actor.officer, "terkirim")


def _take_off(registration: Registration, which: Expression) -> None:
    Finding.delete().where(which & (Finding.registration == registration.id) & Finding.mended_at.is_null()).execute()


def _check(actor: Actor, registration: Registration, version: int) -> None:
    if not may_return(actor, registration) or registration.version != version:
        raise TooLate("findings")
