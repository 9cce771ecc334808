"""Documents as their person sees them: sent in one piece, counted, shared in the family, and closed to others."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from peewee import OperationalError
from PIL import Image

from portal.data.document import Document, Sheet, Upload
from portal.data.draft import Draft, draft_by_id
from portal.data.registration import Registration
from portal.rules import documents, drafts, family, helpers, people, uploads
from portal.rules.offices import Actor
from portal.rules.refusal import Refused
from tests.support.disk import small_disk
from tests.support.office import TYPED, VILLAGE, account, case, officer, sign_in
from tests.support.pictures import encoded, noisy, paper, photo, png_of
from tests.support.race import race

NEIGHBOUR = {"siapa": {"hubungan": ["neighbour"]}, "persetujuan": {"cara": ["present"], "setuju": ["y"]}}
PDF = (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>\n"
       b"endobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
       b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] >>\nendobj\n"
       b"xref\n0 4\n0000000000 65535 f \ntrailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n")
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = {**TUS, "Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}


@pytest.fixture
def me(app):
    return account()


@pytest.fixture
def phone(client, me):
    return sign_in(client, me)


@pytest.fixture
def draft(me) -> Draft:
    return a_draft(me)


def a_draft(who, name="Siti Contoh", kk=TYPED["nik"]["kk"][0], **more) -> Draft:
    """A draft answered as far as the name, which is as far as documents need."""
    made = drafts.open_draft(who, "pendaftaran", **more)
    for step in ("program", "diri", "nik"):
        drafts.keep(made, step, {**TYPED[step], **({"nama": [name]} if step == "diri" else {}),
                                 **({"kk": [kk]} if step == "nik" else {})})
    return made


def send(browser, ref, data, code="kk", name="kk.jpg", expect=303):
    browser.browse(f"/pendaftaran/{ref}/dokumen/{code}")
    return browser.post(browser.path, {"_t": browser.token, "foto": (io.BytesIO(data), name)}, expect)


def nothing_is_kept(folder: Path) -> bool:
    rows = [table.select().count() for table in (Sheet, Document, Upload)]
    files = [path for name in ("documents", "uploads") for path in (folder / name).rglob("*") if path.is_file()]
    return not any(rows) and not files


# -- in one piece ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("data", "name", "said"), [
    (photo()[:20_000], "kk.jpg", "rusak atau terpotong"),
    (png_of(50_000, 50_000), "kk.png", "terlalu besar"),
    (b"PK\x03\x04" + b"0" * 900, "kk.jpg", "bukan foto atau PDF"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "kk.svg", "berisi hal lain"),
    (b"<!doctype html><html><script>alert(1)</script>", "kk.html", "berisi hal lain"),
    (encoded(paper(50, 50), "GIF"), "kk.gif", "bukan foto atau PDF"),
    (b"%PDF-1.4 nothing", "kk.pdf", "PDF ini rusak"),
    (b"", "kk.jpg", "kosong"),
], ids=["truncated", "bomb", "zip", "svg", "html", "gif", "pdf", "empty"])
def test_a_file_that_is_no_photo_is_refused_in_words_and_leaves_nothing(phone, draft, tmp_path, data, name, said):
    send(phone, draft.id, data, name=name, expect=422)
    assert any(said in error for error in phone.errors), phone.errors
    assert phone.h1 == "Kartu Keluarga"
    assert nothing_is_kept(tmp_path)


def test_a_camera_photo_goes_as_it_is_up_to_twelve_megabytes(phone, draft):
    send(phone, draft.id, noisy(4_000_000))
    assert Sheet.get().width == 1600
    send(phone, draft.id, b"x" * (12 * 1024 * 1024 + 1), expect=422)
    assert any("12 MB" in error for error in phone.errors)
    send(phone, draft.id, b"x" * (13 * 1024 * 1024), expect=413)


def test_a_pdf_with_a_script_becomes_a_picture_without_it(phone, draft):
    send(phone, draft.id, PDF, name="kk.pdf")
    picture = documents.store().get(Sheet.get().picture)
    assert picture[:2] == b"\xff\xd8"
    assert b"JavaScript" not in picture


def test_without_a_file_the_page_asks_for_one(phone, draft):
    phone.browse(f"/pendaftaran/{draft.id}/dokumen/kk").submit(button="Kirim foto", expect=422)
    assert "Pilih foto dulu." in phone.errors


def test_a_document_that_nobody_asks_for_is_not_there(phone, draft):
    phone.browse(f"/pendaftaran/{draft.id}/dokumen/visa", 404)


def test_the_same_file_on_two_lines_at_once_is_one_page_and_leaves_no_picture_behind(app, draft, me, tmp_path):
    race(*[lambda: documents.add_file(draft, "kk", me.id, photo())] * 3)
    (sheet,) = Sheet.select()
    files = {str(path.relative_to(tmp_path / "documents")) for path in (tmp_path / "documents").rglob("*")
             if path.is_file()}
    assert files == {sheet.picture, sheet.preview}


def test_twenty_pages_are_the_most_and_the_next_leaves_nothing(app, draft, me, tmp_path):
    def send_one(n: int) -> None:
        documents.add_file(draft, "kk", me.id, photo(200 + n, 200))

    for n in range(documents.MOST_SHEETS):
        send_one(n)
    before = len([path for path in (tmp_path / "documents").rglob("*") if path.is_file()])
    with pytest.raises(Refused):
        send_one(99)
    assert len([path for path in (tmp_path / "documents").rglob("*") if path.is_file()]) == before == 40


def test_a_picture_is_asked_for_each_time_and_known_by_what_it_is(phone, draft, me, another):
    """Not by its row's number, which another page gets once it was taken away; and never without asking who asks."""
    (red,) = documents.add_file(draft, "kk", me.id, photo(900, 700))
    where = f"/pendaftaran/{draft.id}/dokumen/foto/{red.id}/besar"
    first = phone.client.get(where)
    assert first.headers["Cache-Control"] == "private, no-cache"
    tag = {"If-None-Match": first.headers["ETag"]}
    again = phone.client.get(where, headers=tag)
    assert (again.status_code, again.data) == (304, b"")
    assert another.client.get(where, headers=tag).status_code == 303
    documents.remove_sheet(draft, "kk", red.id, me.id)
    (blue,) = documents.add_file(draft, "kk", me.id, photo(1000, 800))
    if blue.id == red.id:  # as SQLite gives it out again
        assert phone.client.get(where, headers=tag).status_code == 200
    assert phone.client.get(where.replace(f"/{red.id}/", f"/{blue.id}/"), headers=tag).status_code == 200


def pdf(*sizes: tuple[int, int]) -> bytes:
    """A PDF with a page of paper for each size."""
    first, *rest = [paper(*size) for size in sizes]
    return encoded(first, "PDF", save_all=True, append_images=rest)


def pages_of(draft: Draft) -> list[tuple[int, int]]:
    return [(one.width, one.height) for one in Sheet.select().join(Document).where(
        Document.draft == draft.id).order_by(Sheet.place)]


def test_what_was_to_be_replaced_takes_no_room_from_what_replaces_it(app, me, monkeypatch):
    registration = case(me)
    draft = draft_by_id(registration.draft)
    documents.add_file(draft, "kk", me.id, pdf(*[(300 + n, 400) for n in range(11)]))
    documents.judge(registration, "kk", officer(), "diganti", "x")
    monkeypatch.setattr(documents, "MOST_BYTES", 1)
    documents.add_file(draft, "kk", me.id, pdf(*[(500 + n, 600) for n in range(10)]))
    assert len(pages_of(draft)) == 10
    with pytest.raises(Refused):
        documents.add_file(draft, "kk", me.id, photo())


def test_a_page_of_a_pdf_that_was_taken_away_comes_back_with_the_file(app, draft, me, tmp_path):
    data = pdf((300, 400), (310, 400), (320, 400))
    sheets = documents.add_file(draft, "kk", me.id, data)
    whole = pages_of(draft)
    for sheet in (sheets[1], sheets[2]):
        documents.remove_sheet(draft, "kk", sheet.id, me.id)
    assert len(documents.add_file(draft, "kk", me.id, data)) == 3
    assert pages_of(draft) == whole
    assert len(documents.add_file(draft, "kk", me.id, data)) == 3
    assert len([path for path in (tmp_path / "documents").rglob("*") if path.is_file()]) == 6


def test_a_picture_that_the_store_lost_is_not_there(phone, draft, me, tmp_path):
    (sheet,) = documents.add_file(draft, "kk", me.id, photo())
    (tmp_path / "documents" / sheet.picture).unlink()
    phone.browse(f"/pendaftaran/{draft.id}/dokumen/foto/{sheet.id}/besar", 404)


def test_all_decoders_at_work_are_told_and_what_came_waits(phone, draft, monkeypatch):
    from portal.gateways import images

    monkeypatch.setattr(images.Busy, "SECONDS", 0.01)
    data = photo()
    where = announce(phone, draft, data).headers["Location"]
    with images._AT_ONCE, images._AT_ONCE:
        send(phone, draft.id, data, expect=503)
        assert any("Coba lagi sebentar" in error for error in phone.errors)
        answer = phone.client.patch(where, data=data, headers=PIECE)
        assert (answer.status_code, "Coba lagi sebentar" in answer.text) == (503, True)
    assert phone.client.head(where, headers=TUS).headers["Upload-Offset"] == str(len(data))
    assert Sheet.select().count() == 1


# -- a full disk -------------------------------------------------------------------------------------------------------
def test_a_full_store_is_told_and_keeps_nothing_half(phone, draft, tmp_path):
    with small_disk(tmp_path / "documents"):
        send(phone, draft.id, noisy(400_000), expect=507)
        assert any("penuh" in error for error in phone.errors)
        assert nothing_is_kept(tmp_path)
    send(phone, draft.id, noisy(400_000))
    assert Sheet.select().count() == 1


def announce(phone, draft, data):
    import base64
    told = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}"
                    for name, value in (("draft", draft.id), ("code", "kk")))
    return phone.client.post("/unggah", headers={**TUS, "Upload-Length": str(len(data)), "Upload-Metadata": told})


def test_a_piece_onto_a_full_disk_is_told_and_not_kept(phone, draft, tmp_path):
    data = noisy(400_000)
    with small_disk(tmp_path / "uploads"):
        where = announce(phone, draft, data).headers["Location"]
        answer = phone.client.patch(where, data=data, headers=PIECE)
        assert answer.status_code == 507
        assert "penuh" in answer.text
        assert phone.client.head(where, headers=TUS).headers["Upload-Offset"] == "0"


def test_a_whole_file_that_the_store_cannot_take_waits_until_it_can(phone, draft, tmp_path):
    """The last piece is there, its document is not: asking how far it is makes it, once there is room."""
    data = noisy(400_000)
    where = announce(phone, draft, data).headers["Location"]
    with small_disk(tmp_path / "documents"):
        assert phone.client.patch(where, data=data, headers=PIECE).status_code == 507
        assert phone.client.head(where, headers=TUS).status_code == 507
        assert Sheet.select().count() == Document.select().count() == 0
    assert phone.client.head(where, headers=TUS).headers["Upload-Offset"] == str(len(data))
    assert Sheet.select().count() == 1
    assert not list((tmp_path / "uploads").iterdir())


def test_a_full_database_is_told_and_keeps_nothing_half(phone, draft, tmp_path, monkeypatch):
    """Both databases say so in the same place: at the first row that finds no room."""
    def full(*_args, **_more):
        raise OperationalError("database or disk is full")

    data = photo()
    where = announce(phone, draft, data).headers["Location"]
    with monkeypatch.context() as patched:
        patched.setattr(documents.events, "record", full)
        send(phone, draft.id, data, expect=507)
        assert any("penuh" in error for error in phone.errors)
        assert phone.client.patch(where, data=data, headers=PIECE).status_code == 507
        assert not [path for path in (tmp_path / "documents").rglob("*") if path.is_file()]
    assert phone.client.head(where, headers=TUS).headers["Upload-Offset"] == str(len(data))
    assert Sheet.select().count() == 1


# -- what is missing ---------------------------------------------------------------------------------------------------
def test_the_receipt_counts_what_is_missing_and_leads_there(phone, me):
    registration = case(me)
    phone.browse(f"/pendaftaran/{registration.number}")
    phone.click("Foto dokumen: 4 belum dikirim")  # the family's permission is brought to the counter
    send(phone, registration.number, photo())
    phone.click("Semua dokumen")
    assert "Kartu Keluarga Terkirim" in phone.text
    phone.click("Kembali")
    assert "Foto dokumen: 3 belum dikirim" in phone.text
    for code in ("ktp", "ijazah", "status_kawin"):
        send(phone, registration.number, photo(), code)
    phone.browse(f"/pendaftaran/{registration.number}")
    assert "Foto dokumen: tidak ada yang masih harus dikirim" in phone.text


def test_the_check_page_offers_to_send_photos_within_its_queries(phone, me, queries):
    draft = drafts.open_draft(me, "pendaftaran")
    for step, said in TYPED.items():
        drafts.keep(draft, step, said)
    with queries.at_most(6):
        phone.browse(f"/pendaftaran/{draft.id}/periksa")
    phone.click("Foto dokumen: 4 belum dikirim")
    phone.click("Kembali")
    assert phone.path == f"/pendaftaran/{draft.id}/periksa"


def test_an_ended_registration_asks_for_nothing_and_takes_nothing(phone, me):
    registration = case(me)
    phone.browse(f"/pendaftaran/{registration.number}/dokumen/kk")
    token = phone.token
    for state in ("terverifikasi", "dibatalkan"):
        Registration.update(state=state).execute()
        assert documents.missing_of(Registration.get()) is None
    phone.browse(f"/pendaftaran/{registration.number}")
    assert "Foto dokumen" not in phone.text
    where = f"/pendaftaran/{registration.number}/dokumen/kk"
    phone.post(where, {"_t": token, "foto": (io.BytesIO(photo()), "x.jpg")}, 404)


# -- in the family -----------------------------------------------------------------------------------------------------
def test_one_family_card_serves_registrations_and_drafts_of_the_same_card(phone, me):
    mother = case(me)
    child = case(me)
    cousin = case(me, nik={"nik": ["3215014107039001"], "kk": ["3215011203109999"]})
    sister = a_draft(me, "Adik Contoh")
    send(phone, mother.number, photo())
    offered = [said for said in phone.buttons if said.startswith("Pakai untuk")]
    assert offered == ["Pakai untuk Adik Contoh", "Pakai untuk Siti Contoh"]
    phone.submit(button="Pakai untuk Siti Contoh")
    assert phone.path == f"/pendaftaran/{child.number}/dokumen/kk"
    assert "Terkirim" in phone.text
    phone.browse(f"/pendaftaran/{mother.number}/dokumen/kk").submit(button="Pakai untuk Adik Contoh")
    assert {document.draft_id for document in Document.select()} == {mother.draft, child.draft, sister.id}
    assert not documents.sent_of(cousin.draft)
    phone.browse(f"/pendaftaran/{mother.number}/dokumen/kk")
    assert not [said for said in phone.buttons if said.startswith("Pakai untuk")]
    pictures = {sheet.picture for sheet in Sheet.select()}
    assert len(pictures) == 1


def test_what_proves_one_person_is_not_shared(phone, me):
    mother, child = case(me), case(me)
    send(phone, mother.number, photo(), "ktp")
    assert not [said for said in phone.buttons if said.startswith("Pakai untuk")]
    phone.post(f"/pendaftaran/{mother.number}/dokumen/ktp/bagi/{child.number}", {"_t": phone.token}, 404)
    assert not documents.sent_of(child.draft)


def test_a_proof_is_not_shared_with_somebody_elses_people(phone, me):
    mine, theirs = case(me), case(account())
    send(phone, mine.number, photo())
    for one, other in ((mine, theirs), (theirs, mine)):
        phone.browse("/pendaftaran/baru")
        phone.post(f"/pendaftaran/{one.number}/dokumen/kk/bagi/{other.number}", {"_t": phone.token}, 404)


def test_shared_in_place_of_one_that_was_to_be_replaced(app, me):
    mother, child = case(me), case(me)
    for one, size in ((mother, 900), (child, 700)):
        documents.add_file(draft_by_id(one.draft), "kk", me.id, photo(size, 600))
    documents.judge(child, "kk", officer(), "diganti", "x")
    family.share(draft_by_id(mother.draft), "kk", draft_by_id(child.draft), me.id)
    (document,) = Document.select().where(Document.draft == child.draft)
    assert document.state == "terkirim"
    assert [sheet.width for sheet in document.sheets] == [900]


def test_what_was_refused_is_not_shared_as_new(phone, app, me):
    mother, child = case(me), case(me)
    drafts_of = [draft_by_id(one.draft) for one in (mother, child)]
    documents.add_file(drafts_of[0], "kk", me.id, photo())
    family.share(drafts_of[0], "kk", drafts_of[1], me.id)
    documents.judge(child, "kk", officer(), "diganti", "x")
    for _again in range(2):  # the mother's still counts at first, then it is to be replaced as well
        with pytest.raises(Refused, match="sama dengan yang diminta diganti"):
            family.share(drafts_of[0], "kk", drafts_of[1], me.id)
        assert Document.get(Document.draft == child.draft).state == "diganti"
        documents.judge(mother, "kk", officer(), "diganti", "x")
    assert family.family_of(me.id, drafts_of[0], "kk") == []


# -- closed to others --------------------------------------------------------------------------------------------------
def every_way(number: str) -> list[str]:
    sheet = Sheet.select().first()
    return [f"/pendaftaran/{number}/dokumen", f"/pendaftaran/{number}/dokumen/kk",
            f"/pendaftaran/{number}/dokumen/foto/{sheet.id}/besar"]


def shut_out(browser, registration, upload, token) -> None:
    for ref in (registration.number, registration.draft):
        for path in every_way(ref):
            browser.browse(path, 404)
    browser.post(f"/pendaftaran/{registration.number}/dokumen/kk", {
        "_t": token, "foto": (io.BytesIO(photo(300, 300)), "x.jpg")}, 404)
    where = f"/unggah/{upload.id}"
    assert browser.client.head(where, headers=TUS).status_code == 404
    assert browser.client.patch(where, data=photo(), headers=PIECE).status_code == 404
    assert announce(browser, draft_by_id(registration.draft), photo()).status_code == 404
    assert Sheet.select().count() == 1


@pytest.fixture
def helping(client, me):
    """A helper's browser, a neighbour's registration with a document, an upload begun, and a token for forms."""
    registration = case(me, **NEIGHBOUR)
    draft = draft_by_id(registration.draft)
    documents.add_file(draft, "kk", me.id, photo())
    upload = uploads.announce(me.id, draft, "ktp", len(photo()))
    sign_in(client, me).browse(f"/pendaftaran/{registration.number}/dokumen/kk")
    for path in every_way(registration.number)[:2]:
        client.browse(path)
    return client, registration, upload, client.token


def test_a_helper_who_handed_over_sees_and_sends_nothing_more_and_the_person_does(helping, another, me):
    browser, registration, upload, token = helping
    person = account()
    code = people.handover_code(me, registration.person_id)
    people.take_over(person, registration.person_id, code, False)
    shut_out(browser, registration, upload, token)
    sign_in(another, person).browse(f"/pendaftaran/{registration.number}/dokumen/kk")
    assert "Hapus halaman 1" in another.buttons


def test_a_suspended_helper_sees_and_sends_nothing_more(helping, me):
    browser, registration, upload, token = helping
    helpers.ask(me, "desa", VILLAGE)
    actor = Actor.at_work(officer("desa", "desa", VILLAGE))
    helpers.decide(actor, helpers.helper_of(me.id).id, "suspend", "Menahan KTP warga")
    shut_out(browser, registration, upload, token)


# -- at the counter ----------------------------------------------------------------------------------------------------
def test_an_officer_sends_photos_for_the_person_in_front(client, app):
    clerk = officer("loket")
    draft = a_draft(clerk.account, assisted_by=clerk.id)
    seat = sign_in(client, clerk)
    send(seat, draft.id, photo())
    assert "Terkirim" in seat.text
    assert announce(seat, draft, photo()).status_code == 201
    with seat.client.session_transaction() as session:
        session.pop("o")  # the second proof is gone: not at work any more
    seat.browse(f"/pendaftaran/{draft.id}/dokumen/kk")
    assert seat.h1 != "Kartu Keluarga"
    assert announce(seat, draft, photo()).status_code != 201


def test_the_person_in_front_sends_by_a_link_of_the_counter(client, another, app):
    clerk = officer("loket")
    draft = a_draft(clerk.account, assisted_by=clerk.id)
    token = link_of(sign_in(client, clerk), draft).rpartition("/")[2]
    answer = another.client.post("/unggah", headers={**TUS, "Upload-Length": str(len(photo())),
                                                     "Authorization": f"Bearer {token}"})
    assert answer.status_code == 201
    taken = another.client.patch(answer.headers["Location"], data=photo(), headers={
        **TUS, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream",
        "Authorization": f"Bearer {token}"})
    assert taken.status_code == 204
    assert Document.select().count() == 1


def test_another_officer_does_not_see_it(client, app):
    clerk = officer("loket")
    draft = a_draft(clerk.account, assisted_by=clerk.id)
    sign_in(client, officer("loket")).browse(f"/pendaftaran/{draft.id}/dokumen", 404)


def test_an_officer_in_another_role_does_not_go_on_with_it(client, app):
    clerk = officer("dinas")
    draft = a_draft(clerk.account, assisted_by=clerk.id)
    sign_in(client, clerk).browse(f"/pendaftaran/{draft.id}/dokumen", 403)


# -- another phone -----------------------------------------------------------------------------------------------------
def link_of(phone, draft):
    phone.browse(f"/pendaftaran/{draft.id}/dokumen/kk").submit(button="Kirim dari HP lain", expect=200)
    return re.search(r'href="[^"]*(/foto/[^"]+)"', phone.html).group(1)


def test_another_phone_sends_one_document_by_a_link_and_sees_nothing(phone, another, draft):
    url = link_of(phone, draft)
    another.browse(url)
    assert "Siti" not in another.text
    assert draft.id not in another.html.replace(url, "")
    another.post(url, {"_t": another.token, "foto": (io.BytesIO(photo()), "kk.jpg")}, expect=303)
    assert "Foto sudah terkirim" in another.text
    assert [one.code for one in Document.select()] == ["kk"]
    another.browse(f"/pendaftaran/{draft.id}/dokumen/kk", 303)


def test_the_link_speaks_to_tus_clients_too(phone, another, draft):
    token = link_of(phone, draft).rpartition("/")[2]
    answer = another.client.post("/unggah", headers={**TUS, "Upload-Length": "10", "Authorization": f"Bearer {token}"})
    assert answer.status_code == 201


def test_a_file_by_a_link_that_cannot_be_taken_is_told(phone, another, draft):
    url = link_of(phone, draft)
    another.browse(url).submit(button="Kirim foto", expect=422)
    assert "Pilih foto dulu." in another.errors
    another.post(url, {"_t": another.token, "foto": (io.BytesIO(b"GIF89a" + b"0" * 99), "kk.gif")}, expect=422)
    assert Document.select().count() == 0


def test_a_link_to_a_document_that_was_accepted_says_so_and_asks_for_none(phone, another, draft):
    url = link_of(phone, draft)
    another.browse(url)
    another.post(url, {"_t": another.token, "foto": (io.BytesIO(photo()), "kk.jpg")}, expect=303)
    Document.update(state="diterima").execute()
    another.browse(url)
    assert str(documents.ACCEPTED) in another.text
    assert "<input type=file" not in another.html


def test_a_link_that_ran_out_or_was_changed_is_told(phone, another, draft):
    url = link_of(phone, draft)
    another.browse(url[:-3] + "xyz", 404)
    assert "Minta tautan baru" in another.text
    Draft.delete().where(Draft.id == draft.id).execute()
    another.browse(url, 404)


# -- what cannot be read -----------------------------------------------------------------------------------------------
def test_a_hint_says_which_page_it_is_about(phone, draft):
    send(phone, draft.id, photo())
    send(phone, draft.id, encoded(Image.new("RGB", (900, 700), (12, 12, 12))))
    assert "Halaman 2: " in phone.text
    assert "Halaman 1: " not in phone.text.replace("Hapus halaman 1", "")


@pytest.mark.parametrize(("data", "said"), [
    (lambda: png_of(1, 1), "terlalu kecil"), (lambda: png_of(4000, 199), "terlalu kecil"),
    (lambda: b"%PDF-1.4 not a document", "PDF ini rusak"),
])
def test_what_nobody_could_read_is_refused_in_its_own_words(phone, draft, data, said):
    send(phone, draft.id, data(), expect=422)
    assert said in " ".join(phone.errors)
    assert Document.select().count() == 0
