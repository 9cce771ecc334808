"""Demo data: clearly fictional people and officers, never in production."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import click
from flask import current_app

from portal import clock
from portal.commands.demo_cases import fill_cases
from portal.commands.demo_catalog import fill_catalog
from portal.commands.demo_people import CILAMAYA
from portal.data.account import Account, accounts_with
from portal.data.base import transaction
from portal.data.counter import desks_of
from portal.data.office import Officer, officer_of
from portal.gateways.passwords import hash_password
from portal.keyring import keyed_hash
from portal.rules import events
from portal.rules.counter import open_counter
from portal.rules.offices import office_for

PASSWORD = "demo-2026"  # noqa: S105 - public on purpose; production refuses DEMO=1


@dataclass(frozen=True)
class SignIn:
    """One sign-in of the demo; `office` is (kind, region) for those who work for one."""

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
        return "DEMOPUBLIKDEMOPUBLIKDEMOPUBLIK" + "A" + "ABCDEFGHIJ"[int(self.phone[-1])]


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
)


def fill_demo() -> None:
    """Make the sign-ins and the cases that are not there yet. A second run asks, and makes nothing."""
    hashed = ""
    for one in SIGN_INS:
        known = accounts_with(one.contact)
        if not known:
            hashed = hashed or hash_password(PASSWORD)  # one hash will do: the password is public
            known = [_open(one, hashed)]
        if one.role and officer_of(known[0].id) is None:
            _employ(one, known[0])
    for kind, region in (("dinas", "32.15"), ("dinas", "32.13"), ("bp3mi", "32")):
        if not desks_of(office_for(kind, region).id):
            open_counter(office_for(kind, region))
    fill_cases({(one.role, one.office[1]): officer_of(accounts_with(one.contact)[0].id)
                for one in SIGN_INS if one.role})
    fill_catalog()


def _open(one: SignIn, hashed: str) -> Account:
    at = clock.now()
    return Account.create(
        name=one.name, contact_kind="phone", contact=one.contact, contact_hash=keyed_hash(one.contact),
        password=hashed, is_helper=one.what == "pendamping", confirmed_at=at, created_at=at,
    )


def _employ(one: SignIn, account: Account) -> None:
    """As if invited, with the app set up already. Somebody whose work was ended in the demo begins anew."""
    with transaction():
        Officer.insert(account=account, office=office_for(*one.office), role=one.role, totp=one.secret,
                       since=clock.now()).on_conflict(
            conflict_target=[Officer.account], update={Officer.until: None, Officer.totp: one.secret}
        ).execute()
        made = officer_of(account.id)
        events.record(f"officer:{made.id}", "officer:invited", None, role=one.role, office=made.office_id)


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
