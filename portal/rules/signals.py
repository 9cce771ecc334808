"""Signals of nonprocedural placement: each says what was seen, why it may matter and what to do next.

None of them decides anything. facts/signals.json holds from when each is told; looked at are the newest people under
way in the officer's region, a bounded number in each state."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from portal import clock
from portal.data import signal as look
from portal.data.company import Company, companies_with
from portal.data.office import Officer
from portal.data.order import Order
from portal.data.placement import Dismissed, Evidence
from portal.data.signal import UnderWay
from portal.keyring import keyed_hash
from portal.rules import complaints, events, placements
from portal.rules.companies import standings
from portal.rules.offices import in_scope
from portal.rules.placement_gates import gates
from portal.rules.placement_steps import BEFORE_LEAVING, STILL_AWAY
from portal.rules.refusal import Refused
from portal.words import Words, say

PAGE = 25
SHOWN = 10  # cases named with one signal
ROLES = ("dinas", "penyelia", "bp3mi")
_GONE = (*STILL_AWAY, "pulang", "purna")


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
                     say("Baca pengaduannya, dan wawancarai orang yang sedang diproses.")),
}


@dataclass(frozen=True)
class Signal:
    """One signal. `subject` tells it from others of its kind and holds no personal data; `seen` what was seen;
    `latest` when its newest part happened; `cases` of placements as (id, registration number), or (None, number)."""

    kind: str
    subject: str
    seen: Words
    latest: datetime
    cases: tuple[tuple[int | None, str], ...]

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
    def orders(self) -> list[Order]:
        return look.orders_with(sorted({one.order for one in self.people if one.order}))

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


def put_aside(officer: Officer) -> list[Dismissed]:
    """What the officer's office put aside last, with who and why."""
    return look.put_aside(officer.office_id)


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
    by_order = _grouped(region.waiting, "order")
    found = []
    for order in region.orders:
        over = sum(max(0, getattr(order, f"taken_{share}") - getattr(order, f"quota_{share}"))
                   for share in ("l", "p", "any"))
        if over and order.id in by_order:
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
    return [Signal("licence", f"{one.id}:{how[one.id].kind}",
                   say("%(name)s tidak boleh menempatkan sekarang (%(basis)s), tetapi %(n)s orang sedang diproses.",
                       name=one.name, basis=how[one.id].basis, n=len(waiting[one.id])),
                   _latest(waiting[one.id]), _cases(waiting[one.id]))
            for one in companies if not how[one.id].active]


def _reported(region: _Region) -> list[Signal]:
    waiting = _grouped(region.people, "company")
    return [Signal("reported", str(company),
                   say("%(name)s: %(n)s pengaduan atau tawaran yang dilaporkan masih terbuka.",
                       name=region.companies[company].name, n=count), at, _cases(waiting[company]))
            for company, count, at in look.complaints_by_company(list(waiting), complaints.OPEN)]


# -- single cases ------------------------------------------------------------------------------------------------------
def _visa(region: _Region) -> list[Signal]:
    by_id = {one.id: one for one in region.people}
    passes = {gate.code: gate.passes for gate in gates().values() if "kunjungan" in gate.results}
    return [Signal("visa", str(one.id), say("Visa yang dibawa bukan visa kerja."), one.at,
                   _cases([by_id[one.placement_id]]))
            for one in region.evidence
            if one.gate in passes and one.result not in passes[one.gate] and one.state != "ditolak"]


def _no_gates(region: _Region) -> list[Signal]:
    noted: dict[int, tuple[str, datetime]] = {}
    for registration, number, at in look.departures_noted(in_scope(region.officer), limit("newest")):
        noted.setdefault(registration, (number, at))
    gone = look.registrations_gone(list(noted), _GONE)
    return [Signal("no_gates", str(registration), say("Desa mencatat keberangkatan, tanpa penempatan yang berangkat."),
                   at, ((None, number),))
            for registration, (number, at) in noted.items() if registration not in gone]


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
