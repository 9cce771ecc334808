"""Somebody who has registered, and is in the middle of a second registration, through the portal's real forms."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from portal.app import create_app
from portal.data.base import db
from tests.journeys import people
from tests.support.browser import Browser

STEPS = ("nik", "alamat", "kontak")
NEXT = {"nik": "diri", "alamat": "pendidikan", "kontak": "izin"}  # the page that follows


@dataclass(frozen=True)
class Person:
    """A number to ask for, and a draft to go on with: its cookie, and the three posts as (slug, form)."""

    number: str
    cookie: str
    draft: str
    posts: list[tuple[str, dict[str, str]]]
    app: Flask


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def someone(var: Path) -> Person:
    with _environment(VAR_DIR=str(var), DEMO="1", PORT="8000"):
        app = create_app()
    browser = Browser(app.test_client())
    number = people.register(Browser(app.test_client()))
    people.sign_up(browser, "Budi Contoh", "0812 9999 0002")
    draft = people.begin(browser)
    people.walk(browser, until="izin", nik={"NIK": "3215 0141 0703 0002"},
                siapa={"Siapa yang akan bekerja ke luar negeri?": "Saya sendiri"})
    posts = []
    for slug in STEPS:
        browser.browse(f"/pendaftaran/{draft}/{slug}")
        form, _ = browser._form("Lanjutkan")
        posts.append((slug, {name: values[0] for name, values in browser._values(form).items()}))
    cookie = "; ".join(f"{c.key}={c.value}" for c in browser.client._cookies.values())
    db.obj.close_all()
    return Person(number, cookie, draft, posts, app)
