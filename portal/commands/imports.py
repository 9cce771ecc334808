"""Loaders from the shell: `flask portal import-companies FILE.csv`, and its like."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import with_appcontext

from portal.data.base import db
from portal.rules.imports import LOADERS
from portal.rules.sheets import Report, Unreadable

_SHOWN = 200  # refused rows


def _command(what: str) -> click.Command:
    @click.command(f"import-{what}", help=f"Load {what.replace('-', ' ')} from a CSV file ('-': standard input).")
    @click.argument("file", type=click.File("rb"))
    @with_appcontext
    def load(file: BinaryIO) -> None:
        try:
            with db.connection_context():
                report = LOADERS[what](file.read())
        except Unreadable as wrong:
            raise click.ClickException(f"{Path(file.name).name}: {wrong.words}") from None
        tell(report)
        if report.refused:
            sys.exit(2)

    return load


def tell(report: Report) -> None:
    """Print what became of the rows: the counts, then each refused one."""
    click.echo(f"{report.new} accepted, {report.changed} changed, {report.same} known already, "
               f"{len(report.refused)} refused.")
    for row in report.refused[:_SHOWN]:
        click.echo(f"  line {row.line}, {row.field}: {row.words}")
    if len(report.refused) > _SHOWN:
        click.echo(f"  … and {len(report.refused) - _SHOWN} more.")


COMMANDS = tuple(map(_command, LOADERS))
