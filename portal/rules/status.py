"""Status: what the number and the birth date together let anybody see. No name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from portal import clock
from portal.data.placement import Placement, placement_where, running
from portal.data.registration import Registration
from portal.data.review import open_findings, registration_with_findings
from portal.data.village import letter_state
from portal.rules import limits, placement_steps, service
from portal.rules.leaving import hindrances
from portal.rules.programmes import programme
from portal.rules.registration import LETTER
from portal.rules.stages import STAGES, Stage
from portal.words import Words, say

WRONG_EACH = "10 per hour"  # for one number from one address: who guesses shuts out nobody but himself
WRONG_PER_NUMBER = "40 per hour"  # from everywhere; all dates of a working life then take two weeks
WRONG_PER_ADDRESS = "100 per hour"  # a whole village may share one address of its phone company


class TooMany(Exception):
    """Too many wrong tries for this number or from this address."""


@dataclass(frozen=True)
class Status:
    """Where a registration stands. `due` is the last day by the service standard, None where nobody owes a step;
    `late` says that it has passed."""

    number: str
    state: str
    title: Words
    meaning: Words
    next: Words
    since: datetime
    due: date | None
    where: str
    late: bool = False
    asked: tuple[tuple[str, str, str], ...] = ()  # what is to be mended: (step, field, reason code)
    held: bool = False  # with a card, but not to leave now
    abroad: bool = False  # left, and not back: there are reports to make
    open: bool = True  # as of STAGES: something is still to be done
    counter: bool = True
    letter: Words | None = None  # whether the village knows the family's letter; None where nobody needs to know


def describe(registration: Registration) -> Status:
    """The status in plain words."""
    stage, placed = STAGES[registration.state], _under_way(registration)
    held = placed is not None and placed.state == "siap" and _is_kept_back(registration)
    if placed:
        title, meaning, after = placement_steps.public_stage(placed)
        if held:
            after = placement_steps.NOT_YET
        stage = Stage(title, meaning, after, open=stage.open, counter=stage.counter)
    due = None
    if stage.due == "office":
        due = service.decide_by(registration.queued_at)
    elif stage.due == "person":
        due = service.repair_by(registration.state_since)
    return Status(
        registration.number, registration.state, stage.title, stage.meaning, stage.next,
        placement_steps.stage_since(placed) if placed else registration.state_since, due,
        registration.office.name, late=due is not None and due < clock.today(), asked=asked_of(registration),
        open=stage.open, counter=stage.counter, letter=_letter(registration),
        held=held, abroad=placed is not None and placed.state in placement_steps.STILL_AWAY,
    )


def _under_way(registration: Registration) -> Placement | None:
    """The placement that runs, where the registration itself has nothing to tell any more."""
    if registration.state != "terverifikasi":
        return None
    return registration.under_way if hasattr(registration, "under_way") else running(registration.id)


def _is_kept_back(registration: Registration) -> bool:
    """Whether something keeps its holder from leaving, though the E-KPMI is out. What, only their account tells."""
    placement = placement_where(Placement.active == registration.id)
    return placement is not None and bool(hindrances(placement, clock.today()))


def _letter(registration: Registration) -> Words | None:
    """How far the family's letter is: once the village knows it, and before that while somebody owes a step."""
    scheme, stage = programme(registration.programme), STAGES[registration.state]
    if scheme is None or LETTER not in {need.code for need in scheme.documents} or not stage.open:
        return None
    known = registration.known if hasattr(registration, "known") else letter_state(registration.id)
    if known == "diketahui":
        return say("diketahui desa")
    return say("belum diketahui desa") if stage.due else None


def asked_of(registration: Registration) -> tuple[tuple[str, str, str], ...]:
    """What the person is to mend, as (step, field, reason code), oldest first."""
    if registration.state != "perlu_diperbaiki":
        return ()
    if hasattr(registration, "asked"):  # read along with it
        return registration.asked
    return tuple((one.step, one.field, one.reason) for one in open_findings(registration.id))


def look_up(number: str, birth: date, address: str) -> Status | None:
    """The status, or None: one answer for an unknown number and for a wrong date.

    Raises TooMany when the wrong tries are spent."""
    registration = find(number, birth, address)
    return describe(registration) if registration else None


def find(number: str, birth: date, address: str) -> Registration | None:
    """The registration with its office, for somebody who knows number and birth date. Only wrong tries are counted.

    Raises TooMany when they are spent."""
    counters = ((WRONG_EACH, "status", number, address), (WRONG_PER_NUMBER, "status-number", number),
                (WRONG_PER_ADDRESS, "status-address", address))
    if limits.any_spent(*counters):
        raise TooMany
    registration = registration_with_findings(number)
    if registration is None or registration.birth_date != birth.isoformat():
        for counter in counters:
            limits.count(*counter)
        return None
    return registration
