"""The offer check: what the portal's data says of a job offer, in separate lines (domain 4.3).

It never says that an offer is safe, nor that it is false; 'not found' is not 'illegal'."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA

from portal.data.company import Company, companies_checked_on
from portal.data.order import Order, Wanted, open_positions, orders_checked_on
from portal.rules import companies, countries, orders, outbox
from portal.rules.countries import COUNTRIES, EMPLOYERS, SECTORS, State
from portal.words import Words, say

CONTACTS: tuple[tuple[str, Words], ...] = (
    ("keluarga", say("Keluarga")), ("tetangga", say("Tetangga atau teman")), ("sponsor", say("Sponsor atau perantara")),
    ("medsos", say("Orang dari media sosial")), ("perusahaan", say("Petugas perusahaan")), ("lain", say("Orang lain")),
)
CANNOT = say("Belum dapat diperiksa")
_KINDS = {"dibekukan": say("dibekukan"), "dicabut": say("izin dicabut")}
_STATES = {"terbuka": say("Terbuka"), "dihentikan": say("Dihentikan sementara"),
           "bukan": say("Bukan negara penempatan")}
_GRAVITY = ("terbuka", "terbuka_sebagian", "belum", "dihentikan_sebagian", "bukan_sebagian", "dihentikan", "bukan")
_EMPLOYERS = {"perseorangan": say("majikan perseorangan"), "badan_hukum": say("perusahaan atau badan hukum")}
SIGNS: dict[str, Words] = {  # how each code of facts/signs.json is told
    "bayar": say("Diminta bayar dulu ke rekening pribadi"),
    "tanpa_kantor": say("Hanya lewat Facebook, WhatsApp atau Telegram, tanpa kantor"),
    "visa": say("Berangkat dengan visa kunjungan, ziarah atau umrah"),
    "tanpa_pk": say("Tidak ada perjanjian kerja, atau bahasanya tidak dimengerti"),
    "tampung": say("Menunggu di penampungan, atau diberi uang saku"),
    "mudah": say("Gaji sangat tinggi, kerja mudah, cepat berangkat"),
    "lpk": say("Lembaga pelatihan (LPK) menjanjikan penempatan"),
    "berantai": say("Diajak berantai oleh teman, atau negara tujuannya berubah"),
    "diam": say("Disuruh pergi diam-diam tanpa diketahui desa"),
    "surat": say("Surat yang ditunjukkan bukan izin perekrutan (SIP2MI)"),
}
_LONG = 5  # letters of a word in which one of them may be wrong
_ANY_WORK = frozenset(("pekerja", "petugas", "karyawan", "tenaga", "buruh", "staf", "pegawai", "pelaksana",
                       "worker", "staff"))  # words that tell no work from another
_TELLING = 3  # letters of a word that tells one position from others
_PARTS = 8  # words at most of a name that is looked for in a longer text
_LOOKED = 300  # open orders of a company in a country that are compared


@dataclass(frozen=True)
class Asked:
    """What somebody knows of an offer, as typed; all of it may be empty. `country` is a code, `signs` are codes."""

    company: str = ""
    country: str = ""
    position: str = ""
    order: str = ""
    contact: str = ""
    signs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of the answer. `state` is a code for tests and icons, `words` how it is told, `more` particulars,
    `source` and `checked_on` where it is known from, `near` names that may be meant."""

    topic: str
    state: str
    words: Words
    next: Words
    more: tuple[Words | str, ...] = ()
    source: Words | str = ""
    checked_on: date | None = None
    near: tuple[str, ...] = ()


_NO_RULE = Line("country", "belum", CANNOT, say("Tanya PTSP: kami tidak memegang aturan untuk negara ini."))


@cache
def _facts() -> dict[str, Any]:
    return json.loads((Path(__file__).parent / "facts" / "signs.json").read_text("utf-8"))


def signs() -> list[tuple[str, Words]]:
    """The warning signs that may be ticked: (code, words)."""
    return [(one["code"], SIGNS[one["code"]]) for one in _facts()["signs"]]


def check(asked: Asked, on: date) -> list[Line]:
    """The five lines, in their order, as of that day."""
    if not companies.names_one(asked.company):  # 'PT': who asks does not know the name yet
        asked = replace(asked, company="")
    company = _found(asked.company)
    order = _order_called(asked.order)
    return [_company(asked, company, on), _order(asked, company, order, on), _country(asked, order, on),
            _contact(), _signs(asked)]


def _found(name: str) -> Company | None:
    """The company called so, in its legal form as well."""
    found = companies.find(name)
    return found if found and companies.is_called(found, name) else None


def _order_called(number: str) -> Order | None:
    """Orders that were never approved are nobody's business yet: not found."""
    order = orders.order_by_number(number)
    return order if order and orders.was_approved(order) else None


# -- the company -------------------------------------------------------------------------------------------------------
def _company(asked: Asked, company: Company | None, on: date) -> Line:
    if company:
        return _standing(company, on)
    until = companies_checked_on()
    if not companies.company_key(asked.company) or until is None:
        return Line("company", "belum", CANNOT, say("Tanya nama lengkap perusahaan (PT), lalu periksa lagi."))
    near = dict.fromkeys(one.name for one in (*_begun(asked.company), *companies.near(asked.company)))
    return Line("company", "tidak_ditemukan", say("Tidak ditemukan dalam data kami per %(day)s", day=until),
                say("Periksa ejaannya, lalu tanya loket pelayanan terpadu (PTSP)."),
                (say("Ini bukan bukti bahwa perusahaan itu melanggar. Data kami bisa belum lengkap."),),
                say("Daftar perusahaan (P3MI) di portal ini"), until, tuple(near)[:3])


def _begun(typed: str) -> list[Company]:
    """The company with the longest whole name that begins what was typed: people write on, 'PT Karya Harapan di
    Karawang'. Of all of it, that is the PT whose name a CV bears."""
    words = companies.company_key(typed).split()
    parts = (companies.find(" ".join(words[:n])) for n in (len(words), *range(min(len(words) - 1, _PARTS), 1, -1)))
    found = next((one for one in parts if one), None)
    return [found] if found else []


def _standing(company: Company, on: date) -> Line:
    found = companies.standing(company, on)
    source, name = (found.source, found.checked_on), f"{company.name} · {found.basis}"
    if found.kind == "aktif":
        return Line("company", "berlaku", say("Ditemukan, izin berlaku s.d. %(day)s", day=found.until),
                    say("Telepon atau datangi kantor perusahaan; pastikan orangnya."), (name,), *source)
    if found.kind == "habis":
        return Line("company", "habis", say("Ditemukan, izin habis"),
                    say("Jangan lanjutkan sebelum perusahaan menunjukkan izin yang baru."),
                    (name, say("Berlaku s.d. %(day)s", day=company.valid_until)), *source)
    ends = say("%(kind)s sejak %(since)s s.d. %(until)s", kind=_KINDS[found.kind], since=found.since,
               until=found.until or say("belum ditentukan"))
    return Line("company", "sanksi", say("Ditemukan, SEDANG KENA SANKSI"),
                say("Jangan lanjutkan. Tanya loket pelayanan terpadu (PTSP)."), (name, ends), *source)


# -- the job order -----------------------------------------------------------------------------------------------------
def _order(asked: Asked, company: Company | None, order: Order | None, on: date) -> Line:
    if order:
        return _compared(asked, order, on)
    until = orders_checked_on()
    ready = company and asked.country and orders.position_key(asked.position)
    if until is None:
        return Line("order", "belum", CANNOT, say("Minta nomor lowongan (SIP2MI) secara tertulis, lalu tanya PTSP."))
    if not (asked.order.strip() or ready):
        return Line("order", "belum", CANNOT, _missing(asked))
    if not asked.order.strip():
        own = Wanted(country=asked.country, companies=(company.id,))
        keys = open_positions(on, own, _LOOKED)
        for fits in (_same_position, _nearly_same):
            fitting = tuple(key for key in keys if fits(asked.position, key))
            if found := orders.orders_open(replace(own, positions=fitting), 1, on):
                return _agrees(found[0])
        fitting = tuple(key for key in keys if _adds_to(asked.position, key))
        if found := orders.orders_open(replace(own, positions=fitting), 1, on):
            return _more_said(found[0])
    return Line("order", "tidak_ditemukan", say("Tidak ditemukan"),
                say("Minta nomor lowongan (SIP2MI) secara tertulis, lalu tanya PTSP."),
                (say("Ini bukan bukti bahwa lowongan itu melanggar. Data kami bisa belum lengkap."),),
                say("Daftar lowongan (SIP2MI) di portal ini"), until)


def _missing(asked: Asked) -> Words:
    """What else is needed to look for an order. Where all is told, the company is one that was not found."""
    if companies.company_key(asked.company) and asked.country and orders.position_key(asked.position):
        return say("Periksa dulu nama perusahaannya, atau isi nomor lowongan (SIP2MI).")
    return say("Isi nomor lowongan (SIP2MI), atau perusahaan, negara dan jabatan.")


def _compared(asked: Asked, order: Order, on: date) -> Line:
    """The double check: each part that was told must agree, and none may be missing."""
    differs = _contradictions(asked, order, on)
    known = (_told(order), order.source or say("Daftar lowongan (SIP2MI) di portal ini"), order.checked_on)
    if differs:
        return Line("order", "tidak_sesuai", say("Tidak sesuai (beda: %(what)s)", what=_listed(differs)),
                    say("Jangan lanjutkan sebelum perbedaannya dijelaskan tertulis."), (known[0],), *known[1:])
    if _misspells(asked.company, order.company):
        return Line("order", "belum", CANNOT,
                    say("Cocokkan ejaan nama perusahaannya huruf demi huruf, lalu periksa lagi."),
                    (known[0], say("Nama perusahaan itu mirip, tetapi tidak sama.")), *known[1:], (order.company.name,))
    if _adds_to(asked.position, order.position):
        return _more_said(order)
    if not (companies.company_key(asked.company) and asked.country and orders.position_key(asked.position)):
        return Line("order", "belum", CANNOT,
                    say("Nomornya ada. Isi juga perusahaan, negara dan jabatan, lalu periksa lagi."), (), *known[1:])
    return _agrees(order)


def _more_said(order: Order) -> Line:
    return Line("order", "belum", CANNOT, say("Cocokkan jabatannya kata demi kata, lalu periksa lagi."),
                (_told(order), say("Jabatan itu mirip, tetapi tidak sama.")),
                order.source or say("Daftar lowongan (SIP2MI) di portal ini"), order.checked_on)


def _agrees(order: Order) -> Line:
    return Line("order", "sesuai", say("Sesuai (negara, jabatan, perusahaan)"),
                say("Cocokkan gaji dan biaya dengan lowongan itu; minta rincian tertulis."),
                (_told(order), say("Berlaku s.d. %(day)s", day=order.valid_until),
                 *(() if orders.left(order).total else (say("Semua tempatnya sudah terisi."),))),
                order.source or say("Daftar lowongan (SIP2MI) di portal ini"), order.checked_on)


def _told(order: Order) -> Words:
    return say("%(number)s: %(company)s, %(country)s, %(position)s", number=order.number, company=order.company.name,
               country=country_words(order.country), position=order.position)


def _contradictions(asked: Asked, order: Order, on: date) -> list[Words]:
    """Why the offer, as it was told, cannot be one by this order."""
    return [*_differences(asked, order), *_not_open(order, on)]


def _differences(asked: Asked, order: Order) -> list[Words]:
    found = []
    if companies.company_key(asked.company) and not (companies.is_called(order.company, asked.company)
                                                     or _misspells(asked.company, order.company)):
        found.append(say("perusahaan"))
    if asked.country and asked.country != order.country:
        found.append(say("negara"))
    if orders.position_key(asked.position) and not any(
            fits(asked.position, order.position) for fits in (_same_position, _nearly_same, _adds_to)):
        found.append(say("jabatan"))
    return found


def _not_open(order: Order, on: date) -> list[Words]:
    if order.state == "disetujui" and on > order.valid_until:
        return [say("masa berlaku habis")]
    if day := orders.revoked_on(order.id):
        return [say("lowongan dicabut pada %(day)s", day=day)]
    if not orders.in_force(order, on):
        return [say("lowongan sudah ditutup")]
    return [] if orders.open_on(order, on) else [say("izin perusahaan tidak berlaku")]


def _same_position(typed: str, position: str) -> bool:
    """Each word that was typed begins a word of the order's position, and one of some length is a whole one: 'o', or
    'di', would fit nearly all."""
    return _begin(orders.position_key(typed).split(), orders.position_key(position).split())


def _begin(words: list[str], held: list[str]) -> bool:
    whole = words == held or any(len(word) >= _TELLING and word in held and word not in _ANY_WORK for word in words)
    return whole and all(any(one.startswith(word) for one in held) for word in words)


def _nearly_same(typed: str, position: str) -> bool:
    """The same with one word misspelt by a letter: 'operatr produksi'."""
    held, words = orders.position_key(position).split(), orders.position_key(typed).split()
    return _begin(_spelt(words, held), held) and not _another_sector(typed, position)


def _adds_to(typed: str, position: str) -> bool:
    """Whether all of the position was said, several words, and one word more: it may be the same work, or quite
    another ('perawat lansia majikan'), so that it remains to be asked."""
    held, words = orders.position_key(position).split(), orders.position_key(typed).split()
    return _adds_one(_spelt(words, held), held) and not _another_sector(typed, position)


def _another_sector(typed: str, position: str) -> bool:
    """Whether the words make it work in a sector that is not the position's: 'juru masak keluarga'."""
    return bool(set(countries.sectors_named(typed)) - set(countries.sectors_named(position)))


def _spelt(words: list[str], held: list[str]) -> list[str]:
    """With the first word that misspells one of `held` put right. The beginning of a word is no misspelt one, unless as
    many words were typed."""
    for at, word in enumerate(words):
        if word in held or len(words) < len(held) and any(one.startswith(word) for one in held):
            continue
        if meant := next((one for one in held if _slips(word, one)), None):
            return [*words[:at], meant, *words[at + 1:]]
    return words


def _adds_one(words: list[str], held: list[str]) -> bool:
    """Whether all that is held was said, several words, and one word more."""
    known = sorted(word for word in words if word in held)
    return len(held) > 1 and len(words) == len(held) + 1 and known == sorted(held)


def _slips(typed: str, word: str) -> bool:
    """Whether one letter of a word of some length is wrong, missing or too many, or two of them are swapped."""
    return min(len(typed), len(word)) >= _LONG and f"{typed}{word}".isalpha() and OSA.distance(typed, word) == 1


def _misspells(name: str, company: Company) -> bool:
    """Whether a name that nobody bears is the company's but for the spaces, or for a letter in a word: who is meant
    remains to be asked. A word more or less, or another legal form, is another company's name."""
    words, own = companies.company_key(name).split(), company.key.split()
    if words == own or companies.says_cv(name) != companies.says_cv(company.name):
        return False
    alike = "".join(words) == "".join(own) or len(words) == len(own) and all(
        word == one or _slips(word, one) for word, one in zip(words, own, strict=True))
    return alike and companies.find(name) is None


def _listed(parts: Iterable[Words]) -> Words:
    """'negara, jabatan', each in the reader's language."""
    parts = list(parts)
    head = parts[0]
    for part in parts[1:]:
        head = say("%(a)s, %(b)s", a=head, b=part)
    return head


# -- country and position ----------------------------------------------------------------------------------------------
def _country(asked: Asked, order: Order | None, on: date) -> Line:
    """The worse of what the words of the offer mean and what its order says: neither opens what the other one halts."""
    if order and not asked.country:
        asked = replace(asked, country=order.country)
    if asked.country not in dict(COUNTRIES):
        return Line("country", "belum", CANNOT, say("Pilih negaranya. Negara yang tidak ada di daftar: tanya PTSP."))
    if order is None or order.country != asked.country:
        return _by_words(asked, None, on)
    _sector, state = countries.ruling(order, on)
    doubtful = (_contradictions(asked, order, on) or _misspells(asked.company, order.company)
                or _adds_to(asked.position, order.position))
    return max(_by_words(asked, None if doubtful else order, on), _whole(state) if state else _NO_RULE,
               key=lambda line: _GRAVITY.index(line.state))


def _by_words(asked: Asked, order: Order | None, on: date) -> Line:
    """What holds for the position as it was told, with any employer; where an order agrees with all that was told, it
    says the rest."""
    every = tuple(code for code, _words in SECTORS)
    sectors = countries.sectors_named(asked.position) or ((order.sector,) if order else every)
    kinds = (order.employer_kind,) if order else tuple(code for code, _words in EMPLOYERS)
    rules = countries.all_rules()
    found = {(one, kind): countries.country_state(asked.country, one, on, rules, employer=kind)
             for one in sectors for kind in kinds}
    states = [state for state in found.values() if state]
    if not states:
        return _NO_RULE
    worst = max(states, key=lambda state: countries.STATES.index(state.kind))
    concerned = [which for which, state in found.items() if state and state.kind == worst.kind]
    return _whole(worst) if len(concerned) == len(found) else _partly(concerned, list(found), worst)


def _whole(state: State) -> Line:
    told = {"terbuka": say("Tetap periksa perusahaan dan lowongannya."),
            "dihentikan": say("Jangan berangkat. Tanya PTSP sampai kapan dihentikan."),
            "bukan": say("Jangan berangkat. Laporkan tawaran ini.")}
    return Line("country", state.kind, _STATES[state.kind], told[state.kind], (), state.basis, state.checked_on)


def _partly(concerned: list[tuple[str, str]], asked: list[tuple[str, str]], worst: State) -> Line:
    """The rule of some of the work, or of some employers only, (sector, kind of employer) each: what it concerns is
    named."""
    return Line("country", f"{worst.kind}_sebagian",
                say("%(state)s untuk sebagian pekerjaan", state=_STATES[worst.kind]),
                say("Pastikan bidang kerja dan majikannya, lalu tanya PTSP."),
                (say("Yang terkena: %(what)s", what=_listed(_concerned(concerned, asked))),), worst.basis,
                worst.checked_on)


def _concerned(concerned: list[tuple[str, str]], asked: list[tuple[str, str]]) -> list[Words]:
    """Sectors with whatever employer, then kinds of employer in all other sectors, then one kind in one sector."""
    names = dict(SECTORS)
    whole = [one for one in dict.fromkeys(sector for sector, _kind in asked)
             if all(which in concerned for which in asked if which[0] == one)]
    others = {sector for sector, _kind in asked} - set(whole)
    told: list[Words] = [names[one] for one in whole]
    for kind, words in _EMPLOYERS.items():
        partly = [sector for sector, its in concerned if its == kind and sector in others]
        told += [words] if partly and len(partly) == len(others) else [
            say("%(sector)s, pada %(employer)s", sector=names[one], employer=words) for one in partly]
    return told


def country_words(code: str) -> Words | str:
    return dict(COUNTRIES).get(code, code)


# -- the person in contact, and the signs ------------------------------------------------------------------------------
def _contact() -> Line:
    return Line("contact", "belum_terbukti", say("Belum terbukti mewakili perusahaan"),
                say("Minta surat tugas, lalu tanya langsung ke kantor perusahaan."))


def _signs(asked: Asked) -> Line:
    ticked = tuple(words for code, words in signs() if code in asked.signs)
    source, checked = say("Peringatan pihak berwenang"), date.fromisoformat(_facts()["dicek_pada"])
    if not ticked:
        return Line("signs", "0", say("Tidak ada tanda bahaya yang Anda centang"),
                    say("Baca lagi daftar tanda bahaya; centang yang terjadi."), (), source, checked)
    return Line("signs", str(len(ticked)), say("%(n)s tanda bahaya Anda centang", n=len(ticked)),
                say("Tunda dulu. Laporkan tawaran ini, atau tanya PTSP."), ticked, source, checked)


# -- by text message ---------------------------------------------------------------------------------------------------
SMS_NEED = say("Ketik: CEK nama PT. Contoh: CEK PT Karya Harapan.")
_FOUND, _NEAR = 28, 36  # places of an SMS that are left for the company found, and for names that may be meant


def short(name: str, on: date) -> Words:
    """The company's line within one SMS; never more than it says on the page."""
    if not companies.names_one(name):
        return SMS_NEED
    line = _company(Asked(company=name), _found(name), on)
    day = {"day": f"{line.checked_on:%d-%m-%Y}"} if line.checked_on else {}
    if line.state == "belum":
        return say("Perusahaan belum dapat diperiksa. Tunda bayar, jangan serahkan KTP/paspor asli, tanya PTSP.")
    if line.state == "tidak_ditemukan":
        if not line.near:
            return say("Tidak ditemukan per %(day)s. Bukan bukti melanggar. Cek ejaan. Tunda bayar, jangan serahkan "
                       "KTP/paspor asli, tanya PTSP.", **day)
        return say("Tidak ditemukan per %(day)s. Bukan bukti melanggar. Mungkin: %(names)s. Tunda bayar, jangan "
                   "serahkan KTP/paspor asli, tanya PTSP.", names=_as_many(line.near, _NEAR), **day)
    company = _found(name)
    told = {"name": _cut(company.name, _FOUND), **day}
    if line.state == "berlaku":
        return say("%(name)s: izin berlaku s.d. %(until)s, data %(day)s. Orangnya belum terbukti. Tunda bayar, jangan "
                   "serahkan KTP/paspor asli, tanya PTSP.", until=f"{company.valid_until:%d-%m-%Y}", **told)
    if line.state == "habis":
        return say("%(name)s: izin habis, data %(day)s. Jangan lanjut. Tunda bayar, jangan serahkan KTP/paspor asli, "
                   "tanya PTSP.", **told)
    return say("%(name)s: SEDANG KENA SANKSI, data %(day)s. Jangan lanjut. Tunda bayar, jangan serahkan KTP/paspor "
               "asli, tanya PTSP.", **told)


def _as_many(names: tuple[str, ...], places: int) -> str:
    """The first name, and those behind it that still have room in so many places of an SMS."""
    told = _cut(names[0], places)
    for name in names[1:]:
        if _places(f"{told}, {name}") <= places:
            told = f"{told}, {name}"
    return told


def _cut(name: str, places: int) -> str:
    while _places(name) > places:
        name = name[:-1]
    return name.strip()


def _places(text: str) -> int:
    return outbox.gsm_length(outbox.gsm(text))

