"""Settings, all from the environment. Production refuses to start on an unsafe default, and says which."""

from __future__ import annotations

import base64
import fcntl
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


class UnsafeSettings(RuntimeError):
    """Production was asked for with a setting that would not protect people."""


def _yes(text: str) -> bool:
    return text.strip().lower() in {"1", "true", "yes", "ya"}


@dataclass(frozen=True)
class Settings:
    """What the portal can be told. `from_env` names the variables; README has the table."""

    var_dir: Path
    database_url: str
    documents_url: str
    secret_key: str
    data_keys: str
    hash_key: str
    card_keys: str = ""
    demo: bool = False
    production: bool = False
    base_url: str = "http://127.0.0.1:8000"
    limits_url: str = ""
    apprise_urls: str = ""
    inbox_secret: str = ""
    behind_proxy: int = 0

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read the environment. Outside production, missing keys are made once and kept under VAR_DIR."""
        production = _yes(environ.get("PRODUCTION", "0"))
        var = Path(environ.get("VAR_DIR", "var")).resolve()
        if production:
            _refuse_unsafe(environ)
        else:
            var.mkdir(parents=True, exist_ok=True)
        kept = {} if production else _kept_keys(var)
        return cls(
            var_dir=var,
            database_url=environ.get("DATABASE_URL") or f"sqlite:///{var / 'portal.db'}",
            documents_url=environ.get("DOCUMENTS_URL") or f"file://{var / 'documents'}",
            secret_key=environ.get("SECRET_KEY") or kept.get("SECRET_KEY", ""),
            data_keys=environ.get("DATA_KEYS") or kept.get("DATA_KEYS", ""),
            hash_key=environ.get("HASH_KEY") or kept.get("HASH_KEY", ""),
            card_keys=environ.get("CARD_KEYS") or kept.get("CARD_KEYS", ""),
            demo=_yes(environ.get("DEMO", "0")),
            production=production,
            base_url=(environ.get("BASE_URL") or f"http://127.0.0.1:{environ.get('PORT', '8000')}").rstrip("/"),
            limits_url=environ.get("LIMITS_URL", ""),
            apprise_urls=environ.get("APPRISE_URLS", ""),
            inbox_secret=environ.get("INBOX_SECRET", ""),
            behind_proxy=int(environ.get("BEHIND_PROXY", "0")),
        )


def _refuse_unsafe(environ: Mapping[str, str]) -> None:
    wrong = []
    for name in ("SECRET_KEY", "HASH_KEY"):
        if len(environ.get(name, "")) < 32:
            wrong.append(f"{name} must be set, with at least 32 characters")
    wrong.extend(_wrong_keys("DATA_KEYS", environ.get("DATA_KEYS", "")))
    wrong.extend(_wrong_keys("CARD_KEYS", environ.get("CARD_KEYS", "")))
    if _yes(environ.get("DEMO", "0")):
        wrong.append("DEMO must be off: demo passwords are public")
    if not environ.get("BASE_URL", "").startswith("https://"):
        wrong.append("BASE_URL must be set, and begin with https://")
    if 0 < len(environ.get("INBOX_SECRET", "")) < 16:
        wrong.append("INBOX_SECRET must have at least 16 characters, or be left out")
    if not environ.get("DATABASE_URL"):
        wrong.append("DATABASE_URL must be set")
    if wrong:
        raise UnsafeSettings("PRODUCTION=1, but: " + "; ".join(wrong) + ".")


def _wrong_keys(name: str, text: str) -> list[str]:
    """Ids are short words, since they stand before a colon, and those of cards in a QR as well."""
    try:
        parts = [entry.strip().partition(":") for entry in text.split(",")]
        good = all(re.fullmatch(r"[A-Za-z0-9_-]{1,16}", key_id) and len(base64.b64decode(body, validate=True)) == 32
                   for key_id, _, body in parts)
    except ValueError:
        good = False
    ids = [key_id for key_id, _, _ in parts]
    if good and len(set(ids)) == len(ids):
        return []
    return [f"{name} must be set as id:base64[,id:base64…], 32 random bytes each"]


def _kept_keys(var: Path) -> dict[str, str]:
    """Development keys, each made once so that a restart reads the same data; a key that a later version of the portal
    asks for is added to those that are there. The lock is for two processes that start at once."""
    handle = os.open(var / "keys.env", os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        text = file.read()
        kept = dict(line.split("=", 1) for line in text.splitlines() if line)
        missing = {name: make() for name, make in _MADE.items() if name not in kept}
        if missing:
            file.write("\n" * (bool(text) and not text.endswith("\n")))
            file.writelines(f"{name}={key}\n" for name, key in missing.items())
    return kept | missing


def _new_ring() -> str:
    return f"1:{base64.b64encode(secrets.token_bytes(32)).decode()}"


_MADE: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_hex(32), "HASH_KEY": lambda: secrets.token_hex(32),
    "DATA_KEYS": _new_ring, "CARD_KEYS": _new_ring,
}
