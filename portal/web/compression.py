"""Answers as small as the browser takes them: as a difference from the portal's dictionary, else brotli, else gzip,
which text browsers and browsers without TLS are left with.

Compression Dictionary Transport (RFC 9842): whoever is signed in is offered `static/kamus-<language>.dat`, which holds
the words and the markup of the journey's pages, made by `python -m tests.support.dictionary`. A browser that has it
names it by its hash in `Available-Dictionary`, and gets later pages by zstandard with the dictionary before them.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import math
from functools import cache
from pathlib import Path

import brotli
import zstandard
from flask import Flask, Response, g, request
from flask_login import current_user
from markupsafe import Markup

from portal.web.language import LANGUAGES, language, tell
from portal.words import say

_FOLDER = Path(__file__).parent.parent.parent / "static"
_SMALL = 400  # bytes; below this a brotli body is no smaller on the wire
_MAGIC = bytes.fromhex("5e2a4d1820000000")  # RFC 9842, section 5: a skippable zstandard frame that holds the hash
_LEVEL = 12
USE_AS_DICTIONARY = 'match="/*", match-dest=("document" "")'  # pages, and what htmx fetches
VARY = ("Accept-Encoding", "Available-Dictionary")
_MARK = "<kb>"  # stands where a page's weight is said, until it is known; nothing typed can look like it
_OWN = ("same-origin", "none")  # asked for by our own pages, or by the person

_weights: dict[tuple[str | None, str], str] = {}  # what pages of an address said last: nearly always right again


@cache
def _dictionaries() -> dict[str, tuple[str, bytes, zstandard.ZstdCompressionDict]]:
    """By what `Available-Dictionary` says: language, SHA-256, and the dictionary made ready."""
    found = {}
    for lang in LANGUAGES:
        body = (_FOLDER / dictionary_name(lang)).read_bytes()
        digest = hashlib.sha256(body).digest()
        ready = zstandard.ZstdCompressionDict(body, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        ready.precompute_compress(level=_LEVEL)
        found[f":{base64.b64encode(digest).decode()}:"] = lang, digest, ready
    return found


def dictionary_name(lang: str) -> str:
    return f"kamus-{lang}.dat"


def dictionary_link(url: str) -> Markup:
    """Offers the dictionary at `url`, to those with a journey before them: it costs as much as some ten pages save.

    Browsers say in advance that they know zstandard, and `dcz` only once they have a dictionary."""
    has = _dictionaries().get(request.headers.get("Available-Dictionary", ""))
    if not current_user.is_authenticated or (has and has[0] == language()) or not _accepts("zstd"):
        return Markup()
    return Markup('<link rel=compression-dictionary href="{}">').format(url)


def weight(outside: bool = False) -> Markup:
    """How much data this page took, said in its footer; with `outside`, moved there from a fragment by htmx."""
    g.weighs = True
    words = Markup(tell(say("Halaman ini %(size)s KB", size=_MARK)))  # noqa: S704 - from our own catalogue
    return Markup("<small id=kb{}>{}</small>").format(Markup(" hx-swap-oob=true") if outside else "", words)


def _accepts(coding: str) -> bool:
    """Named by the browser, and not with a quality of 0."""
    for word in request.headers.get("Accept-Encoding", "").replace(" ", "").split(","):
        name, weighed, quality = word.partition(";q=")
        if name == coding:
            return not weighed or quality.strip("0.") != ""
    return False


def ready(body: bytes) -> dict[str, bytes]:
    """What never changes, compressed beforehand as small as can be: by its coding, the best first."""
    made = {"br": brotli.compress(body, quality=11), "gzip": gzip.compress(body, mtime=0)}
    return {coding: packed for coding, packed in made.items() if len(packed) < len(body)} | {"": body}


def answer_ready(made: dict[str, bytes], mimetype: str) -> Response:
    """The same, as the browser takes it."""
    coding = next(coding for coding in made if not coding or _accepts(coding))
    response = Response(made[coding], mimetype=mimetype)
    if coding:
        response.headers["Content-Encoding"] = coding
    response.vary.add("Accept-Encoding")
    return response


def _packed(body: bytes) -> tuple[bytes, str]:
    """The body, compressed, and its coding; '' when it stays as it is."""
    known = _dictionaries().get(request.headers.get("Available-Dictionary", ""))
    if known and _accepts("dcz") and request.headers.get("Sec-Fetch-Site", "none") in _OWN:
        frame = zstandard.ZstdCompressor(level=_LEVEL, dict_data=known[2], write_dict_id=False).compress(body)
        return _MAGIC + known[1] + frame, "dcz"
    if _accepts("br") and len(body) > _SMALL:
        return brotli.compress(body, mode=brotli.MODE_TEXT, quality=5), "br"  # 6 KB take under a millisecond
    if _accepts("gzip") and len(body) > _SMALL:
        return gzip.compress(body, mtime=0), "gzip"
    return body, ""


def _weighed(html: str, head: int) -> tuple[bytes, str]:
    """The same with the page's weight filled in, which is known only afterwards: what was right last time is tried
    first, so most pages are compressed once. `head` is the bytes of the headers."""
    before, _, after = html.partition(_MARK)
    where = request.endpoint, (request.view_args or {}).get("slug", "")
    guess = _weights.get(where, "1.0")
    packed, coding = _packed(f"{before}{_written(guess)}{after}".encode())
    said = f"{math.ceil((len(packed) + head) / 100) / 10:.1f}"
    if said != guess:
        packed, coding = _packed(f"{before}{_written(said)}{after}".encode())
        if len(_weights) > 999:
            _weights.clear()
        _weights[where] = said
    return packed, coding


def _written(size: str) -> str:
    return size.replace(".", ",") if language() == "id" else size


def _head(response: Response) -> int:
    """Bytes of the answer's head: what is known here, and what the server adds (date, length, coding)."""
    return sum(len(name) + len(value) + 4 for name, value in response.headers) + 100


def compress(response: Response) -> Response:
    """Runs after everything else that touches an answer; only the session's cookie may still be added."""
    if response.direct_passthrough or response.mimetype != "text/html" or "Content-Encoding" in response.headers:
        return response
    if not (body := response.get_data()):
        return response
    packed, coding = _weighed(body.decode(), _head(response)) if g.get("weighs") else _packed(body)
    response.set_data(packed)
    if coding:
        response.headers["Content-Encoding"] = coding
    return _varied(response, coding)


def _varied(response: Response, coding: str) -> Response:
    """What may be kept says by what it differs. What nobody keeps, nobody confuses: a whole page saves 23 bytes."""
    if response.cache_control.no_store:
        if "HX-Request-Type" not in request.headers:
            response.headers.pop("Vary", None)
    elif coding == "dcz":
        response.vary.update(VARY)
    return response


def init_compression(app: Flask) -> None:
    """First of all that touches answers, since Flask runs these in reverse."""
    app.jinja_env.globals["weight"] = weight
    app.after_request(compress)
