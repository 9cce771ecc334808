"""The queue and a file at 1,000,000 registrations in Postgres beside the same pages at 1,000, in this process.

Each page shows as many rows at both sizes, so that what differs is only how much lies around them. Sealed columns of
the bulk share one ciphertext; the registrations that the pages open are made by the journey."""

from __future__ import annotations

import base64
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import Flask
from peewee import Database
from playhouse.migrations import Runner

from portal import clock
from portal.app import create_app
from portal.config import Settings
from portal.data.base import db
from portal.data.phone import tail_hash
from portal.data.region import load_regions
from portal.data.registration import Registration
from portal.rules import queue
from tests.support.browser import Browser
from tests.support.office import case, officer, sign_in
from tests.support.postgres import Cluster
from tests.support.server import ROOT

SMALL, BIG = 1_000, 1_000_000
ROUNDS, EACH, WARM = 9, 12, 15
KEYS = "1:" + base64.b64encode(b"b" * 32).decode()
VILLAGE, TAIL, NIK = "32.15.15.2002", "9876", "3215014107037777"
TABLES = ("account", "person", "access", "registration", "phone", "event")

# i runs from 1 to n. Of the big office 4,000 wait, and 8,000 more are open; of the small one 500 wait. In both, 40 of
# those that wait live in one village, 200 (30) share the last digits of a telephone, and 50 go by a rare scheme.
FILL = """
CREATE TEMPORARY TABLE made AS
SELECT i, i + 100 AS id, sealed,
  CASE WHEN i %% {waiting} = 0 THEN 'diajukan' WHEN i %% 250 = 1 THEN 'diperiksa'
       WHEN i %% 250 = 2 THEN 'perlu_diperbaiki' WHEN i %% 20 = 3 THEN 'ditolak' WHEN i %% 15 = 4 THEN 'dibatalkan'
       ELSE 'terverifikasi' END AS state,
  CASE WHEN i %% ({waiting} * {local}) = 0 THEN '{village}' ELSE codes[1 + i %% array_length(codes, 1)] END AS village,
  CASE WHEN i %% ({n} / 50) = 7 THEN 'ukps' WHEN i %% 7 = 0 THEN 'gtog_korea' ELSE 'ptop' END AS programme,
  CASE WHEN i / {waiting} %% 7 = 0 THEN 101 + (i - 1) / 100 * 100 ELSE i + 100 END AS account,
  now() AT TIME ZONE 'UTC' - CASE WHEN i %% {waiting} = 0 THEN i / {waiting} %% 500 * interval '10 minutes'
    ELSE ({n} - i) * (interval '1000 days' / {n}) END AS at,
  encode(sha256(('nik' || i)::bytea), 'hex') AS nik
FROM generate_series(1, {n}) i,
  (SELECT contact AS sealed FROM account LIMIT 1) one,
  (SELECT array_agg(code ORDER BY code) AS codes FROM region WHERE code LIKE '32.15.%%' AND length(code) = 13) two;

INSERT INTO account (id, name, contact_kind, contact, contact_hash, password, epoch, language, is_helper, created_at)
  SELECT id, 'Akun ' || id, 'phone', sealed, nik, '-', 0, 'id', false, at FROM made;
INSERT INTO person (id, name, nik, nik_hash, created_at) SELECT id, 'Orang ' || id, sealed, nik, at FROM made;
INSERT INTO access (id, person_id, account_id, relation, since)
  SELECT id, id, account, CASE WHEN account <> id THEN 'neighbour' ELSE 'self' END, at FROM made;
INSERT INTO registration (id, number, person_id, account_id, draft, programme, state, state_since, active_nik,
    birth_date, answers, village, office_id, officer_id, taken_until, queued_at, submitted_at, version)
  SELECT id, '26-' || id, id, account, 'd' || id, programme, state, at,
    CASE WHEN state IN ('ditolak', 'dibatalkan') THEN NULL ELSE nik END, sealed, sealed, village, {office},
    CASE WHEN state IN ('diperiksa', 'perlu_diperbaiki') THEN {officer} END, at, at, at, 0 FROM made;
INSERT INTO phone (id, registration_id, whole, tail)
  SELECT id, id, encode(sha256(('whole' || i)::bytea), 'hex'), CASE WHEN i %% {tails} = 5 THEN '{tail}'
    ELSE encode(sha256(('tail' || i %% 10000)::bytea), 'hex') END FROM made;
INSERT INTO event (subject, name, actor, at, detail, before, hash)
  SELECT 'registration:' || id, 'registration:submit', account, at, '{{}}', nik, nik FROM made;
DROP TABLE made;
"""


class Office:
    """A database with one office of `size` registrations, and its officer at a browser."""

    def __init__(self, cluster: Cluster, size: int, var: Path) -> None:
        name = f"office{size}"
        cluster.sql(f"CREATE DATABASE {name}")
        self.app = _app(cluster.url(name), var)
        self.database: Database = db.obj
        self.app.config["KEEP_CONNECTION"] = True  # one for all requests: what it costs is the same at both sizes
        db.connect(reuse_if_open=True)
        Runner(self.database, str(ROOT / "migrations")).up()
        load_regions("32.15")
        who, holder = officer(), officer()
        self.file = case(nik={"nik": [NIK], "kk": ["3215011203100002"]}).number
        began = time.perf_counter()
        self._fill(size, who.office_id, holder.id)
        print(f"{size:>9} registrations filled in {time.perf_counter() - began:.0f} s", flush=True)
        self.middle = queue._cursor(Registration(queued_at=clock.now() - timedelta(days=500), id=1))
        browser = sign_in(Browser(self.app.test_client()), who)
        browser.browse("/petugas/antrean")
        self.token, self.client = browser.token, browser.client
        taken = self.client.post("/petugas/antrean/ambil", data={"_t": self.token, "nomor": self.file, "versi": 0})
        if taken.status_code != 303:  # who has taken a file reads all of it
            raise RuntimeError(f"taking {self.file}: {taken.status_code}")

    def _fill(self, size: int, office: int, holder: int) -> None:
        """Without indexes and checks of references, which are put back: some four times as fast."""
        waiting, local, tails = (250, 100, 5000) if size == BIG else (2, 12, 33)
        values = {"n": size, "office": office, "officer": holder, "village": VILLAGE, "tail": tail_hash(TAIL),
                  "waiting": waiting, "local": local, "tails": tails}
        indexes = [row for table in TABLES for row in db.execute_sql(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT LIKE '%%pkey'",
            (table,)).fetchall()]
        db.execute_sql("SET session_replication_role = replica")
        db.execute_sql("SET maintenance_work_mem = '256MB'")
        db.execute_sql("SET temp_buffers = '256MB'")
        for name, _how in indexes:
            db.execute_sql(f'DROP INDEX "{name}"')
        for statement in FILL.format(**values).split(";\n"):
            if statement.strip():
                db.execute_sql(statement, ())
        for _name, how in indexes:
            db.execute_sql(how)
        db.execute_sql("SET session_replication_role = DEFAULT")
        for table in TABLES:
            db.execute_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608 - names of our own tables
        db.execute_sql("VACUUM ANALYZE")

    def ask(self, path: str, text: str = "") -> tuple[float, str]:
        """Seconds and page of one request."""
        began = time.perf_counter()
        form = {"_t": self.token, "teks": text} if text else None
        answer = self.client.open(path, method="POST" if form else "GET", data=form)
        took = time.perf_counter() - began
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
        return took, answer.get_data(as_text=True)


def _app(url: str, var: Path) -> Flask:
    return create_app(Settings(var_dir=var, database_url=url, documents_url=f"file://{var}/documents",
                               secret_key="b" * 40, data_keys=KEYS, hash_key="h" * 40,
                               base_url="http://127.0.0.1:8000"))


def _pages(office: Office) -> dict[str, tuple[str, str, int]]:
    """(path, text to search for, rows shown) by what each page is called."""
    where = "/petugas/antrean"
    pages = {
        "queue": (where, "", 25),
        "queue of a village": (f"{where}?desa={VILLAGE}", "", 25),
        "queue, a later page": (f"{where}?keadaan=semua&sesudah={office.middle}", "", 25),
        "queue, a rare scheme": (f"{where}?keadaan=semua&jalur=ukps", "", 25),
        "search by telephone": (f"{where}/cari", TAIL, 25),
        "search by NIK": (f"{where}/cari", NIK, 1),
    }
    if "file.show" in office.app.view_functions:
        pages["file"] = (f"/petugas/berkas/{office.file}", "", 0)
    return pages


def measure(var: Path, told: Callable[..., bool]) -> bool:
    """Print the ratio of each page's median times, big office to small, measured in turns; whether all are within
    1.5."""
    before, cluster, offices = db.obj, Cluster().start(), []
    try:
        offices += [Office(cluster, size, var) for size in (SMALL, BIG)]
        results = [_beside(name, offices, told) for name in _pages(offices[0])]
        return all(results)
    finally:
        for office in offices:
            office.database.close()
            office.database.close_all()
        db.initialize(before)
        cluster.stop()


def _beside(name: str, offices: list[Office], told: Callable[..., bool]) -> bool:
    times: list[list[float]] = [[], []]
    for turn in range(ROUNDS + 1):
        for office, kept in zip(offices, times, strict=True):
            db.initialize(office.database)
            path, text, rows = _pages(office)[name]
            took = [office.ask(path, text) for _ in range(EACH if turn else WARM)]
            shown = took[0][1].count('href="/petugas/berkas/')
            if rows and shown != rows:
                raise RuntimeError(f"{name}: {shown} rows, not {rows}")
            kept.extend(seconds for seconds, _page in took if turn)
    small, big = (statistics.median(kept) for kept in times)
    return told(name, big / small, 1.5, False, f"{big * 1000:.1f} ms at 1,000,000, {small * 1000:.1f} ms at 1,000")
