"""Cards from the shell: the public keys, and the check that needs no database."""

from __future__ import annotations

from pathlib import Path

import click

from portal import keyring
from portal.rules import cards, departure_cards, signed_text

_SAID = {
    "good": "GOOD: the signature is the portal's.",
    "forged": "NOT GOOD: the signature does not fit what the text says.",
    "mixed": "NOT GOOD: the signature fits, but the address names another registration.",
    "unknown_key": "NOT GOOD: no key with this id is known, so nothing can be said about the signature.",
    "garbage": "NOT GOOD: this is no text of an ID card or an E-KPMI.",
}


@click.command("card-keys")
def card_keys() -> None:
    """Print the public keys of ID cards as id:base64, for whoever checks cards elsewhere."""
    click.echo(keyring.card_ring().public_text())


@click.command("verify-qr")
@click.argument("text")
@click.option("--keys", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Public keys as `card-keys` prints them; without it, the portal's own.")
def verify_qr(text: str, keys: Path | None) -> None:
    """Check the TEXT of a card's QR, the whole address or its end; no database is opened. Exit 1 unless it is good.

    Where its address leads is told, and left to the reader: this runs where no portal is set up, too."""
    try:
        ring = keyring.SigningRing.from_public(keys.read_text("utf-8")) if keys else None
    except ValueError:
        raise click.ClickException(f"{keys} holds no public keys: id:base64, a line each.") from None
    departing = departure_cards.is_one(text)
    checked = departure_cards.check(text, ring) if departing else cards.check(text, ring)
    click.echo(_SAID[checked.state])
    if checked.card and departing:
        said = checked.card
        click.echo(f"E-KPMI {said.number}, registration {said.registration}, country {said.country}, issued "
                   f"{said.issued_on}, valid until {said.valid_until}{' (EXPIRED)' if checked.expired else ''}, "
                   f"key {checked.key_id}")
    elif checked.card:
        click.echo(f"card {checked.card.number}, registration {checked.card.registration}, "
                   f"office {checked.card.region}, issued {checked.card.issued_on}, key {checked.key_id}")
    if host := signed_text.host(text):
        click.echo(f"The address leads to {host}: no signature tells whether that is the portal. Know its name.")
    if not checked.good:
        raise SystemExit(1)
