"""Prepared queries: the same answers as the plain ones, on both databases, with other arguments at each run."""

from datetime import UTC, datetime, timedelta

import pytest
from peewee import EXCLUDED

from portal import clock
from portal.data.account import Account
from portal.data.base import db
from portal.data.draft import Answer, Draft, answers_of, draft_of
from portal.data.prepared import Prepared

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def draft(database) -> Draft:
    account = Account.create(name="Siti Contoh", contact_kind="phone", contact="+6281200000011",
                             contact_hash="x" * 64, password="-", created_at=clock.now())
    return Draft.create(id="k7p39qxdabcd", account=account, journey="pendaftaran", created_at=AT, changed_at=AT)


def test_rows_come_back_as_models_with_opened_fields(draft):
    found = Prepared(lambda account: Account.select().where(Account.id == account))
    assert found.first(draft.account_id).contact == "+6281200000011"
    assert found.first(draft.account_id).created_at.tzinfo is not None
    assert found.first(draft.account_id + 1) is None


def test_each_run_takes_its_own_arguments(draft):
    assert draft_of(draft.account_id, draft.id).id == draft.id
    assert draft_of(draft.account_id + 1, draft.id) is None
    assert draft_of(draft.account_id, "k7p39qxdabce") is None


def test_an_argument_is_never_read_as_sql(draft):
    assert draft_of(draft.account_id, "' OR '1'='1") is None
    assert answers_of("%s ? '; DROP TABLE draft; --") == {}
    assert Draft.select().count() == 1


def test_a_moment_is_compared_and_kept_in_utc(draft):
    jakarta = AT.astimezone(clock.JAKARTA)
    since = Prepared(lambda at: Draft.select().where(Draft.changed_at >= at))
    assert len(since.rows(jakarta)) == 1
    assert since.rows(jakarta + timedelta(seconds=1)) == []


def test_what_is_written_is_sealed_and_replaced(draft):
    save = Prepared(lambda draft, step, typed, at: Answer.insert(
        draft=draft, step=step, typed=typed.of(Answer.typed), saved_at=at.of(Answer.saved_at),
    ).on_conflict(conflict_target=[Answer.draft, Answer.step], update={Answer.typed: EXCLUDED.typed}))
    assert save.run(draft.id, "nik", {"nik": ["3215"]}, AT) == 1
    save.run(draft.id, "nik", {"nik": ["3216"]}, AT)
    assert answers_of(draft.id) == {"nik": {"nik": ["3216"]}}
    assert "3216" not in db.execute_sql("SELECT typed FROM answer").fetchone()[0]


def test_a_write_tells_how_many_rows_it_touched(draft):
    touch = Prepared(lambda draft, at: Draft.update(changed_at=at.of(Draft.changed_at)).where(Draft.id == draft))
    assert touch.run(draft.id, AT + timedelta(days=1)) == 1
    assert touch.run("k7p39qxdabce", AT) == 0
    assert Draft.get().changed_at == AT + timedelta(days=1)
