"""Few bytes: 304 for what a phone has, no previews on slow lines, and every page says what it took."""

from __future__ import annotations

import base64
import gzip
import re

import brotli
import flask
import pytest

from portal import keyring
from portal.rules import documents, drafts, evidence_photos
from portal.web import fragments
from portal.web.thrift import is_thrifty
from tests.journeys import people
from tests.support import catalog, placing
from tests.support.office import TYPED, account, sign_in
from tests.support.page import head_bytes
from tests.support.pictures import photo

KEPT = ["/", "/bantuan", "/data-anda", "/status", "/loket", "/loket/jadwal", "/kartu"]
BR = {"Accept-Encoding": "br"}


def tag_of(client, path: str, **headers: str) -> str:
    answer = client.client.get(path, headers={**BR, **headers})
    assert answer.status_code == 200
    return answer.headers["ETag"]


def again(client, path: str, tag: str, **headers: str):
    return client.client.get(path, headers={**BR, "If-None-Match": tag, **headers})


@pytest.mark.parametrize("path", KEPT)
def test_a_page_that_the_phone_has_does_not_travel_again(client, path, monkeypatch):
    client.browse("/")  # the stylesheet is known afterwards
    tag = tag_of(client, path)
    monkeypatch.setattr(fragments, "render_template", None)  # whoever renders now, fails
    answer = again(client, path, tag)
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == tag
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers
    assert head_bytes(answer.status, answer.headers) < 250


def test_the_page_that_checks_cards_is_another_with_other_keys(app, client):
    client.browse("/kartu")
    tag = tag_of(client, "/kartu")
    keyring.use_card_ring(keyring.SigningRing.from_seeds("k2:" + base64.b64encode(b"d" * 32).decode()))
    answer = again(client, "/kartu", tag)
    assert (answer.status_code, answer.headers["ETag"] != tag) == (200, True)


def test_every_page_with_a_tag_is_tested_above_and_asks_for_no_token(app, client):
    kept = [rule.rule for rule in app.url_map.iter_rules() if hasattr(app.view_functions[rule.endpoint], "kept")]
    assert sorted(set(kept)) == sorted(KEPT)
    for path in KEPT:
        assert client.browse(path).token == ""


def test_the_tag_is_another_one_for_whatever_changes_the_page(client):
    first = tag_of(client, "/")  # with the stylesheet inside
    client.browse("/")
    plain = tag_of(client, "/")
    english = tag_of(client, "/", **{"Accept-Language": "en"})
    people.sign_up(client)
    signed_in = tag_of(client, "/")
    assert len({first, plain, english, signed_in, tag_of(client, "/bantuan")}) == 5
    assert again(client, "/", plain).status_code == 200


def test_what_belongs_to_one_visitor_gets_no_tag(client):
    for path in ("/status?nomor=26-7K3P-9QXD", "/akun/daftar", "/akun/masuk", "/loket?cari=karawang"):
        answer = client.client.get(path, headers=BR)
        assert "ETag" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
    partial = client.client.get("/status", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert "ETag" not in partial.headers


def test_a_notice_is_shown_once_and_not_kept(client):
    client.browse("/")
    tag = tag_of(client, "/")
    with client.client.session_transaction() as session:
        session["_flashes"] = [("message", "Sudah.")]
    shown = again(client, "/", tag)
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    assert again(client, "/", tag).status_code == 304


@pytest.mark.parametrize(("headers", "thrifty"), [
    ({}, False), ({"Save-Data": "on"}, True), ({"Save-Data": "off"}, False),
    ({"ECT": "slow-2g"}, True), ({"ECT": "2g"}, True), ({"ECT": "3g"}, False),
    ({"RTT": "1400"}, True), ({"RTT": "1350"}, False), ({"RTT": "0"}, False),
    ({"Downlink": "0.05"}, True), ({"Downlink": "0.1"}, False), ({"Downlink": "slow"}, False), ({"RTT": ""}, False),
])
def test_who_is_thrifty(headers, thrifty):
    with flask.Flask("bare").test_request_context(headers=headers):
        assert is_thrifty() is thrifty


@pytest.mark.parametrize("hint", [{"Save_Data": "on"}, {"ECT": "2g"}])
def test_previews_wait_for_a_tap(client, hint):
    someone = account()
    draft = drafts.open_draft(someone, "pendaftaran")
    for step in ("program", "diri"):
        drafts.keep(draft, step, TYPED[step])
    documents.add_file(draft, "kk", someone.id, photo())
    sign_in(client, someone)
    where = f"/pendaftaran/{draft.id}/dokumen/kk"
    assert "<img" in client.browse(where).html
    client.browse(where, **hint)
    assert "<img" not in client.html
    assert re.search(r"Lihat halaman 1, \d+ KB", client.text)


def test_an_officers_previews_wait_for_a_tap_too(client):
    placement = placing.linked()
    evidence_photos.add(placement, "paspor", placing.holder(placement), photo())
    sign_in(client, placing.staff(placement.order))
    where = f"/penempatan/{placement.id}/syarat/paspor"
    assert "<img" in client.browse(where).html
    client.browse(where, Save_Data="on")
    assert "<img" not in client.html
    assert re.search(r"Lihat halaman 1, \d+ KB", client.text)


# -- the weight of a page ----------------------------------------------------------------------------------------------
def said(text: str) -> float:
    return float(re.search(r"(?:Halaman ini|This page:) (\d+[.,]\d) KB", text)[1].replace(",", "."))


@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
@pytest.mark.parametrize("path", ["/", "/bantuan", "/akun/daftar", "/tidak-ada"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_page_says_how_much_it_took(client, path, language, coding):
    for _visit in ("first, with the stylesheet inside", "second"):
        answer = client.client.get(path, headers={"Accept-Encoding": coding, "Accept-Language": language})
        body = answer.get_data()
        html = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}[coding](body).decode()
        took = len(body) + head_bytes(answer.status, answer.headers)
        assert abs(said(html) * 1000 - took) <= 200, (said(html), took)


def test_the_figure_follows_the_language(client):
    assert re.search(r"Halaman ini \d,\d KB", client.browse("/").text)
    assert re.search(r"This page: \d\.\d KB", client.browse("/", Accept_Language="en").text)


def test_a_fragment_brings_the_new_figure_along(client):
    people.sign_up(client)
    people.begin(client)
    client.submit({"Berangkat lewat jalur apa?": "Lewat perusahaan"}, htmx=True, expect=200)
    assert client.html.count("<small id=kb hx-swap-oob=true>Halaman ini") == 1
    assert said(client.html) < 2


def test_a_word_that_looks_like_the_place_of_the_figure_stays(client):
    client.browse("/status?nomor=<kb>")
    assert client.value("Nomor pendaftaran") == "<kb>"
    assert said(client.text)


def test_it_costs_few_bytes(client, monkeypatch):
    client.browse("/")
    with_it = len(client.client.get("/bantuan", headers=BR).get_data())
    monkeypatch.setitem(client.client.application.jinja_env.globals, "weight", lambda: "")
    assert with_it - len(client.client.get("/bantuan", headers=BR).get_data()) <= 35


# -- lists that change with the data -----------------------------------------------------------------------------------
def test_a_list_travels_again_only_when_it_changed(client):
    firm = catalog.company("PT Contoh Hemat")
    order = catalog.order(firm)
    client.browse("/")  # the stylesheet is known afterwards
    lists = ["/lowongan", f"/lowongan/{order.id}", "/perusahaan", "/perusahaan?nama=hemat", f"/perusahaan/{firm.id}"]
    tags = [tag_of(client, path) for path in lists]
    for path, tag in zip(lists, tags, strict=True):
        answer = again(client, path, tag)
        assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag), path
        assert "Set-Cookie" not in answer.headers
        assert again(client, path, tag, **{"Accept-Language": "en"}).status_code == 200
    catalog.order(firm)
    assert again(client, "/lowongan", tags[0]).status_code == 200
    assert client.client.get("/lowongan?negara=atlantis", headers=BR).headers.get("ETag") is None


def test_lists_of_somebody_signed_in_are_not_kept(client):
    catalog.order(catalog.company("PT Contoh Hemat"))
    people.sign_up(client)
    answer = client.client.get("/lowongan", headers=BR)
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
