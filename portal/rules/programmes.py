"""Programmes and the documents that each asks for. Codes, dates and ages are data (facts/programmes.json)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from portal.words import Words, say

FLOOR_AGE = 18  # UU 18/2017 art. 5: whatever a programme says

_NAMES: dict[str, tuple[Words, Words]] = {
    "ptop": (say("Lewat perusahaan penempatan resmi (P3MI)"),
             say("Jalur biasa ke Taiwan, Hong Kong, Malaysia dan Singapura.")),
    "gtog_korea": (say("Program pemerintah ke Korea"), say("Pemerintah yang menempatkan, dengan ujian bahasa Korea.")),
    "gtog_jepang": (say("Program pemerintah ke Jepang (perawat)"), say("Untuk perawat dan perawat lansia.")),
    "gtop": (say("Pemerintah ke perusahaan luar negeri"), say("Pemerintah yang menempatkan di perusahaan swasta.")),
    "ukps": (say("Pindah tugas dalam perusahaan sendiri (UKPS)"),
             say("Perusahaan Anda menugaskan Anda ke luar negeri.")),
    "mandiri": (say("Mandiri, dengan pemberi kerja berbadan hukum"),
                say("Anda sudah dipanggil kerja oleh perusahaan.")),
    "mandiri_ssw": (say("Mandiri ke Jepang (SSW)"), say("Pekerja berketerampilan khusus di Jepang.")),
    "mandiri_ptm": (say("Mandiri ke Taiwan (teknisi menengah, PTM)"), say("Pekerja teknis menengah di Taiwan.")),
    "mandiri_ulang": (say("Kembali bekerja atau memperpanjang perjanjian kerja"),
                      say("Anda sudah bekerja di sana, dan akan kembali.")),
}

_DOCUMENTS: dict[str, tuple[Words, Words]] = {
    "ktp": (say("KTP"), say("Membuktikan siapa Anda.")),
    "kk": (say("Kartu Keluarga"), say("Membuktikan hubungan dengan pemberi izin.")),
    "ijazah": (say("Ijazah atau akta kelahiran"), say("Mencocokkan nama dan tanggal lahir.")),
    "status_kawin": (say("Surat status perkawinan"), say("Menentukan siapa yang memberi izin.")),
    "buku_nikah": (say("Buku nikah"), say("Diminta undang-undang bila Anda kawin.")),
    "izin_keluarga": (say("Surat izin keluarga, diketahui kepala desa"), say("Diminta undang-undang untuk semua.")),
    "tanggung_jawab": (say("Surat pernyataan tanggung jawab"), say("Ditandatangani di atas materai Rp10.000.")),
    "sehat": (say("Surat sehat dan psikotes"), say("Berlaku terbatas, jadi dibuat setelah ada lowongan.")),
    "jkn": (say("Kartu JKN (BPJS Kesehatan)"), say("Jaminan kesehatan di dalam negeri.")),
    "sertifikat": (say("Sertifikat kompetensi"), say("Bukti Anda mampu melakukan pekerjaannya.")),
    "bahasa": (say("Bukti ujian bahasa atau keterampilan"), say("Diminta negara tujuan.")),
    "panggilan": (say("Surat panggilan kerja dan profil pemberi kerja"), say("Bukti pemberi kerja berbadan hukum.")),
    "cuti": (say("Surat cuti dari pemberi kerja"), say("Bukti Anda masih bekerja di sana.")),
    "paspor": (say("Paspor"), say("Dibuat setelah data Anda diperiksa.")),
    "jaminan": (say("Jaminan sosial (BPJS Ketenagakerjaan)"), say("Melindungi dari kecelakaan dan kematian.")),
    "penempatan": (say("Perjanjian penempatan"), say("Perjanjian Anda dengan perusahaan penempatan.")),
    "perjanjian": (say("Perjanjian kerja"), say("Gaji, jam kerja dan libur Anda.")),
    "visa": (say("Visa kerja"), say("Izin bekerja dari negara tujuan.")),
}


@dataclass(frozen=True)
class DocumentNeed:
    """A document of a programme; `needed_at` is 'R' (registration) or 'P' (later, at placement)."""

    code: str
    name: Words
    why: Words
    needed_at: str


@dataclass(frozen=True)
class Programme:
    code: str
    scheme: str
    name: Words
    about: Words
    min_age: int
    max_age: int | None
    since: date
    until: date | None
    documents: tuple[DocumentNeed, ...]

    def runs_on(self, day: date) -> bool:
        """From its first day to its last one, both included."""
        return self.since <= day and (self.until is None or day <= self.until)


def _need(text: str) -> DocumentNeed:
    code, _, at = text.partition(":")
    return DocumentNeed(code, *_DOCUMENTS[code], at or "R")


@cache
def _all() -> tuple[Programme, ...]:
    facts = json.loads((Path(__file__).parent / "facts" / "programmes.json").read_text())
    return tuple(
        Programme(
            code=row["code"], scheme=row["scheme"], name=_NAMES[row["code"]][0], about=_NAMES[row["code"]][1],
            min_age=max(FLOOR_AGE, row["min_age"]), max_age=row["max_age"], since=date.fromisoformat(row["from"]),
            until=date.fromisoformat(row["until"]) if row["until"] else None,
            documents=tuple(_need(text) for text in row["documents"]),
        )
        for row in facts["programmes"]
    )


def programmes(on: date) -> list[Programme]:
    """Programmes open on this day, in the order in which they are offered."""
    return [one for one in _all() if one.runs_on(on)]


def programme(code: str) -> Programme | None:
    return next((one for one in _all() if one.code == code), None)


def documents_at_registration(chosen: Programme, marital_status: str) -> list[DocumentNeed]:
    """What the programme asks for now; the marriage book joins for the married (UU 18/2017 art. 13 a)."""
    needs = [need for need in chosen.documents if need.needed_at == "R"]
    codes = [need.code for need in needs]
    if marital_status == "kawin" and "status_kawin" in codes:
        needs.insert(codes.index("status_kawin") + 1, _need("buku_nikah"))
    return needs
