"""Fixtures: both databases, a checking browser, a running server, Chromium."""

from __future__ import annotations

import base64
import logging
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playhouse.migrations import Runner

from portal import clock, keyring
from portal.app import create_app
from portal.config import Settings
from portal.data.base import connect, db
from portal.data.region import load_regions
from tests.support.browser import Browser
from tests.support.postgres import Cluster, free_port

ROOT = Path(__file__).parent.parent
KEYS = "1:" + base64.b64encode(b"k" * 32).decode()
HASH_KEY = "h" * 40


def settings(var: Path, url: str, **more: object) -> Settings:
    return Settings(var_dir=var, database_url=url, documents_url=f"file://{var}/documents", secret_key="s" * 40,
                    data_keys=KEYS, hash_key=HASH_KEY, base_url="http://127.0.0.1:8000", **more)


def _prepare(url: str) -> None:
    keyring.use(keyring.Keyring.from_text(KEYS, HASH_KEY))
    database = connect(url)
    with database.connection_context():
        Runner(database, str(ROOT / "migrations")).up()
        load_regions("32.15", "32.13")
    database.close_all()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    cluster = Cluster().start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "portal.db"
    _prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(cluster: Cluster) -> str:
    cluster.sql("CREATE DATABASE template_portal")
    _prepare(cluster.url("template_portal"))
    return "template_portal"


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated database with the villages of Karawang and Subang; tests run once on each kind."""
    keyring.use(keyring.Keyring.from_text(KEYS, HASH_KEY))
    if request.param == "sqlite":
        path = tmp_path / "portal.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        url, drop = f"sqlite:///{path}", None
    else:
        cluster, template = request.getfixturevalue("cluster"), request.getfixturevalue("postgres_template")
        name = f"t{time.monotonic_ns()}"
        cluster.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        url, drop = cluster.url(name), lambda: cluster.sql(f"DROP DATABASE {name} WITH (FORCE)")
    made = connect(url)
    with made.connection_context():
        yield url
    made.close_all()
    if drop:
        drop()


@pytest.fixture(autouse=True)
def real_time() -> Iterator[None]:
    yield
    clock.reset()


@pytest.fixture
def app(database: str, tmp_path: Path):
    app = create_app(settings(tmp_path, database, demo=True))
    app.testing = True
    app.config["KEEP_CONNECTION"] = True  # the fixture's own connection serves all requests of this thread
    db.connect(reuse_if_open=True)
    yield app
    db.close()


@pytest.fixture
def client(app, caplog: pytest.LogCaptureFixture) -> Browser:
    caplog.set_level(logging.INFO, logger="portal")
    return Browser(app.test_client(), caplog)


@pytest.fixture
def another(app) -> Browser:
    """A second person with a browser of their own."""
    return Browser(app.test_client())


class Queries(logging.Handler):
    """Counts the statements that peewee sends."""

    def __init__(self) -> None:
        super().__init__()
        self.sql: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.sql.append(str(record.msg[0] if isinstance(record.msg, tuple) else record.getMessage()))

    @property
    def count(self) -> int:
        return len([s for s in self.sql if s.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")])


@pytest.fixture
def queries() -> Iterator[Queries]:
    handler, logger = Queries(), logging.getLogger("peewee")
    before = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(before)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real gunicorn, as `make run` starts it, on a fresh database with all villages."""
    var, port = tmp_path_factory.mktemp("served"), free_port()
    environ = {**os.environ, "VAR_DIR": str(var), "PORT": str(port), "DEMO": "1", "WEB_CONCURRENCY": "1"}
    run = [sys.executable, "-m"]
    subprocess.run([*run, "flask", "--app", "wsgi", "portal", "prepare"], env=environ, cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)
    server = subprocess.Popen([*run, "gunicorn", "-c", "deploy/gunicorn.conf.py", "wsgi:app"], env=environ, cwd=ROOT)
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(address + "/sehat", timeout=5).close()
            break
        except OSError:
            time.sleep(0.1)  # a server's start has no event to wait for
    yield address
    server.terminate()
    server.wait(timeout=20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
                  "--disable-sync", "--no-first-run"],
        )
        yield browser
        browser.close()
