"""Seal every encrypted field, and every picture in the store, anew with the newest key of the ring."""

from __future__ import annotations

import click

from portal import keyring
from portal.data.account import Account
from portal.data.base import EncryptedTextField, Table, db, transaction
from portal.data.complaint import Complaint, ComplaintStep
from portal.data.document import Document
from portal.data.draft import Answer
from portal.data.helper import Helper
from portal.data.message import Message
from portal.data.office import Officer
from portal.data.once import Once
from portal.data.person import Person
from portal.data.placement import Dismissed, Evidence, Placement, Report
from portal.data.registration import Registration
from portal.data.review import Correction, Decision, Finding, Review
from portal.data.village import FamilyLetter, Movement
from portal.rules import documents

SEALED: tuple[type[Table], ...] = (Account, Person, Answer, Registration, Message, Officer, Review, Finding, Correction,
                                   Decision, FamilyLetter, Movement, Helper, Document, Once,
                                   Complaint, ComplaintStep, Placement, Evidence, Report, Dismissed)


@click.command("rotate-keys")
def rotate_keys() -> None:
    """Rewrite rows and pictures sealed with an older key; safe to run again, and while the portal serves."""
    with db.connection_context():
        for table in SEALED:
            click.echo(f"{table._meta.table_name}: {rotate(table)} rows sealed anew")
    click.echo(f"store: {documents.reseal()} pictures sealed anew")


def rotate(table: type[Table]) -> int:
    """Reseal one table's old rows. A row that changed meanwhile is left to the next run."""
    fields = [field for field in table._meta.sorted_fields if isinstance(field, EncryptedTextField)]
    keys = table._meta.get_primary_keys()
    columns = ", ".join(f'"{field.column_name}"' for field in [*keys, *fields])
    done = 0
    for row in list(db.execute_sql(f'SELECT {columns} FROM "{table._meta.table_name}"')):  # noqa: S608 - names of our own tables and columns
        old = dict(zip(fields, row[len(keys):], strict=True))
        stale = {f: v for f, v in old.items() if v is not None and not keyring.ring().is_current(v)}
        if stale:
            done += _reseal(table, dict(zip(keys, row, strict=False)), stale)
    return done


def _reseal(table: type[Table], key: dict, stale: dict) -> int:
    mark = "?" if db.obj.param == "?" else "%s"
    sets = ", ".join(f'"{field.column_name}" = {mark}' for field in stale)
    where = " AND ".join(f'"{field.column_name}" = {mark}' for field in [*key, *stale])
    ring = keyring.ring()
    values = [ring.encrypt(ring.decrypt(text)) for text in stale.values()]
    with transaction():
        sql = f'UPDATE "{table._meta.table_name}" SET {sets} WHERE {where}'  # noqa: S608 - names of our own tables and columns
        return db.execute_sql(sql, (*values, *key.values(), *stale.values())).rowcount
