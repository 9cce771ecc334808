"""Placements: a verified person on the way to one job, the evidence gathered, the card, and what comes after."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from peewee import JOIN, CharField, DateField, Expression, ForeignKeyField, IntegerField, TextField

from portal.data.account import Account
from portal.data.base import EncryptedJsonField, EncryptedTextField, Table, UtcDateTimeField, is_sqlite
from portal.data.company import Company, Partner
from portal.data.office import Office, Officer
from portal.data.order import Order
from portal.data.person import Person
from portal.data.registration import Registration


class Placement(Table):
    """`active` holds the registration's id while the placement runs, else nothing: being unique, it keeps a person to
    one at a time, whatever arrives at the same moment.

    `state` is one of rules/placement_steps.py STAGES. `order` is the version that it was linked to, `company` that
    order's, beside it for the lists of a company's staff; both empty on ways without a company, where `job` says what
    an order would: {country, sector, employer_kind, employer, position}. `share`: from which of the order's places it
    took one: l, p, any, or '' before and after. `office` is the BP3MI of the person's province. `reason`: a code, why
    it failed, was given up, or why the person came home; `day`: of departure, then of return."""

    registration = ForeignKeyField(Registration, backref="placements", on_delete="CASCADE")
    active = IntegerField(null=True, unique=True)
    order = ForeignKeyField(Order, null=True, backref="placements")
    company = ForeignKeyField(Company, null=True, backref="placements", index=False)
    job = EncryptedJsonField(null=True)
    share = CharField(max_length=3, default="")
    state = CharField(max_length=12)
    state_since = UtcDateTimeField()
    reason = CharField(max_length=24, default="")
    words = EncryptedTextField(default="")  # the reason in words
    day = DateField(null=True)
    office = ForeignKeyField(Office, backref="placements", index=False)
    began_at = UtcDateTimeField()
    version = IntegerField(default=0)

    class Meta:
        indexes = (
            (("company", "state", "id"), False),
            (("office", "state", "id"), False),
        )


class Evidence(Table):
    """What was brought for one gate. `state`: diajukan, diterima, ditolak. The newest of a gate counts; those before it
    have `replaced_at`. `result`: of a test, or the kind of a visa. `terms`: of a work agreement, what it says.
    `note`: the officer's reason."""

    placement = ForeignKeyField(Placement, backref="evidence", on_delete="CASCADE")
    gate = CharField(max_length=16)
    state = CharField(max_length=10)
    result = CharField(max_length=16, default="")
    issuer = EncryptedTextField(default="")
    number = EncryptedTextField(default="")
    dated = DateField(null=True)
    valid_until = DateField(null=True)
    costs = EncryptedTextField(default="")
    terms = EncryptedJsonField(null=True)
    account = ForeignKeyField(Account, null=True, index=False)
    officer = ForeignKeyField(Officer, null=True, index=False)  # who decided
    note = EncryptedTextField(default="")
    at = UtcDateTimeField()
    decided_at = UtcDateTimeField(null=True)
    replaced_at = UtcDateTimeField(null=True)
    warned_at = UtcDateTimeField(null=True)  # that it ends soon was told: once

    class Meta:
        indexes = ((("placement", "gate", "id"), False), (("state", "valid_until", "id"), False))


class DepartureCard(Table):
    """The E-KPMI of a placement; `signed` is the text in its QR. The newest counts."""

    placement = ForeignKeyField(Placement, backref="cards", on_delete="CASCADE")
    number = CharField(max_length=24, unique=True)
    office = ForeignKeyField(Office, index=False)
    officer = ForeignKeyField(Officer, index=False)
    issued_on = DateField()
    valid_until = DateField()
    signed = TextField()
    revoked_at = UtcDateTimeField(null=True)


class Report(Table):
    """What somebody abroad, or the family, tells: `kind` is tiba, alamat, masalah or pulang. `seen_by`: an officer."""

    placement = ForeignKeyField(Placement, backref="reports", on_delete="CASCADE")
    kind = CharField(max_length=10)
    day = DateField()
    words = EncryptedTextField(default="")
    account = ForeignKeyField(Account, null=True, index=False)
    by_text = IntegerField(default=0)  # 1: came as a text message
    at = UtcDateTimeField()
    seen_by = ForeignKeyField(Officer, null=True, index=False)
    seen_at = UtcDateTimeField(null=True)

    class Meta:
        indexes = ((("placement", "id"), False), (("kind", "seen_at", "id"), False))


class Dismissed(Table):
    """A signal that an officer looked into and put aside, with why; `subject` says which one, of what."""

    kind = CharField(max_length=24)
    subject = CharField(max_length=60)
    office = ForeignKeyField(Office, index=False)
    officer = ForeignKeyField(Officer, index=False)
    reason = EncryptedTextField()
    at = UtcDateTimeField()

    class Meta:
        indexes = ((("office", "kind", "subject", "id"), False),)


def with_all() -> Any:
    """Placements with registration, person, offices, order, company and employer, to be narrowed down."""
    dinas, employer = Office.alias("dinas"), Partner.alias("employer")
    return (
        Placement.select(Placement, Registration, Person, dinas, Office, Order, Company, employer)
        .join(Registration).join(Person).switch(Registration)
        .join(dinas, on=(Registration.office == dinas.id), attr="office")
        .switch(Placement).join(Office, on=(Placement.office == Office.id), attr="office")
        .switch(Placement).join(Order, JOIN.LEFT_OUTER, on=(Placement.order == Order.id), attr="order")
        .join(employer, JOIN.LEFT_OUTER, on=(Order.employer == employer.id), attr="employer")
        .switch(Placement).join(Company, JOIN.LEFT_OUTER, on=(Placement.company == Company.id), attr="company")
    )


def placement_where(where: Expression) -> Placement | None:
    """One placement with all that belongs to it, in one query."""
    return with_all().where(where).order_by(Placement.id.desc()).first()


def placement_now(registration_id: int) -> Placement | None:
    """The one that runs, else the newest; with all that belongs to it."""
    where = Placement.registration == registration_id
    return with_all().where(where).order_by(Placement.active.is_null(), Placement.id.desc()).first()


def running(registration_id: int) -> Placement | None:
    """The bare row of the one that runs."""
    return Placement.get_or_none(Placement.active == registration_id)


def runs_for(person_id: int) -> bool:
    """Whether any placement of this person runs."""
    where = (Registration.person == person_id) & Placement.active.is_null(False)
    return Placement.select(Placement.id).join(Registration).where(where).exists()


def newest_of_person(registration_id: int) -> Placement | None:
    """The placement that runs, else the newest, of the person of this registration, by whichever of theirs; with all
    that belongs to it."""
    person = Registration.select(Registration.person).where(Registration.id == registration_id)
    where = Registration.person.in_(person)
    return with_all().where(where).order_by(Placement.active.is_null(), Placement.id.desc()).first()


def registrations_with(registration_ids: list[int], reason: str) -> set[int]:
    """Those of these registrations of which a placement has that reason."""
    where = Placement.registration.in_(registration_ids) & (Placement.reason == reason)
    return {one.registration_id for one in Placement.select(Placement.registration).where(where)}


def stage_of(registration_id: int) -> Placement | None:
    """The newest placement of a registration with what its stage and its moves need, and nothing about the job."""
    columns = (Placement.id, Placement.state, Placement.state_since, Placement.reason, Placement.version,
               Placement.company, Placement.registration)
    return (Placement.select(*columns).where(Placement.registration == registration_id)
            .order_by(Placement.id.desc()).first())


def placements_after(where: Expression, after: int, limit: int) -> list[Placement]:
    """Those behind the id `after`, oldest first."""
    return list(with_all().where(where & (Placement.id > after)).order_by(Placement.id).limit(limit))


def applicants(number: str, company_id: int) -> list[Placement]:
    """Those who wait for the company's answer, whatever version of this order they applied to."""
    return linked_to(number, company_id, ("melamar",))


def linked_to(number: str, company_id: int, states: tuple[str, ...]) -> list[Placement]:
    """Placements of this order, by whatever version, in one of these states; with all that belongs to them."""
    return list(with_all().where((Placement.company == company_id) & Placement.state.in_(states)
                                 & (Order.number == number)))


def lock(placement: Placement) -> Placement:
    """The row as it stands, kept from others until the transaction ends, where locks exist."""
    query = Placement.select().where(Placement.id == placement.id)
    return (query if is_sqlite() else query.for_update()).get()


def lock_registration(registration_id: int) -> Registration:
    """The same for a registration."""
    query = Registration.select().where(Registration.id == registration_id)
    return (query if is_sqlite() else query.for_update()).get()


def take_place(order_id: int, share: str, on: date) -> bool:
    """Take one of the order's places of this share ('l', 'p', 'any'), if it is open and one is left."""
    taken, quota = getattr(Order, f"taken_{share}"), getattr(Order, f"quota_{share}")
    open_ = (Order.id == order_id) & (Order.state == "disetujui") & (Order.valid_until >= on) & (taken < quota)
    return bool(Order.update({taken: taken + 1}).where(open_).execute())


def evidence_of(placement_ids: list[int]) -> list[Evidence]:
    """What counts for each gate of these placements, oldest first."""
    where = Evidence.placement.in_(placement_ids) & Evidence.replaced_at.is_null()
    return list(Evidence.select().where(where).order_by(Evidence.id)) if placement_ids else []


def evidence_elsewhere(registration_ids: list[int], gates: list[str]) -> list[Evidence]:
    """What counts, and was not refused, for these gates in any placement of the people of these registrations, oldest
    first; `person` is whose."""
    people = Registration.select(Registration.person).where(Registration.id.in_(registration_ids))
    where = (Registration.person.in_(people) & Evidence.gate.in_(gates) & (Evidence.state != "ditolak")
             & Evidence.replaced_at.is_null())
    query = (Evidence.select(Evidence, Registration.person.alias("person")).join(Placement).join(Registration)
             .where(where).order_by(Evidence.id))
    return list(query.objects()) if registration_ids and gates else []


def evidence_with(evidence_id: int) -> Evidence | None:
    return Evidence.get_or_none(Evidence.id == evidence_id)


def earlier_evidence(placement_id: int, gate: str, limit: int = 20) -> list[Evidence]:
    """What was brought for a gate and replaced since, newest first."""
    where = (Evidence.placement == placement_id) & (Evidence.gate == gate) & Evidence.replaced_at.is_null(False)
    return list(Evidence.select().where(where).order_by(Evidence.id.desc()).limit(limit))


def replace_evidence(placement_id: int, gate: str, at: datetime) -> None:
    """What counted for this gate counts no more."""
    same = (Evidence.placement == placement_id) & (Evidence.gate == gate) & Evidence.replaced_at.is_null()
    Evidence.update(replaced_at=at).where(same).execute()


def ending_evidence(since: date, until: date, after: int, abroad: Collection[str], limit: int = 100) -> list[Evidence]:
    """Accepted evidence that counts and ends between these days, both included, of which nobody was told: of people who
    have not left, and for the gates `abroad` of people at work; with its placement and registration, those behind the
    id `after`."""
    where = ((Evidence.state == "diterima") & Evidence.valid_until.between(since, until)
             & Evidence.replaced_at.is_null() & Evidence.warned_at.is_null()
             & (Placement.state.in_(("disiapkan", "siap"))
                | ((Placement.state == "bekerja") & Evidence.gate.in_(abroad))) & (Evidence.id > after))
    query = Evidence.select(Evidence, Placement, Registration).join(Placement).join(Registration).where(where)
    return list(query.order_by(Evidence.id).limit(limit))


def newest_card(placement_id: int) -> DepartureCard | None:
    """The card of a placement that was issued last, revoked or not."""
    return DepartureCard.select().where(DepartureCard.placement == placement_id).order_by(
        DepartureCard.id.desc()).first()


def departure_card_numbered(number: str) -> DepartureCard | None:
    """With its placement and registration."""
    query = DepartureCard.select(DepartureCard, Placement, Registration).join(Placement).join(Registration)
    return query.where(DepartureCard.number == number).first()


def departure_number_is_taken(number: str) -> bool:
    return DepartureCard.select(DepartureCard.id).where(DepartureCard.number == number).exists()
