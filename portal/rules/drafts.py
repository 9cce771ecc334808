"""Drafts: opened, kept at every post, thrown away."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from portal import clock
from portal.data.account import Account
from portal.data.base import transaction
from portal.data.draft import Answer, Draft, Typed, answers_of, draft_of, open_drafts, save_answer

__all__ = ["answers_of", "discard", "draft_of", "keep", "label_of", "open_draft", "open_drafts"]

_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


def open_draft(account: Account, journey: str) -> Draft:
    """A new, empty draft. Its id is not guessable, and says nothing."""
    at = clock.now()
    draft_id = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return Draft.create(id=draft_id, account=account, journey=journey, created_at=at, changed_at=at)


def keep(draft: Draft, step: str, typed: Mapping[str, list[str]]) -> None:
    """Save what was typed at a step, good or bad."""
    with transaction():
        save_answer(draft.id, step, typed, clock.now())


def discard(draft: Draft) -> None:
    """Remove a draft and all that was typed in it."""
    with transaction():
        Answer.delete().where(Answer.draft == draft.id).execute()
        Draft.delete().where((Draft.id == draft.id) & Draft.number.is_null()).execute()


def label_of(answers: Mapping[str, Typed]) -> str:
    """The name typed so far, to tell drafts apart."""
    return (answers.get("diri", {}).get("nama") or [""])[0].strip()[:60]
