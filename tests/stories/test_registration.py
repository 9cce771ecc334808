"""One person, one small phone, from the first page to a status: with JavaScript and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Response, expect

from tests.journeys.people import PASSWORD
from tests.stories.hand import Hand
from tests.stories.look import Look

pytestmark = pytest.mark.xdist_group("stories")

Phone = Callable[..., Any]


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_from_nothing_to_a_status(phone: Phone, javascript: bool) -> None:
    page = phone(javascript=javascript, width=320)
    hand = Hand(page, javascript)
    hand.sign_up()
    hand.begin()
    hand.walk()
    number = hand.declare()
    assert re.fullmatch(r"\d\d-\w{4}-\w{4}", number)

    hand.sign_out()
    hand.ask_status(number)
    answer = hand.send("Perbarui")
    expect(page.get_by_text(f"Nomor {number}")).to_be_visible()
    assert answer.status == 200
    expect(page).to_have_url(re.compile("/status$"))


def test_a_step_travels_as_a_fragment(phone: Phone) -> None:
    page = phone(width=320)
    hand = Hand(page)
    hand.sign_up()
    hand.begin()
    page.evaluate("window.stayed = true")

    def follows(answer: Response, slug: str) -> None:
        assert answer.headers["hx-push-url"].endswith(f"/{slug}")
        assert "<html" not in answer.text()
        expect(hand.heading).to_be_focused()
        expect(page).to_have_title(re.compile(f"^{re.escape(hand.heading.inner_text())}"))
        assert page.evaluate("window.stayed"), "the whole page was loaded anew"
        assert page.evaluate("scrollY") < 200

    hand.walk(after=follows)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_a_forgotten_answer_is_said_at_the_top(phone: Phone, javascript: bool) -> None:
    page = phone(javascript=javascript, width=320)
    hand = Hand(page, javascript)
    hand.sign_up()
    hand.begin()
    answer = hand.send()
    assert answer.status == (422 if javascript else 303)  # without scripts, a page that Back can open follows
    assert ("hx-push-url" in answer.headers) is javascript
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Pilih satu jalur dulu.")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(page.get_by_role("radio").first).to_be_focused()


def test_back_shows_the_page_before(phone: Phone) -> None:
    page = phone(width=320)
    hand = Hand(page)
    hand.sign_up()
    hand.begin()
    hand.walk(until="siapa")
    page.go_back()
    hand.arrive("siapkan")
    page.go_back()
    hand.arrive("program")
    expect(page.get_by_label("Lewat perusahaan")).to_be_checked()
    page.go_forward()
    hand.arrive("siapkan")


def test_typing_a_village_sends_nothing_but_what_is_typed(phone: Phone) -> None:
    page = phone(width=320)
    hand = Hand(page)
    hand.sign_up()
    hand.begin()
    hand.walk(until="alamat")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("?")[2]))
    hand.find_village()
    assert asked
    assert all(re.fullmatch("desa-cari=[a-z]+", query) for query in asked), asked


def test_every_page_is_for_everybody(phone: Phone) -> None:
    """No violation that axe knows, in light and in dark; no sideways scrolling at 320 px, nor at twice the text."""
    page = phone(width=320, bypass_csp=True)
    look = Look(page)
    hand = Hand(page, look=look)
    hand.go("/")
    hand.sign_up()
    look("/pendaftaran")
    hand.begin()
    hand.send()
    page.get_by_role("alert").wait_for()
    look("program, with an error")
    hand.walk()
    number = hand.declare()
    hand.sign_out()
    hand.ask_status(number)
    for path in ("/", "/bantuan", "/data-anda", "/akun/masuk", "/akun/lupa"):
        hand.go(path)
    look.check()


def test_the_password_can_be_shown(phone: Phone) -> None:
    page = phone(width=320)
    page.goto("/akun/masuk")
    box = page.get_by_label("Kata sandi", exact=True)
    box.fill(PASSWORD)
    page.get_by_role("button", name="Tampilkan kata sandi").click()
    expect(box).to_have_attribute("type", "text")
    page.get_by_role("button", name="Sembunyikan kata sandi").click()
    expect(box).to_have_attribute("type", "password")
