"""Pictures and PDFs from strangers, decoded and drawn anew in a process of their own with bounds on time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 12 * 1024 * 1024
SECONDS = 30
_AT_ONCE = threading.BoundedSemaphore(2)  # decoders of a worker: each may take up to 1.5 GB; others wait a while
_REDRAW = [sys.executable, "-I", str(Path(__file__).with_name("redraw.py"))]


class Busy(RuntimeError):
    """All decoders are at work, and were for as long as anybody waits: to be tried again in so many SECONDS."""

    SECONDS = 20


class BadPicture(ValueError):
    """The file cannot be taken; `code` says why: empty, big, kind, broken, tiny, pixels, pages, paper, mixed, slow."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Drawn:
    """One page as JPEG without any metadata, at most 1600 px, and a preview of at most 20 KB.

    `hints`: 'buram', 'gelap' where the photo looks blurred or dark."""

    picture: bytes
    preview: bytes
    width: int
    height: int
    hints: tuple[str, ...]


def draw(data: bytes) -> list[Drawn]:
    """The pages of a JPEG, PNG, WebP, HEIC or PDF, drawn anew. Raises BadPicture, Busy."""
    if not data:
        raise BadPicture("empty")
    if len(data) > MOST_BYTES:
        raise BadPicture("big")
    if not _AT_ONCE.acquire(timeout=Busy.SECONDS):
        raise Busy
    try:
        done = subprocess.run(_REDRAW, input=data, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - a fixed command, no shell
    except subprocess.TimeoutExpired:
        raise BadPicture("slow") from None
    finally:
        _AT_ONCE.release()
    if done.returncode or not done.stdout:  # killed by a bound, or crashed inside a decoder
        raise BadPicture("broken")
    return list(_pages(done.stdout))


def _pages(answer: bytes) -> list[Drawn]:
    head, _, body = answer.partition(b"\n")
    told = json.loads(head)
    if "refused" in told:
        raise BadPicture(told["refused"])
    pages, at = [], 0
    for page in told["pages"]:
        picture, at = body[at : at + page["picture"]], at + page["picture"]
        preview, at = body[at : at + page["preview"]], at + page["preview"]
        pages.append(Drawn(picture, preview, page["width"], page["height"], tuple(page["hints"])))
    return pages
