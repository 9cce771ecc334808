"""The short interview at verification: does the person know what awaits them, and are there signs of trafficking?

Domain 1.2 (officers ask whether rights are understood and there is no sign of trafficking) and 4.2 (the signs)."""

from __future__ import annotations

from dataclasses import dataclass

from portal.words import Words, say

UNDECIDED = ("belum_ada", say("Belum memilih pekerjaan"))  # no answer to worry about
ANSWERS: tuple[tuple[str, Words], ...] = (("ya", say("Ya")), ("tidak", say("Tidak")), ("belum", say("Belum jelas")))


@dataclass(frozen=True)
class Question:
    """`good` is the answer that gives no cause for worry; where `may_wait`, one may also not have chosen a job yet."""

    code: str
    words: Words
    good: str
    may_wait: bool = False

    @property
    def answers(self) -> tuple[tuple[str, Words], ...]:
        return (*ANSWERS, UNDECIDED) if self.may_wait else ANSWERS


QUESTIONS: tuple[Question, ...] = (
    Question("pemberi_kerja", say("Tahu siapa pemberi kerjanya"), "ya", may_wait=True),
    Question("upah", say("Tahu upah dan potongannya"), "ya", may_wait=True),
    Question("biaya", say("Tahu rincian biaya dan siapa yang menanggungnya"), "ya"),
    Question("paspor", say("Paspor dan KTP dipegang sendiri"), "ya"),
    Question("perekrut", say("Ada perantara yang mengajak atau mengurus"), "tidak"),
    Question("bayar", say("Diminta bayar dulu, atau ke rekening pribadi"), "tidak"),
    Question("visa", say("Dijanjikan visa kunjungan, ziarah atau umrah"), "tidak"),
    Question("tampung", say("Disuruh tinggal di penampungan, atau diberi uang saku pengikat"), "tidak"),
    Question("diam", say("Disuruh berangkat diam-diam tanpa diketahui desa"), "tidak"),
)


def worries(interview: dict[str, str]) -> list[tuple[Question, Words]]:
    """Questions whose answer gives cause to ask on, with that answer in words."""
    return [(question, dict(question.answers)[said]) for question in QUESTIONS
            if (said := interview.get(question.code)) in dict(question.answers)
            and said != question.good and said != UNDECIDED[0]]
