"""Bytes of the journey in Debian's Chromium, over TLS, with the dictionary and without: `python -m tests.bench thrift`.

Bytes are what the server sent, as Chromium counts them: heads and bodies of all answers, redirects and static files
included, TLS's own framing left out. A step is what one press of Lanjutkan brings down.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from tests.journeys.people import STEPS
from tests.stories.hand import Hand
from tests.support.secure import SecureServer

SLUGS = [slug for slug, _ in STEPS]
STEP, WHOLE = 600, 14_600  # bytes, the aims


@dataclass
class Meter:
    """What came down to a page: (what for, coding, bytes) of each answer. `now` is what the person is at."""

    page: Page
    now: str = "begin"
    answers: list[tuple[str, str, str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._asked: dict[str, tuple[str, str]] = {}
        self._coding: dict[str, str] = {}
        self.cdp = self.page.context.new_cdp_session(self.page)
        for event, hear in (("requestWillBeSent", self._ask), ("responseReceivedExtraInfo", self._head),
                            ("loadingFinished", self._end)):
            self.cdp.on(f"Network.{event}", hear)
        self.cdp.send("Network.enable")

    def _ask(self, event: dict[str, Any]) -> None:
        if moved := event.get("redirectResponse"):
            self._take(event["requestId"], "", moved["encodedDataLength"])
        self._asked[event["requestId"]] = self.now, urlsplit(event["request"]["url"]).path

    def _head(self, event: dict[str, Any]) -> None:
        names = {name.lower(): value for name, value in event["headers"].items()}
        self._coding[event["requestId"]] = names.get("content-encoding", "")

    def _end(self, event: dict[str, Any]) -> None:
        self._take(event["requestId"], self._coding.get(event["requestId"], ""), event["encodedDataLength"])

    def _take(self, request: str, coding: str, size: float) -> None:
        if size and request in self._asked:
            self.answers.append((*self._asked[request], coding, int(size)))

    @property
    def whole(self) -> int:
        return sum(size for *_, size in self.answers)

    def of(self, step: str) -> int:
        """Bytes of one step's pages; static files, which come once, are told apart."""
        return sum(size for at, path, _, size in self.answers if at == step and not path.startswith("/s/"))

    @property
    def a_step(self) -> int:
        """On average."""
        return sum(self.of(slug) for slug in SLUGS) // len(SLUGS)

    def statics(self) -> dict[str, int]:
        return {path.rsplit("/", 1)[1]: size for _, path, _, size in self.answers if path.startswith("/s/")}

    def codings(self) -> str:
        found = [coding for at, _, coding, _ in self.answers if at in SLUGS and coding]
        return ", ".join(f"{found.count(coding)} {coding}" for coding in sorted(set(found)))


def walk(page: Page, javascript: bool, dictionary: bool) -> Meter:
    """A whole journey, from the sign-up page to the number."""
    meter = Meter(page)
    if not dictionary:
        meter.cdp.send("Network.setBlockedURLs", {"urls": ["*kamus*"]})
    hand = meter.hand = Hand(page, javascript)
    hand.sign_up()
    page.wait_for_load_state("networkidle")
    hand.begin()
    page.wait_for_load_state("networkidle")  # a person reads; the dictionary and htmx arrive meanwhile
    for slug, following in zip(SLUGS, [*SLUGS[1:], "periksa"], strict=True):
        meter.now = slug
        hand.walk(until=following, start=slug)
    meter.now = "send"
    hand.declare()
    page.wait_for_load_state("networkidle")
    return meter


def told(name: str, meter: Meter) -> None:
    steps = {slug: meter.of(slug) for slug in SLUGS}
    print(f"{name}: {meter.whole} bytes in all; a step {meter.a_step} on average ({meter.codings()})")
    print("   " + ", ".join(f"{slug} {size}" for slug, size in steps.items()))
    print("   before them " + str(meter.of("begin")) + ", sending " + str(meter.of("send")) + ", static files "
          + (", ".join(f"{path} {size}" for path, size in meter.statics().items()) or "none"), flush=True)


def measure(var: Path) -> bool:
    """Prints all; True when who has the dictionary stays within the aims."""
    server = SecureServer(var).prepare().start()
    good = True
    try:
        with sync_playwright() as playwright:
            for javascript in (True, False):
                for dictionary in (False, True):
                    kind = f"{'htmx' if javascript else 'no JavaScript'}, {'with' if dictionary else 'no'} dictionary"
                    with _browser(playwright, var / kind, server) as context:
                        for visit in ("first visit", "later visit"):
                            page = context.new_page()
                            meter = walk(page, javascript, dictionary)
                            told(f"{kind}, {visit}", meter)
                            meter.hand.sign_out()
                            page.close()
                    if dictionary and javascript:
                        good &= meter.whole <= WHOLE and meter.a_step <= STEP
    finally:
        server.stop()
    return good


def _browser(playwright: Any, profile: Path, server: SecureServer) -> Any:
    return playwright.chromium.launch_persistent_context(
        profile, executable_path=shutil.which("chromium") or "/usr/bin/chromium", base_url=server.url,
        java_script_enabled="no JavaScript" not in profile.name, locale="id-ID",
        viewport={"width": 360, "height": 640},
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
              "--disable-sync", "--no-first-run", f"--ignore-certificate-errors-spki-list={server.pin}"],
    )
