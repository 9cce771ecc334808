"""Compression Dictionary Transport (RFC 9842): differences for those who have the dictionary, brotli for all others."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re

import brotli
import pytest
import zstandard

from portal.web.assets import static_url
from tests.conftest import ROOT
from tests.journeys import people
from tests.support import dictionary
from tests.support.browser import Browser
from tests.support.page import check_page, head_bytes

STEP = 600  # bytes on the wire, head included
KEY = re.compile(r"(name=_k value=)[\w-]+")
TOKEN = re.compile(r'(name=_t value=")[^"]*')
WEIGHT = re.compile(r"\d+[.,]\d KB")
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


def kamus(language: str = "id") -> bytes:
    return (ROOT / "static" / f"kamus-{language}.dat").read_bytes()


def named(body: bytes) -> str:
    return f":{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def asks(body: bytes | None = None, **more: str) -> dict[str, str]:
    """The headers of a browser that has this dictionary."""
    return {"Accept-Encoding": "gzip, deflate, br, zstd, dcb, dcz", "Available-Dictionary": named(body or kamus()),
            "Sec-Fetch-Site": "same-origin", **more}


def decoded(raw: bytes, body: bytes) -> str:
    """A decoder of the test's own: 8 bytes of magic, the dictionary's hash, a zstandard frame."""
    assert raw[:8] == b"\x5e\x2a\x4d\x18\x20\0\0\0"
    assert raw[8:40] == hashlib.sha256(body).digest()
    known = zstandard.ZstdCompressionDict(body, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    return zstandard.ZstdDecompressor(dict_data=known).decompress(raw[40:]).decode()


def same(html: str) -> str:
    """The page without its token, signed anew at each second, its forms' keys, drawn anew, and its own weight."""
    return WEIGHT.sub("", KEY.sub(r"\1", TOKEN.sub(r"\1", html)))


def begun(client) -> str:
    people.sign_up(client)
    people.begin(client)
    return client.path


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_difference_holds_the_very_same_page(client, language):
    path = begun(client)
    for where in (path, "/pendaftaran", "/akun", "/bantuan", "/"):
        small = client.client.get(where, headers=asks(kamus(language), **{"Accept-Language": language}))
        plain = client.client.get(where, headers={"Accept-Encoding": "br", "Accept-Language": language})
        assert small.headers["Content-Encoding"] == "dcz"
        assert plain.headers["Content-Encoding"] == "br"
        assert same(decoded(small.data, kamus(language))) == same(brotli.decompress(plain.data).decode())
        check_page(decoded(small.data, kamus(language)), where, small.status, list(small.headers), len(small.data))
        assert len(small.data) < len(plain.data)


@pytest.mark.parametrize("headers", [
    asks(b"an older dictionary"),
    asks(**{"Available-Dictionary": "nonsense"}),
    asks(**{"Available-Dictionary": ""}),
    asks(**{"Accept-Encoding": "br, zstd, dcb"}),
    asks(**{"Sec-Fetch-Site": "cross-site"}),
    asks(**{"Sec-Fetch-Site": "same-site"}),
], ids=["older", "nonsense", "none", "no dcz", "another site", "a sister site"])
def test_all_others_get_brotli(client, headers):
    answer = client.client.get(begun(client), headers=headers)
    assert answer.headers["Content-Encoding"] == "br"
    assert "<h1" in brotli.decompress(answer.data).decode()


@pytest.mark.parametrize("accepts", ["gzip", "gzip, compress, bzip, bzip2, deflate", "deflate, gzip;q=1.0, *;q=0.5",
                                     "br;q=0, gzip;q=0.5"])
def test_who_takes_no_brotli_gets_gzip(client, accepts):
    answer = client.client.get(begun(client), headers={"Accept-Encoding": accepts})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "<h1" in gzip.decompress(answer.data).decode()


@pytest.mark.parametrize("accepts", ["", "deflate", "identity", "gzip;q=0, br;q=0.000"])
def test_who_takes_neither_gets_plain_text(client, accepts):
    answer = client.client.get(begun(client), headers={"Accept-Encoding": accepts})
    assert "Content-Encoding" not in answer.headers
    assert "<h1" in answer.text


@pytest.mark.parametrize("name", ["portal.css", "htmx.js", "icon.svg", "/sw.js"])
@pytest.mark.parametrize(("accepts", "coding"), [("gzip, br", "br"), ("gzip", "gzip"), ("identity", None)])
def test_files_come_packed_as_the_browser_takes_them(client, name, accepts, coding):
    path = name if name.startswith("/") else static_url(name)
    plain = client.client.get(path).data
    answer = client.client.get(path, headers={"Accept-Encoding": accepts})
    assert answer.headers.get("Content-Encoding") == coding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert UNPACK[coding](answer.data) == plain
    assert (len(answer.data) < len(plain)) is (coding is not None)


def test_a_file_that_packing_makes_no_smaller_is_sent_as_it_is(client):
    answer = client.client.get(static_url("icon-192.png"), headers={"Accept-Encoding": "gzip, br"})
    assert len(answer.data) <= len(client.client.get(static_url("icon-192.png")).data)


# -- with gzip alone: what is saved, and what it costs -----------------------------------------------------------------
def test_a_first_visit_with_gzip_alone_paints_within_7_kilobytes(app):
    for path in ("/", "/status", "/akun/daftar", "/akun/masuk", "/bantuan", "/data-anda"):
        answer = app.test_client().get(path, headers={"Accept-Encoding": "gzip"})
        assert b"<style>" in gzip.decompress(answer.data)
        took = len(answer.data) + head_bytes(answer.status, answer.headers)
        assert took <= 7 * 1024, (path, took)


def test_from_nothing_to_a_number_with_gzip_alone(app):
    browser = Browser(app.test_client(), coding="gzip, compress, bzip, bzip2, deflate")  # as w3m says it
    assert people.register(browser) in browser.text
    assert browser.down <= 38 * 1024, browser.down


def test_kept_pages_say_what_they_vary_by(client):
    client.browse("/")
    for headers in (asks(), {"Accept-Encoding": "br"}):
        answer = client.client.get("/bantuan", headers=headers)
        assert {"accept-encoding", "available-dictionary"} <= set(answer.vary.as_set())
        unchanged = client.client.get("/bantuan", headers={**headers, "If-None-Match": answer.headers["ETag"]})
        assert (unchanged.status_code, unchanged.headers["Vary"]) == (304, answer.headers["Vary"])


# -- how a browser comes by it -----------------------------------------------------------------------------------------
def offered(client, path: str, **headers: str) -> list[str]:
    answer = client.client.get(path, headers=headers)
    html = UNPACK[answer.headers.get("Content-Encoding")](answer.data).decode()
    return re.findall(r'<link rel=compression-dictionary href="([^"]+)">', html)


KNOWS = {"Accept-Encoding": "gzip, zstd"}


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_dictionary_is_served_for_good_under_its_hash(client, language):
    people.sign_up(client)
    (url,) = offered(client, "/pendaftaran", **KNOWS, **{"Accept-Language": language})
    answer = client.client.get(url, headers={"Accept-Encoding": "br, zstd"})
    assert brotli.decompress(answer.data) == kamus(language)
    assert answer.headers["Use-As-Dictionary"] == 'match="/*", match-dest=("document" "")'
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert len(answer.data) + head_bytes(answer.status, answer.headers) <= 6000


def test_it_is_offered_to_those_with_a_journey_before_them_and_only_while_they_lack_it(client):
    for path in ("/", "/status", "/bantuan"):
        assert offered(client, path, **KNOWS) == []
        client.browse(path)
        assert offered(client, path, **KNOWS) == []
    people.sign_up(client)
    assert len(offered(client, "/pendaftaran", **KNOWS)) == 1
    assert offered(client, "/pendaftaran", **{"Accept-Encoding": "gzip, br"}) == []
    have = {**KNOWS, "Available-Dictionary": named(kamus())}
    assert offered(client, "/pendaftaran", **have) == []
    assert len(offered(client, "/pendaftaran", **{**have, "Accept-Language": "en"})) == 1, "the other language's"
    assert len(offered(client, "/pendaftaran", **{**KNOWS, "Available-Dictionary": named(b"older")})) == 1


# -- what it holds, and what it saves ----------------------------------------------------------------------------------
@pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])
def test_a_step_takes_600_bytes(client, htmx):
    begun(client)
    sizes = {}
    for slug, answers in people.STEPS:
        part = {"HX-Request": "true", "HX-Request-Type": "partial"} if htmx else {}
        here = client.path
        answer = client.client.get(here, headers=asks(**part))
        assert answer.headers["Content-Encoding"] == "dcz"
        sizes[slug] = len(answer.data) + head_bytes(answer.status, answer.headers)
        people.answer(client, slug, answers)
    assert max(sizes.values()) <= STEP + 150, sizes
    assert sum(sizes.values()) / len(sizes) <= STEP, sizes


def test_it_holds_nobody(app):
    for language in ("id", "en"):
        text = kamus(language).decode()
        assert not re.search(r"\d{9}|Siti|Contoh,|mangga|@|name=_t value=\"[^\"]", text)
        assert re.findall("Krajan|Ibu Contoh|Karawang, ", text) == []


def test_the_same_pages_make_the_same_dictionary(database):
    assert dictionary.build() == dictionary.build()
