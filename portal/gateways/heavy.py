"""Work that takes over 20 ms of CPU leaves the event loop, so that nobody else waits for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


def off_loop(work: Callable[..., T], *args: Any) -> T:
    """Run `work` in gevent's own threads when the server runs on gevent, else right here."""
    try:
        from gevent import get_hub, monkey
    except ImportError:
        return work(*args)
    if not monkey.is_module_patched("socket"):
        return work(*args)
    return get_hub().threadpool.apply(work, args)
