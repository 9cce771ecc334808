"""The work agreement, and where it differs from the job order that the person was linked to.

What it must hold is UU 18/2017 art. 15(2). Another, worse contract at the last moment is the commonest abuse: each
difference is told to the person and to the officer, and nothing but an officer's reason lets it pass."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.data.order import Order
from portal.data.placement import Placement
from portal.rules.companies import company_key
from portal.rules.countries import COUNTRIES
from portal.rules.order_terms import number, sums
from portal.rules.orders import position_key
from portal.rules.placement_gates import Standing
from portal.rules.placement_jobs import Job, job_of
from portal.words import Words, say

TERMS: dict[str, tuple[Words, str]] = {  # (label, the letter of art. 15(2) that asks for it), in the order of reading
    "employer": (say("Pemberi kerja"), "a"), "employer_address": (say("Alamat pemberi kerja"), "a"),
    "country": (say("Negara"), "a"), "position": (say("Jabatan"), "c"), "duties": (say("Hak dan kewajiban"), "d"),
    "hours": (say("Jam kerja seminggu"), "e"), "wage": (say("Gaji sebulan"), "e"), "currency": (say("Mata uang"), "e"),
    "pay_way": (say("Cara gaji dibayar"), "e"), "leave": (say("Cuti dan waktu istirahat"), "e"),
    "facilities": (say("Fasilitas: tempat tinggal, makan, perjalanan"), "e"),
    "insurance": (say("Jaminan sosial dan asuransi"), "e"), "months": (say("Lama kontrak dalam bulan"), "f"),
    "safety": (say("Jaminan keselamatan selama bekerja"), "g"),
}
NUMBERS = ("hours", "wage", "months")
SAYING = ("employer_address", "duties", "pay_way", "leave", "facilities", "insurance", "safety")  # told in own words
_NOTHING = frozenset((  # words that fill a line and say nothing, as `_bare` writes them
    "tidak ada", "tak ada", "tdk ada", "gak ada", "ga ada", "nggak ada", "enggak ada", "tiada", "belum ada", "nihil",
    "kosong", "tidak", "belum", "tidak disebut", "tidak disebutkan", "tidak ditulis", "tidak tertulis",
    "tidak dicantumkan", "tidak tercantum", "tidak diatur", "belum diatur", "tidak ditentukan", "belum ditentukan",
    "tidak tahu", "belum tahu", "none", "nil", "null", "nothing", "n a", "not applicable", "not stated",
    "not specified", "not mentioned", "unknown", "tba", "tbd", "sesuai", "standar", "standard", "biasa", "normal",
))
# 'Tidak ada cuti', '0 hari': what is asked for is named, and denied.
_NOUGHT = re.compile(r"^(?:0|nol|(?:tidak|tak|tdk|gak|ga|nggak|enggak|belum)(?: ada)?|tanpa|no) "
                     r"(?:cuti|libur|istirahat|hari|jam|minggu|bulan|asuransi|jaminan|fasilitas|leave|days?|weeks?)$")
# 'Tidak diberikan', 'tanpa hari libur', 'ditanggung sendiri': what the law wants written for the worker's good, denied.
_OWED = ("leave", "facilities", "insurance", "safety")
_DENIED = re.compile(r"(?:0|nol|tidak|tak|tdk|gak|ga|nggak|enggak|belum|tanpa|no|not|none|without)(?: [^\d ]+){0,5}|"
                     r"(?:.* )?(?:di)?(?:tanggung|bayar|biaya)(?:an)? (?:sendiri|pekerja|pmi|cpmi|tki)")
_A_DAY, _A_WEEK = 24, 30  # hours: no day has more, and no week of so many or more is told by a number so small
_FAR_OFF = 10  # times the highest wage promised: another currency, or another time than a month


@dataclass(frozen=True)
class Difference:
    """`code` is the term; `promised` what the order says, '' for a missing item; `written` what the agreement says."""

    code: str
    label: Words
    words: Words
    promised: Words | str = ""
    written: Words | str = ""


def differences(terms: Mapping[str, Any], placement: Placement) -> list[Difference]:
    """Everything in which an agreement is not what was promised, in the order of reading; none when all fits.

    `terms` by the codes of TERMS: numbers for NUMBERS, else text; `placement` comes with its order and employer."""
    found = _missing(terms) + _empty(terms) + _against_job(terms, job_of(placement))
    if placement.order_id:
        found += _against_order(terms, placement.order)
    place = list(TERMS)
    return sorted(found, key=lambda one: place.index(one.code))


def _missing(terms: Mapping[str, Any]) -> list[Difference]:
    return [_different(code, say("Tidak ditulis di perjanjian, padahal diwajibkan undang-undang."))
            for code in TERMS if not _bare(str(terms.get(code) or ""))]


def _empty(terms: Mapping[str, Any]) -> list[Difference]:
    """What stands in a line and tells nothing. What is compared with a promise needs no such look."""
    written = {code: str(terms.get(code) or "") for code in SAYING}
    return [_different(code, say("Perjanjian menulis: %(text)s. Undang-undang (UU 18/2017 pasal 15 ayat 2) mewajibkan "
                                 "isinya ditulis.", text=text.strip()))
            for code, text in written.items() if _bare(text) and (says_nothing(text) or _denies(code, text))]


def _denies(code: str, text: str) -> bool:
    return code in _OWED and _DENIED.fullmatch(_bare(text)) is not None


def says_nothing(text: str) -> bool:
    """Whether a line tells nothing, in any case and punctuation: '', '-', 'x', '0', 'Tidak ada.', 'N/A'. Two signs of
    another script may well be a whole word, and a number of days is one."""
    bare = _NOUGHT.sub("tidak", _bare(text))
    return bare in _NOTHING or re.fullmatch(r"[a-z]{0,2}|([a-z])\1*|0+", bare.replace(" ", "")) is not None


def _bare(text: str) -> str:
    """'  Tidak-ADA! ' -> 'tidak ada': small letters and digits, single spaces."""
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold()))


def _against_job(terms: Mapping[str, Any], job: Job) -> list[Difference]:
    found = []
    employer, position, country = (str(terms.get(code) or "") for code in ("employer", "position", "country"))
    if _bare(employer) and company_key(employer) != company_key(job.employer):
        found.append(_different("employer", say("Pemberi kerja lain dari yang dijanjikan."), job.employer, employer))
    if country and country != job.country:
        named = dict(COUNTRIES)
        found.append(_different("country", say("Negara lain dari yang dijanjikan."),
                                named.get(job.country, job.country), named.get(country, country)))
    if _bare(position) and position_key(position) != position_key(job.position):
        found.append(_different("position", say("Jabatan lain dari yang dijanjikan."), job.position, position))
    return found


def _against_order(terms: Mapping[str, Any], order: Order) -> list[Difference]:
    found = []
    wage, currency, hours, months = (terms.get(code) for code in ("wage", "currency", "hours", "months"))
    promised = sums(order.wage_min, order.wage_max, order.currency)
    if currency and currency != order.currency:
        found.append(_different("currency", say("Mata uang lain dari yang dijanjikan."), promised,
                                sums(wage or 0, wage or 0, currency)))
    elif wage and wage < order.wage_min:
        found.append(_different("wage", say("Gaji lebih rendah dari yang dijanjikan."), promised,
                                sums(wage, wage, order.currency)))
    elif wage and wage >= _FAR_OFF * order.wage_max:
        found.append(_different("wage", say("Periksa lagi: sepuluh kali yang dijanjikan, atau lebih. Mungkin mata uang "
                                            "lain, atau bukan gaji sebulan."), promised,
                                sums(wage, wage, order.currency)))
    if hours and hours > order.hours:
        found.append(_different("hours", say("Jam kerja lebih panjang dari yang dijanjikan."), str(order.hours),
                                number(hours)))
    elif hours and hours <= _A_DAY and order.hours >= _A_WEEK:
        found.append(_different("hours", say("Periksa lagi: mungkin ini jam kerja sehari, bukan seminggu."),
                                str(order.hours), number(hours)))
    if months and months != order.months:
        found.append(_different("months", say("Lama kontrak lain dari yang dijanjikan."),
                                say("%(n)s bulan", n=order.months), say("%(n)s bulan", n=months)))
    return found


def _different(code: str, words: Words, promised: Words | str = "", written: Words | str = "") -> Difference:
    return Difference(code, TERMS[code][0], words, promised, written)


def differing(found: Iterable[Standing], placement: Placement) -> frozenset[str]:
    """The codes of the gates whose agreement is not what was promised, whether it was accepted or not."""
    return frozenset(one.gate.code for one in found
                     if one.evidence and one.evidence.terms and differences(one.evidence.terms, placement))


def told(terms: Mapping[str, Any]) -> list[tuple[Words, Words | str]]:
    """(label, value) of all that an agreement says, in the order of reading."""
    return [(label, _value(code, terms)) for code, (label, _letter) in TERMS.items() if code != "currency"]


def _value(code: str, terms: Mapping[str, Any]) -> Words | str:
    value = terms.get(code)
    if value in (None, ""):
        return say("Tidak ditulis")
    if code == "wage":
        return sums(value, value, terms.get("currency") or "")
    if code == "country":
        return dict(COUNTRIES).get(value, value)
    return number(value) if code in NUMBERS else str(value)
