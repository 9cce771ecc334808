"""The E-KPMI: issued when all gates of a placement hold, revoked with a reason, and checked by its signature.

It is the electronic proof that the requirements and the procedure to work in the destination are met (Permen P2MI
34/2025; Perban 27/2025). Its official number could not be found, so it is the portal's own."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from portal import clock
from portal.data.placement import DepartureCard, Placement, evidence_of, newest_card
from portal.rules.number import ALPHABET
from portal.rules.offices import Actor

LONGEST_DAYS = 365  # no agreement that says when it ends: a year


def issue(placement: Placement, actor: Actor) -> DepartureCard:
    """The card of a placement whose gates all hold; in the move's transaction. Valid until the work agreement ends."""
    day = clock.today()
    ends = [one.valid_until for one in evidence_of([placement.id]) if one.terms is not None and one.valid_until]
    number = "".join(secrets.choice(ALPHABET) for _ in range(10))
    return DepartureCard.create(placement=placement, number=number, office=actor.officer.office, officer=actor.officer,
                                issued_on=day, valid_until=min(ends, default=day + timedelta(days=LONGEST_DAYS)),
                                signed="")


def revoke(placement: Placement) -> None:
    """The card is not valid any more; in the move's transaction."""
    DepartureCard.update(revoked_at=clock.now()).where(
        (DepartureCard.placement == placement.id) & DepartureCard.revoked_at.is_null()
    ).execute()


def valid_card(placement: Placement, on: date) -> DepartureCard | None:
    """The card that holds on that day, if there is one."""
    card = newest_card(placement.id)
    return card if card and card.revoked_at is None and card.issued_on <= on <= card.valid_until else None
