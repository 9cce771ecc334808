"""The whole way in a text browser: no styles, no scripts, no mouse, on a terminal wide or narrow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.people import CONSENT, PASSWORD, STEPS, TRUTH, VILLAGE
from tests.stories.terminal import TextBrowser


@pytest.fixture
def browser(served: str, tmp_path: Path, columns: int) -> Iterator[TextBrowser]:
    """w3m at the page where accounts are opened."""
    browser = TextBrowser(f"{served}/akun/daftar", tmp_path, columns)
    yield browser
    browser.close()


@pytest.mark.parametrize("columns", [80, 40])
def test_from_nothing_to_a_status(browser: TextBrowser, columns: int) -> None:
    own = f"90{columns}"  # the server is shared: each terminal has a phone and a NIK of its own
    browser.see("Buat akun")
    browser.fill("Nama Anda", "Siti Contoh")
    browser.fill("Nomor HP atau email", f"0812 7777 {own}")
    browser.fill("Kata sandi", PASSWORD)
    browser.tick(CONSENT)
    browser.press("Buat akun")
    browser.see("Belum ada pendaftaran")
    browser.press("Daftarkan orang")
    browser.see("Mendaftar bekerja ke luar negeri")
    browser.press("Mulai mendaftar")

    browser.see("Langkah 1 ")
    browser.press("Lanjutkan")
    browser.see("Pilih satu jalur dulu")
    for place, (slug, answers) in enumerate(STEPS, 1):
        browser.see(f"Langkah {place} ")
        if slug == "alamat":
            browser.fill("Desa atau kelurahan", "cilamaya")
            browser.press("Cari")
            browser.see(rf"\( \) {VILLAGE}")
            browser.tick(VILLAGE)
        for label, value in answers.items():
            browser.fill(label, f"321501410703{own}" if label == "NIK" else value)
        browser.press("Lanjutkan")

    browser.see("Periksa lagi jawaban Anda")
    browser.tick(TRUTH)
    browser.press("Kirim pengajuan")
    number = browser.see(r"\d\d-\w{4}-\w{4}")
    browser.press("Akun")
    browser.see("Akun Anda")
    browser.press("Keluar")
    browser.see("Masuk")

    browser.press("Cek status")
    browser.see("Nomor pendaftaran")
    browser.fill("Nomor pendaftaran", number)
    browser.fill("Tanggal lahir", "1-7-2003")
    browser.press("Cek")
    assert browser.see(f"Nomor {number} Diajukan")
