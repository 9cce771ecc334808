"""`python -m tests.support.dictionary` writes static/kamus-id.dat and kamus-en.dat: what the journey's pages say.

A made-up person walks from the sign-in to the receipt; of each page its main part is kept, as it stands before any
answer, in both languages. Answers, tokens, numbers and pictures are taken out. The same code gives the same bytes.

Browsers that have a dictionary fetch it anew when its bytes change, so run this when pages have grown by more than the
budgets in tests/pages/test_compression.py allow, not after each change: an older one only saves less.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import brotli
from flask import Flask
from playhouse.migrations import Runner

from portal.app import create_app
from portal.data.base import db
from portal.data.region import load_regions
from portal.web.language import LANGUAGES
from tests.conftest import settings
from tests.journeys import people
from tests.support.browser import Browser
from tests.support.server import ROOT

_OUT = (
    (re.compile(r"<style>.*?</style>|<svg.*?</svg>", re.S), ""),
    (re.compile("<link rel=compression-dictionary[^>]*>|<link rel=stylesheet media=print[^>]*>"), ""),
    (re.compile(r"\d[,.]\d KB"), "KB"),
    (re.compile(r'(name=_t value=")[^"]*'), r"\1"),
    (re.compile(r"(name=_k value=)[\w-]+"), r"\1"),
    (re.compile(r'(name=lahir-\w[^>]*value=")[^"]*| checked'), r"\1"),
    (re.compile(r"/pendaftaran/[0-9a-z]{12}/"), "/pendaftaran/"),
    (re.compile(r"\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}"), ""),
    (re.compile(r"\d{1,2} \w+ 20\d\d( \d\d\.\d\d WIB)?"), ""),
    (re.compile("Siti( Contoh)?"), ""),
    (re.compile(r"\n\s+"), "\n"),
)
_TOLD = ((re.compile(r"(<dd>|<bdi>)[^<]*"), r"\1"),)


def build() -> dict[str, bytes]:
    """The dictionaries, by language."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/portal.db"
        app = create_app(settings(Path(folder), url))
        app.testing = True
        with db.obj.connection_context():
            Runner(db.obj, str(ROOT / "migrations")).up()
            load_regions("32.15")
        pages: dict[str, list[str]] = {lang: [] for lang in LANGUAGES}
        for path, browser in _walk(app):
            for lang in LANGUAGES:
                answer = browser.client.get(path, headers={"Accept-Language": lang})
                pages[lang].append(_clean(answer.get_data(as_text=True), path))
        db.obj.close_all()
    return {lang: _joined(found).encode() for lang, found in pages.items()}


def _walk(app: Flask) -> Iterator[tuple[str, Browser]]:
    """Each page of the journey, at the moment when it is asked."""
    browser = Browser(app.test_client())
    people.sign_up(browser)
    yield from ((path, browser) for path in ("/pendaftaran", "/pendaftaran/baru"))
    people.begin(browser)
    for slug, answers in people.STEPS:
        yield browser.path, browser
        people.answer(browser, slug, answers)
    yield browser.path, browser
    people.send(browser)
    yield browser.path, browser


def _clean(html: str, path: str) -> str:
    """Without what belongs to one person or one moment; from the check page on, without any answer."""
    tells = path.endswith("/periksa") or path[-1].isupper() or path[-1].isdigit()
    for pattern, instead in (*_OUT, *(_TOLD if tells else ())):
        html = pattern.sub(instead, html)
    return html


def _joined(pages: list[str]) -> str:
    """The main parts, and then one page whole: what all pages share lies nearest, where it is cheapest to point to."""
    mains = [re.search(r"<main[^>]*>(.*)</main>", page, re.S)[1] for page in pages]
    return "".join([*mains[:2], *mains[3:], pages[2]])


def main() -> int:
    for lang, body in build().items():
        (ROOT / "static" / f"kamus-{lang}.dat").write_bytes(body)
        print(f"kamus-{lang}.dat: {len(body)} bytes, {len(brotli.compress(body, quality=11))} on the wire")
    return 0


if __name__ == "__main__":
    sys.exit(main())
