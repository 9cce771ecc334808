"""Tell people what ends soon, or has ended unanswered."""

from __future__ import annotations

import click

from portal.data.base import db
from portal.rules import applicants, held, reminders


@click.command()
def remind() -> None:
    """Write messages about evidence that ends soon, and about orders that ended while somebody waited for an answer;
    each is told once; and tell who has a card and may not leave now. Run it daily."""
    with db.connection_context():
        click.echo(f"{reminders.remind() + applicants.remind() + held.remind()} reminded")
