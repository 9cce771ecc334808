"""Photos of a placement's evidence: who sees, sends and takes them away, in one piece and in many."""

from __future__ import annotations

import io

import pytest

from portal.data.account import Account
from portal.data.document import Sheet, Upload
from portal.data.draft import draft_by_id
from portal.gateways import images
from portal.rules import documents, evidence, evidence_photos
from portal.rules.placement_gates import gate_of
from tests.pages.test_upload import TUS, metadata, patch
from tests.support import catalog, placing
from tests.support.office import account, case, officer, sign_in
from tests.support.pictures import drawn, photo
from tests.support.placing import linked

AT = "/penempatan"


@pytest.fixture(autouse=True)
def drawn_once(monkeypatch):
    monkeypatch.setattr(images, "draw", drawn)


@pytest.fixture
def placement(app):
    return linked(catalog.order())


@pytest.fixture
def company(client, placement):
    return sign_in(client, placing.staff(placement.order))


@pytest.fixture
def own(another, placement):
    """The person, or who registered them."""
    return sign_in(another, Account.get_by_id(placement.registration.account_id))


def at(placement, gate="paspor"):
    return f"{AT}/{placement.id}/syarat/{gate}/foto"


def own_at(placement, gate="paspor"):
    return f"/pendaftaran/{placement.registration.number}/penempatan/syarat/{gate}/foto"


def send(browser, where, data, expect=303):
    token = browser.browse(where).token
    return browser.post(where, {"_t": token, "foto": (io.BytesIO(data), "bukti.jpg")}, expect)


def test_photos_are_seen_by_who_sees_the_placement(company, another, placement):
    send(company, at(placement), photo())
    sheet = Sheet.get()
    picture = f"{AT}/{placement.id}/foto/{sheet.id}/kecil"
    assert picture in company.html
    assert picture in company.browse(at(placement).removesuffix("/foto")).html
    answer = company.client.get(picture)
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "image/jpeg", "no-store")
    assert company.client.get(f"{AT}/{placement.id}/foto/{sheet.id}/raksasa").status_code == 404
    sign_in(another, placing.bp3mi("33"))
    assert another.client.get(picture).status_code == 404
    another.browse(at(placement), 404)
    sign_in(another, Account.get_by_id(placement.registration.account_id))
    another.browse(own_at(placement))
    assert another.client.get(f"{own_at(placement, 'x')[:-14]}/foto/{sheet.id}/besar").status_code == 200
    send(another, own_at(placement, "visa"), photo(900, 700))
    assert Sheet.select().count() == 2


def test_photos_of_a_final_result_are_sent_and_not_taken_away_while_it_waits(company, placement):
    gate = gate_of(placement, "sehat")
    evidence.bring(placement, "sehat", placing.actor_of("p3mi", placement),
                   placing.brought_for(gate, placement, result="tidak"))
    send(company, at(placement, "sehat"), photo())
    assert "Tambah foto atau PDF" in company.html
    assert not any("Hapus" in button for button in company.buttons)
    company.post(f"{at(placement, 'sehat')}/hapus/{Sheet.get().id}", {"_t": company.token}, 409)
    company.browse(at(placement, "sehat").removesuffix("/foto")).click("Tambah foto atau PDF")
    assert Sheet.select().count() == 1


def test_a_company_never_sees_the_registrations_own_documents(company, placement):
    documents.add_file(draft_by_id(placement.registration.draft), "ktp", None, photo())
    assert company.client.get(f"{AT}/{placement.id}/foto/{Sheet.get().id}/besar").status_code == 404


def test_photos_that_cannot_be_taken(company, placement):
    send(company, at(placement), b"bukan foto", 422)
    assert "bukan foto atau PDF" in company.text
    company.post(at(placement), {"_t": company.token}, 422)
    assert "Pilih foto dulu" in company.text
    two = [(io.BytesIO(photo()), "satu.jpg"), (io.BytesIO(photo()), "dua.jpg")]
    company.post(at(placement), {"_t": company.token, "foto": two}, 422)
    assert "Kirim satu foto dulu" in company.text
    company.browse(at(placement, "coe"), 404)
    placing.bring(placement, "paspor")
    token = company.browse(at(placement, "visa")).token
    company.post(at(placement), {"_t": token, "foto": (io.BytesIO(photo()), "x.jpg")}, 409)
    assert "tidak dapat diubah lagi" in company.text
    company.browse(at(placement))
    assert "Tambah foto" not in company.text
    assert Sheet.select().count() == 0


# -- taken away --------------------------------------------------------------------------------------------------------
def test_a_wrong_photo_is_taken_away_until_the_evidence_holds(own, placement):
    send(own, own_at(placement), photo())
    own.browse(own_at(placement))
    own.submit(button="Hapus halaman 1")
    assert Sheet.select().count() == 0
    send(own, own_at(placement), photo())
    token = own.browse(own_at(placement)).token
    placing.bring(placement, "paspor")
    own.post(f"{own_at(placement)}/hapus/{Sheet.get().id}", {"_t": token}, 409)
    assert "Fotonya tetap ada" in own.text
    assert Sheet.select().count() == 1


def test_nobody_takes_away_another_gates_photo_or_a_document(company, placement):
    draft = draft_by_id(placement.registration.draft)
    (paper,) = documents.add_file(draft, "ktp", None, photo())
    (visa,) = documents.add_file(draft, evidence_photos.code_of(placement, "visa"), None, photo(900, 700))
    token = company.browse(at(placement)).token
    for sheet in (paper, visa):
        company.post(f"{at(placement)}/hapus/{sheet.id}", {"_t": token}, 303)
    assert Sheet.select().count() == 2


def test_nobody_takes_away_what_somebody_else_showed(own, company, placement):
    send(own, own_at(placement), photo())
    sheet = Sheet.get()
    company.browse(at(placement))
    assert "Hapus halaman 1" not in company.buttons
    company.post(f"{at(placement)}/hapus/{sheet.id}", {"_t": company.token}, 409)
    assert Sheet.select().count() == 1
    own.browse(own_at(placement)).submit(button="Hapus halaman 1")
    assert Sheet.select().count() == 0


def test_a_company_sees_nothing_of_what_came_after_it_let_somebody_go(own, company, placement):
    send(company, at(placement), photo())
    first = Sheet.get()
    placing.go(placement, "release", "p3mi", reason="lain", words="Contoh")
    following = linked(catalog.order(), placement.registration)
    own.browse(own_at(following))
    assert "Belum ada foto" in own.text, "nor do they count for the next one"
    send(own, own_at(following), photo(900, 700))
    (second,) = evidence_photos.photos(following, "paspor")
    assert first.id != second.id
    company.browse(at(placement), 404)
    assert company.client.get(f"{AT}/{placement.id}/foto/{first.id}/besar").status_code == 404
    assert company.client.get(f"{AT}/{placement.id}/foto/{second.id}/besar").status_code == 404
    theirs = own_at(following).replace("/syarat/paspor/foto", f"/foto/{first.id}/besar")
    assert own.client.get(theirs).status_code == 404


def test_evidence_is_no_document_that_its_owner_may_take_away(own, placement):
    """Not even while their documents are open again: it was brought by the company, or accepted."""
    (sheet,) = documents.add_file(draft_by_id(placement.registration.draft), "p.visa", None, photo())
    number = placement.registration.number
    token = own.browse(own_at(placement)).token
    for code in ("ktp", "p.visa"):
        own.post(f"/pendaftaran/{number}/dokumen/{code}/hapus/{sheet.id}", {"_t": token}, 409 if code == "ktp" else 404)
    assert Sheet.select().count() == 1


def test_what_the_office_saw_stays_once_it_has_decided(own, placement):
    draft = draft_by_id(placement.registration.draft)
    (sheet,) = documents.add_file(draft, "kk", None, photo())
    where = f"/pendaftaran/{placement.registration.number}/dokumen/kk"
    own.browse(where)
    assert "sudah selesai" in own.text
    assert not {"Kirim foto", "Hapus halaman 1"} & set(own.buttons)
    token = own.browse("/akun").token
    own.post(f"{where}/hapus/{sheet.id}", {"_t": token}, 409)
    own.post(where, {"_t": token, "foto": (io.BytesIO(photo(900, 700)), "x.jpg")}, 422)
    made = own.client.post("/unggah", headers={**TUS, "Upload-Length": "10",
                                               "Upload-Metadata": metadata(draft=draft.id, code="kk")})
    assert made.status_code == 422
    assert Sheet.select().count() == 1


# -- in pieces ---------------------------------------------------------------------------------------------------------
def announce(browser, placement, gate="p.1.paspor", length=1000):
    return browser.client.post("/unggah", headers={**TUS, "Upload-Length": str(length), "Upload-Metadata": metadata(
        draft=placement.registration.draft, code=gate)})


@pytest.mark.parametrize("who", ["own", "company"])
def test_a_photo_in_pieces_becomes_evidence(request, placement, who):
    browser, data = request.getfixturevalue(who), photo()
    where = announce(browser, placement, length=len(data)).headers["Location"]
    assert patch(browser.client, where, 0, data[:9000]).status_code == 204
    browser.browse(at(placement) if who == "company" else own_at(placement))
    assert "Belum selesai: 8 KB" in browser.text
    assert patch(browser.client, where, 9000, data[9000:]).status_code == 204
    assert len(evidence_photos.photos(placement, "paspor")) == 1


def test_only_who_may_bring_the_evidence_announces_a_photo(client, placement):
    stranger, elsewhere = account(), placing.bp3mi("33")
    assert announce(client, placement).status_code == 401
    assert announce(sign_in(client, stranger), placement).status_code == 403
    assert announce(sign_in(client, elsewhere), placement).status_code == 404
    village = officer("desa", "desa", placement.registration.village)
    assert announce(sign_in(client, village), placement).status_code == 403
    sign_in(client, Account.get_by_id(placement.registration.account_id))
    for gate in ("p.1.opp", "p.1.coe", "p.1.x", "p.1.", "p.paspor", "p.2.paspor"):  # BP3MI's alone; none at all
        assert announce(client, placement, gate).status_code == 404, gate
    assert Upload.select().count() == 0


def test_evidence_of_a_placement_that_is_none(client, app):
    me = account()
    registration = case(me)
    made = sign_in(client, me).client.post("/unggah", headers={
        **TUS, "Upload-Length": "10", "Upload-Metadata": metadata(draft=registration.draft, code="p.1.paspor")})
    assert made.status_code == 404


@pytest.mark.parametrize("whose", ["own", "company"])
def test_what_has_not_arrived_may_be_dropped_by_who_sent_it(own, company, placement, whose):
    seats = {"own": (own, own_at(placement)), "company": (company, at(placement))}
    browser, where = seats.pop(whose)
    patch(browser.client, announce(browser, placement, length=2048).headers["Location"], 0, b"x" * 1024)
    (stranger, theirs), = seats.values()
    stranger.post(f"{theirs}/batal/{Upload.get().id}", {"_t": stranger.browse(theirs).token}, 303)
    assert "Belum selesai: 1 KB dari 2 KB" in browser.browse(where).text
    browser.submit(button="Batalkan kiriman ini")
    assert "Belum selesai" not in browser.text
    assert Upload.select().count() == 0


def test_a_photo_that_was_still_on_its_way_when_the_evidence_was_accepted(own, placement):
    data = photo()
    where = announce(own, placement, length=len(data)).headers["Location"]
    placing.bring(placement, "paspor")
    assert patch(own.client, where, 0, data).status_code == 404
    assert Sheet.select().count() == 0
