"""Between two towers: what is typed without a line waits on the phone; what was seen can be read there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.stories.hand import Hand
from tests.support.server import Server

CONTACT = {"Nama keluarga yang dapat dihubungi": "Ibu Wati", "Hubungan dengan Anda": "Ayah atau ibu",
           "Nomor HP keluarga": "0812 9999 0000"}
WAITS = "Menunggu sinyal: 1 isian"
STORES = "indexedDB.databases().then(all => all.map(one => one.name))"
KEPT = """async () => {
  const open = indexedDB.open("antre")
  const base = await new Promise(good => { open.onsuccess = () => good(open.result) })
  const all = store => new Promise(good => {
    const asked = base.transaction(store).objectStore(store).getAll()
    asked.onsuccess = () => good(asked.result)
  })
  const [key] = await all("kunci"), kept = await all("isi")
  const leaves = await crypto.subtle.exportKey("raw", key.key).then(() => true, () => false)
  base.close()
  return { leaves, kept: kept.map(one => new TextDecoder("latin1").decode(one.sealed)) }
}"""


def ready(page: Page) -> None:
    """The service worker is there, and whatever waits for an idle moment has been done."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.evaluate("""new Promise(there => navigator.serviceWorker.controller ? there()
        : navigator.serviceWorker.addEventListener("controllerchange", () => there()))""")


def at_contact(page: Page) -> Hand:
    hand = Hand(page)
    hand.sign_up()
    hand.begin()
    hand.walk(until="kontak")
    ready(page)
    page.wait_for_function(f"{STORES}.then(names => names.includes('antre'))")
    return hand


def onward(page: Page) -> None:
    """The page after the contact's."""
    page.wait_for_url(re.compile(r"/(izin|bidang)$"))


def posts_of(page: Page) -> list[str]:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    return sent


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
    page.wait_for_function("caches.match('/status').then(found => !!found)")
    kept = page.evaluate("caches.match('/status').then(found => found.text())")
    assert "lahir" not in kept
    page.context.set_offline(True)
    page.goto("/status")
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"Tidak ada sinyal.*terlihat pada \d+ \w+ \d{4}"))
    expect(page.get_by_text(f"Nomor {number}")).to_be_visible()
    page.context.set_offline(False)
    page.goto("/status")
    expect(page.get_by_label("Nomor pendaftaran")).to_be_visible()


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
    assert {path for path, _text in kept if not path.startswith("/s/")} == {"/luring", "/bantuan"}
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
    page.evaluate("navigator.serviceWorker.ready.then(found => found.update())")
    taken = "before => caches.keys().then(names => names.length === 1 && names[0] !== before)"
    page.wait_for_function(taken, arg=before)
    two_versions.stop()
    page.goto("/bantuan")
    expect(page.get_by_text("Versi baru")).to_be_visible()
    context.close()
