"""Drafts: opened, kept at every post, thrown away."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from portal import clock
from portal.data.account import Account
from portal.data.base import transaction
from portal.data.draft import Draft, answers_at, answers_of, draft_of, open_drafts, save_answer

__all__ = ["answers_of", "discard", "draft_of", "keep", "open_draft", "open_drafts", "with_labels"]

_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


def open_draft(account: Account, journey: str, assisted_by: int | None = None) -> Draft:
    """A new, empty draft. Its id is not guessable, and says nothing. `assisted_by`: the officer who types it."""
    at = clock.now()
    draft_id = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return Draft.create(id=draft_id, account=account, journey=journey, assisted_by=assisted_by, created_at=at,
                        changed_at=at)


def keep(draft: Draft, step: str, typed: Mapping[str, list[str]]) -> None:
    """Save what was typed at a step, good or bad."""
    with transaction():
        save_answer(draft.id, step, typed, clock.now())


def discard(draft: Draft) -> None:
    """Remove a draft and all that was typed in it."""
    Draft.delete().where((Draft.id == draft.id) & Draft.number.is_null()).execute()  # its answers go with it


def with_labels(open_ones: list[Draft]) -> list[tuple[Draft, str]]:
    """Each draft with the name typed so far, to tell them apart; one query for all."""
    typed = answers_at("diri", [draft.id for draft in open_ones])
    return [(draft, (typed.get(draft.id, {}).get("nama") or [""])[0].strip()[:60]) for draft in open_ones]
