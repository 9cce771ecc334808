"""`flask portal sweep`: what uploads leave behind goes, what documents use stays."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from portal import clock
from portal.data.base import db
from portal.data.document import Sheet, Upload
from portal.rules import documents, drafts, uploads
from tests.support.office import TYPED, account
from tests.support.pictures import photo


@pytest.fixture
def run(app):
    def run(*command):
        if not db.is_closed():
            db.close()  # a command opens its own connection
        answer = app.test_cli_runner().invoke(args=["portal", *command])
        db.connect(reuse_if_open=True)
        assert answer.exit_code == 0, answer.output
        return answer.output
    return run


@pytest.fixture
def draft(app):
    made = drafts.open_draft(account(), "pendaftaran")
    for step in ("program", "diri"):
        drafts.keep(made, step, TYPED[step])
    return made


def test_orphans_older_than_an_hour_and_uploads_that_ran_out_go(run, draft, tmp_path):
    documents.add_file(draft, "kk", draft.account_id, photo())
    documents.store().put("aa/orphan", b"x")
    uploads.announce(draft.account_id, draft, "ktp", 10)
    assert run("sweep") == "pictures: 0, uploads: 0\n", "a row may still be on its way"
    clock.move(timedelta(minutes=61))
    assert run("sweep") == "pictures: 1, uploads: 0\n"
    assert documents.store().get(Sheet.get().picture)
    clock.move(uploads.LASTS)
    assert run("sweep") == "pictures: 0, uploads: 1\n"
    assert Upload.select().count() == 0
    assert not list((tmp_path / "uploads").iterdir())


def test_a_file_without_its_upload_goes(run, draft, tmp_path):
    uploads.announce(draft.account_id, draft, "ktp", 10)
    stray = tmp_path / "uploads" / "stray"
    stray.write_bytes(b"x")
    os.utime(stray, (1, 1))
    run("sweep")
    assert [path.name for path in (tmp_path / "uploads").iterdir()] == [Upload.get().id]
