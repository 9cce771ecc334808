"""Between two towers: what is typed without a line waits on the phone; what was seen can be read there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.stories.hand import Hand
from tests.stories.soon import soon
from tests.stories.tower import CONTACT, KEPT, STORES, TIME_PASSES, at_contact, behind, posts_of, ready
from tests.support.cutting import StalledLine
from tests.support.server import Server

WAITS = "Menunggu sinyal: 1 isian"
ERASED = "dihapus. Masuk, lalu isi lagi."


def onward(page: Page) -> None:
    """The page after the contact's."""
    page.wait_for_url(re.compile(r"/(izin|bidang)$"))


def never_sent(page: Page) -> None:
    """From now on no form of this step gets through, not even by a try that is begun while the line comes back."""
    page.context.route("**/kontak", lambda to: to.abort() if to.request.method == "POST" else to.continue_())


def test_a_step_typed_offline_survives_a_reload_and_is_sent_once(phone: Any) -> None:
    page = phone()
    hand = at_contact(page)
    here = page.url
    page.context.set_offline(True)
    hand.fill(CONTACT)
    hand.press("Lanjutkan")
    expect(page.get_by_role("status").filter(has_text=WAITS)).to_be_visible()
    found = page.evaluate(KEPT)
    assert not found["leaves"]
    assert len(found["kept"]) == 1
    assert "Wati" not in found["kept"][0]
    page.reload()
    expect(hand.heading).to_have_text("Tidak ada sinyal")
    sent = posts_of(page)
    page.context.set_offline(False)  # the page that says so stands in the form's place, and goes on as the form would
    onward(page)
    page.goto(here)
    expect(page.get_by_label("Nama keluarga yang dapat dihubungi")).to_have_value("Ibu Wati")
    expect(page.get_by_text(WAITS)).to_have_count(0)
    assert len([one for one in sent if "Wati" in one]) == 1
    assert page.evaluate(KEPT)["kept"] == []


def test_two_forms_wait_and_go_in_their_order_when_the_line_returns(phone: Any) -> None:
    page = phone()
    hand = at_contact(page)
    draft = page.url.rsplit("/", 1)[0]
    page.context.set_offline(True)
    hand.fill(CONTACT)
    hand.press("Lanjutkan")
    expect(page.get_by_text(WAITS)).to_be_visible()
    hand.fill({"Nama keluarga yang dapat dihubungi": "Bapak Darto"})
    page.evaluate("url => document.querySelector('main form[method=post]').setAttribute('action', url)",
                  f"{draft}/kontak?x=1")
    hand.press("Lanjutkan")
    expect(page.get_by_text("Menunggu sinyal: 2 isian")).to_be_visible()
    hand.fill({"Nama keluarga yang dapat dihubungi": "Ibu Darsih"})
    hand.press("Lanjutkan")  # once more to the same address: the later one takes the earlier one's place
    expect(page.get_by_text("Menunggu sinyal: 2 isian")).to_be_visible()
    sent = posts_of(page)
    page.context.set_offline(False)
    onward(page)
    assert [name for one in sent for name in ("Wati", "Darto", "Darsih") if name in one] == ["Wati", "Darsih"]


def test_a_line_that_breaks_under_the_form_keeps_it_too(phone: Any) -> None:
    page = phone()
    hand = at_contact(page)
    broken: list[str] = []

    def break_twice(route: Any) -> None:  # under the form itself, then under the first try of what was kept
        if route.request.method == "POST" and len(broken) < 2:
            broken.append(route.request.method)
            route.abort()
        else:
            route.continue_()

    page.route("**/kontak", break_twice)
    hand.fill(CONTACT)
    hand.press("Lanjutkan")
    expect(page.get_by_text(WAITS)).to_be_visible()
    expect(page.locator("#gagal")).to_have_count(0)  # one voice, not two
    page.get_by_role("button", name="Coba lagi").click()
    onward(page)


def test_an_answer_that_was_lost_after_it_was_taken_is_not_taken_twice(phone: Any) -> None:
    page = phone()
    hand = at_contact(page)

    lost: list[int] = []

    def take_and_lose(route: Any) -> None:
        if route.request.method == "POST" and len(lost) < 2:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort()
        else:
            route.continue_()

    page.route("**/kontak", take_and_lose)
    hand.fill(CONTACT)
    hand.press("Lanjutkan")
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.get_by_role("button", name="Coba lagi").click()
    onward(page)
    assert lost == [200, 303]  # by htmx, then by the queue
    assert page.evaluate(KEPT)["kept"] == []


def test_signing_out_erases_all_that_the_phone_kept(phone: Any) -> None:
    page = phone()
    hand = at_contact(page)
    never_sent(page)
    page.context.set_offline(True)
    hand.fill(CONTACT)
    hand.press("Lanjutkan")
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.context.set_offline(False)
    page.goto("/akun")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.get_by_role("button", name="Keluar").click()
    assert "dihapus dari HP ini" in asked[0]
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("link", name="Masuk").first).to_be_visible()
    assert "antre" not in page.evaluate(STORES)
    assert not {"antre", "terlihat"} & set(page.evaluate("caches.keys()"))


def test_a_shared_phone_forgets_when_the_browser_was_closed(phone: Any) -> None:
    page = phone()
    hand = at_contact(page)
    never_sent(page)
    page.context.set_offline(True)
    hand.fill(CONTACT)
    hand.press("Lanjutkan")
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.context.clear_cookies()  # as a session that ends with the browser
    page.context.set_offline(False)
    page.goto("/akun/masuk")
    expect(page.get_by_text(ERASED)).to_be_visible()
    soon(page, f"{STORES}.then(names => !names.includes('antre'))")


def test_nobody_sees_or_sends_what_was_left_on_a_shared_phone(phone: Any) -> None:
    page = phone()
    hand = at_contact(page, shared=True)
    page.context.set_offline(True)
    hand.fill(CONTACT)
    hand.press("Lanjutkan")
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.goto("about:blank")
    page.context.clear_cookies()  # the browser was closed
    page.goto("/bantuan")
    expect(hand.heading).to_have_text("Bantuan")
    page.wait_for_load_state("networkidle")
    sent = posts_of(page)
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("status")).to_have_count(0)
    assert sent == []
    page.goto("/")
    expect(page.get_by_text(ERASED)).to_be_visible()
    soon(page, f"{STORES}.then(names => !names.includes('antre'))")
    page.goto("/")
    page.wait_for_load_state("networkidle")
    expect(page).to_have_url(re.compile("/$"))  # told once


def test_a_look_at_a_page_of_nobodys_forgets_nothing_on_a_shared_phone(phone: Any) -> None:
    page = phone()
    hand = at_contact(page, shared=True)
    here = page.url
    page.context.set_offline(True)
    hand.fill(CONTACT)
    hand.press("Lanjutkan")
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.goto("/bantuan")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(False)
    page.goto("/bantuan")
    page.wait_for_load_state("networkidle")
    page.goto("/akun")
    expect(page.get_by_text("Isian yang menunggu sinyal sudah dikirim. Lihat jawabannya.")).to_be_visible()
    page.goto(here)
    expect(page.get_by_label("Nama keluarga yang dapat dihubungi")).to_have_value("Ibu Wati")


@pytest.mark.parametrize(("shared", "ends"), [(True, True), (False, False)])
def test_the_session_of_a_shared_phone_ends_with_the_browser(phone: Any, shared: bool, ends: bool) -> None:
    page = phone()
    Hand(page).sign_up(shared=shared)
    (cookie,) = [one for one in page.context.cookies() if one["name"] == "s"]
    assert (cookie["expires"] == -1) == ends


def test_a_phone_that_keeps_nothing_says_what_it_says_anyway(phone: Any) -> None:
    """As in a private window."""
    page = phone()
    page.add_init_script("indexedDB.open = () => { throw Error('none') }")
    hand = Hand(page)
    hand.sign_up()
    hand.begin()
    hand.walk(until="kontak")
    page.evaluate("console.error = () => 0")
    page.context.set_offline(True)
    hand.fill(CONTACT)
    hand.press("Lanjutkan")
    expect(page.get_by_role("alert")).to_contain_text("Belum terkirim.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Coba lagi").click()
    onward(page)


def test_a_step_whose_line_stalls_is_kept_though_everything_is_closed(chromium: Any, server: Server) -> None:
    line = StalledLine(server.port)
    with behind(line, chromium) as context:
        page = context.new_page()
        hand = at_contact(page)
        here = page.url
        line.stalled = True
        hand.fill(CONTACT)
        hand.press("Lanjutkan")
        soon(page, f"({KEPT})().then(found => found.kept.length === 1)")
        page.close()
        line.stalled = False
        page = context.new_page()
        page.goto("/bantuan")
        page.evaluate(TIME_PASSES)
        page.goto(here)
        onward(page)
        page.goto(here)
        expect(page.get_by_label("Nama keluarga yang dapat dihubungi")).to_have_value("Ibu Wati")


def test_the_way_back_without_a_line_never_leaves_another_pages_address_over_this_one(phone: Any) -> None:
    page = phone()
    at_contact(page)
    page.context.set_offline(True)
    page.go_back()
    expect(page.locator("h1")).to_have_text("Tidak ada sinyal")


def test_another_session_never_sends_what_the_one_before_typed(phone: Any) -> None:
    page = phone()
    hand = at_contact(page)
    here = page.url
    page.context.set_offline(True)
    hand.fill(CONTACT)
    hand.press("Lanjutkan")
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.goto("about:blank")
    page.context.clear_cookies()
    sent = posts_of(page)
    page.context.set_offline(False)
    page.goto(here)  # asks to sign in
    expect(page.get_by_text(ERASED)).to_be_visible()
    hand.sign_in()
    page.wait_for_url(here)
    page.wait_for_load_state("networkidle")
    assert not [one for one in sent if "Wati" in one]


# -- reading without a line --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("locale", "title", "said"), [
    ("id-ID", "Bantuan", "Tidak ada sinyal"), ("en-US", "Help", "No signal"),
])
def test_help_can_be_read_offline_in_both_languages(phone: Any, locale: str, title: str, said: str) -> None:
    page = phone(locale=locale)
    page.goto("/")
    ready(page)
    page.context.set_offline(True)
    page.goto("/bantuan")
    expect(page.locator("h1")).to_have_text(title)
    assert page.evaluate("getComputedStyle(document.querySelector('header')).borderBottomWidth") == "4px"
    page.goto("/data-anda")
    expect(page.locator("h1")).to_have_text(said)


def test_the_last_status_can_be_read_offline_with_its_time(phone: Any) -> None:
    page = phone()
    hand = Hand(page)
    hand.sign_up()
    hand.begin()
    hand.walk()
    number = hand.declare()
    hand.sign_out()
    page.goto("/")
    ready(page)
    hand.ask_status(number)
    soon(page, "caches.match('/status').then(found => !!found)")
    kept = page.evaluate("caches.match('/status').then(found => found.text())")
    assert "lahir" not in kept
    page.context.set_offline(True)
    page.goto("/status")
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"Tidak ada sinyal.*Terlihat pada \d+ \w+ \d{4}"))
    expect(page.get_by_text(f"Nomor {number}")).to_be_visible()
    page.context.set_offline(False)
    page.goto("/status")
    expect(page.get_by_label("Nomor pendaftaran")).to_be_visible()
    hand.ask_status(number)
    soon(page, "caches.match('/status').then(found => !!found)")
    page.evaluate("caches.delete('terlihat')")
    hand.press("Perbarui")
    soon(page, "caches.match('/status').then(found => !!found)")


def test_nothing_of_signed_in_pages_is_kept(phone: Any) -> None:
    page = phone()
    hand = at_contact(page)
    hand.go("/akun")
    hand.go("/pendaftaran")
    kept = page.evaluate("""async () => {
      const texts = []
      for (const name of await caches.keys()) {
        const cache = await caches.open(name)
        for (const request of await cache.keys())
          texts.push([new URL(request.url).pathname, await (await cache.match(request)).text()])
      }
      return texts
    }""")
    assert {path for path, _text in kept if not path.startswith("/s/")} == {
        "/luring", "/luring/kiriman", "/luring/bantuan", "/luring/kartu"}
    assert not [path for path, text in kept if "Siti" in text]


@pytest.fixture
def two_versions(tmp_path: Any) -> Any:
    server = Server(tmp_path, NEXT_VERSION="")
    server.wsgi = "tests.support.next_version:app"
    server.prepare()
    try:
        yield server.start()
    finally:
        server.stop()


def test_a_new_version_takes_over(two_versions: Server, chromium: Any) -> None:
    context = chromium.new_context(base_url=two_versions.url, locale="id-ID")
    page = context.new_page()
    page.goto("/")
    ready(page)
    (before,) = page.evaluate("caches.keys()")
    two_versions._environ["NEXT_VERSION"] = "baru"
    two_versions.restart()
    page.reload()
    page.evaluate("navigator.serviceWorker.getRegistration().then(found => found.update())")
    soon(page, f"caches.keys().then(names => names.length === 1 && names[0] !== '{before}')")
    two_versions.stop()
    page.goto("/bantuan")
    expect(page.get_by_text("Versi baru")).to_be_visible()
    context.close()
