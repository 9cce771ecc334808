"""Complaints and reported offers, followed by a secret code."""

from __future__ import annotations

from peewee import CharField, Expression, ForeignKeyField, IntegerField, fn

from portal.data.base import EncryptedJsonField, EncryptedTextField, Table, UtcDateTimeField
from portal.data.company import Company
from portal.data.office import Office, Officer
from portal.data.registration import Registration


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


def complaint_with_code(code_hash: str) -> Complaint | None:
    return Complaint.select(Complaint, Office).join(Office).where(Complaint.code_hash == code_hash).first()


def complaint_where(where: Expression) -> Complaint | None:
    """A complaint with its office."""
    return Complaint.select(Complaint, Office).join(Office).where(where).first()


def complaints_among(scopes: list[Expression], states: tuple[str, ...], after: int, limit: int) -> list[Complaint]:
    """The oldest in these states behind this id, of all `scopes`, with their offices: each scope and state is a range
    of the index, then the pages are merged."""
    ids = {one.id for scope in scopes for state in states for one in Complaint.select(Complaint.id).where(
        scope & (Complaint.state == state) & (Complaint.id > after)).order_by(Complaint.id).limit(limit)}
    query = Complaint.select(Complaint, Office).join(Office).where(Complaint.id.in_(sorted(ids)[:limit]))
    return list(query.order_by(Complaint.id)) if ids else []


def steps_of(complaint_id: int) -> list[ComplaintStep]:
    """All steps, oldest first."""
    return list(ComplaintStep.select().where(ComplaintStep.complaint == complaint_id).order_by(ComplaintStep.id))


def last_steps(complaint_ids: list[int]) -> list[ComplaintStep]:
    """The newest step of each."""
    newest = (ComplaintStep.select(fn.MAX(ComplaintStep.id)).where(ComplaintStep.complaint.in_(complaint_ids))
              .group_by(ComplaintStep.complaint))
    return list(ComplaintStep.select().where(ComplaintStep.id.in_(newest))) if complaint_ids else []


def office_of_newest(account_id: int) -> Office | None:
    """The office of the newest registration that this account sent in."""
    query = Office.select().join(Registration).where(Registration.account == account_id)
    return query.order_by(Registration.id.desc()).first()
