"""Short lists of answers: (code, words)."""

from portal.words import Words, say

Choices = tuple[tuple[str, Words], ...]

MARITAL: Choices = (
    ("belum", say("Belum kawin")),
    ("kawin", say("Kawin")),
    ("cerai_hidup", say("Cerai hidup")),
    ("cerai_mati", say("Cerai mati")),
)
EDUCATION: Choices = (
    ("tidak", say("Tidak sekolah")),
    ("sd", say("SD atau sederajat")),
    ("smp", say("SMP atau sederajat")),
    ("sma", say("SMA atau sederajat")),
    ("smk", say("SMK")),
    ("diploma", say("Diploma (D1 sampai D3)")),
    ("sarjana", say("Sarjana (S1) atau lebih")),
)
RELATIONS: Choices = (
    ("pasangan", say("Suami atau istri")),
    ("orang_tua", say("Ayah atau ibu")),
    ("anak", say("Anak")),
    ("saudara", say("Kakak atau adik")),
    ("lain", say("Keluarga lain")),
)
LANGUAGES: Choices = (
    ("inggris", say("Bahasa Inggris")),
    ("mandarin", say("Bahasa Mandarin")),
    ("kanton", say("Bahasa Kanton")),
    ("jepang", say("Bahasa Jepang")),
    ("korea", say("Bahasa Korea")),
    ("arab", say("Bahasa Arab")),
)
SKILLS: Choices = (
    ("rumah_tangga", say("Mengurus rumah")),
    ("lansia", say("Merawat orang tua")),
    ("anak", say("Mengasuh anak")),
    ("masak", say("Memasak")),
    ("mesin", say("Menjalankan mesin pabrik")),
    ("las", say("Mengelas")),
    ("bangunan", say("Pekerjaan bangunan")),
    ("tani", say("Bertani atau berkebun")),
    ("mengemudi", say("Mengemudi")),
)
