"""What the outbox could not send, for an operator: without contact and text."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from portal.data.base import db
from portal.rules import outbox as rules


@click.command()
@click.option("--retry", is_flag=True, help="Let all that was given up be tried anew from the next delivery on.")
@with_appcontext
def outbox(retry: bool) -> None:
    """List messages that were given up, or are being tried again: id, kind, tries, and what comes next."""
    with db.connection_context():
        if retry:
            click.echo(f"{rules.retry()} to be tried anew")
            return
        given_up, waiting = rules.troubled()
        for message in given_up:
            click.echo(f"{_tried(message)}  given up {message.failed_at:%F %H:%M} UTC")
        for message in waiting:
            click.echo(f"{_tried(message)}  next at {message.due_at:%F %H:%M} UTC")
    click.echo(f"{len(given_up)} given up, {len(waiting)} being tried again")


def _tried(message: rules.Message) -> str:
    return f"{message.id}  {message.kind}  {message.tries} tries"
