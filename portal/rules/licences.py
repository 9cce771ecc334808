"""The ministry's hand on companies: added, changed, sanctioned, with their staff; and what each is told of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from portal import clock
from portal.data.base import transaction
from portal.data.company import (
    Branch,
    Company,
    Sanction,
    companies_after,
    company_by_licence,
    company_with,
    licence_key,
    lock_company,
    sanctions_of,
)
from portal.data.office import Office, Officer
from portal.data.proposal import staff_of
from portal.rules import companies, outbox
from portal.rules.companies import Details, Standing, WrongField, company_key, find, near
from portal.rules.moves import TooLate
from portal.rules.row_id import row_id
from portal.rules.vacancies import SANCTIONS, STANDINGS
from portal.words import Words, say

__all__ = ["SANCTIONS", "STANDINGS", "TooLate"]

HEARD: dict[str, Words] = {  # whether anybody of a company could be told of what was decided
    "ya": say("Perusahaannya diberi tahu."),
    "tidak": say("Tidak ada petugas perusahaan ini yang dapat dikabari lewat portal: beri tahu dengan cara lain."),
}
PAGE = 25
MOST_STAFF = 50


@dataclass(frozen=True)
class Told:
    """All that is known of a company. `sanctions` newest first; `staff` at work, the first one at the head."""

    company: Company
    standing: Standing
    branches: list[Branch]
    sanctions: list[Sanction]
    staff: list[Officer]


@dataclass(frozen=True)
class Page:
    """Companies with their standing, and where the next page begins."""

    rows: list[tuple[Company, Standing]]
    next: str | None


def today() -> date:
    """The day of which pages speak."""
    return clock.today()


# -- looking -----------------------------------------------------------------------------------------------------------
def told(company_id: int) -> Told | None:
    """A company as it stands today."""
    found = company_with(company_id)
    if found is None:
        return None
    return Told(found, companies.standing(found, clock.today()), companies.branches(found),
                sanctions_of([company_id]), staff_of("p3mi", f"p{company_id}", MOST_STAFF))


def standing_of(company_id: int) -> Standing:
    """How a company stands today."""
    return companies.standing(company_with(company_id), clock.today())


def page_of(after: str = "") -> Page:
    """25 companies by name, from behind 'id' of the last one; from the first one for what is no such id."""
    last = company_with(row_id(after))
    found = companies_after(last.key, last.id, PAGE + 1) if last else companies_after("", 0, PAGE + 1)
    return Page(_standings(found[:PAGE]), str(found[PAGE - 1].id) if len(found) > PAGE else None)


def sought(typed: str) -> list[tuple[Company, Standing]]:
    """Companies of this name or licence number, then those of near names."""
    exact = company_by_licence(typed) or find(typed)
    return _standings([one for one in (exact, *near(typed, 9)) if one])


def _standings(found: list[Company]) -> list[tuple[Company, Standing]]:
    how = companies.standings(found, clock.today())
    return [(one, how[one.id]) for one in found]


def stamp(at: datetime) -> str:
    """When a row was last changed, as a form brings it back."""
    return at.isoformat()


# -- changing ----------------------------------------------------------------------------------------------------------
def add(officer: Officer, details: Details) -> Company:
    """A company that is not known yet. Raises WrongField, also for a name or licence that another one has."""
    with transaction():
        _check_others(None, details)
        return companies.save_company(details, officer.account_id)[0]


def change(officer: Officer, company: Company, details: Details, seen: str) -> None:
    """Keep what is told now. `seen` is the stamp of the company that the page showed.

    Raises WrongField, and TooLate when somebody changed it since."""
    with transaction():
        now = company_with(company.id)
        if stamp(now.changed_at) != seen:
            raise TooLate("company")
        _check_others(company, details)
        if licence_key(details.sip3mi) != licence_key(now.sip3mi) and company_key(details.name) != now.key:
            raise WrongField("sip3mi", say("Ubah nama dan nomor izin satu per satu, agar tetap dikenali."))
        same = (Company.id == company.id) & (Company.changed_at == now.changed_at)
        if not Company.update(changed_at=clock.now()).where(same).execute():
            raise TooLate("company")
        companies.save_company(details, officer.account_id)
        Office.update(name=" ".join(details.name.split())).where(
            (Office.kind == "p3mi") & (Office.region == f"p{company.id}")).execute()


def _check_others(company: Company | None, details: Details) -> None:
    own = company.id if company else None
    other = company_by_licence(details.sip3mi)
    if other and other.id != own:
        raise WrongField("sip3mi", say("Nomor izin ini sudah dipakai perusahaan lain."))
    other = find(details.name)
    if other and other.id != own:
        raise WrongField("nama", say("Perusahaan dengan nama ini sudah ada."))


# -- sanctions ---------------------------------------------------------------------------------------------------------
def stamp_of(sanctions: list[Sanction]) -> str:
    """What a company was under, as a form brings it back: another one after each sanction laid, changed or lifted."""
    last = max((one.noted_at for one in sanctions), default=None)
    return f"{len(sanctions)} {stamp(last) if last else ''}"


def lay(officer: Officer, company: Company, kind: str, since: date, basis: str, until: date | None,
        seen: str) -> str | None:
    """A sanction, told to the company's staff; one of the same kind and first day is changed. `seen` is the stamp of
    the sanctions that the page showed. Answers a code of HEARD, or None where it was noted just so already, and nobody
    hears of it. Raises WrongField, and TooLate when there are others since."""
    with transaction():
        lock_company(company.id)
        if stamp_of(sanctions_of([company.id])) != seen:
            raise TooLate("sanction")
        _made, what = companies.sanction(company, kind, since, basis, until, officer)
        if what == "same":
            return None
        return _tell(company, say("Izin perusahaan Anda dikenai sanksi. Dasar dan tanggalnya ada di ruang perusahaan."))


def sanction_of(company: Company, sanction_id: int) -> Sanction | None:
    """One of this company's."""
    return Sanction.get_or_none((Sanction.id == sanction_id) & (Sanction.company == company))


def lift(officer: Officer, sanction: Sanction, last_day: date, basis: str, seen: str) -> str:
    """End a sanction early; `seen` is its stamp on the page. Answers a code of HEARD. Raises WrongField, and TooLate.
    """
    with transaction():
        lock_company(sanction.company_id)
        now = Sanction.get_by_id(sanction.id)
        if stamp(now.noted_at) != seen or not may_end(now):
            raise TooLate("sanction")
        companies.lift(now, last_day, basis, officer)
        return _tell(sanction.company,
                     say("Sanksi atas izin perusahaan Anda diakhiri. Tanggalnya ada di ruang perusahaan."))


def may_end(sanction: Sanction) -> bool:
    """Whether it has an end still to come, or none."""
    return sanction.until is None or sanction.until >= clock.today()


def _tell(company: Company, words: Words) -> str:
    """Write to three of the company's staff; a code of HEARD."""
    written = [outbox.write("company:sanction", one.account.contact, words, one.account.language)
               for one in staff_of("p3mi", f"p{company.id}", 3)]
    return heard(any(written))


def heard(anybody: bool) -> str:
    """The code of HEARD."""
    return "ya" if anybody else "tidak"
