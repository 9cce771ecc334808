"""The short interview at verification: does the person know what awaits them, and are there signs of trafficking?

Domain 1.2 (officers ask whether rights are understood and there is no sign of trafficking) and 4.2 (the signs)."""

from __future__ import annotations

from dataclasses import dataclass

from portal.words import Words, say

ANSWERS: tuple[tuple[str, Words], ...] = (("ya", say("Ya")), ("tidak", say("Tidak")), ("belum", say("Belum jelas")))


@dataclass(frozen=True)
class Question:
    """`good` is the answer that gives no cause for worry."""

    code: str
    words: Words
    good: str


QUESTIONS: tuple[Question, ...] = (
    Question("pemberi_kerja", say("Tahu siapa pemberi kerjanya, atau belum memilih"), "ya"),
    Question("upah", say("Tahu upah dan potongannya, atau belum ada tawaran"), "ya"),
    Question("biaya", say("Tahu rincian biaya, dan siapa yang menanggung"), "ya"),
    Question("paspor", say("Paspor dan KTP dipegang sendiri"), "ya"),
    Question("perekrut", say("Ada perantara yang mengajak atau mengurus"), "tidak"),
    Question("bayar", say("Diminta bayar dulu, atau ke rekening pribadi"), "tidak"),
    Question("visa", say("Dijanjikan visa kunjungan, ziarah atau umrah"), "tidak"),
    Question("tampung", say("Disuruh tinggal di penampungan, atau diberi uang saku pengikat"), "tidak"),
    Question("diam", say("Disuruh berangkat diam-diam tanpa diketahui desa"), "tidak"),
)


def worries(interview: dict[str, str]) -> list[Question]:
    """Questions whose answer gives cause to ask on."""
    return [question for question in QUESTIONS if interview.get(question.code) not in (None, "", question.good)]
