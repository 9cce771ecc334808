"""The schema that migrations make is the one that the tables declare; they go down and up again."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from playhouse.migrations import Runner
from playhouse.schema_diff import diff_models

import portal.data
from portal.data.base import Table, db
from portal.data.draft import draft_by_id
from portal.data.office import Officer
from portal.data.registration import Registration
from portal.rules import documents, evidence_photos
from portal.rules.events import broken_links
from tests.journeys.people import register
from tests.support.office import officer
from tests.support.pictures import photo
from tests.support.placing import linked

for module in iter_modules(portal.data.__path__, "portal.data."):
    import_module(module.name)
TABLES = Table.__subclasses__()
# On Postgres these have indexes in byte order, which peewee cannot declare.
BYTE_ORDER = {"region", "region_word", "company", "position_word"}


def test_the_head_is_what_the_tables_declare(database):
    diff = diff_models(db.obj, TABLES)
    extra = [index for index in diff.drop_indexes if index.table not in BYTE_ORDER]
    assert not diff.create_tables
    assert not diff.add_columns
    assert not diff.drop_columns
    assert not diff.add_indexes
    assert not extra


@pytest.fixture
def runner(client):
    register(client)
    return Runner(db.obj, str(Path(__file__).parent.parent.parent / "migrations"))


def test_down_and_up_again_with_data(runner):
    runner.down(runner.status()[0].name)
    assert not Registration.table_exists()
    runner.up()
    assert Registration.select().count() == 0


def test_a_registration_lives_through_the_coming_of_offices(runner):
    number = Registration.get().number
    runner.down("0002_offices")
    row = db.execute_sql("SELECT number, office FROM registration").fetchall()
    assert row == [(number, "32.15")]
    runner.up()
    kept = Registration.get()
    assert (kept.office.kind, kept.office.region) == ("dinas", "32.15")
    assert kept.queued_at == kept.submitted_at
    assert broken_links() == []
    assert diff_models(db.obj, [Registration]).add_indexes == []


def test_who_worked_for_a_company_works_no_more_without_companies(runner):
    staff, dinas = officer("p3mi", "p3mi", "PT Contoh Satu"), officer()
    runner.down("0006_companies")
    assert Officer.get_by_id(staff.id).until is not None
    assert Officer.get_by_id(dinas.id).until is None


def test_photos_of_evidence_go_to_the_newest_placement_and_back(runner):
    placement = linked()
    (sheet,) = documents.add_file(draft_by_id(placement.registration.draft),
                                  evidence_photos.code_of(placement, "visa"), None, photo())
    runner.down("0008_evidence_photos")
    assert db.execute_sql("SELECT code FROM document").fetchall() == [("p.visa",)]
    runner.up()
    assert [one.id for one in evidence_photos.photos(placement, "visa")] == [sheet.id]
