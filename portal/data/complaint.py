"""Complaints and reported offers, followed by a secret code; and signals that an officer has looked at."""

from __future__ import annotations

from peewee import CharField, ForeignKeyField, IntegerField

from portal.data.account import Account
from portal.data.base import EncryptedJsonField, EncryptedTextField, Table, UtcDateTimeField
from portal.data.company import Company
from portal.data.office import Office, Officer


class Complaint(Table):
    """`kind` is 'pengaduan' or 'tawaran' (a reported offer, whose particulars stand in `offer`).

    `code_hash` is the keyed hash of the secret code; the code itself is kept nowhere. `state`: diterima, diverifikasi,
    ditangani, selesai, dirujuk (domain 2.8)."""

    kind = CharField(max_length=10)
    code_hash = CharField(max_length=64, unique=True)
    state = CharField(max_length=12)
    state_since = UtcDateTimeField()
    words = EncryptedTextField()
    contact = EncryptedTextField(default="")
    offer = EncryptedJsonField(null=True)
    company = ForeignKeyField(Company, null=True, backref="complaints")
    account = ForeignKeyField(Account, null=True, index=False)
    office = ForeignKeyField(Office, index=False)
    officer = ForeignKeyField(Officer, null=True, index=False)
    at = UtcDateTimeField()
    version = IntegerField(default=0)

    class Meta:
        indexes = ((("office", "state", "id"), False),)


class ComplaintStep(Table):
    """A dated step of a complaint. `shown` 1: its words are for the person who complained, too."""

    complaint = ForeignKeyField(Complaint, backref="steps", on_delete="CASCADE")
    state = CharField(max_length=12)
    words = EncryptedTextField(default="")
    referred_to = CharField(max_length=16, default="")  # polisi | perwakilan | bp3mi | dinas
    shown = IntegerField(default=1)
    officer = ForeignKeyField(Officer, null=True, index=False)
    at = UtcDateTimeField()


class Dismissed(Table):
    """A signal that an officer looked at and laid aside. `subject` is like 'placement:12'."""

    signal = CharField(max_length=24)
    subject = CharField(max_length=40)
    reason = EncryptedTextField()
    officer = ForeignKeyField(Officer)
    at = UtcDateTimeField()

    class Meta:
        indexes = ((("signal", "subject"), True),)
