"""The ministry's room: proposals oldest first, what they change, and the decisions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.data.order import Order
from portal.rules import companies
from portal.rules import order_moves as moves
from portal.rules.offices import Actor
from portal.rules.order_terms import of_order
from tests.rules.test_order_moves import fresh, terms
from tests.support import catalog
from tests.support.office import company, officer, sign_in


@pytest.fixture
def staff(app):
    return Actor.at_work(officer("p3mi", "p3mi", "PT Contoh Satu"))


@pytest.fixture
def room(client, app):
    return sign_in(client, officer("pusat", "kementerian", ""))


def test_a_proposal_is_approved(room, staff):
    made = moves.propose(staff, terms())
    room.browse("/petugas").click("Operator produksi")
    assert "PT Contoh Satu" in room.text
    room.submit(button="Setujui")
    assert "Lowongan disetujui" in room.text
    assert "Tidak ada usulan yang menunggu" in room.text
    assert fresh(made).state == "disetujui"
    room.browse(f"/pusat/lowongan/{made.id}").submit({"Alasan": "Permintaan atase."}, "Tutup lowongan")
    assert fresh(made).state == "ditutup"


def test_a_closed_order_is_found_by_its_number_and_revoked(room, staff, another):
    made = catalog.order(catalog.company("PT Contoh Satu"), number="SIP2MI/77")
    moves.make_move(fresh(made), "close", staff, reason="Contoh")
    room.browse("/pusat").submit({"Nomor lowongan (SIP2MI)": "SIP2MI/76"}, "Buka lowongan", 200)
    assert "Tidak ada lowongan dengan nomor ini" in room.text
    room.submit({"Nomor lowongan (SIP2MI)": "sip2mi/77"}, "Buka lowongan")
    assert room.path == f"/pusat/lowongan/{made.id}"
    room.submit({"Alasan": ""}, "Cabut lowongan", 422)
    room.submit({"Alasan": "Penipuan."}, "Cabut lowongan")
    assert "Lowongan dicabut" in room.text
    assert fresh(made).state == "dicabut"
    sign_in(another, staff.officer).browse("/p3mi?keadaan=dicabut").click("Operator produksi")
    assert "Penipuan." in another.text
    assert "Tidak ada yang boleh berangkat" in another.text


def test_a_refusal_owes_a_reason(room, staff):
    made = moves.propose(staff, terms())
    room.browse(f"/pusat/lowongan/{made.id}").submit({"Alasan": " "}, "Tolak", 422)
    assert "berhak tahu" in room.errors[0]
    room.submit({"Alasan": "x" * 601}, "Tolak", 422)
    assert room.value("Alasan") == "x" * 601
    room.submit({"Alasan": "Belum dilegalisasi."}, "Tolak")
    assert fresh(made).reason == "Belum dilegalisasi."


def test_what_is_in_the_way_is_said_and_nothing_approved(room, staff):
    made = moves.propose(staff, terms(country="kamboja"))
    room.browse(f"/pusat/lowongan/{made.id}")
    assert "bukan negara penempatan" in room.text
    assert "Setujui" not in room.buttons
    room.post(f"/pusat/lowongan/{made.id}/setujui", {"_t": room.token, "versi": "0", "alasan": "kata"}, 422)
    assert room.value("Alasan") == "kata"
    assert fresh(made).state == "usulan"


def test_a_sanction_between_look_and_decision(room, staff):
    made = moves.propose(staff, terms())
    room.browse(f"/pusat/lowongan/{made.id}")
    companies.sanction(company("PT Contoh Satu"), "dicabut", made.checked_on, "SK 1")
    room.submit(button="Setujui", expect=422)
    assert "sudah dicabut (SK 1)" in room.text
    assert fresh(made).state == "usulan"


def test_an_old_page_decides_nothing(room, staff):
    made = moves.propose(staff, terms())
    room.browse(f"/pusat/lowongan/{made.id}")
    moves.make_move(fresh(made), "withdraw", staff)
    room.submit({"Alasan": "Yang saya ketik"}, "Tolak", 409)
    assert "Langkah Anda tidak dijalankan" in room.text
    assert "Yang saya ketik" in room.text
    room.browse("/pusat/lowongan/99999", 404)


def test_an_old_page_revokes_nothing_and_keeps_the_reason(room, staff):
    first = catalog.order(catalog.company("PT Contoh Satu"), number="SIP2MI/77")
    room.browse(f"/pusat/lowongan/{first.id}")
    second = moves.propose(staff, terms(number="SIP2MI/77"), fresh(first))
    moves.make_move(fresh(second), "approve", Actor.at_work(officer("pusat", "kementerian", "")))
    room.submit({"Alasan": "Penipuan."}, "Cabut lowongan", 409)
    assert "Langkah Anda tidak dijalankan" in room.text
    assert "Penipuan." in room.text
    assert fresh(second).state == "disetujui"


def test_the_differences_of_a_new_version(room, staff):
    ministry = Actor.at_work(officer("pusat", "kementerian", ""))
    first = moves.propose(staff, terms())
    moves.make_move(fresh(first), "approve", ministry)
    second = moves.propose(staff, replace(of_order(fresh(first)), wage_min=27_000, months=24), fresh(first))
    room.browse(f"/pusat/lowongan/{second.id}")
    for said in ("Yang berubah dari versi 1", "TWD 28.590 – 30.000", "TWD 27.000 – 30.000", "36 bulan", "24 bulan"):
        assert said in room.text
    room.submit(button="Setujui")
    assert (fresh(first).state, fresh(second).state) == ("diganti", "disetujui")


def test_the_queue_is_oldest_first_and_each_is_there_once(room, queries):
    for number in range(60):
        catalog.order(company(f"PT Contoh {'ABC'[number % 3]}"), state="usulan", number=f"N{number}")
    with queries.at_most(8):
        room.browse("/pusat")
    seen = []
    while True:
        seen += [int(a.get("href").rsplit("/", 1)[1]) for a in room.tree.iter("a")
                 if "/pusat/lowongan/" in a.get("href", "")]
        if "Berikutnya" not in room.text:
            break
        room.click("Berikutnya")
    assert seen == [one.id for one in Order.select().order_by(Order.id)]
    for strange in ("x", "-1", "9" * 12, "%00"):
        room.browse(f"/pusat?sesudah={strange}")


@pytest.mark.parametrize("button", ["Setujui", "Tolak", "Tutup lowongan", "Cabut lowongan"])
@pytest.mark.parametrize("somebody", [True, False])
def test_the_page_says_whether_anybody_of_the_company_was_told(room, button, somebody):
    firm = catalog.company("PT Contoh Satu")
    if somebody:
        officer("p3mi", "p3mi", "PT Contoh Satu")
    made = catalog.order(firm, state="usulan" if button in ("Setujui", "Tolak") else "disetujui")
    room.browse(f"/pusat/lowongan/{made.id}").submit({} if button == "Setujui" else {"Alasan": "Contoh."}, button)
    assert fresh(made).state != made.state
    assert ("Perusahaannya diberi tahu" in room.text, "dengan cara lain" in room.text) == (somebody, not somebody)
