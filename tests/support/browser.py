"""A person without JavaScript, who knows only what the page says: fills forms by label, presses buttons by text."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import brotli
from flask.testing import FlaskClient

from tests.support.page import COOKIES, Element, check_log, check_page, check_url, head_bytes, parse, text_of

_HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
_REDIRECTS = (301, 302, 303, 307, 308)
_TICKS = ("radio", "checkbox")
Data = dict[str, list[str]]


class Browser:
    """Every page it opens is held to the page contract of tests/support/page.py.

    `path`, `status`, `html`, `headers` and `tree` are those of the page it is on. `down` counts the bytes of all
    answers as sent: heads, compressed bodies, redirects, and once each the stylesheet and the icon. `coding` is all
    that it can unpack; the budgets of a page are those of brotli.
    """

    def __init__(self, client: FlaskClient, log: Callable[[], str] = str, coding: str = "br") -> None:
        self.client, self._log, self.coding = client, log, coding
        self.down = 0
        self.path, self.html, self.status = "/", "", 0
        self.tree: Element | None = None
        self.headers: list[tuple[str, str]] = []
        self._cached: set[str] = set()
        self._sent: tuple[str, Any] = ("/", {})

    # -- requests ----------------------------------------------------------------------------------------------------
    def browse(self, path: str, expect: int = 200, *, htmx: bool = False, **headers: str) -> Browser:
        """Open a path, following redirects, also where 200 is expected. `Accept_Language="en"` sends that header."""
        return self._take(self.client.get(path, headers=self._headers(htmx, headers)), path, expect)

    def post(self, path: str, data: Any = None, expect: int = 303, *, htmx: bool = False, **headers: str) -> Browser:
        """Post, expecting this status, or a redirect, which is followed, to it. Adds no token: see `token`."""
        self._sent = (path, data)
        response = self.client.post(path, data=data or {}, headers=self._headers(htmx, headers))
        return self._take(response, path, expect)

    def again(self, expect: int = 303) -> Browser:
        """Send the last form once more, as a double tap or a reload does."""
        path, data = self._sent
        return self.post(path, data, expect)

    def reload(self) -> Browser:
        return self.browse(self.path)

    def click(self, words: str, expect: int = 200) -> Browser:
        """Follow the link that says so, or, when none says exactly that, the first one that has these words."""
        links = [(a.get("aria-label") or text_of(a), a.get("href")) for a in self.tree.iter("a") if a.get("href")]
        for said, href in links:
            if said == words:
                return self.browse(urljoin(self.path, href), expect)
        for said, href in links:
            if words in said:
                return self.browse(urljoin(self.path, href), expect)
        raise AssertionError(f"no link {words!r} on {self.path}: {[said for said, _ in links]}")

    def submit(self, answers: Mapping[str, Any] | None = None, button: str = "Lanjutkan", expect: int | None = None, *,
               htmx: bool = False) -> Browser:
        """Fill the form that has `button`, by label, and press it.

        A text box takes text; a choice the words of the option, or a list of them; a checkbox True or False; a date
        '1-7-2003'. A redirect is expected and followed, unless `expect` says another status; with `htmx`, 200.
        """
        form, pressed = self._form(button)
        data = self._values(form)
        for label, value in (answers or {}).items():
            self._fill(form, data, label, value)
        if pressed.get("name"):
            data[pressed.get("name")] = [pressed.get("value", "")]
        action = urljoin(self.path, pressed.get("formaction") or form.get("action") or self.path)
        if (form.get("method") or "get").lower() == "post":
            return self.post(action, data, expect or (200 if htmx else 303), htmx=htmx)
        target = f"{urlsplit(action).path}?{urlencode(data, doseq=True)}"
        return self.browse(target, expect or 200, htmx=htmx)

    # -- what the page says ------------------------------------------------------------------------------------------
    @property
    def text(self) -> str:
        return text_of(self.tree.find(".//body"))

    @property
    def title(self) -> str:
        return text_of(self.tree.find(".//title"))

    @property
    def h1(self) -> str:
        return text_of(self.tree.find(".//h1"))

    @property
    def errors(self) -> list[str]:
        """What is said beside the fields that are wrong."""
        return [text_of(e) for e in self.tree.iter() if "error" in (e.get("class") or "").split()]

    @property
    def buttons(self) -> list[str]:
        return [text_of(e) for e in self.tree.iter("button")]

    @property
    def token(self) -> str:
        """The page's own token against forged forms, to be sent as `_t`."""
        return next((e.get("value", "") for e in self.tree.iter("input") if e.get("name") == "_t"), "")

    def value(self, label: str) -> Any:
        """What a field holds now, as `submit` would be given it."""
        where = self.tree.find(".//main") if self.tree.find(".//main") is not None else self.tree
        for box in where.iter("fieldset"):
            if text_of(box.find("legend")) == label:
                return self._value_of_box(box)
        field = self._labelled(where, label)
        if field.get("type") in _TICKS:
            return field.get("checked") is not None
        return (field.text or "") if field.tag == "textarea" else field.get("value", "")

    # -- inside ------------------------------------------------------------------------------------------------------
    def _headers(self, htmx: bool, more: dict[str, str]) -> dict[str, str]:
        given = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Accept-Encoding": self.coding, **(_HTMX if htmx else {}), **given}

    def _take(self, response: Any, path: str, expect: int) -> Browser:
        raw = response.get_data()
        self.down += len(raw) + head_bytes(response.status, response.headers)
        html = self._unpacked(response, raw)
        moved = response.status_code in _REDIRECTS
        as_expected = response.status_code == expect or (moved and expect in (200, 422))
        assert as_expected, f"{path}: {response.status_code}, not {expect}\n{html[:3000]}"
        self._check_trail(path)
        if moved:
            return self.browse(urljoin(path, response.headers["Location"]), 200 if expect in _REDIRECTS else expect)
        self.status, self.html, self.headers = response.status_code, html, list(response.headers)
        self.path = response.headers.get("HX-Push-Url") or path
        if response.mimetype == "text/html":
            as_brotli = len(raw) if self.coding == "br" else len(brotli.compress(self.html.encode(), quality=5))
            self._read(response.status, path, as_brotli)
        return self

    def _read(self, status: str, path: str, size: int) -> None:
        if self.html.lstrip().lower().startswith("<!doctype"):
            self.tree = check_page(self.html, path, status, self.headers, size)
            self._fetch_linked()
        else:  # a part of a page, for htmx
            self.tree = parse(f"<!doctype html><html lang=id>{self.html}")

    def _fetch_linked(self) -> None:
        """The stylesheet and the icon: fetched once, as a browser with a cache does."""
        for link in self.tree.iter("link"):
            href = link.get("href", "")
            if link.get("rel") in ("stylesheet", "icon") and href.startswith("/") and href not in self._cached:
                response = self.client.get(href, headers=self._headers(False, {}))
                assert response.status_code == 200, f"{href}: {response.status_code}"
                self.down += len(response.get_data()) + head_bytes(response.status, response.headers)
                if "immutable" in response.headers.get("Cache-Control", ""):
                    self._cached.add(href)

    def _unpacked(self, response: Any, raw: bytes) -> str:
        coding = response.headers.get("Content-Encoding")
        if coding:
            raw = brotli.decompress(raw) if coding == "br" else gzip.decompress(raw)
        return raw.decode(errors="replace")

    def _check_trail(self, path: str) -> None:
        check_url(path)
        check_log(self._log())
        cookies = "; ".join(f"{c.key}={c.value}" for c in self.client._cookies.values())
        assert len(cookies) <= COOKIES, f"{path}: {len(cookies)} bytes of cookies, at most {COOKIES}"

    def _form(self, button: str) -> tuple[Element, Element]:
        pairs = [(form, b) for form in self.tree.iter("form") for b in form.iter("button")]
        named = {form.get("id"): form for form in self.tree.iter("form")}
        pairs += [(named[b.get("form")], b) for b in self.tree.iter("button") if b.get("form")]
        for fits in (str.__eq__, str.startswith):
            for form, b in pairs:
                if fits(text_of(b), button):
                    return form, b
        raise AssertionError(f"no button {button!r} on {self.path}: {self.buttons}; {self.text[:500]}")

    def _values(self, form: Element) -> Data:
        """What the form would send as it stands."""
        data: Data = {}
        for e in form.iter():
            name = e.get("name")
            if not name or e.tag == "button" or e.get("type") in ("file", "submit") or e.get("disabled") is not None:
                continue
            if e.tag == "textarea":
                data[name] = [e.text or ""]
            elif e.tag == "select":
                options = list(e.iter("option"))
                chosen = [o for o in options if o.get("selected") is not None] or options[:1]
                data[name] = [o.get("value", text_of(o)) for o in chosen]
            elif e.get("type") in _TICKS:
                if e.get("checked") is not None:
                    data.setdefault(name, []).append(e.get("value", "on"))
            elif e.tag == "input":
                data.setdefault(name, []).append(e.get("value", ""))
        return data

    def _fill(self, form: Element, data: Data, label: str, value: Any) -> None:
        for box in form.iter("fieldset"):
            if text_of(box.find("legend")) == label:
                self._fill_box(box, data, value)
                return
        field = self._labelled(form, label)
        name = field.get("name")
        if field.get("type") == "checkbox":
            own = field.get("value", "on")
            data[name] = [v for v in data.get(name, []) if v != own] + ([own] if value else [])
        elif field.get("type") == "radio":
            data[name] = [field.get("value", "on")]
        elif field.tag == "select":
            options = {text_of(o): o.get("value", text_of(o)) for o in field.iter("option")}
            assert value in options, f"no choice {value!r} for {label!r} on {self.path}: {list(options)}"
            data[name] = [options[value]]
        else:
            data[name] = [value]

    def _labelled(self, where: Element, label: str) -> Element:
        labels = [(text_of(tag), tag) for tag in where.iter("label")]
        for said, tag in labels:
            if said == label:
                return self._input_of(where, tag)
        raise AssertionError(f"no field {label!r} on {self.path}: {[said for said, _ in labels]}")

    def _input_of(self, where: Element, label: Element) -> Element:
        inner = [e for e in label.iter() if e.tag in ("input", "textarea", "select")]
        return inner[0] if inner else next(e for e in where.iter() if e.get("id") == label.get("for"))

    def _choices(self, box: Element) -> list[tuple[str, Element]]:
        found = [(text_of(label), self._input_of(box, label)) for label in box.iter("label")]
        return [(words, e) for words, e in found if e.get("type") in _TICKS]

    def _texts(self, box: Element) -> list[Element]:
        return [e for e in box.iter("input") if e.get("type") not in (*_TICKS, "hidden")]

    def _fill_box(self, box: Element, data: Data, value: Any) -> None:
        choices, texts = self._choices(box), self._texts(box)
        if not choices and len(texts) == 3:  # a date in three boxes
            for e, part in zip(texts, value.split("-"), strict=True):
                data[e.get("name")] = [part]
            return
        ticked = []
        for words in value if isinstance(value, list) else [value]:
            chosen = self._choice(choices, words)
            if chosen is not None:
                ticked.append(chosen)
            else:  # a search beside its results
                assert texts, f"no choice {words!r} on {self.path}: {[said for said, _ in choices]}"
                data[texts[0].get("name")] = [words]
        if ticked:
            for name in {e.get("name") for e in ticked}:
                data[name] = [e.get("value", "on") for e in ticked if e.get("name") == name]
        elif value == []:
            for _, e in choices:
                data.pop(e.get("name"), None)

    def _choice(self, choices: list[tuple[str, Element]], words: str) -> Element | None:
        """The option that says exactly this, else the first one that begins so."""
        exact = [e for said, e in choices if said == words]
        begins = [e for said, e in choices if re.match(re.escape(words), said)]
        return next(iter(exact + begins), None)

    def _value_of_box(self, box: Element) -> Any:
        choices, texts = self._choices(box), self._texts(box)
        chosen = [words for words, e in choices if e.get("checked") is not None]
        if chosen and any(e.get("type") == "checkbox" for _, e in choices):
            return chosen
        if chosen:
            return chosen[0]
        return "-".join(e.get("value", "") for e in texts)
