"""What an admin may do: see offices and officers of the own region, invite, end, and help who lost a proof."""

from __future__ import annotations

import re

from portal.data.account import Account
from portal.data.base import transaction
from portal.data.company import Company, company_by_licence
from portal.data.office import Office, Officer, officers_after
from portal.rules import events, limits, officers
from portal.rules.accounts import TooMany
from portal.rules.companies import find, near
from portal.rules.offices import KINDS, ROLES, Actor, office_for, office_of_company, offices_under
from portal.rules.refusal import Refused
from portal.rules.regions import region_name
from portal.words import say

PAGE = 25
INVITATIONS = "5 per hour"  # to one contact


class WrongOffice(Refused):
    """The region's code, or the role there, cannot be meant."""


class WrongCompany(Refused):
    """The company cannot be told from what was typed, or is not this admin's to invite for."""


def officers_page(admin: Officer, after: int = 0) -> list[Officer]:
    """Officers at work under this admin, by region, office and id, from behind the one with id `after`; one more than
    a page, which tells whether there is another."""
    return officers_after(offices_under(admin), after, PAGE + 1)


def officer_under(admin: Officer, officer_id: int) -> Officer | None:
    """With office and account, when at work under this admin."""
    return (
        Officer.select(Officer, Office, Account).join(Office).switch(Officer).join(Account)
        .where((Officer.id == officer_id) & Officer.until.is_null() & offices_under(admin)).first()
    )


def offices_page(admin: Officer, after: str = "") -> list[Office]:
    """Offices under this admin by region and kind, from behind 'region/kind'; one more than a page. Companies are not
    among them: their names are on their licences."""
    where = offices_under(admin) & (Office.kind != "p3mi")
    query = Office.select().where(where).order_by(Office.region, Office.kind).limit(PAGE + 1)
    region, _, kind = after.partition("/")
    if kind in KINDS and re.fullmatch(r"[0-9.]*", region):
        query = query.where((Office.region > region) | ((Office.region == region) & (Office.kind > kind)))
    return list(query)


def office_under(admin: Officer, office_id: int) -> Office | None:
    return Office.get_or_none((Office.id == office_id) & (Office.kind != "p3mi") & offices_under(admin))


def rename(admin: Officer, office: Office, name: str) -> None:
    """Call the office by the name that stands at its door."""
    with transaction():
        if Office.update(name=name).where((Office.id == office.id) & (Office.name != name)).execute():
            events.record(f"office:{office.id}", "office:renamed", admin.account_id, old=office.name, new=name)


def invite(admin: Officer, *, name: str, kind: str, contact: str, role: str, code: str, address: str,
           company: str = "") -> Officer:
    """Invite somebody to the office that `role` and the region `code` mean, or for the role 'p3mi' to the `company` of
    this name or licence; the office is opened when it is not there yet.

    Raises WrongOffice for an unknown code, an office without such a role, or one outside the admin's region;
    WrongCompany for one that is not known, or that another admin looks after; Refused for a contact that cannot be
    invited, TooMany for one invited five times in an hour."""
    meant = company_meant(admin, company) if role == "p3mi" else None
    office_kind, region = ("p3mi", "") if meant else office_meant(role, code)
    if not (meant or region.startswith(admin.office.region)):
        raise WrongOffice(say("Kantor ini di luar wilayah Anda."))
    _guard(contact)
    with transaction():
        office = office_of_company(meant) if meant else office_for(office_kind, region)
        invited = officers.invite(Actor.at_work(admin), name=name, kind=kind, contact=contact, role=role,
                                  office=office, address=address)
    limits.count(INVITATIONS, "invitation", contact)
    return invited


def company_meant(admin: Officer, typed: str) -> Company:
    """The company of this licence number or name. Raises WrongCompany, which names near ones.

    A company serves the whole country, so its staff are the ministry's to invite."""
    if admin.office.region:
        raise WrongCompany(say("Petugas perusahaan hanya diundang oleh admin kementerian."))
    if not typed:
        raise WrongCompany(say("Isi nama atau nomor izin perusahaannya."))
    found = company_by_licence(typed) or find(typed)
    if found is None:
        if alike := near(typed):
            names = ", ".join(one.name for one in alike)
            raise WrongCompany(say("Perusahaan ini tidak ada dalam data kami. Maksud Anda: %(names)s?", names=names))
        raise WrongCompany(say("Perusahaan ini tidak ada dalam data kami. Tambahkan dulu perusahaannya."))
    return found


def office_meant(role: str, code: str) -> tuple[str, str]:
    """(kind, region) of the office of this role at a code typed with or without dots. Raises WrongOffice."""
    if re.search(r"[^0-9. ]", code) or not code.isascii():
        raise WrongOffice(say("Kode wilayah hanya berisi angka dan titik, contoh: 32.15."))
    digits = re.sub(r"[^0-9]", "", code)
    region = ".".join(part for part in (digits[:2], digits[2:4], digits[4:6], digits[6:]) if part)
    kind = next((kind for kind in ROLES[role][1] if KINDS[kind][1] == len(region)), None)
    if kind is None:
        raise WrongOffice(say("Peran ini tidak ada di kantor dengan kode itu."))
    if region and region_name(region) == region:
        raise WrongOffice(say("Kode wilayah ini tidak dikenal."))
    return kind, region


def end(admin: Officer, officer: Officer) -> None:
    """End the work. Raises Refused for the admin's own: nobody may be left to undo it."""
    if officer.id == admin.id:
        raise Refused(say("Anda tidak dapat mengakhiri tugas Anda sendiri."))
    officers.end(Actor.at_work(admin), officer)


def forget_proof(admin: Officer, officer: Officer) -> None:
    """After a lost telephone; not one's own, so that a session left open cannot be made another person's.

    Raises Refused."""
    if officer.id == admin.id:
        raise Refused(say("Minta admin lain untuk menghapus aplikasi kode Anda."))
    officers.forget_proof(Actor.at_work(admin), officer)


def invite_again(admin: Officer, officer: Officer, address: str) -> None:
    """Send the invitation once more. Raises Refused for who has a password already, TooMany after five an hour."""
    if officer.account.confirmed_at:
        raise Refused(say("Petugas ini sudah membuat kata sandi."))
    _guard(officer.account.contact)
    limits.count(INVITATIONS, "invitation", officer.account.contact)
    with transaction():
        officers.send_invitation(officer.account.contact, address)
        events.record(f"officer:{officer.id}", "officer:invited_again", admin.account_id)


def _guard(contact: str) -> None:
    if limits.spent(INVITATIONS, "invitation", contact):
        raise TooMany
