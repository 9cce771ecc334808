"""Queries for signals: the newest people under way, and what is told of them; each of a bounded number of rows."""

from __future__ import annotations

import json
from datetime import datetime
from functools import reduce
from typing import NamedTuple

from peewee import Expression, fn

from portal.data.account import Account
from portal.data.complaint import Complaint
from portal.data.event import Event
from portal.data.office import Officer
from portal.data.order import Order
from portal.data.phone import Phone
from portal.data.placement import Dismissed, Evidence, Placement, Report
from portal.data.registration import Registration
from portal.data.village import Movement


class UnderWay(NamedTuple):
    """As much of a placement as signals are found by: no name, nothing sealed."""

    id: int
    registration: int
    number: str
    account: int
    village: str
    company: int | None
    order: int | None
    state: str
    state_since: datetime
    began_at: datetime


def under_way(scope: Expression, states: tuple[str, ...], each: int) -> list[UnderWay]:
    """The newest placements of each state in `scope`."""
    columns = (Placement.id, Placement.registration, Registration.number, Registration.account, Registration.village,
               Placement.company, Placement.order, Placement.state, Placement.state_since, Placement.began_at)
    found: list[UnderWay] = []
    for state in states:
        query = Placement.select(*columns).join(Registration).where((Placement.state == state) & scope)
        found += [UnderWay(*row) for row in query.order_by(Placement.id.desc()).limit(each).tuples()]
    return found


def phones_of(registration_ids: list[int]) -> list[tuple[str, int]]:
    """(keyed hash of a telephone, registration id)."""
    return list(Phone.select(Phone.whole, Phone.registration).where(Phone.registration.in_(registration_ids)).tuples())


def answers_of_many(registration_ids: list[int]) -> dict[int, dict]:
    """What these people answered, by registration."""
    query = Registration.select(Registration.id, Registration.answers).where(Registration.id.in_(registration_ids))
    return dict(query.tuples())


def orders_with(order_ids: list[int]) -> list[Order]:
    return list(Order.select().where(Order.id.in_(order_ids)))


def evidence_signs(placement_ids: list[int]) -> list[Evidence]:
    """Of the evidence that counts: gate, result and moments, nothing sealed."""
    columns = (Evidence.id, Evidence.placement, Evidence.gate, Evidence.state, Evidence.result, Evidence.at,
               Evidence.decided_at)
    where = Evidence.placement.in_(placement_ids) & Evidence.replaced_at.is_null()
    return list(Evidence.select(*columns).where(where))


def departures_noted(scope: Expression, limit: int) -> list[tuple[int, str, datetime]]:
    """(registration id, number, when it was noted) of the departures that villages noted last."""
    query = (Movement.select(Movement.registration, Registration.number, Movement.at).join(Registration)
             .where((Movement.kind == "berangkat") & scope))
    return list(query.order_by(Movement.id.desc()).limit(limit).tuples())


def registrations_gone(registration_ids: list[int], states: tuple[str, ...]) -> set[int]:
    """Those of these registrations with a placement in one of these states."""
    where = Placement.registration.in_(registration_ids) & Placement.state.in_(states)
    return {id_ for (id_,) in Placement.select(Placement.registration).where(where).tuples()}


def reported_at(placement_ids: list[int]) -> dict[int, datetime]:
    """When something was last told from abroad, by placement."""
    rows = Report.select(Report.placement, Report.at).where(Report.placement.in_(placement_ids)).order_by(Report.id)
    return dict(rows.tuples())


def moves_made(people: list[UnderWay], moves: tuple[str, ...]) -> list[tuple[int, str, str, datetime]]:
    """(placement id, move, party that made it, when) of these moves of these placements, oldest first."""
    ids = {one.id for one in people}
    where = (Event.subject.in_([f"registration:{one.registration}" for one in people])
             & Event.name.in_([f"placement:{move}" for move in moves]))
    rows = Event.select(Event.name, Event.detail, Event.at).where(where).order_by(Event.id).tuples()
    told = [(name.removeprefix("placement:"), json.loads(detail), at) for name, detail, at in rows]
    return [(detail["placement"], name, detail.get("by", ""), at) for name, detail, at in told
            if detail["placement"] in ids]


def complaints_by_company(company_ids: list[int], states: tuple[str, ...]) -> list[tuple[int, int, datetime]]:
    """(company id, how many open complaints and reported offers name it, when the last one came)."""
    where = Complaint.company.in_(company_ids) & Complaint.state.in_(states)
    query = Complaint.select(Complaint.company, fn.COUNT(Complaint.id), fn.MAX(Complaint.id)).where(where)
    counted = list(query.group_by(Complaint.company).tuples())
    last = dict(Complaint.select(Complaint.id, Complaint.at).where(Complaint.id.in_([one[2] for one in counted]))
                .tuples()) if counted else {}
    return [(company, count, last[id_]) for company, count, id_ in counted]


def dismissed_of(office_id: int, keys: list[tuple[str, str]]) -> dict[tuple[str, str], datetime]:
    """When each of these (kind, subject) was last put aside by this office."""
    if not keys:
        return {}
    any_of = reduce(lambda a, b: a | b, (
        (Dismissed.kind == kind) & Dismissed.subject.in_([subject for one, subject in keys if one == kind])
        for kind in {kind for kind, _subject in keys}
    ))
    rows = Dismissed.select(Dismissed.kind, Dismissed.subject, Dismissed.at).where(
        (Dismissed.office == office_id) & any_of).order_by(Dismissed.id)
    return {(kind, subject): at for kind, subject, at in rows.tuples()}


def put_aside(office_id: int, limit: int = 25) -> list[Dismissed]:
    """What an office put aside last, with who."""
    query = (Dismissed.select(Dismissed, Officer, Account).join(Officer).join(Account)
             .where(Dismissed.office == office_id))
    return list(query.order_by(Dismissed.id.desc()).limit(limit))
