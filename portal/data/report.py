"""Queries for reports from abroad: a placement's own, and what an office has not seen."""

from __future__ import annotations

from datetime import datetime

from peewee import Expression

from portal.data.office import Officer
from portal.data.person import Person
from portal.data.placement import Placement, Report
from portal.data.registration import Registration


def reports_of(placement_id: int, limit: int = 50) -> list[Report]:
    """A placement's reports, newest first."""
    return list(Report.select().where(Report.placement == placement_id).order_by(Report.id.desc()).limit(limit))


def unseen_reports(within: Expression, kinds: tuple[str, ...], after: int, limit: int) -> list[Report]:
    """Reports of these kinds, of placements `within`, that no officer has seen, oldest first, with placement,
    registration and person; those behind the id `after`."""
    where = Report.kind.in_(kinds) & Report.seen_at.is_null() & within & (Report.id > after)
    return list(
        Report.select(Report, Placement, Registration, Person).join(Placement).join(Registration).join(Person)
        .where(where).order_by(Report.id).limit(limit)
    )


def report_within(within: Expression, report_id: int) -> Report | None:
    """One report of a placement `within`, with that."""
    where = (Report.id == report_id) & within
    return Report.select(Report, Placement).join(Placement).where(where).first()


def mark_seen(report_id: int, officer: Officer, at: datetime) -> bool:
    """Whether this officer was the first to mark it."""
    same = (Report.id == report_id) & Report.seen_at.is_null()
    return bool(Report.update(seen_by=officer, seen_at=at).where(same).execute())
