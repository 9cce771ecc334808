"""A person's own placement: applying, the checklist, bringing evidence, giving up, the E-KPMI."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.data.account import Account
from portal.data.message import Message
from portal.data.order import Order
from portal.data.placement import DepartureCard, Placement
from portal.rules import companies, order_moves, orders
from portal.rules.placement_gates import gates
from tests.support import catalog, placing
from tests.support.office import account, officer, sign_in
from tests.support.placing import again, go, linked, pass_gates, verified


@pytest.fixture
def siti(app):
    return verified()


@pytest.fixture
def own(client, siti):
    return sign_in(client, Account.get_by_id(siti.account_id))


def at(registration, more=""):
    return f"/pendaftaran/{registration.number}/penempatan{more}"


def test_from_the_receipt_to_an_application(own, siti):
    order = catalog.order()
    own.browse(f"/pendaftaran/{siti.number}").click("Penempatan")
    assert "Belum terhubung dengan pekerjaan" in own.text
    own.browse(f"/lowongan/{order.id}").click("Lamar lowongan ini")
    own.submit({"Siapa yang melamar?": f"Siti Contoh, {siti.number}"}, "Lamar")
    assert own.path == at(siti, "?kabar=lamar")
    assert "Lamaran sudah dikirim ke perusahaan" in own.text
    go(Placement.get(), "accept", "p3mi")
    own.browse(at(siti))
    assert "giliran perusahaan, sejak" in own.text
    assert "Sertifikat kompetensi" in own.text


def test_what_does_not_fit_is_told_before_applying(own, siti):
    order = catalog.order(min_age=50)
    own.browse(f"/lowongan/{order.id}/lamar")
    assert "Umurnya tidak sesuai" in own.text
    own.submit({"Siapa yang melamar?": f"Siti Contoh, {siti.number}"}, "Lamar", 422)
    assert Placement.select().count() == 0


def test_all_of_a_family_cost_no_more_queries_than_one(own, siti, queries):
    order = catalog.order()
    own.browse(f"/lowongan/{order.id}/lamar")
    queries.sql.clear()
    own.browse(f"/lowongan/{order.id}/lamar")
    alone = len(queries.sql)
    for _ in range(4):
        verified(Account.get_by_id(siti.account_id))
    queries.sql.clear()
    own.browse(f"/lowongan/{order.id}/lamar")
    assert len(queries.sql) == alone


def test_nobody_applies_without_a_verified_person_or_for_another_account(client, siti):
    order = catalog.order()
    sign_in(client, account()).browse(f"/lowongan/{order.id}/lamar")
    assert "Belum ada orang di akun ini" in client.text
    token = client.browse("/akun").token
    client.post(f"/lowongan/{order.id}/lamar", {"_t": token, "siapa": siti.number}, 422)
    client.browse("/lowongan/999/lamar", 404)
    client.browse(at(siti), 404)
    client.browse(at(siti, "/batal"), 404)


def test_the_person_brings_what_they_have(own, siti):
    placement = linked(registration=siti)
    own.browse(at(siti)).click("Buka Paspor")
    own.submit({"Diterbitkan oleh": "Imigrasi Karawang", "Nomor": "C1", "Berlaku sampai": "1-1-2020"}, "Kirim", 422)
    assert own.value("Nomor") == "C1"
    later = clock.today() + timedelta(days=900)
    own.submit({"Berlaku sampai": f"{later.day}-{later.month}-{later.year}"}, "Kirim")
    assert "Bukti terkirim" in own.text
    own.click("Kembali ke daftar syarat")
    assert "giliran BP3MI" in own.text
    own.browse(at(siti, "/syarat/paspor"))
    assert "Imigrasi Karawang" in own.text
    own.browse(at(siti, "/syarat/penempatan"))
    assert "Kirim" not in own.buttons
    own.browse(at(siti, "/syarat/coe"), 404)
    assert again(placement).state == "disiapkan"


def test_a_worse_agreement_is_shown_to_the_person(own, siti):
    placement = linked(catalog.order(wage_min=28_590), siti)
    placing.evidence.bring(placement, "perjanjian", placing.actor_of("p3mi", placement), placing.brought_for(
        gates()["perjanjian"], placement, terms=placing.terms_of(placement, wage=15_000)))
    own.browse(at(siti, "/syarat/perjanjian"))
    for words in ("Gaji lebih rendah", "Dijanjikan: TWD 28.590. Ditulis: TWD 15.000", "Jangan tanda tangan"):
        assert words in own.text, words


def test_who_applied_to_other_terms_is_asked(own, siti):
    order = catalog.order()
    own.browse(f"/lowongan/{order.id}/lamar").submit({"Siapa yang melamar?": "Siti Contoh"}, "Lamar")
    proposal = catalog.order(order.company, number=order.number, version=2, state="usulan", employer=order.employer,
                             wage_min=20_000, wage_max=20_000)
    order_moves.make_move(proposal, "approve", placing.Actor.at_work(officer("pusat", "kementerian", "")))
    assert Message.select().where(Message.kind == "placement:changed").count() == 1
    own.browse(at(siti))
    assert "Gaji sebulan: dulu TWD 28.590, sekarang TWD 20.000" in own.text
    worse = catalog.order(order.company, number=order.number, version=3, state="usulan", employer=order.employer,
                          wage_min=10_000, wage_max=10_000)
    order_moves.make_move(worse, "approve", placing.Actor.at_work(officer("pusat", "kementerian", "")))
    own.submit(button="Setuju dengan syarat baru", expect=409)  # to what this page never showed
    assert "sekarang TWD 10.000" in own.text
    own.submit(button="Setuju dengan syarat baru")
    assert "Perusahaan sekarang dapat menjawab" in own.text
    assert "Syarat lowongan berubah" not in own.text
    own.again()  # a double tap
    assert Placement.get().order_id == worse.id


def test_who_applied_to_what_was_closed_since_is_led_to_another_job(own, siti):
    order = catalog.order()
    own.browse(f"/lowongan/{order.id}/lamar").submit({"Siapa yang melamar?": "Siti Contoh"}, "Lamar")
    order_moves.make_move(orders.order(order.id), "close", placing.Actor.at_work(officer("pusat", "kementerian", "")),
                          reason="Pemberi kerja batal.")
    for page in (f"/pendaftaran/{siti.number}", at(siti)):
        own.browse(page)
        assert "Lowongan yang dilamar sudah ditutup" in own.text
        assert "pilih lowongan lain" in own.text
        assert "Perusahaan menjawab" not in own.text
    own.browse("/status").submit({"Nomor pendaftaran": siti.number, "Tanggal lahir": "1-7-2003"}, "Cek", 200)
    assert "Lowongan ditutup" in own.text
    own.browse(at(siti)).click("Batalkan lamaran ini")
    own.submit({"Alasan": "Pindah ke lowongan lain"}, "Ya, batalkan")
    own.click("Lihat lowongan resmi")
    assert own.path == "/lowongan"


def test_nobody_applies_to_a_version_that_does_not_count_or_a_proposal(own, siti):
    order = catalog.order()
    Order.update(state="diganti", open_number=None).where(Order.id == order.id).execute()
    newer = catalog.order(order.company, number=order.number, version=2)
    own.browse(f"/lowongan/{order.id}/lamar")
    assert own.path == f"/lowongan/{newer.id}/lamar"
    own.browse(f"/lowongan/{catalog.order(state='usulan').id}/lamar", 404)


def test_a_card_that_must_not_be_used_now_has_no_code_on_it(own, siti):
    placement = linked(registration=siti)
    placing.pass_gates(placement)
    placing.go(placement, "issue_card", "bp3mi")
    card = f"/pendaftaran/{siti.number}/e-kpmi"
    assert "<svg" in own.browse(card).html
    companies.sanction(placement.company, "dibekukan", clock.today(), "SK contoh")
    own.browse(at(siti))
    assert "Jangan berangkat dulu" in own.text
    assert "tidak boleh menempatkan" in own.text
    assert "<svg" not in own.browse(card).html
    assert "Jangan berangkat dulu" in own.text


def test_giving_up_frees_the_place_and_says_why(own, siti):
    order = catalog.order()
    linked(order, siti)
    own.browse(at(siti)).click("Batalkan penempatan ini")
    own.submit({"Alasan": "Alasan lain"}, "Ya, batalkan", 422)
    own.submit({"Alasan": "Urusan keluarga"}, "Ya, batalkan")
    assert "Penempatan dibatalkan" in own.text
    assert "Urusan keluarga" in own.text
    assert Order.get_by_id(order.id).taken_any == 0
    own.browse(at(siti, "/batal"))
    assert own.path == at(siti)


def test_a_helper_helps_and_the_status_page_tells_the_stage(client, own, siti, another):
    placement = linked(registration=siti)
    another.browse("/status").submit({"Nomor pendaftaran": siti.number, "Tanggal lahir": "1-7-2003"}, "Cek", 200)
    assert "Menyiapkan keberangkatan" in another.text
    assert "Siti" not in another.text
    go(placement, "fail", "bp3mi", reason="sakit", words="Contoh hasil")
    another.browse("/status").submit({"Nomor pendaftaran": siti.number, "Tanggal lahir": "1-7-2003"}, "Cek", 200)
    assert "Terverifikasi" in another.text
    own.browse(at(siti))
    assert "Sakit atau tidak laik kerja. Contoh hasil" in own.text


def test_the_card_is_shown_and_its_revocation_told(own, siti, another):
    placement = linked(registration=siti)
    own.browse(f"/pendaftaran/{siti.number}/e-kpmi", 404)
    pass_gates(placement)
    go(placement, "issue_card", "bp3mi")
    own.browse(at(siti)).click("Lihat E-KPMI")
    card = DepartureCard.get()
    assert card.number in own.text
    assert "<svg" in own.html
    sign_in(another, officer("desa", "desa", "32.15.15.2002")).browse("/petugas/kartu")
    another.submit({"Isi QR, atau nomor kartu": card.signed}, "Periksa kartu", 200)
    assert "E-KPMI ini masih berlaku" in another.text
    assert "Taiwan" in another.text
    another.submit({"Isi QR, atau nomor kartu": card.signed[:-3] + "AAA"}, "Periksa kartu", 200)
    assert "Jangan terima kartu ini" in another.text
    go(placement, "revoke_card", "bp3mi", reason="visa", words="Visanya dibatalkan")
    own.browse(f"/pendaftaran/{siti.number}/e-kpmi")
    assert "Jangan berangkat dengan kartu ini" in own.text
    assert "Visanya dibatalkan" in own.text
    assert "<svg" not in own.html
    another.browse("/petugas/kartu").submit({"Isi QR, atau nomor kartu": card.number}, "Periksa kartu", 200)
    assert "sudah dicabut" in another.text


def test_a_full_order_says_so_before_anybody_applies(own, siti):
    order = catalog.order(quota_any=1)
    own.browse(f"/lowongan/{order.id}/lamar")
    assert "terisi" not in own.text
    linked(order)
    own.browse(f"/lowongan/{order.id}/lamar")
    assert "semua tempat untuk orang ini terisi" in own.text


def test_a_return_noted_by_the_village_leads_to_the_placements(client, siti):
    placing.departed(linked(registration=siti))
    today = clock.today()
    sign_in(client, officer("desa", "desa", siti.village)).browse(f"/desa/{siti.number}")
    client.submit({"Apa yang dicatat?": "Pulang",
                   "Tanggal berangkat atau pulang": f"{today.day}-{today.month}-{today.year}"}, "Catat")
    assert client.path.startswith(f"/desa/{siti.number}/langkah/pulang")
    client.submit({"Alasan": "Kontrak selesai"}, "Catat pulang")
    assert "Pulang, sejak" in client.text


def test_the_village_sees_the_stage_and_notes_the_return(client, siti):
    placement = linked(registration=siti)
    placing.departed(placement)
    sign_in(client, officer("desa", "desa", siti.village)).browse(f"/desa/{siti.number}")
    assert "Berangkat, sejak" in client.text
    for hidden in ("Operator produksi", "laik kerja", "TWD"):
        assert hidden not in client.text
    client.click("Catat pulang")
    day = clock.today()
    late = f"{day.day}-{day.month}-{day.year + 1}"
    client.submit({"Alasan": "Kontrak selesai", "Tanggal": late}, "Catat pulang", 422)
    client.submit({"Tanggal": f"{day.day}-{day.month}-{day.year}"}, "Catat pulang")
    assert "Pulang, sejak" in client.text
    assert "BP3MI atau Dinas Tenaga Kerja yang menutup" in client.text
    go(placement, "mend_reason", "bp3mi", reason="selesai", words="Contoh")
    client.browse(f"/desa/{siti.number}").click("Tutup penempatan (purna)").submit({}, "Tutup penempatan (purna)")
    assert "Purna" in client.text
    client.browse(f"/desa/{siti.number}/langkah/pulang")
    assert client.path == f"/desa/{siti.number}"
    client.browse(f"/desa/{siti.number}/langkah/terbang", 404)
