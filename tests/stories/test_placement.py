"""From a job order to the return home, in a real browser: an order is proposed and approved; one person is linked,
passes all gates, departs, arrives and returns; another fails health, a third withdraws; and what each role sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from portal import clock
from portal.commands.demo import PASSWORD
from portal.rules.inbox_words import MONTHS
from tests.stories.desk import Desk
from tests.stories.hand import Hand
from tests.support.pictures import photo

pytestmark = pytest.mark.xdist_group("stories")

Phone = Callable[..., Any]
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
VILLAGE, OFFICER, BALAI, COMPANY, MINISTRY = (f"0812000000{n:02}" for n in (3, 4, 7, 10, 11))
_NEXT = count(901)
# of the demo candidate's family, all verified: three for each story
_FREE = iter(["Lina Contoh", "Rina Contoh", "Tina Contoh", "Sela Contoh", "Mina Contoh", "Gina Contoh"])
_AT: dict[str, str] = {}  # where somebody's placement is
TODAY, LATER = clock.today(), clock.today() + timedelta(days=700)


def said(day: Any) -> str:
    return f"{day.day}-{day.month}-{day.year}"


@BOTH
def test_from_a_job_order_to_the_return_home(phone: Phone, javascript: bool, tmp_path: Path) -> None:
    number = f"SIP2MI-CERITA-{next(_NEXT)}"
    company = Desk(phone(javascript=javascript, width=1000), COMPANY, javascript).sign_in()
    ministry = Desk(phone(javascript=javascript, width=1000), MINISTRY, javascript).sign_in()
    order = proposes(company, number)
    approves(ministry, number)
    siti = Hand(phone(javascript=javascript, width=320), javascript)
    signs_in(siti)
    people = {name: number_of(siti, name) for name in (next(_FREE), next(_FREE), next(_FREE))}
    (one, unfit, gone), reg = people, people.get

    applies(siti, order, one)
    accepts(company, one)
    for name in (unfit, gone):
        links(company, number, *birth_of(siti, name, reg(name)))
    village = Desk(phone(javascript=javascript), VILLAGE, javascript).sign_in()
    balai = Desk(phone(javascript=javascript, width=1000), BALAI, javascript).sign_in()
    officer = Desk(phone(javascript=javascript, width=1000), OFFICER, javascript).sign_in()
    village_sees(village, reg(one), "Menyiapkan keberangkatan")

    fails_health(balai, company, siti, reg(unfit), unfit)
    withdraws(siti, company, reg(gone), gone)

    sends_photo(siti, reg(one), tmp_path)
    passes(company, officer, balai, one)
    status(phone, javascript, siti, reg(one), one, "Menyiapkan keberangkatan")
    departs(balai, one)
    village_sees(village, reg(one), "Berangkat")
    shows_card(siti, reg(one))
    reports(siti, reg(one), "Saya sudah tiba", {"Tanggal": said(TODAY)}, "Kedatangan Anda tercatat.")
    opened(company, one, "Bekerja")
    returns(village, reg(one))
    siti.go(f"/pendaftaran/{reg(one)}/penempatan")
    expect(siti.page.locator("main .panel")).to_contain_text("Pulang")
    closes(officer, one)
    siti.go(f"/pendaftaran/{reg(one)}")
    expect(siti.page.locator("main")).to_contain_text("Penempatan lewat pendaftaran ini sudah selesai.")


# -- the order ---------------------------------------------------------------------------------------------------------
def proposes(company: Desk, number: str) -> str:
    """The proposal's id."""
    company.go("/p3mi/lowongan/baru")
    page = company.page
    company.fill({"Nomor izin perekrutan (SIP2MI)": number, "Berlaku sampai": said(TODAY + timedelta(days=60)),
                  "Jalur": "Lewat perusahaan", "Jabatan": "Operator produksi",
                  "Nama pemberi kerja baru": "Contoh Cerita",
                  "Jenis pemberi kerja": "Perusahaan", "Tempat untuk laki-laki": "0", "Tempat untuk perempuan": "2",
                  "Tempat untuk siapa saja": "1", "Gaji terendah sebulan": "28590", "Gaji tertinggi sebulan": "28590",
                  "Jam kerja seminggu": "40", "Lama kontrak, dalam bulan": "36", "Umur terendah": "18",
                  "Biaya ditanggung siapa": "Pemberi kerja: tiket."})
    for label, option in (("Bidang", "Pabrik"), ("Negara", "Taiwan"), ("Mata uang", "TWD, dolar Taiwan"),
                          ("Pendidikan terendah", "SMA atau sederajat")):
        page.get_by_label(label, exact=True).select_option(label=option)
    company.go_on("Kirim usulan")
    expect(page.locator("main")).to_contain_text("Usulan terkirim")
    return re.search(r"/lowongan/(\d+)", page.url)[1]


def approves(ministry: Desk, number: str) -> None:
    ministry.go("/pusat")
    ministry.page.locator("main li", has_text=number).get_by_role("link").first.click()
    expect(ministry.page.locator("h1")).to_contain_text(number)
    ministry.go_on("Setujui")
    expect(ministry.page.get_by_role("status")).to_contain_text("Lowongan disetujui")


# -- the person --------------------------------------------------------------------------------------------------------
def signs_in(siti: Hand) -> None:
    siti.go("/akun/masuk")
    siti.fill({"Nomor HP atau email": "081200000001", "Kata sandi": PASSWORD})
    siti.press("Masuk")
    siti.page.wait_for_url("**/pendaftaran*")


def number_of(siti: Hand, name: str) -> str:
    siti.go("/pendaftaran")
    return siti.page.locator("main li", has_text=name).locator("b").inner_text()


def birth_of(siti: Hand, name: str, number: str) -> tuple[str, str, str]:
    """(name, number, birth date) as the person tells the company's office."""
    siti.go(f"/pendaftaran/{number}/data")
    born = siti.page.locator("dt", has_text="Tanggal lahir").first
    day, month, year = born.locator("xpath=following-sibling::dd[1]").inner_text().split()[:3]
    return name, number, f"{day}-{MONTHS[month[:3].lower()]}-{year}"


def applies(siti: Hand, order: str, name: str) -> None:
    siti.go(f"/lowongan/{order}")
    siti.page.get_by_role("link", name="Lamar lowongan ini").click()
    siti.fill({"Siapa yang melamar?": name})
    siti.press("Lamar")
    expect(siti.page.get_by_role("status")).to_contain_text("Lamaran terkirim.")


def sends_photo(siti: Hand, number: str, folder: Path) -> None:
    """The passport's, from the phone: in pieces with JavaScript, in one without."""
    file = folder / "paspor.jpg"
    file.write_bytes(photo())
    siti.go(f"/pendaftaran/{number}/penempatan/syarat/paspor")
    siti.page.get_by_role("link", name="Tambah foto atau PDF").click()
    siti.page.get_by_label("Tambah foto atau PDF").set_input_files(file)
    siti.page.get_by_role("button", name="Kirim foto").click()
    expect(siti.page.get_by_role("img", name="Halaman 1")).to_be_visible()


def withdraws(siti: Hand, company: Desk, number: str, name: str) -> None:
    siti.go(f"/pendaftaran/{number}/penempatan")
    siti.page.get_by_role("link", name="Batalkan penempatan ini").click()
    siti.fill({"Alasan": "Urusan keluarga"})
    siti.press("Ya, batalkan")
    expect(siti.page.get_by_role("status")).to_contain_text("Penempatan dibatalkan.")
    listed(company, name, "batal")


def shows_card(siti: Hand, number: str) -> None:
    siti.go(f"/pendaftaran/{number}/e-kpmi")
    siti.page.emulate_media(media="print")
    code = siti.page.locator(".card").get_by_role("img", name="Kode QR untuk memeriksa kartu").locator("svg")
    expect(code).to_be_visible()
    assert code.bounding_box()["width"] > 90, "a phone's camera needs some 24 mm"
    siti.page.emulate_media(media="screen")


def reports(siti: Hand, number: str, what: str, answers: dict[str, Any], answer: str) -> None:
    siti.go(f"/pendaftaran/{number}/kabar")
    siti.page.get_by_role("link", name=what).click()
    siti.fill(answers)
    siti.press("Kirim")
    expect(siti.page.get_by_role("status")).to_contain_text(answer)


def status(phone: Phone, javascript: bool, siti: Hand, number: str, name: str, title: str) -> None:
    """What anybody learns who knows number and birth date: the stage, and no name."""
    stranger = Hand(phone(javascript=javascript), javascript)
    stranger.go("/status")
    stranger.fill({"Nomor pendaftaran": number, "Tanggal lahir": birth_of(siti, name, number)[2]})
    stranger.press("Cek")
    result = stranger.page.locator("main")
    expect(result.locator("h2")).to_have_text(title)
    expect(result).not_to_contain_text(name.split()[0])


# -- the company -------------------------------------------------------------------------------------------------------
def listed(desk: Desk, name: str, state: str) -> None:
    desk.go(f"/penempatan?keadaan={state}")
    expect(desk.page.locator("main .list")).to_contain_text(name)


def opened(desk: Desk, name: str, stage: str = "") -> None:
    """The placement's page, found in the lists for the first time, and remembered."""
    for state in () if name in _AT else ("melamar", "disiapkan"):
        desk.go(f"/penempatan?keadaan={state}")
        if desk.page.get_by_role("link", name=name, exact=True).count():
            desk.follow(name)
            _AT[name] = re.search(r"/penempatan/\d+", desk.page.url)[0]
            break
    else:
        desk.go(_AT[name])
    expect(desk.page.locator("h1")).to_contain_text("Penempatan 26-")
    if stage:
        expect(desk.page.locator("main .panel")).to_contain_text(stage)


def accepts(company: Desk, name: str) -> None:
    opened(company, name, "Melamar")
    company.follow("Terima pelamar")
    company.go_on("Terima pelamar")
    expect(company.page.locator("main .panel")).to_contain_text("Menyiapkan keberangkatan")


def links(company: Desk, order: str, name: str, number: str, birth: str) -> None:
    company.go("/penempatan/baru")
    company.fill({"Nomor pendaftaran": number, "Tanggal lahir": birth})
    company.page.get_by_label("Lowongan", exact=True).select_option(label=f"Operator produksi, {order}")
    company.go_on("Mulai penempatan")
    expect(company.page.locator("main .facts").first).to_contain_text(name)


def brings(desk: Desk, name: str, gate: str, answers: dict[str, Any], choices: dict[str, str] | None = None) -> None:
    opened(desk, name)
    desk.follow(f"Buka {gate}")
    desk.fill(answers)
    for label, option in (choices or {}).items():
        desk.page.get_by_label(label, exact=True).select_option(label=option)
    assert desk.go_on("Kirim") == 200
    expect(desk.page.get_by_role("status")).to_contain_text("Bukti disimpan.")


# -- gates -------------------------------------------------------------------------------------------------------------
PAPER = {"Nomor": "CERITA-1", "Tanggal terbit": said(TODAY)}
FROM = {"Diterbitkan oleh": "Penerbit Contoh"}
UNTIL = {"Berlaku sampai": said(LATER)}
AGREEMENT = {"Pemberi kerja": "Contoh Cerita", "Alamat pemberi kerja": "Taoyuan", "Jabatan": "Operator produksi",
             "Jam kerja seminggu": "40", "Gaji sebulan": "20000", "Cara gaji dibayar": "Ditransfer",
             "Lama kontrak dalam bulan": "36", "Cuti dan waktu istirahat": "1 hari seminggu",
             "Fasilitas: tempat tinggal, makan, perjalanan": "Asrama", "Jaminan sosial dan asuransi": "Ada",
             "Jaminan keselamatan selama bekerja": "Alat pelindung", "Hak dan kewajiban": "Menurut lampiran"}


def passes(company: Desk, officer: Desk, balai: Desk, name: str) -> None:
    """All gates; the agreement with less pay than promised is sent back once, and told in plain words."""
    brings(company, name, "Perjanjian penempatan", {**PAPER, "Rincian biaya": "Semua oleh pemberi kerja"})
    decides(officer, name, "Perjanjian penempatan")
    for gate, more in (("Surat sehat dan psikotes", {"Hasil": "Sehat dan laik kerja", **PAPER, **FROM, **UNTIL}),
                       ("Sertifikat kompetensi", {"Hasil": "Lulus", **PAPER, **FROM}),
                       ("Paspor", {**FROM, "Nomor": "C1234567", **UNTIL}),
                       ("Jaminan sosial (BPJS Ketenagakerjaan)", {**PAPER, **UNTIL})):
        brings(company, name, gate, more)
        decides(balai, name, gate)
    where = {"Negara": "Taiwan", "Mata uang": "TWD, dolar Taiwan"}
    brings(company, name, "Perjanjian kerja", {**PAPER, **UNTIL, **AGREEMENT}, where)
    opened(balai, name)
    balai.follow("Buka Perjanjian kerja")
    expect(balai.page.locator("main .warning")).to_contain_text("Gaji lebih rendah dari yang dijanjikan.")
    assert balai.go_on("Terima") == 422
    balai.fill({"Alasan": "Gaji harus sesuai lowongan."})
    balai.go_on("Minta diganti")
    brings(company, name, "Perjanjian kerja", {**PAPER, **UNTIL, **AGREEMENT, "Gaji sebulan": "28590"}, where)
    decides(balai, name, "Perjanjian kerja")
    brings(company, name, "Visa kerja", {"Hasil": "Visa atau izin kerja", "Nomor": "V1", **UNTIL})
    decides(balai, name, "Visa kerja")
    brings(balai, name, "Orientasi Pra Pemberangkatan (OPP)",
           {"Hasil": "Hadir sampai selesai", "Diterbitkan oleh": "BP3MI", "Tanggal terbit": said(TODAY)})


def decides(office: Desk, name: str, gate: str) -> None:
    opened(office, name)
    office.follow(f"Buka {gate}")
    office.go_on("Terima")
    expect(office.page.locator("dt", has_text=re.compile(f"^{re.escape(gate)}$")).locator(
        "xpath=following-sibling::dd[1]")).to_contain_text("Terpenuhi")


def fails_health(balai: Desk, company: Desk, siti: Hand, number: str, name: str) -> None:
    brings(company, name, "Surat sehat dan psikotes", {"Hasil": "Tidak laik kerja", **PAPER, **FROM, **UNTIL})
    decided(balai, name, "Surat sehat dan psikotes", "Belum lulus")
    balai.follow("Gagal berangkat")
    balai.fill({"Alasan": "Sakit atau tidak laik kerja", "Penjelasan": "Menurut pemeriksaan kesehatan."})
    balai.go_on("Gagal berangkat")
    expect(balai.page.locator("main .panel")).to_contain_text("Gagal berangkat")
    siti.go(f"/pendaftaran/{number}/penempatan")
    expect(siti.page.locator("main .panel")).to_contain_text("Menurut pemeriksaan kesehatan.")
    listed(company, name, "gagal")


def decided(office: Desk, name: str, gate: str, state: str) -> None:
    opened(office, name)
    office.follow(f"Buka {gate}")
    office.go_on("Terima")
    expect(office.page.locator("main .summary")).to_contain_text(state)


def departs(balai: Desk, name: str) -> None:
    opened(balai, name)
    balai.follow("Terbitkan E-KPMI")
    balai.go_on("Terbitkan E-KPMI")
    expect(balai.page.locator("main .panel")).to_contain_text("Siap berangkat")
    balai.follow("Catat berangkat")
    balai.fill({"Tanggal": said(TODAY)})
    balai.go_on("Catat berangkat")
    expect(balai.page.locator("main .panel")).to_contain_text("Sudah tercatat berangkat.")


# -- the village, and the end ------------------------------------------------------------------------------------------
def village_sees(village: Desk, number: str, stage: str) -> None:
    """Name and stage; nothing of the job, of health or of wages."""
    village.go(f"/desa/{number}")
    main = village.page.locator("main")
    expect(main).to_contain_text(f"{stage}, sejak")
    for hidden in ("Operator produksi", "TWD", "laik kerja", "Contoh Cerita"):
        expect(main).not_to_contain_text(hidden)


def returns(village: Desk, number: str) -> None:
    village.go(f"/desa/{number}")
    village.follow("Catat pulang")
    village.fill({"Alasan": "Kontrak selesai", "Tanggal": said(TODAY)})
    village.go_on("Catat pulang")
    expect(village.page.locator("main")).to_contain_text("Pulang, sejak")


def closes(officer: Desk, name: str) -> None:
    opened(officer, name, "Pulang")
    officer.follow("Tutup penempatan (purna)")
    officer.go_on("Tutup penempatan (purna)")
    expect(officer.page.locator("main .panel")).to_contain_text("Purna")
