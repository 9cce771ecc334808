"""Files that arrive in pieces: each piece is on the disk before it is acknowledged."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from portal.gateways.heavy import off_loop

ALGORITHMS = ("sha1", "sha256", "md5")
_BITE = 64 * 1024


class Conflict(Exception):
    """The piece does not begin where the file ends; `size` is where it does."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class Busy(Exception):
    """Another piece of the same file is just arriving."""


class WrongSum(Exception):
    """The piece differs from its checksum; nothing of it was kept."""


class TooLong(Exception):
    """The piece goes beyond the file's announced end; nothing of it was kept."""


class Full(Exception):
    """No room on the disk; nothing of the piece was kept."""


def begin(path: Path) -> None:
    """An empty file, known to the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _told_when_full(), path.open("xb"):
        pass


def size(path: Path) -> int:
    """How much has arrived. FileNotFoundError when it is gone."""
    return path.stat().st_size


def touched(path: Path) -> float:
    """When something last arrived, in seconds since 1970; 0 when the file is gone."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0


def add(path: Path, offset: int, end: int, stream: IO[bytes], checksum: tuple[str, bytes] | None = None) -> int:
    """Append what the stream gives, from `offset` to at most `end`; the file's new size, once it is on the disk.

    A line that breaks in the middle keeps what had arrived, unless a checksum was to cover all of it. Raises Conflict,
    Busy, WrongSum, TooLong, Full; FileNotFoundError when the upload is gone."""
    with path.open("r+b") as file, _alone(file):
        start = os.fstat(file.fileno()).st_size
        if start != offset:
            raise Conflict(start)
        file.seek(start)
        try:
            with _told_when_full():
                whole = _take(file, end - start, stream, hashlib.new(checksum[0]) if checksum else None, checksum)
                if checksum and not whole:
                    raise WrongSum
                file.flush()
                off_loop(os.fsync, file.fileno())
        except (WrongSum, TooLong, Full):
            file.truncate(start)
            raise
        return os.fstat(file.fileno()).st_size


def _take(file: IO[bytes], most: int, stream: IO[bytes], digest: Any, checksum: tuple[str, bytes] | None) -> bool:
    """True when all that was announced arrived, and its checksum fits."""
    try:
        while bite := stream.read(_BITE):
            most -= len(bite)
            if most < 0:
                raise TooLong
            if digest:
                digest.update(bite)
            file.write(bite)
    except (OSError, EOFError, ValueError) as broken:
        if isinstance(broken, OSError) and broken.errno == errno.ENOSPC:
            raise
        return False
    except Exception as broken:  # the framework's own word for a client that hung up
        if type(broken).__name__ != "ClientDisconnected":
            raise
        return False
    return digest is None or digest.digest() == checksum[1]


@contextmanager
def _alone(file: IO[bytes]) -> Iterator[None]:
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Busy from None
    yield  # closing the file gives the lock back


@contextmanager
def _told_when_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Full from error
        raise
