"""`make bench`: the portal beside plain Flask, and beside itself: under slow clients, and with a million registrations.
Only ratios of one run count.

Takes under five minutes, on 127.0.0.1 alone, and ends with 1 when a ratio misses its target.
`python -m tests.bench status slow journey queue catalog` runs the parts named. Two more do not run by themselves:
`thrift`, bytes in Chromium, and `gprs`, which takes ten minutes (see gprs.py).
"""

from __future__ import annotations

import hashlib
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import brotli

from tests.bench import catalog, gprs, load, million, thrift
from tests.bench.people import NEXT, Person, someone
from tests.bench.slow import COUNT
from tests.bench.where import shares
from tests.support.server import ROOT, Server

ROUNDS, SECONDS, WARM = 5, 2.0, 0.7
IDLE, LOADED = 5.0, 8.0


class Bare(Server):
    wsgi = "tests.bench.bare:app"


def beside(portal: tuple[int, list[bytes]], bare: tuple[int, list[bytes]], per: int = 1) -> tuple[float, float]:
    """The median rates of both, measured in turns, so that a busy moment of the machine meets both alike."""
    for port, requests in (portal, bare):
        load.rate(port, requests, WARM)
    rates: tuple[list[float], list[float]] = [], []
    for _ in range(ROUNDS):
        for (port, requests), kept in zip((portal, bare), rates, strict=True):
            kept.append(load.rate(port, requests, SECONDS) / per)
    return statistics.median(rates[0]), statistics.median(rates[1])


def told(what: str, ratio: float, target: float, least: bool, detail: str) -> bool:
    good = ratio >= target if least else ratio <= target
    bound = f"{'at least' if least else 'at most'} {target}"
    print(f"{what:<24}{ratio:6.2f}   {bound:<13}{'ok    ' if good else 'MISSED'} {detail}", flush=True)
    return good


def _html(answer: bytes) -> str:
    head, _, body = answer.partition(b"\r\n\r\n")
    return (brotli.decompress(body) if b"content-encoding: br" in head.lower() else body).decode()


def static_path(name: str) -> str:
    """Where a static file lies for ever, under the beginning of its hash."""
    return f"/s/{hashlib.sha256((ROOT / 'static' / name).read_bytes()).hexdigest()[:4]}/{name}"


def status(portal: Server, bare: Server, person: Person) -> bool:
    """A look-up with number and birth date, by a browser that has the stylesheet already."""
    style = static_path("portal.css").split("/")[2]
    form = {"nomor": person.number, "lahir-d": "1", "lahir-m": "7", "lahir-y": "2003"}
    asked = load.request("POST", "/status", form, Cookie=f"c={style}")
    pages = [_html(load.once(server.port, asked)[1]) for server in (portal, bare)]
    if person.number not in pages[0] or abs(len(pages[0]) - len(pages[1])) > 60:
        raise RuntimeError(f"The two do not answer the same page:\n{pages[0]}\n{pages[1]}")
    ours, theirs = beside((portal.port, [asked]), (bare.port, [asked]))
    return told("status look-up", ours / theirs, 0.7, True, f"{ours:.0f}/s, bare Flask {theirs:.0f}/s")


def varied(posts: list[tuple[str, dict[str, str]]]) -> list[tuple[str, dict[str, str]]]:
    """The three posts over and over, each time with other words, as no two people type the same."""
    told = {"nik": "kk", "alamat": "jalan", "kontak": "hp_kontak"}
    return [(slug, {**form, told[slug]: form[told[slug]][:-2] + f"{n:02}"})
            for n in range(100) for slug, form in posts]


def journey(portal: Server, bare: Server, person: Person) -> bool:
    """Three steps, as a phone with htmx sends them (a post that answers the next step) and as one without JavaScript
    does (a post, a redirect, the next page)."""
    htmx = {"HX_Request": "true", "HX_Request_Type": "partial", "Cookie": person.cookie}
    fragments, pages = ([], []), ([], [])
    for slug, form in varied(person.posts):
        where = f"/pendaftaran/{person.draft}"
        fragments[0].append(load.request("POST", f"{where}/{slug}", form, **htmx))
        fragments[1].append(load.request("POST", f"/potongan/{slug}", form))
        pages[0].extend((load.request("POST", f"{where}/{slug}", form, Cookie=person.cookie),
                         load.request("GET", f"{where}/{NEXT[slug]}", Cookie=person.cookie)))
        pages[1].extend((load.request("POST", f"/langkah/{slug}", form), load.request("GET", f"/langkah/{slug}")))
    good = True
    for name, (ours, theirs) in (("three steps, htmx", fragments), ("three steps, plain", pages)):
        rates = beside((portal.port, ours), (bare.port, theirs), per=3 * len(ours) // len(varied(person.posts)))
        good &= told(name, rates[0] / rates[1], 0.5, True,
                     f"{rates[0]:.1f} times three steps/s, bare Flask {rates[1]:.1f}/s")
    print("where a step's time goes: " + ", ".join(f"{part} {share:.0%}" for part, share in shares(person.app, person)))
    return good


def keep_pages(portal: Server, person: Person, folder: Path) -> None:
    """The portal's answers as templates for the bare app: the same size, to be filled in with one value."""
    folder.mkdir()
    for slug, form in person.posts:
        where = f"/pendaftaran/{person.draft}"
        asked = load.request("POST", f"{where}/{slug}", form, HX_Request="true", HX_Request_Type="partial",
                             Cookie=person.cookie)
        _keep(_html(load.once(portal.port, asked)[1]), slug, folder / f"{slug}.part.html")
        asked = load.request("GET", f"{where}/{NEXT[slug]}", Cookie=person.cookie)
        _keep(_html(load.once(portal.port, asked)[1]), slug, folder / f"{slug}.html")


def _keep(page: str, slug: str, path: Path) -> None:
    title = re.search(r"<h1[^>]*>(.*?)</h1>", page)[1]
    path.write_text(page.replace(title, "{{ step }}" + " " * (len(title) - len(slug))))


def slow(served: Server) -> bool:
    """Visitors on connections of their own ask for /status, alone and beside 200 slow ones of each kind."""
    asked = load.request("GET", "/status", Accept_Encoding="br", Connection="close")
    script = static_path("htmx.js")  # the longest answer
    load.waits(served.port, asked, 1.0)
    idle = load.waits(served.port, asked, IDLE)
    under: dict[str, list[float]] = {}
    for kind in ("heads", "bodies", "readers"):
        with subprocess.Popen([sys.executable, "-m", "tests.bench.slow", str(served.port), kind, script], cwd=ROOT,
                              stdout=subprocess.PIPE, text=True) as phones:
            try:
                ready = phones.stdout.readline().split()
                if ready != ["ready", "0"]:
                    raise RuntimeError(f"The slow clients were not all served: {ready}")
                under[kind] = load.waits(served.port, asked, LOADED)
            finally:
                phones.kill()
        idle += load.waits(served.port, asked, IDLE / 2)  # idle again, so that the machine's moods meet both alike
    still = load.percentile(idle, 0.99)
    results = [told(f"{COUNT} slow {kind}, p99", load.percentile(waited, 0.99) / still, 2, False,
                    f"{load.percentile(waited, 0.99) * 1000:.1f} ms, idle {still * 1000:.1f} ms "
                    f"({len(waited)} and {len(idle)} requests)") for kind, waited in under.items()]
    return all(results)


def main(parts: list[str]) -> int:
    good = True
    if "queue" in parts:
        with tempfile.TemporaryDirectory() as folder:
            good &= million.measure(Path(folder), told)
    if "catalog" in parts:
        with tempfile.TemporaryDirectory() as folder:
            good &= catalog.measure(Path(folder), told)
    if "thrift" in parts:
        with tempfile.TemporaryDirectory() as folder:
            good &= thrift.measure(Path(folder))
    if "gprs" in parts:
        with tempfile.TemporaryDirectory() as folder:
            good &= gprs.measure(Path(folder))
    return 0 if (served(parts) if set(parts) - {"queue", "catalog", "thrift", "gprs"} else True) and good else 1


def served(parts: list[str]) -> bool:
    """The parts that need a server."""
    with tempfile.TemporaryDirectory() as folder:
        var, good = Path(folder), True
        portal = Server(var).prepare()
        person = someone(var)
        servers: list[Server] = [portal.start()]
        try:
            keep_pages(portal, person, var / "pages")
            bare = Bare(var)
            servers.append(bare.start())
            compared: dict[str, Callable[[Server, Server, Person], bool]] = {"status": status, "journey": journey}
            for name in (name for name in compared if name in parts):
                good &= compared[name](portal, bare, person)
            while servers:
                servers.pop().stop()
            if "slow" in parts:
                servers.append(Server(var, WEB_CONCURRENCY="2").start())  # as many workers as `make run` has
                good &= slow(servers[-1])
        finally:
            for server in servers:
                server.stop()
    return good


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["queue", "catalog", "status", "journey", "slow"]))
