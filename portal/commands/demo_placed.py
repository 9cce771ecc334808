"""More of the demo's people: those who go on to a placement, and full queues for Subang and for BP3MI. All made up."""

from __future__ import annotations

from portal.commands.demo_people import (
    BLANAKAN,
    CILAMAYA,
    CILAMAYAHILIR,
    CITARIK,
    JATISARI,
    LANGENSARI,
    MUARA_SUBANG,
    MUARABARU,
    SENT,
    SUKATANI,
    TEGALWARU,
    Someone,
    Step,
)

ORDER = "SIP2MI-CONTOH-001"  # of demo_orders.py
_SCHOOLED = {"pendidikan": {"pendidikan": ["sma"], "sekolah": [""]}}
_FIRST = ("penempatan", "sehat", "sertifikat", "paspor")
_REST = ("jaminan", "perjanjian", "visa", "opp")
_FIX = ("return", ("berkas", "ktp", "tidak_jelas", ""), ("kontak", "hp_kontak", "tidak_tersambung", ""))


def _verified(days: float) -> tuple[Step, ...]:
    return (days, SENT), (days - 1, "letter"), (days - 1, "take"), (days - 2, "verify")


def _left(days: float) -> tuple[Step, ...]:
    """All the way to a departure so many days ago."""
    return (*_verified(days + 90), (days + 60, "link", ORDER), (days + 50, "bring", *_FIRST),
            (days + 20, "bring", *_REST), (days + 10, "move", "issue_card", "bp3mi"), (days, "move", "depart", "bp3mi"))


# (name, sex, what became of them): all schooled, for the demo company's factory job in Taiwan
_TO_TAIWAN: tuple[tuple[str, str, tuple[Step, ...]], ...] = (
    ("Wulan Contoh", "P", (*_verified(20), (3, "apply", ORDER))),
    ("Yanto Contoh", "L", (*_verified(25), (1, "apply", ORDER))),
    ("Sumiati Contoh", "P", (*_verified(40), (15, "link", ORDER))),
    ("Teguh Contoh", "L", (*_verified(60), (30, "link", ORDER), (20, "bring", *_FIRST), (2, "wait", "jaminan"))),
    ("Ningsih Contoh", "P", (*_verified(70), (50, "link", ORDER), (30, "bring", *_FIRST, "jaminan"),
                             (4, "worse", "perjanjian"))),
    ("Rukmini Contoh", "P", (*_verified(90), (60, "link", ORDER), (40, "bring", *_FIRST, *_REST))),
    ("Darto Contoh", "L", (*_verified(95), (70, "link", ORDER), (50, "bring", *_FIRST, *_REST),
                           (5, "move", "issue_card", "bp3mi"))),
    ("Halimah Contoh", "P", _left(3)),
    ("Sugeng Contoh", "L", _left(20)),
    ("Aminah Contoh", "P", (*_left(100), (98, "report", "tiba", ""))),
    ("Kusnadi Contoh", "L", (*_left(120), (118, "report", "tiba", ""),
                             (2, "report", "masalah", "Upah dua bulan belum dibayar."))),
    ("Maryam Contoh", "P", (*_left(150), (148, "report", "tiba", ""), (6, "move", "come_home", "bp3mi", "phk", ""))),
    ("Sarip Contoh", "L", (*_left(160), (158, "report", "tiba", ""),
                           (40, "move", "come_home", "bp3mi", "masalah", ""), (30, "move", "close", "dinas"))),
    ("Imas Contoh", "P", (*_verified(80), (55, "link", ORDER), (45, "bring", "penempatan"),
                          (30, "unfit", "sehat"), (28, "move", "fail", "bp3mi", "sakit", "Hasil pemeriksaan."))),
    ("Rusdi Contoh", "L", (*_verified(75), (50, "link", ORDER),
                           (35, "move", "withdraw", "holder", "keluarga", ""))),
)
_VILLAGES = (CILAMAYA, MUARABARU, SUKATANI, TEGALWARU, LANGENSARI, CITARIK, JATISARI)
# verified, of the candidate's own family: to be linked, to apply, to fail, by whoever tries the demo
_FAMILY = ("Lina", "Rina", "Tina", "Sela", "Mina", "Gina", "Wina", "Yuna")
_GOES: tuple[tuple[Step, ...], ...] = (
    ((0.3, SENT),), ((1.4, SENT),), ((2.2, SENT), (1.1, "take")), ((4.0, SENT), (3.0, "take")),
    ((9.0, SENT), (8.0, "take"), (7.0, *_FIX)), ((14.0, SENT), (13.0, "take"), (12.0, *_FIX), (4.0, "mend")),
    ((6.0, SENT), (5.0, "withdraw")), ((11.0, SENT), (10.0, "take"), (9.0, "propose", "Ijazah milik orang lain.")),
    ((21.0, SENT), (20.0, "letter"), (20.0, "take"), (19.0, "verify")),
)
_NAMES = ("Ade", "Budi", "Cici", "Dedi", "Euis", "Fitri", "Gilang", "Hani", "Ipah", "Jamal", "Kiki", "Lasmi", "Mimin",
          "Nana", "Oman", "Popon", "Rasti", "Sapri", "Titin", "Udin", "Warno", "Yeni", "Zaki", "Ambar", "Bagus",
          "Cahya")
_ALONE = (("mandiri", "pabrik", "taiwan"), ("mandiri_ssw", "perawatan", "jepang"), ("mandiri_ptm", "pabrik", "taiwan"))

PLACED: tuple[Someone, ...] = (
    *(Someone(name, sex, (22 + n, 20 * n + 5), _VILLAGES[n % 7], goes, letter="ada", more=_SCHOOLED)
      for n, (name, sex, goes) in enumerate(_TO_TAIWAN)),
    *(Someone(f"{name} Contoh", "P", (21 + n, 17 * n + 3), CILAMAYA, _verified(10 + n), by=1, relation="sibling",
              letter="ada", more=_SCHOOLED) for n, name in enumerate(_FAMILY)),
    *(Someone(f"{name} Contoh Subang", "LP"[n % 2], (20 + n, 11 * n + 1),
              (CILAMAYAHILIR, BLANAKAN, MUARA_SUBANG)[n % 3], _GOES[n % len(_GOES)],
              sector=("pabrik", "perikanan")[n % 2]) for n, name in enumerate(_NAMES)),
    *(Someone(f"{name} Contoh Mandiri", "PL"[n % 2], (23 + n % 20, 13 * n + 2), _VILLAGES[n % 7],
              _GOES[(n + 4) % len(_GOES)], programme=programme, sector=sector, country=country)
      for n, name in enumerate(_NAMES) for programme, sector, country in [_ALONE[n % 3]]),
)
