"""State changes, declared: nothing else changes the state of a registration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import IntegrityError

from portal import clock
from portal.data.base import transaction
from portal.data.office import Officer
from portal.data.placement import lock_registration
from portal.data.registration import Registration, phones_of_case
from portal.data.review import Decision
from portal.rules import cards, events, gates, outbox, people, service
from portal.rules.offices import VERIFIERS, Actor
from portal.rules.refusal import Refused
from portal.words import Words, say


class TooLate(Exception):
    """The case moved on since the page was opened."""


class Missing(Exception):
    """Evidence that the move needs is not there yet; `words` says what."""

    def __init__(self, words: list[Words]) -> None:
        super().__init__(", ".join(words))
        self.words = words


@dataclass(frozen=True)
class Move:
    """`source` states it may start from. `own`: only by the officer who has taken the file. `ends`: the case is no
    longer active, which frees its NIK. `reason`: owed in words. `takes`: the file goes to who makes it; `assigns`: to
    a colleague. `message`: what the person is sent; it may name %(number)s. `resumes`, `restarts`: the
    office's clock. `issues`, `revokes`: the ID card, whose number is kept with the event. `revives`: what
    `ends` undone."""

    name: str
    label: Words
    source: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    own: bool = False
    ends: bool = False
    reason: bool = False
    takes: bool = False
    assigns: bool = False
    releases: bool = False
    resumes: bool = False
    restarts: bool = False
    issues: bool = False
    revokes: bool = False
    revives: bool = False
    message: Words | None = None


MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        Move("withdraw", say("Tarik pengajuan"), ("diajukan", "diperiksa", "perlu_diperbaiki", "terverifikasi"),
             "dibatalkan", ("holder",), ends=True, releases=True, revokes=True,
             message=say("Pendaftaran %(number)s ditarik kembali. Bukan Anda? Segera datang ke loket membawa KTP.")),
        Move("take", say("Ambil berkas"), ("diajukan",), "diperiksa", VERIFIERS, takes=True,
             message=say("Pendaftaran %(number)s sedang diperiksa petugas. Cek kabarnya di halaman status.")),
        Move("take_over", say("Ambil alih"), ("diperiksa",), "diperiksa", VERIFIERS, takes=True),
        Move("assign", say("Serahkan ke petugas lain"), ("diperiksa",), "diperiksa", ("penyelia",), assigns=True),
        Move("release", say("Lepaskan berkas"), ("diperiksa",), "diajukan", VERIFIERS, own=True, releases=True),
        Move("return", say("Kembalikan untuk diperbaiki"), ("diperiksa",), "perlu_diperbaiki", VERIFIERS, own=True,
             message=say("Pendaftaran %(number)s perlu diperbaiki. Lihat bagian mana di halaman status.")),
        Move("mend", say("Kirim perbaikan"), ("perlu_diperbaiki",), "diperiksa", ("holder", "helper", "loket"),
             resumes=True),
        Move("mend_anew", say("Kirim perbaikan"), ("perlu_diperbaiki",), "diajukan", ("holder", "helper", "loket"),
             resumes=True, releases=True),
        Move("recall", say("Ambil kembali dari pemohon"), ("perlu_diperbaiki",), "diperiksa", VERIFIERS, takes=True,
             resumes=True,
             message=say("Pendaftaran %(number)s diperiksa lagi. Anda tidak perlu memperbaiki apa pun sekarang.")),
        Move("verify", say("Verifikasi dan terbitkan ID"), ("diperiksa",), "terverifikasi", VERIFIERS, own=True,
             releases=True, issues=True,
             message=say("Pendaftaran %(number)s terverifikasi. ID CPMI sudah terbit. Lihat di halaman status.")),
        Move("propose_rejection", say("Usulkan penolakan"), ("diperiksa",), "usul_tolak", VERIFIERS, own=True,
             reason=True),
        Move("refuse_rejection", say("Jangan tolak, periksa lagi"), ("usul_tolak",), "diperiksa", ("penyelia",),
             reason=True),
        Move("confirm_rejection", say("Tolak pendaftaran"), ("usul_tolak",), "ditolak", ("penyelia",), ends=True,
             releases=True,
             message=say("Pendaftaran %(number)s ditolak. Alasannya ada di akun Anda, atau tanyakan ke loket.")),
        Move("finish", say("Selesai"), ("terverifikasi",), "selesai", ("portal",), ends=True),  # with its placement
        Move("unfinish", say("Penempatannya belum selesai"), ("selesai",), "terverifikasi", ("portal",), reason=True,
             revives=True),
        Move("reopen", say("Buka lagi"), ("terverifikasi",), "diperiksa", ("penyelia",), reason=True, takes=True,
             revokes=True, restarts=True,
             message=say("Pendaftaran %(number)s diperiksa lagi. ID CPMI yang lama tidak berlaku sementara.")),
    )
}


NOT_ALONE = say("Orang ini punya pendaftaran atau penempatan lain yang berjalan. Yang ini tidak dapat dibuka lagi.")


def moves_open(registration: Registration, actor: Actor) -> list[Move]:
    """What this actor can do with the case now; pages make their buttons from it."""
    return [move for move in MOVES.values() if _may(move, registration, actor) and registration.state in move.source]


def make_move(registration: Registration, name: str, actor: Actor, *, version: int | None = None, reason: str = "",
              to: Officer | None = None, **detail: Any) -> None:
    """Make the move, with its event and message, in one transaction.

    `version` is that of the page which asked for it. Raises TooLate when the case moved on since, Missing when evidence
    is lacking, Refused when a reason is owed and none is given; KeyError for an unknown name, PermissionError for who
    may not. The reason is kept sealed, beside the event. `to` is the colleague who gets the file by 'assign'."""
    move = MOVES[name]
    if actor.role not in move.roles:
        raise PermissionError(name)
    if registration.state not in move.source or not _may(move, registration, actor):
        raise TooLate(name)
    if move.reason and not reason.strip():
        raise Refused(say("Tulis alasannya. Orangnya berhak tahu."))
    if move.assigns:
        _check_colleague(registration, to)
        detail["officer"] = to.id
    with transaction():
        if move.ends or move.revokes:  # no placement begins between the look at its gates and the move
            lock_registration(registration.id)
        if missing := gates.missing(move.name, registration, reason):
            raise Missing(missing)
        _change(registration, move, actor, registration.version if version is None else version, to)
        if move.issues:
            detail["card"] = cards.issue(registration, actor.officer).number
        if move.revokes:
            cards.revoke(registration)
        if reason.strip():
            Decision.create(registration=registration, move=name, reason=reason.strip(), officer=actor.officer,
                            at=clock.now())
        events.record(f"registration:{registration.id}", f"registration:{name}", actor.account_id,
                      **{"from": registration.state, "to": move.target, **detail})
        if move.message:
            tell(registration, f"move:{name}", move.message)


def tell(registration: Registration, kind: str, words: Words, **values: str) -> None:
    """Write `words`, with number and `values` filled in, to each contact of those who may open the person's file;
    where nobody may, to a telephone in the case."""
    told = {access.account.contact: access.account.language
            for access in reversed(people.helpers_of(registration.person_id)[:3])}
    for contact, language in (told or _of_the_case(registration)).items():
        outbox.write(kind[:24], contact, say(words.msgid, number=registration.number, **values), language)


def _of_the_case(registration: Registration) -> dict[str, str]:
    """A telephone in the case, and its language: the one confirmed at the counter; the family's for those whose helper
    may no longer open the file, unless the helper gave their own as the family's."""
    past = {access.account.contact for access in people.everyone_of(registration.person_id)}
    confirmed, family = phones_of_case(registration.id)
    phone = confirmed or (family if past and family not in past else None)
    return {phone: "id"} if phone else {}


def _may(move: Move, registration: Registration, actor: Actor) -> bool:
    """Whether the role, and for some moves the very officer, fits."""
    if actor.role not in move.roles:
        return False
    if move.own:
        return actor.officer is not None and registration.officer_id == actor.officer.id
    if move.name == "confirm_rejection":  # two people, always
        return actor.officer is not None and registration.officer_id != actor.officer.id
    if move.name == "recall":
        return registration.officer_id == actor.officer.id or actor.role == "penyelia"
    if move.name == "take_over":
        ran_out = registration.taken_until is None or registration.taken_until < clock.now()
        return registration.officer_id != actor.officer.id and (ran_out or actor.role == "penyelia")
    return True


def _check_colleague(registration: Registration, to: Officer | None) -> None:
    """Refused when the file cannot go to them."""
    fits = (to is not None and to.office_id == registration.office_id and to.role in VERIFIERS and to.until is None)
    if not fits or to.id == registration.officer_id:
        raise Refused(say("Pilih petugas lain dari kantor ini."))


def _change(registration: Registration, move: Move, actor: Actor, version: int, to: Officer | None) -> None:
    """The guarded UPDATE: one caller wins, all others are too late."""
    at = clock.now()
    change: dict[str, Any] = {"state": move.target, "state_since": at, "version": version + 1}
    if move.ends:
        change["active_nik"] = None
    if move.revives:
        change["active_nik"] = registration.person.nik_hash
    if move.takes or move.assigns:
        change.update(officer=(to or actor.officer).id, taken_until=service.locked_until(at))
    if move.releases:
        change.update(officer=None, taken_until=None)
    if move.restarts:
        change["queued_at"] = at
    if move.resumes:
        change["queued_at"] = registration.queued_at + (at - registration.state_since)
        if not move.releases:
            change["taken_until"] = service.locked_until(at)
    same = (
        (Registration.id == registration.id) & Registration.state.in_(move.source) & (Registration.version == version)
    )
    try:
        if not Registration.update(**change).where(same).execute():
            raise TooLate(move.name)
    except IntegrityError:  # the person registered anew at this moment
        raise Missing([NOT_ALONE]) from None
