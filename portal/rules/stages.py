"""Stages in plain words: what each means, what comes next, and by when (domain stage table S1, SB)."""

from __future__ import annotations

from dataclasses import dataclass

from portal.words import Words, say


@dataclass(frozen=True)
class Stage:
    """`workdays` is the service standard for the next step; None where nobody owes one."""

    title: Words
    meaning: Words
    next: Words
    workdays: int | None = None


STAGES: dict[str, Stage] = {
    "diajukan": Stage(
        say("Diajukan"),
        say("Sudah dikirim, menunggu diperiksa petugas dinas."),
        say("Petugas mengambil berkas dalam 1 hari kerja, lalu memutuskan dalam 2 hari kerja."),
        3,
    ),
    "dibatalkan": Stage(
        say("Dibatalkan"),
        say("Pendaftaran ini ditarik kembali."),
        say("Tidak ada yang perlu dilakukan. Anda boleh mendaftar lagi kapan saja."),
    ),
}

EVENTS: dict[str, Words] = {
    "registration:submit": say("Pendaftaran dikirim"),
    "registration:withdraw": say("Pendaftaran ditarik kembali"),
    "registration:number_sent": say("Nomor pendaftaran dikirim ke HP lain"),
}
