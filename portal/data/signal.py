"""Queries for signals: the newest people under way, and what is told of them; each of a bounded number of rows."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import reduce
from typing import NamedTuple

from peewee import Expression, fn

from portal.data.account import Account
from portal.data.complaint import Complaint
from portal.data.event import Event
from portal.data.office import Officer
from portal.data.order import ONCE_APPROVED, Order
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
    return list(Order.select().where(Order.id.in_(order_ids))) if order_ids else []


def versions_with(order_ids: list[int]) -> list[Order]:
    """These versions of job orders, and each other one of the same orders that was approved once, oldest first."""
    mine = Order.alias()
    same = (Order.number == mine.number) & (Order.company == mine.company)
    approved = Order.state.in_(ONCE_APPROVED) & Order.decided_at.is_null(False)
    query = Order.select().join(mine, on=same).where(mine.id.in_(order_ids) & (approved | Order.id.in_(order_ids)))
    return list(query.distinct().order_by(Order.version)) if order_ids else []


def evidence_signs(placement_ids: list[int]) -> list[Evidence]:
    """Of the evidence that counts: gate, result and moments, nothing sealed."""
    columns = (Evidence.id, Evidence.placement, Evidence.gate, Evidence.state, Evidence.result, Evidence.at,
               Evidence.decided_at)
    where = Evidence.placement.in_(placement_ids) & Evidence.replaced_at.is_null()
    return list(Evidence.select(*columns).where(where))


def departures_noted(scope: Expression, limit: int) -> list[tuple[int, str, date, datetime]]:
    """(registration id, number, day, when it was noted) of the departures that villages noted last, newest first."""
    query = (Movement.select(Movement.registration, Registration.number, Movement.day, Movement.at).join(Registration)
             .where((Movement.kind == "berangkat") & scope))
    return list(query.order_by(Movement.id.desc()).limit(limit).tuples())


def departures(registration_ids: set[int], moves: tuple[str, ...]) -> list[tuple[int, int, str, date | None]]:
    """(registration id, placement id, move, its day) of these moves of placements, oldest first."""
    where = (Event.subject.in_([f"registration:{id_}" for id_ in sorted(registration_ids)])
             & Event.name.in_([f"placement:{move}" for move in moves]))
    rows = Event.select(Event.subject, Event.name, Event.detail).where(where).order_by(Event.id).tuples()
    told = [(int(subject.removeprefix("registration:")), name.removeprefix("placement:"), json.loads(detail))
            for subject, name, detail in rows] if registration_ids else []
    return [(registration, detail["placement"], move, date.fromisoformat(detail["day"]) if "day" in detail else None)
            for registration, move, detail in told]


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


def complaints_by_company(company_ids: list[int], states: tuple[str, ...]) -> list[tuple[int, int, int, datetime]]:
    """(company id, office id, how many complaints and reported offers about it lie there in these states, when the last
    of them came)."""
    where = Complaint.company.in_(company_ids) & Complaint.state.in_(states)
    counted = fn.COUNT(Complaint.id), fn.MAX(Complaint.at)
    query = Complaint.select(Complaint.company, Complaint.office, *counted).where(where)
    return list(query.group_by(Complaint.company, Complaint.office).tuples()) if company_ids else []


def complaints_about(company_ids: list[int], states: tuple[str, ...], limit: int) -> list[Complaint]:
    """The newest of them, with what was told of the offer and no word of the story, newest first."""
    columns = (Complaint.id, Complaint.company, Complaint.office, Complaint.offer)
    where = Complaint.company.in_(company_ids) & Complaint.state.in_(states)
    query = Complaint.select(*columns).where(where).order_by(Complaint.id.desc()).limit(limit)
    return list(query) if company_ids else []


def companies_named_at(complaint_ids: list[int]) -> dict[int, datetime]:
    """When an officer last said whom these complaints are about, by complaint."""
    where = Event.subject.in_([f"complaint:{id_}" for id_ in complaint_ids]) & (Event.name == "complaint:named")
    rows = Event.select(Event.subject, Event.at).where(where).order_by(Event.id).tuples() if complaint_ids else ()
    return {int(subject.removeprefix("complaint:")): at for subject, at in rows}


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


def numbers_of(placement_ids: list[int], registration_ids: list[int]) -> tuple[dict[int, str], dict[int, str]]:
    """The registrations' numbers, by placement and by registration."""
    by_placement = Placement.select(Placement.id, Registration.number).join(Registration).where(
        Placement.id.in_(placement_ids))
    by_registration = Registration.select(Registration.id, Registration.number).where(
        Registration.id.in_(registration_ids))
    return (dict(by_placement.tuples()) if placement_ids else {},
            dict(by_registration.tuples()) if registration_ids else {})


def put_aside(office_id: int, limit: int = 25) -> list[Dismissed]:
    """What an office put aside last, with who."""
    query = (Dismissed.select(Dismissed, Officer, Account).join(Officer).join(Account)
             .where(Dismissed.office == office_id))
    return list(query.order_by(Dismissed.id.desc()).limit(limit))
