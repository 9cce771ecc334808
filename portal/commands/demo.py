"""Demo data: clearly fictional people and officers, never in production."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import click
from flask import current_app

from portal import clock
from portal.commands.demo_cases import fill_cases
from portal.commands.demo_catalog import fill_catalog
from portal.commands.demo_complaints import fill_complaints
from portal.commands.demo_orders import fill_orders
from portal.commands.demo_people import CILAMAYA
from portal.data.account import Account, accounts_with
from portal.data.base import transaction
from portal.data.company import Company, company_by_licence
from portal.data.counter import desks_of
from portal.data.office import Office, Officer, officer_of
from portal.gateways.passwords import hash_password
from portal.keyring import keyed_hash
from portal.rules import events
from portal.rules.companies import Details, save_company
from portal.rules.counter import open_counter
from portal.rules.offices import office_for, office_of_company

COMPANY = "SIP3MI-CONTOH-001"  # licence of the fictional company whose staff can sign in
PASSWORD = "demo-2026"  # noqa: S105 - public on purpose; production refuses DEMO=1


@dataclass(frozen=True)
class SignIn:
    """One sign-in of the demo; `office` is (kind, region) for those who work for one, or ("p3mi", licence)."""

    phone: str
    name: str
    what: str
    role: str = ""
    office: tuple[str, str] = ("", "")

    @property
    def contact(self) -> str:
        return "62" + self.phone[1:]

    @property
    def secret(self) -> str:
        """Of the second proof: public on purpose, and the same in every demo."""
        return "DEMOPUBLIKDEMOPUBLIKDEMOPUBLIK" + "".join("ABCDEFGHIJ"[int(digit)] for digit in self.phone[-2:])


SIGN_INS = (
    SignIn("081200000001", "Siti Contoh", "candidate"),
    SignIn("081200000002", "Pendamping Contoh", "pendamping"),
    SignIn("081200000003", "Bu Desa Contoh", "petugas desa, Cilamaya", "desa", ("desa", CILAMAYA)),
    SignIn("081200000004", "Pak Dinas Contoh", "petugas dinas, Karawang", "dinas", ("dinas", "32.15")),
    SignIn("081200000005", "Bu Penyelia Contoh", "penyelia, Karawang", "penyelia", ("dinas", "32.15")),
    SignIn("081200000006", "Pak Loket Contoh", "loket, Karawang", "loket", ("dinas", "32.15")),
    SignIn("081200000007", "Bu Balai Contoh", "BP3MI, Jawa Barat", "bp3mi", ("bp3mi", "32")),
    SignIn("081200000008", "Admin Contoh", "admin, the whole country", "admin", ("kementerian", "")),
    SignIn("081200000009", "Pak Subang Contoh", "petugas dinas, Subang", "dinas", ("dinas", "32.13")),
    SignIn("081200000010", "Bu Perusahaan Contoh", "P3MI, PT Contoh Harapan", "p3mi", ("p3mi", COMPANY)),
    SignIn("081200000011", "Pak Pusat Contoh", "pusat, the ministry", "pusat", ("kementerian", "")),
)


def fill_demo() -> None:
    """Make the sign-ins and the cases that are not there yet. A second run asks, and makes nothing."""
    hashed, staff = "", {}
    for one in SIGN_INS:
        known = accounts_with(one.contact)
        if not known:
            hashed = hashed or hash_password(PASSWORD)  # one hash will do: the password is public
            known = [_open(one, hashed)]
        if one.role:
            staff[one.role, one.office[1]] = officer_of(known[0].id) or _employ(one, known[0])
    for kind, region in (("dinas", "32.15"), ("dinas", "32.13"), ("bp3mi", "32")):
        if not desks_of(office_for(kind, region).id):
            open_counter(office_for(kind, region))
    fill_catalog()
    fill_orders(staff["p3mi", COMPANY], staff["pusat", ""])
    fill_cases(staff)
    fill_complaints(staff)


def _office(kind: str, region: str) -> Office:
    """The office; a company's, too, with the company itself when it is not there yet."""
    return office_of_company(_company(region)) if kind == "p3mi" else office_for(kind, region)


def _company(sip3mi: str) -> Company:
    """The fictional company."""
    return company_by_licence(sip3mi) or save_company(Details(
        name="PT Contoh Harapan", sip3mi=sip3mi, valid_until=clock.today() + timedelta(days=400), region="32.15",
        address="Jalan Contoh 1, Karawang", phone="021 0000 000", source="Data contoh", checked_on=clock.today()))[0]


def _open(one: SignIn, hashed: str) -> Account:
    at = clock.now()
    return Account.create(
        name=one.name, contact_kind="phone", contact=one.contact, contact_hash=keyed_hash(one.contact),
        password=hashed, is_helper=one.what == "pendamping", confirmed_at=at, created_at=at,
    )


def _employ(one: SignIn, account: Account) -> Officer:
    """As if invited, with the app set up already. Somebody whose work was ended in the demo begins anew."""
    with transaction():
        Officer.insert(account=account, office=_office(*one.office), role=one.role, totp=one.secret,
                       since=clock.now()).on_conflict(
            conflict_target=[Officer.account], update={Officer.until: None, Officer.totp: one.secret}
        ).execute()
        made = officer_of(account.id)
        events.record(f"officer:{made.id}", "officer:invited", None, role=one.role, office=made.office_id)
        return made


def tell_demo(tell: Callable[[str], None]) -> None:
    """Print the demo sign-ins as a table."""
    tell(f"Demo sign-ins, password {PASSWORD}; officers also need the code of now:")
    tell("DEMO=1 .venv/bin/flask --app wsgi portal demo-code PHONE, or an app with the public secret below.")
    for one in SIGN_INS:
        tell(f"  {one.phone}  {one.what:26}{one.secret if one.role else ''}".rstrip())


@click.command()
def demo() -> None:
    """Fill the demo accounts and print them."""
    if not current_app.config["SETTINGS"].demo:
        raise click.ClickException("DEMO is off.")
    fill_demo()
    tell_demo(click.echo)
