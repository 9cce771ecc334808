"""A person without JavaScript, who knows only what the page says: fills forms by label, presses buttons by text."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import brotli
from flask.testing import FlaskClient

from tests.support.page import COOKIES, Element, check_page, parse, text_of


class Browser:
    """Every page it opens is held to the page contract. `down` counts the bytes of all answers, as sent."""

    def __init__(self, client: FlaskClient, log: Any = None) -> None:
        self.client, self.log = client, log
        self.down = 0
        self.path, self.html, self.status = "/", "", 0
        self.tree: Element | None = None
        self.headers: list[tuple[str, str]] = []

    # -- requests ------------------------------------------------------------------------------------------------
    def browse(self, path: str, expect: int = 200, **headers: str) -> Browser:
        return self._take(self.client.get(path, headers=self._headers(headers)), path, expect)

    def post(self, path: str, data: Any = None, expect: int = 303, **headers: str) -> Browser:
        """Post, expecting this status; a redirect is followed."""
        response = self.client.post(path, data=data or {}, headers=self._headers(headers))
        return self._take(response, path, expect)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return {"Accept-Encoding": "br", **{k.replace("_", "-"): v for k, v in more.items()}}

    def _take(self, response: Any, path: str, expect: int) -> Browser:
        raw = response.get_data()
        self.down += len(raw) + sum(len(k) + len(v) + 4 for k, v in response.headers) + 17 + 61
        assert response.status_code == expect, f"{path}: {response.status_code}, not {expect}\n{self._plain(response)}"
        assert sum(len(c.key) + len(c.value) + 3 for c in self.client._cookies.values()) <= COOKIES
        self._check_log()
        if response.status_code in (301, 302, 303, 307):
            return self.browse(urljoin(path, response.headers["Location"]))
        self.status, self.path, self.html = response.status_code, path, self._plain(response)
        self.headers = list(response.headers)
        if response.mimetype == "text/html":
            style = re.search(r"<style>(.*?)</style>", self.html, re.S)
            if self.html.lstrip().lower().startswith("<!doctype"):
                self.tree = check_page(self.html, path, self.headers, len(raw), style.group(1) if style else "")
            else:
                self.tree = parse(f"<!doctype html><html lang=id>{self.html}")
        return self

    def _plain(self, response: Any) -> str:
        raw = response.get_data()
        return (brotli.decompress(raw) if response.headers.get("Content-Encoding") == "br" else raw).decode()

    def _check_log(self) -> None:
        if self.log is not None:
            said = self.log.text
            assert not re.search(r"\d{10,}|[\w.]+@[\w-]+\.\w", said), f"personal data in the log: {said}"

    # -- what the page says --------------------------------------------------------------------------------------
    @property
    def text(self) -> str:
        return text_of(self.tree.find(".//body"))

    @property
    def h1(self) -> str:
        return text_of(self.tree.find(".//h1"))

    @property
    def errors(self) -> list[str]:
        return [text_of(e) for e in self.tree.iter() if "error" in (e.get("class") or "").split()]

    def click(self, words: str, expect: int = 200) -> Browser:
        """Follow the link that says so."""
        for a in self.tree.iter("a"):
            if text_of(a) == words or words in text_of(a):
                return self.browse(urljoin(self.path, a.get("href")), expect)
        raise AssertionError(f"no link {words!r} on {self.path}")

    # -- forms ---------------------------------------------------------------------------------------------------
    def submit(self, answers: dict[str, Any] | None = None, button: str = "Lanjutkan", expect: int | None = None,
               **more: Any) -> Browser:
        """Fill the form that has `button`, by label, and press it. A redirect is expected unless `expect` says other."""
        form, pressed = self._form(button)
        data = self._values(form)
        for label, value in {**(answers or {}), **more}.items():
            self._fill(form, data, label, value)
        if pressed.get("name"):
            data[pressed.get("name")] = [pressed.get("value", "")]
        action = urljoin(self.path, form.get("action") or urlsplit(self.path).path)
        pairs = {k: v for k, v in data.items() if v}
        if (form.get("method") or "get").lower() == "post":
            return self.post(action, pairs, 303 if expect is None else expect)
        return self.browse(action + "?" + "&".join(f"{k}={v[0]}" for k, v in pairs.items()))

    def _form(self, button: str) -> tuple[Element, Element]:
        for form in self.tree.iter("form"):
            for b in form.iter("button"):
                if text_of(b) == button or text_of(b).startswith(button):
                    return form, b
        raise AssertionError(f"no button {button!r} on {self.path}")

    def _values(self, form: Element) -> dict[str, list[str]]:
        data: dict[str, list[str]] = {}
        for e in form.iter():
            name = e.get("name")
            if not name or e.tag == "button":
                continue
            if e.tag == "textarea":
                data[name] = [text_of(e)]
            elif e.get("type") in ("radio", "checkbox"):
                if e.get("checked") is not None:
                    data.setdefault(name, []).append(e.get("value", "on"))
            elif e.tag == "input":
                data[name] = [e.get("value", "")]
        return data

    def _fill(self, form: Element, data: dict[str, list[str]], label: str, value: Any) -> None:
        for box in form.iter("fieldset"):
            if text_of(box.find("legend")) == label:
                return self._fill_box(box, data, value)
        for tag in form.iter("label"):
            if text_of(tag) == label:
                e = self._input(form, tag)
                if e.get("type") in ("radio", "checkbox"):
                    data[e.get("name")] = [e.get("value", "on")] if value else []
                else:
                    data[e.get("name")] = [value]
                return None
        raise AssertionError(f"no field {label!r} on {self.path}: {self.text[:300]}")

    def _input(self, form: Element, label: Element) -> Element:
        inner = [e for e in label.iter() if e.tag in ("input", "textarea", "select")]
        return inner[0] if inner else next(e for e in form.iter() if e.get("id") == label.get("for"))

    def _fill_box(self, box: Element, data: dict[str, list[str]], value: Any) -> None:
        inputs = [e for e in box.iter("input")]
        if inputs and all(e.get("inputmode") == "numeric" for e in inputs):  # a date: '1-7-2003'
            for e, part in zip(inputs, value.split("-"), strict=True):
                data[e.get("name")] = [part]
            return
        chosen = value if isinstance(value, list) else [value]
        data.pop(next(e for e in inputs if e.get("type") in ("radio", "checkbox")).get("name"), None) \
            if any(e.get("type") in ("radio", "checkbox") for e in inputs) else None
        for words in chosen:
            for label in box.iter("label"):
                e = self._input(box, label)
                if text_of(label).startswith(words) and e.get("type") in ("radio", "checkbox"):
                    data.setdefault(e.get("name"), []).append(e.get("value"))
                    break
            else:
                text = [e for e in inputs if e.get("type") is None]
                assert text, f"no choice {words!r} on {self.path}"
                data[text[0].get("name")] = [words]
