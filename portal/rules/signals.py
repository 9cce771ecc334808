"""Signals of nonprocedural placement: each says what was seen, why it may matter and what to do next.

None of them decides anything. facts/signals.json holds from when each is told; looked at are the newest people under
way in the officer's region, a bounded number in each state."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from portal import clock
from portal.data import signal as look
from portal.data.company import Company, companies_with
from portal.data.office import Officer
from portal.data.order import ONCE_APPROVED, Order
from portal.data.placement import Dismissed, Evidence
from portal.data.signal import UnderWay
from portal.keyring import keyed_hash
from portal.rules import complaints, events, placements
from portal.rules.companies import Standing, standings
from portal.rules.offices import in_scope
from portal.rules.orders import tidy_number
from portal.rules.placement_gates import gates
from portal.rules.placement_steps import BEFORE_LEAVING, MOVES, STILL_AWAY
from portal.rules.refusal import Refused
from portal.words import Words, say

PAGE = 25
SHOWN = 10  # cases named with one signal
ROLES = ("dinas", "penyelia", "bp3mi")


@dataclass(frozen=True)
class Kind:
    """What the signal is called, why it may matter, and what to do next."""

    title: Words
    why: Words
    next: Words


KINDS: dict[str, Kind] = {
    "phone": Kind(say("Satu nomor HP, banyak calon"), say("Nomor perantara sering dipakai untuk banyak orang."),
                  say("Tanya siapa pemegang nomornya, dan hubungi orangnya langsung.")),
    "address": Kind(say("Satu alamat, banyak calon"), say("Calon kadang dikumpulkan di satu penampungan."),
                    say("Tanya desa siapa yang tinggal di sana.")),
    "helper": Kind(say("Pendamping ke satu perusahaan"), say("Pendamping bisa menjadi perekrut satu perusahaan."),
                   say("Wawancarai orangnya tanpa pendamping. Tanya apakah ada yang membayar.")),
    "quota": Kind(say("Lebih banyak dari kuota"), say("Orang di atas kuota tidak punya pekerjaan yang diizinkan."),
                  say("Minta penjelasan perusahaan dan kementerian.")),
    "licence": Kind(say("Izin perusahaan tidak berlaku"), say("Perusahaan tanpa izin tidak boleh menempatkan."),
                    say("Tahan langkah berikutnya, dan tanya kementerian.")),
    "rush": Kind(say("Banyak orang menjelang lowongan berakhir"),
                 say("Menjelang akhir izin, orang kadang dimasukkan tanpa seleksi."),
                 say("Periksa apakah orangnya tahu pekerjaannya.")),
    "visa": Kind(say("Jenis visa tidak sesuai"), say("Bekerja dengan visa kunjungan atau ibadah tidak terlindungi."),
                 say("Jangan terbitkan E-KPMI. Minta visa kerja.")),
    "no_gates": Kind(say("Berangkat tanpa penempatan"),
                     say("Desa mencatat berangkat, tetapi syaratnya tidak tercatat."),
                     say("Tanya keluarga ke mana dan lewat siapa. Bila perlu, rujuk ke pengaduan.")),
    "vanished": Kind(say("Lama tanpa kabar"), say("Orang yang berhenti di tengah bisa berangkat lewat jalan lain."),
                     say("Hubungi orangnya atau desanya.")),
    "silent": Kind(say("Berangkat, belum lapor tiba"), say("Tidak ada yang tahu apakah ia tiba di pekerjaannya."),
                   say("Hubungi keluarga, perusahaan, lalu perwakilan.")),
    "reported": Kind(say("Perusahaan yang diadukan"), say("Ada pengaduan atau tawaran yang dilaporkan."),
                     say("Baca yang ada di kantor Anda, dan tanya kantor lain tentang yang di sana. Wawancarai orang "
                         "yang sedang diproses.")),
}


@dataclass(frozen=True)
class Signal:
    """One signal. `subject` tells it from others of its kind and holds no personal data; `seen` what was seen;
    `latest` when its newest part happened; `cases` of placements as (id, registration number), or (None, number);
    `complaints`: ids of those that lie with the officer's own office."""

    kind: str
    subject: str
    seen: Words
    latest: datetime
    cases: tuple[tuple[int | None, str], ...]
    complaints: tuple[int, ...] = ()

    @property
    def about(self) -> Kind:
        return KINDS[self.kind]


@cache
def limit(name: str) -> int:
    """A number of facts/signals.json. KeyError for an unknown name."""
    return int(json.loads((Path(__file__).parent / "facts" / "signals.json").read_text("utf-8"))[name])


class _Region:
    """The people under way whom an officer may see, and what is asked of the database about them: once each."""

    def __init__(self, officer: Officer) -> None:
        self.officer = officer
        self.people = look.under_way(placements.in_scope(officer), (*BEFORE_LEAVING, *STILL_AWAY), limit("newest"))
        self.waiting = [one for one in self.people if one.state in BEFORE_LEAVING]

    @cached_property
    def versions(self) -> list[Order]:
        return look.versions_with(sorted({one.order for one in self.people if one.order}))

    @cached_property
    def orders(self) -> list[Order]:
        """The versions that people were linked to."""
        linked = {one.order for one in self.people}
        return [one for one in self.versions if one.id in linked]

    @cached_property
    def counting(self) -> dict[int, Order]:
        """By the id of each of them, the version of the same order that holds the places taken: the newest that was
        approved once."""
        newest = {(one.number, one.company_id): one for one in self.versions
                  if one.state in ONCE_APPROVED and one.decided_at}  # oldest first
        return {one.id: newest.get((one.number, one.company_id), one) for one in self.orders}

    @cached_property
    def companies(self) -> dict[int, Company]:
        return {one.id: one for one in companies_with(sorted({one.company for one in self.people if one.company}))}

    @cached_property
    def evidence(self) -> list[Evidence]:
        return look.evidence_signs([one.id for one in self.people])


def signals(officer: Officer, kind: str = "") -> list[Signal]:
    """What an officer should look into: open signals of their region, those with the newest part first; of one kind,
    or of all. What was put aside stays away until something new happens."""
    region = _Region(officer)
    found = [signal for name, find in _FIND.items() if kind in ("", name) for signal in find(region)]
    aside = look.dismissed_of(officer.office_id, [(one.kind, one.subject) for one in found])
    still = [one for one in found if (at := aside.get((one.kind, one.subject))) is None or one.latest > at]
    return sorted(still, key=lambda one: (one.latest, one.subject), reverse=True)


def dismiss(officer: Officer, kind: str, subject: str, reason: str) -> None:
    """Put a signal aside, for this office, with a reason. Raises Refused without one, LookupError for a signal that is
    not (or no longer) there."""
    if kind not in KINDS or subject not in {one.subject for one in signals(officer, kind)}:
        raise LookupError(subject)
    if not reason.strip():
        raise Refused(say("Tulis mengapa tanda ini dikesampingkan."))
    Dismissed.create(kind=kind, subject=subject, office=officer.office_id, officer=officer, reason=reason.strip(),
                     at=clock.now())
    events.record(f"office:{officer.office_id}", "signal:dismissed", officer.account_id, kind=kind)


@dataclass(frozen=True)
class Aside:
    """What was put aside: `row` says by whom and why; whom it was about: `names` of company and job order, and `cases`
    as in a signal. Both are empty where only people together made the signal, and they are under way no more."""

    row: Dismissed
    names: tuple[str, ...]
    cases: tuple[tuple[int | None, str], ...]


def put_aside(officer: Officer) -> list[Aside]:
    """What the officer's office put aside last, with who and why, and about whom."""
    rows = look.put_aside(officer.office_id)
    return [Aside(row, *about) for row, about in zip(rows, _whom(officer, rows), strict=True)]


def _whom(officer: Officer, rows: list[Dismissed]) -> list[tuple[tuple[str, ...], tuple[tuple[int | None, str], ...]]]:
    """Names and cases of each, read from its subject; where that is sealed, from the signal as it stands now."""
    region = _Region(officer)
    now = {(one.kind, one.subject): one.cases for kind in _OF_PEOPLE if any(row.kind == kind for row in rows)
           for one in _FIND[kind](region)}
    ids = {of: sorted({id_ for row in rows if (id_ := _id_in(row, of))}) for of in _TOLD_BY}
    orders = {one.id: one for one in look.orders_with(ids["order"])}
    firms = {one.id: one.name for one in companies_with(
        sorted({*ids["company"], *(one.company_id for one in orders.values())}))}
    placed, registered = look.numbers_of(ids["placement"], ids["registration"])
    found = []
    for row in rows:
        order = orders.get(_id_in(row, "order"))
        firm = firms.get(order.company_id if order else _id_in(row, "company"))
        placement, registration = _id_in(row, "placement"), _id_in(row, "registration")
        cases = [(placement, placed[placement])] if placement in placed else []
        cases += [(None, registered[registration])] if registration in registered else []
        found.append((tuple(filter(None, (firm, order and order.number))),
                      now.get((row.kind, row.subject), tuple(cases))))
    return found


_OF_PEOPLE = ("phone", "address", "helper")
_TOLD_BY: dict[str, dict[str, int]] = {  # which part of a subject, between its colons, is the id of what, by kind
    "company": {"helper": 1, "licence": 0, "reported": 0},
    "order": {"quota": 0, "rush": 0},
    "placement": {"visa": 0, "vanished": 0, "silent": 0},
    "registration": {"no_gates": 0},
}


def _id_in(row: Dismissed, of: str) -> int | None:
    parts, at = row.subject.split(":"), _TOLD_BY[of].get(row.kind)
    return int(parts[at]) if at is not None and at < len(parts) and parts[at].isdecimal() else None


def _cases(people: Iterable[UnderWay]) -> tuple[tuple[int | None, str], ...]:
    return tuple((one.id, one.number) for one in people)[:SHOWN]


def _latest(people: Iterable[UnderWay]) -> datetime:
    return max(one.began_at for one in people)


def _grouped(people: Iterable[UnderWay], by: str) -> dict[Any, list[UnderWay]]:
    """People by the field `by`, those who have nothing there left out."""
    found: dict[Any, list[UnderWay]] = defaultdict(list)
    for one in people:
        if getattr(one, by):
            found[getattr(one, by)].append(one)
    return found


# -- who is behind many people -----------------------------------------------------------------------------------------
def _phone(region: _Region) -> list[Signal]:
    by_registration = {one.registration: one for one in region.people}
    sharing: dict[str, list[UnderWay]] = defaultdict(list)
    for phone, registration in look.phones_of(list(by_registration)):
        sharing[phone].append(by_registration[registration])
    return [Signal("phone", phone[:32], say("Satu nomor HP dipakai %(n)s orang yang sedang diproses.", n=len(who)),
                   _latest(who), _cases(who))
            for phone, who in sharing.items() if len(who) >= limit("phone_people")]


def _address(region: _Region) -> list[Signal]:
    """Only people of villages with enough of them are looked at: their addresses are sealed."""
    villages = Counter(one.village for one in region.people)
    near = {one.registration: one for one in region.people if villages[one.village] >= limit("address_people")}
    homes: dict[str, list[UnderWay]] = defaultdict(list)
    for registration, answers in look.answers_of_many(list(near)).items():
        place = answers.get("alamat", {})
        street = " ".join(str(place.get("jalan", "")).casefold().split())
        home = [near[registration].village, street, *(str(place.get(part, "")).lstrip("0") for part in ("rt", "rw"))]
        homes[keyed_hash("home:" + "|".join(home))[:32]].append(near[registration])
    return [Signal("address", home, say("Satu alamat dipakai %(n)s orang yang sedang diproses.", n=len(who)),
                   _latest(who), _cases(who))
            for home, who in homes.items() if len(who) >= limit("address_people")]


def _helper(region: _Region) -> list[Signal]:
    found = []
    for account, who in _grouped(region.people, "account").items():
        company, mine = max(_grouped(who, "company").items(), key=lambda one: len(one[1]), default=(None, []))
        most = len(mine)
        if most >= limit("helper_people") and most * 100 >= limit("helper_percent") * len(who):
            seen = say("Satu akun mendaftarkan %(n)s orang yang sedang diproses, %(most)s di antaranya ke satu "
                       "perusahaan.", n=len(who), most=most)
            found.append(Signal("helper", f"{account}:{company}", seen, _latest(mine), _cases(mine)))
    return found


# -- companies and orders ----------------------------------------------------------------------------------------------
def _quota(region: _Region) -> list[Signal]:
    """By the version that holds the places now, whichever people were linked to."""
    by_order: dict[int, list[UnderWay]] = defaultdict(list)
    for version, people in _grouped(region.waiting, "order").items():
        by_order[region.counting[version].id] += people
    found = []
    for order in {one.id: one for one in region.counting.values()}.values():
        over = sum(max(0, getattr(order, f"taken_{share}") - getattr(order, f"quota_{share}"))
                   for share in ("l", "p", "any"))
        if over and by_order[order.id]:
            who = by_order[order.id]
            found.append(Signal("quota", str(order.id), say("Lowongan %(number)s terisi %(n)s orang di atas kuota.",
                                                            number=order.number, n=over), _latest(who), _cases(who)))
    return found


def _rush(region: _Region) -> list[Signal]:
    by_order = _grouped(region.people, "order")
    found = []
    for order in region.orders:
        from_ = order.valid_until - timedelta(days=limit("rush_days") - 1)
        late = [one for one in by_order[order.id] if one.began_at.astimezone(clock.JAKARTA).date() >= from_]
        if len(late) >= limit("rush_people"):
            seen = say("%(n)s orang terhubung dengan lowongan %(number)s dalam %(days)s hari terakhirnya.",
                       n=len(late), number=order.number, days=limit("rush_days"))
            found.append(Signal("rush", str(order.id), seen, _latest(late), _cases(late)))
    return found


def _licence(region: _Region) -> list[Signal]:
    waiting = _grouped(region.waiting, "company")
    companies = [one for one in region.companies.values() if one.id in waiting]
    how = standings(companies, clock.today()) if companies else {}
    return [Signal("licence", _as_it_stands(one, how[one.id]),
                   say("%(name)s tidak boleh menempatkan sekarang (%(basis)s), tetapi %(n)s orang sedang diproses.",
                       name=one.name, basis=how[one.id].basis, n=len(waiting[one.id])),
                   _latest(waiting[one.id]), _cases(waiting[one.id]))
            for one in companies if not how[one.id].active]


def _as_it_stands(company: Company, how: Standing) -> str:
    """The company, and what it is held by: another sanction, or a licence that ended anew, is another signal."""
    return f"{company.id}:{how.kind}:{how.since}:{keyed_hash(f'basis:{how.basis}')[:12]}"


def _reported(region: _Region) -> list[Signal]:
    """Of companies with people under way; who was linked by a job order that was reported comes first."""
    people, lying = _grouped(region.people, "company"), defaultdict(list)
    for company, *rest in look.complaints_by_company(sorted(people), complaints.OPEN):
        lying[company].append(rest)
    told = look.complaints_about(sorted(lying), complaints.OPEN, limit("newest"))
    named = look.companies_named_at([one.id for one in told])
    readers = complaints.names_of_readers({office for rows in lying.values() for office, _n, _at in rows})
    found = []
    for company, rows in lying.items():
        mine = [one for one in told if one.company_id == company]
        numbers = {_by_any_stroke(complaints.order_number(one)) for one in mine}
        reported = {one.id: one.number for one in region.orders if _by_any_stroke(one.number) in numbers}
        who = sorted(people[company], key=lambda one: one.order not in reported)
        latest = max([at for _office, _n, at in rows] + [named[one.id] for one in mine if one.id in named])
        found.append(Signal(
            "reported", str(company), _seen_reported(
                region.companies[company].name, rows, readers,
                sorted({reported[one.order] for one in who if one.order in reported})),
            latest, _cases(who), tuple(one.id for one in mine if one.office_id == region.officer.office_id)[:SHOWN]))
    return found


def _by_any_stroke(number: str) -> str:
    """People take the strokes between the parts of a number for the same, as orders.order_by_number does."""
    return tidy_number(number).replace("-", "/")


def _seen_reported(name: str, rows: list[tuple[int, int, datetime]], readers: dict[int, str],
                   numbers: list[str]) -> Words:
    """How many there are, who reads them, and which job orders of people under way they name."""
    told = {"name": name, "n": sum(n for _office, n, _at in rows),
            "offices": "; ".join(sorted({readers[office] for office, _n, _at in rows}))}
    if numbers:
        return say("%(name)s: %(n)s pengaduan atau tawaran yang dilaporkan masih terbuka (dibaca %(offices)s). "
                   "Lowongan yang dilaporkan: %(numbers)s.", **told, numbers=", ".join(numbers[:SHOWN]))
    return say("%(name)s: %(n)s pengaduan atau tawaran yang dilaporkan masih terbuka (dibaca %(offices)s).", **told)


# -- single cases ------------------------------------------------------------------------------------------------------
def _visa(region: _Region) -> list[Signal]:
    by_id = {one.id: one for one in region.people}
    passes = {gate.code: gate.passes for gate in gates().values() if "kunjungan" in gate.results}
    return [Signal("visa", str(one.id), say("Visa yang dibawa bukan visa kerja."), one.at,
                   _cases([by_id[one.placement_id]]))
            for one in region.evidence
            if one.gate in passes and one.result not in passes[one.gate] and one.state != "ditolak"]


def _no_gates(region: _Region) -> list[Signal]:
    """Departures that villages noted, but for those of a placement that left about that day. An earlier journey,
    however lawful, says nothing of this one."""
    noted = look.departures_noted(in_scope(region.officer), limit("newest"))
    left, about = _left_on({one[0] for one in noted}), timedelta(days=limit("departure_days"))
    found: dict[int, Signal] = {}
    for registration, number, day, at in noted:
        if not any(abs(day - on) <= about for on in left[registration]):
            seen = say("Desa mencatat keberangkatan %(day)s, tetapi tidak ada penempatan yang berangkat sekitar hari "
                       "itu.", day=day)
            found.setdefault(registration, Signal("no_gates", str(registration), seen, at, ((None, number),)))
    return list(found.values())


def _left_on(registrations: set[int]) -> dict[int, list[date]]:
    """By registration, the days on which its placements left; not those of departures that were taken back."""
    undoing = [name for name, move in MOVES.items() if "depart" in move.undoes]
    days: dict[tuple[int, int], list[date]] = defaultdict(list)
    for registration, placement, move, day in look.departures(registrations, ("depart", *undoing)):
        if move == "depart" and day:
            days[registration, placement].append(day)
        elif days[registration, placement]:
            days[registration, placement].pop()
    found: dict[int, list[date]] = defaultdict(list)
    for (registration, _placement), on in days.items():
        found[registration] += on
    return found


def _vanished(region: _Region) -> list[Signal]:
    still = {one.id: one for one in region.people if one.state in ("disiapkan", "siap")}
    last = {id_: one.state_since for id_, one in still.items()}
    for one in region.evidence:
        if one.placement_id in still:
            last[one.placement_id] = max(filter(None, (last[one.placement_id], one.at, one.decided_at)))
    before, days = clock.now() - timedelta(days=limit("vanished_days")), limit("vanished_days")
    return [Signal("vanished", str(id_), say("Tidak ada yang terjadi selama lebih dari %(days)s hari.", days=days),
                   at, _cases([still[id_]]))
            for id_, at in last.items() if at < before]


def _silent(region: _Region) -> list[Signal]:
    """Who left, and has told nothing since, nor has the family, nor BP3MI. An arrival that the company alone tells of
    may be anywhere."""
    before, days = clock.now() - timedelta(days=limit("silent_days")), limit("silent_days")
    away = {one.id: one for one in region.people if one.state in STILL_AWAY}
    left = {one.id: one.state_since for one in away.values()}
    heard = look.reported_at(list(away))
    for placement, move, by, at in look.moves_made(list(away.values()), ("depart", "not_arrived", *_HEARD)):
        if move in ("depart", "not_arrived"):  # nothing was heard before it
            left[placement] = at
        elif by == "bp3mi":
            heard[placement] = max(at, heard.get(placement, at))
    return [Signal("silent", str(id_), say(_SILENT[one.state].msgid, days=days), left[id_], _cases([one]))
            for id_, one in away.items() if left[id_] < before and (id_ not in heard or heard[id_] < left[id_])]


_HEARD = ("arrive", "extend", "not_home")  # from BP3MI
_SILENT = {"berangkat": say("Belum ada kabar tiba selama lebih dari %(days)s hari."),
           "bekerja": say("Perusahaan melaporkan tiba, tetapi belum ada kabar dari orangnya atau keluarganya, lebih "
                          "dari %(days)s hari.")}


_FIND: dict[str, Callable[[_Region], list[Signal]]] = {
    "phone": _phone, "address": _address, "helper": _helper, "quota": _quota, "licence": _licence, "rush": _rush,
    "visa": _visa, "no_gates": _no_gates, "vanished": _vanished, "silent": _silent, "reported": _reported,
}
