"""The counter of an office: its desks, its hours, and how one is found."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from portal import clock
from portal.data.base import transaction
from portal.data.counter import Desk, Hours, Slot, desks_of, hours_of, slots_between
from portal.data.office import Office, office_at
from portal.rules import events
from portal.rules.offices import Actor, office_name
from portal.rules.refusal import Refused
from portal.rules.regions import (
    regencies_called,
    regencies_holding,
    regencies_near,
    region_name,
    search_villages,
)
from portal.words import Words, say

__all__ = ["Desk", "Hours", "Office", "desks_of", "hours_of"]

DESKS: dict[str, Words] = {  # PP 59/2021 art. 31; letters in facts/desks.json
    "naker": say("Ketenagakerjaan"),
    "info": say("Pengaduan dan informasi"),
    "dukcapil": say("Kependudukan dan pencatatan sipil"),
    "sehat": say("Kesehatan"),
    "imigrasi": say("Keimigrasian"),
    "polisi": say("Kepolisian"),
    "bank": say("Perbankan"),
    "jamsos": say("Jaminan sosial"),
}
WEEKDAYS: tuple[Words, ...] = (
    say("Senin"), say("Selasa"), say("Rabu"), say("Kamis"), say("Jumat"), say("Sabtu"), say("Minggu"),
)
SHORTEST, LONGEST, MOST = 10, 120, 50  # minutes of an appointment, and people at one time


@cache
def facts() -> dict[str, Any]:
    """facts/desks.json."""
    return json.loads((Path(__file__).parent / "facts" / "desks.json").read_text("utf-8"))


@dataclass(frozen=True)
class Span:
    """A time of a weekday in which an office receives people: (0, '08:00', '11:30', 30, 4)."""

    weekday: int
    opens: str
    closes: str
    minutes: int
    capacity: int


def open_counter(office: Office) -> None:
    """Give an office its desks and the usual hours, unless it has them."""
    said = facts()
    with transaction():
        Desk.insert_many([{"office": office.id, **desk} for desk in said["desks"]]).on_conflict_ignore().execute()
        if not hours_of(office.id):
            Hours.insert_many([
                {"office": office.id, "weekday": weekday, "minutes": said["minutes"], "capacity": said["capacity"],
                 **span} for weekday in said["weekdays"] for span in said["hours"]
            ]).on_conflict_ignore().execute()


def districts_near(typed: str) -> list[tuple[str, str]]:
    """(code, name) of the districts of this name; where none has it, those whose names hold the words, or are nearly
    spelled so, then those that have such a place, at most six: what may be meant by 'Jakarta', 'krawang' or
    'Cilamaya'."""
    if called := regencies_called(typed):
        return called
    codes = dict.fromkeys([code for code, _name in regencies_holding(typed) + regencies_near(typed)]
                          + [place.code[:5] for place in search_villages(typed)])
    return [(code, region_name(code)) for code in list(codes)[:6]]


def office_of_district(code: str) -> tuple[str, Office | None] | None:
    """What a district's labour office is called, and the office where the portal knows it; None for no district."""
    if not re.fullmatch(r"[0-9]{2}\.[0-9]{2}", code) or region_name(code) == code:
        return None
    return office_name("dinas", code), office_at("dinas", code)


def office_by_id(office_id: int) -> Office | None:
    """An office with a counter."""
    office = Office.get_or_none(Office.id == office_id)
    return office if office and desks_of(office.id) else None


def week(office_id: int) -> list[tuple[Words, list[Hours]]]:
    """The days on which an office receives people: [('Senin', [08:00–11:30, 13:00–14:30])]."""
    spans = hours_of(office_id)
    return [(WEEKDAYS[day], of_day) for day in range(7) if (of_day := [one for one in spans if one.weekday == day])]


def desk_named(office_id: int, code: str) -> Desk | None:
    return next((desk for desk in desks_of(office_id) if desk.code == code), None)


def switch_desk(actor: Actor, desk: Desk, is_open: bool) -> None:
    """Open or close a desk. Who waits there already is still called."""
    with transaction():
        if Desk.update(is_open=is_open).where((Desk.id == desk.id) & (Desk.is_open != is_open)).execute():
            events.record(f"office:{desk.office_id}", "desk:opened" if is_open else "desk:closed", actor.account_id,
                          desk=desk.code)


def check_spans(spans: Sequence[Span]) -> None:
    """Raises Refused when hours end before they begin, overlap on a day, or hold no appointment."""
    for one in spans:
        if not (_minutes(one.opens) < _minutes(one.closes)):
            raise Refused(say("Jam tutup harus sesudah jam buka."))
        if not SHORTEST <= one.minutes <= LONGEST:
            raise Refused(say("Lama satu janji 10 sampai 120 menit."))
        if not 1 <= one.capacity <= MOST:
            raise Refused(say("Satu waktu untuk 1 sampai 50 orang."))
        if _minutes(one.opens) + one.minutes > _minutes(one.closes):
            raise Refused(say("Jam ini lebih pendek dari satu janji."))
        for other in spans:
            if other is not one and other.weekday == one.weekday and one.opens <= other.opens < one.closes:
                raise Refused(say("Dua jam buka pada satu hari tidak boleh bertumpuk."))


def set_hours(actor: Actor, office: Office, spans: Sequence[Span]) -> None:
    """Put these hours in place of the former ones. Appointments made already stand. Raises Refused."""
    check_spans(spans)
    with transaction():
        Hours.delete().where(Hours.office == office.id).execute()
        if spans:
            Hours.insert_many([{"office": office.id, **vars(one)} for one in spans]).execute()
        _fit_slots(office.id, spans)
        events.record(f"office:{office.id}", "counter:hours", actor.account_id, spans=len(spans))


def _fit_slots(office_id: int, spans: Sequence[Span]) -> None:
    """Times that somebody has booked take the new capacity; one below what is taken just takes nobody else."""
    today = clock.today()
    for slot in slots_between(office_id, today, today + timedelta(days=60)):
        for one in spans:
            if one.weekday == slot.day.weekday() and slot.begins in times_of(one):
                Slot.update(capacity=one.capacity).where(Slot.id == slot.id).execute()


def times_of(span: Any) -> list[str]:
    """When its appointments begin: ['08:00', '08:30', …]. Takes a Span or an Hours row."""
    begins = range(_minutes(span.opens), _minutes(span.closes) - span.minutes + 1, span.minutes)
    return [f"{at // 60:02}:{at % 60:02}" for at in begins]


def is_booked(office_id: int) -> bool:
    """Whether somebody has an appointment today or later."""
    today = clock.today()
    return any(slot.taken for slot in slots_between(office_id, today, today + timedelta(days=60)))


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
