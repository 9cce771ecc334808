"""Several callers at one moment, each on a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from portal.data.base import db


def race(*jobs: Callable[[], Any], expect: tuple[type[Exception], ...] = ()) -> list[Any]:
    """Run the jobs at one moment, each in a thread with a connection of its own; their results, or what they raised."""
    start, results = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], Any]) -> None:
        start.wait()
        with db.connection_context():
            try:
                results.append(job())
            except expect as error:
                results.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == len(jobs), "a thread died"
    return results
