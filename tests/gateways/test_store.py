"""Documents at rest: the same promises from a folder and from S3."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from portal import keyring
from portal.gateways.pieces import Aside
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


def test_what_is_put_into_a_folder_is_on_the_disk_before_anybody_hears_of_it(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.readlink(f"/proc/self/fd/{file}")))
    Store(f"file://{tmp_path}").put("ab/abcdef", b"x")
    assert synced == [str(tmp_path / "ab" / "abcdef"), str(tmp_path / "ab")]


def test_what_a_killed_write_left_is_taken_away_once_it_is_old(tmp_path):
    kept = Store(f"file://{tmp_path}")
    kept.put("ab/abcdef", b"x")
    left = tmp_path / "ab" / "abcdee#1"
    left.write_bytes(b"y")
    assert kept.tidy(left.stat().st_mtime) == 0
    assert kept.tidy(left.stat().st_mtime + 1) == 1
    assert [key for key, _at in kept.written()] == ["ab/abcdef"]


@pytest.mark.parametrize("size", [1, 16, 33, 100_000])
def test_what_lies_aside_is_sealed_and_reads_as_it_was_written(size):
    aside, data = Aside(), os.urandom(size)
    for at in range(0, size, 7000):
        aside.write(data[at:at + 7000])
    on_disk = aside._file
    on_disk.seek(0)
    assert on_disk.read() != data
    aside.seek(0)
    assert aside.read(5) + aside.read() == data
    aside.seek(0)
    assert hashlib.file_digest(aside, "sha256").digest() == hashlib.sha256(data).digest()  # as forms are told apart
    assert (aside.tell(), aside.seek(-1, os.SEEK_END), aside.read()) == (size, size - 1, data[-1:])
    aside.close()
