"""An officer's hand: the same as a person's, with a demo sign-in, two proofs, and a list to choose from."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pyotp
from playwright.sync_api import Page, expect

from portal.commands.demo import PASSWORD, SIGN_INS
from portal.rules.interview import QUESTIONS
from portal.rules.officers import STEP
from tests.stories.hand import Hand


class Desk(Hand):
    """`phone` is one of the demo's sign-ins, such as 081200000004; the officer keeps the page for all the work."""

    def __init__(self, page: Page, phone: str, javascript: bool = True, look: Callable[[str], None] | None = None
                 ) -> None:
        super().__init__(page, javascript, look)
        self.demo = next(one for one in SIGN_INS if one.phone == phone)

    def sign_in(self) -> Desk:
        """Password, then the app's code. Each code opens one session, so the oldest that still counts comes first:
        three officers may sit down one after the other within half a minute."""
        self.give_password()
        totp, now = pyotp.TOTP(self.demo.secret), int(time.time()) // STEP
        for step in (now - 1, now, now + 1):
            self.fill({"Kode dari aplikasi": totp.generate_otp(step)})
            if self.go_on("Masuk") != 422:
                break
        self.page.wait_for_url(re.compile("/(petugas/(?!masuk)|desa|p3mi|pusat)"))
        return self

    def give_password(self) -> None:
        """Where the second proof is asked for, or set up."""
        self.go("/akun/masuk")
        self.fill({"Nomor HP atau email": self.demo.phone, "Kata sandi": PASSWORD})
        self.press("Masuk")
        self.page.wait_for_url(re.compile("/petugas/masuk"))
        self.look("/petugas/masuk")

    def follow(self, name: str) -> None:
        """Go where the link leads."""
        link = self.page.get_by_role("link", name=name, exact=True).first
        with self.page.expect_navigation():
            link.click()

    def go_on(self, button: str, inside: str = "main") -> int:
        """Press the button inside this element, and be where it leads; with which status that page came."""
        with self.page.expect_navigation() as led:
            self.page.locator(inside).get_by_role("button", name=button, exact=True).click()
        return led.value.status

    def open_file(self, number: str) -> None:
        self.go(f"/petugas/berkas/{number}")

    def put_on_list(self, kind: str, item: str, reason: str, note: str = "") -> None:
        """Add one item to what is returned, a field or a document."""
        inside = f"#tambah > div:has([name=jenis][value={kind}])"
        form = self.page.locator(inside)
        form.get_by_label("Bagian yang dikembalikan").select_option(label=item)
        form.locator(".row", has_text=reason).click()
        form.get_by_label("Catatan untuk orangnya").fill(note)
        self.go_on("Tambahkan isian" if kind == "field" else "Tambahkan dokumen", inside)
        expect(self.page.locator(".list b", has_text=item)).to_be_visible()

    def see_originals(self) -> None:
        """Tick every document as seen."""
        for box in self.page.get_by_role("group", name="Dokumen asli yang sudah dilihat").get_by_role("checkbox").all():
            box.check()

    def interview(self) -> None:
        """Answer every question in the way that gives no cause for worry."""
        for question in QUESTIONS:
            self.page.get_by_label(f"{question.words}?").select_option(question.good)
