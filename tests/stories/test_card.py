"""A card that is scanned at an airport or in a village: checked by the phone's own means, with a line and without."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.stories.soon import soon
from tests.support.server import Server

SIGNED = {"id": "SELECT signed FROM card WHERE revoked_at IS NULL",
          "revoked": "SELECT signed FROM card WHERE revoked_at IS NOT NULL",
          "e-kpmi": "SELECT signed FROM departure_card WHERE revoked_at IS NULL"}


@pytest.fixture
def signed(server: Server) -> dict[str, str]:
    """What the QR of a good ID card, of a revoked one, and of a good E-KPMI of the demo hold."""
    with sqlite3.connect(f"file:{server.var}/portal.db?mode=ro", uri=True) as kept:
        return {name: kept.execute(query).fetchone()[0] for name, query in SIGNED.items()}


def scan(page: Page, text: str) -> Any:
    """Open what the QR holds; where the answer stands."""
    page.goto("about:blank")
    page.goto(f"/kartu#{text}")
    return page.locator("#hasil")


def test_with_a_line_the_portal_says_whether_it_still_counts(phone: Any, signed: dict[str, str]) -> None:
    page = phone(width=320)
    for name, told in (("id", "masih berlaku"), ("e-kpmi", "E-KPMI ini masih berlaku"), ("revoked", "sudah dicabut")):
        answer = scan(page, signed[name])
        expect(answer).to_contain_text("Tanda tangan asli.")
        expect(answer).to_contain_text(told)
        expect(answer).to_contain_text(signed[name].split(".")[1])
    expect(scan(page, signed["id"][:-9] + "AAAAAAAAA")).to_contain_text("Tanda tangan palsu")
    expect(scan(page, "halo-halo-bandung")).to_contain_text("Ini bukan isi QR sebuah kartu.")
    page.get_by_label("Isi QR").fill(f"https://portal-pmi.example/kartu#{signed['id']}")
    page.get_by_role("button", name="Periksa kartu").click()
    expect(page.locator("#hasil")).to_contain_text("Alamat di QR ini menuju portal-pmi.example")


def test_without_a_line_the_signature_alone_speaks(phone: Any, signed: dict[str, str]) -> None:
    page = phone(width=320)
    page.goto("/kartu")  # once, while there is a line
    soon(page, "caches.match('/luring/kartu').then(found => !!found)")
    page.context.set_offline(True)
    for name in ("id", "e-kpmi", "revoked"):
        answer = scan(page, signed[name])
        expect(answer).to_contain_text("Tanda tangan asli.")
        expect(answer).to_contain_text("Kartu ini bisa sudah dicabut.")
        expect(answer).not_to_contain_text("berlaku.")
        number, registration = signed[name].split(".")[1:3]
        expect(answer.locator("dd").nth(0)).to_have_text(number)
        expect(answer.locator("dd").nth(1)).to_have_text(registration)
        for row in (2, 4):
            assert answer.locator("dd").nth(row).is_visible() == (name == "e-kpmi"), "where, and until when"
        if name == "e-kpmi":
            expect(answer.locator("dd").nth(2)).to_have_text("TAIWAN")
    key, number, *rest = signed["id"].split(".")
    other = number[:-1] + ("2" if number[-1] != "2" else "3")
    expect(scan(page, ".".join((key, other, *rest)))).to_contain_text("Tanda tangan palsu")
    expect(scan(page, ".".join(("k9", number, *rest)))).to_contain_text("Kunci penanda tangan tidak dikenal.")
    expect(scan(page, "halo-halo-bandung")).to_contain_text("Ini bukan isi QR sebuah kartu.")


def test_an_e_kpmi_that_has_ended_is_told_so_without_a_line(phone: Any, signed: dict[str, str]) -> None:
    page = phone()
    page.clock.set_fixed_time("2031-01-01T00:00:00Z")
    page.route("**/kartu", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    answer = scan(page, signed["e-kpmi"])
    expect(answer).to_contain_text("Masa berlakunya sudah habis.")
    expect(scan(page, signed["id"])).not_to_contain_text("habis")


def test_without_javascript_the_portal_checks(phone: Any, signed: dict[str, str]) -> None:
    page = phone(javascript=False)
    page.goto("/kartu")
    page.get_by_label("Isi QR").fill(signed["e-kpmi"])
    page.get_by_role("button", name="Periksa kartu").click()
    expect(page.locator("#hasil")).to_contain_text("E-KPMI ini masih berlaku.")
