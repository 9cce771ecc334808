"""The ID CPMI: issued on verification, revoked when a case is opened again, and checked without the database.

The number's official format could not be found (domain 1.4), so it is the portal's own: `3215-26-7K3P9QJ` is the digits
of the office's region, the year, six random characters and a check character.

A case that is verified again keeps its number: passport offices and insurers may have noted it. The date and the
signature are new, so an older print is told from the present card by its date."""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

from portal import clock, keyring
from portal.data.card import Card, card_numbered, card_of, number_is_taken
from portal.data.office import Officer
from portal.data.registration import Registration
from portal.rules.number import ALPHABET, TypingSlip, WrongShape, check_character
from portal.rules.offices import registration_in_scope
from portal.words import Words, say

__all__ = ["Card", "CardText", "Checked", "card_of", "check", "find", "issue", "read_card_number", "revoke", "standing"]

_RANDOM = 6
_BETWEEN_GROUPS = re.compile(r"[\s._\-\u2010-\u2015\u2212]")
_SHAPE = re.compile(rf"([0-9]{{2}}|[0-9]{{4}})([0-9]{{2}})([{ALPHABET}]{{{_RANDOM + 1}}})")
_AS_DIGIT = str.maketrans("OIL", "011")
_TEXT = re.compile(
    r"(?P<key>[A-Za-z0-9_-]{1,16})"
    r"\.(?P<number>[0-9]{2,4}-[0-9]{2}-[0-9A-Z]{7})\.(?P<registration>[0-9]{2}-[0-9A-Z]{4}-[0-9A-Z]{4})"
    r"\.(?P<region>[0-9]{2,4})\.(?P<day>[0-9]{8})\.(?P<signature>[A-Za-z0-9_-]{86})"
)
_PURPOSE = "portal-pmi:id-cpmi:1:"  # so that a signature made for something else is never one on a card

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
    "revoked": say("Kartu ini sudah dicabut. Pendaftarannya diperiksa lagi."),
    "replaced": say("Sudah ada kartu yang lebih baru. Minta cetakan yang terbaru."),
    "unknown": say("Kartu ini tidak ada di data kami."),
    "out_of_reach": say("Di luar wilayah Anda, jadi pencabutannya tidak dapat dilihat dari sini."),
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
    number = card.number if card else _fresh_number(office.region, day)
    signed = _sign(CardText(number, registration.number, _digits(office.region), day))
    if card is None:
        return Card.create(registration=registration, number=number, office=office, issued_on=day, signed=signed, at=at)
    Card.update(office=office, issued_on=day, signed=signed, at=at, revoked_at=None).where(Card.id == card.id).execute()
    return card_of(registration.id)


def revoke(registration: Registration) -> None:
    """The card is not valid any more, until the case is verified again; in the move's transaction."""
    Card.update(revoked_at=clock.now()).where(
        (Card.registration == registration.id) & Card.revoked_at.is_null()
    ).execute()


def valid_card(registration: Registration) -> Card | None:
    """The card to show to its holder; asks nothing for a case that was never verified."""
    card = card_of(registration.id) if registration.state == "terverifikasi" else None
    return card if card and card.revoked_at is None else None


def address(base_url: str, card: Card, registration: Registration) -> str:
    """What the QR holds: the public status page and, after the #, which no browser sends to a server, the text."""
    return f"{base_url}/status?nomor={registration.number}#{card.signed}"


# -- numbers -----------------------------------------------------------------------------------------------------------
def read_card_number(typed: str) -> str:
    """The number in its one form, whatever case, spaces and dashes it was typed with. Raises WrongShape, TypingSlip."""
    bare = _BETWEEN_GROUPS.sub("", typed)
    bare = bare.upper() if bare.isascii() else ""
    digits = len(bare) - _RANDOM - 1
    found = _SHAPE.fullmatch(bare[:digits].translate(_AS_DIGIT) + bare[digits:]) if digits > 0 else None
    if found is None:
        raise WrongShape(say("Nomor kartu berisi wilayah, tahun dan 7 tanda, contoh: 3215-26-7K3P9QJ."))
    region, year, body = found.groups()
    if check_character(region + year, body[:-1]) != body[-1]:
        raise TypingSlip(say("Nomor ini mungkin salah ketik. Periksa lagi satu per satu."))
    return f"{region}-{year}-{body}"


def _fresh_number(region: str, day: date) -> str:
    digits, year = _digits(region), f"{day.year % 100:02}"
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM))
        number = f"{digits}-{year}-{body}{check_character(digits + year, body)}"
        if not number_is_taken(number):
            return number


def _digits(region: str) -> str:
    return region.replace(".", "")


# -- signing and checking ----------------------------------------------------------------------------------------------
def _sign(card: CardText) -> str:
    """`id.number.registration.region.yyyymmdd.signature`, the last in base64url without padding: 130 characters."""
    ring = keyring.card_ring()
    plain = f"{ring.current}.{card.number}.{card.registration}.{card.region}.{card.issued_on:%Y%m%d}"
    return f"{plain}.{_packed(ring.sign(_PURPOSE + plain))}"


def check(text: str, ring: keyring.SigningRing | None = None) -> Checked:
    """Check a scanned or pasted text, whole address or its end, by signature alone: no database is asked."""
    text = re.sub(r"\s", "", text)
    before, mark, after = text.partition("#")
    found = _TEXT.fullmatch(unquote(after if mark else before))
    card = _card_text(found) if found else None
    if card is None:
        return Checked("garbage")
    state = _state(found, ring or keyring.card_ring())
    if state == "good" and mark and _named(before) not in (None, card.registration):
        state = "mixed"
    return Checked(state, card, found["key"])


def _state(found: re.Match[str], ring: keyring.SigningRing) -> str:
    plain, _, packed = found[0].rpartition(".")
    raw = base64.urlsafe_b64decode(packed + "==")
    if _packed(raw) != packed:  # the last character has bits to spare: only one way to write a signature is taken
        return "forged"
    try:
        return "good" if ring.verify(found["key"], _PURPOSE + plain, raw) else "forged"
    except KeyError:
        return "unknown_key"


def _packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _card_text(found: re.Match[str]) -> CardText | None:
    day = found["day"]
    try:
        issued_on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return None
    return CardText(found["number"], found["registration"], found["region"], issued_on)


def _named(url: str) -> str | None:
    """The registration number that the address names, if it names one."""
    try:
        return parse_qs(urlsplit(url).query).get("nomor", [None])[0]
    except ValueError:
        return None


# -- what the database knows besides -----------------------------------------------------------------------------------
def find(officer: Officer, text: str) -> tuple[Checked, str]:
    """What the text is by its signature, and one of STANDINGS by the database ('' where there is nothing to look up).

    A card number typed by hand is looked up as well."""
    checked = check(text)
    if checked.state == "garbage":
        return _by_number(officer, text)
    return checked, standing(officer, checked.card) if checked.good else ""


def standing(officer: Officer, said: CardText) -> str:
    """Whether a card with a good signature is still the valid one, as far as this officer may see."""
    registration = registration_in_scope(officer, said.registration)
    if registration is None:
        return "out_of_reach"
    card = card_of(registration.id)
    if card is None or card.number != said.number:
        return "unknown"
    if card.revoked_at:
        return "revoked"
    return "valid" if card.issued_on == said.issued_on else "replaced"


def _by_number(officer: Officer, typed: str) -> tuple[Checked, str]:
    """For a damaged QR. Cards of other regions do not exist for this officer."""
    try:
        number = read_card_number(typed)
    except TypingSlip:
        return Checked("slip"), ""
    except WrongShape:
        return Checked("garbage"), ""
    card = card_numbered(number)
    registration = registration_in_scope(officer, card.registration.number) if card else None
    if registration is None:
        return Checked("unsigned"), "unknown"
    said = CardText(number, registration.number, _digits(card.office.region), card.issued_on)
    return Checked("unsigned", said), standing(officer, said)
