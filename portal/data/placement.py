"""Placements: a verified person on the way to one job, the evidence gathered, the card, and what comes after."""

from __future__ import annotations

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.data.account import Account
from portal.data.base import EncryptedJsonField, EncryptedTextField, Table, UtcDateTimeField
from portal.data.company import Company
from portal.data.office import Office, Officer
from portal.data.order import Order
from portal.data.registration import Registration


class Placement(Table):
    """`active` holds the registration's id while the placement runs, else nothing: one at a time.

    `state`: disiapkan (gates), siap (E-KPMI issued), berangkat, bekerja, pulang, purna, gagal, batal. `quota` says
    from which share of the order it took its place: l, p, any, or '' without an order. `office` is the region's BP3MI.
    """

    registration = ForeignKeyField(Registration, backref="placements", on_delete="CASCADE")
    active = IntegerField(null=True, unique=True)
    scheme = CharField(max_length=10)
    programme = CharField(max_length=24)
    order = ForeignKeyField(Order, null=True, backref="placements")
    company = ForeignKeyField(Company, null=True, backref="placements", index=False)
    quota = CharField(max_length=3, default="")
    state = CharField(max_length=12)
    state_since = UtcDateTimeField()
    reason = CharField(max_length=24, default="")  # a code: why it failed, was given up, or why somebody came home
    office = ForeignKeyField(Office, backref="placements", index=False)
    linked_by = ForeignKeyField(Officer, null=True, index=False)
    began_at = UtcDateTimeField()
    version = IntegerField(default=0)

    class Meta:
        indexes = (
            (("company", "state", "id"), False),
            (("office", "state", "id"), False),
        )


class Evidence(Table):
    """What was brought for one gate. `state`: diajukan, diterima, ditolak. The newest of a gate counts; those before it
    have `replaced_at`. `detail`: what only this gate knows, such as the work agreement's terms."""

    placement = ForeignKeyField(Placement, backref="evidence", on_delete="CASCADE")
    gate = CharField(max_length=16)
    state = CharField(max_length=10)
    result = CharField(max_length=16, default="")
    issuer = CharField(max_length=160, default="")
    number = EncryptedTextField(default="")
    dated = DateField(null=True)
    valid_until = DateField(null=True, index=True)
    detail = EncryptedJsonField(null=True)
    document = CharField(max_length=24, default="")  # code of the document with the photo, where there is one
    account = ForeignKeyField(Account, null=True, index=False)
    officer = ForeignKeyField(Officer, null=True, index=False)
    note = EncryptedTextField(default="")  # the officer's reason
    at = UtcDateTimeField()
    decided_at = UtcDateTimeField(null=True)
    replaced_at = UtcDateTimeField(null=True)

    class Meta:
        indexes = ((("placement", "gate", "id"), False),)


class DepartureCard(Table):
    """The E-KPMI of a placement; `signed` is the text in its QR."""

    placement = ForeignKeyField(Placement, unique=True, on_delete="CASCADE")
    number = CharField(max_length=24, unique=True)
    office = ForeignKeyField(Office, index=False)
    issued_on = DateField()
    valid_until = DateField()
    signed = TextField()
    at = UtcDateTimeField()
    revoked_at = UtcDateTimeField(null=True)
    reason = EncryptedTextField(default="")


class Report(Table):
    """What somebody abroad, or the family, tells: `kind` is tiba, alamat, masalah or pulang."""

    placement = ForeignKeyField(Placement, backref="reports", on_delete="CASCADE")
    kind = CharField(max_length=10)
    day = DateField()
    words = EncryptedTextField(default="")
    account = ForeignKeyField(Account, null=True, index=False)
    by_text = IntegerField(default=0)  # 1: came as a text message
    at = UtcDateTimeField()
