"""What a phone between two towers keeps, and what of it reached the portal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.stories.hand import Hand
from tests.stories.soon import soon
from tests.support.cutting import CuttingLine

CONTACT = {"Nama keluarga yang dapat dihubungi": "Ibu Wati", "Hubungan dengan Anda": "Ayah atau ibu",
           "Nomor HP keluarga": "0812 9999 0000"}

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
  return { leaves, asked: kept.filter(one => one.asks).length,
    kept: kept.filter(one => !one.seen).map(one => new TextDecoder("latin1").decode(one.sealed)) }
}"""

_CHANGE = """async minutes => {
  const asked = indexedDB.open("antre")
  const base = await new Promise(good => { asked.onsuccess = () => good(asked.result) })
  const store = base.transaction("isi", "readwrite").objectStore("isi"), all = store.getAll()
  await new Promise(good => { all.onsuccess = good })
  for (const one of all.result) store.put({ ...one, %s }, one.id)
  await new Promise(good => { store.transaction.oncomplete = good })
  base.close()
}"""
TIME_PASSES = _CHANGE % "rests: 1"  # what is on its way has been for too long
SEEN_AGO = _CHANGE % "seen: Date.now() - minutes * 6e4"  # of answers; takes the minutes


def ready(page: Page) -> None:
    """The service worker is there, and whatever waits for an idle moment has been done.

    One that comes back while the one before it is being removed, as after signing out, serves from the next page on."""
    soon(page, "navigator.serviceWorker.getRegistration().then(found => !!found?.active)")
    if not page.evaluate("!!navigator.serviceWorker.controller"):
        page.reload()
    soon(page, "navigator.serviceWorker.controller !== null")


def posts_of(page: Page) -> list[str]:
    """What reached the portal: a try without a line, which the page makes now and then, did not."""
    sent: list[str] = []
    page.on("response", lambda answer: sent.append(answer.request.post_data or "")
            if answer.request.method == "POST" else None)
    return sent


@contextmanager
def behind(line: CuttingLine, chromium: Any) -> Iterator[BrowserContext]:
    """A phone's browser whose only way to the portal is this line."""
    with line:
        context = chromium.new_context(base_url=line.url, locale="id-ID")
        context.grant_permissions([])  # as in the fixture `phone`
        yield context
        context.close()


def at_contact(page: Page, shared: bool = False) -> Hand:
    """Somebody who has signed up, and is at the page that asks for a relative's telephone."""
    hand = Hand(page)
    hand.sign_up(shared)
    hand.begin()
    hand.walk(until="kontak")
    ready(page)
    soon(page, f"{STORES}.then(names => names.includes('antre'))")
    return hand
