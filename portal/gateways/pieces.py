"""Files that arrive in pieces: each piece is on the disk before it is acknowledged, and lies there sealed.

Each file has a key of its own, made of its name and the ring's (AES-256 in counter mode): a piece can be written
wherever the one before it broke off, and the file is as long as what has arrived."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import FileIO, RawIOBase
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from portal.gateways.heavy import off_loop
from portal.keyring import keyed_hash

ALGORITHMS = ("sha1", "sha256", "md5")
_BITE = 16 * 1024  # what a broken line may cost, at most


class Conflict(Exception):
    """The piece does not begin where the file ends; `size` is where it does."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class WrongSum(Exception):
    """The piece differs from its checksum; nothing of it was kept."""


class TooLong(Exception):
    """The piece goes beyond the file's announced end; nothing of it was kept."""


class Full(Exception):
    """No room on the disk; nothing of the piece was kept."""


def begin(path: Path) -> None:
    """An empty file, known to the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _told_when_full():
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def size(path: Path) -> int:
    """How much has arrived. FileNotFoundError when it is gone."""
    return path.stat().st_size


def read(path: Path) -> bytes:
    """All that has arrived. FileNotFoundError when it is gone."""
    return _sealed(path, 0, path.read_bytes())


def _sealed(path: Path, at: int, plain: bytes) -> bytes:
    """What lies at this place of the file for these bytes; and the other way about."""
    return _mixed(bytes.fromhex(keyed_hash(f"pieces:{path.name}")), at, plain)


def _mixed(key: bytes, at: int, plain: bytes) -> bytes:
    block, inside = divmod(at, 16)
    cipher = Cipher(algorithms.AES(key), modes.CTR(block.to_bytes(16)))
    return cipher.encryptor().update(bytes(inside) + plain)[inside:]


def touched(path: Path) -> float:
    """When something last arrived, in seconds since 1970; 0 when the file is gone."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0


def add(path: Path, offset: int, end: int, stream: IO[bytes], checksum: tuple[str, bytes] | None = None) -> int:
    """Append what the stream gives, from `offset` to at most `end`; the file's new size, once it is on the disk.

    A line that breaks in the middle keeps what had arrived, unless a checksum was to cover all of it. Nobody waits for
    a line that hangs: whoever goes on where the file ends takes over, and the one before gets Conflict if it ever comes
    back. Raises Conflict, WrongSum, TooLong, Full; FileNotFoundError when the upload is gone."""
    with path.open("r+b", buffering=0) as file, _told_when_full():
        if (start := size(path)) != offset:
            raise Conflict(start)
        if checksum:
            with _checked(stream, end - offset, checksum, path.parent) as piece:
                at = _append(file, path, offset, end, piece)
        else:
            at = _append(file, path, offset, end, stream)
        off_loop(os.fsync, file.fileno())
        return at


def _append(file: FileIO, path: Path, start: int, end: int, stream: IO[bytes]) -> int:
    """Bite by bite, each at the end of the file or not at all; where the file ends then."""
    at = start
    for bite in _bites(stream):
        with _alone(file):
            if (there := os.fstat(file.fileno()).st_size) != at:
                raise Conflict(there)
            try:
                if at + len(bite) > end:
                    raise TooLong
                _write(file, at, _sealed(path, at, bite))
            except (TooLong, OSError):
                file.truncate(start)  # all behind it is this piece's own: nobody went on where it was
                raise
            at += len(bite)
    return at


def _write(file: FileIO, at: int, bite: bytes) -> None:
    """All of it: a disk that is nearly full takes a part, and says so at the next try."""
    file.seek(at)
    rest = memoryview(bite)
    while rest:
        rest = rest[file.write(rest):]


class Aside(RawIOBase):
    """A file of this process alone, without a name, whose bytes lie on the disk sealed by a key that nobody keeps."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by `close`
        self._key, self._at = os.urandom(32), 0

    def readable(self) -> bool:
        return True

    writable = seekable = readable

    def write(self, plain: Any) -> int:
        self._file.seek(self._at)
        self._file.write(_mixed(self._key, self._at, bytes(plain)))
        self._at += len(plain)
        return len(plain)

    def readinto(self, room: Any) -> int:
        plain = self._next(len(room))
        room[:len(plain)] = plain
        return len(plain)

    def readall(self) -> bytes:
        return self._next(-1)

    def _next(self, size: int) -> bytes:
        self._file.seek(self._at)
        plain = _mixed(self._key, self._at, self._file.read(size))
        self._at += len(plain)
        return plain

    def seek(self, at: int, whence: int = os.SEEK_SET) -> int:
        self._at = at + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._file.seek(0, os.SEEK_END)}[whence]
        return self._at

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


@contextmanager
def _checked(stream: IO[bytes], most: int, checksum: tuple[str, bytes], folder: Path) -> Iterator[IO[bytes]]:
    """The piece, aside, once all of it has come and its checksum fits."""
    digest, length = hashlib.new(checksum[0]), 0
    with closing(Aside(folder)) as aside:
        for bite in _bites(stream):
            length += len(bite)
            if length > most:
                raise TooLong
            digest.update(bite)
            aside.write(bite)
        if digest.digest() != checksum[1]:
            raise WrongSum
        aside.seek(0)
        yield aside


def _bites(stream: IO[bytes]) -> Iterator[bytes]:
    """What comes, until it ends or breaks off."""
    while True:
        try:
            bite = stream.read(_BITE)
        except (OSError, EOFError, ValueError):
            return
        except Exception as broken:  # the framework's own word for a client that hung up
            if type(broken).__name__ != "ClientDisconnected":
                raise
            return
        if not bite:
            return
        yield bite


@contextmanager
def _alone(file: FileIO) -> Iterator[None]:
    """Nobody else looks at the file's end, or writes there, for as long as one bite takes."""
    fcntl.flock(file.fileno(), fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)


@contextmanager
def _told_when_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Full from error
        raise
