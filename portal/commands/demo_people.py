"""The demo's people: all made up, many of them awkward on purpose, and how far each one's case has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Step = tuple[Any, ...]  # (days ago, what is done, …): see demo_cases.py

CILAMAYA, MUARABARU, SUKATANI, TEGALWARU = "32.15.15.2002", "32.15.15.2004", "32.15.15.2005", "32.15.15.2006"
LANGENSARI, CITARIK, JATISARI = "32.15.23.2003", "32.15.16.2001", "32.15.14.2002"
CILAMAYAHILIR, BLANAKAN, MUARA_SUBANG = "32.13.13.2007", "32.13.13.2003", "32.13.13.2002"


@dataclass(frozen=True)
class Someone:
    """One person with a case. `by` is the number of the account that registers: 1 the candidate, 2 the pendamping,
    others have a telephone of their own. `age` in years and days. `goes` begins with when it was sent in."""

    name: str
    sex: str
    age: tuple[int, int]
    village: str
    goes: tuple[Step, ...]
    by: int = 0
    relation: str = "self"
    married: str = "belum"
    programme: str = "ptop"
    sector: str = "pabrik"
    country: str = "taiwan"
    phone: str = ""  # of the family; else made up
    letter: str = "menyusul"
    more: dict[str, dict[str, list[str]]] = field(default_factory=dict)


SENT = "send"
WHY_LATE = "Nama di KTP dan di Kartu Keluarga berbeda satu huruf. Sudah ditanyakan ke Dukcapil."
SHARED = "081200000150"  # one telephone of a whole alley

PEOPLE: tuple[Someone, ...] = (
    # the candidate 081200000001, and her family
    Someone("Siti Contoh", "P", (23, 100), CILAMAYA, (
        (6, SENT), (5, "take"),
        (4, "return", ("kontak", "hp_kontak", "tidak_tersambung", "Sudah ditelepon tiga kali, hari dan jam berbeda."),
         ("berkas", "kk", "tidak_jelas", ""), ("alamat", "jalan", "kurang", "Nomor rumah belum ada.")),
    ), by=1, sector="rumah_tangga", country="hong_kong"),
    Someone("Dewi Contoh", "P", (27, 9), CILAMAYA, (
        (20, SENT), (19, "letter"), (19, "take"), (18, "verify"),
    ), by=1, relation="sibling", sector="perawatan", country="jepang", letter="ada"),
    Someone("Asep Contoh bin Ujang Contoh", "L", (31, 200), CILAMAYA, ((0.2, SENT),), by=1, relation="spouse",
            married="kawin", country="korea"),
    # the pendamping 081200000002: more people in a week than one can know well
    *(Someone(name, sex, (19 + n, 33 * n + 2), (CILAMAYA, MUARABARU, SUKATANI)[n % 3], ((n + 0.3, SENT),), by=2,
              relation="neighbour", phone=SHARED, sector=("pabrik", "rumah_tangga")[n % 2])
      for n, (name, sex) in enumerate((("Nining Contoh", "P"), ("Karsih Contoh", "P"), ("Wardi Contoh", "L"),
                                       ("Iis Contoh Contohwati", "P"), ("Tarsono Contoh", "L")))),
    Someone("Rohaeti Contoh", "P", (38, 12), CILAMAYA, (
        (12, SENT), (11, "no_letter", "Suami belum datang ke kantor desa."), (11, "take"),
        (10, "return", ("berkas", "izin_keluarga", "tanpa_cap", "")), (3, "mend"),
    ), by=2, relation="neighbour", married="kawin", sector="rumah_tangga", country="singapura"),
    Someone("Mak Icih Contoh", "P", (58, 40), MUARABARU, (
        (9, SENT), (8, "withdraw"),
    ), by=2, relation="parent", married="cerai_mati", sector="lain"),
    # names that break forms
    Someone("Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftcontoh", "L", (24, 5), TEGALWARU,
            ((1.2, SENT),), country="malaysia"),
    Someone("Maria O'Contoh-D'Cruz", "P", (29, 77), CILAMAYA, ((2.1, SENT), (1.2, "take")), sector="hotel",
            country="uea"),
    Someone("Sri 🌾 Contoh 👩‍🌾", "P", (22, 8), LANGENSARI, ((3.4, SENT),)),
    Someone("سيتي نورحليزة Contoh", "P", (26, 61), CILAMAYA, ((4.5, SENT), (3.5, "letter")), sector="rumah_tangga",
            country="malaysia", letter="ada"),
    Someone("Ny", "P", (45, 300), JATISARI, ((2.6, SENT),), married="cerai_hidup"),
    Someone("Raden Ajeng Contoh Kusumaningrum Sastrodiningrat Wiryoatmodjo van den Contoh", "P", (33, 14), CITARIK,
            ((13, SENT), (12, "letter"), (12, "take"), (11, "verify"))),
    # telling apart: twins on one telephone, and a namesake of the candidate
    Someone("Ujang Contoh", "L", (21, 50), SUKATANI, ((0.6, SENT),), by=30, phone=SHARED),
    Someone("Ujang Contohh", "L", (21, 50), SUKATANI, ((0.5, SENT),), by=30, relation="sibling", phone=SHARED),
    Someone("Siti Contoh", "P", (23, 101), TEGALWARU, ((7.3, SENT), (6.4, "take")), phone=SHARED),
    # what an officer is warned about
    Someone("Encep Contoh", "L", (28, 33), CILAMAYA, ((5.2, SENT), (4.6, "take")), country="korea",
            more={"diri": {"alasan": ["Salah cetak di KTP sejak 2015, akta kelahiran yang benar."]}}),
    Someone("Yayah Contoh", "P", (39, 320), MUARABARU, ((1.5, SENT),), programme="gtog_korea", country="korea"),
    Someone("Bunga Contoh", "P", (18, 1), CILAMAYA, ((0.4, SENT),), sector="rumah_tangga", country="taiwan"),
    # lives elsewhere, and is to be verified there
    Someone("Cucu Contoh", "L", (30, 90), CILAMAYAHILIR, ((8.1, SENT), (7.2, "take"), (6.3, "release")), more={
        "alamat": {"sama": ["tidak"]}, "domisili": {"desa": [LANGENSARI], "jalan": ["Kontrakan Bu Haji, pintu 4"],
                                                    "rt": ["12"], "rw": ["3"]},
        "tempat": {"tempat": ["domisili"]}}),
    # late ones
    Someone("Endang Contoh", "P", (35, 25), CILAMAYA, ((24, SENT),), married="kawin", sector="perkebunan",
            country="malaysia"),
    Someone("Otong Contoh", "L", (41, 70), JATISARI, ((19, SENT), (17, "take"))),
    Someone("Kokom Contoh", "P", (25, 18), SUKATANI, (
        (60, SENT), (58, "take"),
        (57, "return", ("berkas", "ktp", "habis", ""), ("diri", "tempat_lahir", "beda_kartu", ""),
         ("nik", "kk", "lain", "Kartu Keluarga masih atas nama orang tua.")),
    )),
    # refused, or nearly
    Someone("Dadang Contoh", "L", (27, 3), CILAMAYA, (
        (10, SENT), (9, "take"), (8, "propose", "Surat izin istri tidak dikenal oleh kantor desa."),
    ), married="kawin", letter="ada"),
    Someone("Jajang Contoh", "L", (32, 130), TEGALWARU, (
        (30, SENT), (29, "take"), (28, "propose", "Ijazah milik orang lain."), (27, "reject"),
    )),
    Someone("Lilis Contoh", "P", (24, 222), CILAMAYA, (
        (16, SENT), (15, "take"), (14, "propose", "Umur di ijazah berbeda."), (13, "not_rejected", WHY_LATE),
    )),
    # verified, opened again
    Someone("Nurhayati Contoh", "P", (34, 55), CILAMAYA, (
        (45, SENT), (44, "letter"), (44, "take"), (43, "verify"),
        (1, "reopen", "Nama di kartu berbeda dari KTP yang baru."),
    ), sector="rumah_tangga", country="taiwan", letter="ada"),
    Someone("Suherman Contoh", "L", (29, 41), MUARABARU, (
        (90, SENT), (89, "letter"), (89, "take"), (88, "verify"), (40, "gone"),
    ), sector="perikanan", country="taiwan", letter="ada"),
    # without a company: the province's office
    Someone("Ratna Contoh", "P", (28, 64), CILAMAYA, ((1.1, SENT),), programme="mandiri_ssw", sector="perawatan",
            country="jepang"),
    Someone("Agus Contoh", "L", (36, 7), CITARIK, ((6.2, SENT), (5.3, "take")), programme="mandiri", country="jerman",
            married="kawin"),
    Someone("Tuti Contoh", "P", (44, 15), BLANAKAN, ((15, SENT), (14, "take"), (13, "verify")),
            programme="mandiri_ulang", sector="rumah_tangga", country="hong_kong"),
    # the neighbour district
    Someone("Warsiti Contoh", "P", (26, 19), CILAMAYAHILIR, ((2.2, SENT),), sector="rumah_tangga"),
    Someone("Kasim Contoh", "L", (23, 150), MUARA_SUBANG, ((11, SENT), (9, "take")), sector="perikanan"),
    Someone("Nok Sri Contoh", "P", (31, 6), BLANAKAN, ((33, SENT), (32, "take"), (31, "verify")), married="kawin"),
)
