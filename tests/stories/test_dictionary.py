"""Chromium itself, over TLS: it fetches the dictionary once, and opens pages that come as differences from it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Response, expect

from tests.stories.hand import Hand
from tests.support.secure import SecureServer
from tests.support.server import Server

pytestmark = pytest.mark.xdist_group("stories")


@pytest.fixture
def secure(server: Server, tmp_path: Path) -> Iterator[SecureServer]:
    """The same portal on a port of its own, over TLS: browsers take dictionaries from nobody else."""
    twin = SecureServer(tmp_path, VAR_DIR=server.var)
    try:
        yield twin.start()
    finally:
        twin.stop()


@pytest.fixture
def trusting(chromium: Any, secure: SecureServer, tmp_path: Path) -> Iterator[Any]:
    """A browser that believes this one certificate."""
    context = chromium.browser_type.launch_persistent_context(
        tmp_path / "profile", executable_path=shutil.which("chromium"), base_url=secure.url, locale="id-ID",
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
              f"--ignore-certificate-errors-spki-list={secure.pin}"])
    yield context
    context.close()


def coding(answer: Response) -> str:
    return answer.all_headers().get("content-encoding", "")


def test_chromium_opens_differences(trusting: Any) -> None:
    page = trusting.new_page()
    got: list[Response] = []
    page.on("response", lambda answer: got.append(answer))
    hand = Hand(page)
    with page.expect_response(re.compile("kamus-id")):
        hand.sign_up()
    page.wait_for_load_state("networkidle")

    hand.begin()
    assert coding(next(one for one in got if one.url.endswith("/program"))) == "dcz"
    codings = []
    hand.walk(until="nik", after=lambda answer, _slug: codings.append(coding(answer)))
    assert codings == ["dcz"] * 3
    expect(page.locator("#kb")).to_have_text(re.compile(r"Halaman ini 0,\d KB"))  # of the step, not of the first page
    page.go_back()
    hand.arrive("siapa")
    assert sum("kamus" in one.url for one in got) == 1

    assert coding(page.goto("/bantuan")) == "dcz"
    page.goto("/status")
    page.go_back()
    expect(hand.heading).to_have_text("Bantuan")
    kept = page.goto("/status")
    expect(hand.heading).to_have_text("Cek status")
    assert "etag" in kept.all_headers()
    assert kept.request.sizes()["responseBodySize"] <= 0, "it came again instead of a 304"  # less its head
