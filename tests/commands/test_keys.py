"""Rotation of the keys of encrypted fields."""

import base64

import pytest

from portal import keyring
from portal.commands.keys import SEALED, rotate
from portal.data.base import EncryptedTextField, Table, db
from portal.data.draft import answers_of, draft_by_id
from portal.data.person import Person
from portal.data.registration import Registration
from portal.rules import documents
from tests.conftest import HASH_KEY, KEYS
from tests.journeys.people import register
from tests.support.office import case
from tests.support.pictures import photo

NEW = "2:" + base64.b64encode(b"n" * 32).decode()


def test_rows_are_sealed_anew_and_read_without_the_old_key(client):
    register(client)
    raw = [row[0] for row in db.execute_sql('SELECT nik FROM person')]
    assert all(text.startswith("1:") and "3215" not in text for text in raw)
    keyring.use(keyring.Keyring.from_text(f"{KEYS},{NEW}", HASH_KEY))
    assert sum(rotate(table) for table in SEALED) > 10
    assert sum(rotate(table) for table in SEALED) == 0
    keyring.use(keyring.Keyring.from_text(NEW, HASH_KEY))
    assert Person.get().nik == "3215014107030001"
    registration = Registration.get()
    assert registration.answers["diri"]["nama"] == "Siti Contoh"
    assert answers_of(registration.draft)["nik"]["kk"]


def test_a_changed_value_is_refused():
    ring = keyring.Keyring.from_text(KEYS, HASH_KEY)
    sealed = ring.encrypt("3215014107030001")
    changed = sealed[:-3] + ("A" if sealed[-3] != "A" else "B") + sealed[-2:]
    from cryptography.exceptions import InvalidTag
    with pytest.raises(InvalidTag):
        ring.decrypt(changed)


def test_every_table_with_sealed_fields_is_among_those_that_are_sealed_anew(app):
    with_sealed = {table for table in Table.__subclasses__()
                   if any(isinstance(field, EncryptedTextField) for field in table._meta.sorted_fields)}
    assert with_sealed == set(SEALED)


def test_pictures_in_the_store_are_sealed_anew_and_read_without_the_old_key(app):
    registration = case()
    (sheet,) = documents.add_file(draft_by_id(registration.draft), "kk", registration.account_id, photo(300, 200))
    keyring.use(keyring.Keyring.from_text(f"{KEYS},{NEW}", HASH_KEY))
    db.close()
    said = app.test_cli_runner().invoke(args=["portal", "rotate-keys"])
    assert "store: 2 pictures sealed anew" in said.output
    assert "store: 0 pictures" in app.test_cli_runner().invoke(args=["portal", "rotate-keys"]).output
    db.connect(reuse_if_open=True)
    keyring.use(keyring.Keyring.from_text(NEW, HASH_KEY))
    assert documents.store().get(sheet.picture)[:2] == b"\xff\xd8"
