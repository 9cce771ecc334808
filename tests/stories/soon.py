"""Waiting for what a page's scripts bring about."""

from __future__ import annotations

from playwright.sync_api import Page, Worker


def soon(page: Page | Worker, holds: str) -> None:
    """Wait for this JavaScript expression, or its promise, to hold. Raises an Error after ten seconds.

    Playwright's own `wait_for_function` evaluates strings inside the page, which the content security policy forbids
    as soon as it has to ask twice."""
    page.evaluate(f"""async () => {{
      for (const end = Date.now() + 1e4; !await ({holds}); await new Promise(later => setTimeout(later, 50)))
        if (Date.now() > end) throw Error({holds!r})
    }}""")
