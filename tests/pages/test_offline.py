"""What a phone keeps for the time without a line: small, public, and of this version."""

from __future__ import annotations

import re
from io import BytesIO

import brotli
import pytest
from PIL import Image

from portal.web import scripts
from portal.web.assets import static_url
from tests.journeys.people import begin, sign_up
from tests.support.page import text_of


def packed(client, path):
    answer = client.client.get(path, headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "br"
    return answer, answer.get_data()


def test_the_service_worker_is_small_and_asked_for_again_soon(client):
    answer, body = packed(client, "/sw.js")
    assert len(body) <= 3 * 1024
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "max-age=3600"
    again = client.client.get("/sw.js", headers={"If-None-Match": answer.headers["ETag"], "Accept-Encoding": "br"})
    assert again.status_code == 304
    assert client.client.get("/sw.js").get_data() == brotli.decompress(body)


def test_the_queue_is_small(client):
    _answer, body = packed(client, static_url("antre.js"))
    assert len(body) <= 3400


def test_what_sets_up_the_phone_costs_little(client):
    _answer, body = packed(client, static_url("pasang.js"))
    assert len(body) <= 460
    for path in ("/", "/bantuan", "/status", "/pengaduan", "/data-anda", "/luring"):
        client.browse(path)
        assert "pasang.js" in client.html
    for path in ("/akun/daftar", "/lowongan"):  # there it rides at the end of another script
        client.browse(path)
        assert "pasang.js" not in client.html


@pytest.mark.parametrize("changed", ["static/portal.css", "templates/help/help.html", "translations/en/offline.po"])
def test_whatever_is_kept_makes_a_new_version(monkeypatch, tmp_path, changed):
    def version(shell):
        return re.match(r'const VERSION="(\w{12})"', scripts.worker(shell).decode()).group(1)

    before = version(["/s/1/portal.css"])
    assert version(["/s/1/portal.css"]) == before
    if changed.startswith("static"):
        assert version(["/s/2/portal.css"]) != before
        return
    for name in (*scripts._KEPT_OFFLINE, "portal/translations/en/offline.po"):
        copy = tmp_path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((scripts.ROOT / name).read_bytes())
    monkeypatch.setattr(scripts, "ROOT", tmp_path)
    before = version([])
    (touched,) = tmp_path.glob(f"**/{changed}")
    touched.write_text(touched.read_text() + " ")
    assert version([]) != before


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_is_kept_tells_nothing_of_who_fetched_it(client, language):
    client.browse("/luring", Accept_Language=language)
    nobody = client.html
    assert client.tree.get("lang") == language
    assert "No signal" in nobody
    assert "Tidak ada sinyal" in nobody
    client.browse("/luring/bantuan", Accept_Language=language)
    help_ = client.tree
    sign_up(client)
    for path, before in (("/luring", nobody), ("/luring/kiriman", None), ("/luring/bantuan", None)):
        client.browse(path, Accept_Language=language)
        assert "Siti" not in client.html
        assert not [a for a in client.tree.iter("a") if a.get("href") in ("/akun", "/akun/masuk", "/pendaftaran")]
        assert before is None or client.title in before
    assert text_of(client.tree.find(".//main")) == text_of(help_.find(".//main"))


def test_the_web_app_has_icons_of_their_size(client):
    client.browse("/")
    (link,) = [e for e in client.tree.iter("link") if e.get("rel") == "manifest"]
    answer = client.client.get(link.get("href"))
    assert answer.mimetype == "application/manifest+json"
    told = answer.get_json()
    assert (told["start_url"], told["name"]) == ("/", "Portal PMI")
    for icon, side in zip(told["icons"], (192, 512), strict=True):
        picture = client.client.get(icon["src"])
        assert picture.mimetype == "image/png"
        assert len(picture.get_data()) <= 5_000
        with Image.open(BytesIO(picture.get_data())) as drawn:
            assert drawn.size == (side, side)
        assert icon["sizes"] == f"{side}x{side}"


def test_what_a_phone_sends_by_itself_begins_no_session(client):
    sign_up(client)
    begin(client)
    where, form = client.path, {"_t": client.token, "program": "ptop"}
    client.client.delete_cookie("s")
    by_itself = client.client.post(where, data=form, headers={"HX-Request-Type": "0"})
    assert "Masuk" in by_itself.text
    assert "Set-Cookie" not in by_itself.headers
    assert "s=" in client.client.post(where, data=form).headers["Set-Cookie"]


def test_signing_out_erases_what_the_phone_keeps(client):
    sign_up(client)
    client.browse("/akun")
    client.submit(button="Keluar")
    assert client.path == "/"
    answer = client.client.post("/akun/keluar")
    assert answer.headers["Clear-Site-Data"] == '"storage"'


