"""What an office makes of a registration: what was seen and asked, what is to be mended, what was corrected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from peewee import JOIN, CharField, ForeignKeyField

from portal.data.base import EncryptedJsonField, EncryptedTextField, Table, UtcDateTimeField
from portal.data.office import Office, Officer
from portal.data.placement import Placement
from portal.data.prepared import Prepared
from portal.data.registration import Registration
from portal.data.village import FamilyLetter

Told = tuple[str | None, str | None, str | None]  # old value, new value, reply


class Review(Table):
    """The officer's working sheet: `originals` holds the codes of documents seen, `interview` an answer a question."""

    registration = ForeignKeyField(Registration, backref="reviews", unique=True, on_delete="CASCADE")
    originals = EncryptedJsonField()  # ['ktp', 'kk']
    interview = EncryptedJsonField()  # {'paspor': 'ya'}
    notes = EncryptedTextField(default="")
    recruiter = EncryptedTextField(default="")  # name and phone of who recruited, where somebody did
    officer = ForeignKeyField(Officer)
    saved_at = UtcDateTimeField()


class Finding(Table):
    """One item that was returned: a field of a step, or a document. Open until the person has mended it."""

    registration = ForeignKeyField(Registration, backref="findings", on_delete="CASCADE")
    step = CharField(max_length=24)
    field = CharField(max_length=24)
    reason = CharField(max_length=24)
    note = EncryptedTextField(default="")
    officer = ForeignKeyField(Officer)
    at = UtcDateTimeField()
    mended_at = UtcDateTimeField(null=True)
    old = EncryptedTextField(null=True)  # as it was shown before it was mended
    new = EncryptedTextField(null=True)
    reply = EncryptedTextField(null=True)  # why the person left it as it was


class Correction(Table):
    """A field that an officer corrected: old and new value as shown, and why."""

    registration = ForeignKeyField(Registration, backref="corrections", on_delete="CASCADE")
    step = CharField(max_length=24)
    field = CharField(max_length=24)
    old = EncryptedTextField()
    new = EncryptedTextField()
    reason = EncryptedTextField()
    officer = ForeignKeyField(Officer)
    at = UtcDateTimeField()


class Decision(Table):
    """The reason that was given for a move, in words."""

    registration = ForeignKeyField(Registration, backref="decisions", on_delete="CASCADE")
    move = CharField(max_length=24)
    reason = EncryptedTextField()
    officer = ForeignKeyField(Officer, null=True)
    at = UtcDateTimeField()


def decisions_of(registration_id: int, limit: int = 100) -> list[Decision]:
    """All reasons given, newest first."""
    return list(
        Decision.select().where(Decision.registration == registration_id).order_by(Decision.id.desc()).limit(limit)
    )


def review_of(registration_id: int) -> Review | None:
    return Review.get_or_none(Review.registration == registration_id)


def open_findings(registration_id: int) -> list[Finding]:
    """What the person has still to mend, in the order in which it was returned."""
    where = (Finding.registration == registration_id) & Finding.mended_at.is_null()
    return list(Finding.select().where(where).order_by(Finding.id))


def asked_anew(draft_id: str) -> dict[str, str]:
    """Reasons of the documents that the person is still to replace, by code."""
    where = (Registration.draft == draft_id) & (Finding.step == "berkas") & Finding.mended_at.is_null()
    return dict(Finding.select(Finding.field, Finding.reason).join(Registration).where(where).tuples())


def close_findings(registration_id: int, at: datetime, told: Mapping[tuple[str, str], Told] | None = None) -> None:
    """Mark all that is open as mended; `told` says of each (step, field) what it was, is, and why it stayed."""
    for one in open_findings(registration_id):
        old, new, reply = (told or {}).get((one.step, one.field), (None, None, None))
        Finding.update(mended_at=at, old=old, new=new, reply=reply).where(Finding.id == one.id).execute()


_with_findings = Prepared(
    lambda number: Registration.select(Registration, Office, Finding.step, Finding.field, Finding.reason,
                                       FamilyLetter.state, Placement.state, Placement.state_since,
                                       Placement.order)
    .join(Office).switch(Registration)
    .join(FamilyLetter, JOIN.LEFT_OUTER, attr="letter", on=(FamilyLetter.registration == Registration.id))
    .switch(Registration)
    .join(Placement, JOIN.LEFT_OUTER, attr="placed", on=(Placement.active == Registration.id)).switch(Registration)
    .join(Finding, JOIN.LEFT_OUTER, attr="found", on=(
        (Finding.registration == Registration.id) & Finding.mended_at.is_null()
        & (Registration.state == "perlu_diperbaiki")
    ))
    .where(Registration.number == number).order_by(Finding.id)
)


def registration_with_findings(number: str) -> Registration | None:
    """The registration with its office, in one query; `asked` is what its person is to mend: (step, field, reason),
    `known` the village's word on the family's letter: 'diketahui', 'belum', or None before the first; `under_way` the
    placement that runs, with no more than its state, since when, and the order, or None."""
    rows = _with_findings.rows(number)
    if not rows:
        return None
    found = [row.found for row in rows if getattr(row, "found", None) and row.found.step]
    letter = getattr(rows[0], "letter", None)
    placed = getattr(rows[0], "placed", None)
    rows[0].under_way = placed if placed and placed.state else None
    rows[0].known = letter.state if letter else None
    rows[0].asked = tuple((one.step, one.field, one.reason) for one in found)
    return rows[0]


def findings_of(registration_id: int, limit: int = 100) -> list[Finding]:
    """All that was ever returned, newest first."""
    where = Finding.registration == registration_id
    return list(Finding.select().where(where).order_by(Finding.id.desc()).limit(limit))


def corrections_of(registration_id: int, limit: int = 100) -> list[Correction]:
    """All corrections, newest first."""
    where = Correction.registration == registration_id
    return list(Correction.select().where(where).order_by(Correction.id.desc()).limit(limit))
