"""Production refuses to start on an unsafe default, and says which."""

import base64

import pytest

from portal.config import Settings, UnsafeSettings

SAFE = {
    "PRODUCTION": "1", "SECRET_KEY": "s" * 32, "HASH_KEY": "h" * 32, "BASE_URL": "https://portal.example.id",
    "DATABASE_URL": "postgresql://portal@db/portal", "VAR_DIR": "/nonexistent",
    "DATA_KEYS": "1:" + base64.b64encode(b"k" * 32).decode(),
}


def test_safe_settings_start():
    assert Settings.from_env(SAFE).production


@pytest.mark.parametrize(("name", "value"), [
    ("SECRET_KEY", ""), ("SECRET_KEY", "short"), ("HASH_KEY", ""), ("DATA_KEYS", ""), ("DATA_KEYS", "1:c2hvcnQ="),
    ("DATA_KEYS", "1:not base64"), ("DEMO", "1"), ("BASE_URL", "http://portal.example.id"), ("DATABASE_URL", ""),
    ("INBOX_SECRET", "short"),
])
def test_an_unsafe_setting_is_named(name, value):
    with pytest.raises(UnsafeSettings, match=name):
        Settings.from_env({**SAFE, name: value})


def test_development_keys_are_made_once(tmp_path):
    first = Settings.from_env({"VAR_DIR": str(tmp_path)})
    assert first.secret_key == Settings.from_env({"VAR_DIR": str(tmp_path)}).secret_key
    assert (tmp_path / "keys.env").stat().st_mode & 0o077 == 0
