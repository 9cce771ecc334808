"""axe-core, as the package axe-playwright-python brings it along, run on a page in Chromium."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

# WCAG 2.2 AA and below, and axe's own best practices.
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


# The rules that look at colours: all that may turn out differently where nothing but the colour scheme has changed.
COLOURS = ["color-contrast", "link-in-text-block"]


def violations(page: Any, rules: list[str] | None = None) -> list[str]:
    """What axe finds wrong on a Playwright page with JavaScript on, by these rules or all: a line for each element."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(_source())
    result = page.evaluate("only => axe.run(document, {runOnly: only, resultTypes: ['violations']})", rules or _TAGS)
    return [f"{rule['id']}: {rule['help']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
            for rule in result["violations"] for node in rule["nodes"]]
