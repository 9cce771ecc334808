"""The demo's placement companies and job orders: all made up, in every standing and state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from portal import clock
from portal.data.base import transaction
from portal.data.company import Company
from portal.data.order import Order, newest_version
from portal.rules import events
from portal.rules.companies import Details, sanction, save_company
from portal.rules.partners import save_partner

SOURCE = "Data contoh, bukan data resmi"
REASONS = {"ditolak": "Gaji di bawah ketentuan.", "dicabut": "Pemberi kerjanya tidak ada."}


@dataclass(frozen=True)
class Firm:
    """`licence`: days that are left of it. `under`: (kind of sanction, days since it began, days until it ends)."""

    name: str
    licence: int
    region: str = "32.15"
    branches: tuple[tuple[str, str, str], ...] = ()
    under: tuple[str, int, int | None] | None = None


FIRMS = (
    Firm("PT Karya Harapan Contoh", 400, branches=(("32.13", "Jl. Contoh Cabang 2, Subang", "0260-000002"),)),
    Firm("PT Karya Harapan Contoh Jaya", 200, "32.13"),
    Firm("PT Samudra Abadi Contoh", 700, branches=(("32.15", "Jl. Contoh Cabang 3, Cilamaya", ""),)),
    Firm("PT Bumi Pertiwi Contoh", 0),
    Firm("PT Bintang Timur Contoh", -1),
    Firm("PT Melati Nusantara Contoh", 300, under=("dibekukan", 20, 60)),
    Firm("PT Sinar Fajar Contoh", 250, under=("dicabut", 90, None)),
    Firm("PT Anugerah Contoh Mandiri", 365, "32.13", under=("dibekukan", 200, -30)),
)

# firm, position, country, sector, scheme, wage, currency, education, days left, quota (L, P, any), taken, state
Line = tuple[int, str, str, str, str, tuple[int, int], str, str, int, tuple[int, int, int], tuple[int, int, int], str]
ORDERS: tuple[Line, ...] = (
    (0, "Operator produksi", "taiwan", "pabrik", "ptop", (28_590, 28_590), "TWD",
     "sma", 90, (10, 15, 0), (2, 3, 0), "disetujui"),
    (0, "Perawat lansia", "taiwan", "perawatan", "ptop", (28_590, 30_000), "TWD",
     "smp", 0, (0, 20, 0), (0, 4, 0), "disetujui"),
    (0, "Perawat lansia", "hong_kong", "rumah_tangga", "ptop", (4_990, 5_200), "HKD",
     "smp", 1, (0, 25, 0), (0, 25, 0), "disetujui"),
    (0, "Penata graha hotel", "malaysia", "hotel", "ptop", (1_700, 2_100), "MYR",
     "sma", 45, (0, 0, 12), (0, 0, 0), "disetujui"),
    (0, "Juru las", "korea", "pabrik", "ptop", (2_100_000, 2_400_000), "KRW",
     "smk", 120, (8, 0, 0), (1, 0, 0), "usulan"),
    (1, "Operator kelapa sawit", "malaysia", "perkebunan", "ptop", (1_700, 1_900), "MYR",
     "sd", 60, (40, 0, 10), (12, 0, 1), "disetujui"),
    (1, "Pekerja pabrik sarung tangan", "malaysia", "pabrik", "ptop", (1_700, 1_800), "MYR",
     "sd", 150, (0, 0, 60), (0, 0, 9), "disetujui"),
    (1, "Perawat panti jompo", "jepang", "perawatan", "ptop", (175_000, 190_000), "JPY",
     "diploma", 200, (5, 15, 0), (0, 2, 0), "disetujui"),
    (1, "Pekerja pertanian", "jepang", "perkebunan", "ptop", (170_000, 185_000), "JPY",
     "sma", 210, (0, 0, 20), (0, 0, 0), "disetujui"),
    (1, "Pekerja pertanian", "australia", "perkebunan", "ptop", (4_200, 4_800), "AUD",
     "sma", 30, (0, 0, 8), (0, 0, 0), "ditolak"),
    (2, "Awak kapal ikan", "taiwan", "perikanan", "ptop", (28_590, 32_000), "TWD",
     "sd", 75, (30, 0, 0), (30, 0, 0), "disetujui"),
    (2, "Awak kapal ikan", "korea", "perikanan", "ptop", (2_000_000, 2_300_000), "KRW",
     "smp", 25, (15, 0, 0), (3, 0, 0), "disetujui"),
    (2, "Pengolah ikan", "jepang", "pabrik", "ptop", (168_000, 175_000), "JPY",
     "smp", 33, (0, 0, 18), (0, 0, 2), "disetujui"),
    (2, "Pengasuh anak", "singapura", "rumah_tangga", "ptop", (650, 750), "SGD",
     "smp", 14, (0, 30, 0), (0, 11, 0), "disetujui"),
    (2, "Penata rumah tangga", "singapura", "rumah_tangga", "ptop", (600, 700), "SGD",
     "smp", -1, (0, 10, 0), (0, 7, 0), "disetujui"),
    (2, "Sopir keluarga", "arab_saudi", "lain", "ptop", (1_500, 1_700), "SAR",
     "smp", 40, (6, 0, 0), (0, 0, 0), "disetujui"),
    (3, "Pekerja restoran", "brunei", "hotel", "ptop", (600, 750), "BND", "sma", 80, (0, 0, 9), (0, 0, 1), "disetujui"),
    (3, "Petugas kebersihan gedung", "jepang", "hotel", "ptop", (170_000, 180_000), "JPY",
     "sma", 100, (0, 0, 14), (0, 0, 0), "disetujui"),
    (3, "Petugas kebersihan gedung", "kuwait", "hotel", "ptop", (120, 150), "KWD",
     "smp", 10, (0, 0, 25), (0, 0, 0), "ditutup"),
    (4, "Pekerja bangunan", "taiwan", "bangunan", "ptop", (28_590, 31_000), "TWD",
     "smp", 50, (22, 0, 0), (5, 0, 0), "disetujui"),
    (5, "Penata rumah tangga", "malaysia", "rumah_tangga", "ptop", (1_500, 1_700), "MYR",
     "sd", 70, (0, 35, 0), (0, 6, 0), "disetujui"),
    (6, "Operator produksi", "polandia", "pabrik", "ptop", (4_300, 4_700), "PLN",
     "sma", 110, (0, 0, 20), (0, 0, 0), "disetujui"),
    (7, "Juru las", "turki", "pabrik", "ptop", (900, 1_200), "USD", "smk", 65, (10, 0, 0), (0, 0, 0), "dicabut"),
    (7, "Perawat rumah sakit", "jerman", "perawatan", "ptop", (2_800, 3_100), "EUR",
     "diploma", 180, (0, 0, 10), (0, 0, 1), "disetujui"),
    (7, "Pekerja gudang", "rumania", "pabrik", "ptop", (700, 850), "EUR", "sma", 5, (0, 0, 16), (0, 0, 0), "usulan"),
)


def fill_catalog() -> None:
    """Make the companies and the job orders, all or none; the last order tells that they are there."""
    numbers = [f"CONTOH/SIP2MI/{n:03}" for n in range(1, len(ORDERS) + 1)]
    if newest_version(numbers[-1]) is not None:
        return
    with transaction():
        firms = [_found(firm, n) for n, firm in enumerate(FIRMS, 1)]
        for number, line in zip(numbers, ORDERS, strict=True):
            _order(number, firms[line[0]], line)


def _found(firm: Firm, n: int) -> Company:
    today = clock.today()
    made, _ = save_company(Details(
        name=firm.name, sip3mi=f"CONTOH/SIP3MI/{n:02}", valid_until=today + timedelta(days=firm.licence),
        region=firm.region, address=f"Jl. Contoh Raya {n}", phone=f"0267-00000{n}", email=f"kantor{n}@contoh.test",
        source=SOURCE, checked_on=today - timedelta(days=n), branches=firm.branches))
    if firm.under:
        kind, ago, more = firm.under
        until = None if more is None else today + timedelta(days=more)
        sanction(made, kind, today - timedelta(days=ago), f"Keputusan contoh nomor {n}/2026", until=until)
    return made


def _order(number: str, firm: Company, line: Line) -> None:
    _firm, position, country, sector, scheme, wage, currency, education, days, quota, taken, state = line
    private = sector == "rumah_tangga" or position.startswith("Sopir")
    kind, employer = ("perseorangan", "Majikan Contoh") if private else ("badan_hukum", "Perusahaan Contoh Luar Negeri")
    approved, at = state == "disetujui", clock.now()
    made = Order.create(
        number=number, open_number=number if approved else None, state=state, company=firm,
        partner=save_partner("mitra", "Agensi Contoh", country)[0],
        employer=save_partner("pemberi_kerja", employer, country)[0], country=country, position=position,
        sector=sector, employer_kind=kind, scheme=scheme, quota_l=quota[0], quota_p=quota[1], quota_any=quota[2],
        taken_l=taken[0], taken_p=taken[1], taken_any=taken[2], wage_min=wage[0], wage_max=wage[1], currency=currency,
        hours=48 if private else 40, months=24 if private else 36, education=education, min_age=21 if private else 18,
        max_age=45, requirements="Sehat jasmani dan rohani.",
        costs="Tiket pesawat dan visa: pemberi kerja. Paspor dan pemeriksaan kesehatan: pekerja.",
        districts="32.15" if days % 2 else "", valid_until=clock.today() + timedelta(days=days), proposed_at=at,
        decided_at=None if state == "usulan" else at, reason=REASONS.get(state, ""),
        source=SOURCE, checked_on=clock.today())
    events.record(f"order:{made.id}", "order:imported", version=1)
