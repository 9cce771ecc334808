"""Loading what offices keep as tables: companies, sanctions, partners abroad, job orders, country rules.

Each takes the bytes of a CSV file and answers a Report; the columns are told in docs/data.md. The same file again
changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from portal import clock
from portal.data.company import Company, company_by_licence
from portal.rules.companies import KINDS, Details, WrongField, company_key, find, near, sanction, save_company
from portal.rules.countries import EMPLOYERS, SECTORS, STATES, keep_newer, newer_rows
from portal.rules.order_import import keep_order
from portal.rules.partners import PARTNERS, save_partner
from portal.rules.sheets import Once, Refusal, Report, Row, load, read_rows
from portal.words import say

__all__ = ["LOADERS", "import_companies", "import_country_rules", "import_orders", "import_partners",
           "import_sanctions"]


def import_companies(content: bytes) -> Report:
    """Companies with their licences and branches."""
    numbers, names = Once(), Once()

    def keep(row: Row) -> str:
        told = Details(
            name=row.needed("nama", 120), sip3mi=row.needed("sip3mi", 60), valid_until=row.needed_day("berlaku_sampai"),
            region=_region(row.needed("wilayah")), address=row.text("alamat"), phone=row.text("telepon", 40),
            email=row.text("email", 120), source=row.needed("sumber", 160), checked_on=_checked(row),
            branches=_branches(row),
        )
        kind = save_company(told)[1]
        numbers.check(row, "sip3mi", told.sip3mi)  # afterwards: a row that was refused before stands in nobody's way
        names.check(row, "nama", company_key(told.name))
        return kind

    return load(content, ("nama", "sip3mi", "berlaku_sampai", "wilayah", "sumber", "dicek_pada"), keep)


def _region(typed: str) -> str:
    """'3215' and '32.15'."""
    digits = re.sub(r"\D", "", typed)
    return f"{digits[:2]}.{digits[2:]}" if len(digits) == 4 else typed


def _checked(row: Row) -> Any:
    """The day that the source speaks of; it cannot lie ahead."""
    day = row.needed_day("dicek_pada")
    if day > clock.today():
        raise WrongField("dicek_pada", say("Tanggal ini belum tiba."))
    return day


def _branches(row: Row) -> tuple[tuple[str, str, str], ...] | None:
    """'32.13 Jl. Contoh 1 | 32.15 Jl. Contoh 2': each a code of a district, then its address. No such column: None."""
    if "cabang" not in row.cells:
        return None
    parts = [part.strip().partition(" ") for part in row.text("cabang").split("|") if part.strip()]
    return tuple((_region(code), address.strip(), "") for code, _, address in parts)


def import_sanctions(content: bytes) -> Report:
    """Suspensions and revocations, each of a company that is known by its licence's number or by its name."""
    once = Once()

    def keep(row: Row) -> str:
        company, kind, since = _company(row), row.needed("jenis").casefold(), row.needed_day("sejak")
        if kind not in KINDS:
            raise WrongField("jenis", say("Jenis sanksi: dibekukan atau dicabut."))
        what = sanction(company, kind, since, row.needed("dasar"), until=row.day("sampai"))[1]
        once.check(row, "sejak", (company.id, kind, since))
        return what

    return load(content, ("jenis", "sejak", "sampai", "dasar"), keep)


def _company(row: Row) -> Company:
    """By its licence's number where one stands, else by its name. WrongField, with near names, when there is none."""
    if number := row.text("sip3mi", 60):
        if (found := company_by_licence(number)) is None:
            raise WrongField("sip3mi", say("Tidak ada perusahaan dengan nomor izin ini."))
        return found
    name = row.needed("perusahaan", 120)
    if found := find(name):
        return found
    if alike := near(name):
        raise WrongField("perusahaan", say("Perusahaan tidak dikenal. Mungkin: %(names)s.",
                                           names=", ".join(one.name for one in alike)))
    raise WrongField("perusahaan", say("Perusahaan tidak dikenal. Muat dulu daftar perusahaan."))


def import_partners(content: bytes) -> Report:
    """Agencies and employers abroad."""
    once = Once()

    def keep(row: Row) -> str:
        kind, name, country = row.one_of("jenis", PARTNERS), row.needed("nama", 120), row.country()
        what = save_partner(kind, name, country, row.text("alamat"))[1]
        once.check(row, "nama", (kind, country, company_key(name)))
        return what

    return load(content, ("jenis", "nama", "negara"), keep)


def import_orders(content: bytes) -> Report:
    """Job orders that the ministry has approved; a changed one is a new version of it."""
    once = Once()
    needed = ("nomor", "pemberi_kerja", "negara", "jabatan", "bidang", "jenis_pemberi_kerja", "skema", "gaji_min",
              "mata_uang", "jam_seminggu", "bulan", "pendidikan", "berlaku_sampai", "sumber", "dicek_pada")

    def keep(row: Row) -> str:
        what, number = keep_order(row, _company(row), _checked(row))
        once.check(row, "nomor", number)
        return what

    return load(content, needed, keep)


def import_country_rules(content: bytes) -> Report:
    """Dated rows of which countries are open; new ones come behind all others, and so outweigh them on their days.

    A row is known by countries, sector, employer and first day. Nothing is written when no row is new or changed."""
    once, rows, report = Once(), newer_rows(), Report()
    known = {_name_of(row): n for n, row in enumerate(rows)}
    for row in read_rows(content, ("negara", "bidang", "keadaan", "sejak", "sampai", "dasar", "dicek_pada")):
        try:
            made = _country_rule(row)
            once.check(row, "negara", _name_of(made))
        except WrongField as wrong:
            report.refused.append(Refusal(row.line, wrong.field, wrong.words))
            continue
        at = known.get(_name_of(made))
        report.count("new" if at is None else "same" if rows[at] == made else "changed")
        if at is None:
            rows.append(made)
        else:
            rows[at] = made
    if report.new or report.changed:
        keep_newer(rows)
    return report


def _name_of(rule: dict[str, Any]) -> tuple[Any, ...]:
    return rule["country"], rule["sector"], rule["employer"], rule["from"]


def _country_rule(row: Row) -> dict[str, Any]:
    """A row as facts/countries.json has it."""
    since, until = row.day("sejak"), row.day("sampai")
    if since and until and until < since:
        raise WrongField("sampai", say("Tanggal akhir mendahului tanggal awal."))
    names = [name.strip() for name in row.needed("negara").split("|") if name.strip()]
    countries = sorted({Row(row.line, {"negara": name}).country() for name in names})
    state = row.one_of("keadaan", [(code, code) for code in STATES])
    return {"country": " ".join(countries), "sector": _or_all(row, "bidang", SECTORS),
            "employer": _or_all(row, "jenis_pemberi_kerja", EMPLOYERS), "state": state,
            "from": since and since.isoformat(), "until": until and until.isoformat(), "dasar": row.needed("dasar"),
            "dicek_pada": _checked(row).isoformat()}


def _or_all(row: Row, name: str, choices: Any) -> str:
    return "*" if row.text(name) in ("", "*", "semua") else row.one_of(name, choices)


LOADERS: dict[str, Callable[[bytes], Report]] = {
    "companies": import_companies, "sanctions": import_sanctions, "partners": import_partners,
    "orders": import_orders, "country-rules": import_country_rules,
}
