"""The demo's complaints: told by nobody real, in every state, by the rules that real ones go by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from portal import clock
from portal.data.complaint import Complaint
from portal.data.office import Officer
from portal.rules import complaints
from portal.rules.offices import Actor, office_for

Step = tuple[float, str, str, str]  # days ago, move, words for the person, to whom it is referred


@dataclass(frozen=True)
class _Told:
    """`office` is (kind, region); `days` ago it was told; `steps` are what that office did since."""

    words: str
    office: tuple[str, str]
    days: float
    about: str = ""
    contact: str = ""
    kind: str = "pengaduan"
    steps: tuple[Step, ...] = ()


_KARAWANG, _BALAI, _MINISTRY = ("dinas", "32.15"), ("bp3mi", "32"), ("kementerian", "")
_TOLD = (
    _Told("Sponsor minta 15 juta untuk berangkat, katanya biaya paspor dan tiket. Tidak diberi kuitansi.", _KARAWANG,
          1.2, about="PT Contoh Harapan"),
    _Told("KTP dan ijazah saya ditahan di kantor sejak pelatihan. Saya mau batal tetapi disuruh bayar ganti rugi.",
          _KARAWANG, 6, about="PT Contoh Harapan", contact="0812 0000 0001",
          steps=((4, "verify", "", ""), (3, "handle", "", ""))),
    _Told("Ditawari kerja di Kamboja lewat Telegram, gaji 15 juta, visa kunjungan.", _KARAWANG, 9, kind="tawaran",
          steps=((8, "refer", "Laporan diteruskan ke polisi. Jangan berangkat, dan jangan kirim paspor.", "polisi"),)),
    _Told("Kontrak yang disuruh tanda tangan lain dari yang dijanjikan: gaji lebih kecil.", _KARAWANG, 40,
          about="PT Karya Harapan Contoh", steps=(
              (38, "verify", "", ""), (37, "handle", "", ""),
              (20, "close", "Perusahaan sudah memperbaiki perjanjiannya. Cocokkan lagi sebelum tanda tangan.", ""))),
    _Told("Adik saya di Taiwan dua bulan tidak digaji dan tidak boleh keluar mes.", _BALAI, 2, contact="Kakaknya",
          steps=((1, "verify", "", ""),)),
    _Told("Perusahaan ini merekrut di kampung kami padahal izinnya sudah habis.", _MINISTRY, 3,
          about="PT Bintang Timur Contoh"),
)


def fill_complaints(staff: dict[tuple[str, str], Officer]) -> None:
    """Make them, unless somebody told something already. `staff` by (role, region): who answers."""
    if Complaint.select().exists():
        return
    answers = {_KARAWANG: staff["dinas", "32.15"], _BALAI: staff["bp3mi", "32"], _MINISTRY: staff["pusat", ""]}
    for place, told in enumerate(_TOLD):
        with clock.earlier(timedelta(days=told.days)):
            code = complaints.file(told.words, f"demo {place}", about=told.about, contact=told.contact, kind=told.kind,
                                   office=office_for(*told.office))
        for days, name, words, to in told.steps:
            with clock.earlier(timedelta(days=days)):
                found = complaints.find(code, "demo")
                complaints.make_move(found, name, Actor.at_work(answers[told.office]), found.version, words, to)
