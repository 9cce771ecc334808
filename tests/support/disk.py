"""A disk that is soon full: a small file system of memory. `make test` gives the tests a name space where they may
mount one, whoever runs them."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)


@contextmanager
def small_disk(folder: Path, size: str = "64k") -> Iterator[Path]:
    """The folder holds so much, and no more, inside this block."""
    folder.mkdir(parents=True, exist_ok=True)
    where = os.fsencode(folder)
    _must(_libc.mount(b"tmpfs", where, b"tmpfs", 0, f"size={size}".encode()))
    try:
        yield folder
    finally:
        _must(_libc.umount(where))


def _must(failed: int) -> None:
    if failed:
        raise OSError(ctypes.get_errno(), "no file system could be mounted here: run the tests by `make test`")
