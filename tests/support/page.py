"""The page contract: what every HTML page must keep, checked on each one that any test opens."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

import brotli
import html5lib

PUBLIC, STEP, HEADERS, COOKIES = 2500, 2000, 500, 200  # bytes on the wire
_PERSONAL = re.compile(r"\d{16}|@[\w-]+\.")
_STEP = re.compile(r"^/pendaftaran/[a-z0-9]{12}/[a-z]+$")
Element = ElementTree.Element


def parse(html: str) -> Element:
    """The page as a tree; raises AssertionError at the first HTML5 parse error."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parse(html)
    errors = [error for error in parser.errors if "named-entity" not in error[1]]
    assert not errors, f"not valid HTML5: {errors[:3]}\n{html[:2000]}"
    return tree


def text_of(element: Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def check_page(html: str, path: str, headers: list[tuple[str, str]], size: int, inline_style: str = "") -> Element:
    """Check one whole page. `size` is its body's bytes on the wire."""
    tree = parse(html)
    assert tree.get("lang") in ("id", "en")
    heads = tree.findall(".//h1")
    assert len(heads) == 1, f"{path}: {len(heads)} h1"
    title = text_of(tree.find(".//title"))
    assert title.startswith(text_of(heads[0])), f"{path}: title {title!r} does not begin with the h1"
    ids = Counter(e.get("id") for e in tree.iter() if e.get("id"))
    assert not [i for i, n in ids.items() if n > 1], f"{path}: duplicate ids {ids.most_common(3)}"
    _check_labels(tree, path)
    _check_no_inline(tree, path)
    _check_targets(tree, path)
    policy = dict(headers)["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert not _PERSONAL.search(path), f"personal data in the URL {path}"
    _check_sizes(tree, path, headers, size, inline_style)
    return tree


def _check_labels(tree: Element, path: str) -> None:
    labelled = {label.get("for") for label in tree.iter("label")}
    inside = {id(e) for label in tree.iter("label") for e in label.iter()}
    for e in tree.iter():
        if e.tag in ("input", "select", "textarea") and e.get("type") != "hidden":
            assert e.get("id") in labelled or id(e) in inside, f"{path}: no label for {e.attrib}"


def _check_no_inline(tree: Element, path: str) -> None:
    for e in tree.iter():
        assert not (e.tag == "script" and not e.get("src")), f"{path}: inline script"
        assert "style" not in e.attrib, f"{path}: inline style on {e.tag}"
        assert not [a for a in e.attrib if a.startswith("on") or a == "hx-on"], f"{path}: handler on {e.tag}"


def _check_targets(tree: Element, path: str) -> None:
    ids = {e.get("id") for e in tree.iter()}
    for a in tree.iter("a"):
        href = a.get("href", "")
        assert not href.startswith("#") or href[1:] in ids, f"{path}: {href} leads nowhere"


def _check_sizes(tree: Element, path: str, headers: list[tuple[str, str]], size: int, inline_style: str) -> None:
    style = len(brotli.compress(inline_style.encode(), quality=5)) if inline_style else 0
    limit = STEP if _STEP.match(path.partition("?")[0]) and not path.endswith("/periksa") else PUBLIC
    assert size - style <= limit, f"{path}: {size - style} bytes of HTML, at most {limit}"
    sent = sum(len(k) + len(v) + 4 for k, v in headers) + 17 + 61  # status line; Date and Connection, added later
    assert sent <= HEADERS, f"{path}: {sent} bytes of headers"
