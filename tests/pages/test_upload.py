"""tus 1.0 at /unggah: pieces, cuts, checksums, strangers; at the end a document."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import threading
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from portal import clock
from portal.data.base import db
from portal.data.document import Document, Sheet, Upload
from portal.gateways import pieces
from portal.rules import documents, drafts, family, uploads
from portal.web.uploads import LASTS, upload_token
from tests.support.office import TYPED, account, sign_in
from tests.support.pictures import photo, png_of

TUS = {"Tus-Resumable": "1.0.0"}
PATCH = {**TUS, "Content-Type": "application/offset+octet-stream"}


@pytest.fixture
def owner(app):
    return account()


@pytest.fixture
def draft(owner):
    made = drafts.open_draft(owner, "pendaftaran")
    for step in ("program", "diri"):
        drafts.keep(made, step, TYPED[step])
    return made


@pytest.fixture
def phone(client, owner) -> FlaskClient:
    return sign_in(client, owner).client


def metadata(**values: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in values.items())


@pytest.mark.parametrize("headers", [
    {"Upload-Metadata": "draft \xe9\xe9\xe9\xe9"}, {"Upload-Metadata": "draft " + base64.b64encode(b"a\0b").decode()},
    {"Upload-Metadata": "draft ***, code"},
])
def test_odd_headers_are_no_draft(phone, headers):
    assert phone.post("/unggah", headers={**TUS, "Upload-Length": "9", **headers}).status_code == 404


def test_odd_sums_and_addresses_are_said_to_be_wrong(phone, draft):
    where = create(phone, draft, 9).headers["Location"]
    for odd in ("sha1 \xe9\xe9\xe9\xe9", "sha1 ***"):
        assert patch(phone, where, 0, b"123456789", **{"Upload-Checksum": odd}).status_code == 400
    for path in ("/unggah/a%00b", "/pendaftaran/a%00b"):
        assert phone.head(path, headers=TUS).status_code == 404


def create(phone: FlaskClient, draft, length: int, code: str = "kk", **headers: str):
    return phone.post("/unggah", headers={**TUS, "Upload-Length": str(length),
                                          "Upload-Metadata": metadata(draft=draft.id, code=code), **headers})


def patch(phone: FlaskClient, where: str, offset: int, data: bytes, **headers: str):
    return phone.patch(where, data=data, headers={**PATCH, "Upload-Offset": str(offset), **headers})


def send_all(phone: FlaskClient, draft, data: bytes, code: str = "kk"):
    where = create(phone, draft, len(data), code).headers["Location"]
    return patch(phone, where, 0, data), where


def test_what_it_can_do(client):
    told = client.client.options("/unggah")
    assert told.status_code == 204
    assert told.headers["Tus-Version"] == "1.0.0"
    assert set(told.headers["Tus-Extension"].split(",")) >= {"creation", "termination", "expiration", "checksum"}
    assert told.headers["Tus-Max-Size"] == str(12 * 1024 * 1024)


def test_a_photo_in_three_pieces_becomes_a_page(phone, draft):
    data = photo()
    made = create(phone, draft, len(data))
    assert made.status_code == 201
    assert "GMT" in made.headers["Upload-Expires"]
    where, at = made.headers["Location"], 0
    for piece in (data[:1000], data[1000:30_000], data[30_000:]):
        assert phone.head(where, headers=TUS).headers["Upload-Offset"] == str(at)
        answer = patch(phone, where, at, piece)
        at += len(piece)
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(at))
    (sheet,) = Sheet.select()
    assert Document.get().code == "kk"
    assert documents.store().get(sheet.picture)[:2] == b"\xff\xd8"
    assert phone.head(where, headers=TUS).headers["Upload-Offset"] == str(len(data)), "a lost answer can be asked again"


def test_the_first_piece_may_come_with_the_announcement(phone, draft):
    data = photo()
    made = phone.post("/unggah", data=data[:500], headers={
        **PATCH, "Upload-Length": str(len(data)), "Upload-Metadata": metadata(draft=draft.id, code="kk")})
    assert made.headers["Upload-Offset"] == "500"


def test_the_same_photo_sent_twice_is_one_page(phone, draft):
    for _ in range(2):
        assert send_all(phone, draft, photo())[0].status_code == 204
    assert Sheet.select().count() == 1


def test_a_wrong_offset_tells_the_right_one(phone, draft):
    where = create(phone, draft, 1000).headers["Location"]
    patch(phone, where, 0, b"x" * 100)
    answer = patch(phone, where, 50, b"x" * 100)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "100")


def test_a_piece_that_differs_from_its_checksum_is_not_kept(phone, draft):
    where = create(phone, draft, 1000).headers["Location"]
    good = base64.b64encode(hashlib.sha1(b"piece", usedforsecurity=False).digest()).decode()
    assert patch(phone, where, 0, b"piecf", **{"Upload-Checksum": f"sha1 {good}"}).status_code == 460
    assert phone.head(where, headers=TUS).headers["Upload-Offset"] == "0"
    assert patch(phone, where, 0, b"piece", **{"Upload-Checksum": f"sha1 {good}"}).status_code == 204
    assert patch(phone, where, 5, b"x", **{"Upload-Checksum": f"crc9 {good}"}).status_code == 400


def test_a_piece_beyond_the_end_is_not_kept(phone, draft):
    where = create(phone, draft, 10).headers["Location"]
    assert patch(phone, where, 0, b"x" * 11).status_code == 413
    assert phone.head(where, headers=TUS).headers["Upload-Offset"] == "0"


@pytest.mark.parametrize(("length", "status"), [("0", 422), (str(12 * 1024 * 1024 + 1), 413), ("-1", 400),
                                                ("x", 400), ("", 400), ("9" * 30, 400)])
def test_a_length_that_cannot_be_taken(phone, draft, length, status):
    answer = phone.post("/unggah", headers={**TUS, "Upload-Length": length,
                                            "Upload-Metadata": metadata(draft=draft.id, code="kk")})
    assert answer.status_code == status
    assert Upload.select().count() == 0


def test_another_version_is_told_ours(phone, draft):
    answer = phone.post("/unggah", headers={"Tus-Resumable": "0.2.2", "Upload-Length": "5"})
    assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")


def test_a_document_that_nobody_asked_for_is_refused(phone, draft):
    assert create(phone, draft, 10, code="visa").status_code == 422
    assert create(phone, draft, 10, code="../../etc").status_code == 422


@pytest.mark.parametrize(("data", "said"), [
    (photo()[:20_000], "rusak"), (b"<svg xmlns='x'/>", "hal lain"), (b"PK\x03\x04" + b"0" * 90, "bukan foto"),
    (png_of(50_000, 50_000), "terlalu besar"),
])
def test_a_file_that_is_no_photo_is_refused_in_words_and_leaves_nothing(phone, draft, tmp_path, data, said):
    answer, where = send_all(phone, draft, data)
    assert answer.status_code == 422
    assert said in answer.text
    assert phone.head(where, headers=TUS).status_code == 404
    assert Sheet.select().count() == Document.select().count() == Upload.select().count() == 0
    assert not list((tmp_path / "uploads").iterdir())
    assert not [path for path in (tmp_path / "documents").rglob("*") if path.is_file()]


def test_somebody_elses_upload_does_not_exist(phone, draft, another):
    where = create(phone, draft, 10).headers["Location"]
    stranger = sign_in(another, account()).client
    assert stranger.head(where, headers=TUS).status_code == 404
    assert patch(stranger, where, 0, b"x").status_code == 404
    assert stranger.delete(where, headers=TUS).status_code == 404
    assert create(stranger, draft, 10).status_code == 404


def test_who_is_not_signed_in_needs_a_token_and_may_send_one_document(app, owner, draft, another):
    assert create(another.client, draft, 10).status_code == 401
    with app.test_request_context():
        token = upload_token(owner.id, draft.id, "kk")
    bearer = {"Authorization": f"Bearer {token}"}
    made = create(another.client, draft, 10, code="ktp", **bearer)
    assert made.status_code == 201
    assert Upload.get().code == "kk"
    assert create(another.client, draft, 10, Authorization="Bearer x.y.z").status_code == 401


def test_a_token_reaches_no_other_documents_upload(app, owner, phone, draft, another):
    where = create(phone, draft, 10, code="ktp").headers["Location"]
    with app.test_request_context():
        bearer = {**TUS, "Authorization": f"Bearer {upload_token(owner.id, draft.id, 'kk')}"}
    assert another.client.head(where, headers=bearer).status_code == 404
    assert another.client.delete(where, headers=bearer).status_code == 404
    assert phone.head(where, headers=TUS).status_code == 200


def test_a_client_may_say_the_method_in_a_header_and_reads_its_metadata(phone, draft):
    where = create(phone, draft, 10).headers["Location"]
    sent = phone.post(where, data=b"12345", headers={**PATCH, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"})
    assert (sent.status_code, sent.headers["Upload-Offset"]) == (204, "5")
    assert phone.head(where, headers=TUS).headers["Upload-Metadata"] == metadata(draft=draft.id, code="kk")
    assert phone.post(where, headers=TUS).status_code == 405
    assert phone.post(where, headers={**TUS, "X-HTTP-Method-Override": "DELETE"}).status_code == 204
    assert phone.head(where, headers=TUS).status_code == 404


def test_a_wrong_sum_with_the_announcement_leaves_nothing(phone, draft, tmp_path):
    made = phone.post("/unggah", data=b"x" * 10, headers={
        **PATCH, "Upload-Length": "10", "Upload-Metadata": metadata(draft=draft.id, code="kk"),
        "Upload-Checksum": "sha1 " + base64.b64encode(b"x" * 20).decode()})
    assert made.status_code == 460
    assert Upload.select().count() == 0
    assert not list((tmp_path / "uploads").iterdir())


def test_given_up_is_gone(phone, draft, tmp_path):
    where = create(phone, draft, 10).headers["Location"]
    assert phone.delete(where, headers=TUS).status_code == 204
    assert phone.head(where, headers=TUS).status_code == 404
    assert not list((tmp_path / "uploads").iterdir())


def test_what_has_not_arrived_is_told_and_may_be_dropped(client, phone, draft, another, tmp_path):
    where = create(phone, draft, 300 * 1024).headers["Location"]
    patch(phone, where, 0, b"x" * 120 * 1024)
    page = f"/pendaftaran/{draft.id}/dokumen/kk"
    client.browse(page)
    assert "Belum selesai: 120 KB dari 300 KB" in client.text
    client.browse(f"/pendaftaran/{draft.id}/dokumen/ktp")
    assert "Belum selesai" not in client.text
    sign_in(another, account()).browse("/akun")
    another.post(f"{page}/batal/{Upload.get().id}", {"_t": another.token}, 404)
    client.browse(page).submit(button="Batalkan kiriman ini")
    assert "Belum selesai" not in client.text
    assert Upload.select().count() == 0
    client.again()  # a double tap


def test_an_unfinished_one_expires(phone, draft, tmp_path):
    where = create(phone, draft, 10).headers["Location"]
    clock.move(uploads.LASTS)
    assert phone.head(where, headers=TUS).status_code == 410
    assert patch(phone, where, 0, b"x").status_code == 410
    assert uploads.expire() == 1
    assert not list((tmp_path / "uploads").iterdir())
    assert uploads.LASTS.total_seconds() == LASTS


def test_where_too_many_are_under_way_another_waits(phone, draft):
    for _ in range(uploads.MOST_OPEN):
        assert create(phone, draft, 10).status_code == 201
    answer = create(phone, draft, 10)
    assert (answer.status_code, answer.headers["Tus-Resumable"]) == (429, "1.0.0")
    assert "Tunggu sampai satu selesai" in answer.text


def test_one_that_rests_for_an_hour_makes_room(phone, draft, tmp_path):
    first, *others = [create(phone, draft, 10).headers["Location"] for _ in range(uploads.MOST_OPEN)]
    for one in (first, *others):
        patch(phone, one, 0, b"x")
    for path in (tmp_path / "uploads").iterdir():
        os.utime(path, (1, 1))  # nothing has come since
    clock.move(uploads.IDLE - timedelta(minutes=1))
    assert create(phone, draft, 10).status_code == 429
    clock.move(timedelta(minutes=1))
    assert create(phone, draft, 10).status_code == 201
    assert phone.head(first, headers=TUS).status_code == 404
    assert all(phone.head(one, headers=TUS).status_code == 200 for one in others)


def test_one_of_which_nothing_came_makes_room_in_two_minutes(phone, draft, tmp_path):
    """Its answer may never have reached the phone, which announces the photo again."""
    first, begun, *others = [create(phone, draft, 10).headers["Location"] for _ in range(uploads.MOST_OPEN)]
    patch(phone, begun, 0, b"x")
    for path in (tmp_path / "uploads").iterdir():
        os.utime(path, (1, 1))
    clock.move(uploads.EMPTY - timedelta(seconds=5))
    assert create(phone, draft, 10).status_code == 429
    clock.move(timedelta(seconds=5))
    assert create(phone, draft, 10).status_code == 201
    assert phone.head(first, headers=TUS).status_code == 404
    assert phone.head(begun, headers=TUS).status_code == 200


@pytest.mark.parametrize(("method", "path", "headers", "status"), [
    ("PATCH", "/unggah/tidak-ada", {"Upload-Offset": "0"}, 404), ("HEAD", "/unggah/tidak-ada", {}, 404),
    ("POST", "/unggah", {"Upload-Length": "x"}, 400),
])
def test_errors_are_the_protocols_own(phone, draft, another, method, path, headers, status):
    """And never a page: a client would not read it, and a slow line would carry it."""
    type_ = {"Content-Type": "application/offset+octet-stream", "Upload-Metadata": metadata(draft=draft.id, code="kk")}
    answer = phone.open(path, method=method, headers={**TUS, **type_, **headers})
    assert (answer.status_code, answer.mimetype) == (status, "text/plain")
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    stranger = another.client.open(path, method=method, headers={**TUS, **type_, **headers})
    assert (stranger.status_code, stranger.mimetype) == (401, "text/plain")
    assert len(stranger.data) < 100
    assert "Set-Cookie" not in stranger.headers


def test_options_are_told_at_each_address(phone):
    assert phone.options("/unggah/tidak-ada").headers["Tus-Version"] == "1.0.0"


def test_two_pieces_racing_for_one_place(app, phone, owner, draft, tmp_path):
    """One is kept, the other is told; never a mixture."""
    upload = uploads.announce(owner.id, draft, "kk", 400_000)
    start, results = threading.Barrier(2), []

    class Line:
        def __init__(self, letter: bytes) -> None:
            self.left, self.letter = 3, letter

        def read(self, _most: int) -> bytes:
            self.left -= 1
            return self.letter * 60_000 if self.left >= 0 else b""

    def send(letter: bytes) -> None:
        with db.connection_context():
            try:
                start.wait(5)
                results.append(uploads.take(upload, 0, Line(letter)))
            except pieces.Conflict as error:
                results.append(type(error).__name__)

    threads = [threading.Thread(target=send, args=(letter,)) for letter in (b"a", b"b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count(180_000) == 1
    assert {*results} == {180_000, "Conflict"}
    assert len(set(pieces.read(tmp_path / "uploads" / upload.id))) == 1


def test_who_goes_on_does_not_wait_for_a_line_that_hangs(app, owner, draft, tmp_path):
    """A phone that lost its tower says no good-bye: its first connection hangs, its second one goes on at once."""
    upload = uploads.announce(owner.id, draft, "kk", 100_000)
    hanging, told, results = threading.Event(), threading.Event(), []

    class Hangs:
        first = b"a" * 16_000

        def read(self, _most: int) -> bytes:
            bite, self.first = self.first, b""
            if not bite:  # the one before is kept already
                hanging.set()
                told.wait(10)
            return bite or b"b" * 16_000

    def lost() -> None:
        with db.connection_context():
            try:
                uploads.take(upload, 0, Hangs())
            except pieces.Conflict as conflict:
                results.append(conflict.size)

    thread = threading.Thread(target=lost)
    thread.start()
    assert hanging.wait(10)
    assert uploads.take(upload, 16_000, io.BytesIO(b"c" * 84_000)) == 100_000
    told.set()  # and now the first one comes back
    thread.join()
    assert results == [100_000]
    kept = pieces.read(tmp_path / "uploads" / upload.id)
    assert kept == b"a" * 16_000 + b"c" * 84_000


@pytest.mark.parametrize("after", [0, 20_000])
def test_a_piece_with_a_checksum_is_seen_only_when_it_fits(app, owner, draft, tmp_path, after):
    upload = uploads.announce(owner.id, draft, "kk", 100_000)
    if after:
        uploads.take(upload, 0, io.BytesIO(b"a" * after))
    seen = []

    class Watched(io.BytesIO):
        def read(self, most: int = -1) -> bytes:
            seen.append(uploads.offset(upload))
            return super().read(most)

    with pytest.raises(pieces.WrongSum):
        uploads.take(upload, after, Watched(b"b" * 50_000), ("sha1", b"x" * 20))
    good = hashlib.sha1(b"b" * 50_000, usedforsecurity=False).digest()
    assert uploads.take(upload, after, Watched(b"b" * 50_000), ("sha1", good)) == after + 50_000
    assert set(seen) == {after}
    assert [path.name for path in (tmp_path / "uploads").iterdir()] == [upload.id]


def test_orphans_are_swept_and_pages_stay(phone, draft):
    send_all(phone, draft, photo())
    documents.store().put("aa/orphan", b"x")
    assert documents.sweep(clock.now().timestamp() + 5) == 1
    assert documents.store().get(Sheet.get().picture)


def test_one_proof_serves_for_the_family(phone, owner, draft):
    send_all(phone, draft, photo())
    sister = drafts.open_draft(owner, "pendaftaran")
    for step in ("program", "diri"):
        drafts.keep(sister, step, TYPED[step])
    family.share(draft, "kk", sister, owner.id)
    family.share(draft, "kk", sister, owner.id)
    first, second = Sheet.select().order_by(Sheet.id)
    documents.remove_sheet(draft, first.document.code, first.id, owner.id)
    assert documents.store().get(second.picture)
    documents.remove_sheet(sister, second.document.code, second.id, owner.id)
    with pytest.raises(LookupError):
        documents.store().get(second.picture)


def test_what_has_arrived_lies_sealed_for_the_portal_alone(phone, draft, tmp_path):
    data, at = photo(800, 600), 0
    where = create(phone, draft, len(data)).headers["Location"]
    (path,) = (tmp_path / "uploads").iterdir()
    for size in (1, 15, 16, 17, 1000, 16_384, 5):  # within a block of the cipher, and over its end
        patch(phone, where, at, data[at:at + size])
        at += size
        assert pieces.read(path) == data[:at]
    assert path.stat().st_mode & 0o077 == 0
    assert data[:16] not in path.read_bytes()


def test_a_file_that_is_longer_than_announced_leaves_nothing(phone, draft, tmp_path):
    made = phone.post("/unggah", data=b"x" * 500, headers={
        **PATCH, "Upload-Length": "10", "Upload-Metadata": metadata(draft=draft.id, code="kk")})
    assert made.status_code == 413
    assert Upload.select().count() == 0
    assert list((tmp_path / "uploads").iterdir()) == []
