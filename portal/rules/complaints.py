"""Complaints and reported offers: told by anybody, followed by a secret code, moved on by an office.

Nobody of a company ever sees them, and no word of theirs stands in a log or an event."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from peewee import Expression

from portal import clock
from portal.data.base import transaction
from portal.data.company import Company
from portal.data.complaint import (
    Complaint,
    ComplaintStep,
    complaint_where,
    complaint_with_code,
    complaints_among,
    last_steps,
    office_of_newest,
    steps_of,
)
from portal.data.office import Office, Officer, office_at, office_names, offices_without, staffed
from portal.keyring import keyed_hash
from portal.rules import companies, counter, countries, events, limits, orders
from portal.rules.accounts import TooMany
from portal.rules.moves import TooLate
from portal.rules.number import ALPHABET, check_character
from portal.rules.offices import Actor, office_for, office_name
from portal.rules.refusal import Refused
from portal.rules.regions import regencies_called, regencies_holding
from portal.words import Words, say

LONGEST = 2000  # characters of one telling, and of one answer
OFFICERS = ("dinas", "penyelia", "bp3mi", "pusat")
FILED_PER_ADDRESS = "20 per hour"  # a whole village may share one address of its phone company
ADDED_PER_COMPLAINT = "20 per hour"
WRONG_PER_ADDRESS = "20 per hour"  # a code has 59 bits: this only keeps floods away
PAGE = 25
COUNTRYSIDE = {"bp3mi": 2, "dinas": 5}  # characters of the code of the province or district that an office serves

STATES: dict[str, tuple[Words, Words]] = {  # how it is called, and what it means for the person
    "diterima": (say("Diterima"), say("Laporan sudah masuk dan menunggu dibaca petugas.")),
    "diverifikasi": (say("Diverifikasi"), say("Petugas sedang memeriksa kebenaran laporan.")),
    "ditangani": (say("Ditangani"), say("Petugas sedang menangani masalahnya.")),
    "selesai": (say("Selesai"), say("Petugas sudah menyelesaikan laporan ini.")),
    "dirujuk": (say("Dirujuk"), say("Laporan diteruskan kepada pihak yang berwenang.")),
}
OPEN = ("diterima", "diverifikasi", "ditangani", "dirujuk")
KINDS: dict[str, Words] = {"pengaduan": say("Pengaduan"), "tawaran": say("Tawaran kerja dilaporkan")}
REFERRED: dict[str, Words] = {
    "polisi": say("Polisi"),
    "perwakilan": say("Perwakilan Indonesia di luar negeri (KBRI, KJRI)"),
    "bp3mi": say("Balai Pelayanan Pelindungan PMI (BP3MI)"),
    "dinas": say("Dinas tenaga kerja"),
}
MANY = say("Terlalu banyak laporan dari jaringan ini. Tulisan Anda tetap ada. Coba lagi nanti, atau telepon 0800-1000.")


class NoDistrict(Refused):
    """It is not clear which district is meant, none was named where one is owed, or its office can take nothing."""


class Unclear(NoDistrict):
    """`near`: the districts that may be meant, as (code, name)."""

    def __init__(self, near: list[tuple[str, str]]) -> None:
        super().__init__(say("Belum jelas. Pilih satu, atau kirim lagi tanpa memilih: kementerian yang membaca."))
        self.near = near


@dataclass(frozen=True)
class Move:
    """`answers`: words for the person are owed. `refers`: to whom is owed."""

    name: str
    label: Words
    source: tuple[str, ...]
    target: str
    answers: bool = False
    refers: bool = False


MOVES: dict[str, Move] = {move.name: move for move in (
    Move("verify", say("Mulai verifikasi"), ("diterima",), "diverifikasi"),
    Move("handle", say("Tangani"), ("diverifikasi", "dirujuk"), "ditangani"),
    Move("close", say("Selesaikan"), ("diverifikasi", "ditangani", "dirujuk"), "selesai", answers=True),
    Move("refer", say("Rujuk"), ("diterima", "diverifikasi", "ditangani"), "dirujuk", answers=True, refers=True),
    Move("reopen", say("Buka lagi"), ("selesai",), "ditangani", answers=True),
)}


# -- the secret code ---------------------------------------------------------------------------------------------------
def read_code(typed: str) -> str:
    """The twelve characters, whatever case, spaces and dashes they were typed with. Raises Refused for a slip."""
    bare = re.sub(r"[\s._\-\u2010-\u2015\u2212]", "", typed)
    bare = bare.upper() if bare.isascii() else ""
    if len(bare) != 12 or any(char not in ALPHABET for char in bare):
        raise Refused(say("Kode rahasia berisi 12 huruf dan angka, contoh: 7K3P-9QXD-2MN5."))
    if check_character("", bare[:11]) != bare[11]:
        raise Refused(say("Kode ini mungkin salah ketik. Periksa lagi satu per satu."))
    return grouped(bare)


def grouped(bare: str) -> str:
    return "-".join((bare[:4], bare[4:8], bare[8:]))


def _code_of(*told: str) -> str:
    """The code of this very telling, by a key that only the portal has: nobody can guess it, and a form that is sent
    again, because its answer was lost on the way, gets the same one."""
    sealed = keyed_hash("\0".join(("complaint-code", *told)))
    number = int(hashlib.sha256(sealed.encode()).hexdigest(), 16)
    body = ""
    for _ in range(11):
        number, digit = divmod(number, len(ALPHABET))
        body += ALPHABET[digit]
    return grouped(body + check_character("", body))


def _seal(code: str) -> str:
    return keyed_hash(f"complaint:{code}")


# -- the person who tells ----------------------------------------------------------------------------------------------
def office_called(typed: str) -> Office:
    """The labour office of a district as people write it; '' is the ministry. NoDistrict when it is not clear which."""
    return office_for("dinas", _district_called(typed)) if typed.strip() else office_for("kementerian", "")


def _district_called(typed: str) -> str:
    """The code of the district that is called so. NoDistrict when it is not clear which."""
    sought = " ".join(typed.split())[:60]
    found = regencies_called(sought) or regencies_holding(sought)
    if len(found) == 2:
        raise NoDistrict(say("Ada %(a)s dan %(b)s. Tulis yang mana.", a=found[0][1], b=found[1][1]))
    if len(found) != 1:
        raise NoDistrict(say("Tulis nama kabupaten atau kota lengkap, contoh: Kabupaten Karawang. Atau kosongkan."))
    return found[0][0]


def office_meant(typed: str, asked: str = "", chosen: str = "") -> tuple[Office, str]:
    """The office that somebody tells it to, and what was typed where that alone does not say which: it goes along.

    Nothing is lost over a district. What names none, or a place abroad, goes to the ministry; where some are near,
    Unclear asks once: `asked` is what was typed then, `chosen` the code picked, or ''."""
    try:
        return office_called(typed), ""
    except NoDistrict:
        near = [] if countries.names_abroad(typed) else counter.districts_near(typed)
    if near and _plain(typed) != _plain(asked):
        raise Unclear(near)
    known = chosen in dict(near)
    return office_for("dinas", chosen) if known else office_for("kementerian", ""), typed


def _plain(typed: str) -> str:
    return " ".join(typed.casefold().split())


def office_of_account(account_id: int) -> Office | None:
    """The office that has the newest registration sent in by this account; None where there is none."""
    return office_of_newest(account_id)


def _office_for_telling(meant: Office) -> Office:
    """Where somebody reads what is told to this office: there, else at the province's BP3MI, else at the ministry."""
    if _is_read(meant):
        return meant
    balai = office_at("bp3mi", meant.region[:2])
    return balai if balai and _is_read(balai) else _ministry()


def _is_read(office: Office) -> bool:
    """Whether anybody works there who may read complaints."""
    return bool(staffed({office.id}, OFFICERS))


def _ministry() -> Office:
    """The last resort, whoever works there."""
    return office_for("kementerian", "")


def read_by(complaint: Complaint) -> Office:
    """The office that reads it now: its own, or the ministry while nobody works there any more."""
    return complaint.office if _is_read(complaint.office) else _ministry()


def office_reading(code: str) -> Office:
    """The same of the complaint with this code, for who has just told it. LookupError for an unknown code."""
    found = complaint_with_code(_seal(code))
    if found is None:
        raise LookupError
    return read_by(found)


def names_of_readers(office_ids: set[int]) -> dict[int, str]:
    """What the offices are called that read what lies in these, by the id of where it lies."""
    if not office_ids:
        return {}
    read, names = staffed(office_ids, OFFICERS), office_names(office_ids)
    return {id_: name if id_ in read else _ministry().name for id_, name in names.items()}


def file(words: str, address: str, *, nonce: str = "", about: str = "", contact: str = "", kind: str = "pengaduan",
         office: Office | None = None, own: Office | None = None, offer: Mapping[str, str] | None = None,
         district: str = "") -> str:
    """Keep what somebody tells, and answer the secret code, which is kept nowhere. Where nobody works in `office`, it
    goes where somebody reads it: `office_reading` tells. Who names none tells it to their `own`, if they have one.

    `nonce` is that of the form: the same form sent again gives the same code, and is kept once, even if somebody signed
    in meanwhile, and has an office of their own since. `district` is what was typed of one, for the office to read,
    where it is not clear. No account is kept: it may be anonymous. Raises TooMany."""
    office = office or _ministry()
    particulars = {"about": about, **(offer or {}), **({"daerah": district} if district else {})}
    parts = [part for pair in sorted(particulars.items()) for part in pair]
    code = _code_of(nonce or secrets.token_urlsafe(12), kind, words, contact, str(office.id), *parts)
    if complaint_with_code(_seal(code)):
        return code
    if not limits.take(FILED_PER_ADDRESS, "complaint", address):
        raise TooMany(MANY)
    company, at = _company_told(about, (offer or {}).get("order", "")), clock.now()
    with transaction():
        made = Complaint.create(kind=kind, code_hash=_seal(code), state="diterima", state_since=at, words=words,
                                contact=contact, offer=particulars, company=company,
                                office=_office_for_telling(own or office), at=at)
        ComplaintStep.create(complaint=made, state="diterima", at=at)
        events.record(f"complaint:{made.id}", "complaint:filed", None, kind=kind)
    return code


def find(code: str, address: str) -> Complaint | None:
    """The complaint with this code. Wrong tries are counted, and raise TooMany when they are spent; a right one passes
    even then, since a whole village may share the address from which somebody tries."""
    found = complaint_with_code(_seal(code))
    if found is None and not limits.take(WRONG_PER_ADDRESS, "complaint-code", address):
        raise TooMany
    return found


def add_word(complaint: Complaint, words: str) -> None:
    """A word more from the person. A closed case is open again by it, and waits to be read; whoever has an open one on
    their screen is too late with what they decided without it. The very same word twice is kept once.

    Raises Refused for nothing at all, TooMany."""
    if not words.strip():
        raise Refused(say("Tulis dulu apa yang ingin Anda tambahkan."))
    last = next(iter(reversed(steps_of(complaint.id))), None)
    if last and last.officer_id is None and last.words == words.strip():
        return
    if not limits.take(ADDED_PER_COMPLAINT, "complaint-word", str(complaint.id)):
        raise TooMany(MANY)
    with transaction():
        at, closed = clock.now(), (Complaint.id == complaint.id) & Complaint.state.not_in(OPEN)
        again = {"state": "diterima", "state_since": at}
        Complaint.update(version=Complaint.version + 1).where(Complaint.id == complaint.id).execute()
        if Complaint.update(**again).where(closed).execute():
            complaint.state, complaint.state_since = "diterima", at
        ComplaintStep.create(complaint=complaint, state=complaint.state, words=words.strip(), at=at)
        events.record(f"complaint:{complaint.id}", "complaint:added", None)


def told(complaint: Complaint) -> list[ComplaintStep]:
    """Its steps as the person may see them, oldest first: no internal note is among them."""
    return [step for step in steps_of(complaint.id) if step.shown]


# -- the office --------------------------------------------------------------------------------------------------------
def queue(actor: Actor, states: tuple[str, ...] = OPEN, after: int = 0) -> list[Complaint]:
    """Complaints that the actor reads behind this id, oldest first, one more than a page holds. PermissionError for who
    has no business with complaints."""
    return complaints_among(_within_reach(_officer(actor)), states, after, PAGE + 1)


def open_(actor: Actor, complaint_id: int) -> Complaint:
    """A complaint that the actor reads; `note_reading` says who looked. LookupError for all others."""
    found = complaint_where((Complaint.id == complaint_id) & _reads(_officer(actor)))
    if found is None:
        raise LookupError(complaint_id)
    return found


def _within_reach(officer: Officer) -> list[Expression]:
    """What an officer reads: what lies in the own office; at the ministry also what lies where nobody works any more,
    so that none is lost with the last one who leaves."""
    own = Complaint.office == officer.office_id
    nobodys = Complaint.office.in_(offices_without(OFFICERS, tuple(COUNTRYSIDE)))
    return [own, nobodys] if officer.role == "pusat" else [own]


def _reads(officer: Officer) -> Expression:
    return reduce(or_, _within_reach(officer))


def unread(rows: list[Complaint]) -> frozenset[int]:
    """Of these complaints, the ids of those where the person had the last word since it was told."""
    return frozenset(one.complaint_id for one in last_steps([row.id for row in rows])
                     if one.officer_id is None and one.words)


def note_reading(complaint: Complaint, actor: Actor) -> None:
    """Who read a complaint, and when, stands in the record."""
    events.record(f"complaint:{complaint.id}", "complaint:opened", actor.account_id)


def all_steps(complaint: Complaint) -> list[ComplaintStep]:
    """Internal notes, too: for the office."""
    return steps_of(complaint.id)


def moves_open(complaint: Complaint) -> list[Move]:
    return [move for move in MOVES.values() if complaint.state in move.source]


def make_move(complaint: Complaint, name: str, actor: Actor, version: int, words: str = "", to: str = "",
              district: str = "") -> None:
    """Make the move by one guarded UPDATE, with its step and event. `words` are shown to the person.

    Who moves it has it from then on. A referral to a labour office or BP3MI moves it into that office's queue;
    `district`, as people write it, is owed where nothing else tells which one. Raises TooLate, Refused for words, a
    referral or a district that is owed, or an office where nobody works, PermissionError; KeyError for an unknown
    name."""
    move, officer, at = MOVES[name], _officer(actor), clock.now()
    if complaint.state not in move.source:
        raise TooLate(name)
    if move.answers and not words.strip():
        raise Refused(say("Tulis jawaban untuk pelapor."))
    if move.refers and to not in REFERRED:
        raise Refused(say("Pilih kepada siapa laporan dirujuk."))
    change: dict[str, Any] = {"state": move.target, "state_since": at, "version": version + 1, "officer": officer.id,
                              "office": officer.office_id}
    if move.refers and (office := _office_referred(complaint, to, district)):
        if office.id == officer.office_id:
            raise NoDistrict(say("Laporan ini sudah di kantor Anda. Pilih pihak lain, atau tulis daerah kantor lain."))
        change["office"] = office.id
    same = (Complaint.id == complaint.id) & (Complaint.version == version) & Complaint.state.in_(move.source)
    with transaction():
        if not Complaint.update(**change).where(same & _reads(officer)).execute():
            raise TooLate(name)
        ComplaintStep.create(complaint=complaint, state=move.target, words=words.strip(), officer=officer, at=at,
                             referred_to=to if move.refers else "")
        detail = {"to": to} if move.refers else {}
        events.record(f"complaint:{complaint.id}", f"complaint:{name}", actor.account_id, state=move.target, **detail)


def _office_referred(complaint: Complaint, to: str, district: str) -> Office | None:
    """The office that gets a referred case; None where it stays: the police and missions have no queue here. Refused
    where nobody knows which office it is, or nobody works there: no case is said to be somewhere it is not read."""
    if to not in COUNTRYSIDE:
        return None
    here = complaint.office.region
    own = here if len(here) == COUNTRYSIDE[to] or to == "bp3mi" else ""
    region = _district_called(district) if district.strip() else own
    region = (region or (complaint.company.region if complaint.company else ""))[:COUNTRYSIDE[to]]
    if not region:
        raise NoDistrict(say("Tulis kabupaten atau kotanya, supaya laporan sampai ke kantor yang benar."))
    office = office_at(to, region)
    if office is None or not _is_read(office):
        raise NoDistrict(say("Di %(office)s belum ada petugas yang membaca. Pilih pihak lain, atau tulis daerah lain.",
                             office=office_name(to, region)))
    return office


def write(complaint: Complaint, actor: Actor, words: str, *, shown: bool) -> None:
    """An answer to the person (`shown`), or a note among officers, without a move. Refused when there are no words."""
    officer = _officer(actor)
    if not words.strip():
        raise Refused(say("Tulis dulu jawaban atau catatannya."))
    with transaction():
        ComplaintStep.create(complaint=complaint, state=complaint.state, words=words.strip(), shown=int(shown),
                             officer=officer, at=clock.now())
        events.record(f"complaint:{complaint.id}", "complaint:answered" if shown else "complaint:noted",
                      actor.account_id)


def _officer(actor: Actor) -> Officer:
    """The one place that says who may see complaints: never staff of a company."""
    if actor.officer is None or actor.role not in OFFICERS:
        raise PermissionError("complaints")
    return actor.officer


# -- whom it is about --------------------------------------------------------------------------------------------------
def order_number(complaint: Complaint) -> str:
    """Of the offer that was reported, as orders.tidy_number writes it; '' where none was told."""
    return orders.tidy_number((complaint.offer or {}).get("order", ""))


def _company_told(about: str, number: str) -> Company | None:
    """The company that is called so, else the one whose job order bears the number. A name that is only near names
    nobody: an officer says whether it does."""
    named = companies.find(about)
    if named and companies.is_called(named, about):
        return named
    order = orders.order_by_number(number)
    return order.company if order else None


def companies_meant(complaint: Complaint, typed: str = "") -> list[Company]:
    """Those whom an officer may mean by what was typed, else the reporter by what was told: of that name, of names near
    it, and the one whose job order was told."""
    name = typed or (complaint.offer or {}).get("about", "")
    order = orders.order_by_number(order_number(complaint))
    found = [companies.find(name), *companies.near(name), order.company if order else None]
    return list({one.id: one for one in found if one}.values())


def name_company(complaint: Complaint, actor: Actor, version: int, company: Company | None) -> None:
    """An officer says which company it is about, or that it is none of those known. Signals go by it.

    Raises TooLate, PermissionError."""
    officer = _officer(actor)
    same = (Complaint.id == complaint.id) & (Complaint.version == version) & _reads(officer)
    with transaction():
        if not Complaint.update(company=company, version=version + 1).where(same).execute():
            raise TooLate("name_company")
        events.record(f"complaint:{complaint.id}", "complaint:named", actor.account_id,
                      company=company.id if company else None)
