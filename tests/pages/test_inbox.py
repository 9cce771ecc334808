"""What an SMS gateway may hand over, and who is one."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from portal.data.message import Message
from portal.data.silence import is_silent
from portal.keyring import keyed_hash
from tests.support.office import case

SECRET = "a-secret-of-the-gateway"


@pytest.fixture
def gateway(client, app, monkeypatch):
    settings = app.config["SETTINGS"]
    monkeypatch.setitem(app.config, "SETTINGS", type(settings)(**{**vars(settings), "inbox_secret": SECRET}))
    return client.client


def test_kannel_gets_the_reply_as_its_answer(gateway):
    number = case().number
    answer = gateway.post(f"/pesan/masuk?kunci={SECRET}", data=f"status {number.lower()} 1-7-2003",
                          content_type="text/plain", headers={"X-Kannel-From": "+6281299990001"})
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert number in answer.text
    assert len(answer.text) <= 160


def test_a_text_with_other_signs_comes_as_utf_16(gateway):
    number = case().number
    text = f"STATUS {number} 1\u20137\u20132003 🙏".encode("utf-16-be")
    answer = gateway.post(f"/pesan/masuk?kunci={SECRET}", data=text,
                          content_type='text/plain; charset="UTF-16BE"', headers={"X-Kannel-From": "+6281299990001"})
    assert number in answer.text


def test_others_send_a_form_and_may_have_the_reply_in_the_outbox(gateway):
    seal = {"Authorization": f"Bearer {SECRET}"}
    form = {"dari": "0812 9999 0001", "isi": "BANTU"}
    assert "STATUS" in gateway.post("/pesan/masuk", data=form, headers=seal).text
    assert gateway.post("/pesan/masuk?lewat=outbox", data=form, headers=seal).status_code == 204
    assert (Message.get().to, Message.get().kind) == ("6281299990001", "answer")
    assert gateway.post("/pesan/masuk?lewat=outbox", data={**form, "dari": "BANK"}, headers=seal).status_code == 422


@pytest.mark.parametrize(("sender", "to"), [("+85293334455", "85293334455"), ("85293334455", "85293334455"),
                                            ("0085293334455", "0085293334455")])
def test_a_text_from_abroad_is_answered_there_and_silences_nobody_here(gateway, sender, to):
    seal, here = {"Authorization": f"Bearer {SECRET}"}, "6285293334455"
    for words in ("STOP", "MULAI"):
        form = {"dari": sender, "isi": words}
        assert "hanya dikirim ke HP Indonesia" in gateway.post("/pesan/masuk", data=form, headers=seal).text
        assert gateway.post("/pesan/masuk?lewat=outbox", data=form, headers=seal).status_code == 204
    assert {one.to for one in Message.select()} == {to}
    assert not is_silent(keyed_hash(here))


def test_a_gateway_may_seal_the_body(gateway):
    body = "dari=081299990001&isi=BANTU"
    seal = hmac.new(SECRET.encode(), body.encode(), hashlib.sha256).hexdigest()
    post = {"content_type": "application/x-www-form-urlencoded"}
    good = gateway.post("/pesan/masuk", data=body, headers={"X-Signature": f"sha256={seal}"}, **post)
    assert "STATUS" in good.text
    forged = gateway.post("/pesan/masuk", data=body + "0", headers={"X-Signature": f"sha256={seal}"}, **post)
    assert (forged.status_code, forged.text) == (403, "")


@pytest.mark.parametrize("shown", [{}, {"Authorization": "Bearer wrong"}, {"X-Signature": "sha256="}])
def test_a_stranger_is_no_gateway(gateway, shown):
    assert gateway.post("/pesan/masuk", data={"dari": "0812", "isi": "BANTU"}, headers=shown).status_code == 403


def test_without_a_secret_there_is_no_gateway(client):
    assert client.client.post("/pesan/masuk?kunci=", data={"isi": "BANTU"}).status_code == 403


def test_bytes_that_are_no_text_do_no_harm(gateway):
    for body in (b"\xff\xfe\x00", b"", b"STATUS " + b"\xf0" * 1000):
        answer = gateway.post(f"/pesan/masuk?kunci={SECRET}", data=body, content_type="application/octet-stream",
                              headers={"X-Kannel-From": "\x7f"})
        assert answer.status_code == 200


def test_a_text_of_many_parts_is_read_to_its_end(gateway):
    number = case().number
    answer = gateway.post(f"/pesan/masuk?kunci={SECRET}", data=f"{'selamat pagi ' * 80}status {number} 1-7-2003",
                          content_type="text/plain", headers={"X-Kannel-From": "+6281299990001"})
    assert number in answer.text


def test_what_is_far_too_long_gets_no_page_that_would_be_sent_on(gateway):
    answer = gateway.post(f"/pesan/masuk?kunci={SECRET}", data="x" * 3_000_000, content_type="text/plain",
                          headers={"X-Kannel-From": "+6281299990001"})
    assert (answer.status_code, answer.mimetype, answer.text) == (413, "text/plain", "")
