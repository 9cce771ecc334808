"""Programmes and the documents that each asks for.

Codes, dates, ages and legal bases are data (facts/programmes.json, facts/documents.json); the words are here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from portal import clock
from portal.rules.dated import Dated
from portal.words import Words, say

FLOOR_AGE = 18  # UU 18/2017 art. 5: whatever a programme says

_SCHEMES: dict[str, tuple[Words, Words]] = {
    "ptop": (say("Lewat perusahaan penempatan resmi (P3MI)"),
             say("Perusahaan berizin yang memberangkatkan Anda.")),
    "gtog": (say("Program pemerintah ke pemerintah"),
             say("Kedua pemerintah yang mengatur, misalnya Korea dan Jepang.")),
    "gtop": (say("Pemerintah ke perusahaan luar negeri"), say("Pemerintah yang menempatkan di perusahaan swasta.")),
    "ukps": (say("Untuk kepentingan perusahaan sendiri (UKPS)"),
             say("Perusahaan Anda menugaskan Anda ke luar negeri.")),
    "mandiri": (say("Mandiri (perseorangan)"), say("Anda sendiri yang mengurus, dengan pemberi kerja berbadan hukum.")),
}

_NAMES: dict[str, tuple[Words, Words]] = {
    "ptop": (say("Lewat perusahaan penempatan resmi (P3MI)"),
             say("Jalur biasa ke Taiwan, Hong Kong, Malaysia dan Singapura.")),
    "gtog_korea": (say("Program pemerintah ke Korea"), say("Pemerintah yang menempatkan, dengan ujian bahasa Korea.")),
    "gtog_jepang": (say("Program pemerintah ke Jepang (perawat)"), say("Untuk perawat dan perawat lansia.")),
    "gtop": (say("Pemerintah ke perusahaan luar negeri"), say("Pemerintah yang menempatkan di perusahaan swasta.")),
    "ukps": (say("Untuk kepentingan perusahaan sendiri (UKPS)"),
             say("Perusahaan Anda menugaskan Anda ke luar negeri.")),
    "mandiri": (say("Mandiri, dengan pemberi kerja berbadan hukum"),
                say("Anda sudah dipanggil kerja oleh perusahaan.")),
    "mandiri_ssw": (say("Mandiri ke Jepang, pekerja berketerampilan khusus (SSW)"),
                    say("Pekerja berketerampilan khusus di Jepang.")),
    "mandiri_ptm": (say("Mandiri ke Taiwan, pekerja teknis menengah (PTM)"), say("Pekerja teknis menengah di Taiwan.")),
    "mandiri_ulang": (say("Kembali bekerja atau memperpanjang perjanjian kerja"),
                      say("Anda sudah bekerja di sana, dan akan kembali.")),
}

# name, why it is asked, how to prepare it
_DOCUMENTS: dict[str, tuple[Words, Words, Words]] = {
    "ktp": (say("KTP"), say("Membuktikan jati diri."), say("Bawa yang asli. Tulisannya harus terbaca.")),
    "kk": (say("Kartu Keluarga"), say("Membuktikan hubungan dengan pemberi izin."),
           say("Pakai yang terbaru. Periksa nama calon pekerja di dalamnya.")),
    "ijazah": (say("Ijazah atau akta kelahiran"), say("Mencocokkan nama dan tanggal lahir."),
               say("Bawa yang asli. Cukup salah satu.")),
    "status_kawin": (say("Surat status perkawinan"), say("Menentukan siapa yang memberi izin."),
                     say("Minta di kantor desa atau kelurahan.")),
    "buku_nikah": (say("Buku nikah"), say("Diminta undang-undang bila sudah kawin."),
                   say("Bawa buku aslinya dan satu salinan.")),
    "izin_keluarga": (say("Surat izin keluarga, diketahui kepala desa"), say("Diminta undang-undang untuk semua."),
                      say("Pemberi izin tanda tangan di atas materai. Lalu minta cap desa.")),
    "tanggung_jawab": (say("Surat pernyataan tanggung jawab"), say("Ditandatangani di atas materai Rp10.000."),
                       say("Minta contoh suratnya di loket.")),
    "sehat": (say("Surat sehat dan psikotes"), say("Berlaku terbatas, jadi dibuat setelah ada lowongan."),
              say("Periksa di tempat yang ditunjuk. Tanya dulu di loket.")),
    "jkn": (say("Kartu JKN (BPJS Kesehatan)"), say("Jaminan kesehatan di dalam negeri."),
            say("Pastikan kartunya masih aktif.")),
    "sertifikat": (say("Sertifikat kompetensi"), say("Bukti mampu melakukan pekerjaannya."),
                   say("Didapat setelah pelatihan dan uji kemampuan.")),
    "bahasa": (say("Bukti ujian bahasa atau keterampilan"), say("Diminta negara tujuan."),
               say("Ikuti ujian resmi yang diminta program ini.")),
    "panggilan": (say("Surat panggilan kerja dan profil pemberi kerja"), say("Bukti pemberi kerja berbadan hukum."),
                  say("Minta dari pemberi kerja.")),
    "izin_taiwan": (say("Izin kerja dari Kementerian Tenaga Kerja Taiwan"),
                    say("Bukti pemberi kerja boleh merekrut."),
                    say("Minta dari pemberi kerja, beserta surat pernyataannya.")),
    "ikatan": (say("Bukti hubungan antarperusahaan"), say("Bukti perusahaan boleh menugaskan pekerja di sana."),
               say("Minta dari perusahaannya.")),
    "cuti": (say("Surat cuti dari pemberi kerja"), say("Bukti masih bekerja di sana."),
             say("Minta sebelum pulang cuti.")),
    "rekomendasi": (say("Surat rekomendasi paspor"), say("Diminta sebagian kantor imigrasi."),
                    say("Minta di Dinas Tenaga Kerja. Tunjukkan ID CPMI.")),
    "paspor": (say("Paspor"), say("Dibuat setelah datanya diperiksa."), say("Urus sendiri di kantor imigrasi.")),
    "paspor_ada": (say("Paspor yang masih berlaku"), say("Membuktikan jati diri."),
                   say("Bawa yang asli. Periksa sampai kapan berlakunya.")),
    "jaminan": (say("Jaminan sosial (BPJS Ketenagakerjaan)"), say("Melindungi dari kecelakaan dan kematian."),
                say("Bayar dengan kode tagihan resmi, lalu simpan buktinya.")),
    "penempatan": (say("Perjanjian penempatan"), say("Perjanjian dengan perusahaan penempatan."),
                   say("Baca dulu. Minta rincian biaya secara tertulis.")),
    "perjanjian": (say("Perjanjian kerja"), say("Gaji, jam kerja dan hari libur."),
                   say("Pastikan ada dalam bahasa yang dimengerti.")),
    "perjanjian_kdei": (say("Perjanjian kerja yang disahkan KDEI Taipei"), say("Gaji, jam kerja dan hari libur."),
                        say("Kantor Indonesia di Taipei (KDEI) yang mengesahkan.")),
    "perjanjian_baru": (say("Perjanjian kerja yang baru"), say("Gaji, jam kerja dan hari libur."),
                        say("Yang baru atau perpanjangan, bukan yang lama.")),
    "visa": (say("Visa kerja"), say("Izin bekerja dari negara tujuan."),
             say("Harus visa kerja, bukan visa kunjungan.")),
    "coe": (say("Surat izin tinggal Jepang (CoE) atau kartu tinggal"), say("Izin bekerja dari negara tujuan."),
            say("Diurus pemberi kerja di Jepang.")),
    "izin_tinggal": (say("Visa atau izin tinggal yang masih berlaku"), say("Izin bekerja dari negara tujuan."),
                     say("Periksa sampai kapan berlakunya.")),
}


DOCUMENT_CODES = frozenset(_DOCUMENTS)


def document_words(code: str) -> tuple[Words, Words]:
    """What a document is called, and how to prepare it. KeyError for an unknown code."""
    name, _why, how = _DOCUMENTS[code]
    return name, how


@dataclass(frozen=True)
class DocumentNeed:
    """A document of a programme; `needed_at` is 'R' (registration) or 'P' (later, at placement).

    `only_for` holds the marital statuses that owe it, empty where everybody does; `basis` is the rule that asks."""

    code: str
    name: Words
    why: Words
    how: Words
    needed_at: str
    only_for: tuple[str, ...]
    basis: str

    def asked_of(self, marital_status: str) -> bool:
        return not self.only_for or marital_status in self.only_for


@dataclass(frozen=True)
class Programme:
    """One way to leave, for as long as its rules hold; ages in full years, both ends included.

    `countries` and `sectors` hold the codes it is for; empty: all that are open."""

    code: str
    scheme: str
    name: Words
    about: Words
    min_age: int
    max_age: int | None
    since: date
    until: date | None
    documents: tuple[DocumentNeed, ...]
    verifier: str  # the kind of office: dinas, or bp3mi
    basis: str
    checked_on: date
    countries: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()

    def runs_on(self, day: date) -> bool:
        """From its first day to its last one, both included."""
        return self.since <= day and (self.until is None or day <= self.until)

    def fits_age(self, birth: date, on: date) -> bool:
        """Whether somebody born then is neither too young nor too old on that day."""
        years = on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
        return self.min_age <= years and (self.max_age is None or years <= self.max_age)


def _facts(name: str) -> dict[str, Any]:
    return json.loads((Path(__file__).parent / "facts" / name).read_text(encoding="utf-8"))


@cache
def _papers() -> dict[str, dict[str, Any]]:
    """facts/documents.json by code."""
    return {row["code"]: row for row in _facts("documents.json")["documents"]}


def read_programmes(rows: list[dict[str, Any]], documents: list[dict[str, Any]]) -> tuple[Programme, ...]:
    """Programmes from rows such as those of facts/programmes.json and facts/documents.json, in their order.

    KeyError for a code without words."""
    papers = {row["code"]: row for row in documents}
    return tuple(_programme(row, papers) for row in rows)


def _programme(row: dict[str, Any], papers: dict[str, dict[str, Any]]) -> Programme:
    def need(text: str) -> DocumentNeed:
        code, _, at = text.partition(":")
        return DocumentNeed(code, *_DOCUMENTS[code], needed_at=at or "R",
                            only_for=tuple(papers[code].get("only_for", ())), basis=papers[code]["dasar"])

    return Programme(
        code=row["code"], scheme=row["scheme"], name=_NAMES[row["code"]][0], about=_NAMES[row["code"]][1],
        min_age=max(FLOOR_AGE, row["min_age"]), max_age=row["max_age"], since=date.fromisoformat(row["from"]),
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        documents=tuple(need(text) for text in row["documents"]),
        verifier=row.get("verifier", "dinas"),
        basis=row["dasar"], checked_on=date.fromisoformat(row["dicek_pada"]),
        countries=tuple(row.get("countries", ())), sectors=tuple(row.get("sectors", ())),
    )


FACTS = Dated("programmes", "programmes", lambda row: _programme(row, _papers()),
              lambda row: (row["code"], row["from"]))


def all_programmes() -> tuple[Programme, ...]:
    """Every row ever written, ended ones too; the operator's last."""
    return FACTS.rows()


def schemes() -> list[tuple[str, Words, Words]]:
    """(code, name, about) of the five placement schemes, in the order in which they are offered."""
    return [(code, *_SCHEMES[code]) for code in _facts("programmes.json")["schemes"]]


def programmes(on: date) -> list[Programme]:
    """Programmes open on this day, each by its last row that holds, in the order in which they are offered."""
    return list({one.code: one for one in all_programmes() if one.runs_on(on)}.values())


def programme(code: str, on: date | None = None) -> Programme | None:
    """The newest rules of this programme that had begun on that day (today), even when they have ended since.

    None for an unknown code."""
    day = on or clock.today()
    begun = [one for one in all_programmes() if one.code == code and one.since <= day]
    return max(reversed(begun), key=lambda one: one.since, default=None)  # of two from one day, the later row


def documents_at_registration(chosen: Programme, marital_status: str) -> list[DocumentNeed]:
    """What the programme asks for now; the marriage book only of the married (UU 18/2017 art. 13 a)."""
    return [need for need in chosen.documents if need.needed_at == "R" and need.asked_of(marital_status)]
