"""Evidence that a move needs, by scheme: facts/gates.json says which, here stands when each is there."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

from portal.data.placement import running
from portal.data.registration import Registration
from portal.data.review import open_findings, review_of
from portal.data.village import letter_of
from portal.rules.interview import QUESTIONS, worries
from portal.rules.programmes import DocumentNeed, documents_at_registration, programme
from portal.words import Words, say


@cache
def _gates() -> dict[str, dict[str, list[str]]]:
    return json.loads((Path(__file__).parent / "facts" / "gates.json").read_text("utf-8"))["gates"]


UNSETTLED = say("Ada jawaban wawancara yang mengkhawatirkan. Tulis bagaimana ini diselesaikan.")


def missing(move: str, registration: Registration, reason: str = "") -> list[Words]:
    """What this move still lacks, in words; empty when nothing. A written `reason` settles what worried in the
    interview: the officer says how."""
    by_scheme = _gates().get(move, {})
    scheme = programme(registration.programme).scheme
    names = by_scheme.get(scheme, by_scheme.get("*", []))
    return [words for name in names if name != "settled" or not reason.strip() for words in _LOOK[name](registration)]


def worries_of(registration: Registration) -> list[tuple[Words, Words]]:
    """(question, answer) of the interview that give cause for worry."""
    review = review_of(registration.id)
    return [(question.words, answer) for question, answer in worries(review.interview if review else {})]


def needs_of(registration: Registration) -> list[DocumentNeed]:
    """Documents that this person owes at registration."""
    return documents_at_registration(programme(registration.programme), registration.answers["diri"]["kawin"])


def _originals(registration: Registration) -> list[Words]:
    review, letter = review_of(registration.id), letter_of(registration.id)
    seen = set(review.originals if review else ())
    if letter and letter.state == "diketahui":
        seen.add("izin_keluarga")  # the village has seen it
    return [say("Belum dilihat aslinya: %(name)s", name=need.name)
            for need in needs_of(registration) if need.code not in seen]


def _interview(registration: Registration) -> list[Words]:
    review = review_of(registration.id)
    answered = review.interview if review else {}
    return [] if all(answered.get(question.code) for question in QUESTIONS) else [say("Wawancara belum lengkap.")]


def _findings(registration: Registration) -> list[Words]:
    return [] if open_findings(registration.id) else [say("Pilih dulu bagian yang dikembalikan, dengan alasannya.")]


def _nothing_listed(registration: Registration) -> list[Words]:
    return [say("Masih ada bagian di daftar pengembalian.")] if open_findings(registration.id) else []


def _not_abroad(registration: Registration) -> list[Words]:
    """Who has left is not examined again from here: BP3MI and the missions know of them."""
    placement = running(registration.id)
    left = placement is not None and placement.state in ("berangkat", "bekerja", "pulang")
    return [say("Orangnya sudah berangkat. Tutup dulu penempatannya.")] if left else []


def _no_placement(registration: Registration) -> list[Words]:
    """Else the place in the order would stay taken by somebody who cannot leave."""
    return [say("Penempatannya masih berjalan. Akhiri dulu di halaman Penempatan.")] if running(registration.id) else []


def _settled(registration: Registration) -> list[Words]:
    return [UNSETTLED] if worries_of(registration) else []


_LOOK: dict[str, Callable[[Registration], list[Words]]] = {
    "originals": _originals, "interview": _interview, "findings": _findings,
    "nothing_listed": _nothing_listed, "settled": _settled, "not_abroad": _not_abroad, "no_placement": _no_placement,
}
