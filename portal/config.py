"""Settings, all from the environment. Production refuses to start on an unsafe default, and says which."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Mapping
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
    wrong.extend(_wrong_data_keys(environ.get("DATA_KEYS", "")))
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


def _wrong_data_keys(text: str) -> list[str]:
    try:
        keys = [base64.b64decode(entry.partition(":")[2], validate=True) for entry in text.split(",")]
    except ValueError:
        keys = []
    if keys and all(len(key) == 32 for key in keys):
        return []
    return ["DATA_KEYS must be set as id:base64[,id:base64…], 32 random bytes each"]


def _kept_keys(var: Path) -> dict[str, str]:
    """Development keys, made once so that a restart reads the same data."""
    path = var / "keys.env"
    if not path.exists():
        lines = [
            f"SECRET_KEY={secrets.token_hex(32)}",
            f"HASH_KEY={secrets.token_hex(32)}",
            f"DATA_KEYS=1:{base64.b64encode(secrets.token_bytes(32)).decode()}",
        ]
        new = path.with_suffix(f".{os.getpid()}")
        new.touch(mode=0o600)
        new.write_text("\n".join(lines) + "\n")
        try:
            os.link(new, path)  # two processes at once: the first one's keys stay
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if line)
