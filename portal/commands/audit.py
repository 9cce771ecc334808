"""Check the chain of events."""

import click

from portal.data.base import db
from portal.rules.events import broken_links, mark


@click.command("verify-audit")
@click.option("--since", default="", help="The mark that an earlier run printed: the chain must still run through it.")
def verify_audit(since: str) -> None:
    """Find changed, missing or inserted events; exit 1 when there are any. Keep the printed mark on another machine."""
    with db.connection_context():
        come, broken = mark(), broken_links(since)
    if broken:
        click.echo("Broken at event: " + ", ".join(str(event) if event else "the end" for event in broken))
        raise SystemExit(1)
    click.echo(f"The chain of events is whole. Mark: {come}")
