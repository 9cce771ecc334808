"""Helpers (pendamping): they ask an office to recognise them, and the office answers for them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from peewee import Expression

from portal import clock
from portal.data.account import Account
from portal.data.base import transaction
from portal.data.event import lock_chain
from portal.data.helper import (
    Helper,
    close_neighbours,
    helped_by,
    helper_in,
    helper_of,
    helpers_in,
    left_alone,
    open_neighbours,
    recognised_among,
)
from portal.data.office import Officer
from portal.rules import events, limits, moves, outbox
from portal.rules.moves import TooLate
from portal.rules.offices import Actor, office_for
from portal.rules.refusal import Refused
from portal.words import Words, say

__all__ = ["Helper", "TooLate", "helper_of"]

PAGE = 25
MOST_COUNTED = 100  # "100 or more" is all that an office needs to know
ASKING = "5 per day"
MARK = say("Pendamping diakui")
ALONE = say("Pendaftaran %(number)s tetap jalan, tetapi pendamping tidak dapat membukanya lagi. "
            "Bawa KTP ke loket untuk membukanya sendiri.")


class Barred(Exception):
    """A suspended helper wants to register somebody else."""


@dataclass(frozen=True)
class Stand:
    """A state, in words for the office and for the helper."""

    title: Words
    meaning: Words


UNASKED = "tidak_meminta"  # helps neighbours, and never asked, or withdrew: the office sees them all the same
STATES: dict[str, Stand] = {
    "diminta": Stand(say("Menunggu jawaban kantor"),
                     say("Anda tetap boleh membantu orang mendaftar sambil menunggu.")),
    "diakui": Stand(MARK, say("Orang yang Anda bantu dan petugas melihat tanda ini di dekat nama Anda.")),
    "ditolak": Stand(say("Tidak diakui"),
                     say("Anda tetap boleh membantu keluarga dan tetangga, tanpa tanda. Anda boleh meminta lagi.")),
    "ditangguhkan": Stand(say("Ditangguhkan"),
                          say("Anda tidak dapat mendaftarkan orang lain, dan tidak melihat data tetangga. "
                              "Pendaftaran mereka tetap ada. Data Anda sendiri tetap dapat dibuka.")),
    UNASKED: Stand(say("Tidak meminta diakui"),
                   say("Siapa pun boleh membantu keluarga atau tetangga mendaftar, dengan persetujuannya.")),
}


@dataclass(frozen=True)
class Decision:
    """What an office decides. Without a `target` the helper goes back to the state before."""

    name: str
    label: Words
    source: tuple[str, ...]
    target: str
    message: Words
    reason: bool = False


DECISIONS: dict[str, Decision] = {
    decision.name: decision
    for decision in (
        Decision("recognise", say("Akui pendamping ini"), ("diminta",), "diakui",
                 message=say("Anda sekarang pendamping yang diakui. Tandanya tampil di Portal PMI.")),
        Decision("decline", say("Tolak permohonan"), ("diminta",), "ditolak",
                 message=say("Permohonan Anda sebagai pendamping belum diterima. Alasannya ada di akun, "
                             "bagian pendamping."),
                 reason=True),
        Decision("suspend", say("Tangguhkan"), ("diminta", "diakui", "ditolak", UNASKED), "ditangguhkan",
                 message=say("Anda ditangguhkan sebagai pendamping. Alasan dan tempat bertanya ada di akun Anda, "
                     "bagian pendamping."), reason=True),
        Decision("reinstate", say("Pulihkan"), ("ditangguhkan",), "",
                 message=say("Penangguhan Anda sebagai pendamping sudah dicabut. Anda dapat membantu lagi.")),
    )
}


@dataclass(frozen=True)
class Row:
    """A helper with how many people they help now, and how many of these came within the last seven days."""

    helper: Helper
    people: str
    week: str


# -- the helper's own side ---------------------------------------------------------------------------------------------
def ask(account: Account, kind: str, village: str) -> None:
    """Ask the village's office ('desa'), or its district's ('dinas'), to recognise this account.

    Raises Refused for who is recognised or suspended already, and after five changes of mind a day."""
    if limits.spent(ASKING, "helper", str(account.id)):
        raise Refused(say("Sudah lima kali hari ini. Coba lagi besok."))
    office = office_for(kind, village if kind == "desa" else village[:5])
    at = clock.now()
    wish = {"office": office, "state": "diminta", "note": "", "officer": None, "asked_at": at, "since": at,
            "district": village[:5]}
    with transaction():
        lock_chain()
        mine = helper_of(account.id)
        if mine and mine.state == "diminta" and mine.office_id == office.id:
            return  # sent twice
        if mine and mine.state in ("diakui", "ditangguhkan"):
            raise Refused(say("Kantor sudah menjawab. Lihat keadaannya di halaman ini."))
        if mine:
            Helper.update(**wish).where(Helper.id == mine.id).execute()
        else:
            Helper.create(account=account, **wish)
        events.record(f"account:{account.id}", "helper:asked", account.id, office=office.id)
    limits.count(ASKING, "helper", str(account.id))


def begin(account: Account, village: str) -> None:
    """Somebody registers a neighbour: from the first one on, the office of that village knows of this helper."""
    office, at = office_for("desa", village), clock.now()
    Helper.insert(account=account, office=office, state=UNASKED, asked_at=at, since=at,
                  district=village[:5]).on_conflict_ignore().execute()


def withdraw(account: Account) -> None:
    """Take the wish, or the mark, back; the office goes on seeing the helper.

    Raises Refused for who is suspended: only the office ends that."""
    with transaction():
        lock_chain()
        mine = helper_of(account.id)
        if mine is None or mine.state == UNASKED:
            return
        if mine.state == "ditangguhkan":
            raise Refused(say("Penangguhan hanya dapat dicabut kantor itu."))
        Helper.update(state=UNASKED, note="", officer=None, since=clock.now()).where(Helper.id == mine.id).execute()
        events.record(f"account:{account.id}", "helper:withdrawn", account.id, office=mine.office_id)


def is_barred(account: Account, relation: str) -> bool:
    """Whether this account may not register somebody in this relation: the suspended only register themselves."""
    if relation == "self":
        return False
    mine = helper_of(account.id)
    return mine is not None and mine.state == "ditangguhkan"


def refuse_barred(account: Account, relation: str) -> None:
    """Raise Barred for the suspended. Within a transaction: no suspension comes between this look and its end."""
    if relation != "self":
        lock_chain()
        if is_barred(account, relation):
            raise Barred


def mark(account_ids: Iterable[int]) -> dict[int, Words]:
    """The mark of those of these accounts that an office recognises; the others are not in it. One query."""
    return dict.fromkeys(recognised_among(account_ids), MARK)


# -- the office's side -------------------------------------------------------------------------------------------------
def in_scope(officer: Officer) -> Expression:
    """The helpers an officer answers for: a village its own, a district (or BP3MI) all within it."""
    if officer.role == "desa":
        return Helper.office == officer.office_id
    if officer.role in ("dinas", "penyelia"):
        region = officer.office.region
        return Helper.district == region if len(region) == 5 else Helper.district.startswith(region)
    return Helper.id == 0


def page_of(officer: Officer, state: str = "", before: int | None = None) -> tuple[list[Row], int | None]:
    """25 helpers, who asked last first, and the id before which the next ones come."""
    found = helpers_in(in_scope(officer), state=state, before=before, limit=PAGE + 1)
    return _rows(found[:PAGE]), found[PAGE - 1].id if len(found) > PAGE else None


def recognised(officer: Officer, limit: int = 200) -> list[Helper]:
    """Helpers whom an office of the officer's region recognises, with their accounts, by name; none for BP3MI."""
    found = helpers_in(in_scope(officer), state="diakui", limit=limit)
    return sorted(found, key=lambda one: one.account.name.casefold())


def look_up(actor: Actor, helper_id: int) -> Row:
    """One helper. LookupError, on record where there is one, out of scope."""
    found = helper_in(in_scope(actor.officer), helper_id)
    if found is None:
        if other := Helper.select(Helper.account).where(Helper.id == helper_id).first():
            events.record(f"account:{other.account_id}", "file:refused", actor.account_id, purpose="pendamping",
                          office=actor.officer.office_id)
        raise LookupError(helper_id)
    return _rows([found])[0]


def decisions_open(helper: Helper) -> list[Decision]:
    return [decision for decision in DECISIONS.values() if helper.state in decision.source]


def decide(actor: Actor, helper_id: int, name: str, reason: str = "") -> None:
    """Recognise, decline, suspend or reinstate, with event and message.

    Raises KeyError for an unknown name, LookupError out of scope, TooLate when somebody was faster, Refused when a
    reason is owed, or for one's own wish."""
    decision, helper = DECISIONS[name], look_up(actor, helper_id).helper
    if helper.account_id == actor.account_id:
        raise Refused(say("Permohonan Anda sendiri diputuskan petugas lain."))
    if helper.state not in decision.source:
        raise TooLate(name)
    if decision.reason and not reason.strip():
        raise Refused(say("Tulis alasannya. Orangnya berhak tahu."))
    at = clock.now()
    with transaction():
        lock_chain()  # before the accesses are closed: whoever registers at this moment is seen, or sees it
        change = {"state": decision.target or _state_before(helper), "note": reason.strip() if decision.reason else "",
                  "since": at, "officer": actor.officer}
        same = (Helper.id == helper.id) & (Helper.state == helper.state) & (Helper.since == helper.since)
        if not Helper.update(**change).where(same).execute():
            raise TooLate(name)
        if name == "suspend":
            close_neighbours(helper.account_id, at)
            for registration in left_alone(helper.account_id, at):
                moves.tell(registration, "helper:gone", ALONE)
        if name == "reinstate":
            open_neighbours(helper.account_id, helper.since)
        events.record(f"account:{helper.account_id}", f"helper:{name}", actor.account_id,
                      office=actor.officer.office_id, **{"from": helper.state, "to": change["state"]})
        outbox.write(f"helper:{name}", helper.account.contact, decision.message, helper.account.language)


def _state_before(helper: Helper) -> str:
    """Where the helper stood when the suspension came."""
    past = events.history(f"account:{helper.account_id}")
    suspended = [event for event in past if event.name == "helper:suspend"]
    return json.loads(suspended[-1].detail)["from"] if suspended else "diminta"


def _rows(helpers: list[Helper]) -> list[Row]:
    """Each with its two counts, in one query."""
    week = clock.now() - timedelta(days=7)
    counts = helped_by([helper.account_id for helper in helpers], week, MOST_COUNTED)
    return [Row(helper, *map(_counted, counts[helper.account_id])) for helper in helpers]


def _counted(number: int) -> str:
    return f"{number}+" if number >= MOST_COUNTED else str(number)
