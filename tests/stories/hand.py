"""A person's hand on a real phone: finds what to press by what the page says, as `journeys.people` tells it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from playwright.sync_api import Locator, Page, Response, expect

from tests.journeys.people import CONSENT, PASSWORD, STEPS, TRUTH, VILLAGE

SHARED = "HP ini dipakai bersama"
_NEXT: Iterator[int] = count(4101)
DOCUMENT_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Hand:
    """`look(name)` is called on every page that the person comes to; each hand has a phone and a NIK of its own."""

    def __init__(self, page: Page, javascript: bool = True, look: Callable[[str], None] | None = None) -> None:
        self.page, self.javascript = page, javascript
        self.look = look or (lambda _name: None)
        own = next(_NEXT)
        self.contact, self.nik = f"0812 7777 {own}", f"321501410703{own}"

    @property
    def heading(self) -> Locator:
        return self.page.locator("h1")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def go(self, path: str) -> None:
        self.page.goto(path)
        self.look(path)

    def fill(self, answers: dict[str, Any]) -> None:
        """Answer by label: a choice in a group, three boxes of a date, a tick, or words. Which of them it is can be
        told only once it is there: the page that was asked for just before may still be on its way."""
        for label, value in answers.items():
            group = self.page.get_by_role("group", name=label, exact=True)
            group.or_(self.page.get_by_label(label, exact=True)).or_(
                self.page.get_by_text(label, exact=True)).first.wait_for()
            if value is True:
                self.page.get_by_text(label, exact=True).click()
            elif not group.count():
                self.page.get_by_label(label, exact=True).fill(value)
            elif group.get_by_role("textbox").count() == 3:
                for box, part in zip(group.get_by_role("textbox").all(), value.split("-"), strict=True):
                    box.fill(part)
            else:
                choice = group.locator("label", has_text=re.compile(rf"^\s*{re.escape(value)}")).first
                choice.click()
                expect(choice.locator("input")).to_be_checked()

    def sign_up(self, shared: bool = False) -> None:
        self.go("/akun/daftar")
        self.fill({"Nama Anda": "Siti Contoh", "Nomor HP atau email": self.contact, "Kata sandi": PASSWORD,
                   CONSENT: True, **({SHARED: True} if shared else {})})
        self.press("Buat akun")
        self.page.wait_for_url("**/pendaftaran*")

    def sign_in(self, shared: bool = False) -> None:
        """Sign in where the page asks for it, or at the front door."""
        if not self.page.url.split("?")[0].endswith("/akun/masuk"):
            self.go("/akun/masuk")
        self.fill({"Nomor HP atau email": self.contact, "Kata sandi": PASSWORD, **({SHARED: True} if shared else {})})
        self.press("Masuk")

    def begin(self) -> None:
        self.go("/pendaftaran/baru")
        self.press("Mulai mendaftar")
        self.page.wait_for_url("**/program")

    def arrive(self, slug: str) -> None:
        """Wait until the form of this step stands on the page, by whichever way it came."""
        self.page.locator(f'main form[action$="/{slug}"]').wait_for()
        expect(self.page).to_have_url(re.compile(f"/{slug}$"))

    def send(self, button: str = "Lanjutkan") -> Response:
        """Press the button; what the server answered to the form."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
            self.press(button)
        return sent.value

    def find_village(self) -> None:
        """With JavaScript choices come while typing; without, after pressing Cari."""
        box = self.page.get_by_role("group", name="Desa atau kelurahan").get_by_role("textbox")
        if self.javascript:
            box.press_sequentially("cilamaya")
        else:
            box.fill("cilamaya")
            self.press("Cari")
        found = self.page.get_by_role("radio", name=VILLAGE).first
        expect(found).to_be_visible()
        found.locator("xpath=..").click()
        expect(found).to_be_checked()

    def answer(self, slug: str, answers: dict[str, Any]) -> Response:
        self.arrive(slug)
        self.look(slug)
        if slug == "alamat":
            self.find_village()
            self.look("desa")
        self.fill({**answers, "NIK": self.nik} if slug == "nik" else answers)
        return self.send()

    def walk(self, until: str = "periksa", after: Callable[[Response, str], None] | None = None,
             start: str = "program") -> None:
        """Answer every page from `start` up to `until`; `after(answer, slug)` is called on each page that follows."""
        slugs = [slug for slug, _ in STEPS] + ["periksa"]
        here, there = slugs.index(start), slugs.index(until)
        for (slug, answers), following in list(zip(STEPS, slugs[1:], strict=True))[here:there]:
            answer = self.answer(slug, answers)
            self.arrive(following)
            if after:
                after(answer, following)

    def declare(self) -> str:
        """Check the answers, send them; the number on the receipt."""
        self.arrive("periksa")
        self.look("periksa")
        self.fill({TRUTH: True})
        self.send("Kirim pengajuan")
        expect(self.heading).to_have_text("Nomor pendaftaran")
        self.look("nomor")
        return self.page.locator(".big").inner_text()

    def sign_out(self) -> None:
        self.go("/akun")
        self.press("Keluar")
        expect(self.page.get_by_role("link", name="Masuk").first).to_be_visible()

    def ask_status(self, number: str) -> None:
        self.go("/status")
        self.fill({"Nomor pendaftaran": number, "Tanggal lahir": "1-7-2003"})
        self.press("Cek")
        expect(self.page.get_by_text(f"Nomor {number}")).to_be_visible()
        self.look("hasil")
