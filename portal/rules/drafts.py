"""Drafts: opened, kept at every post, thrown away; and those that ended because somebody is under 18."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta

from portal import clock
from portal.data.account import Account
from portal.data.base import transaction
from portal.data.draft import Draft, answers_at, answers_of, draft_of, open_drafts, save_answer
from portal.rules import limits
from portal.rules.refusal import Refused
from portal.words import say

__all__ = ["answers_of", "discard", "draft_of", "end_under_18", "ended_under_18", "keep", "let_go_soon", "open_draft",
           "open_drafts", "take_up", "with_labels"]

KEPT_DAYS = 180  # untouched for so long, a draft is removed
MOST_OPEN = 20  # of one account: as many as its list shows
_REMEMBERED = "1 per day"
_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


def open_draft(account: Account, journey: str, assisted_by: int | None = None) -> Draft:
    """A new, empty draft. Its id is not guessable, and says nothing. `assisted_by`: the officer who types it."""
    at = clock.now()
    draft_id = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return Draft.create(id=draft_id, account=account, journey=journey, assisted_by=assisted_by, created_at=at,
                        changed_at=at)


def take_up(account: Account, journey: str) -> Draft:
    """A draft to begin with: the newest one when nothing is typed in it yet, so that a double tap leaves one.

    Raises Refused when twenty are open."""
    open_ones = open_drafts(account.id)
    if open_ones and not answers_of(open_ones[0].id):
        return open_ones[0]
    if len(open_ones) >= MOST_OPEN:
        raise Refused(say("Ada %(n)s pengisian yang belum dikirim. Kirim atau hapus satu dulu.", n=MOST_OPEN))
    return open_draft(account, journey)


def keep(draft: Draft, step: str, typed: Mapping[str, list[str]]) -> None:
    """Save what was typed at a step, good or bad."""
    with transaction():
        save_answer(draft.id, step, typed, clock.now())


def discard(draft: Draft) -> None:
    """Remove a draft and all that was typed in it."""
    Draft.delete().where((Draft.id == draft.id) & Draft.number.is_null()).execute()  # its answers go with it


def let_go_soon(draft: Draft) -> None:
    """A birth date says somebody is under 18. It may be a slip of the finger: unless it is mended, `purge` takes the
    draft within a day."""
    Draft.update(changed_at=clock.now() - timedelta(days=KEPT_DAYS - 1)).where(Draft.id == draft.id).execute()


def end_under_18(draft: Draft) -> None:
    """Remove the draft of somebody who is under 18. For a day its address still says why, and nothing else is kept."""
    discard(draft)
    limits.count(_REMEMBERED, "under-18", draft.id, str(draft.account_id))


def ended_under_18(account: Account, draft_id: str) -> bool:
    """Whether this account's draft ended so, today."""
    return limits.spent(_REMEMBERED, "under-18", draft_id, str(account.id))


def with_labels(open_ones: list[Draft]) -> list[tuple[Draft, str]]:
    """Each draft with the name typed so far, to tell them apart; one query for all."""
    typed = answers_at("diri", [draft.id for draft in open_ones])
    return [(draft, (typed.get(draft.id, {}).get("nama") or [""])[0].strip()[:60]) for draft in open_ones]
