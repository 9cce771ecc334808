"""An office's queue: which files, oldest first, what a row says of each, and taking one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from peewee import Expression

from portal import clock
from portal.data import queue
from portal.data.region import Place, place, search_villages
from portal.data.registration import Registration
from portal.rules import moves, service
from portal.rules.number import ALPHABET, TypingSlip, WrongShape, read_number
from portal.rules.offices import Actor, in_scope, registration_in_scope
from portal.rules.phone import read_phone
from portal.rules.programmes import all_programmes, programme, schemes
from portal.rules.refusal import Refused, WrongNumber
from portal.rules.stages import STAGES
from portal.words import Words, say

ROWS = 25
WAITING, MINE, ALL = "diajukan", "saya", "semua"
HELD = ("diperiksa", "perlu_diperbaiki", "usul_tolak")  # states in which a file is somebody's
STATES: tuple[tuple[str, Words], ...] = (
    (WAITING, STAGES[WAITING].title),
    (MINE, say("Berkas saya")),
    *((code, stage.title) for code, stage in STAGES.items() if code != WAITING),
    (ALL, say("Semua")),
)
SCHEMES: tuple[tuple[str, Words], ...] = (("", say("Semua jalur")), *((code, name) for code, name, _ in schemes()))
HELPING = "neighbour"  # the relation of who accompanies others
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"([0-9a-f]{1,13})-([0-9a-f]{1,8})")


class Taken(Exception):
    """The file is somebody else's, or moved on: `name` of who has it, empty when nobody; `state` and `since` now."""

    def __init__(self, number: str, name: str, state: str, since: datetime) -> None:
        super().__init__(number)
        self.number, self.name, self.state, self.since = number, name, state, since


@dataclass(frozen=True)
class Filters:
    """`state` is one of STATES, `scheme` one of SCHEMES, `village` a code, `helper` the id of an account."""

    state: str = WAITING
    scheme: str = ""
    village: str = ""
    helper: int | None = None

    def parts(self) -> dict[str, str | int]:
        """As an address names them; what is as usual is left out."""
        usual = Filters()
        named = {"keadaan": (self.state, usual.state), "desa": (self.village, ""), "jalur": (self.scheme, ""),
                 "pendamping": (self.helper, None)}
        return {name: value for name, (value, left_out) in named.items() if value != left_out}


@dataclass(frozen=True)
class Age:
    """How old a file is and when it is due, in working days: `days` since it came in, `late` those after `due`.

    `by_person`: it lies with the person, who is asked to have mended it by then; such a file does not age."""

    days: int
    due: date
    late: int = 0
    by_person: bool = False


@dataclass(frozen=True)
class Row:
    """A registration in the queue.

    `holder` has taken it, since `held_since` where that is known; `ran_out` says that their time is over. `move` is how
    this officer may get hold of it: take, take_over or nothing. `helper` is the account that sent it, `sent_by` its
    name when it accompanies others."""

    number: str
    version: int
    name: str
    village: str
    programme: Words | str
    state: str
    age: Age | None
    holder: str
    held_since: datetime | None
    ran_out: bool
    mine: bool
    move: str
    helper: int
    sent_by: str
    recognised: bool
    assisted: bool


@dataclass(frozen=True)
class Page:
    """At most 25 rows; `after` is where the next page begins, empty on the last one."""

    rows: list[Row] = field(default_factory=list)
    after: str = ""


def look(actor: Actor, filters: Filters, after: str = "", text: str = "") -> Page:
    """A page of the queue of the actor's office; `text` finds files in all states. Raises Refused for a text that is
    none of what it may be."""
    wanted = _wanted(actor, filters, text)
    wanted = replace(wanted, after=_read_cursor(after))
    found = queue.page_of(in_scope(actor.officer), wanted, ROWS + 1)
    today = clock.today()
    more = _cursor(found[ROWS - 1]) if len(found) > ROWS else ""
    return Page([_row(one, actor, today) for one in found[:ROWS]], more)


def take(actor: Actor, number: str, version: int) -> str:
    """Take a file, or take it over from an officer whose time ran out; its number. The actor's own stays as it is.

    LookupError when it is out of sight, Refused for what is no number, Taken when somebody else has it or it moved on
    since the page was shown."""
    registration = registration_in_scope(actor.officer, _read(number))
    if registration is None:
        raise LookupError(number)
    name = _getting_hold(registration, actor)
    try:
        if not name:
            raise moves.TooLate(number)
        moves.make_move(registration, name, actor, version=version if 0 <= version < 2**31 else -1)
    except moves.TooLate:
        _tell_who(registration.id, actor)
    return registration.number


def _tell_who(registration_id: int, actor: Actor) -> None:
    """Raise Taken, unless the file has become the actor's: a double tap."""
    now = queue.holder_of(registration_id)
    held = now.state in HELD and now.officer_id
    if not held or now.officer_id != actor.officer.id:
        raise Taken(now.number, now.holder_name if held else "", now.state, now.state_since)


# -- what is looked for ------------------------------------------------------------------------------------------------
def _wanted(actor: Actor, filters: Filters, text: str) -> queue.Wanted:
    programmes = tuple(dict.fromkeys(one.code for one in all_programmes() if one.scheme == filters.scheme))
    common = {"programmes": programmes, "village": filters.village, "account": filters.helper}
    if text:
        return queue.Wanted(also=_sought(text), **common)
    if filters.state == MINE:
        return queue.Wanted(states=HELD, officer=actor.officer.id, **common)
    if filters.state == ALL:  # a scheme among all states: each state has an index by programme
        return queue.Wanted(states=tuple(STAGES) if programmes else (), **common)
    return queue.Wanted(states=(filters.state,), **common)


def _sought(text: str) -> Expression:
    """What an officer may type: a registration number, also without its last character; the last four digits of a
    telephone number, or all of it; a NIK. Raises Refused."""
    digits = re.sub(r"[\s.\-+()\u2010-\u2015\u2212]", "", text)
    if digits.isascii() and digits.isdigit():
        if len(digits) == 4:
            return queue.with_tail(digits)
        if len(digits) == 16:
            return queue.with_nik(digits)
    try:
        return queue.with_number(_read(text))
    except WrongShape:
        pass
    except TypingSlip:
        if not digits.isdigit():
            raise
    try:
        return queue.with_phone(read_phone(digits))
    except WrongNumber:
        raise Refused(say("Isi nomor pendaftaran, 4 angka terakhir nomor HP, atau NIK 16 angka.")) from None


def _read(text: str) -> str:
    """A registration number; who leaves out the check character is spared it."""
    try:
        return read_number(text)
    except WrongNumber as wrong:
        for last in ALPHABET:
            try:
                return read_number(text + last)
            except WrongNumber:
                continue
        raise wrong


def villages_called(actor: Actor, typed: str) -> list[Place]:
    """The villages meant by a code, or by what was typed; those of the office's region, if any is there.

    One when a village's very name, or 'name, district', was typed and there is one of it."""
    if known := place(typed):
        return [known]
    region = actor.officer.office.region
    found = search_villages(typed, near=region)
    found = [one for one in found if one.code.startswith(region)] or found
    wanted = typed.casefold().strip()
    exact = [one for one in found if wanted in (one.name.casefold(), short(one).casefold())]
    return exact if len(exact) == 1 else found


def short(one: Place) -> str:
    """'Cilamaya, Cilamaya Wetan': enough within a regency."""
    return ", ".join(one.label.split(", ")[:2])


# -- a row -------------------------------------------------------------------------------------------------------------
def _row(one: Registration, actor: Actor, today: date) -> Row:
    known, held = programme(one.programme), one.state in HELD and bool(one.officer_id)
    return Row(
        number=one.number, version=one.version, name=one.person_name,
        village=", ".join(part for part in (one.village_name or one.village, one.district_name) if part),
        programme=known.name if known else one.programme, state=one.state,
        age=age_of(one.state, one.state_since, one.queued_at, today),
        holder=one.holder_name if held else "", held_since=one.state_since if one.state == "diperiksa" else None,
        ran_out=one.state == "diperiksa" and _ran_out(one.taken_until),
        mine=held and one.officer_id == actor.officer.id, move=_getting_hold(one, actor), helper=one.account_id,
        sent_by=one.sender_name if one.relation == HELPING else "", recognised=one.helper_state == "diakui",
        assisted=bool(one.assisted_by_id),
    )


def age_of(state: str, since: datetime, queued_at: datetime, today: date) -> Age | None:
    """None where nobody owes a step.

    A file waits to be taken, then to be decided, by the service standard. The day after a due Friday is a Saturday:
    not late yet."""
    owes = STAGES[state].due
    if owes == "person":
        return Age(0, service.repair_by(since), by_person=True)
    if owes != "office":
        return None
    due = service.take_by(queued_at) if state == WAITING else service.decide_by(queued_at)
    noon = datetime.combine(due, time(12), clock.JAKARTA)
    return Age(service.age_in_workdays(queued_at, today), due, late=service.age_in_workdays(noon, today))


def _ran_out(until: datetime | None) -> bool:
    return until is None or until < clock.now()


def _getting_hold(registration: Registration, actor: Actor) -> str:
    open_ = {move.name for move in moves.moves_open(registration, actor)}
    return next((name for name in ("take", "take_over") if name in open_), "")


# -- where a page begins -----------------------------------------------------------------------------------------------
def _cursor(last: Registration) -> str:
    """Base 16, so that no sixteen digits ever look like a NIK."""
    return f"{(last.queued_at - _EPOCH) // timedelta(microseconds=1):x}-{last.id:x}"


def _read_cursor(typed: str) -> tuple[datetime, int] | None:
    """None, the first page, for what is no cursor."""
    parts = _CURSOR.fullmatch(typed)
    return (_EPOCH + timedelta(microseconds=int(parts[1], 16)), int(parts[2], 16)) if parts else None
