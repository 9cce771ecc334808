"""The schema that migrations make is the one that the tables declare; they go down and up again."""

from __future__ import annotations

from pathlib import Path

from playhouse.migrations import Runner
from playhouse.schema_diff import diff_models

from portal.data.account import Account, Code
from portal.data.base import db
from portal.data.draft import Answer, Draft
from portal.data.event import Event
from portal.data.limit import Tally
from portal.data.message import Message
from portal.data.person import Access, Consent, Person
from portal.data.region import Region, RegionWord
from portal.data.registration import Registration
from tests.journeys.people import register

TABLES = [Account, Code, Person, Access, Consent, Draft, Answer, Registration, Event, Message, Tally, Region,
          RegionWord]
BYTE_ORDER = {"region", "region_word"}  # on Postgres these have indexes in byte order, which peewee cannot declare


def test_the_head_is_what_the_tables_declare(database):
    diff = diff_models(db.obj, TABLES)
    extra = [index for index in diff.drop_indexes if index.table not in BYTE_ORDER]
    assert not diff.create_tables
    assert not diff.add_columns
    assert not diff.drop_columns
    assert not diff.add_indexes
    assert not extra


def test_down_and_up_again_with_data(client):
    register(client)
    runner = Runner(db.obj, str(Path(__file__).parent.parent.parent / "migrations"))
    runner.down(runner.status()[0].name)
    assert not Registration.table_exists()
    runner.up()
    assert Registration.select().count() == 0
