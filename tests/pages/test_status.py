"""Status by number and birth date: one answer for an unknown number and a wrong date, and only wrong tries count."""

from __future__ import annotations

import pytest

from tests.journeys.people import register

BIRTH = {"lahir-d": "1", "lahir-m": "7", "lahir-y": "2003"}


@pytest.fixture
def number(client):
    return register(client)


def ask(browser, number, expect=200, day="1-7-2003"):
    browser.browse("/status")
    return browser.submit({"Nomor pendaftaran": number, "Tanggal lahir": day}, button="Cek", expect=expect)


def test_it_tells_stage_since_when_what_next_and_where_but_no_name(number, another):
    ask(another, number)
    assert "Diajukan" in another.text
    assert "Sejak" in another.text
    assert "Paling lambat" in another.text
    assert "Disnakertrans" in another.text
    assert "Siti" not in another.text


def test_it_sets_no_session(number, another):
    ask(another, number)
    assert "s" not in {cookie.key for cookie in another.client._cookies.values()}


@pytest.mark.parametrize("write", [str.lower, lambda n: n.replace("-", " "), lambda n: n.replace("-", "")])
def test_case_spaces_and_dashes_do_not_matter(number, another, write):
    ask(another, write(number))
    assert "Diajukan" in another.text


def test_an_unknown_number_and_a_wrong_date_get_one_answer(number, another):
    wrong_date = ask(another, number, 404, "2-7-2003").text.replace(number, "")
    from portal import clock
    from portal.rules.number import new_number
    unknown = new_number(clock.today())
    assert ask(another, unknown, 404).text.replace(unknown, "").replace("value", "") == wrong_date


def test_a_wrong_check_character_is_told_as_a_slip(number, another):
    other = "3" if number[-1] != "3" else "4"
    ask(another, number[:-1] + other, 422)
    assert "salah ketik" in another.text


@pytest.mark.parametrize("day", ["", "31-2-2003", "x-7-2003", "1-13-2003"])
def test_a_date_that_is_none_is_said_beside_it(number, another, day):
    parts = day.split("-") if day else ["", "", ""]
    another.post("/status", {"nomor": number, **dict(zip(BIRTH, parts, strict=True))}, expect=422)
    assert another.errors


def test_wrong_tries_run_out_and_right_ones_never(number, another):
    for _ in range(15):
        ask(another, number)
    for _ in range(10):
        ask(another, number, 404, "2-7-2003")
    ask(another, number, 429)
    assert "Terlalu banyak" in another.text


def test_it_takes_two_queries(number, another, queries):
    another.browse("/status")
    ask(another, number)  # the district's name is remembered from here on
    before = queries.count
    another.post("/status", {"nomor": number, **BIRTH}, expect=200)
    asked = queries.sql[-(queries.count - before):]
    assert len([sql for sql in asked if "tally" not in sql]) <= 2
    assert queries.count - before <= 4


def test_htmx_refreshes_the_result_in_place(number, another):
    another.post("/status", {"nomor": number, **BIRTH}, expect=200, HX_Request="true", HX_Request_Type="partial")
    assert "Diajukan" in another.html
    assert "<html" not in another.html


def test_a_qr_link_fills_the_number_in(number, another):
    another.browse(f"/status?nomor={number}")
    assert f'value="{number}"' in another.html
