"""Bring the database to the newest schema, and fill in what every installation needs."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from playhouse.migrations import Runner

from portal.commands.demo import fill_demo, tell_demo
from portal.data.base import db
from portal.data.region import load_regions, regions_loaded

FOLDER = Path(__file__).parent.parent.parent / "migrations"


def runner() -> Runner:
    return Runner(db.obj, str(FOLDER))


@click.command()
@click.option("--down", metavar="NAME", help="Go back to before this migration.")
def migrate(down: str | None) -> None:
    """Apply pending migrations, or go back."""
    with db.connection_context():
        names = runner().down(down) if down else runner().up()
    click.echo("\n".join(names) or "Nothing to migrate.")


@click.command()
def regions() -> None:
    """Load all villages of Indonesia; does nothing when they are there."""
    with db.connection_context():
        click.echo(f"{load_regions()} regions loaded.")


@click.command()
def prepare() -> None:
    """Migrate, load the regions, fill demo data where DEMO=1, and say where to go."""
    settings = current_app.config["SETTINGS"]
    with db.connection_context():
        runner().up()
        if not regions_loaded():
            load_regions()
        if settings.demo:
            fill_demo()
    click.echo(f"\nPortal PMI: {settings.base_url}")
    if settings.demo:
        tell_demo(click.echo)
