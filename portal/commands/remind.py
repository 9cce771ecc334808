"""Tell people what ends soon."""

from __future__ import annotations

import click

from portal.data.base import db
from portal.rules import reminders


@click.command()
def remind() -> None:
    """Write messages about evidence that ends soon; each is told once. Run it daily."""
    with db.connection_context():
        click.echo(f"{reminders.remind()} reminded")
