"""Fixtures: both databases, a checking browser, a running server, Chromium."""

from __future__ import annotations

import base64
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from playhouse.migrations import Runner
from werkzeug.routing import Rule

from portal import clock, keyring
from portal.app import use, wire
from portal.config import Settings
from portal.data.base import connect, db
from portal.data.region import load_regions
from portal.gateways import passwords
from tests.support.browser import Browser
from tests.support.page import check_log
from tests.support.postgres import Cluster, Emptied
from tests.support.server import ROOT, Server

# Each test has an app of its own. What its templates and its two hundred addresses compile to is the same for all of
# them: kept, it spares half of the time of all tests.
_compiled = tempfile.TemporaryDirectory(prefix="templates")
Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(_compiled.name)}


def _once(compile_builder: Callable[[Rule, bool], Any]) -> Callable[[Rule, bool], Any]:
    made: dict[str, Any] = {}

    def compile_once(rule: Rule, append_unknown: bool = True) -> Any:
        key = repr((rule.rule, rule._trace, rule.defaults, append_unknown))  # all that the code is made of
        if key not in made:
            made[key] = compile_builder(rule, append_unknown)
        return made[key]
    return compile_once


Rule._compile_builder = _once(Rule._compile_builder)

KEYS = "1:" + base64.b64encode(b"k" * 32).decode()
HASH_KEY = "h" * 40
CARD_KEYS = "k1:" + base64.b64encode(b"c" * 32).decode()

# Examples are found anew on a desk, and the same ones each time in CI, where a failure must be about the change.
hypothesis.settings.register_profile(
    "portal", deadline=None, database=None, derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("portal")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Stories in a browser come first: most of them are one group, which keeps one worker busy for as long as the other
    has with all the rest."""
    items.sort(key=lambda item: not {"served", "chromium"} & set(getattr(item, "fixturenames", ())))


def settings(var: Path, url: str, **more: Any) -> Settings:
    """Settings of a portal under test, as `create_app` takes them."""
    return Settings(var_dir=var, database_url=url, documents_url=f"file://{var}/documents", secret_key="s" * 40,
                    data_keys=KEYS, hash_key=HASH_KEY, card_keys=CARD_KEYS,
                    base_url="http://127.0.0.1:8000", **more)


@pytest.fixture(scope="session", autouse=True)
def _light_hashes() -> None:
    """Argon2 as weak as it goes: a sign-in compares with several hashes, and most tests begin with one."""
    passwords.use(time_cost=1, memory_cost=8)


# -- databases ---------------------------------------------------------------------------------------------------------
def _prepare(url: str) -> None:
    keyring.use(keyring.Keyring.from_text(KEYS, HASH_KEY))
    database = connect(url)
    with database.connection_context():
        Runner(database, str(ROOT / "migrations")).up()
        load_regions("32.15", "32.13")
    database.close_all()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A Postgres cluster of this test worker's own."""
    cluster = Cluster().start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "portal.db"
    _prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def emptied(cluster: Cluster) -> Emptied:
    """This worker's database, used by one test after the other."""
    cluster.sql("CREATE DATABASE template_portal")
    _prepare(cluster.url("template_portal"))
    return Emptied(cluster, "template_portal")


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table, for tests of the migrations; once on each kind."""
    if request.param == "sqlite":
        yield from _sqlite(tmp_path, None)
    else:
        cluster, name = request.getfixturevalue("cluster"), f"t{time.monotonic_ns()}"
        cluster.sql(f"CREATE DATABASE {name} TEMPLATE template0")
        yield from _connected(cluster.url(name))
        cluster.sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated database with the villages of Karawang and Subang, connected; once on each kind."""
    if request.param == "sqlite":
        yield from _sqlite(tmp_path, request.getfixturevalue("sqlite_template"))
    else:
        emptied = request.getfixturevalue("emptied")
        yield from _connected(emptied.url)
        emptied.empty()


def _sqlite(folder: Path, template: Path | None) -> Iterator[str]:
    path = folder / "portal.db"
    if template:
        shutil.copy(template, path)
    yield from _connected(f"sqlite:///{path}")


def _connected(url: str) -> Iterator[str]:
    keyring.use(keyring.Keyring.from_text(KEYS, HASH_KEY))
    keyring.use_card_ring(keyring.SigningRing.from_seeds(CARD_KEYS))
    made = connect(url)
    with made.connection_context():
        yield url
    made.close_all()


# -- the portal, in this process ---------------------------------------------------------------------------------------
@pytest.fixture(autouse=True)
def _real_time() -> Iterator[None]:
    yield
    clock.reset()


def wire_app(folder: Path) -> tuple[Flask, dict[str, Any]]:
    """The app with its two hundred addresses, and its first configuration."""
    app = wire(settings(folder, "", demo=True))
    app.testing = True
    app.config["KEEP_CONNECTION"] = True  # the fixture's own connection serves all requests of this thread
    return app, dict(app.config)


@pytest.fixture(scope="session")
def wired(tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, dict[str, Any]]:
    """The app, wired once for all tests of this worker. A module whose tests add to it has one of its own a test."""
    return wire_app(tmp_path_factory.mktemp("wired"))


@pytest.fixture
def app(wired: tuple[Flask, dict[str, Any]], database: str, tmp_path: Path) -> Iterator[Flask]:
    """The portal on a fresh database, and this thread connected to it."""
    before, (app, configured), own_settings = db.obj, wired, settings(tmp_path, database, demo=True)
    use(own_settings)
    app.config.clear()
    app.config.update(configured, SETTINGS=own_settings)
    own = db.obj
    db.connect(reuse_if_open=True)
    yield app
    own.close()
    own.close_all()
    db.initialize(before)


@pytest.fixture
def client(app: Flask, caplog: pytest.LogCaptureFixture) -> Browser:
    """A person with a browser without JavaScript; what the portal logs meanwhile is searched for personal data."""
    caplog.set_level(logging.INFO, logger="portal")
    return Browser(app.test_client(), lambda: caplog.text)


@pytest.fixture
def another(app: Flask) -> Browser:
    """A second person with a browser of their own."""
    return Browser(app.test_client())


class Queries(logging.Handler):
    """The statements that peewee sends."""

    def __init__(self) -> None:
        super().__init__()
        self.sql: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        said = record.msg[0] if isinstance(record.msg, tuple) else record.getMessage()
        if str(said).split(None, 1)[0].upper() in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"):
            self.sql.append(str(said))

    @property
    def count(self) -> int:
        return len(self.sql)

    @contextmanager
    def at_most(self, most: int) -> Iterator[Queries]:
        """Fails when the block inside sends more than `most` queries, and lists them."""
        self.sql.clear()
        yield self
        assert self.count <= most, f"{self.count} queries, at most {most}:\n" + "\n".join(self.sql)


@pytest.fixture
def queries() -> Iterator[Queries]:
    """`with queries.at_most(2): client.browse("/status")`."""
    handler, logger = Queries(), logging.getLogger("peewee")
    before = logger.level, logger.propagate
    logger.setLevel(logging.DEBUG)
    logger.propagate = False  # parameters are personal data: not for the captured log
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)
    logger.level, logger.propagate = before
    logger.setLevel(before[0])


# -- the portal, served ------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real gunicorn with demo data and all villages of Indonesia; its log must hold no personal data."""
    server = Server(tmp_path_factory.mktemp("served")).prepare()
    try:
        yield server.start()
    finally:
        server.stop()
    check_log(server.log)


@pytest.fixture
def served(server: Server) -> str:
    """The address of that server."""
    return server.url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
                  "--disable-sync", "--no-first-run"],
        )
        yield browser
        browser.close()


_NO_FAULT = ("Failed to load resource", "htmx: htmx:error: Failed to fetch")  # such as a 422, or a line that broke


@pytest.fixture
def phone(chromium: Any, served: str) -> Iterator[Callable[..., Any]]:
    """`phone(javascript=False)` is a page of a small phone that has never been here; paths are enough for `goto`.

    At the end no phone may have met an error in a script, or anything that the content security policy forbids.
    """
    opened, wrong = [], []

    def hear(message: Any) -> None:
        if message.type == "error" and not message.text.startswith(_NO_FAULT):
            wrong.append(message.text)

    def pick_up(javascript: bool = True, width: int = 360, locale: str = "id-ID", **more: Any) -> Any:
        context = chromium.new_context(
            base_url=served, java_script_enabled=javascript, locale=locale, viewport={"width": width, "height": 640},
            has_touch=True, **more,
        )
        context.set_default_timeout(10_000)
        context.grant_permissions([])  # none: the browser itself has a line, and would wake the worker for it at once
        opened.append(context)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        return page

    yield pick_up
    for context in opened:
        context.close()
    assert not wrong
