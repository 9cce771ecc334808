"""Where the time of a step goes: a profile of the portal in this process, by what the code is for."""

from __future__ import annotations

import cProfile
import pstats
from collections import Counter
from collections.abc import Callable

from werkzeug.test import EnvironBuilder

from tests.bench.people import Person

# The first that fits a file's path.
PARTS = (
    ("templates", ("jinja2", "markupsafe", "/templates/", "<template>", "web/fragments", "web/language")),
    ("database, sealing", ("peewee", "playhouse", "/data/", "keyring", "sqlite3", "cryptography")),
    ("forms", ("wtforms", "/forms/", "/journeys/")),
    ("session, CSRF, who", ("flask_login", "flask_wtf", "itsdangerous", "sessions", "hmac", "hashlib", "json")),
    ("Flask itself", ("flask", "werkzeug", "blinker", "click")),
)
_BUILT_IN = {"sqlite3": "database, sealing", "AESGCM": "database, sealing", "hashlib": "session, CSRF, who"}


def shares(app: Callable, person: Person, rounds: int = 200) -> list[tuple[str, float]]:
    """Parts and their shares of a step's time, the largest first."""
    asked = [EnvironBuilder(f"/pendaftaran/{person.draft}/{slug}", method="POST", data=form, headers={
        "HX-Request": "true", "HX-Request-Type": "partial", "Cookie": person.cookie}) for slug, form in person.posts]

    def run(times: int) -> None:
        for _ in range(times):
            for one in asked:
                environ = one.get_environ()
                profile.enable()
                answer = app(environ, lambda status, headers, error=None: None)
                b"".join(answer)
                answer.close()
                profile.disable()

    profile = cProfile.Profile()
    run(20)
    profile.clear()
    run(rounds)
    spent = _by_part(pstats.Stats(profile))
    whole = sum(spent.values())
    return [(part, seconds / whole) for part, seconds in spent.most_common()]


def _by_part(stats: pstats.Stats) -> Counter[str]:
    """Seconds by part. What C code takes counts for whom it works: its callers."""
    spent: Counter[str] = Counter()
    for (path, _line, name), (_calls, _all, own, _cumulative, callers) in stats.stats.items():
        known = next((part for word, part in _BUILT_IN.items() if word in name), None)
        if path != "~" or known:
            spent[known or _part(path)] += own
        else:
            for (caller, _, _), (_, _, here, _) in callers.items():
                spent[_part(caller)] += here
    return spent


def _part(path: str) -> str:
    return next((part for part, words in PARTS if any(word in path for word in words)), "the rest")
