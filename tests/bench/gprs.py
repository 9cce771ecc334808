"""A whole registration with four camera photos of four megabytes at the edge of GPRS, in Chromium over TLS.

50 kbit/s down, 20 up, a round trip of half a second, and ten times the line is gone for some seconds: connections are
cut, new ones refused. Run it by itself, `python -m tests.bench gprs`; it takes about ten minutes, nearly all of it the
line's own time, so it is no test. It must end complete: every answer there, each document once, under 1 MB sent up.
Chromium's own emulation of slow lines would hide the handshakes; the line of tests/support/link.py does not.
"""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
import ssl
import subprocess
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, expect, sync_playwright

from tests.journeys.people import STEPS
from tests.stories.hand import Hand
from tests.support.link import Link
from tests.support.pictures import noisy
from tests.support.server import Server

PHOTOS = {"ktp": "KTP", "kk": "Kartu Keluarga", "ijazah": "Ijazah atau akta kelahiran",
          "status_kawin": "Surat status perkawinan"}
GAPS, MOST_UP, PATIENCE = 10, 1_000_000, 240_000  # PATIENCE in milliseconds
IN_FORMS = ("kontak", "negara")  # the line is gone when these are sent; all other gaps fall into photos


class Secure(Server):
    """The portal behind a certificate of its own making."""

    scheme = "https"

    def __init__(self, var: Path) -> None:
        key, certificate = var / "tls.key", var / "tls.pem"
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                   "-subj", "/CN=127.0.0.1", "-days", "2", "-keyout", key, "-out", certificate]
        subprocess.run(command, check=True, capture_output=True)
        self.trust = ssl._create_unverified_context()
        super().__init__(var, GUNICORN_CMD_ARGS=f"--certfile={certificate} --keyfile={key}")


class Patient(Hand):
    """A person who tries again when nothing came, and who knows what a telephone does between two towers."""

    def __init__(self, page: Page, link: Link) -> None:
        super().__init__(page)
        self.link, self.dice = link, random.Random(4)

    def open(self, path: str) -> None:
        """Until it comes: the portal's own page for want of a signal is not it."""
        while True:
            try:
                self.page.goto(path)
                if not self.page.get_by_role("heading", name="Tidak ada sinyal").count():
                    return
            except Error:
                pass
            time.sleep(1)

    def lose_the_line(self, least: float = 4, most: float = 9) -> None:
        seconds = self.dice.uniform(least, most)
        self.link.gap(seconds)
        print(f"{told(self.link)}  no signal for {seconds:.0f} s", flush=True)

    def answer(self, slug: str, answers: dict[str, Any]) -> Any:
        if slug in IN_FORMS:
            self.arrive(slug)
            self.fill(answers)
            self.lose_the_line()
            self.press("Lanjutkan")
            time.sleep(10)
            if not self.page.locator(f'main form[action$="/{slug}"]').count():  # the browser's own page of errors
                self.open(f"/pendaftaran/{self.draft}/{slug}")
        return super().answer(slug, answers)

    @property
    def draft(self) -> str:
        return re.search(r"/pendaftaran/(\w{12})", self.page.url)[1]

    def send_photo(self, draft: str, code: str, photo: Path, gaps: int, switch_off: bool) -> None:
        """One document, with the line gone `gaps` times on its way; `switch_off`: the page is closed, too."""
        self.open(f"/pendaftaran/{draft}/dokumen/{code}")
        self.page.get_by_label("Foto dokumen").set_input_files(photo)
        self.press("Kirim foto")
        for turn in range(gaps):
            expect(self.page.get_by_role("status").filter(has_text="sisa")).to_be_visible()
            self.page.wait_for_timeout(self.dice.uniform(10, 18) * 1000)
            self.lose_the_line()
            if switch_off and turn == 0:
                self.page.goto("about:blank")
                time.sleep(5)
                self.open(f"/pendaftaran/{draft}/dokumen/{code}")
        self.wait_for_page(draft, code)

    def wait_for_page(self, draft: str, code: str) -> None:
        there = self.page.get_by_role("button", name=re.compile("^Hapus halaman"))
        while True:
            try:
                there.first.wait_for()
                return
            except Error:
                self.open(f"/pendaftaran/{draft}/dokumen/{code}")


def told(link: Link) -> str:
    return f"up {link.up.payload / 1000:6.1f} KB  down {link.down.payload / 1000:6.1f} KB"


def measure(folder: Path) -> bool:
    """Run the story; print times and bytes; whether it ended as it must."""
    camera = []
    for number, code in enumerate(PHOTOS):
        camera.append(folder / f"IMG_{number:04}.jpg")
        camera[-1].write_bytes(noisy(4_000_000 + 1000 * number))
        print(f"{code}: a photo of {camera[-1].stat().st_size / 1e6:.2f} MB")
    server = Secure(folder).prepare().start()
    try:
        with Link(server.port) as link, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
                      "--disable-sync", "--no-first-run", "--ignore-certificate-errors"])
            number = _story(browser, link, camera)
            browser.close()
    finally:
        server.stop()
    sheets = _sheets(folder, number)
    good = sheets == dict.fromkeys(PHOTOS, 1) and link.gaps == GAPS and link.up.payload < MOST_UP
    print(f"pages kept: {sheets}; gaps: {link.gaps}; sent up {link.up.payload:,} B ({link.up.wire:,} B with headers of "
          f"packets), at most {MOST_UP:,} B: {'ok' if good else 'MISSED'}")
    return good


def _story(browser: Any, link: Link, camera: list[Path]) -> str:
    context = browser.new_context(base_url=f"https://127.0.0.1:{link.port}", ignore_https_errors=True, locale="id-ID",
                                  viewport={"width": 360, "height": 640}, has_touch=True)
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    hand, began = Patient(context.new_page(), link), time.monotonic()

    def lap(what: str) -> None:
        print(f"{told(link)}  {time.monotonic() - began:5.0f} s  {what}", flush=True)

    hand.sign_up()
    lap("account opened")
    hand.begin()
    hand.walk(after=lambda _answer, slug: lap(slug))
    draft, left = hand.draft, GAPS - len(IN_FORMS)
    for turn, (code, photo) in enumerate(zip(PHOTOS, camera, strict=True)):
        hand.send_photo(draft, code, photo, left // len(PHOTOS), switch_off=turn == 2)
        lap(f"photo of {code}")
    hand.open(f"/pendaftaran/{draft}/periksa")
    number = hand.declare()
    lap("number on the screen")
    context.close()
    return number


def _sheets(folder: Path, number: str) -> dict[str, int]:
    """How many pages each document of the registration has."""
    with sqlite3.connect(folder / "portal.db") as database:
        return dict(database.execute(
            "SELECT d.code, COUNT(s.id) FROM registration r JOIN document d ON d.draft_id = r.draft "
            "JOIN sheet s ON s.document_id = d.id WHERE r.number = ? GROUP BY d.code", (number,)))


assert {slug for slug, _ in STEPS} >= set(IN_FORMS)
