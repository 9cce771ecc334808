"""Village helpers (pendamping) who asked an office to recognise them."""

from __future__ import annotations

from peewee import CharField, ForeignKeyField

from portal.data.account import Account
from portal.data.base import EncryptedTextField, Table, UtcDateTimeField
from portal.data.office import Office, Officer


class Helper(Table):
    """`state`: diminta, diakui, ditolak, ditangguhkan."""

    account = ForeignKeyField(Account, backref="helping", unique=True, on_delete="CASCADE")
    office = ForeignKeyField(Office)  # the village or district that was asked
    state = CharField(max_length=14)
    note = EncryptedTextField(default="")
    officer = ForeignKeyField(Officer, null=True)
    asked_at = UtcDateTimeField()
    since = UtcDateTimeField()


def helper_of(account_id: int) -> Helper | None:
    return Helper.select(Helper, Office).join(Office).where(Helper.account == account_id).first()
