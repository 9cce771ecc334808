"""Documents at rest: the same promises from a folder and from S3."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from portal import keyring
from portal.gateways.store import Store, StoreFailed
from tests.conftest import HASH_KEY, KEYS
from tests.support.disk import small_disk
from tests.support.s3 import s3_server


@pytest.fixture(scope="session")
def s3() -> Iterator[dict[str, str]]:
    with s3_server() as environ:
        yield environ


@pytest.fixture(params=["folder", "s3"])
def store(request, tmp_path: Path, monkeypatch) -> Store:
    keyring.use(keyring.Keyring.from_text(KEYS, HASH_KEY))
    if request.param == "folder":
        return Store(f"file://{tmp_path}/documents")
    for name, value in request.getfixturevalue("s3").items():
        monkeypatch.setenv(name, value)
    return Store(f"s3://portal/{tmp_path.name}")


def test_what_is_put_comes_back(store):
    store.put("a7/one", b"the family card")
    store.put("a7/one", b"the family card, once more")
    assert store.get("a7/one") == b"the family card, once more"


def test_what_lies_there_is_sealed(tmp_path):
    keyring.use(keyring.Keyring.from_text(KEYS, HASH_KEY))
    Store(f"file://{tmp_path}/d").put("a7/one", b"the family card")
    assert b"family" not in (tmp_path / "d" / "a7" / "one").read_bytes()


def test_a_document_opens_under_its_own_name_only(tmp_path):
    keyring.use(keyring.Keyring.from_text(KEYS, HASH_KEY))
    store = Store(f"file://{tmp_path}/d")
    store.put("one", b"mine")
    (tmp_path / "d" / "one").rename(tmp_path / "d" / "two")
    with pytest.raises(InvalidTag):
        store.get("two")


def test_an_unknown_key_is_a_lookup_error_and_deleting_it_is_fine(store):
    with pytest.raises(LookupError):
        store.get("nowhere")
    store.delete("nowhere")


def test_deleted_is_gone(store):
    store.put("a7/one", b"x")
    store.delete("a7/one")
    with pytest.raises(LookupError):
        store.get("a7/one")


def test_keys_are_listed_with_their_time(store):
    store.put("a7/one", b"x")
    store.put("b8/two", b"y")
    found = dict(store.written())
    assert set(found) == {"a7/one", "b8/two"}
    assert all(moment > 1_700_000_000 for moment in found.values())


def test_a_new_key_seals_anew_and_the_old_one_may_go(store):
    store.put("one", b"kept")
    new = "2:" + base64.b64encode(b"n" * 32).decode()
    keyring.use(keyring.Keyring.from_text(f"{KEYS},{new}", HASH_KEY))
    assert store.reseal("one")
    assert not store.reseal("one")
    keyring.use(keyring.Keyring.from_text(new, HASH_KEY))
    assert store.get("one") == b"kept"


def test_it_says_whether_it_works(store):
    assert store.works()


def test_an_s3_that_is_not_there_is_said_to_fail(monkeypatch, s3):
    for name, value in {**s3, "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_MAX_RETRIES": "0"}.items():
        monkeypatch.setenv(name, value)
    keyring.use(keyring.Keyring.from_text(KEYS, HASH_KEY))
    with pytest.raises(StoreFailed):
        Store("s3://portal").put("one", b"x")


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path):
    keyring.use(keyring.Keyring.from_text(KEYS, HASH_KEY))
    with small_disk(tmp_path / "small") as folder:
        store = Store(f"file://{folder}")
        with pytest.raises(StoreFailed) as failed:
            store.put("a7/one", b"x" * 200_000)
        assert failed.value.full
        assert not [path for path in folder.rglob("*") if path.is_file()]
