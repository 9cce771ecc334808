"""The ID CPMI: issued on verification, revoked when a case is opened again, and checked without the database.

The number's official format could not be found (domain 1.4), so it is the portal's own: `3215-26-7K3P9QJ` is the digits
of the office's region, the year, six random characters and a check character.

A case that is verified again keeps its number: passport offices and insurers may have noted it. The date and the
signature are new, so an older print is told from the present card by its date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from portal import clock, keyring
from portal.data.card import Card, card_numbered, card_of, number_is_taken
from portal.data.office import Officer
from portal.data.registration import Registration, registration_by_number
from portal.rules import signed_text
from portal.rules.number import TypingSlip, WrongShape
from portal.rules.offices import registration_in_scope
from portal.rules.signed_text import KEY, SIGNATURE, digits
from portal.words import Words, say

__all__ = ["Card", "CardText", "Checked", "card_of", "check", "find", "issue", "may_open", "revoke"]

_TEXT = re.compile(
    KEY + r"\.(?P<number>[0-9]{2,4}-[0-9]{2}-[0-9A-Z]{7})\.(?P<registration>[0-9]{2}-[0-9A-Z]{4}-[0-9A-Z]{4})"
    r"\.(?P<region>[0-9]{2,4})\.(?P<day>[0-9]{8})\." + SIGNATURE
)
_PURPOSE = "portal-pmi:id-cpmi:1:"

CHECKS: dict[str, Words] = {
    "good": say("Tanda tangan asli. Kartu ini dibuat portal."),
    "forged": say("Tanda tangan palsu atau isinya diubah. Jangan terima kartu ini."),
    "mixed": say("Tanda tangan asli, tetapi alamat di QR menyebut nomor lain. Jangan terima kartu ini."),
    "unknown_key": say("Kunci penanda tangan tidak dikenal. Kartu ini tidak dapat dipastikan."),
    "unsigned": say("Hanya nomor, tanpa tanda tangan. Pindai QR untuk memeriksa keasliannya."),
    "slip": say("Nomor ini mungkin salah ketik. Periksa lagi satu per satu."),
    "garbage": say("Ini bukan kode kartu ID CPMI. Pindai QR lagi, atau ketik nomor kartunya."),
}
STANDINGS: dict[str, Words] = {
    "valid": say("Menurut data kami kartu ini masih berlaku."),
    "revoked": say("Kartu ini sudah dicabut, jadi tidak berlaku."),
    "replaced": say("Sudah ada kartu yang lebih baru. Minta cetakan yang terbaru."),
    "unknown": say("Kartu ini tidak ada di data kami."),
}


@dataclass(frozen=True)
class CardText:
    """What a card's QR says, or claims; no name and no NIK. `region` is the office's, as digits."""

    number: str
    registration: str
    region: str
    issued_on: date


@dataclass(frozen=True)
class Checked:
    """`state` is one of CHECKS; `card` is what the text says, where it can be read at all."""

    state: str
    card: CardText | None = None
    key_id: str = ""

    @property
    def good(self) -> bool:
        return self.state == "good"

    @property
    def words(self) -> Words:
        return CHECKS[self.state]


# -- issuing -----------------------------------------------------------------------------------------------------------
def issue(registration: Registration, officer: Officer) -> Card:
    """The card of a registration that was just verified, by the officer's office; in the move's transaction."""
    at, day, office = clock.now(), clock.today(), officer.office
    card = card_of(registration.id)
    number = card.number if card else signed_text.fresh_number(office.region, day.year, number_is_taken)
    signed = _sign(CardText(number, registration.number, digits(office.region), day))
    if card is None:
        return Card.create(registration=registration, number=number, office=office, issued_on=day, signed=signed, at=at)
    Card.update(office=office, issued_on=day, signed=signed, at=at, revoked_at=None).where(Card.id == card.id).execute()
    return card_of(registration.id)


def public_keys() -> str:
    """The public keys of all cards, `id:base64` with commas: whoever has them can check a card without the portal."""
    return keyring.card_ring().public_text().replace("\n", ",")


def revoke(registration: Registration) -> None:
    """The card is not valid any more, until the case is verified again; in the move's transaction."""
    Card.update(revoked_at=clock.now()).where(
        (Card.registration == registration.id) & Card.revoked_at.is_null()
    ).execute()


def valid_card(registration: Registration) -> Card | None:
    """The card to show to its holder; asks nothing for a case that was never verified."""
    card = card_of(registration.id) if registration.state == "terverifikasi" else None
    return card if card and card.revoked_at is None else None


def address(base_url: str, card: Card) -> str:
    """What the QR holds: the public check page and, after the #, which no browser sends to a server, the text."""
    return f"{base_url}/kartu#{card.signed}"


# -- signing and checking ----------------------------------------------------------------------------------------------
def _sign(card: CardText) -> str:
    """`id.number.registration.region.yyyymmdd.signature`: 130 characters."""
    return signed_text.seal(_PURPOSE, card.number, card.registration, card.region, f"{card.issued_on:%Y%m%d}")


def check(text: str, ring: keyring.SigningRing | None = None) -> Checked:
    """Check a scanned or pasted text, whole address or its end, by signature alone: no database is asked."""
    address, inside = signed_text.opened(text)
    found = _TEXT.fullmatch(inside)
    card = _card_text(found) if found else None
    if card is None:
        return Checked("garbage")
    state = signed_text.judge(_PURPOSE, found[0], found["key"], ring)
    if state == "good" and signed_text.names_another(address, card.registration):
        state = "mixed"
    return Checked(state, card, found["key"])


def _card_text(found: re.Match[str]) -> CardText | None:
    day = found["day"]
    try:
        issued_on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return None
    return CardText(found["number"], found["registration"], found["region"], issued_on)


# -- what the database knows besides -----------------------------------------------------------------------------------
def find(officer: Officer, text: str) -> tuple[Checked, str]:
    """What the text is by its signature, and one of STANDINGS by the database ('' where there is nothing to look up).

    A card number typed by hand is looked up in the officer's own region."""
    checked, standing = find_signed(text)
    return _by_number(officer, text) if checked.state == "garbage" else (checked, standing)


def find_signed(text: str) -> tuple[Checked, str]:
    """The same for anybody, of a signed text only: who holds the card may know whether it still counts, and the answer
    names nobody."""
    checked = check(text)
    return checked, _standing(checked.card) if checked.good else ""


def _standing(said: CardText) -> str:
    """Whether a card with a good signature is still the valid one."""
    registration = registration_by_number(said.registration)
    card = card_of(registration.id) if registration else None
    if card is None or card.number != said.number:
        return "unknown"
    if card.revoked_at:
        return "revoked"
    return "valid" if card.issued_on == said.issued_on else "replaced"


def may_open(officer: Officer, checked: Checked) -> bool:
    """Whether the card's file is one of those that this officer may open."""
    return checked.card is not None and registration_in_scope(officer, checked.card.registration) is not None


def _by_number(officer: Officer, typed: str) -> tuple[Checked, str]:
    """For a damaged QR. Cards of other regions do not exist for this officer."""
    try:
        number = signed_text.read_number(typed)
    except TypingSlip:
        return Checked("slip"), ""
    except WrongShape:
        return Checked("garbage"), ""
    card = card_numbered(number)
    registration = registration_in_scope(officer, card.registration.number) if card else None
    if registration is None:
        return Checked("unsigned"), "unknown"
    said = CardText(number, registration.number, digits(card.office.region), card.issued_on)
    return Checked("unsigned", said), _standing(said)
