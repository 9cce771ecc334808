"""Answers of a fictional person, by the labels that the pages show."""

from __future__ import annotations

from typing import Any

from tests.support.browser import Browser

PHONE, PASSWORD = "0812 9999 0001", "mangga tumbuh miring"
NIK, KK = "3215 0141 0703 0001", "3215011203100002"

STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("program", {"Berangkat lewat jalur apa?": "Lewat perusahaan"}),
    ("siapkan", {}),
    ("siapa", {"Siapa yang akan bekerja ke luar negeri?": "Saya sendiri"}),
    ("nik", {"NIK": NIK, "Nomor Kartu Keluarga (KK)": KK}),
    ("diri", {"Nama lengkap sesuai KTP": "Siti Contoh", "Tempat lahir": "Karawang", "Tanggal lahir": "1-7-2003",
              "Jenis kelamin": "Perempuan", "Status perkawinan": "Belum kawin"}),
    ("alamat", {"Jalan, kampung atau dusun": "Dusun Krajan", "RT": "4", "RW": "2",
                "Apakah Anda tinggal di alamat ini?": "Ya"}),
    ("pendidikan", {"Pendidikan terakhir": "SMP"}),
    ("pengalaman", {"Pernah bekerja di luar negeri?": "Belum pernah"}),
    ("kontak", {"Nama keluarga yang dapat dihubungi": "Ibu Contoh", "Hubungan dengan Anda": "Ayah atau ibu",
                "Nomor HP keluarga": "+62 812-3456-7890"}),
    ("izin", {"Siapa yang memberi izin?": "Ibu", "Surat izinnya sudah ada?": "Menyusul"}),
    ("bidang", {"Pekerjaan apa yang Anda minati?": "Pabrik"}),
    ("negara", {"Negara mana yang Anda minati?": "Taiwan"}),
    ("tempat", {"Di mana Anda ingin diperiksa?": "Kabupaten di KTP"}),
    ("berkas", {"KTP": "Ada", "Kartu Keluarga": "Ada", "Ijazah atau akta kelahiran": "Menyusul",
                "Surat status perkawinan": "Menyusul", "Surat izin keluarga, diketahui kepala desa": "Bawa"}),
)
VILLAGE = "Cilamaya"


def sign_up(browser: Browser, name: str = "Siti Contoh", contact: str = PHONE, password: str = PASSWORD) -> Browser:
    """Open an account, and be at the list of registrations."""
    browser.browse("/akun/daftar")
    return browser.submit({"Nama Anda": name, "Nomor HP atau email": contact, "Kata sandi": password,
                           CONSENT: True}, button="Buat akun")


CONSENT = "Saya sudah membaca data apa yang disimpan, dan setuju"


def begin(browser: Browser) -> str:
    """Open a draft; its id."""
    browser.browse("/pendaftaran/baru")
    browser.submit(button="Mulai mendaftar")
    return browser.path.split("/")[2]


OF_ANOTHER = {  # how a page asks about somebody else
    "Apakah Anda tinggal di alamat ini?": "Apakah ia tinggal di alamat ini?",
    "Hubungan dengan Anda": "Hubungan dengan orang itu",
    "Pekerjaan apa yang Anda minati?": "Pekerjaan apa yang ia minati?",
    "Negara mana yang Anda minati?": "Negara mana yang ia minati?",
    "Di mana Anda ingin diperiksa?": "Di mana ia ingin diperiksa?",
}
AGREEMENT = {"Bagaimana ia menyetujui?": "Ia ada di sini",
             "Ia tahu data apa yang saya isi, dan setuju saya mengisinya": True}


def answer(browser: Browser, slug: str, answers: dict[str, Any], expect: int = 303) -> Browser:
    """Answer the page that the browser is on, which must be this step."""
    assert browser.path.endswith(f"/{slug}"), f"at {browser.path}, not at {slug}: {browser.errors}"
    asked = browser.text
    answers = {label if label in asked else OF_ANOTHER.get(label, label): said for label, said in answers.items()}
    if slug in ("alamat", "domisili", "kantor"):
        browser.submit({**answers, "Desa atau kelurahan": "cilamaya"}, button="Cari", expect=200)
        answers = {**answers, "Desa atau kelurahan": VILLAGE}
    return browser.submit(answers, expect=expect)


def walk(browser: Browser, until: str = "periksa", **changes: dict[str, Any]) -> Browser:
    """Answer every page up to `until`, with changed answers by step."""
    for slug, answers in STEPS:
        if slug == until:
            break
        answer(browser, slug, {**answers, **changes.get(slug, {})})
        if browser.path.endswith("/persetujuan"):
            answer(browser, "persetujuan", AGREEMENT)
    return browser


def send(browser: Browser) -> str:
    """Declare and submit; the number on the receipt."""
    browser.submit({TRUTH: True}, button="Kirim pengajuan")
    return browser.path.rsplit("/", 1)[1]


TRUTH = "Data ini benar. Saya tahu data palsu dapat membuat pendaftaran ditolak."


def register(browser: Browser, **changes: dict[str, Any]) -> str:
    """From nothing to a number."""
    sign_up(browser)
    begin(browser)
    walk(browser, **changes)
    return send(browser)
