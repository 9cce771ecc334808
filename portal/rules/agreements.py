"""The work agreement, and where it differs from the job order that the person was linked to.

What it must hold is UU 18/2017 art. 15(2). Another, worse contract at the last moment is the commonest abuse: each
difference is told to the person and to the officer, and nothing but an officer's reason lets it pass."""

from __future__ import annotations

import re
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
    found = _missing(terms) + _against_job(terms, job_of(placement))
    if placement.order_id:
        found += _against_order(terms, placement.order)
    place = list(TERMS)
    return sorted(found, key=lambda one: place.index(one.code))


def _missing(terms: Mapping[str, Any]) -> list[Difference]:
    return [_different(code, say("Tidak ditulis di perjanjian, padahal diwajibkan undang-undang."))
            for code in TERMS if not re.search(r"\w", str(terms.get(code) or ""))]


def _against_job(terms: Mapping[str, Any], job: Job) -> list[Difference]:
    found = []
    employer, position, country = (str(terms.get(code) or "") for code in ("employer", "position", "country"))
    if employer and company_key(employer) != company_key(job.employer):
        found.append(_different("employer", say("Pemberi kerja lain dari yang dijanjikan."), job.employer, employer))
    if country and country != job.country:
        named = dict(COUNTRIES)
        found.append(_different("country", say("Negara lain dari yang dijanjikan."),
                                named.get(job.country, job.country), named.get(country, country)))
    if position and position_key(position) != position_key(job.position):
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
    if hours and hours > order.hours:
        found.append(_different("hours", say("Jam kerja lebih panjang dari yang dijanjikan."), str(order.hours),
                                number(hours)))
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
