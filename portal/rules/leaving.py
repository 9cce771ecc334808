"""What must hold on the day on which somebody leaves: looked at when the E-KPMI is issued, when a departure is noted,
and whenever a card is checked (domain 3.3, 2.8: S11 to S13)."""

from __future__ import annotations

from datetime import date

from portal.data.placement import Placement
from portal.data.registration import Registration
from portal.rules.linking import closed, stopped, strays
from portal.rules.orders import revoked_on
from portal.rules.placement_gates import STATES, open_gates, standings
from portal.rules.placement_jobs import job_of
from portal.words import Words, say


def verified(_placement: Placement, registration: Registration, _on: date) -> list[Words]:
    """The registration itself is not under examination again."""
    if registration.state == "terverifikasi":
        return []
    return [say("Pendaftarannya sedang diperiksa lagi. Tunggu keputusan kantor.")]


def fits(placement: Placement, registration: Registration, _on: date) -> list[Words]:
    """Whatever was mended in the file since, they are still whom the order, or the job, was for."""
    return strays(placement)


def gates(placement: Placement, _registration: Registration, on: date) -> list[Words]:
    """Every gate holds."""
    return [say("%(gate)s: %(state)s", gate=one.gate.name, state=STATES[one.state])
            for one in open_gates(standings(placement, on))]


def country(placement: Placement, _registration: Registration, on: date) -> list[Words]:
    """The country's rule of that day lets them go, whatever it was when the placement began."""
    return closed(job_of(placement), on)


def licence(placement: Placement, _registration: Registration, on: date) -> list[Words]:
    """A company that was suspended, or lost its licence, since it linked somebody sends nobody abroad any more."""
    return stopped(placement.company_id, on)


def order(placement: Placement, _registration: Registration, on: date) -> list[Words]:
    """The job order was not revoked by that day. One that was only closed lets those go whom it had recruited by
    then."""
    day = revoked_on(placement.order_id)
    return [say("Lowongannya dicabut kementerian pada %(day)s.", day=day)] if day and day <= on else []


def hindrances(placement: Placement, on: date) -> list[Words]:
    """All that keeps somebody with a card from leaving on that day; none when they may go, or have gone. `placement`
    comes with all that belongs to it."""
    if placement.state != "siap":
        return []
    return [words for check in (verified, fits, gates, country, licence, order)
            for words in check(placement, placement.registration, on)]
