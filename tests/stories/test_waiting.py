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
from tests.stories.tower import CONTACT, KEPT, SEEN_AGO, STORES, TIME_PASSES, at_contact, behind, posts_of, ready
from tests.support.cutting import BreakingLine, DeafLine, HeldLine, StalledLine
from tests.support.server import Server

TOLD = "Perantara di Cilamaya\nmeminta uang muka, contoh {0}."
SENT = "Isian yang menunggu sinyal sudah dikirim. Lihat jawabannya."
ASKS = "Isian yang menunggu sinyal sudah dikirim. Lihat jawabannya."


def complaints(server: Server) -> int:
    with sqlite3.connect(f"file:{server.var}/portal.db?mode=ro", uri=True) as kept:
        return kept.execute("SELECT count(*) FROM complaint").fetchone()[0]


def arrived(other: Page, server: Server, told: int) -> None:
    """Wait until the portal has so many; `other` is a page that has nothing to do with it."""
    for _look in range(200):
        if complaints(server) == told:
            return
        other.evaluate("new Promise(later => setTimeout(later, 50))")
    raise AssertionError(complaints(server))


def shut(page: Page, other: Page) -> None:
    """Close the tab, as often as it takes: Chromium forgets a close that comes while a page is taking its place, and
    `page.close()` would wait for ever. `other` is another tab."""
    target = page.context.new_cdp_session(page).send("Target.getTargetInfo")["targetInfo"]["targetId"]
    chrome = page.context.browser.new_browser_cdp_session()
    for _press in range(200):
        if page.is_closed():
            return
        chrome.send("Target.closeTarget", {"targetId": target})
        other.evaluate("new Promise(later => setTimeout(later, 50))")
    raise AssertionError("The tab does not close.")


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


def once_signed_in(page: Page) -> Hand:
    """Somebody who has an account, and has signed out of it."""
    hand = Hand(page)
    hand.sign_up()
    hand.sign_out()
    ready(page)
    return hand


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
    page.evaluate("caches.open('antre')")  # as after a form that waited on another page
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
    line = DeafLine(server.port)
    with behind(line, chromium) as context:
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


def test_two_forms_of_one_page_both_wait(phone: Any, server: Server) -> None:
    page = phone()
    hand = Hand(page)
    hand.sign_up()
    hand.begin()
    hand.walk()
    hand.declare()
    ready(page)
    page.context.set_offline(True)
    for n, number in enumerate(("0812 9999 0001", "0812 9999 0002"), start=1):
        hand.fill({"Kirim nomor ini ke HP lain": number})
        hand.press("Kirim nomor")
        waiting(page, n)
    sent = posts_of(page)
    page.context.set_offline(False)
    soon(page, f"({KEPT})().then(found => !found.kept.length)")
    assert list(dict.fromkeys(re.findall(r"9999\+(\d{4})", "".join(sent)))) == ["0001", "0002"]


def test_what_a_stranger_sent_is_answered_once_they_signed_in(phone: Any, server: Server) -> None:
    page, before = phone(), complaints(server)
    hand = once_signed_in(page)
    complain(page, TOLD.format("sebelum masuk"))
    waiting(page, 1)
    page.goto("/bantuan")
    page.context.set_offline(False)
    expect(page.get_by_text(ASKS)).to_be_visible()
    hand.sign_in()
    page.wait_for_url("**/pendaftaran*")
    hand.press("Lihat")
    expect(hand.heading).to_have_text("Laporan sudah masuk")
    code = page.locator(".big").inner_text()
    page.reload()
    expect(page.locator(".big")).to_have_text(code)
    assert complaints(server) == before + 1
    page.goto("/")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text(ASKS)).to_have_count(0)


def test_what_a_stranger_typed_is_sent_after_they_signed_in(phone: Any, server: Server) -> None:
    page, before = phone(), complaints(server)
    hand = once_signed_in(page)
    complain(page, TOLD.format("lalu masuk"))
    waiting(page, 1)
    page.goto("about:blank")
    page.route("**/pengaduan", lambda route: route.abort())  # still no line for it
    page.context.set_offline(False)
    hand.sign_in()
    page.wait_for_url("**/pendaftaran*")
    page.unroute("**/pengaduan")
    page.goto("/akun")
    expect(page.get_by_text(ASKS)).to_be_visible()
    hand.press("Lihat")
    expect(hand.heading).to_have_text("Laporan sudah masuk")
    assert complaints(server) == before + 1


def test_a_form_whose_line_stalls_is_kept_though_everything_is_closed(chromium: Any, server: Server) -> None:
    before = complaints(server)
    line = StalledLine(server.port)
    with behind(line, chromium) as context:
        page = context.new_page()
        hand = Hand(page)
        hand.go("/pengaduan")
        ready(page)
        other = context.new_page()
        other.goto("/bantuan")
        line.stalled = True
        hand.fill({"Apa yang terjadi?": TOLD.format("macet")})
        page.evaluate("setTimeout(() => document.querySelector('main form').requestSubmit())")
        soon(other, f"{STORES}.then(names => names.includes('antre'))")
        soon(other, f"({KEPT})().then(found => found.kept.length === 1, () => false)")
        page.close()
        line.stalled = False
        other.evaluate(TIME_PASSES)
        other.goto("/bantuan")
        expect(other.get_by_text(ASKS)).to_be_visible()
        assert complaints(server) == before + 1


def test_who_signs_in_on_a_shared_phone_leaves_no_trace_of_before(phone: Any) -> None:
    page = phone()
    hand = once_signed_in(page)
    complain(page, TOLD.format("orang lain"))
    waiting(page, 1)
    page.goto("about:blank")
    page.route("**/pengaduan", lambda route: route.abort())
    page.context.set_offline(False)
    hand.go("/akun/masuk")
    page.evaluate("caches.open('terlihat').then(kept => kept.put('/status', new Response('')))")
    page.once("dialog", lambda dialog: dialog.accept())
    hand.sign_in(shared=True)
    page.wait_for_url("**/pendaftaran*")
    soon(page, "caches.keys().then(names => !names.includes('terlihat') && !names.includes('antre'))")
    soon(page, f"{STORES}.then(names => !names.includes('antre') || ({KEPT})().then(found => !found.kept.length))")


def test_what_waits_outlives_a_sign_in_on_a_shared_phone_that_comes_to_nothing(phone: Any) -> None:
    page = phone()
    hand = once_signed_in(page)
    complain(page, TOLD.format("tetap ada"))
    waiting(page, 1)
    page.context.route("**/pengaduan", lambda to: to.abort() if to.request.method == "POST" else to.continue_())
    page.context.set_offline(False)
    hand.go("/akun/masuk")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    with page.expect_event("dialog"):
        hand.sign_in(shared=True)
    assert "kalau lanjut, itu dihapus dari HP ini" in asked[0]
    expect(hand.heading).to_have_text("Masuk")
    page.once("dialog", lambda dialog: dialog.accept())
    hand.fill({"Kata sandi": PASSWORD + " keliru"})
    hand.press("Masuk")
    expect(page.get_by_text("tidak cocok").first).to_be_visible()
    page.goto("/bantuan")
    waiting(page, 1)


def test_a_strangers_form_outlives_the_browser(phone: Any, server: Server) -> None:
    page, before = phone(), complaints(server)
    hand = complain(page, TOLD.format("peramban ditutup"))
    waiting(page, 1)
    (cookie,) = [one for one in page.context.cookies() if one["name"] == "s"]
    assert cookie["expires"] > 0
    page.goto("about:blank")
    page.context.clear_cookies()  # should it be gone all the same
    page.context.set_offline(False)
    page.goto("/bantuan")
    waiting(page, 1)
    page.goto("/pengaduan")  # the page that it stood on: its answer follows by itself
    expect(hand.heading).to_have_text("Laporan sudah masuk")
    assert complaints(server) == before + 1


@pytest.mark.parametrize("how", ["going back", "closing the tab"])
def test_the_code_waits_for_who_was_gone_before_it_came(chromium: Any, server: Server, how: str) -> None:
    before = complaints(server)
    line = HeldLine(server.port)
    with behind(line, chromium) as context:
        other, page = context.new_page(), context.new_page()
        other.goto("/bantuan")
        hand = Hand(page)
        hand.go("/bantuan")
        ready(page)
        hand.go("/pengaduan")
        page.evaluate("new BroadcastChannel('kembali').onmessage = () => history.back(); 0")
        line.free.clear()
        hand.fill({"Apa yang terjadi?": TOLD.format(how)})
        page.evaluate("setTimeout(() => document.querySelector('main form').requestSubmit())")
        arrived(other, server, before + 1)
        if how == "going back":
            other.evaluate("new BroadcastChannel('kembali').postMessage('')")
        else:
            shut(page, other)
        line.free.set()
        soon(other, f"({KEPT})().then(found => found.asked === 1)")
        other.goto("/")
        expect(other.get_by_text(ASKS)).to_be_visible()
        other.get_by_role("button", name="Lihat").click()
        expect(other.locator("h1")).to_have_text("Laporan sudah masuk")
        assert complaints(server) == before + 1


def test_an_answer_that_breaks_off_is_none(chromium: Any, server: Server) -> None:
    before, line = complaints(server), BreakingLine(server.port)
    with behind(line, chromium) as context:
        other, page = context.new_page(), context.new_page()
        other.goto("/bantuan")
        hand = Hand(page)
        hand.go("/bantuan")
        ready(page)
        hand.go("/pengaduan")
        line.breaks = True
        hand.fill({"Apa yang terjadi?": TOLD.format("putus di tengah jawaban")})
        page.evaluate("setTimeout(() => document.querySelector('main form').requestSubmit())")
        arrived(other, server, before + 1)
        shut(page, other)
        line.breaks = False
        other.evaluate(TIME_PASSES)
        other.goto("/")
        expect(other.get_by_text(ASKS)).to_be_visible()
        other.get_by_role("button", name="Lihat").click()
        expect(other.locator("h1")).to_have_text("Laporan sudah masuk")
        assert complaints(server) == before + 1


def test_an_answer_that_was_seen_is_shown_for_ten_minutes_more(phone: Any) -> None:
    page = phone()
    hand = complain(page, TOLD.format("sepuluh menit"))
    waiting(page, 1)
    page.context.set_offline(False)
    expect(hand.heading).to_have_text("Laporan sudah masuk")
    for minutes, title in ((9, "Laporan sudah masuk"), (11, "Pengaduan")):
        page.evaluate(SEEN_AGO, minutes)
        page.reload()
        expect(hand.heading).to_have_text(title)


def test_a_form_of_an_older_tab_throws_nothing_of_the_present_session_away(phone: Any) -> None:
    page = phone()
    old = page.context.new_page()
    old.goto("/pengaduan")
    hand = at_contact(page)
    page.context.set_offline(True)
    hand.fill(CONTACT)
    hand.press("Lanjutkan")
    waiting(page, 1)
    Hand(old).fill({"Apa yang terjadi?": TOLD.format("tab lama")})
    old.get_by_role("button", name="Kirim pengaduan").click()
    expect(old.locator("h1")).to_have_text("Menunggu sinyal")
    assert len(page.evaluate(KEPT)["kept"]) == 2


def test_what_another_site_posts_here_does_not_wait(phone: Any, server: Server) -> None:
    """It would be sent with a token of ours."""
    page, before = phone(), complaints(server)
    Hand(page).go("/pengaduan")
    ready(page)
    page.route("**/jahat", lambda route: route.fulfill(content_type="text/html", body=f'''
        <form method=post action="{server.url}/pengaduan"><input name=_t value=x><input name=_k value=abcdefgh>
        <input name=cerita value=palsu></form>'''))
    page.goto("http://jahat.contoh.test/jahat")
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.evaluate("document.forms[0].submit()")
    page.context.set_offline(False)
    page.goto("/bantuan")
    assert "antre" not in page.evaluate(STORES)
    assert complaints(server) == before


def test_an_appointment_waits_and_a_search_for_one_says_that_there_is_no_line(phone: Any) -> None:
    page = phone()
    hand = Hand(page)
    hand.sign_up()
    hand.begin()
    hand.walk()
    number = hand.declare()
    ready(page)
    who = {"Nomor pendaftaran": number, "Tanggal lahir": "1-7-2003"}
    page.goto("/loket/jadwal")
    page.context.set_offline(True)
    hand.fill(who)
    hand.press("Lihat waktu yang kosong")
    expect(hand.heading).to_have_text("Tidak ada sinyal")
    page.context.set_offline(False)
    page.goto("/loket/jadwal")
    hand.fill(who)
    hand.press("Lihat waktu yang kosong")
    page.get_by_label("Hari dan jam").select_option(index=1)
    page.context.set_offline(True)
    hand.press("Pesan waktu ini")
    expect(hand.heading).to_have_text("Menunggu sinyal")
    waiting(page, 1)
    page.context.set_offline(False)
    expect(page.get_by_text("Janji Anda sudah tercatat.")).to_be_visible()


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
    # From before it is typed: no try to send it succeeds, not even one that is begun while the line comes back.
    page.context.route("**/pengaduan", lambda to: to.abort() if to.request.method == "POST" else to.continue_())
    complain(page, TOLD.format("terakhir"))
    waiting(page, 1)
    sent = posts_of(page)
    page.context.set_offline(False)
    if how == "signing out":
        page.goto("/akun")
        page.on("dialog", lambda dialog: dialog.accept())
        hand.press("Keluar")
        page.wait_for_url("**/")
    else:
        page.context.clear_cookies()
        page.goto("/")
        expect(page.get_by_text("dihapus. Masuk, lalu isi lagi")).to_be_visible()
    soon(page, f"{STORES}.then(names => !names.includes('antre'))")
    assert "antre" not in page.evaluate("caches.keys()")
    assert not [one for one in sent if "Perantara" in one]


def test_a_new_password_keeps_nothing_from_waiting(phone: Any, server: Server) -> None:
    page, before = phone(), complaints(server)
    hand = Hand(page)
    hand.sign_up()
    page.goto("/pendaftaran/baru")
    page.wait_for_load_state("networkidle")  # the phone has a key by now
    page.goto("/akun/sandi")
    hand.fill({"Kata sandi lama": PASSWORD, "Kata sandi baru": PASSWORD + "2"})
    hand.press("Ganti kata sandi")
    expect(hand.heading).to_have_text("Akun Anda")
    complain(page, TOLD.format("sandi baru"))
    waiting(page, 1)
    page.context.set_offline(False)
    expect(hand.heading).to_have_text("Laporan sudah masuk")
    assert complaints(server) == before + 1


def test_an_appointment_waits_on_a_shared_phone_too(phone: Any) -> None:
    page = phone()
    hand = Hand(page)
    hand.sign_up(shared=True)
    hand.begin()
    hand.walk()
    hand.declare()
    hand.press("Janji datang ke loket")
    page.get_by_label("Hari dan jam").select_option(index=1)
    ready(page)
    page.context.set_offline(True)
    hand.press("Pesan waktu ini")
    waiting(page, 1)
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Janji Anda", exact=True)).to_be_visible()


def test_signing_out_asks_about_an_answer_that_nobody_saw(phone: Any, server: Server) -> None:
    page, before = phone(), complaints(server)
    hand = Hand(page)
    hand.sign_up()
    complain(page, TOLD.format("belum dilihat"))
    waiting(page, 1)
    page.goto("/bantuan")
    page.context.set_offline(False)
    expect(page.get_by_text(ASKS)).to_be_visible()
    assert complaints(server) == before + 1
    page.goto("/akun")
    expect(page.get_by_text(ASKS)).to_be_visible()
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    hand.press("Keluar")
    assert "belum dilihat" in asked[0]
    expect(hand.heading).to_have_text("Akun Anda")
    page.once("dialog", lambda dialog: dialog.accept())
    hand.press("Keluar")
    page.wait_for_url("**/")
    page.wait_for_load_state("networkidle")
    expect(page).to_have_url(re.compile("/$"))  # who was asked is not told once more


def test_what_is_typed_while_a_form_waits_stays(phone: Any) -> None:
    page = phone()
    hand = at_contact(page)
    here = page.url
    page.context.set_offline(True)
    hand.fill(CONTACT)
    hand.press("Lanjutkan")
    waiting(page, 1)
    page.get_by_label("Nama keluarga yang dapat dihubungi").fill("Ibu Wati Baru")
    page.context.set_offline(False)
    expect(page.get_by_text(SENT)).to_be_visible()
    assert page.url == here
    expect(page.get_by_label("Nama keluarga yang dapat dihubungi")).to_have_value("Ibu Wati Baru")
    hand.press("Lanjutkan")
    page.wait_for_url(lambda url: url != here)
    page.goto(here)
    expect(page.get_by_label("Nama keluarga yang dapat dihubungi")).to_have_value("Ibu Wati Baru")


def test_no_status_is_kept_on_a_shared_phone(phone: Any) -> None:
    page = phone()
    hand = Hand(page)
    hand.sign_up(shared=True)
    hand.begin()
    hand.walk()
    number = hand.declare()
    ready(page)
    page.goto("/status")
    hand.fill({"Nomor pendaftaran": number, "Tanggal lahir": "1-7-2003"})
    hand.press("Cek")
    expect(page.get_by_text("Diajukan").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert "terlihat" not in page.evaluate("caches.keys()")


def test_no_status_is_kept_on_a_shared_phone_that_kept_nothing_before(phone: Any) -> None:
    hand = Hand(phone())
    hand.sign_up()
    hand.begin()
    hand.walk()
    number = hand.declare()
    page = phone()
    other = Hand(page)
    other.contact = hand.contact
    page.goto("/akun/masuk?lanjut=/akun")
    other.sign_in(shared=True)
    expect(other.heading).to_have_text("Akun Anda")
    ready(page)
    assert "antre" not in page.evaluate(STORES)  # no page has needed a key so far
    other.ask_status(number)
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()  # the browser was closed
    page.context.set_offline(True)
    page.goto("/status")
    expect(other.heading).to_have_text("Tidak ada sinyal")
