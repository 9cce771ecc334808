"""Offices: which one verifies, what each is called, and which registrations its officers may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import Expression, fn

from portal.data.company import Company
from portal.data.office import Office, Officer, colleagues, office_at, offices_without
from portal.data.placement import Placement
from portal.data.registration import Registration
from portal.rules.programmes import Programme
from portal.rules.regions import region_name
from portal.words import Words, say

KINDS: dict[str, tuple[str, int]] = {  # how it is called, and how long the code of its region is
    "desa": ("Kantor Desa", 13),
    "dinas": ("Dinas Tenaga Kerja", 5),
    "bp3mi": ("Balai Pelayanan Pelindungan PMI (BP3MI)", 2),
    "kementerian": ("Kementerian Pelindungan PMI", 0),
    "p3mi": ("Perusahaan penempatan (P3MI)", -1),  # serves no region: see office_of_company
}
ROLES: dict[str, tuple[Words, tuple[str, ...]]] = {  # in words, and the kinds of office that have it (domain 2.9)
    "desa": (say("Petugas desa"), ("desa",)),
    "dinas": (say("Petugas dinas"), ("dinas",)),
    "penyelia": (say("Penyelia"), ("dinas", "bp3mi")),
    "loket": (say("Petugas loket"), ("dinas", "bp3mi")),
    "bp3mi": (say("Petugas BP3MI"), ("bp3mi",)),
    "admin": (say("Admin"), ("dinas", "bp3mi", "kementerian")),
    "pusat": (say("Petugas kementerian"), ("kementerian",)),
    "p3mi": (say("Petugas perusahaan penempatan (P3MI)"), ("p3mi",)),
}
VERIFIERS = ("dinas", "penyelia", "bp3mi")


@dataclass(frozen=True)
class Actor:
    """Who does something: an account in a role. `officer` is set for those who work for an office."""

    account_id: int | None
    role: str  # holder, helper, or one of ROLES
    officer: Officer | None = None

    @classmethod
    def at_work(cls, officer: Officer) -> Actor:
        return cls(officer.account_id, officer.role, officer)


def office_name(kind: str, region: str) -> str:
    """'Dinas Tenaga Kerja Kabupaten Karawang'."""
    called = KINDS[kind][0]
    return f"{called} {region_name(region)}" if region else called


def office_for(kind: str, region: str) -> Office:
    """The office of this kind for a region, opened when it is not there yet. ValueError when the code does not fit."""
    if len(region) != KINDS[kind][1]:
        raise ValueError(f"{kind} does not serve {region!r}")
    found = office_at(kind, region)
    if found is None:
        Office.insert(kind=kind, region=region, name=office_name(kind, region)).on_conflict_ignore().execute()
        found = office_at(kind, region)
    return found


def office_of_company(company: Company) -> Office:
    """Where a company's staff work: an office whose 'region' is the company itself, opened when it is not there yet."""
    Office.insert(kind="p3mi", region=f"p{company.id}", name=company.name).on_conflict_ignore().execute()
    return office_at("p3mi", f"p{company.id}")


def company_id_of(officer: Officer) -> int:
    """Of which company somebody in the role 'p3mi' is staff."""
    return int(officer.office.region.removeprefix("p"))


def verifying_region(programme: Programme, district: str) -> tuple[str, str]:
    """(kind, region) of the office that verifies this programme for somebody of a district (PP.KK).

    BP3MI for those who go without a company, else the district's labour office (domain 1.3, 2.8)."""
    return ("bp3mi", district[:2]) if programme.verifier == "bp3mi" else ("dinas", district)


def in_scope(officer: Officer) -> Expression:
    """The registrations that an officer may see: the one place that says so (domain 2.9)."""
    if officer.role == "desa":
        return Registration.village == officer.office.region
    if officer.role in (*VERIFIERS, "loket"):
        return Registration.office == officer.office_id
    return Registration.id == 0  # an admin sees no case


def of_balai(officer: Officer) -> Expression:
    """The placements of the BP3MI that an officer works at; at the ministry, those of every BP3MI where nobody can open
    them: no placement is one that nobody moves on, and no call for help from abroad is lost there."""
    if officer.role == "pusat":
        return Placement.office.in_(offices_without(("bp3mi",), ("bp3mi",)))
    return Placement.office == officer.office_id


def offices_under(officer: Officer) -> Expression:
    """The offices that an admin looks after: their own region's, and all below it."""
    region = officer.office.region
    return fn.SUBSTR(Office.region, 1, len(region)) == region


def registration_in_scope(officer: Officer, number: str, *more: Any) -> Registration | None:
    """The registration with its office, when the officer may see it; `more` names tables to read with it."""
    query = Registration.select(Registration, Office, *more).join(Office)
    for table in more:
        query = query.switch(Registration).join(table)
    return query.where((Registration.number == number) & in_scope(officer)).first()


def colleagues_of(registration: Registration) -> list[Officer]:
    """Who of the office could have the file instead, with their accounts, by name."""
    return [one for one in colleagues(registration.office_id, VERIFIERS) if one.id != registration.officer_id]


def colleague(registration: Registration, typed: str) -> Officer | None:
    """The one among them with this id, as a form sends it."""
    return next((one for one in colleagues_of(registration) if str(one.id) == typed), None) if typed else None
