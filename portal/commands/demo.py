"""Demo data: clearly fictional people, never in production."""

from __future__ import annotations

from collections.abc import Callable

import click
from flask import current_app

from portal import clock
from portal.data.account import Account, accounts_with
from portal.gateways.passwords import hash_password
from portal.keyring import keyed_hash

PASSWORD = "demo-2026"  # noqa: S105 - public on purpose; production refuses DEMO=1
SIGN_INS = (
    ("081200000001", "Siti Contoh", False, "candidate"),
    ("081200000002", "Pendamping Contoh", True, "pendamping"),
)


def fill_demo() -> None:
    """Make the demo accounts that are not there yet."""
    for phone, name, helper, _role in SIGN_INS:
        contact = "62" + phone[1:]
        if not accounts_with(contact):
            Account.create(
                name=name, contact_kind="phone", contact=contact, contact_hash=keyed_hash(contact),
                password=hash_password(PASSWORD), is_helper=helper, confirmed_at=clock.now(), created_at=clock.now(),
            )


def tell_demo(say: Callable[[str], None]) -> None:
    """Print the demo sign-ins."""
    say(f"Demo sign-ins (password {PASSWORD}):")
    for phone, _name, _helper, role in SIGN_INS:
        say(f"  {phone}  {role}")


@click.command()
def demo() -> None:
    """Fill the demo accounts and print them."""
    if not current_app.config["SETTINGS"].demo:
        raise click.ClickException("DEMO is off.")
    fill_demo()
    tell_demo(click.echo)
