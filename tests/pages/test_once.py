"""A form posted twice is done once, for the same person, with the same words, for seven days."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import request

from portal import clock
from portal.data.base import db
from portal.data.message import Message
from portal.data.once import Once
from portal.web import once
from portal.web.access import account_needed, public
from portal.web.fragments import go, page
from tests.conftest import wire_app
from tests.journeys.people import register, sign_up


@pytest.fixture
def wired(tmp_path):
    """An app of each test's own: two addresses are added to it."""
    return wire_app(tmp_path)


@pytest.fixture
def deed(app):
    """Two views to post to, each noting what it did; `deed.gate`, while set, holds whoever does it."""
    found = SimpleNamespace(done=[], started=threading.Event(), gate=None)

    def work(kind):
        found.done.append(f"{kind} {request.form.get('x', '')}")
        found.started.set()
        if found.gate:
            found.gate.wait(10)
        answers = {"tell": lambda: page("errors/error.html", status=422, title="Salah", advice="", url=None),
                   "break": lambda: 1 / 0}
        return answers.get(request.form.get("x"), lambda: go(f"/bantuan?n={len(found.done)}"))()

    app.add_url_rule("/uji/umum", "uji_umum", public(lambda: work("public")), methods=["POST"])
    app.add_url_rule("/uji/akun", "uji_akun", account_needed(lambda: work("account")), methods=["POST"])
    app.add_url_rule("/uji/lagi", "uji_lagi", once.repeatable(public(lambda: work("again"))), methods=["POST"])
    return found


def post(browser, path="/uji/umum", key="k" * 8, **fields):
    htmx = fields.pop("htmx", False)
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"} if htmx else {}
    return browser.client.post(path, data={"_t": browser.token, "_k": key, **fields}, headers=headers)


def at_once(*jobs):
    """Run the jobs each in a thread whose requests take connections, and give them back, as a server's do."""
    with ThreadPoolExecutor(len(jobs)) as pool:
        return [going.result() for going in [pool.submit(job) for job in jobs]]


def at_a_form(browser):
    browser.browse("/akun/daftar")
    return browser


def test_each_form_that_writes_brings_a_key_of_its_page(client):
    keys = []
    sign_up(client)
    for _ in range(2):
        client.browse("/akun/sandi")
        found = [e.get("value") for e in client.tree.iter("input") if e.get("name") == "_k"]
        assert re.fullmatch(r"[\w-]{8}", found[0])
        assert len(set(found)) == 1
        keys.append(found[0])
    assert keys[0] != keys[1]


def test_the_same_form_again_leads_to_the_same_place_and_does_nothing(client, deed):
    at_a_form(client)
    first, second = post(client), post(client)
    assert (first.status_code, first.location) == (303, "/bantuan?n=1")
    assert (second.status_code, second.location) == (303, "/bantuan?n=1")
    assert len(deed.done) == 1
    part = post(client, htmx=True)
    assert part.headers["HX-Redirect"] == "/bantuan?n=1"
    assert len(deed.done) == 1


def test_with_htmx_first_and_without_it_later(client, deed):
    at_a_form(client)
    assert post(client, htmx=True).headers["HX-Redirect"] == "/bantuan?n=1"
    assert post(client).location == "/bantuan?n=1"
    assert len(deed.done) == 1


@pytest.mark.parametrize("other", [{"key": "j" * 8}, {"x": "other words"}, {"path": "/uji/umum?a=1"}])
def test_another_key_other_words_or_another_address_is_another_deed(client, deed, other):
    at_a_form(client)
    post(client)
    assert post(client, **other).location == "/bantuan?n=2"


@pytest.mark.parametrize("key", ["", "k", "k" * 41, "k k k k k", "ключключ "])
def test_without_a_key_of_ours_it_is_done_as_always(client, deed, key):
    at_a_form(client)
    post(client, key=key)
    assert post(client, key=key).location == "/bantuan?n=2"
    assert Once.select().count() == 0


def test_somebody_else_with_the_same_key_does_their_own(client, another, deed):
    sign_up(client)
    client.browse("/akun/sandi")
    sign_up(another, "Orang Lain", "0813 1111 2222")
    another.browse("/akun/sandi")
    assert post(client, "/uji/akun").location == "/bantuan?n=1"
    assert post(another, "/uji/akun").location == "/bantuan?n=2"
    assert post(client, "/uji/akun").location == "/bantuan?n=1"


def test_strangers_are_told_apart_by_their_sessions(client, another, deed):
    at_a_form(client)
    at_a_form(another)
    assert post(client).location == "/bantuan?n=1"
    assert post(another).location == "/bantuan?n=2"


def test_what_answers_with_a_page_may_be_tried_again(client, deed):
    at_a_form(client)
    assert post(client, x="tell").status_code == 422
    assert post(client, x="tell").status_code == 422
    assert len(deed.done) == 2
    assert Once.select().count() == 0


def test_what_broke_may_be_tried_again(client, deed):
    at_a_form(client)
    for _ in range(2):
        assert post(client, x="break").status_code == 500
    assert len(deed.done) == 2
    assert Once.select().count() == 0


def test_who_is_not_let_in_is_not_told_what_was_done(client, another, deed):
    sign_up(client)
    client.browse("/akun/sandi")
    post(client, "/uji/akun")
    at_a_form(another)
    assert post(another, "/uji/akun").status_code == 401
    assert len(deed.done) == 1


def test_a_view_that_may_do_it_twice_costs_no_query(client, deed, queries):
    at_a_form(client)
    with queries.at_most(0):
        assert post(client, "/uji/lagi").location == "/bantuan?n=1"
        assert post(client, "/uji/lagi").location == "/bantuan?n=2"


def test_a_key_costs_two_queries(client, deed, queries):
    at_a_form(client)
    with queries.at_most(2):
        post(client)
    with queries.at_most(2):
        post(client)


def test_after_seven_days_it_is_another_deed(client, deed):
    at_a_form(client)
    post(client)
    clock.move(timedelta(days=7, seconds=5))
    assert post(client).location == "/bantuan?n=2"


def test_purge_counts_them(client, app, deed):
    def purge():
        db.close()  # a command opens its own connection
        answer = app.test_cli_runner().invoke(args=["portal", "purge"])
        db.connect(reuse_if_open=True)
        return answer.output

    at_a_form(client)
    post(client)
    assert "keys of forms: 0" in purge()
    clock.move(timedelta(days=7, seconds=5))
    assert "keys of forms: 1" in purge()


def test_of_two_at_one_moment_the_second_waits_for_the_first(client, app, deed):
    app.config["KEEP_CONNECTION"] = False
    at_a_form(client)
    data, cookies = {"_t": client.token, "_k": "k" * 8}, client.client._cookies

    def tap():
        mine = app.test_client()
        mine._cookies = cookies
        return mine.post("/uji/umum", data=data).location

    answers = at_once(*[tap] * 6)
    assert answers == ["/bantuan?n=1"] * 6
    assert len(deed.done) == 1
    app.config["KEEP_CONNECTION"] = True


def test_who_waited_long_enough_is_told(client, app, deed, monkeypatch):
    monkeypatch.setattr(once, "_WAITS", 0)
    app.config["KEEP_CONNECTION"] = False
    at_a_form(client)
    deed.gate = threading.Event()
    data, cookies = {"_t": client.token, "_k": "k" * 8}, client.client._cookies
    told = []

    def first():
        mine = app.test_client()
        mine._cookies = cookies
        return mine.post("/uji/umum", data=data).location

    def second():
        deed.started.wait(10)
        mine = app.test_client()
        mine._cookies = cookies
        answer = mine.post("/uji/umum", data=data)
        told.append((answer.status_code, answer.headers.get("Retry-After"), answer.get_data(as_text=True)))
        deed.gate.set()

    results = at_once(first, second)
    assert "/bantuan?n=1" in results
    ((status, later, html),) = told
    assert (status, later) == (409, "10")
    assert "sedang diproses" in html
    assert len(deed.done) == 1
    app.config["KEEP_CONNECTION"] = True


def test_a_number_is_forwarded_once_however_often_the_form_comes(client):
    register(client)
    before = Message.select().count()
    client.submit({"Kirim nomor ini ke HP lain": "+62 812-7777-8888"}, button="Kirim nomor")
    client.again()
    assert Message.select().count() == before + 1
