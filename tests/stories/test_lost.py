"""Lost connections, failing servers, ended sessions and the Back button on a real phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import PASSWORD
from tests.stories.hand import Hand
from tests.stories.soon import soon

pytestmark = pytest.mark.xdist_group("stories")

Phone = Callable[..., Any]
NAME = "Nama keluarga yang dapat dihubungi"


def at_contact(phone: Phone, **how: Any) -> tuple[Page, Hand]:
    page = phone(width=320, **how)
    hand = Hand(page, how.get("javascript", True))
    hand.sign_up()
    hand.begin()
    hand.walk(until="kontak")
    page.get_by_label(NAME).fill("Ibu Wati")
    return page, hand


@pytest.mark.parametrize("answer", [None, 502, 500, 200], ids=["offline", "proxy", "crash", "not-ours"])
def test_an_answer_that_does_not_come_is_said_and_the_form_stays(phone: Phone, answer: int | None) -> None:
    page = phone(width=320, service_workers="block")
    hand = Hand(page)
    page.route("**/antre*", lambda route: route.abort())  # the script that would keep the answer did not come either
    hand.sign_up()
    hand.begin()
    wrong = (lambda route: route.abort()) if answer is None else (
        lambda route: route.fulfill(status=answer, body="<h1>Bad Gateway</h1>", content_type="text/html"))
    hand.fill({"Berangkat lewat jalur apa?": "Lewat perusahaan"})
    soon(page, "window.htmx")
    page.route("**/program", wrong)
    page.evaluate("console.error = () => 0")  # htmx tells developers, too
    hand.press("Lanjutkan")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Yang Anda ketik masih ada.")
    expect(alert).to_contain_text("gangguan" if answer in (500, 502) else "sambungan")
    expect(page.get_by_label("Lewat perusahaan")).to_be_checked()
    expect(page.get_by_text("Bad Gateway")).to_have_count(0)
    page.unroute("**/program")
    page.get_by_role("button", name="Coba lagi").click()
    hand.arrive("siapkan")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_search_that_does_not_come_is_said(phone: Phone) -> None:
    page = phone(width=320)
    hand = Hand(page)
    hand.sign_up()
    hand.begin()
    hand.walk(until="alamat")
    page.evaluate("console.error = () => 0")
    page.route("**/desa?*", lambda route: route.abort())
    page.get_by_role("group", name="Desa atau kelurahan").get_by_role("textbox").press_sequentially("cilama")
    expect(page.get_by_role("alert")).to_contain_text("Periksa sambungan internet.")
    page.unroute("**/desa?*")
    page.get_by_role("group", name="Desa atau kelurahan").get_by_role("textbox").press_sequentially("ya")
    expect(page.get_by_role("radio", name="Cilamaya").first).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_after_the_session_ended_the_answer_is_sent_and_back_works(phone: Phone) -> None:
    page, hand = at_contact(phone)
    page.context.clear_cookies()
    hand.press("Lanjutkan")
    expect(hand.heading).to_have_text("Masuk")
    page.get_by_role("button", name="Tampilkan kata sandi").click()  # the script came with the fragment
    page.get_by_role("button", name="English").click()
    expect(hand.heading).to_have_text("Sign in")
    page.get_by_label("Mobile number or email").fill(hand.contact)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    hand.press("Sign in")
    hand.press("Send again")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("[name=nama_kontak]")).to_have_value("Ibu Wati")
    page.go_back()
    expect(hand.heading).to_have_text("Send once more")


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_back_and_enter_on_the_way_through_an_address(phone: Phone, javascript: bool) -> None:
    page = phone(javascript=javascript, width=320)
    hand = Hand(page, javascript)
    hand.sign_up()
    hand.begin()
    hand.walk(until="alamat")
    hand.find_village()
    hand.fill({"Apakah Anda tinggal di alamat ini?": "Ya"})
    page.get_by_label("Jalan, kampung atau dusun").fill("Krajan")
    page.get_by_label("RT", exact=True).press("Enter")
    hand.arrive("pendidikan")
    hand.send()
    expect(page.get_by_role("alert")).to_be_visible()  # an answer was missing
    hand.fill({"Pendidikan terakhir": "SMP"})
    hand.send()
    hand.arrive("pengalaman")
    page.go_back()
    expect(hand.heading).to_have_text("Pendidikan")
    while not re.search("/alamat", page.url):
        page.go_back()
    expect(page.get_by_label("Jalan, kampung atau dusun")).to_have_value("Krajan")


def test_back_to_a_form_that_was_refused(phone: Phone) -> None:
    page = phone(javascript=False, width=320)
    hand = Hand(page, False)
    page.goto("/akun/daftar")
    page.get_by_label("Nama Anda").fill("Siti Contoh")
    hand.press("Buat akun")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("link", name="Bantuan").click()
    expect(hand.heading).to_have_text("Bantuan")
    page.go_back()
    expect(page.get_by_label("Nama Anda")).to_have_value("Siti Contoh")
