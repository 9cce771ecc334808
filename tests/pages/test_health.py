"""/sehat: 200 when database and store can be used, else 503 that names which, and nothing secret."""

from __future__ import annotations

import obstore
import pytest

from portal.app import create_app
from portal.data.base import db
from tests.conftest import settings


@pytest.fixture
def portal(database, tmp_path):
    """Makes a portal with changed settings, and afterwards points back to the test's database."""
    before = db.obj
    yield lambda url=database: create_app(settings(tmp_path, url)).test_client()
    db.obj.close_all()
    db.initialize(before)


def test_well(client):
    answer = client.client.get("/sehat")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")
    assert not answer.headers.getlist("Set-Cookie")


def test_documents_that_cannot_be_kept(portal, tmp_path):
    (tmp_path / "documents").write_text("a file where a folder should be")
    answer = portal().get("/sehat")
    assert (answer.status_code, answer.text) == (503, "documents\n")
    assert str(tmp_path) not in answer.text


def test_a_store_that_takes_nothing_more(portal, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    served = portal()
    monkeypatch.setattr(obstore, "put", full)
    assert served.get("/sehat").text == "documents\n"


@pytest.mark.parametrize("url", ["postgresql://portal:geheim@127.0.0.1:1/portal", "sqlite:////nowhere/portal.db"])
def test_a_database_that_does_not_answer(portal, url):
    answer = portal(url).get("/sehat")
    assert (answer.status_code, answer.text) == (503, "database\n")
