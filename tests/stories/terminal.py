"""A person's keys at a text browser: w3m in a terminal, its fields found by the words beside them on the screen."""

from __future__ import annotations

import os
import re
import select
import subprocess
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte

LINES, PATIENCE = 24, 20.0
# Keys of w3m. MIDDLE scrolls the cursor's line there, so that words beside it are on the screen; PLACE shows at the
# bottom "line 3/20 (15%) col 7/38".
TOP, MIDDLE, PLACE, TAB, ENTER, CLEAR = "g", "z", "\a", "\t", "\r", "\x15"


class TextBrowser:
    """Looks at the screen, and presses a key only when it shows what the key before did."""

    def __init__(self, url: str, home: Path, columns: int) -> None:
        self._screen = pyte.Screen(columns, LINES)
        self._stream = pyte.ByteStream(self._screen)
        self._terminal, end = os.openpty()
        termios.tcsetwinsize(end, (LINES, columns))
        self._process = subprocess.Popen(
            ["w3m", "-cookie", "-o", "accept_language=id", url], stdin=end, stdout=end, stderr=end, cwd=home,
            env={"PATH": os.environ["PATH"], "HOME": str(home), "TERM": "linux", "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        os.close(end)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._terminal)

    def see(self, pattern: str) -> str:
        """Wait for a page that shows this, wherever its lines break; what fits the pattern."""
        self._wait(lambda: "Viewing <" in self._bottom and self._find(pattern), pattern)  # w3m draws that line last
        return self._find(pattern)

    def fill(self, label: str, value: str) -> None:
        """Type into the field after the label, parts of a date one by one; or choose among the choices after it."""
        self._keys(TOP + PLACE)
        self._wait(lambda: self._on_page and self._bottom.startswith("line 1/"), "the top of the page")
        self._tab(lambda before, _after: re.search(rf"(^|\W){re.escape(label)}\W.*[\[(]$", before), label)
        if self._sides()[0].endswith("("):
            while not _names(value, self._sides()[1]):
                self._next(f"{label}: {value}")
            self._mark()
        else:
            first, *others = value.split("-") if re.fullmatch(r"\d+-\d+-\d+", value) else [value]
            self._type(first)
            for part in others:
                self._next(label)
                self._type(part)

    def tick(self, words: str) -> None:
        """Mark the next box or circle that stands before these words."""
        self._tab(lambda _before, after: _names(words, after), words)
        self._mark()

    def press(self, name: str) -> None:
        """Press the next button or link of this name."""
        self._tab(lambda _before, after: after.startswith(name), name)
        self._keys(ENTER)

    def _type(self, value: str) -> None:
        self._keys(ENTER)
        self._wait(lambda: re.match("TEXT:|Password:", self._bottom), "a prompt")  # before it, letters are commands
        shown = "*" * len(value) if self._bottom.startswith("Password:") else value
        self._keys(CLEAR + value + ENTER)
        self._wait(lambda: self._on_page and self._sides()[1].startswith(shown), value)

    def _mark(self) -> None:
        self._keys(ENTER)
        self._wait(lambda: self._on_page and self._sides()[1].startswith("*"), "a mark")

    def _tab(self, fits: Callable[[str, str], object], sought: str) -> None:
        """Go on, from link to field to button, until one fits."""
        self._next(sought)
        while not fits(*self._sides()):
            self._next(sought)

    def _next(self, sought: str) -> None:
        here = self._bottom
        self._keys(TAB + MIDDLE + PLACE)
        self._wait(lambda: self._on_page and self._bottom.startswith("line ") and self._bottom != here, sought)

    def _sides(self) -> tuple[str, str]:
        """What stands between the field before and the cursor, and from the cursor on; without line breaks."""
        lines, y, x = self._screen.display[:-1], self._screen.cursor.y, self._screen.cursor.x
        before = _one_line([*lines[:y], lines[y][:x]])
        return re.split(r"\([ *]\)|\[[^]]*\]", before)[-1], _one_line([lines[y][x:], *lines[y + 1:]])

    @property
    def _on_page(self) -> bool:
        """False while w3m asks something on the last line, or is still writing it."""
        return self._screen.cursor.y < LINES - 1

    @property
    def _bottom(self) -> str:
        return self._screen.display[-1]

    def _find(self, pattern: str) -> str:
        found = re.search(pattern, _one_line(self._screen.display))
        return found[0] if found else ""

    def _keys(self, keys: str) -> None:
        os.write(self._terminal, keys.encode())

    def _wait(self, holds: Callable[[], object], sought: str) -> None:
        until = time.monotonic() + PATIENCE
        while not holds():
            ready, _, _ = select.select([self._terminal], [], [], max(0, until - time.monotonic()))
            assert ready, "\n".join([f"Not seen: {sought}", *self._screen.display])
            self._stream.feed(os.read(self._terminal, 65536))


def _one_line(lines: list[str]) -> str:
    return re.sub(r"\s+", " ", " ".join(lines))


def _names(words: str, after: str) -> object:
    """Do these words follow the box or circle that the cursor is in?"""
    return re.match(rf"[ *][])] {re.escape(words)}", after)
