"""Several things at one moment, each in a thread with a connection of its own, as in several workers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from portal.data.base import db


def race(*jobs: Callable[[], Any], expect: tuple[type[Exception], ...] = ()) -> list[Any]:
    """Run the jobs at one moment; what each gave, in the order of the jobs, or which of `expect` it raised."""
    start, results = threading.Barrier(len(jobs)), {}

    def run(place: int, job: Callable[[], Any]) -> None:
        start.wait()
        with db.connection_context():
            try:
                results[place] = job()
            except expect as error:
                results[place] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == len(jobs), "a thread died"
    return [results[place] for place in range(len(jobs))]
