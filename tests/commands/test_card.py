"""`flask portal card-keys` and `verify-qr`."""

from __future__ import annotations

import pytest

from portal import clock
from portal.data.base import db
from portal.rules import cards


@pytest.fixture
def run(app):
    """Run a command as from a shell, with no database to connect to."""
    def run(*args):
        if not db.is_closed():
            db.close()
        said = app.test_cli_runner().invoke(args=["portal", *args])
        assert db.is_closed()
        db.connect()
        return said
    return run


@pytest.fixture
def signed(app):
    return cards._sign(cards.CardText("3215-26-7K3P9QX", "26-7K3P-9QXD", "3215", clock.today()))


def test_a_good_card(run, signed):
    for text in (signed, f"https://portal.example.id/status?nomor=26-7K3P-9QXD#{signed}"):
        said = run("verify-qr", text)
        assert said.exit_code == 0
        assert "GOOD: the signature is the portal's." in said.stdout
        assert f"card 3215-26-7K3P9QX, registration 26-7K3P-9QXD, office 3215, issued {clock.today()}" in said.stdout


def test_where_the_address_leads_is_told(run, signed):
    for address, host in (("", ""), ("https://portal.example.id/status#", "portal.example.id"),
                          ("HTTPS://Portal-PMI.example/a#", "portal-pmi.example"), ("//[oops/#", "//[oops/")):
        said = run("verify-qr", f"{address}{signed}")
        assert said.exit_code == 0
        assert (f"The address leads to {host}:" in said.stdout) is bool(host), said.stdout


def test_by_a_file_of_public_keys(run, signed, tmp_path):
    keys = tmp_path / "keys.txt"
    keys.write_text(run("card-keys").stdout)
    assert keys.read_text().startswith("k1:")
    assert run("verify-qr", signed, "--keys", str(keys)).exit_code == 0
    keys.write_text(keys.read_text().replace("k1:", "k9:"))
    said = run("verify-qr", signed, "--keys", str(keys))
    assert (said.exit_code, "no key with this id" in said.stdout) == (1, True)
    keys.write_text("not keys")
    said = run("verify-qr", signed, "--keys", str(keys))
    assert (said.exit_code, "holds no public keys" in said.output) == (1, True)


def test_a_changed_card_and_garbage(run, signed):
    said = run("verify-qr", signed.replace("7K3P9QX", "7K3P9QY"))
    assert (said.exit_code, "does not fit" in said.stdout) == (1, True)
    said = run("verify-qr", "https://portal.example.id/status?nomor=26-7K3P-9QXD")
    assert (said.exit_code, "no text of an ID card or an E-KPMI" in said.stdout) == (1, True)
    said = run("verify-qr", f"https://portal.example.id/status?nomor=26-2222-2222#{signed}")
    assert (said.exit_code, "names another registration" in said.stdout) == (1, True)
