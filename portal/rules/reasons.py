"""Why an item is returned, and what the person can do about it."""

from __future__ import annotations

from dataclasses import dataclass

from portal.words import Words, say


@dataclass(frozen=True)
class Reason:
    """`about`: a field, a document, or both. `needs_note` where the list alone says too little."""

    code: str
    words: Words
    how: Words
    about: tuple[str, ...] = ("field", "document")
    needs_note: bool = False


REASONS: dict[str, Reason] = {
    reason.code: reason
    for reason in (
        Reason("beda_kartu", say("Tidak sama dengan KTP atau KK"),
               say("Lihat KTP atau KK. Ketik persis seperti tertulis di sana."), ("field",)),
        Reason("tidak_tersambung", say("Nomor tidak dapat dihubungi"),
               say("Tulis nomor yang aktif. Boleh nomor keluarga."), ("field",)),
        Reason("kurang", say("Kurang lengkap"), say("Lengkapi bagian ini."), ("field",)),
        Reason("tidak_jelas", say("Tidak terbaca"), say("Siapkan salinan yang jelas, atau bawa aslinya ke loket."),
               ("document",)),
        Reason("habis", say("Sudah tidak berlaku"), say("Siapkan yang masih berlaku."), ("document",)),
        Reason("tanpa_cap", say("Belum ditandatangani atau dicap desa"),
               say("Minta tanda tangan dan cap kepala desa, lalu bawa ke loket."), ("document",)),
        Reason("bukan_ini", say("Bukan dokumen yang diminta"), say("Siapkan dokumen yang disebut di sini."),
               ("document",)),
        Reason("lain", say("Alasan lain"), say("Baca catatan petugas di bawah ini."), needs_note=True),
    )
}


def reasons_for(about: str) -> list[Reason]:
    """Reasons that fit a 'field' or a 'document'."""
    return [reason for reason in REASONS.values() if about in reason.about]
