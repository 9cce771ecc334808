"""How a verified person comes to a job: linked by a company, applying to an order, or beginning on a way without one.

Licence, order, places, country rule, age, sex, schooling and district are checked inside the transaction that takes the
place (domain 2.8: S4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from peewee import IntegrityError

from portal import clock
from portal.data.base import transaction
from portal.data.order import Order, version_that_counts
from portal.data.placement import Placement, lock_registration, placement_where, take_place
from portal.data.registration import Registration
from portal.rules.choices import EDUCATION
from portal.rules.companies import company, standing
from portal.rules.countries import COUNTRIES, EMPLOYERS, SECTORS, Work, ruling
from portal.rules.moves import Missing, TooLate
from portal.rules.offices import Actor, company_id_of, office_for
from portal.rules.order_terms import SCHEMES, changed_for_people
from portal.rules.orders import in_force, left
from portal.rules.placement_gates import party
from portal.rules.placement_jobs import Job, job_of
from portal.rules.placement_steps import CLOSED, MOVES, record, tell
from portal.rules.programmes import programme
from portal.rules.refusal import Refused
from portal.words import Words, say

BUSY = say("Orang ini sudah punya penempatan yang berjalan.")
_ENDED_LICENCE = say("Perusahaannya tidak boleh menempatkan sekarang (%(basis)s).")
FULL_NOW = say("Sekarang semua tempat untuk orang ini terisi. Boleh melamar, tetapi menunggu tempat kosong.")
_FULL = say("Semua tempat untuk orang ini sudah terisi.")


def link(actor: Actor, order: Order, registration: Registration) -> Placement:
    """A company's staff link somebody to their order, and the order has one place less.

    Raises Missing with everything that does not fit, TooLate when the order does not count any more, Refused when the
    person has a placement already, PermissionError for who is not that company's staff."""
    if party(actor) != "p3mi" or company_id_of(actor.officer) != order.company_id:
        raise PermissionError("link")
    return _make("link", actor, registration, order)


def apply(actor: Actor, order: Order, registration: Registration) -> Placement:
    """Somebody applies to an order; the company answers. No place is taken yet. Raises as `link` does."""
    if party(actor) != "holder":
        raise PermissionError("apply")
    return _make("apply", actor, registration, order)


def begin(actor: Actor, registration: Registration, job: Job) -> Placement:
    """BP3MI begins the placement of somebody who goes without a company.

    Raises Missing, Refused and PermissionError as `link` does; `actor` is one who may see the registration."""
    if party(actor) != "bp3mi":
        raise PermissionError("begin")
    own = office_for("bp3mi", registration.village[:2])
    if own.id != actor.officer.office_id:
        raise Refused(say("Penempatannya dimulai oleh %(office)s.", office=own.name))
    if not job.employer.strip() or not job.position.strip():
        raise Refused(say("Tulis pemberi kerja dan jabatannya."))
    return _make("begin", actor, registration, None, job)


def _make(name: str, actor: Actor, registration: Registration, order: Order | None,
          job: Job | None = None) -> Placement:
    move = MOVES[name]
    try:
        with transaction():
            registration = lock_registration(registration.id)
            if order:
                order = that_counts(order)
            found = misfits(registration, order, clock.today()) if order else _misfits_of(registration, job)
            if found:
                raise Missing(found)
            at = clock.now()
            share = take(order, registration) if move.target == "disiapkan" and order else ""
            made = Placement.create(
                registration=registration, active=registration.id, order=order,
                company=order.company_id if order else None, job=job.kept() if job else None, share=share,
                state=move.target, state_since=at, began_at=at, office=office_for("bp3mi", registration.village[:2]),
            )
            made = placement_where(Placement.id == made.id)
            record(made, move, actor)
            tell(made, move)
            return made
    except IntegrityError:  # `active` is there already
        raise Refused(BUSY) from None


def that_counts(order: Order) -> Order:
    """The version in force of this order, which may be newer than the one on the page; kept from others for now."""
    now = version_that_counts(order.number)
    if now is None or now.company_id != order.company_id:
        raise TooLate("link")
    return now


def order_changes(placement: Placement) -> list[tuple[Words, Words | str | date, Words | str | date]]:
    """(label, as it was, as it is) of what changed in the order since somebody applied, of what they agreed to by that;
    none while nothing did, or once the company has answered."""
    now = newer_terms(placement)
    return changed_for_people(placement.order, now) if now else []


def newer_terms(placement: Placement) -> Order | None:
    """The version of the order that counts now, where somebody waits for an answer to an older one; else None."""
    if placement.state != "melamar" or not placement.order_id:
        return None
    now = version_that_counts(placement.order.number)
    return now if now and now.company_id == placement.company_id and now.id != placement.order_id else None


def misfits(registration: Registration, order: Order, on: date) -> list[Words]:
    """Everything that keeps this person from this order on that day, places aside; none when all fits."""
    return obstacles(order, on) + unfit(registration, order, on)


def obstacles(order: Order, on: date) -> list[Words]:
    """What keeps anybody from this order on that day: its company's standing, its own end, the country's rule."""
    found = stopped(order.company_id, on)
    if not in_force(order, on):
        found.append(say("Lowongan ini sudah tidak berlaku."))
    return found + closed(order, on)


def stopped(company_id: int | None, on: date) -> list[Words]:
    """What keeps a company from placing anybody on that day: a sanction, or the end of its licence; of no company,
    nothing."""
    how = standing(company(company_id), on) if company_id else None
    return [] if how is None or how.active else [say(_ENDED_LICENCE.msgid, basis=how.basis)]


def unfit(registration: Registration, order: Order, on: date) -> list[Words]:
    """What keeps just this person from it. Asks the database for nothing."""
    return _not_verified(registration) + _unlike(registration, order, on)


def strays(placement: Placement) -> list[Words]:
    """In what somebody, as their file says now, is not whom their order or job was for when the placement began. Who
    was mended into another programme, or another birth date, since then passes none of what was looked at by that
    day."""
    on = placement.began_at.astimezone(clock.JAKARTA).date()
    if placement.order_id:
        return _unlike(placement.registration, placement.order, on)
    return _outside(placement.registration, job_of(placement), on)


def _unlike(registration: Registration, order: Order, on: date) -> list[Words]:
    chosen, found = programme(registration.programme, on), []
    if chosen.scheme != order.scheme:
        found.append(say("Jalurnya berbeda: pendaftaran %(own)s, lowongan %(asked)s.", own=chosen.name,
                         asked=dict(SCHEMES).get(order.scheme, order.scheme)))
    birth = date.fromisoformat(registration.birth_date)
    years = on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
    if years < order.min_age or (order.max_age is not None and years > order.max_age):
        found.append(say("Umurnya tidak sesuai dengan lowongan ini."))
    elif not chosen.fits_age(birth, on):
        found.append(say("Umurnya tidak sesuai dengan program ini."))
    if not _quota_for(order, _sex(registration)):
        found.append(say("Lowongan ini tidak punya tempat untuk jenis kelaminnya."))
    levels = [code for code, _words in EDUCATION]
    had = registration.answers.get("pendidikan", {}).get("pendidikan", "")
    if had in levels and order.education in levels and levels.index(had) < levels.index(order.education):
        found.append(say("Lowongan ini meminta pendidikan %(level)s.", level=dict(EDUCATION)[order.education]))
    if order.districts and registration.village[:5] not in order.districts.split():
        found.append(say("Lowongan ini tidak merekrut di kabupaten atau kotanya."))
    return found


def is_full(order: Order, registration: Registration) -> bool:
    """Whether all places that the order has for this person are taken now. They may apply all the same: one may be
    given back."""
    rest, sex = left(order), _sex(registration)
    return bool(_quota_for(order, sex)) and not getattr(rest, sex.lower()) + rest.any


def take(order: Order, registration: Registration) -> str:
    """Take one of the order's places, one for the person's sex first; which share it was. In the caller's transaction.

    Raises Missing when none is left, or the order ended at this moment."""
    for share in (_sex(registration).lower(), "any"):
        if take_place(order.id, share, clock.today()):
            return share
    raise Missing([_FULL])


def _misfits_of(registration: Registration, job: Job) -> list[Words]:
    """The same for a way without a company."""
    on = clock.today()
    for code, known in ((job.country, COUNTRIES), (job.sector, SECTORS), (job.employer_kind, EMPLOYERS)):
        if code not in dict(known):
            return [*_not_verified(registration), say("Pilih salah satu jawaban yang ada.")]
    return _not_verified(registration) + _outside(registration, job, on) + closed(job, on)


def _outside(registration: Registration, job: Job, on: date) -> list[Words]:
    chosen, found = programme(registration.programme, on), []
    if chosen.scheme in dict(SCHEMES):
        found.append(say("Jalur ini lewat perusahaan. Perusahaannya yang menghubungkan dengan lowongan."))
    if not (job.country in (chosen.countries or [job.country]) and job.sector in (chosen.sectors or [job.sector])):
        found.append(say("Program ini tidak untuk negara atau bidang itu."))
    if chosen.scheme == "mandiri" and job.employer_kind != "badan_hukum":  # domain 2.6
        found.append(say("Perseorangan hanya pada pemberi kerja berbadan hukum."))
    if not chosen.fits_age(date.fromisoformat(registration.birth_date), on):
        found.append(say("Umurnya tidak sesuai dengan program ini."))
    return found


def _not_verified(registration: Registration) -> list[Words]:
    return [] if registration.state == "terverifikasi" else [say("Pendaftaran ini belum terverifikasi.")]


def closed(work: Work, on: date) -> list[Words]:
    """The country's rule of that day, where it does not let anybody go to this work (domain 3.3)."""
    sector, state = ruling(work, on)
    if state is None:
        return [say("Belum ada aturan yang membuka negara ini untuk bidang ini.")]
    if state.kind == "terbuka":
        return []
    why = [] if sector == work.sector else [say("Menurut jabatannya, bidangnya: %(sector)s.",
                                                sector=dict(SECTORS)[sector])]
    return [*why, say(CLOSED[state.kind].msgid, basis=state.basis)]


def _sex(registration: Registration) -> str:
    """'L' or 'P', as on the identity card."""
    return registration.answers["diri"]["kelamin"]


def _quota_for(order: Any, sex: str) -> int:
    return getattr(order, f"quota_{sex.lower()}") + order.quota_any
