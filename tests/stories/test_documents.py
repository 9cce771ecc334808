"""Photos from a real phone's browser: shrunk before they leave, and there after every break of the line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.stories.hand import Hand
from tests.support.pictures import noisy, photo

SEALED = """async () => {
  const asked = indexedDB.open("unggah")
  const base = await new Promise(good => { asked.onsuccess = () => good(asked.result) })
  const all = base.transaction("isi").objectStore("isi").getAll()
  const kept = await new Promise(good => { all.onsuccess = () => good(all.result) })
  base.close()
  const start = one => [...new Uint8Array(one.sealed).slice(0, 2)].join()
  return kept.map(one => !one.photo && start(one) !== "255,216")
}"""


@pytest.fixture
def camera(tmp_path: Path) -> Path:
    """A photo of four megabytes, as a phone's camera takes it."""
    path = tmp_path / "IMG_0001.jpg"
    path.write_bytes(noisy(4_000_000))
    return path


def at_a_document(page: Page, javascript: bool = True) -> Hand:
    hand = Hand(page, javascript)
    hand.sign_up()
    hand.begin()
    hand.walk(until="alamat")
    draft = page.url.split("/")[4]
    page.goto(f"/pendaftaran/{draft}/dokumen")
    page.get_by_role("link", name="Kartu Keluarga").click()
    expect(page.get_by_role("heading", name="Kartu Keluarga")).to_be_visible()
    page.wait_for_load_state("load")  # until its script has run, the form would go as without one
    return hand


def arrived(page: Page, pages: int = 1) -> None:
    expect(page.get_by_role("button", name=re.compile("^Hapus halaman"))).to_have_count(pages)


def test_without_javascript_the_photo_goes_as_it_is(phone: Any, tmp_path: Path) -> None:
    page = phone(javascript=False, width=320)
    at_a_document(page, javascript=False)
    file = tmp_path / "kk.jpg"
    file.write_bytes(photo())
    page.get_by_label("Foto dokumen").set_input_files(file)
    page.get_by_role("button", name="Kirim foto").click()
    arrived(page)
    expect(page.get_by_text("Terkirim")).to_be_visible()
    file.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    page.get_by_label("Tambah halaman").set_input_files(file)
    page.get_by_role("button", name="Kirim foto").click()
    expect(page.get_by_role("alert")).to_contain_text("berisi hal lain")
    arrived(page)


def test_a_camera_photo_is_shrunk_before_it_leaves(phone: Any, camera: Path) -> None:
    page = phone(width=320)
    at_a_document(page)
    sent: list[Any] = []
    page.on("requestfinished", lambda request: sent.append(request))
    page.get_by_label("Foto dokumen").set_input_files(camera)
    page.get_by_role("button", name="Kirim foto").click()
    arrived(page)
    up = sum(int(request.all_headers().get("content-length", 0)) for request in sent)
    assert 50_000 < up < 260_000
    assert page.evaluate("document.querySelector('img').naturalWidth") > 100


def test_a_line_that_breaks_and_a_reload_cost_nothing(phone: Any, camera: Path) -> None:
    page = phone(width=320)
    at_a_document(page)
    pieces: list[str] = []
    mended: list[bool] = []

    def break_the_line(route: Any) -> None:
        pieces.append(route.request.headers.get("upload-offset", ""))
        if len(pieces) == 1 or mended:
            route.continue_()
        else:
            route.abort()

    page.route("**/unggah/*", break_the_line)
    page.get_by_label("Foto dokumen").set_input_files(camera)
    page.get_by_role("button", name="Kirim foto").click()
    expect(page.get_by_text("Menunggu sinyal")).to_be_visible()
    assert page.evaluate(SEALED) == [True]
    here = page.url
    page.goto("/akun")
    expect(page.get_by_text("Ada foto yang menunggu sinyal")).to_be_visible()
    mended.append(True)
    page.get_by_role("link", name="Lihat", exact=True).click()  # or a reload, as a phone with little memory does
    page.wait_for_url(here)
    arrived(page)
    assert pieces.count("0") == 1, pieces  # what had arrived was not sent again
    page.goto("/akun")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Ada foto yang menunggu sinyal")).to_have_count(0)


def test_a_session_that_ends_in_the_middle_is_told_and_the_photo_is_sent_again(phone: Any, camera: Path) -> None:
    page = phone(width=320)
    hand = at_a_document(page)
    here, pieces = page.url, []

    def leave(route: Any) -> None:
        pieces.append(route.request.headers.get("upload-offset", ""))
        if len(pieces) == 2:
            page.context.clear_cookies()
        route.continue_()

    page.route("**/unggah/*", leave)
    page.get_by_label("Foto dokumen").set_input_files(camera)
    page.get_by_role("button", name="Kirim foto").click()
    expect(page.get_by_text("belum terkirim. Masuk, lalu kirim lagi")).to_be_visible()
    assert page.evaluate(SEALED) == []
    page.unroute("**/unggah/*")
    page.get_by_role("status").get_by_role("link", name="Masuk").click()
    hand.sign_in()
    page.wait_for_url(here)
    expect(page.get_by_text("selama belum keluar dari akun")).to_be_visible()
    page.wait_for_load_state("load")
    page.get_by_label("Foto dokumen").set_input_files(camera)
    page.get_by_role("button", name="Kirim foto").click()
    arrived(page)


def test_a_phone_that_can_keep_nothing_says_so(phone: Any, camera: Path) -> None:
    page = phone(width=320)
    page.add_init_script("IDBFactory.prototype.open = () => { throw new Error('none') }")
    at_a_document(page)
    cut = [True]
    page.route("**/unggah*", lambda route: route.abort() if cut else route.continue_())
    page.get_by_label("Foto dokumen").set_input_files(camera)
    page.get_by_role("button", name="Kirim foto").click()
    expect(page.get_by_text("Jangan tutup halaman ini")).to_be_visible()
    assert not [name for name in page.evaluate("Object.keys(localStorage)") if name.startswith("unggah")]
    cut.clear()
    arrived(page)


def test_a_file_that_is_no_photo_is_told_in_words(phone: Any, tmp_path: Path) -> None:
    page = phone(width=320)
    at_a_document(page)
    file = tmp_path / "surat.pdf"
    file.write_bytes(b"%PDF-1.4 nothing")
    page.get_by_label("Foto dokumen").set_input_files(file)
    page.get_by_role("button", name="Kirim foto").click()
    expect(page.get_by_role("status").filter(has_text="rusak")).to_be_visible()


def test_another_phone_sends_by_a_link_and_goes_on_after_it_was_switched_off(phone: Any, camera: Path) -> None:
    owner = phone()
    at_a_document(owner)
    owner.get_by_role("button", name="Kirim dari HP lain").click()
    link = owner.locator("main").get_by_text(re.compile("/foto/")).inner_text().strip()
    other = phone(width=320)
    other.goto(link[link.index("/foto/"):])
    sent: list[Any] = []
    other.on("requestfinished", lambda request: sent.append(request))
    cut: list[bool] = [True]
    other.route("**/unggah/*", lambda route: route.abort() if cut else route.continue_())
    other.get_by_label("Kartu Keluarga").set_input_files(camera)
    other.get_by_role("button", name="Kirim foto").click()
    expect(other.get_by_text("Menunggu sinyal")).to_be_visible()
    assert other.evaluate(SEALED) == [True]
    cut.clear()
    other.context.clear_cookies()
    other.reload()
    expect(other.get_by_text("Foto sudah terkirim")).to_be_visible()
    assert sum(int(request.all_headers().get("content-length", 0)) for request in sent) < 260_000
    assert other.evaluate(SEALED) == []
    owner.reload()
    owner.go_back()
    owner.reload()
    arrived(owner)


def test_who_is_signed_out_meanwhile_signs_in_and_sends_nothing_in_vain(phone: Any, camera: Path) -> None:
    """Not the four megabytes of the whole file, to be refused."""
    page = phone(width=320)
    at_a_document(page)
    sent: list[Any] = []
    page.on("requestfinished", lambda request: sent.append(request))
    page.get_by_label("Foto dokumen").set_input_files(camera)
    page.context.clear_cookies()
    page.get_by_role("button", name="Kirim foto").click()
    page.get_by_role("status").get_by_role("link", name="Masuk").click()
    page.wait_for_url(re.compile(r"/akun/masuk\?lanjut=/pendaftaran/\w+/dokumen/kk$"))
    assert sum(int(request.all_headers().get("content-length", 0)) for request in sent) < 10_000


def test_one_photo_at_a_time(phone: Any, camera: Path) -> None:
    """A second one, chosen while the first goes on, would take its place on the phone."""
    page = phone(width=320)
    at_a_document(page)
    page.route("**/unggah/*", lambda route: route.abort())
    page.get_by_label("Foto dokumen").set_input_files(camera)
    page.get_by_role("button", name="Kirim foto").click()
    expect(page.get_by_text("Menunggu sinyal")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Menunggu sinyal")).to_be_visible()
    expect(page.get_by_role("button", name="Kirim foto")).to_be_disabled()
    page.unroute("**/unggah/*")
    arrived(page)
    expect(page.get_by_role("button", name="Kirim foto")).to_be_enabled()


def test_what_is_cancelled_does_not_begin_anew(phone: Any, camera: Path) -> None:
    page = phone(width=320)
    at_a_document(page)
    page.route("**/unggah/*", lambda route: route.abort())
    page.get_by_label("Foto dokumen").set_input_files(camera)
    page.get_by_role("button", name="Kirim foto").click()
    expect(page.get_by_text("Menunggu sinyal")).to_be_visible()
    page.reload()
    page.unroute("**/unggah/*")
    announced: list[str] = []
    page.on("request", lambda request: announced.append(request.url) if request.url.endswith("/unggah") else None)
    page.route("**/unggah/*", lambda route: route.abort())
    page.get_by_role("button", name="Batalkan kiriman ini").click()
    expect(page.get_by_text("Belum selesai")).to_have_count(0)
    assert page.evaluate(SEALED) == []
    page.reload()
    page.wait_for_load_state("networkidle")
    assert announced == []
    arrived(page, pages=0)
