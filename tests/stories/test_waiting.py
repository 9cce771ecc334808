"""Between two towers, any form: what was posted without a line waits on the phone, and goes once."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import PASSWORD
from tests.stories.hand import Hand
from tests.stories.soon import soon
from tests.stories.tower import KEPT, STORES, posts_of, ready
from tests.support.cutting import DeafLine
from tests.support.server import Server

TOLD = "Perantara di Cilamaya\nmeminta uang muka, contoh {0}."
SENT = "Isian yang menunggu sinyal sudah masuk."
ASKS = "Isian yang menunggu sinyal sudah dikirim. Lihat jawabannya."


def complaints(server: Server) -> int:
    with sqlite3.connect(f"file:{server.var}/portal.db?mode=ro", uri=True) as kept:
        return kept.execute("SELECT count(*) FROM complaint").fetchone()[0]


def complain(page: Page, words: str) -> Hand:
    hand = Hand(page)
    hand.go("/pengaduan")
    ready(page)
    page.context.set_offline(True)
    hand.fill({"Apa yang terjadi?": words})
    hand.press("Kirim pengaduan")
    return hand


def wake(page: Page) -> None:
    """As the browser does when a phone has a line again: the event comes to the service worker."""
    chrome, found = page.context.new_cdp_session(page), []
    chrome.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    chrome.send("ServiceWorker.enable")
    page.evaluate("0")  # a round trip, after which the registrations have been told
    (one,) = [one for one in found if not one["isDeleted"]]
    chrome.send("ServiceWorker.dispatchSyncEvent", {
        "origin": one["scopeURL"].rstrip("/"), "registrationId": one["registrationId"], "tag": "antre",
        "lastChance": False})


def waiting(page: Page, forms: int) -> None:
    expect(page.get_by_text(f"Menunggu sinyal: {forms} isian")).to_be_visible()
    assert len(page.evaluate(KEPT)["kept"]) == forms


def test_a_strangers_complaint_waits_sealed_and_its_code_is_shown(phone: Any, server: Server) -> None:
    page, before = phone(), complaints(server)
    hand = complain(page, TOLD.format("pertama"))
    expect(hand.heading).to_have_text("Menunggu sinyal")
    waiting(page, 1)
    found = page.evaluate(KEPT)
    assert not found["leaves"]
    assert "Perantara" not in found["kept"][0]
    sent = posts_of(page)
    page.context.set_offline(False)
    expect(hand.heading).to_have_text("Laporan sudah masuk")
    assert len({re.search("_k=([^&]+)", one)[1] for one in sent}) == 1
    assert complaints(server) == before + 1
    assert page.evaluate(KEPT)["kept"] == []


def test_who_closed_the_page_finds_the_answer_on_any_other(phone: Any, server: Server) -> None:
    page, before = phone(), complaints(server)
    hand = complain(page, TOLD.format("kedua"))
    waiting(page, 1)
    page.goto("/bantuan")  # kept for reading offline; it must not take the phone for another's
    expect(hand.heading).to_have_text("Bantuan")
    page.wait_for_load_state("networkidle")
    waiting(page, 1)
    page.context.set_offline(False)
    expect(page.get_by_text(ASKS)).to_be_visible()
    page.reload()
    hand.press("Lihat")
    expect(hand.heading).to_have_text("Laporan sudah masuk")
    assert complaints(server) == before + 1
    page.goto("/")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text(ASKS)).to_have_count(0)


def test_what_the_page_itself_keeps_is_the_same_form(phone: Any, server: Server) -> None:
    """Where others wait already, the page keeps a form; its answer is then seen by sending it once more."""
    page, before = phone(), complaints(server)
    hand = complain(page, TOLD.format("enam"))
    waiting(page, 1)
    page.context.set_offline(False)
    expect(hand.heading).to_have_text("Laporan sudah masuk")
    hand.go("/pengaduan")
    hand.fill({"Apa yang terjadi?": TOLD.format("tujuh")})
    page.evaluate("localStorage.antre = 1")  # as after a form that waited on another page
    page.reload()
    hand.fill({"Apa yang terjadi?": TOLD.format("tujuh")})
    page.context.set_offline(True)
    hand.press("Kirim pengaduan")
    expect(hand.heading).to_have_text("Pengaduan")
    waiting(page, 1)
    page.context.set_offline(False)
    expect(hand.heading).to_have_text("Laporan sudah masuk")
    assert complaints(server) == before + 2


def test_one_that_cannot_be_taken_now_keeps_back_no_other(phone: Any, server: Server) -> None:
    page, before = phone(), complaints(server)
    hand = complain(page, TOLD.format("delapan"))
    waiting(page, 1)
    page.evaluate("""async () => {
      const asked = indexedDB.open("antre")
      const base = await new Promise(good => { asked.onsuccess = () => good(asked.result) })
      const store = base.transaction("isi", "readwrite").objectStore("isi"), all = store.getAll()
      await new Promise(good => { all.onsuccess = () => good(store.put({ ...all.result[0], id: "x", when: 1,
        url: "/tidak-ada-di-sini" }, "x")) })
      base.close()
    }""")
    page.route("**/tidak-ada-di-sini", lambda route: route.fulfill(status=503, body="Nanti"))
    page.context.set_offline(False)
    expect(hand.heading).to_have_text("Laporan sudah masuk")
    assert complaints(server) == before + 1


def test_what_was_typed_wrong_comes_back_with_what_was_typed(phone: Any, server: Server) -> None:
    page, before = phone(), complaints(server)
    hand = complain(page, "")
    waiting(page, 1)
    page.context.set_offline(False)
    expect(hand.heading).to_have_text("Pengaduan")
    expect(page.get_by_role("alert")).to_contain_text("Ada yang perlu diperbaiki")
    hand.fill({"Apa yang terjadi?": TOLD.format("ketiga")})
    hand.press("Kirim pengaduan")
    expect(hand.heading).to_have_text("Laporan sudah masuk")
    assert complaints(server) == before + 1
    assert page.evaluate(KEPT)["kept"] == []


def test_the_receipts_forms_wait_too_and_the_person_hears_that_they_went(phone: Any) -> None:
    page = phone()
    hand = Hand(page)
    hand.sign_up()
    hand.begin()
    hand.walk()
    number = hand.declare()
    ready(page)
    page.context.set_offline(True)
    hand.fill({"Kirim nomor ini ke HP lain": "0812 9999 0001"})
    hand.press("Kirim nomor")
    waiting(page, 1)
    page.goto("/pendaftaran")
    expect(hand.heading).to_have_text("Tidak ada sinyal")
    waiting(page, 1)
    sent = posts_of(page)
    page.context.set_offline(False)
    expect(page.get_by_text(SENT)).to_be_visible()
    page.get_by_role("link", name="Lihat", exact=True).click()
    page.wait_for_url(f"**/pendaftaran/{number}*")
    assert [one for one in sent if "9999" in one] == [one for one in sent if "_k=" in one]
    assert len(sent) == 1
    assert page.evaluate(KEPT)["kept"] == []


def test_an_answer_lost_on_its_way_back_is_asked_for_again_and_nothing_done_twice(
        server: Server, chromium: Any) -> None:
    before = complaints(server)
    with DeafLine(server.port) as line:
        context = chromium.new_context(base_url=line.url, locale="id-ID")
        context.grant_permissions([])
        page = context.new_page()
        hand = Hand(page)
        hand.go("/pengaduan")
        ready(page)
        line.deaf = True
        hand.fill({"Apa yang terjadi?": TOLD.format("keempat")})
        hand.press("Kirim pengaduan")
        expect(hand.heading).to_have_text("Menunggu sinyal")
        waiting(page, 1)
        assert complaints(server) == before + 1  # it did arrive
        line.deaf = False
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(hand.heading).to_have_text("Laporan sudah masuk")
        assert complaints(server) == before + 1
        context.close()


def test_a_closed_portal_sends_by_itself_when_the_line_returns(phone: Any, server: Server) -> None:
    page, before = phone(), complaints(server)
    complain(page, TOLD.format("kelima"))
    waiting(page, 1)
    page.goto("about:blank")
    page.context.set_offline(False)
    wake(page)
    soon(page.context.service_workers[0], "all().then(kept => kept.every(one => one.asks))")
    assert complaints(server) == before + 1
    page.goto("/")
    expect(page.get_by_text(ASKS)).to_be_visible()
    page.get_by_role("button", name="Lihat").click()
    expect(page.locator("h1")).to_have_text("Laporan sudah masuk")
    assert complaints(server) == before + 1


def test_a_sign_in_does_not_wait_and_no_password_is_kept(phone: Any) -> None:
    page = phone()
    hand = Hand(page)
    hand.go("/akun/masuk")
    ready(page)
    page.context.set_offline(True)
    hand.fill({"Nomor HP atau email": hand.contact, "Kata sandi": PASSWORD})
    hand.press("Masuk")
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    page.goto("/")
    assert "antre" not in page.evaluate(STORES) or page.evaluate(KEPT)["kept"] == []


@pytest.mark.parametrize("how", ["signing out", "closing the browser"])
def test_nothing_waits_once_somebody_is_gone(phone: Any, how: str) -> None:
    page = phone()
    hand = Hand(page)
    hand.sign_up()
    hand.go("/akun/pendamping")
    complain(page, TOLD.format("terakhir"))
    waiting(page, 1)
    sent = posts_of(page)
    page.route("**/pengaduan", lambda route: route.abort())  # no page's try to send it succeeds
    page.context.set_offline(False)
    if how == "signing out":
        page.goto("/akun")
        hand.press("Keluar")
        page.wait_for_url("**/")
    else:
        page.context.clear_cookies()
        page.goto("/")
    soon(page, f"{STORES}.then(names => !names.includes('antre'))")
    assert page.evaluate("localStorage.antre || ''") == ""
    assert not [one for one in sent if "Perantara" in one]
