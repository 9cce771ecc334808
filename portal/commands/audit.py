"""Check the chain of events."""

import click

from portal.data.base import db
from portal.rules.events import broken_links


@click.command("verify-audit")
def verify_audit() -> None:
    """Find changed, missing or inserted events; exit 1 when there are any."""
    with db.connection_context():
        broken = broken_links()
    if broken:
        click.echo("Broken at event: " + ", ".join(str(event) if event else "the end" for event in broken))
        raise SystemExit(1)
    click.echo("The chain of events is whole.")
