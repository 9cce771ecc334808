"""Drafts: what was typed, step by step, kept sealed until it is sent or thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from peewee import EXCLUDED, CharField, CompositeKey, ForeignKeyField

from portal.data.account import Account
from portal.data.base import EncryptedJsonField, Table, UtcDateTimeField
from portal.data.office import Officer
from portal.data.prepared import Prepared

Typed = dict[str, list[str]]


class Draft(Table):
    """One run through a journey. Its id stands in the URL, so two tabs never mix."""

    id = CharField(max_length=12, primary_key=True)
    account = ForeignKeyField(Account, backref="drafts", on_delete="CASCADE")
    journey = CharField(max_length=20)
    number = CharField(max_length=16, null=True)  # the registration it became, or mends
    assisted_by = ForeignKeyField(Officer, null=True, index=False)  # who types it in at a counter
    created_at = UtcDateTimeField()
    changed_at = UtcDateTimeField()

    class Meta:
        indexes = ((("account", "changed_at"), False),)


class Answer(Table):
    """The strings typed at one step: a row a step, so that two tabs on two steps cannot undo each other."""

    draft = ForeignKeyField(Draft, backref="answers", on_delete="CASCADE")
    step = CharField(max_length=24)
    typed = EncryptedJsonField()
    saved_at = UtcDateTimeField()

    class Meta:
        primary_key = CompositeKey("draft", "step")


_draft_of = Prepared(lambda draft, account: Draft.select().where((Draft.id == draft) & (Draft.account == account)))
_answers_of = Prepared(lambda draft: Answer.select(Answer.step, Answer.typed).where(Answer.draft == draft).tuples())
_touch = Prepared(lambda draft, at: Draft.update(changed_at=at.of(Draft.changed_at)).where(Draft.id == draft))
_save_answer = Prepared(
    lambda draft, step, typed, at: Answer.insert(
        draft=draft, step=step, typed=typed.of(Answer.typed), saved_at=at.of(Answer.saved_at),
    ).on_conflict(
        conflict_target=[Answer.draft, Answer.step],
        update={Answer.typed: EXCLUDED.typed, Answer.saved_at: EXCLUDED.saved_at},
    )
)


def draft_of(account_id: int, draft_id: str) -> Draft | None:
    """The account's own draft; anybody else's does not exist for it."""
    return _draft_of.first(draft_id, account_id)


def draft_by_id(draft_id: str) -> Draft | None:
    """Whoever asks must have shown already that they may open what it became."""
    return Draft.get_or_none(Draft.id == draft_id)


def answers_of(draft_id: str) -> dict[str, Typed]:
    """What was typed so far, by step: {'nik': {'nik': ['3215 0101…']}}."""
    return dict(_answers_of.rows(draft_id))


def answers_of_drafts(draft_ids: list[str]) -> dict[str, dict[str, Typed]]:
    """What was typed in several drafts, by draft id and step."""
    found: dict[str, dict[str, Typed]] = {}
    for row in Answer.select(Answer.draft, Answer.step, Answer.typed).where(Answer.draft.in_(draft_ids)):
        found.setdefault(row.draft_id, {})[row.step] = row.typed
    return found


def answers_at(step: str, draft_ids: list[str]) -> dict[str, Typed]:
    """What was typed at one step of several drafts, by draft id."""
    rows = Answer.select().where((Answer.step == step) & Answer.draft.in_(draft_ids))
    return {row.draft_id: row.typed for row in rows}


def save_answer(draft_id: str, step: str, typed: Mapping[str, list[str]], at: datetime) -> None:
    """Keep the typed strings of one step; the last writer of the same step wins."""
    _save_answer.run(draft_id, step, dict(typed), at)
    _touch.run(draft_id, at)


def open_once(draft_id: str, account_id: int, journey: str, number: str, at: datetime) -> None:
    """Open a draft of a registration under an id that is known beforehand, unless it is there."""
    Draft.insert(id=draft_id, account=account_id, journey=journey, number=number, created_at=at,
                 changed_at=at).on_conflict_ignore().execute()


def forget_answers(draft_id: str) -> None:
    """Remove what was typed in a draft, and keep the draft: a late writer then meets no missing row."""
    Answer.delete().where(Answer.draft == draft_id).execute()


def open_drafts(account_id: int, limit: int = 25) -> list[Draft]:
    """Drafts not sent yet, last touched first; those that an officer types for others are not among them."""
    where = (Draft.account == account_id) & Draft.number.is_null() & Draft.assisted_by.is_null()
    return list(Draft.select().where(where).order_by(Draft.changed_at.desc()).limit(limit))


def assisted_drafts(account_id: int, journey: str, limit: int = 10) -> list[Draft]:
    """What an officer types for others and has not sent yet, last touched first."""
    where = (
        (Draft.account == account_id) & (Draft.journey == journey) & Draft.number.is_null()
        & Draft.assisted_by.is_null(False)
    )
    return list(Draft.select().where(where).order_by(Draft.changed_at.desc()).limit(limit))


def draft_exists(draft_id: str) -> bool:
    """Whether its typed strings are still kept."""
    return Draft.select().where(Draft.id == draft_id).exists()
