"""Production refuses to start on an unsafe default, and says which."""

import base64
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.config import Settings, UnsafeSettings

SAFE = {
    "PRODUCTION": "1", "SECRET_KEY": "s" * 32, "HASH_KEY": "h" * 32, "BASE_URL": "https://portal.example.id",
    "DATABASE_URL": "postgresql://portal@db/portal", "VAR_DIR": "/nonexistent",
    "DATA_KEYS": "1:" + base64.b64encode(b"k" * 32).decode(),
    "CARD_KEYS": "a:" + base64.b64encode(b"a" * 32).decode() + ",b:" + base64.b64encode(b"b" * 32).decode(),
}


def test_safe_settings_start():
    assert Settings.from_env(SAFE).production


@pytest.mark.parametrize(("name", "value"), [
    ("SECRET_KEY", ""), ("SECRET_KEY", "short"), ("HASH_KEY", ""), ("DATA_KEYS", ""), ("DATA_KEYS", "1:c2hvcnQ="),
    ("DATA_KEYS", "1:not base64"), ("CARD_KEYS", ""), ("CARD_KEYS", "a:c2hvcnQ="),
    ("CARD_KEYS", "a.b:" + base64.b64encode(b"a" * 32).decode()), ("CARD_KEYS", SAFE["CARD_KEYS"].replace("b:", "a:")),
    ("DEMO", "1"), ("BASE_URL", "http://portal.example.id"), ("DATABASE_URL", ""), ("INBOX_SECRET", "short"),
])
def test_an_unsafe_setting_is_named(name, value):
    with pytest.raises(UnsafeSettings, match=name):
        Settings.from_env({**SAFE, name: value})


def test_development_keys_are_made_once(tmp_path):
    first = Settings.from_env({"VAR_DIR": str(tmp_path)})
    assert first.secret_key == Settings.from_env({"VAR_DIR": str(tmp_path)}).secret_key
    assert (tmp_path / "keys.env").stat().st_mode & 0o077 == 0


def test_a_key_of_a_later_version_is_added_to_those_there(tmp_path):
    (tmp_path / "keys.env").write_text("SECRET_KEY=s\nHASH_KEY=h\nDATA_KEYS=1:ZA==")  # no line end, as by hand
    first = Settings.from_env({"VAR_DIR": str(tmp_path)})
    assert (first.secret_key, first.hash_key, first.data_keys) == ("s", "h", "1:ZA==")
    assert first.card_keys.startswith("1:")
    assert Settings.from_env({"VAR_DIR": str(tmp_path)}) == first


def test_processes_that_start_at_once_hold_the_same_keys(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        all_ = list(pool.map(lambda _: Settings.from_env({"VAR_DIR": str(tmp_path)}), range(16)))
    assert len({(one.secret_key, one.data_keys, one.card_keys) for one in all_}) == 1
