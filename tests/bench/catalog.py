"""The public lists at 50,000 job orders and 500 companies in Postgres beside the same pages at 100 orders and 10
companies, in this process. Each page shows as many rows at both sizes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playhouse.migrations import Runner

from portal import clock
from portal.data.base import db, transaction
from portal.data.company import Partner
from portal.data.order import Order, position_key, remember_positions
from portal.data.region import load_regions
from portal.rules.companies import Details, company_key, sanction, save_company
from tests.bench.million import EACH, ROUNDS, WARM, _app
from tests.support.postgres import Cluster
from tests.support.server import ROOT

SMALL, BIG = (100, 10), (50_000, 500)  # orders, companies
WORDS = ("karya", "harapan", "utama", "jaya", "abadi", "mandiri", "sentosa", "bahari", "nusantara", "pertiwi")
POSITIONS = tuple(f"{work} {what}" for work in ("Operator", "Perawat", "Pekerja", "Juru", "Awak")
                  for what in ("produksi", "lansia", "pabrik", "kebun", "kapal", "hotel", "gudang", "bangunan"))
COUNTRIES = ("taiwan", "malaysia", "singapura", "hong_kong", "jepang")
EDUCATIONS = ("sd", "smp", "sma", "diploma")


class Catalog:
    """A database with so many orders. Of ten orders six are open; one in ten companies may not place anybody."""

    def __init__(self, cluster: Cluster, size: tuple[int, int], var: Path) -> None:
        self.size, name = size, f"catalog{size[0]}"
        cluster.sql(f"CREATE DATABASE {name}")
        self.app = _app(cluster.url(name), var)
        self.database = db.obj
        self.app.config["KEEP_CONNECTION"] = True
        db.connect(reuse_if_open=True)
        Runner(self.database, str(ROOT / "migrations")).up()
        load_regions("32.15")
        with transaction():
            self._fill(*size)
        db.execute_sql("VACUUM ANALYZE")
        self.client = self.app.test_client()
        answer = self.ask("/lowongan")[1]
        self.next = answer.split('hx-get="/lowongan?sesudah=')[1].split('"')[0]

    def _fill(self, orders: int, companies: int) -> None:
        today = clock.today()
        made = []
        for n in range(companies):
            name = f"PT {WORDS[n % 10]} {WORDS[n // 10 % 10]} {WORDS[n // 100 % 10]} nomor {n}"
            made.append(save_company(Details(name, f"S{n}", today + timedelta(days=-1 if n % 20 == 19 else 400),
                                             "32.15", "Contoh", today))[0])
            if n % 20 == 9:
                sanction(made[-1], "dibekukan", today, "SK")
        abroad = [Partner.create(kind="pemberi_kerja", name=f"E {one}", key=company_key(f"E {one}"), country=one)
                  for one in COUNTRIES]
        rows = []
        for n in range(orders):
            state = "disetujui" if n % 10 < 8 else ("usulan", "ditutup")[n % 2]
            ended = n % 10 in (3, 7)
            rows.append({
                "number": f"N{n}", "open_number": f"N{n}" if state == "disetujui" else None, "state": state,
                "company": made[n * 7 % companies].id, "employer": abroad[n // 3 % 5].id,
                "country": COUNTRIES[n // 3 % 5],
                "position": POSITIONS[n * 11 % 40], "position_key": position_key(POSITIONS[n * 11 % 40]),
                "sector": "pabrik", "employer_kind": "badan_hukum", "scheme": "ptop", "quota_any": 10,
                "wage_min": 1000, "wage_max": 2000, "currency": "TWD", "hours": 40, "months": 24,
                "education": EDUCATIONS[n // 5 % 4], "proposed_at": clock.now(), "checked_on": today,
                "valid_until": today + timedelta(days=-1 - n % 700 if ended else n * 13 % 300)})
        for first in range(0, orders, 1000):
            Order.insert_many(rows[first:first + 1000]).execute()
        remember_positions({position_key(one) for one in POSITIONS})

    def ask(self, path: str) -> tuple[float, str]:
        """Seconds and page of one request."""
        began = time.perf_counter()
        answer = self.client.get(path)
        took = time.perf_counter() - began
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
        return took, answer.get_data(as_text=True)

    def pages(self) -> dict[str, str]:
        return {
            "lowongan": "/lowongan", "lowongan, next page": f"/lowongan?sesudah={self.next}",
            "lowongan, a country": "/lowongan?negara=jepang", "lowongan, education": "/lowongan?pendidikan=sma",
            "lowongan, a position": "/lowongan?jabatan=perawat",
            "lowongan, a company": "/lowongan?perusahaan=karya+karya+karya+nomor+0",
            "lowongan, no such": "/lowongan?jabatan=tukang+sihir",
            "perusahaan": "/perusahaan", "perusahaan, misspelt": "/perusahaan?nama=karia+karya+karya+nomor+0",
            "cek-lowongan": "/cek-lowongan?pt=karya+karya+karya+nomor+0&negara=jepang&jabatan=perawat&nomor=N1",
            "cek-lowongan, no number": "/cek-lowongan?pt=karya+karya+karya+nomor+0&negara=jepang&jabatan=tukang",
            "cek-lowongan, misspelt": "/cek-lowongan?pt=karia+karya+karya+nomor+0&negara=jepang&jabatan=perawat",
        }


def measure(var: Path, told: Callable[..., bool]) -> bool:
    """Print the ratio of each page's median times, big to small, measured in turns; whether all are within 1.5."""
    before, cluster, catalogs = db.obj, Cluster().start(), []
    try:
        catalogs += [Catalog(cluster, size, var) for size in (SMALL, BIG)]
        results = [_beside(name, catalogs, told) for name in catalogs[0].pages()]
        return all(results)
    finally:
        for one in catalogs:
            one.database.close()
            one.database.close_all()
        db.initialize(before)
        cluster.stop()


def _beside(name: str, catalogs: list[Catalog], told: Callable[..., bool]) -> bool:
    times: list[list[float]] = [[], []]
    rows = []
    for turn in range(ROUNDS + 1):
        for one, kept in zip(catalogs, times, strict=True):
            db.initialize(one.database)
            took = [one.ask(one.pages()[name]) for _ in range(EACH if turn else WARM)]
            rows.append(took[0][1].count("<li><a href=\"/"))
            kept.extend(seconds for seconds, _page in took if turn)
    small, big = (statistics.median(kept) for kept in times)
    return told(name, big / small, 1.5, False,
                f"{big * 1000:.1f} ms ({rows[1]} rows) at 50,000, {small * 1000:.1f} ms ({rows[0]} rows) at 100")
