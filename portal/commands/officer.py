"""Officers from the shell: the first admin, and the demo's codes."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.data.account import accounts_with
from portal.data.base import db
from portal.data.company import company_by_licence
from portal.data.office import Office, officer_of
from portal.rules import officers
from portal.rules.names import tidy_name
from portal.rules.offices import KINDS, ROLES, Actor, office_for, office_of_company
from portal.rules.phone import read_contact
from portal.rules.refusal import Refused
from portal.rules.regions import region_name


@click.command("officer-add")
@click.option("--name", required=True)
@click.option("--contact", required=True, help="Phone or e-mail; the code for a password comes there.")
@click.option("--role", required=True, type=click.Choice(list(ROLES)))
@click.option("--office", required=True,
              help="kind:region, such as dinas:32.15, bp3mi:32, kementerian:, p3mi:<licence number>")
@with_appcontext
def officer_add(name: str, contact: str, role: str, office: str) -> None:
    """Invite an officer, say the first admin. They make a password with a code at /akun/lupa."""
    kind, _, region = office.partition(":")
    if kind not in KINDS:
        raise click.ClickException(f"No office is a {kind!r}: {', '.join(KINDS)}.")
    try:
        how, normal = read_contact(contact)
        with db.connection_context():
            made = officers.invite(Actor(None, "admin"), name=tidy_name(name), kind=how, contact=normal, role=role,
                                   office=_office(kind, region), address=current_app.config["SETTINGS"].base_url)
    except (Refused, ValueError) as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"Officer {made.id} invited. Run `flask portal deliver`, or see the outbox; then /akun/lupa.")


def _office(kind: str, region: str) -> Office:
    """The office of a region, or of the company whose licence (SIP3MI) has this number."""
    if kind == "p3mi":
        company = company_by_licence(region)
        if company is None:
            raise click.ClickException(f"No company has the licence {region!r}.")
        return office_of_company(company)
    if region and region_name(region) == region:
        raise click.ClickException(f"No region has the code {region!r}.")
    return office_for(kind, region)


@click.command("demo-code")
@click.argument("phone")
@with_appcontext
def demo_code(phone: str) -> None:
    """Print the present code of a demo officer."""
    if not current_app.config["SETTINGS"].demo:
        raise click.ClickException("DEMO is off.")
    try:
        contact = read_contact(phone)[1]
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    with db.connection_context():
        for account in accounts_with(contact):
            found = officer_of(account.id)
            if found and found.totp:
                click.echo(officers.code_now(found))
                return
    raise click.ClickException("No officer with a code has this phone.")
