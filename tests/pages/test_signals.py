"""The room for signals."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.data.complaint import Complaint
from portal.data.phone import Phone, keep_phones
from portal.rules import complaints
from tests.support import catalog, placing
from tests.support.office import officer, sign_in
from tests.support.placing import linked, verified


@pytest.fixture
def dinas(client):
    return sign_in(client, officer("dinas", "dinas", "32.15"))


@pytest.fixture
def shared(app):
    found = [linked(registration=verified(alamat={"desa": ["32.15.15.2002"], "jalan": [f"Dusun {n}"], "rt": ["1"],
                                                  "rw": ["1"], "sama": ["ya"]})) for n in range(4)]
    for one in found:
        keep_phones(one.registration_id, {"628129999999"})
    return found


def test_a_signal_explains_itself_and_leads_to_its_cases(dinas, shared):
    dinas.browse("/petugas/tanda")
    for words in ("Satu nomor HP dipakai 4 orang", "Nomor perantara sering dipakai", "Tanda bukan putusan"):
        assert words in dinas.text, words
    dinas.click(shared[0].registration.number)
    assert dinas.path == f"/penempatan/{shared[0].id}"
    dinas.browse("/petugas/tanda?macam=visa&mulai=zz")
    assert "Tidak ada tanda yang terbuka" in dinas.text


def test_it_is_put_aside_with_a_reason_that_is_kept(dinas, shared):
    dinas.browse("/petugas/tanda")
    dinas.submit({"Mengapa dikesampingkan?": ""}, _button(dinas), 422)
    assert "Tulis mengapa" in dinas.text
    dinas.submit({"Mengapa dikesampingkan?": "Nomor <balai> desa"}, _button(dinas))
    assert "Tanda dikesampingkan" in dinas.text
    assert "Tidak ada tanda yang terbuka" in dinas.text
    dinas.click("Yang dikesampingkan")
    assert "Nomor <balai> desa" in dinas.text
    assert "Petugas dinas" in dinas.text


def test_a_full_page_keeps_its_budget_and_goes_on(dinas, app):
    order = catalog.order(valid_until=clock.today() + timedelta(days=300), quota_any=99)
    for n in range(27):
        linked(order, verified(alamat={"desa": ["32.15.15.2002"], "jalan": [f"Dusun {n}"], "rt": ["1"], "rw": ["1"],
                                       "sama": ["ya"]}))
    Phone.delete().execute()
    clock.move(timedelta(days=60))
    sign_in(dinas, officer("dinas", "dinas", "32.15"))
    dinas.browse("/petugas/tanda")
    assert dinas.text.count("Tidak ada yang terjadi selama") == 25
    dinas.click("Berikutnya")
    assert dinas.text.count("Tidak ada yang terjadi selama") == 2


def test_the_page_asks_the_database_a_bounded_number_of_times(dinas, shared, queries):
    dinas.browse("/petugas/tanda")
    with queries.at_most(19):  # five states, eleven signals; whatever the number of people
        dinas.browse("/petugas/tanda")


def test_an_unknown_signal_is_not_put_aside(dinas, shared):
    dinas.browse("/petugas/tanda")
    dinas.post("/petugas/tanda", {"_t": dinas.token, "macam": "phone", "perihal": "x", "alasan": "Contoh"}, 409)
    assert "sudah tidak ada" in dinas.text


def test_other_regions_and_roles(client, another, shared):
    sign_in(client, placing.bp3mi("33")).browse("/petugas/tanda")
    assert shared[0].registration.number not in client.text
    sign_in(another, officer("p3mi", "p3mi", shared[0].company.name)).browse("/petugas/tanda", 403)


def test_what_was_put_aside_names_its_people_with_links(dinas, shared):
    dinas.browse("/petugas/tanda")
    dinas.submit({"Mengapa dikesampingkan?": "Nomor balai desa"}, _button(dinas))
    dinas.click("Yang dikesampingkan").click(shared[0].registration.number)
    assert dinas.path == f"/penempatan/{shared[0].id}"
    Phone.delete().execute()
    dinas.browse("/petugas/tanda/dikesampingkan")
    assert "orangnya tidak sedang diproses lagi" in dinas.text


def test_a_reported_company_leads_to_the_complaint_that_the_office_has(dinas, shared, another):
    office = officer("dinas", "dinas", "32.15").office
    Phone.delete().execute()
    complaints.file("Diminta uang", "127.0.0.1", about=shared[0].company.name, office=office)
    complaints.file("Diminta uang", "127.0.0.2", about=shared[0].company.name)
    mine, other = Complaint.select().order_by(Complaint.id)
    dinas.browse("/petugas/tanda?macam=reported")
    assert f"Pengaduan {other.id}" not in dinas.text
    assert "Kementerian Pelindungan PMI" in dinas.text
    dinas.click(f"Pengaduan {mine.id}")
    assert "Diminta uang" in dinas.text


def _button(browser):
    return next(one for one in browser.buttons if one.startswith("Kesampingkan"))
