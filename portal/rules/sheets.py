"""Tables that people keep as CSV files: read as they come from a spreadsheet, each fault told by line and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from peewee import IntegrityError

from portal.data.base import transaction
from portal.data.event import lock_chain
from portal.rules.companies import WrongField
from portal.rules.countries import COUNTRIES
from portal.words import Words, say

BATCH = 200  # rows kept in one transaction: what a file that stops half-way leaves behind is whole
_LONGEST = 20_000_000  # bytes
_YEARS = range(1900, 2200)  # of days that lists may name
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


class Unreadable(ValueError):
    """The file as a whole is no such table; `words` says why."""

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken: its line in the file (the heading is line 1), the column, and why."""

    line: int
    field: str
    words: Words


@dataclass
class Report:
    """What became of a file's rows."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def count(self, kind: str) -> None:
        """`kind`: 'new', 'changed' or 'same'."""
        setattr(self, kind, getattr(self, kind) + 1)


@dataclass(frozen=True)
class Row:
    """One line of the file; `cells` by heading, trimmed, '' where nothing stands. `beyond`: what stands behind the last
    column, as where a comma has no quotes around it."""

    line: int
    cells: dict[str, str]
    beyond: str = ""

    def check_width(self) -> None:
        """WrongField, at the last column, where something stands beyond it."""
        if self.beyond:
            raise WrongField([*self.cells][-1], say("Di belakang kolom ini masih ada: %(text)s. Beri tanda kutip pada "
                                                    "isi yang memakai koma.", text=self.beyond[:40]))

    def text(self, name: str, most: int = 2000) -> str:
        """WrongField when it is too long or holds control characters."""
        value = self.cells.get(name, "")
        if len(value) > most:
            raise WrongField(name, say("Paling banyak %(most)s huruf, ini %(n)s.", most=most, n=len(value)))
        if any(ord(char) < 32 and char not in "\r\n\t" or char == "\ufffd" for char in value):
            raise WrongField(name, say("Ada huruf yang tidak terbaca. Simpan berkas sebagai UTF-8."))
        return value

    def needed(self, name: str, most: int = 2000) -> str:
        if not (value := self.text(name, most)):
            raise WrongField(name, say("Kolom ini kosong."))
        return value

    def day(self, name: str) -> date | None:
        """'2026-11-24', or day first as spreadsheets write it here: '24/11/2026'. None where nothing stands."""
        if not (value := self.text(name)):
            return None
        try:
            if found := _DAY.fullmatch(value):
                day = date(int(found[3]), int(found[2]), int(found[1]))
            else:
                day = date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None
        except ValueError:
            day = None
        return day if day and day.year in _YEARS else _no_day(name, value)

    def needed_day(self, name: str) -> date:
        self.needed(name)
        return self.day(name)

    def number(self, name: str, otherwise: int | None = None, least: int = 0, most: int = 2_000_000_000) -> int:
        """A whole number; '1.500.000' is one as well. `otherwise` stands for an empty cell."""
        value = self.text(name)
        if not value and otherwise is not None:
            return otherwise
        plain = re.sub(r"[.\s](?=\d{3}(\D|$))", "", self.needed(name))
        if not (plain.isascii() and plain.isdigit() and len(plain) < 12 and least <= int(plain) <= most):
            raise WrongField(name, say("%(value)s bukan bilangan bulat dari %(least)s sampai %(most)s.",
                                       value=value, least=least, most=most))
        return int(plain)

    def one_of(self, name: str, choices: Any, otherwise: str = "") -> str:
        """The code of a choice, typed as the code or as its words, up to the first comma, colon or bracket."""
        value = self.text(name) or otherwise
        for code, words in choices:
            if _plain(value) in {_plain(code), _plain(str(words)), _plain(re.split(r"[:(,]", str(words))[0])}:
                return code
        raise WrongField(name, say("%(value)s tidak dikenal. Yang dikenal: %(known)s.", value=value or "-",
                                   known=", ".join(code for code, _words in choices)))

    def country(self, name: str = "negara") -> str:
        """The code of a country, typed as the code or as it is called in Indonesian."""
        value = self.needed(name)
        for code, words in COUNTRIES:
            if _plain(value) in {_plain(code), _plain(str(words))}:
                return code
        raise WrongField(name, say("Negara %(value)s tidak dikenal.", value=value))


def _no_day(name: str, value: str) -> date:
    raise WrongField(name, say("%(value)s bukan tanggal. Contoh: 2026-11-24 atau 24/11/2026.", value=value))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def read_rows(content: bytes, needed: tuple[str, ...]) -> Iterator[Row]:
    """The rows below the heading; commas or semicolons, with a byte order mark or without, empty lines left out.

    Bytes that are no UTF-8 spoil the cell that they stand in, not the file. Unreadable without the `needed` columns."""
    if len(content) > _LONGEST:
        raise Unreadable(say("Berkas ini terlalu besar. Bagi menjadi beberapa berkas."))
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:1000]:
        raise Unreadable(say("Berkas ini bukan UTF-8. Simpan ulang sebagai CSV UTF-8."))
    text = content.decode("utf-8-sig", "replace")
    heading = text.split("\n", 1)[0]
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = [_plain(name).replace(" ", "_") for name in next(reader, [])]
        missing = [name for name in needed if name not in names]
        if missing:
            raise Unreadable(say("Kolom ini tidak ada: %(names)s.", names=", ".join(missing)))
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                beyond = " ".join(" ".join(cells[len(names):]).split())
                yield Row(line, dict(zip(names, (cell.strip() for cell in cells), strict=False)), beyond)
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(say("Baris %(line)s tidak terbaca: %(why)s", line=reader.line_num, why=error)) from None


def load(content: bytes, needed: tuple[str, ...], keep: Callable[[Row], str]) -> Report:
    """Give each row to `keep`, which answers 'new', 'changed' or 'same', or raises WrongField: then that row alone is
    refused. Rows are kept in batches, so that a file that breaks off can simply be loaded again."""
    report, rows = Report(), list(read_rows(content, needed))
    for first in range(0, len(rows), BATCH):
        with transaction():
            lock_chain()  # now, not at the first event: of two loads at once, each could else wait for the other
            for row in rows[first:first + BATCH]:
                try:
                    row.check_width()
                    with transaction():
                        kind = keep(row)
                except WrongField as wrong:
                    report.refused.append(Refusal(row.line, wrong.field, wrong.words))
                except IntegrityError:
                    report.refused.append(Refusal(row.line, needed[0], say("Orang lain sedang mengubah hal yang sama. "
                                                                           "Muat lagi berkas ini.")))
                else:
                    report.count(kind)
    return report


class Once:
    """Refuses what stands in a file twice: of two lines about one thing, neither is known to be the right one, and the
    second must not undo the first each time."""

    def __init__(self) -> None:
        self._lines: dict[object, int] = {}

    def check(self, row: Row, field_: str, key: object) -> None:
        if (line := self._lines.setdefault(key, row.line)) != row.line:
            raise WrongField(field_, say("Sama dengan baris %(line)s.", line=line))
