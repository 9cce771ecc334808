"""Repair: what an office returned, what the person has typed anew so far, and sending it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal import clock
from portal.data.account import Account
from portal.data.base import transaction
from portal.data.draft import Typed, answers_of_drafts, forget_answers, open_once, save_answer
from portal.data.office import Officer
from portal.data.registration import Registration
from portal.data.review import Told, close_findings, decisions_of, findings_of, open_findings
from portal.keyring import keyed_hash
from portal.rules import corrections, documents, moves, people
from portal.rules.offices import Actor
from portal.rules.registration import check_nik
from portal.rules.service import repair_by

__all__ = ["is_open", "keep", "nik_is_free", "photos_sent", "reason_of_rejection", "repair_by", "returned",
           "send", "typed_so_far", "was_sent"]

JOURNEY = "perbaikan"
KEPT_DAYS = 180  # what was typed and never sent, in a registration that ended otherwise
_RELATIONS = {"holder": "self", "loket": "assisted"}
_REJECTIONS = ("confirm_rejection", "propose_rejection")


def is_open(registration: Registration) -> bool:
    return registration.state == "perlu_diperbaiki"


def was_sent(registration: Registration) -> bool:
    """Whether all that was ever returned has been mended and sent."""
    return bool(findings_of(registration.id, 1)) and not open_findings(registration.id)


def returned(registration: Registration) -> list[Any]:
    """What is to be mended now: rows with step, field, reason (a code of rules.reasons) and note."""
    return open_findings(registration.id) if is_open(registration) else []


def reason_of_rejection(registration: Registration, actor: Actor) -> str:
    """Why a registration was rejected, for its holder; '' for everybody else, and where it was not."""
    if registration.state != "ditolak" or actor.role != "holder":
        return ""
    return next((one.reason for one in decisions_of(registration.id) if one.move in _REJECTIONS), "")


def photos_sent(registration: Registration, findings: list[Any]) -> frozenset[str]:
    """Codes of returned documents of which a new photo came since they were returned."""
    return documents.resent(registration, findings)


def typed_so_far(registration: Registration) -> tuple[dict[str, Typed], dict[str, Typed]]:
    """The typed strings by step: as they were sent in, and what has been typed anew since they were returned."""
    anew = _draft_id(registration)
    by_draft = answers_of_drafts([registration.draft, anew])
    return by_draft.get(registration.draft, {}), by_draft.get(anew, {})


def keep(registration: Registration, account: Account, step: str, typed: Mapping[str, list[str]]) -> None:
    """Save what was typed anew at a step, good or bad. Whoever may open the file mends the same draft."""
    at, draft_id = clock.now(), _draft_id(registration)
    with transaction():
        open_once(draft_id, account.id, JOURNEY, registration.number, at)
        save_answer(draft_id, step, typed, at)


def nik_is_free(registration: Registration, account: Account, nik: str) -> None:
    """Raise AlreadyActive when another registration with this NIK is active."""
    if keyed_hash(nik) != registration.active_nik:
        check_nik(account, nik, "")  # whose it is to the account was settled when it was sent


def send(registration: Registration, account: Account, changed: Mapping[str, Typed], known: dict[str, dict[str, Any]],
         fields: list[str], *, mended: Mapping[tuple[str, str], Told] | None = None,
         officer: Officer | None = None) -> None:
    """Put the mended answers in force and give the case back: to the officer who returned it while they are at work in
    the office that verifies, else to its queue. The clock runs again from there.

    `changed` holds the mended steps, each whole; `known` all clean values; `fields` names what was typed anew;
    `mended` tells of each (step, field) its old and new value and why it stayed. `officer` types it at a counter for
    the person in front. Raises
    TooLate when the case moved on, Refused for a NIK that is active elsewhere, LookupError for who has no access."""
    actor = Actor.at_work(officer) if officer else people.actor_for(account, registration.person_id)
    assisted = {"assisted": "counter"} if officer else {}
    with transaction():
        corrections.apply(registration, changed, known)
        close_findings(registration.id, clock.now(), mended)
        documents.answered_otherwise(registration)
        people.declare_truth(account, registration.person, _RELATIONS.get(actor.role, "helper"))
        moves.make_move(registration, "mend" if _same_officer(registration) else "mend_anew", actor, fields=fields,
                        **assisted)
        forget_answers(_draft_id(registration))


def _same_officer(registration: Registration) -> bool:
    officer = registration.officer
    return officer is not None and officer.until is None and officer.office_id == registration.office_id


def _draft_id(registration: Registration) -> str:
    """One draft for each time that a case is returned, found without a search and not to be guessed."""
    return keyed_hash(f"{JOURNEY}:{registration.id}:{registration.state_since.isoformat()}")[:12]
