"""A registration on its way through the offices, in a real browser; and the officers' pages, for every officer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.stories.desk import Desk
from tests.stories.hand import Hand

pytestmark = pytest.mark.xdist_group("stories")

Phone = Callable[..., Any]
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
VILLAGE, OFFICER, HEAD, COUNTER = (f"08120000000{n}" for n in (3, 4, 5, 6))
NUMBER_OF_FAMILY, KK = "Nomor HP keluarga", "Kartu Keluarga"


@BOTH
def test_from_a_number_to_a_card(phone: Phone, javascript: bool) -> None:
    """Siti sends, the village knows, the officer returns two items, Siti mends them, the officer verifies."""
    siti = Hand(phone(javascript=javascript, width=320), javascript)
    number = sends(siti)
    stranger = Hand(phone(javascript=javascript), javascript)
    status(stranger, number, "Diajukan", "menunggu diperiksa", "belum diketahui desa")

    village = Desk(phone(javascript=javascript), VILLAGE, javascript).sign_in()
    confirms_the_letter(village, number)
    status(stranger, number, "Diajukan", "Surat izin keluargadiketahui desa")

    officer = Desk(phone(javascript=javascript, width=1000), OFFICER, javascript).sign_in()
    takes(officer, number)
    status(stranger, number, "Diperiksa", "Petugas sedang memeriksa")
    returns(officer)
    status(stranger, number, "Perlu diperbaiki", NUMBER_OF_FAMILY, "Nomor tidak dapat dihubungi", KK, "Tidak terbaca",
           "Kirim paling lambat")

    reads_what_is_asked(siti, number)
    mends(siti, number)
    status(stranger, number, "Diperiksa", "Petugas sedang memeriksa")
    expect(stranger.page.get_by_text(NUMBER_OF_FAMILY)).to_have_count(0)

    finds_it_again(officer, number)
    verifies(officer)
    status(stranger, number, "Terverifikasi", "ID CPMI sudah terbit")

    siti.go(f"/pendaftaran/{number}")
    card = prints_card(siti, siti.page.locator("main .notice a").inner_text())
    assert prints_card(officer, "Lihat kartu ID CPMI") == card


@BOTH
def test_the_queue_is_refreshed_in_place(phone: Phone, javascript: bool) -> None:
    """With htmx the results alone come anew, without it the page does; the rows are the same ones."""
    page = phone(javascript=javascript, width=1000)
    head = Desk(page, HEAD, javascript).sign_in()
    head.go("/petugas/antrean")
    ways: list[tuple[str, Callable[[], None]]] = [
        ("Diajukan", lambda: page.get_by_role("link", name="Perbarui").click()),
        ("Semua", lambda: filtered(head, "Semua")),
        ("Semua", lambda: page.get_by_role("link", name="Berikutnya", exact=True).click()),
        ("Hasil pencarian", lambda: sought(head, "0150")),
    ]
    for title, way in ways:
        if javascript:
            page.evaluate("document.querySelector('h1').dataset.seen = 'yes'")
        with page.expect_response(re.compile("/petugas/antrean")) as answered:
            way()
        assert ("<html" in answered.value.text()) is not javascript, title
        expect(page.locator("#hasil h2")).to_have_text(title)
        assert page.locator("#hasil li").count() > 1, title
        expect(page.locator("h1[data-seen]")).to_have_count(1 if javascript else 0)
    assert "0150" not in page.url  # what was sought never stands in an address
    page.go_back()
    expect(page.locator("#hasil h2")).to_have_text("Semua")


@BOTH
def test_the_waiting_room_sees_numbers_only(phone: Phone, javascript: bool) -> None:
    """A ticket is called, and the file of the person in front opened: the screen tells the ticket's number."""
    number = sends(Hand(phone()))
    desk = Desk(phone(javascript=javascript), COUNTER, javascript).sign_in()
    page = desk.page
    tickets = [gives_ticket(desk) for _ in range(2)]
    screen = phone(javascript=javascript, width=1000)
    if javascript:
        screen.clock.install()
    desk.go("/petugas/loket?meja=bank")
    screen.goto(page.get_by_role("link", name="Layar ruang tunggu").get_attribute("href"))
    for ticket in tickets:
        expect(screen.locator(".list")).to_contain_text(ticket)

    desk.go_on("Panggil berikutnya")
    expect(page.locator(".big")).to_have_text(tickets[0])
    desk.fill({"Nomor pendaftaran": number, "Tanggal lahir": "1-7-2003"})
    desk.go_on("Buka berkas")
    expect(page.get_by_role("link", name=f"Buka berkas {number}")).to_be_visible()
    if javascript:
        screen.clock.fast_forward(11_000)
    else:
        screen.get_by_role("link", name="Perbarui").click()
    expect(screen.locator(".big", has_text=tickets[0])).to_be_visible()
    expect(screen.locator(".list")).not_to_contain_text(tickets[0])
    for kept in ("Siti", "Contoh", number, number.replace("-", "")):
        expect(screen.locator("html")).not_to_contain_text(kept)
    desk.go_on("Selesai")
    desk.go_on("Panggil berikutnya")  # who waits is called, so that the next story begins with an empty room
    desk.go_on("Selesai")


# -- the person --------------------------------------------------------------------------------------------------------
def sends(siti: Hand) -> str:
    siti.sign_up()
    siti.begin()
    siti.walk()
    return siti.declare()


def reads_what_is_asked(siti: Hand, number: str) -> None:
    """The receipt says which two, and why."""
    siti.go(f"/pendaftaran/{number}")
    asked = siti.page.locator("main .list").first.locator("li")
    expect(asked).to_have_count(2)
    expect(asked.nth(0)).to_contain_text(f"{NUMBER_OF_FAMILY}\nNomor tidak dapat dihubungi", use_inner_text=True)
    expect(asked.nth(1)).to_contain_text(f"{KK}\nTidak terbaca", use_inner_text=True)


def mends(siti: Hand, number: str) -> None:
    """Those two pages alone are asked, with what the office said beside the field; then they are sent."""
    siti.page.get_by_role("link", name="Perbaiki sekarang").click()
    expect(siti.heading).to_have_text("Bagian yang perlu diperbaiki")
    expect(siti.page.locator("main .list li")).to_have_count(2)
    siti.page.get_by_role("link", name="Perbaiki sekarang").click()
    siti.arrive("kontak")
    expect(siti.page.locator("main .warning")).to_contain_text("Sudah ditelepon tiga kali.")
    expect(siti.page.get_by_label("Nama keluarga yang dapat dihubungi")).to_have_count(0)
    siti.fill({NUMBER_OF_FAMILY: "0812 7000 0001"})
    siti.send()
    siti.arrive("berkas")
    expect(siti.page.get_by_role("group")).to_have_count(1)
    siti.fill({KK: "Bawa ke loket"})
    siti.send()
    expect(siti.heading).to_have_text("Periksa lagi perbaikan Anda")
    expect(siti.page.locator("main dt")).to_have_count(2)
    siti.send("Kirim perbaikan")
    siti.page.wait_for_url(f"**/{number}?*")
    expect(siti.page.get_by_role("status")).to_contain_text("Perbaikan sudah dikirim.")


def status(stranger: Hand, number: str, title: str, *said: str) -> None:
    """What anybody learns who knows the number and the birth date, and is not signed in."""
    stranger.ask_status(number)
    result = stranger.page.locator("main")
    expect(result.locator("h2")).to_have_text(title)
    for words in said:
        expect(result).to_contain_text(words)
    expect(result).not_to_contain_text("Siti")


# -- the offices -------------------------------------------------------------------------------------------------------
def confirms_the_letter(village: Desk, number: str) -> None:
    """From the list of residents, without a look at anything but name, stage and letter."""
    page = village.page
    village.go("/desa")
    for _ in range(8):
        if page.get_by_text(number).count():
            break
        village.follow("Berikutnya")
    page.locator("main li", has_text=number).get_by_role("link").click()
    expect(village.heading).to_have_text(f"Warga {number}")
    expect(page.locator("main")).not_to_contain_text("Taiwan")
    village.fill({"Nomor surat": "140/27/Ds", "Tanggal surat": "1-7-2026"})
    village.go_on("Catat diketahui")
    expect(page.get_by_role("status")).to_contain_text("Catatan surat izin disimpan.")
    expect(page.locator("main dl")).to_contain_text("Nomor 140/27/Ds")


def filtered(officer: Desk, state: str) -> None:
    officer.page.locator("summary").click()
    officer.page.get_by_label("Keadaan").select_option(label=state)
    officer.press("Saring")


def sought(officer: Desk, text: str) -> None:
    officer.fill({"Cari satu orang": text})
    officer.press("Cari")


def gives_ticket(desk: Desk) -> str:
    """A ticket for the bank's desk; its number."""
    desk.go("/petugas/loket/datang")
    desk.page.get_by_label("Meja").select_option("bank")
    desk.go_on("Beri karcis")
    return desk.page.locator(".big").inner_text()


def takes(officer: Desk, number: str) -> None:
    """Found by number in the queue, and taken from it."""
    page = officer.page
    officer.go("/petugas/antrean")
    sought(officer, number.lower().replace("-", " "))
    row = page.locator("#hasil li", has_text=number)
    expect(row).to_have_count(1)
    with page.expect_navigation():
        row.get_by_role("button", name="Ambil berkas").click()
    expect(officer.heading).to_have_text(number)
    expect(page.locator("main")).to_contain_text("Diketahui, nomor 140/27/Ds")


def returns(officer: Desk) -> None:
    """Both items, each with its reason; nothing is sent before it is."""
    officer.go_on("Kembalikan untuk diperbaiki")
    officer.put_on_list("field", NUMBER_OF_FAMILY, "Nomor tidak dapat dihubungi", "Sudah ditelepon tiga kali.")
    officer.put_on_list("document", KK, "Tidak terbaca")
    officer.go_on("Kirim ke orangnya")
    expect(officer.page.locator("main .facts").first).to_contain_text("Perlu diperbaiki")


def finds_it_again(officer: Desk, number: str) -> None:
    """The file is the same officer's: among their own, and open without a question; both items are marked as mended."""
    officer.go("/petugas/antrean?keadaan=saya")
    row = officer.page.locator("#hasil li", has_text=number)
    expect(row).to_contain_text("Anda yang memegang")
    row.get_by_role("link", name="Siti Contoh").first.click()
    expect(officer.heading).to_have_text(number)
    main = officer.page.locator("main")
    expect(main).to_contain_text("0812-7000-0001")
    expect(main.locator("li", has_text="· diperbaiki ")).to_have_count(2)


def verifies(officer: Desk) -> None:
    """Refused while originals and interview are open; done once they are seen and answered."""
    assert officer.go_on("Verifikasi dan terbitkan ID") == 422
    expect(officer.page.get_by_role("alert")).to_contain_text("Wawancara belum lengkap.")
    officer.see_originals()
    officer.interview()
    officer.go_on("Verifikasi dan terbitkan ID")
    expect(officer.page.locator("main .facts").first).to_contain_text("Terverifikasi")


def prints_card(hand: Hand, link: str) -> str:
    """The card on paper: number and QR are there, and nothing of the page around; its ID number."""
    page = hand.page
    page.get_by_role("link", name=link, exact=True).click()
    expect(page).to_have_url(re.compile("/kartu$"))
    page.emulate_media(media="print")
    card = page.locator(".card")
    expect(card.get_by_role("img", name="Kode QR untuk memeriksa kartu").locator("svg")).to_be_visible()
    box = card.locator("svg").bounding_box()
    assert box["width"] > 90, "a phone's camera needs some 24 mm"
    for around in ("h1", "nav", "footer", "main form"):
        expect(page.locator(around).locator("visible=true")).to_have_count(0)
    page.emulate_media(media="screen")
    return card.locator("dd").first.inner_text()
