"""Loading what offices keep as tables: companies, sanctions, partners abroad, job orders, and dated rules.

Each takes the bytes of a CSV file and answers a Report; the columns are told in docs/data.md. The same file again
changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from portal import clock
from portal.data.company import Company, company_by_licence, licence_key, sanctions_of
from portal.rules import countries, premiums, programmes, service
from portal.rules.companies import (
    KINDS,
    Details,
    WrongField,
    company_key,
    find,
    is_called,
    near,
    sanction,
    save_company,
)
from portal.rules.countries import EMPLOYERS, SECTORS, STATES
from portal.rules.dated import Dated
from portal.rules.order_import import keep_order
from portal.rules.partners import PARTNERS, save_partner
from portal.rules.placement_gates import gates
from portal.rules.sheets import Once, Refusal, Report, Row, load, read_rows
from portal.words import say

__all__ = ["LOADERS", "import_companies", "import_country_rules", "import_orders", "import_partners",
           "import_premiums", "import_programmes", "import_sanctions", "import_standards"]


def import_companies(content: bytes) -> Report:
    """Companies with their licences and branches."""
    numbers, names = Once(), Once()

    def keep(row: Row) -> str:
        told = Details(
            name=row.needed("nama", 120), sip3mi=row.needed("sip3mi", 60), valid_until=row.needed_day("berlaku_sampai"),
            region=_region(row.needed("wilayah")), address=_told(row, "alamat"), phone=_told(row, "telepon", 40),
            email=_told(row, "email", 120), source=row.needed("sumber", 160), checked_on=_checked(row),
            branches=_branches(row),
        )
        _check_age(told)
        kind = save_company(told)[1]
        # Afterwards: a row that was refused before stands in nobody's way.
        numbers.check(row, "sip3mi", licence_key(told.sip3mi))
        names.check(row, "nama", company_key(told.name))
        return kind

    return load(content, ("nama", "sip3mi", "berlaku_sampai", "wilayah", "sumber", "dicek_pada"), keep)


def _told(row: Row, column: str, most: int = 2000) -> str | None:
    """What stands there; None without such a column, which leaves what is known."""
    return row.text(column, most) if column in row.cells else None


def _check_age(told: Details) -> None:
    """An older list changes nothing that was checked since."""
    known = company_by_licence(told.sip3mi) or find(told.name)
    if known and told.checked_on < known.checked_on:
        raise WrongField("dicek_pada", say("Yang tersimpan dicek lebih baru, pada %(day)s.", day=known.checked_on))


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
        basis, until = row.needed("dasar"), row.day("sampai")
        what = "same" if _ended_since(company, kind, since, basis, until) else sanction(
            company, kind, since, basis, until=until)[1]
        once.check(row, "sejak", (company.id, kind, since))
        return what

    return load(content, ("jenis", "sejak", "sampai", "dasar"), keep)


def _ended_since(company: Company, kind: str, since: date, basis: str, until: date | None) -> bool:
    """Whether the row tells of a sanction that was ended earlier since, as it was before. WrongField for another one: a
    file lengthens none and revives none; the ministry does, in its room."""
    known = next((one for one in sanctions_of([company.id]) if (one.kind, one.since) == (kind, since)), None)
    if known is None or known.until is None or (until is not None and until <= known.until):
        return False
    if known.basis.startswith(f"{basis.strip()};"):  # companies.lift
        return True
    raise WrongField("sampai", say("Sanksi ini sudah tercatat sampai %(day)s. Berkas tidak memperpanjangnya.",
                                   day=known.until))


def _company(row: Row) -> Company:
    """By its licence's number where one stands, else by its name. WrongField, with near names, when there is none."""
    if number := row.text("sip3mi", 60):
        if (found := company_by_licence(number)) is None:
            raise WrongField("sip3mi", say("Tidak ada perusahaan dengan nomor izin ini."))
        return found
    name = row.needed("perusahaan", 120)
    found = find(name)
    if found and is_called(found, name):
        return found
    if alike := [found] if found else near(name):  # a CV is not the PT of its name
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


# -- dated rules -------------------------------------------------------------------------------------------------------
def _load_dated(facts: Dated, content: bytes, needed: tuple[str, ...], known_by: str, make: Callable[[Row], dict],
                ) -> Report:
    """Rows of `facts` from a sheet; two of one name in it are told at the column `known_by`. Nothing is written when no
    row is new or changed."""
    once, rows, report = Once(), facts.loaded(), Report()
    known = {facts.named(row): n for n, row in enumerate(rows)}
    for row in read_rows(content, (*needed, "sejak", "sampai", "dasar", "dicek_pada")):
        try:
            row.check_width()
            made = make(row) | _held(row)
            once.check(row, known_by, facts.named(made))
        except WrongField as wrong:
            report.refused.append(Refusal(row.line, wrong.field, wrong.words))
            continue
        at = known.get(facts.named(made))
        report.count("new" if at is None else "same" if rows[at] == made else "changed")
        if at is None:
            rows.append(made)
        else:
            rows[at] = made
    if report.new or report.changed:
        facts.keep(rows)
    return report


def _held(row: Row) -> dict[str, Any]:
    """When a row holds, by what rule, and the day that its source speaks of."""
    since, until = row.day("sejak"), row.day("sampai")
    if since and until and until < since:
        raise WrongField("sampai", say("Tanggal akhir mendahului tanggal awal."))
    return {"from": since and since.isoformat(), "until": until and until.isoformat(), "dasar": row.needed("dasar"),
            "dicek_pada": _checked(row).isoformat()}


def _parts(row: Row, name: str) -> list[str]:
    """'a | b' -> ['a', 'b']."""
    return [part.strip() for part in row.text(name).split("|") if part.strip()]


def _one_by_one(row: Row, name: str, read: Callable[[Row, str], str]) -> list[str]:
    """Each part of a cell, read as if it stood alone."""
    return [read(Row(row.line, {name: part}), name) for part in _parts(row, name)]


def import_country_rules(content: bytes) -> Report:
    """Dated rows of which countries are open; new ones come behind all others, and so outweigh them on their days.

    A row is known by countries, sector, employer and first day."""
    return _load_dated(countries.FACTS, content, ("negara", "bidang", "keadaan"), "negara", _country_rule)


def _country_rule(row: Row) -> dict[str, Any]:
    """A row as facts/countries.json has it."""
    row.needed("negara")
    named = sorted(set(_one_by_one(row, "negara", Row.country)))
    state = row.one_of("keadaan", [(code, code) for code in STATES])
    return {"country": " ".join(named), "sector": _or_all(row, "bidang", SECTORS),
            "employer": _or_all(row, "jenis_pemberi_kerja", EMPLOYERS), "state": state}


def _or_all(row: Row, name: str, choices: Any) -> str:
    return "*" if row.text(name) in ("", "*", "semua") else row.one_of(name, choices)


def import_programmes(content: bytes) -> Report:
    """Ages, documents and verifier of programmes that the portal knows, for a time; a row is known by code and first
    day. Columns that are not there stay as in the newest row of the programme."""
    return _load_dated(programmes.FACTS, content, ("kode", "umur_min", "umur_maks", "dokumen"), "kode", _programme_row)


def _programme_row(row: Row) -> dict[str, Any]:
    """A row as facts/programmes.json has it."""
    row.needed_day("sejak")
    code = row.one_of("kode", [(one.code, one.code) for one in programmes.all_programmes()])
    before = [one for one in programmes.FACTS.shipped() + programmes.FACTS.loaded() if one["code"] == code][-1]
    least = row.number("umur_min", least=programmes.FLOOR_AGE, most=99)
    most = row.number("umur_maks", least=least, most=99) if row.text("umur_maks") else None
    made = {"code": code, "scheme": before["scheme"], "min_age": least, "max_age": most, "documents": _papers(row)}
    for column, key, read in (("negara", "countries", Row.country), ("bidang", "sectors", _sector)):
        if column in row.cells:
            made |= {key: named} if (named := _one_by_one(row, column, read)) else {}
        elif key in before:
            made[key] = before[key]
    verifier = row.one_of("pemeriksa", [(one, one) for one in ("dinas", "bp3mi")],
                          otherwise=before.get("verifier", "dinas"))
    return made | {"verifier": verifier}


def _sector(row: Row, name: str) -> str:
    return row.one_of(name, SECTORS)


def _papers(row: Row) -> list[str]:
    """'ktp | sehat:P' -> ['ktp', 'sehat:P']: P for what is asked for at placement."""
    row.needed("dokumen")
    for part in (named := _parts(row, "dokumen")):
        code, _, at = part.partition(":")
        if code not in programmes.DOCUMENT_CODES or at not in ("", "R", "P"):
            raise WrongField("dokumen", say("%(value)s bukan dokumen yang dikenal.", value=part))
    codes = [part.partition(":")[0] for part in named]
    if len(set(codes)) < len(codes):
        raise WrongField("dokumen", say("Satu dokumen tertulis dua kali."))
    if sum(code in gates() and gates()[code].is_agreement for code in codes) != 1:
        raise WrongField("dokumen", say("Harus ada satu perjanjian kerja."))  # UU 18/2017 art. 13 h, 15
    return named


def import_premiums(content: bytes) -> Report:
    """Premiums of social security; a row is known by its first day."""
    return _load_dated(premiums.FACTS, content, ("sebelum", "selama", "bulan_tambahan"), "sejak", _premiums_row)


def _premiums_row(row: Row) -> dict[str, Any]:
    """A row as facts/premiums.json has it; `selama` is '6:108000 | 12:189000'."""
    row.needed_day("sejak")
    row.needed("selama")
    during = {}
    for part in _parts(row, "selama"):
        found = re.fullmatch(r"([0-9]{1,3})\s*:\s*([0-9]{1,9})", part, re.ASCII)
        if not found or not int(found[1]) or str(int(found[1])) in during:
            raise WrongField("selama", say("Tulis bulan:rupiah, dipisah garis tegak. Contoh: 6:108000 | 12:189000."))
        during[str(int(found[1]))] = int(found[2])
    return {"before": row.number("sebelum"), "during": during, "extra_month": row.number("bulan_tambahan")}


def import_standards(content: bytes) -> Report:
    """Service standards; a row is known by name and first day."""
    return _load_dated(service.FACTS, content, ("nama", "nilai"), "nama", _standard_row)


def _standard_row(row: Row) -> dict[str, Any]:
    """A row as facts/service.json has it."""
    row.needed_day("sejak")
    name = row.one_of("nama", [(one, one) for one in service.names()])
    return {"name": name, "value": row.number("nilai", least=service.LEAST, most=service.MOST)}


LOADERS: dict[str, Callable[[bytes], Report]] = {
    "companies": import_companies, "sanctions": import_sanctions, "partners": import_partners,
    "orders": import_orders, "country-rules": import_country_rules, "programmes": import_programmes,
    "premiums": import_premiums, "standards": import_standards,
}
