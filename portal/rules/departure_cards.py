"""The E-KPMI: issued when all gates of a placement hold, revoked with a reason, and checked by its signature.

It is the electronic proof that the requirements and the procedure to work in the destination are met (Permen P2MI
34/2025; Perban 27/2025). The official number's format could not be found, so it is the portal's own: `K32-26-7K3P9QJ`
is a K, the digits of the office's region, the year, six random characters and a check character."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from portal import clock, keyring
from portal.data.placement import (
    DepartureCard,
    Placement,
    departure_card_numbered,
    departure_number_is_taken,
    evidence_of,
    newest_card,
    placement_where,
)
from portal.rules import cards, signed_text
from portal.rules.leaving import hindrances
from portal.rules.number import TypingSlip, WrongShape
from portal.rules.offices import Actor
from portal.rules.placement_jobs import job_of
from portal.rules.signed_text import KEY, SIGNATURE
from portal.words import Words, say

PREFIX = "K"
LONGEST_DAYS = 365  # where no agreement says when it ends
_PURPOSE = "portal-pmi:e-kpmi:1:"
_TEXT = re.compile(
    KEY + r"\.(?P<number>K[0-9]{2,4}-[0-9]{2}-[0-9A-Z]{7})\.(?P<registration>[0-9]{2}-[0-9A-Z]{4}-[0-9A-Z]{4})"
    r"\.(?P<country>[a-z_]{2,16})\.(?P<issued>[0-9]{8})\.(?P<until>[0-9]{8})\." + SIGNATURE
)
STANDINGS: dict[str, Words] = {
    "valid": say("Menurut data kami E-KPMI ini masih berlaku."),
    "revoked": say("E-KPMI ini sudah dicabut. Jangan berangkatkan. Hubungi BP3MI."),
    "replaced": say("Sudah ada E-KPMI yang lebih baru. Minta cetakan yang terbaru."),
    "halted": say("Ada syarat yang sekarang tidak terpenuhi. Jangan berangkatkan dulu. Hubungi BP3MI."),
    "home": say("Pemiliknya tercatat sudah pulang. E-KPMI ini bukan untuk berangkat lagi. Hubungi BP3MI."),
    "ended": say("Penempatannya sudah selesai. E-KPMI ini bukan untuk berangkat lagi."),
    "unknown": say("E-KPMI ini tidak ada di data kami."),
}
EXPIRED = say("Masa berlakunya sudah habis.")


@dataclass(frozen=True)
class DepartureText:
    """What the QR says, or claims; no name and no NIK."""

    number: str
    registration: str
    country: str
    issued_on: date
    valid_until: date


@dataclass(frozen=True)
class Checked:
    """`state` is one of cards.CHECKS; `card` is what the text says, where it can be read at all. `expired`: it is no
    longer valid on the day it was checked, whatever the signature."""

    state: str
    card: DepartureText | None = None
    key_id: str = ""
    expired: bool = False

    @property
    def good(self) -> bool:
        return self.state == "good" and not self.expired

    @property
    def words(self) -> Words:
        return cards.CHECKS[self.state]


# -- issuing -----------------------------------------------------------------------------------------------------------
def issue(placement: Placement, actor: Actor) -> DepartureCard:
    """The card of a placement whose gates all hold; in the move's transaction. Valid until the work agreement ends."""
    day, office = clock.today(), actor.officer.office
    ends = [one.valid_until for one in evidence_of([placement.id]) if one.terms is not None and one.valid_until]
    until = min(ends, default=day + timedelta(days=LONGEST_DAYS))
    number = signed_text.fresh_number(office.region, day.year, departure_number_is_taken, PREFIX)
    said = DepartureText(number, placement.registration.number, job_of(placement).country, day, until)
    return DepartureCard.create(placement=placement, number=number, office=office, officer=actor.officer,
                                issued_on=day, valid_until=until, signed=_sign(said))


def revoke(placement: Placement) -> None:
    """The card is not valid any more; in the move's transaction."""
    DepartureCard.update(revoked_at=clock.now()).where(
        (DepartureCard.placement == placement.id) & DepartureCard.revoked_at.is_null()
    ).execute()


def newest(placement: Placement) -> DepartureCard | None:
    """The card that was issued last, revoked or not."""
    return newest_card(placement.id)


def valid_card(placement: Placement, on: date) -> DepartureCard | None:
    """The card by which somebody may leave on that day, or has left, if there is one."""
    card = newest_card(placement.id)
    return card if card and card.revoked_at is None and card.issued_on <= on <= card.valid_until else None


def counts(placement: Placement) -> bool:
    """Whether its card is still for something: leaving, or having left and not come home."""
    return placement.state in ("siap", "berangkat", "bekerja")


def address(base_url: str, card: DepartureCard) -> str:
    """What the QR holds: the public check page and, after the #, which no browser sends to a server, the text."""
    return f"{base_url}/kartu#{card.signed}"


def _sign(said: DepartureText) -> str:
    return signed_text.seal(_PURPOSE, said.number, said.registration, said.country, f"{said.issued_on:%Y%m%d}",
                            f"{said.valid_until:%Y%m%d}")


# -- checking ----------------------------------------------------------------------------------------------------------
def is_one(text: str) -> bool:
    """Whether the text claims to be an E-KPMI rather than an ID card: a QR's text, or a number."""
    _address, inside = signed_text.opened(text)
    return _TEXT.fullmatch(inside) is not None or inside[:1] in ("K", "k") and len(inside) < 24


def check(text: str, ring: keyring.SigningRing | None = None) -> Checked:
    """Check a scanned or pasted text, whole address or its end, by signature and date alone: no database is asked."""
    address, inside = signed_text.opened(text)
    found = _TEXT.fullmatch(inside)
    said = _read(found) if found else None
    if said is None:
        return Checked("garbage")
    state = signed_text.judge(_PURPOSE, found[0], found["key"], ring)
    if state == "good" and signed_text.names_another(address, said.registration):
        state = "mixed"
    return Checked(state, said, found["key"], expired=said.valid_until < clock.today())


def _read(found: re.Match[str]) -> DepartureText | None:
    try:
        issued, until = (date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:]}")
                         for text in (found["issued"], found["until"]))
    except ValueError:
        return None
    return DepartureText(found["number"], found["registration"], found["country"], issued, until)


def find(text: str) -> tuple[Checked, str]:
    """What the text is by its signature, and one of STANDINGS by the database, '' where there is nothing to look up.

    For officers in every role and region: a card is shown at an airport far from its office, and the answer names
    nobody. A number typed by hand is looked up as well."""
    checked, standing = find_signed(text)
    return _by_number(text) if checked.state == "garbage" else (checked, standing)


def find_signed(text: str) -> tuple[Checked, str]:
    """The same for anybody, of a signed text only."""
    checked = check(text)
    return checked, _standing(checked.card) if checked.state == "good" else ""


def _standing(said: DepartureText) -> str:
    card = departure_card_numbered(said.number)
    if card is None or card.placement.registration.number != said.registration:
        return "unknown"
    if newest_card(card.placement_id).id != card.id:
        return "replaced"
    if card.revoked_at:
        return "revoked"
    placement = placement_where(Placement.id == card.placement_id)
    if counts(placement):
        return "halted" if hindrances(placement, clock.today()) else "valid"
    return "home" if placement.state == "pulang" else "ended"


def _by_number(typed: str) -> tuple[Checked, str]:
    try:
        number = signed_text.read_number(typed, PREFIX)
    except TypingSlip:
        return Checked("slip"), ""
    except WrongShape:
        return Checked("garbage"), ""
    card = departure_card_numbered(number)
    if card is None:
        return Checked("unsigned"), "unknown"
    found = _TEXT.fullmatch(card.signed)
    said = _read(found)
    return Checked("unsigned", said, expired=said.valid_until < clock.today()), _standing(said)
