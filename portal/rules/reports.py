"""Reports from abroad: somebody who left, or their family, tells of arrival, address, trouble and return.

Trouble is read by BP3MI only, first of all, and never by a company."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal import clock
from portal.data.base import transaction
from portal.data.office import Officer
from portal.data.placement import (
    Placement,
    Report,
    lock_registration,
    newest_of_person,
    placement_now,
    registrations_with,
)
from portal.data.registration import Registration
from portal.data.report import mark_seen, report_within, reports_of, unseen_reports
from portal.rules import events, moves, placement_moves
from portal.rules.companies import WrongField
from portal.rules.moves import TooLate
from portal.rules.offices import Actor, of_balai
from portal.rules.placement_steps import DIED, STILL_AWAY
from portal.rules.refusal import Refused
from portal.words import Words, say

__all__ = ["Report", "reports_of"]

PAGE = 25
KINDS: dict[str, tuple[Words, Words]] = {  # what is told, and what comes of it
    "tiba": (say("Saya sudah tiba"), say("Terima kasih. Kedatangan Anda tercatat.")),
    "alamat": (say("Alamat atau nomor HP saya berubah"), say("Alamat baru Anda tercatat.")),
    "masalah": (say("Saya ada masalah"), say("Laporan masuk. Petugas membacanya lebih dulu dari yang lain.")),
    "pulang": (say("Saya sudah pulang"), say("Kepulangan Anda tercatat.")),
}
OTHERS = tuple(kind for kind in KINDS if kind != "masalah")
MOVES = {"tiba": "arrive", "pulang": "come_home"}
_STILL_SO = {"tiba": ("bekerja",), "alamat": STILL_AWAY, "pulang": ("pulang", "purna", *STILL_AWAY)}
NOT_LEFT = say("Belum tercatat berangkat, jadi belum ada yang dapat dilaporkan.")
NOT_AGAIN = say("Keberangkatan berikutnya belum tercatat, jadi belum ada yang dapat dilaporkan.")
BACK = say("Kepulangan sudah tercatat.")
CLOSED = say("Penempatan ini sudah ditutup. Keliru? Beri tahu BP3MI, atau telepon 0800-1000.")
NOBODY_READS = say("Belum ada penempatan, jadi BP3MI tidak menerima laporan ini. Telepon 0800-1000, dari luar negeri "
                   "+62 21 29244800, WhatsApp 0811-8080-141.")
MOURNED = say("Kami turut berduka cita. Catatan ini sudah masuk.")
_IS_IT_SO = say("SMS dari HP lain melaporkan %(number)s sudah tiba. Keliru? Kabari kami dari akun, SMS TOLONG, atau "
                "telepon +62 21 29244800.")
LONGEST = 1600  # characters: a text of ten parts


@dataclass(frozen=True)
class Page:
    """Reports that wait to be read, and the id behind which the next ones come."""

    reports: list[Report]
    next: int | None


def abroad(registration_id: int, kind: str = "") -> Placement:
    """The placement that somebody can report from, with all that belongs to it. Raises Refused for who has not left,
    or is back; trouble ('masalah') is heard at every stage, also after the end, since what is on record may be behind
    what happens: by the person's newest placement, as long as there ever was one."""
    found = newest_of_person(registration_id) if kind == "masalah" else placement_now(registration_id)
    if found is None:
        raise Refused(NOBODY_READS if kind == "masalah" else NOT_LEFT)
    if kind == "masalah" or found.state in STILL_AWAY:
        return found
    before = NOT_AGAIN if found.day else NOT_LEFT  # a day is noted only by who left once
    raise Refused({"pulang": BACK, "purna": CLOSED}.get(found.state, before))


def may_call_for_help(registration_id: int) -> bool:
    """Whether trouble can be told: the person ever had a placement, at whatever stage it is."""
    return newest_of_person(registration_id) is not None


def is_away(registration_id: int) -> bool:
    """Whether somebody left, and is not back as far as is on record."""
    found = placement_now(registration_id)
    return found is not None and found.state in STILL_AWAY


def is_of_who_died(registration_id: int) -> bool:
    """Whether who reads of the newest placement is the family of somebody who died."""
    found = placement_now(registration_id)
    return found is not None and found.reason == DIED


def living(registrations: list[Registration]) -> list[Registration]:
    """Those of them whose placements tell of no death."""
    gone = registrations_with([one.id for one in registrations], DIED)
    return [one for one in registrations if one.id not in gone]


def tell(registration_id: int, kind: str, actor: Actor, *, words: str = "", day: date | None = None,
         reason: str = "", by_text: bool = False, sure: bool = True) -> Report:
    """Keep a report, and make the move that it stands for: an arrival, a return (which owes a `reason` of
    placement_steps). The very same report of the same day is kept once, as long as nobody has read it.

    Nobody can be `sure` of a text from a telephone that the registration does not name: a company knows number and
    birth date, too. A return so told moves nothing: BP3MI reads of it and finds out. An arrival does, since who is
    abroad has another number there; the registration's own telephones hear of it.

    Raises Refused for who is not abroad, for what is owed, and for a day that cannot be; KeyError for another kind."""
    words, today = words.strip()[:LONGEST], clock.today()
    if kind in ("alamat", "masalah") and not words:
        raise Refused(say("Tulis dulu isinya."))
    if kind not in KINDS:
        raise KeyError(kind)
    if day and day > today:  # here, since what is told a second time makes no move that would look
        raise WrongField("day", say("Tanggal ini belum tiba."))
    with transaction():
        lock_registration(registration_id)
        if (same := _same(registration_id, kind, words, today)) and not _moves(kind, same.placement, sure):
            return same
        placement = abroad(registration_id, kind)
        made = Report.create(placement=placement, kind=kind, day=day or today, words=words, account=actor.account_id,
                             by_text=int(by_text), at=clock.now())
        events.record(f"registration:{registration_id}", f"report:{kind}", actor.account_id, placement=placement.id,
                      **({"by": "text"} if by_text else {}))
        if _moves(kind, placement, sure):
            try:
                placement_moves.make_move(placement, MOVES[kind], actor, day=day or today, reason=reason,
                                          words=words)
            except TooLate:
                raise Refused(BACK) from None
            if kind == "tiba" and not sure:
                moves.tell(placement.registration, "report:tiba", _IS_IT_SO)
        return made


def _moves(kind: str, placement: Placement, sure: bool) -> bool:
    """Whether what is told changes where the placement stands. It may do so twice on a day: BP3MI can take a return
    back."""
    if kind == "pulang":
        return sure and placement.state in STILL_AWAY
    return kind == "tiba" and placement.state == "berangkat"


def _same(registration_id: int, kind: str, words: str, today: date) -> Report | None:
    """What was told in these words already today, by the placement that it is told of, and waits to be read; as long as
    the placement is where that led to."""
    placement = newest_of_person(registration_id) if kind == "masalah" else placement_now(registration_id)
    if placement is None or kind in _STILL_SO and placement.state not in _STILL_SO[kind]:
        return None
    for one in reports_of(placement.id):
        told = one.kind == kind and one.words == words and one.at.astimezone(clock.JAKARTA).date() == today
        if told and one.seen_at is None:
            one.placement = placement
            return one
    return None


# -- the office --------------------------------------------------------------------------------------------------------
def waiting(officer: Officer, trouble: bool, after: int = 0) -> Page:
    """What nobody has read of what is for the officer: trouble, or all else; oldest first."""
    kinds = ("masalah",) if trouble else OTHERS
    found = unseen_reports(of_balai(officer), kinds, after, PAGE + 1)
    return Page(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def seen(officer: Officer, report_id: int) -> bool:
    """Mark a report as read; False where somebody did before. LookupError for what is not the officer's to read."""
    report = report_within(of_balai(officer), report_id)
    if report is None:
        raise LookupError(report_id)
    with transaction():
        first = mark_seen(report_id, officer, clock.now())
        if first:
            events.record(f"registration:{report.placement.registration_id}", "report:seen", officer.account_id,
                          office=officer.office_id)
    return first
