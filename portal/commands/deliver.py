"""Send what waits in the outbox."""

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.data.base import db
from portal.gateways.messages import through
from portal.rules import outbox


@click.command()
@with_appcontext
def deliver() -> None:
    """Send every message that is due. Run it each minute; two at once never send one twice."""
    with db.connection_context():
        sent, failed = outbox.deliver(through(current_app.config["SETTINGS"].apprise_urls))
    click.echo(f"{sent} sent, {failed} failed")
