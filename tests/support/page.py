"""The page contract: what every HTML page must keep, checked on each one that any test opens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from xml.etree import ElementTree

import brotli
import html5lib

# Bytes on the wire, by design.md 8; a page's own bytes do not count the stylesheet that a first visit carries inline.
PUBLIC, STEP, OFFICER = 2500, 2000, 5000
STYLESHEET, FIRST_VISIT, HEADERS, COOKIES = 3000, 7000, 500, 200

_STEP = re.compile(r"/pendaftaran/[a-z0-9]{12}/(?!periksa)[a-z-]+")
_OFFICES = ("/penempatan", "/petugas", "/desa", "/p3mi", "/balai", "/pantau")
_SERVER_ADDS = len("Date: Tue, 24 Nov 2026 19:00:00 GMT\r\n\r\n")
_PERSONAL_IN_URL = re.compile(r"(\d[ .+-]?|%20){16}|(@|%40)[\w-]+\.")
_PERSONAL_IN_LOG = re.compile(r"\d(?:[ .-]?\d){9,}|[\w.+-]+@[\w-]+\.\w")

Element = ElementTree.Element
Headers = Iterable[tuple[str, str]]


def parse(html: str) -> Element:
    """The page as a tree; raises AssertionError at the first HTML5 parse error."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parse(html)
    if parser.errors:
        (line, column), code, about = parser.errors[0]
        near = "\n".join(html.splitlines()[max(0, line - 2) : line + 1])
        raise AssertionError(f"not valid HTML5: {code} {about} at line {line}, column {column}:\n{near[:800]}")
    return tree


def text_of(element: Element) -> str:
    """All text of an element, in one line."""
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def head_bytes(status: str, headers: Headers) -> int:
    """Size of an answer's head ('200 OK' and its headers) as gunicorn sends it."""
    return len(f"HTTP/1.1 {status}\r\n") + sum(len(f"{k}: {v}\r\n") for k, v in headers) + _SERVER_ADDS


def check_url(url: str) -> None:
    """No NIK, KK number or e-mail in a URL: those are kept by histories, proxies and logs."""
    assert not _PERSONAL_IN_URL.search(url), f"personal data in the URL {url}"


def check_log(text: str) -> None:
    """No NIK, phone number or e-mail in what was logged."""
    found = _PERSONAL_IN_LOG.search(text)
    assert not found, f"personal data in the log: {found.group()!r} in\n{text[-2000:]}"


def check_page(html: str, path: str, status: str, headers: Headers, size: int) -> Element:
    """Check one whole page, and return its tree. `size` is its body's bytes on the wire."""
    tree = parse(html)
    assert tree.get("lang") in ("id", "en"), f"{path}: no language"
    _check_heading(tree, path)
    _check_labels(tree, path)
    _check_references(tree, path)
    _check_no_inline(tree, path, dict(headers))
    for name in ("href", "action", "src", "hx-get", "hx-post"):
        for url in [e.get(name) for e in tree.iter() if (e.get(name) or "").startswith(("/", "?"))]:
            check_url(url)
    _check_sizes(tree, path, head_bytes(status, headers), size)
    return tree


def _check_heading(tree: Element, path: str) -> None:
    heads = tree.findall(".//h1")
    assert len(heads) == 1, f"{path}: {len(heads)} h1, not 1"
    head, title = text_of(heads[0]), text_of(tree.find(".//title"))
    assert head, f"{path}: an empty h1"
    assert title.startswith(head), f"{path}: the title {title!r} does not begin with the h1 {head!r}"


def _check_labels(tree: Element, path: str) -> None:
    labels = list(tree.iter("label"))
    labelled = {label.get("for") for label in labels if text_of(label)}
    inside = {id(e) for label in labels if text_of(label) for e in label.iter()}
    for e in tree.iter():
        if e.tag in ("input", "select", "textarea") and e.get("type") != "hidden":
            assert e.get("id") in labelled or id(e) in inside, f"{path}: no label for {e.attrib}"
        if e.tag == "fieldset":
            assert e.find("legend") is not None, f"{path}: a fieldset without a legend"
        if e.tag == "button":
            assert text_of(e) or e.get("aria-label"), f"{path}: a button without words"
        if e.tag == "img":
            assert e.get("alt") is not None, f"{path}: an image without alt"


def _check_references(tree: Element, path: str) -> None:
    """Ids are there once; whatever points to an id finds it."""
    ids = Counter(e.get("id") for e in tree.iter() if e.get("id") is not None)
    assert not [name for name, n in ids.items() if n > 1], f"{path}: duplicate ids {ids.most_common(3)}"
    for e in tree.iter():
        pointed = [e.get("for")] if e.tag == "label" and e.get("for") else []
        pointed += (e.get("aria-describedby") or "").split() + (e.get("aria-labelledby") or "").split()
        pointed += [url[1:] for url in (e.get("href"), e.get("hx-target")) if url and re.match(r"#.", url)]
        for name in pointed:
            assert name in ids, f"{path}: {e.tag} points to #{name}, which is not there"


def _check_no_inline(tree: Element, path: str, headers: dict[str, str]) -> None:
    policy = headers.get("Content-Security-Policy", "")
    assert policy, f"{path}: no Content-Security-Policy"
    assert "unsafe" not in policy, f"{path}: {policy}"
    for e in tree.iter():
        assert e.tag != "script" or e.get("src"), f"{path}: an inline script"
        assert e.tag != "style" or "'sha256-" in policy, f"{path}: a stylesheet that the policy does not name"
        assert "style" not in e.attrib, f"{path}: an inline style on {e.tag}"
        assert not [a for a in e.attrib if a.startswith(("on", "hx-on"))], f"{path}: a handler on {e.tag}"
    assert len(list(tree.iter("style"))) <= 1, f"{path}: more than one stylesheet inline"


def _limit(path: str) -> int:
    if _STEP.fullmatch(path.partition("?")[0]):
        return STEP
    return OFFICER if path.startswith(_OFFICES) else PUBLIC


def _check_sizes(tree: Element, path: str, head: int, size: int) -> None:
    sheet = tree.find(".//style")
    style = 0 if sheet is None else len(brotli.compress((sheet.text or "").encode(), quality=5))
    assert style <= STYLESHEET, f"the stylesheet takes {style} bytes, at most {STYLESHEET}"
    assert head <= HEADERS, f"{path}: {head} bytes of headers, at most {HEADERS}"
    assert size - style <= _limit(path), f"{path}: {size - style} bytes of HTML, at most {_limit(path)}"
    assert sheet is None or head + size <= FIRST_VISIT, f"{path}: a first visit takes {head + size} bytes"
