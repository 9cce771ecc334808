"""A counter, a fixed morning, and cases made at once, for tests."""

from __future__ import annotations

from datetime import datetime
from itertools import count

from itsdangerous import URLSafeTimedSerializer

from portal import clock
from portal.data.office import Office
from portal.data.person import Person
from portal.data.registration import Registration
from portal.keyring import keyed_hash
from portal.rules import counter
from portal.rules.number import new_number
from portal.rules.offices import office_for
from tests.support.office import BIRTH, account

_NEXT = count(1)


def token() -> dict[str, str]:
    """A form's own token, for somebody whom tests.support.office.sign_in sat down, where no page shows one."""
    return {"_t": URLSafeTimedSerializer("s" * 40, salt="wtf-csrf-token").dumps("testtest")}


def at(text: str) -> None:
    """Let the clock show this moment in Karawang: '2026-11-25 09:10', a Wednesday."""
    clock.move(datetime.fromisoformat(text).replace(tzinfo=clock.JAKARTA) - clock.now())


def open_office(region: str = "32.15", kind: str = "dinas") -> Office:
    """An office with desks and the usual hours."""
    office = office_for(kind, region)
    counter.open_counter(office)
    return office


def cases(n: int, region: str = "32.15") -> list[Registration]:
    """Registrations of an office, without the journey: many of them in one statement each."""
    by, office, moment = account(), office_for("dinas", region), clock.now()
    serials = [next(_NEXT) for _ in range(n)]
    Person.insert_many([{"name": "Orang Contoh", "nik": f"{s:016}", "nik_hash": keyed_hash(f"{s:016}"),
                         "created_at": moment} for s in serials]).execute()
    people = list(Person.select().order_by(Person.id.desc()).limit(n))
    Registration.insert_many([{
        "number": new_number(clock.today()), "person": person, "account": by, "draft": f"d{serial:011}",
        "programme": "ptop", "state": "diajukan", "state_since": moment, "active_nik": keyed_hash(f"{serial:016}"),
        "birth_date": BIRTH.isoformat(), "answers": {}, "village": "32.15.15.2002", "office": office,
        "queued_at": moment, "submitted_at": moment,
    } for serial, person in zip(serials, people, strict=True)]).execute()
    return list(Registration.select().order_by(Registration.id.desc()).limit(n))
