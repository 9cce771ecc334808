"""Remove what uploads leave behind: pictures without a row, and files that stopped arriving."""

from __future__ import annotations

import click

from portal import clock
from portal.data.base import db
from portal.rules import documents, uploads

SPARED = 3600  # seconds: a picture lies in the store for a moment before its row is written


@click.command()
def sweep() -> None:
    """Delete pictures that no document uses and that are older than an hour, and uploads whose 48 hours are over."""
    with db.connection_context():
        pictures = documents.sweep(clock.now().timestamp() - SPARED)
        ended = uploads.expire()
    click.echo(f"pictures: {pictures}, uploads: {ended}")
