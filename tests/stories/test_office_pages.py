"""Every page of the offices is for everybody: no violation that axe knows, in light and in dark, and no sideways
scrolling at 320 px, nor at twice the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from playwright.sync_api import expect

from portal.commands.demo import PASSWORD
from tests.stories.desk import Desk
from tests.stories.hand import Hand
from tests.stories.look import Look

pytestmark = pytest.mark.xdist_group("stories")

Phone = Callable[..., Any]
TOO_LATE = "versi => document.querySelectorAll('[name=versi]').forEach(one => one.value = versi)"


@pytest.fixture
def seen(phone: Phone) -> Any:
    """`seen(number)` is an officer at work, whose every page is looked at; all that was wrong is told at the end."""
    looks = []

    def sit(number: str, kind: type[Hand] = Desk) -> Any:
        page = phone(width=320, bypass_csp=True)
        looks.append(Look(page))
        return kind(page, number, look=looks[-1]).sign_in() if kind is Desk else kind(page, look=looks[-1])

    yield sit
    for look in looks:
        look.check()


def test_the_queue_and_the_file(seen: Callable[..., Desk]) -> None:
    officer = seen("081200000004")
    page, look = officer.page, officer.look
    for path in ("/petugas/antrean", "/petugas/antrean?keadaan=semua", "/petugas/antrean?desa=cilamaya",
                 "/petugas/antrean?desa=tidak-ada", "/petugas/loket"):
        officer.go(path)
    officer.go("/petugas/antrean")
    officer.press("Cari")
    page.get_by_role("alert").wait_for()
    look("nothing to seek")

    number = one_in(officer, "saya", "Diperiksa ·")
    officer.open_file(number)
    assert officer.go_on("Verifikasi dan terbitkan ID") == 422
    look("evidence is missing")
    for field in ("kontak/hp_kontak", "diri/lahir", "alamat/desa"):
        officer.go(f"/petugas/berkas/{number}/betulkan/{field}")
    officer.go_on("Simpan pembetulan")
    look("a correction without its reason")
    officer.go(f"/petugas/berkas/{number}/kembalikan")
    officer.put_on_list("field", "Nomor HP keluarga", "Nomor tidak dapat dihubungi")
    look("one item to return")
    assert officer.go_on("Tambahkan dokumen", "#tambah") == 422
    look("an item without a reason")
    page.evaluate(TOO_LATE, "0")
    assert officer.go_on("Kirim ke orangnya") == 409
    look("somebody was faster")
    officer.go_on("Hapus Nomor HP keluarga")
    officer.open_file(number)
    officer.go_on("Usulkan penolakan")
    look("a decision")
    assert officer.go_on("Usulkan penolakan") == 422
    look("a decision without its reason")
    elsewhere = Desk(page.context.new_page(), officer.demo.phone)
    elsewhere.open_file(number)
    elsewhere.go_on("Lepaskan berkas")
    officer.fill({"Alasan": "Ijazah milik orang lain."})
    assert officer.go_on("Usulkan penolakan") == 409
    look("a file that moved on")

    officer.open_file(one_in(officer, "diajukan"))
    assert officer.go_on("Buka berkas") == 422
    look("no purpose said")
    officer.fill({"Untuk apa Anda membuka berkas ini?": "Pengawasan"})
    officer.go_on("Buka berkas")
    look("a file that nobody has taken")


def test_the_supervisor(seen: Callable[..., Desk]) -> None:
    head = seen("081200000005")
    number = one_in(head, "usul_tolak")
    open_for_oversight(head, number)
    for link in ("Jangan tolak, periksa lagi", "Tolak pendaftaran"):
        head.open_file(number)
        head.follow(link)
        head.look(link)
    taken = one_in(head, "diperiksa", "Dipegang Pak Dinas")
    open_for_oversight(head, taken)
    head.follow("Serahkan ke petugas lain")
    head.look("another officer")
    open_for_oversight(head, one_in(head, "terverifikasi"))
    head.follow("Lihat kartu ID CPMI")
    head.look("a card")
    card = head.page.locator(".card dd").first.inner_text()
    head.go("/petugas/kartu")
    for text, status in ((card, 200), ("3215-26-0000000", 422), ("", 422)):
        head.fill({"Isi QR, atau nomor kartu": text})
        assert head.go_on("Periksa kartu") == status
        head.look(f"a card checked: {status}")
    for path in ("/petugas/loket", "/petugas/loket/pemulihan", "/petugas/pendamping", "/petugas/loket/jam"):
        head.go(path)
    head.page.get_by_label("Jam buka").first.fill("25.00")
    assert head.go_on("Simpan jam") == 422
    head.look("impossible hours")
    head.page.evaluate("document.querySelector('main form').action = '/petugas/buka-kunci'")  # after 20 idle minutes
    assert head.go_on("Simpan jam") == 422
    head.look("the lock")


def test_the_village(seen: Callable[..., Desk]) -> None:
    village = seen("081200000003")
    for path in ("/desa", "/desa?surat=semua", "/desa/surat", "/petugas/pendamping", "/petugas/kartu"):
        village.go(path)
    village.go("/desa")
    village.page.locator("main .list a").first.click()
    expect(village.heading).to_contain_text("Warga")
    village.look("a resident")
    for button in ("Catat diketahui", "Catat belum diketahui", "Catat"):
        assert village.go_on(button) == 422
        village.look(f"a resident, {button}")
    village.follow("Cetak surat izin")
    village.look("a letter")


def test_the_counter(seen: Callable[..., Desk]) -> None:
    counter = seen("081200000006")
    for path in ("/petugas/loket/datang", "/petugas/loket/bantu", "/petugas/loket/pemulihan"):
        counter.go(path)
    assert counter.go_on("Buat kode") == 422
    counter.look("no identity seen")
    for _ in range(2):
        counter.go("/petugas/loket/datang")
        counter.go_on("Beri karcis")
    counter.look("a ticket")
    counter.go("/petugas/loket")
    counter.go_on("Panggil berikutnya")
    counter.look("somebody in front")
    counter.follow("Layar ruang tunggu")
    counter.look("the waiting room")
    counter.go("/petugas/loket")
    assert counter.go_on("Buka berkas") == 422
    counter.look("a file that is not found")
    counter.go_on("Tidak datang")
    counter.look("somebody who did not come")
    counter.go("/petugas/loket/bantu")
    counter.go_on("Mulai untuk orang ini")
    counter.look("typing for somebody")


def test_the_admin_and_a_new_officer(seen: Callable[..., Desk]) -> None:
    admin = seen("081200000008")
    for path in ("/petugas/admin", "/petugas/admin/undang", "/petugas/admin/kantor", "/petugas/loket/jam"):
        admin.go(path)
    admin.go("/petugas/admin/undang")
    assert admin.go_on("Kirim undangan") == 422
    admin.look("an invitation to nobody")
    admin.go("/petugas/admin/kantor")
    admin.follow("Dinas Tenaga Kerja Kabupaten Subang")
    admin.look("an office")
    admin.go("/petugas/admin")
    admin.follow("Pak Subang Contoh")
    admin.look("an officer")
    admin.follow("Hapus aplikasi kode (HP hilang)")
    admin.look("asked once more")
    admin.go_on("Ya, hapus aplikasi kode")
    admin.look("an officer who lost the telephone")

    fresh = seen("081200000009", kind=Hand)
    fresh.go("/akun/masuk")
    fresh.fill({"Nomor HP atau email": "081200000009", "Kata sandi": PASSWORD})
    fresh.press("Masuk")
    expect(fresh.heading).to_have_text("Pasang aplikasi kode")
    fresh.look("the app's secret")
    secret = fresh.page.locator("code").inner_text()
    fresh.fill({"Kode 6 angka dari aplikasi": pyotp.TOTP(secret).now()})
    fresh.press("Pasang")
    expect(fresh.page.locator("code")).to_have_count(8)
    fresh.look("recovery codes")


def test_what_the_person_sees_of_the_offices(seen: Callable[..., Hand]) -> None:
    siti = seen("", kind=Hand)
    page = siti.page
    siti.go("/akun/masuk")
    siti.fill({"Nomor HP atau email": "081200000001", "Kata sandi": PASSWORD})
    siti.press("Masuk")
    page.wait_for_url(re.compile("/pendaftaran"))
    mend = page.get_by_role("link", name="Perbaiki sekarang").first.get_attribute("href")
    siti.go(mend)
    page.get_by_role("link", name="Perbaiki sekarang").click()
    siti.arrive("alamat")
    siti.look("an item to mend")
    siti.fill({"Jalan, kampung atau dusun": ""})
    siti.send()
    page.get_by_role("alert").wait_for()
    siti.look("an item mended badly")
    number = mend.split("/")[2]
    for path in ("", "/dilihat", "/surat-izin", "/data"):
        siti.go(f"/pendaftaran/{number}{path}")
    siti.go("/akun/pendamping")
    siti.go("/pendaftaran")
    page.get_by_role("link", name="Dewi Contoh").click()
    page.locator("main .notice a").click()
    expect(siti.heading).to_have_text("ID CPMI")
    siti.look("the card")
    siti.go(f"/pendaftaran/{number}")
    siti.press("Janji datang ke loket")
    page.get_by_role("heading", name="Janji datang ke loket").wait_for()
    siti.look("times of the counter")
    page.get_by_label("Hari dan jam (WIB)").select_option(index=1)
    siti.press("Pesan waktu ini")
    page.get_by_text("Batalkan janji").wait_for()
    siti.look("an appointment")
    for path in ("/loket", "/loket?cari=karawang", "/loket?wilayah=32.15", "/loket/jadwal", "/bantuan/surat-izin"):
        siti.go(path)


# -- on the way --------------------------------------------------------------------------------------------------------
def one_in(officer: Desk, state: str, words: str = "") -> str:
    """The number of a file of the queue, in this state and with these words beside it."""
    officer.go(f"/petugas/antrean?keadaan={state}")
    return officer.page.locator("#hasil li", has_text=words).locator("b").first.inner_text()


def open_for_oversight(officer: Desk, number: str) -> None:
    officer.open_file(number)
    if officer.page.get_by_role("button", name="Buka berkas").count():
        officer.fill({"Untuk apa Anda membuka berkas ini?": "Pengawasan"})
        officer.go_on("Buka berkas")
        officer.look("a file")
