"""A job order as it comes from the ministry's own list: approved there, and a new version here whenever it differs."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from portal import clock
from portal.data.company import Company
from portal.data.order import ONCE_APPROVED, Order, newest_version, number_of, version_that_counts_among
from portal.data.proposal import once_approved
from portal.rules import applicants, events
from portal.rules.choices import EDUCATION
from portal.rules.companies import WrongField
from portal.rules.countries import EMPLOYERS, SECTORS
from portal.rules.orders import APPROVED, tidy_number, writings
from portal.rules.partners import save_partner
from portal.rules.programmes import FLOOR_AGE, schemes
from portal.rules.regions import region_name
from portal.rules.sheets import Row
from portal.words import say

_PROVENANCE = ("source", "checked_on")  # of what is known, no part of the order
_TAKEN = ("taken_l", "taken_p", "taken_any")


def keep_order(row: Row, company: Company, checked_on: date) -> tuple[str, str]:
    """Keep one line of the list. Answers 'new', 'changed' (a new version, closed, revoked, or known to a later day) or
    'same', and the order's number, as it is written here. WrongField when it cannot be."""
    written = writings(tidy_number(row.needed("nomor", 40)))
    state = row.one_of("keadaan", [(one, one) for one in ONCE_APPROVED], APPROVED)
    told = _terms(row, company) | {"source": row.needed("sumber", 160), "checked_on": checked_on}
    counts = version_that_counts_among(written)
    if counts and counts.company_id != company.id:
        raise WrongField("nomor", say("Nomor ini milik lowongan perusahaan lain."))
    number = counts.number if counts else number_of(company.id, written) or written[0]
    before = counts or once_approved(company.id, number)
    if state == APPROVED:
        if before and before.state in _OVER:  # an older list brings nothing back
            raise WrongField("keadaan", _OVER[before.state])
        return _approve(number, told, counts), number
    return _end(number, state, told, before), number


_OVER = {
    "dicabut": say("Lowongan ini sudah dicabut kementerian. Hanya usulan baru yang disetujui membukanya lagi."),
    "ditutup": say("Lowongan ini sudah ditutup. Hanya usulan baru yang disetujui membukanya lagi."),
}
_END = {"ditutup": ("order:closed", applicants.tell_all), "dicabut": ("order:revoked", applicants.tell_revoked)}


def _end(number: str, state: str, told: dict[str, Any], before: Order | None) -> str:
    """Closed, or revoked; what was revoked is closed as well."""
    if before is None:
        _add(number, state, told, newest_version(number))
        return "new"
    if before.state in (state, "dicabut"):
        return "same"
    _check_age(told, before)
    event, tell = _END[state]
    _replace(before, state, event, **({"decided_at": clock.now()} if state == "dicabut" else {}))
    tell(before)
    return "changed"


def _approve(number: str, told: dict[str, Any], counts: Order | None) -> str:
    if counts is None:
        _add(number, APPROVED, told, newest_version(number))
        return "new"
    differs = [name for name, value in told.items() if _held(counts, name) != value]
    if set(differs) <= set(_PROVENANCE):
        if told["checked_on"] < counts.checked_on:
            return "same"
        if differs:
            Order.update({name: told[name] for name in differs}).where(Order.id == counts.id).execute()
        return "changed" if differs else "same"
    _check_age(told, counts)
    _replace(counts, "diganti", "order:replaced")
    before = Order.get_by_id(counts.id)  # with the places taken up to now: from here on nobody takes one in it
    _add(number, APPROVED, told, newest_version(number), before)
    return "changed"


def _check_age(told: dict[str, Any], order: Order) -> None:
    """An older list changes nothing that was checked, or decided by the ministry here, since."""
    known = order.checked_on
    if order.decided_by_id:
        known = max(known, order.decided_at.astimezone(clock.JAKARTA).date())
    if told["checked_on"] < known:
        raise WrongField("dicek_pada", say("Yang tersimpan dicek lebih baru, pada %(day)s.", day=known))


def _held(order: Order, name: str) -> Any:
    value = getattr(order, name)
    return value.id if name in ("company", "employer", "partner") and value is not None else value


def _replace(order: Order, state: str, event: str, **more: Any) -> None:
    """The version counts no more. Somebody else's change meanwhile is told, and the row can be loaded again."""
    done = Order.update(state=state, open_number=None, row_version=Order.row_version + 1, **more).where(
        (Order.id == order.id) & (Order.row_version == order.row_version)
    ).execute()
    if done != 1:
        raise WrongField("nomor", say("Lowongan ini baru saja diubah orang lain. Muat lagi berkas ini."))
    events.record(f"order:{order.id}", event)


def _add(number: str, state: str, told: dict[str, Any], newest: Order | None, before: Order | None = None) -> None:
    """A version behind the newest; places that were taken stay taken."""
    at = clock.now()
    taken = {name: getattr(before, name) for name in _TAKEN} if before else {}
    made = Order.create(**told, **taken, number=number, version=newest.version + 1 if newest else 1, state=state,
                        open_number=number if state == APPROVED else None, proposed_at=at, decided_at=at)
    events.record(f"order:{made.id}", "order:imported", version=made.version)
    if state == APPROVED:
        applicants.ask_all(made)


def _terms(row: Row, company: Company) -> dict[str, Any]:
    """The columns of an order, with the employer, and the partner where there is one, made known."""
    country, wage = row.country(), row.number("gaji_min", least=1)
    most = row.number("gaji_maks", wage, least=1)
    quota = {"quota_l": row.number("kuota_l", 0, most=100_000), "quota_p": row.number("kuota_p", 0, most=100_000),
             "quota_any": row.number("kuota_bebas", 0, most=100_000)}
    min_age = row.number("umur_min", FLOOR_AGE, FLOOR_AGE, 99)
    max_age = row.number("umur_maks", 0, most=99) or None
    if most < wage:
        raise WrongField("gaji_maks", say("Gaji tertinggi di bawah gaji terendah."))
    if not any(quota.values()):
        raise WrongField("kuota_bebas", say("Kuota kosong: isi kuota_l, kuota_p atau kuota_bebas."))
    if max_age and max_age < min_age:
        raise WrongField("umur_maks", say("Umur tertinggi di bawah umur terendah."))
    terms = quota | {
        "company": company.id, "country": country, "position": _position(row),
        "sector": row.one_of("bidang", SECTORS), "employer_kind": row.one_of("jenis_pemberi_kerja", EMPLOYERS),
        "scheme": row.one_of("skema", [(code, name) for code, name, _about in schemes()]),
        "wage_min": wage, "wage_max": most, "currency": _currency(row),
        "hours": row.number("jam_seminggu", least=1, most=168),
        "months": row.number("bulan", least=1, most=120), "education": row.one_of("pendidikan", EDUCATION),
        "min_age": min_age, "max_age": max_age, "requirements": row.text("syarat"), "costs": row.text("biaya"),
        "districts": _districts(row), "valid_until": row.needed_day("berlaku_sampai"),
    }
    employer, partner = row.needed("pemberi_kerja", 120), row.text("mitra", 120)
    return terms | {"employer": save_partner("pemberi_kerja", employer, country)[0].id,
                    "partner": save_partner("mitra", partner, country)[0].id if partner else None}


def _position(row: Row) -> str:
    position = " ".join(row.needed("jabatan", 120).split())
    if not re.search(r"[A-Za-z]", position):
        raise WrongField("jabatan", say("Jabatan ditulis dengan huruf Latin."))
    return position


def _currency(row: Row) -> str:
    code = row.needed("mata_uang").upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise WrongField("mata_uang", say("Mata uang: tiga huruf, misalnya TWD."))
    return code


def _districts(row: Row) -> str:
    codes = row.text("daerah").split()
    for code in codes:
        if len(code) != 5 or region_name(code) == code:
            raise WrongField("daerah", say("Kode kabupaten atau kota %(code)s tidak dikenal.", code=code))
    return " ".join(codes)
