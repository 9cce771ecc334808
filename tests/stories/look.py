"""A look at a page with other eyes: at 320 px, with twice the text, in light and in dark, and by a screen reader."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.stories.hand import DOCUMENT_WIDE
from tests.support.axe import COLOURS, violations


class Look:
    """Called on every page that somebody comes to; `wrong` says what it found. The page has JavaScript, and no CSP."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        self.seen: list[str] = []

    def __call__(self, name: str) -> None:
        self.seen.append(name)
        for size in ("", "200%"):
            self.page.evaluate("size => document.documentElement.style.fontSize = size", size)
            if (too_wide := self.page.evaluate(DOCUMENT_WIDE)) > 0:
                self.wrong.append(f"{name}: {too_wide} px too wide {size}")
        self.page.evaluate("document.documentElement.style.fontSize = ''")
        for scheme, rules in (("light", None), ("dark", COLOURS)):
            self.page.emulate_media(color_scheme=scheme)
            self.wrong.extend(f"{name} ({scheme}): {said}" for said in violations(self.page, rules))

    def check(self) -> None:
        assert not self.wrong, "\n".join(self.wrong)
