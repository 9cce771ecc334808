"""Rules as rows, each with the time for which it holds: those that the portal ships, then those that were loaded.

facts/<name>.json ships with the portal, VAR_DIR/facts/<name>.json holds what was loaded (docs/data.md). A loaded row
stands in the place of the shipped one of the same name, else behind all others: where two rows fit a day, the later one
counts. A changed file holds from the next question on, without a restart."""

from __future__ import annotations

import json
from collections.abc import Callable
from os import stat
from pathlib import Path
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Raw = dict[str, Any]

_folder: Path | None = None
_every: list[Dated] = []


def use(folder: Path) -> None:
    """Set where the operator's rows lie, whether they are there yet or not; `create_app` does it once."""
    global _folder
    _folder = folder


def version() -> str:
    """Another text for each state of all these rows: what was worked out by them holds while it stays."""
    return repr([one.mark() for one in _every])


class Dated(Generic[T]):
    """The rows of one kind. `read` makes a row of what stands in the file, and raises KeyError or ValueError for what
    is none; `named` tells by what a row is known; `key` is where they stand in the files."""

    def __init__(self, name: str, key: str, read: Callable[[Raw], T], named: Callable[[Raw], Any]) -> None:
        self.name, self.key, self._read, self.named = name, key, read, named
        self._known: tuple[Any, tuple[T, ...]] = (None, ())
        _every.append(self)

    def rows(self) -> tuple[T, ...]:
        """All rows, ended ones too, in their order."""
        mark = self.mark()
        if self._known[0] != mark:
            self._known = mark, tuple(self._read(row) for row in self._together())
        return self._known[1]

    def _together(self) -> list[Raw]:
        loaded = {self.named(row): row for row in self.loaded()}
        shipped = [loaded.pop(self.named(row), row) for row in self.shipped()]
        return shipped + list(loaded.values())

    def shipped(self) -> list[Raw]:
        path = Path(__file__).parent / "facts" / f"{self.name}.json"
        return json.loads(path.read_text(encoding="utf-8"))[self.key]

    def loaded(self) -> list[Raw]:
        """The operator's rows as they stand in their file."""
        path = self._path
        return json.loads(path.read_text(encoding="utf-8"))[self.key] if path and path.exists() else []

    def keep(self, rows: list[Raw]) -> None:
        """Put these in the place of the operator's rows, all at once: a reader meets the old file or the new one."""
        path = self._path
        if path is None:
            raise RuntimeError("dated.use() comes first")
        for row in rows:
            self._read(row)
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".new")
        half.write_text(json.dumps({self.key: rows}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        half.replace(path)

    @property
    def _path(self) -> Path | None:
        return _folder / f"{self.name}.json" if _folder else None

    def mark(self) -> tuple[Any, ...]:
        """What tells one state of the operator's file from the next."""
        path = self._path
        if path is None:
            return ()
        try:
            found = stat(path)
        except FileNotFoundError:
            return (str(path),)
        return str(path), found.st_mtime_ns, found.st_size, found.st_ino
