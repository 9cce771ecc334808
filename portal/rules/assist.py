"""Assisted entry: an officer types for the person at the counter, who confirms it on paper or by a code."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from portal import clock
from portal.data.base import transaction
from portal.data.draft import Draft, answers_of, assisted_drafts
from portal.data.registration import Registration, registration_of_draft
from portal.keyring import keyed_hash
from portal.rules import codes, drafts, events, limits, moves, outbox, people
from portal.rules.offices import Actor, Officer
from portal.rules.refusal import Refused
from portal.words import say

__all__ = ["Draft", "open_ones"]

CODES_PER_PHONE = "5 per hour"
CODES_PER_OFFICER = "100 per hour"
RECEIPT_MINUTES = 60  # in which the officer may print it; afterwards the file is closed to them


def begin(officer: Officer, journey: str) -> Draft:
    """A draft for the person in front; an untouched one is taken up again, so that a double tap leaves one."""
    for draft in open_ones(officer, journey)[:1]:
        if not answers_of(draft.id):
            return draft
    draft = drafts.open_draft(officer.account, journey, officer.id)
    events.record(f"officer:{officer.id}", "assist:begun", officer.account_id, draft=draft.id)
    return draft


def open_ones(officer: Officer, journey: str) -> list[Draft]:
    """Those not sent yet, last touched first."""
    return assisted_drafts(officer.account_id, journey)


def send_code(officer: Officer, draft: Draft, known: dict[str, dict[str, Any]], phone: str) -> None:
    """Send the person a code that confirms these very answers. Raises Refused when it was sent too often."""
    counters = ((CODES_PER_PHONE, "assist", phone), (CODES_PER_OFFICER, "assist-officer", str(officer.id)))
    if limits.any_spent(*counters):
        raise Refused(say("Kode sudah terlalu sering dikirim. Pakai tanda tangan, atau coba satu jam lagi."))
    with transaction():
        for counter in counters:
            limits.count(*counter)
        outbox.write("assisted", phone, say(
            "Kode %(code)s. Bacakan ke petugas loket hanya kalau data pendaftaran Anda di layar sudah benar. "
            "Berlaku 10 menit.", code=codes.make("assisted", _key(draft, known, phone))))


def check_code(draft: Draft, known: dict[str, dict[str, Any]], phone: str, typed: str) -> None:
    """Accept the code that the person read out. Raises Refused; also when an answer changed since it was sent."""
    codes.check("assisted", _key(draft, known, phone), typed)


def seal(known: dict[str, dict[str, Any]]) -> str:
    """What tells these very answers from any others: a page that confirms them brings it along."""
    return keyed_hash(json.dumps(known, sort_keys=True, default=str))[:16]


def _key(draft: Draft, known: dict[str, dict[str, Any]], phone: str) -> str:
    return f"{draft.id}:{phone}:{keyed_hash(json.dumps(known, sort_keys=True, default=str))}"


def receipt_of(officer: Officer, draft_id: str) -> Registration | None:
    """What this officer has just sent in for somebody, to print; an hour later it is as closed as any file."""
    registration = registration_of_draft(draft_id)
    if registration is None or registration.assisted_by_id != officer.id:
        return None
    recent = clock.now() - registration.submitted_at < timedelta(minutes=RECEIPT_MINUTES)
    return registration if recent else None


def hand_over(actor: Actor, registration: Registration, nonce: str = "") -> str:
    """The code by which the person takes the file to an account of their own; the same form (`nonce`) sent again gets
    the same one. Raises Refused when they have an account."""
    return people.code_at_counter(actor, registration.person_id, lost=False, nonce=nonce)


def recover(actor: Actor, registration: Registration, nonce: str = "") -> str:
    """The same for somebody who lost their account, and whose original KTP was seen. Who held the file is told, once a
    form."""
    if code := people.code_again(registration.person_id, nonce):
        return code
    with transaction():
        code = people.code_at_counter(actor, registration.person_id, lost=True, nonce=nonce)
        events.record(f"registration:{registration.id}", "counter:recovery", actor.account_id,
                      office=actor.officer.office_id)
        moves.tell(registration, "recovery",
                   say("Di loket dibuat kode untuk memindah pendaftaran %(number)s ke akun lain. Bukan Anda? "
                       "Segera datang ke loket.", number=registration.number))
    return code
