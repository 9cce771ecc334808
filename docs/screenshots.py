"""Pictures of the portal for the README: `python -m docs.screenshots` makes docs/screenshots/*.png anew."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.stories.hand import Hand
from tests.support.server import Server

FOLDER = Path(__file__).parent / "screenshots"
MOST = 60_000  # bytes of a picture
HIGHEST = 800  # pixels, on a small phone


def take(page: Page, name: str, highest: int = HIGHEST) -> None:
    """The upper part of the page, as a file small enough for a slow line."""
    path = FOLDER / f"{name}.png"
    page.evaluate("scrollTo(0, 0)")
    size = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], highest)}
    page.screenshot(path=path, full_page=True, clip=clip, animations="disabled", caret="hide")
    if path.stat().st_size >= MOST:
        raise SystemExit(f"{path} has {path.stat().st_size} bytes, at most {MOST}")


def tour(page: Page) -> None:
    hand = Hand(page)
    page.goto("/")
    take(page, "home")
    page.emulate_media(color_scheme="dark")
    take(page, "home-dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1000, "height": 640})
    take(page, "home-wide", 480)
    page.set_viewport_size({"width": 320, "height": 640})
    hand.sign_up()
    hand.begin()
    hand.walk(until="nik")
    hand.fill({"NIK": "3215 0141"})
    hand.send()
    page.get_by_role("alert").wait_for()
    take(page, "step-error")
    hand.walk(start="nik", until="alamat")
    hand.find_village()
    take(page, "village")
    hand.walk(start="alamat")
    take(page, "check")
    number = hand.declare()
    take(page, "receipt")
    hand.sign_out()
    hand.ask_status(number)
    take(page, "status")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as var, sync_playwright() as playwright:
        server = Server(Path(var)).prepare().start()
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"),
                                             args=["--no-sandbox", "--disable-lcd-text"])
        try:
            tour(browser.new_page(base_url=server.url, locale="id-ID", viewport={"width": 320, "height": 640}))
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()
