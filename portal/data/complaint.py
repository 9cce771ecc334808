"""Complaints and reported offers, followed by a secret code."""

from __future__ import annotations

from peewee import CharField, ForeignKeyField, IntegerField, fn

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


def complaint_with(complaint_id: int, office_id: int) -> Complaint | None:
    """A complaint of this office, with it."""
    where = (Complaint.id == complaint_id) & (Complaint.office == office_id)
    return Complaint.select(Complaint, Office).join(Office).where(where).first()


def complaints_of_office(office_id: int, states: tuple[str, ...], after: int, limit: int) -> list[Complaint]:
    """The oldest in these states behind this id: each state is a range of the index, then the pages are merged."""
    ids = [one.id for state in states for one in Complaint.select(Complaint.id).where(
        (Complaint.office == office_id) & (Complaint.state == state) & (Complaint.id > after)
    ).order_by(Complaint.id).limit(limit)]
    return list(Complaint.select().where(Complaint.id.in_(sorted(ids)[:limit])).order_by(Complaint.id)) if ids else []


def steps_of(complaint_id: int) -> list[ComplaintStep]:
    """All steps, oldest first."""
    return list(ComplaintStep.select().where(ComplaintStep.complaint == complaint_id).order_by(ComplaintStep.id))


def last_steps(complaint_ids: list[int]) -> list[ComplaintStep]:
    """The newest step of each."""
    newest = (ComplaintStep.select(fn.MAX(ComplaintStep.id)).where(ComplaintStep.complaint.in_(complaint_ids))
              .group_by(ComplaintStep.complaint))
    return list(ComplaintStep.select().where(ComplaintStep.id.in_(newest))) if complaint_ids else []


def complaints_about(company_id: int, kind: str, limit: int) -> list[Complaint]:
    """The newest of this kind about a company."""
    where = (Complaint.company == company_id) & (Complaint.kind == kind)
    return list(Complaint.select().where(where).order_by(Complaint.id.desc()).limit(limit))


def office_of_newest(account_id: int) -> Office | None:
    """The office of the newest registration that this account sent in."""
    query = Office.select().join(Registration).where(Registration.account == account_id)
    return query.order_by(Registration.id.desc()).first()
