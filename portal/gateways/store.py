"""Where documents lie: a folder, or S3-compatible storage. What lies there is sealed; the name is part of the seal."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, from_url

from portal import keyring
from portal.gateways.heavy import off_loop

_GONE = (NotFoundError, FileNotFoundError)


class StoreFailed(RuntimeError):
    """The store could not take or give a document: full, unreachable, refused. `full` when there is no room left."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__(type(cause).__name__)
        self.full = "No space left" in str(cause)


class Store:
    """Sealed bytes by key, such as 'a7/a7k3…'. `put` returns once they are durable as far as the store tells."""

    def __init__(self, url: str) -> None:
        """`file:///folder`, or `s3://bucket[/prefix]` with AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID,
        AWS_SECRET_ACCESS_KEY and AWS_REGION from the environment."""
        self._url = url
        self._folder = Path(url.removeprefix("file://")) if url.startswith("file://") else None

    @cached_property
    def _store(self) -> Any:
        """Opened at its first use, so that a store out of order keeps nobody from a page without documents."""
        if self._folder:
            return LocalStore(self._folder, mkdir=True, automatic_cleanup=True)
        plain_http = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")
        return from_url(self._url, client_options={"allow_http": plain_http})

    def put(self, key: str, plain: bytes) -> None:
        """Raises StoreFailed."""
        self._try(obstore.put, key, keyring.ring().seal(plain, key))
        if self._folder:
            self._try(_to_disk, self._folder / key)

    def get(self, key: str) -> bytes:
        """Raises LookupError for an unknown key, StoreFailed, cryptography's InvalidTag for changed bytes."""
        try:
            return keyring.ring().open(self._try(_read, key), key)
        except _GONE:
            raise LookupError(key) from None

    def delete(self, key: str) -> None:
        """An unknown key is gone already."""
        try:
            self._try(obstore.delete, key)
        except _GONE:
            return

    def written(self, prefix: str = "") -> Iterator[tuple[str, float]]:
        """Every key with the moment of its writing, in seconds since 1970."""
        for chunk in obstore.list(self._store, prefix or None):
            for entry in chunk:
                yield entry["path"], entry["last_modified"].timestamp()

    def tidy(self, older_than: float) -> int:
        """Take away what a folder keeps of writes that were killed before that moment; how many."""
        old = [path for path in self._folder.glob("*/*#*") if path.stat().st_mtime < older_than] if self._folder else []
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def reseal(self, key: str) -> bool:
        """Seal anew with the newest key of the ring; False when it is already."""
        sealed = self._try(_read, key)
        if keyring.ring().is_sealed_currently(sealed):
            return False
        self.put(key, keyring.ring().open(sealed, key))
        return True

    def works(self) -> bool:
        """Whether something can be written and read back."""
        try:
            self.put("health", b"ok")
            return self.get("health") == b"ok"
        except (StoreFailed, LookupError):
            return False

    def _try(self, work: Callable[..., Any], *args: Any) -> Any:
        try:
            opened = self._store
        except (BaseError, OSError) as error:
            raise StoreFailed(error) from error
        try:
            return off_loop(work, opened, *args)
        except _GONE:
            raise
        except (BaseError, OSError) as error:
            raise StoreFailed(error) from error


def _to_disk(_store: object, path: Path) -> None:
    """A folder's file and its name outlast a power cut: obstore leaves that to the system, some seconds later."""
    for place in (path, path.parent):
        open_ = os.open(place, os.O_RDONLY)
        try:
            os.fsync(open_)
        finally:
            os.close(open_)


def _read(store: object, key: str) -> bytes:
    return bytes(obstore.get(store, key).bytes())


@cache
def store_at(url: str) -> Store:
    """One store a URL and process."""
    return Store(url)
