"""Companies, sanctions, partners, orders and country rules from CSV files."""

from __future__ import annotations

import codecs
from datetime import timedelta

import pytest

from portal import clock
from portal.data.base import db
from portal.data.company import Branch, Company, Partner, Sanction, sanctions_of
from portal.data.event import Event
from portal.data.message import Message
from portal.data.order import Order, order_where, revocations
from portal.rules import dated, linking, order_import, order_moves
from portal.rules.companies import find, lift, standing
from portal.rules.countries import country_state
from portal.rules.imports import (
    import_companies,
    import_country_rules,
    import_orders,
    import_partners,
    import_sanctions,
)
from portal.rules.offices import Actor
from portal.rules.orders import left, order_by_number
from portal.rules.sheets import BATCH, Unreadable
from tests.support import placing
from tests.support.catalog import company, day, order
from tests.support.office import officer
from tests.support.race import race

COMPANIES = """nama,sip3mi,berlaku_sampai,wilayah,alamat,telepon,email,sumber,dicek_pada,cabang
PT Karya Contoh,1/2026,2027-06-30,32.15,"Jl. Contoh 1, Karawang",0267 1,a@contoh.test,Daftar,2026-11-01,32.13 Jl. B 2
PT Samudra Contoh,2/2026,30/06/2027,3213,,,,Daftar,1-11-2026,
"""
ORDERS = """nomor,perusahaan,mitra,pemberi_kerja,negara,jabatan,bidang,jenis_pemberi_kerja,skema,kuota_bebas,gaji_min,\
gaji_maks,mata_uang,jam_seminggu,bulan,pendidikan,berlaku_sampai,sumber,dicek_pada
sip 1,PT Karya Contoh,Agensi A,Pabrik B,Taiwan,Operator produksi,pabrik,badan_hukum,ptop,25,28.590,30.000,twd,40,36,\
sma,2027-01-31,Daftar,2026-11-01
SIP2,Karya Contoh,,Panti C,Korea Selatan,Perawat lansia,perawatan,Perusahaan atau badan hukum,ptop,10,1500000,,KRW,44,\
24,SMA atau sederajat,2027-01-31,Daftar,2026-11-01
"""


def counts(report):
    return report.new, report.changed, report.same, [(one.line, one.field) for one in report.refused]


def everything():
    return [list(table.select().order_by(table.id).dicts()) for table in (Company, Branch, Sanction, Partner, Order,
                                                                           Event)]


def sheet(head, *rows):
    return "\n".join((head, *rows)).encode()


def changed(text, **cells):
    """The first row of a sheet with other cells."""
    head, row = text.split("\n")[:2]
    names, values = head.split(","), row.split(",")
    return sheet(head, ",".join(cells.get(name, value) for name, value in zip(names, values, strict=True)))


# -- companies ---------------------------------------------------------------------------------------------------------
def test_companies_come_in_and_the_same_file_changes_nothing(database):
    assert counts(import_companies(COMPANIES.encode())) == (2, 0, 0, [])
    karya, samudra = find("Karya Contoh"), find("Samudra Contoh")
    assert (karya.valid_until, karya.checked_on, karya.address) == (
        day("2027-06-30"), day("2026-11-01"), "Jl. Contoh 1, Karawang")
    assert (samudra.region, samudra.valid_until, samudra.checked_on) == ("32.13", day("2027-06-30"), day("2026-11-01"))
    assert [(one.region, one.address) for one in Branch.select()] == [("32.13", "Jl. B 2")]
    before = everything()
    assert counts(import_companies(COMPANIES.encode())) == (0, 0, 2, [])
    assert everything() == before


@pytest.mark.parametrize("form", [
    lambda text: codecs.BOM_UTF8 + text.encode(),
    lambda text: text.replace(',"Jl. Contoh 1, Karawang",', ",Jl. Contoh 1,").replace(",", ";").encode(),
    lambda text: text.replace("\n", "\r\n").encode(),
    lambda text: text.upper().split("\n", 1)[0].encode() + b"\n" + text.split("\n", 1)[1].encode(),
    lambda text: text.replace("\n", "\n\n").encode() + b",,,,,,,,,\n",
])
def test_files_as_spreadsheets_write_them(database, form):
    assert counts(import_companies(form(COMPANIES))) == (2, 0, 0, [])


def test_a_changed_row_is_changed_and_the_rest_stays(database):
    import_companies(COMPANIES.encode())
    text = COMPANIES.replace("2027-06-30", "2028-06-30").replace("Jl. B 2", "Jl. B 3")
    assert counts(import_companies(text.encode())) == (0, 1, 1, [])
    assert find("Karya Contoh").valid_until == day("2028-06-30")
    assert [one.address for one in Branch.select()] == ["Jl. B 3"]


@pytest.mark.parametrize(("cells", "field"), [
    ({"nama": ""}, "nama"), ({"nama": "..."}, "nama"), ({"nama": "x" * 121}, "nama"), ({"sip3mi": ""}, "sip3mi"),
    ({"berlaku_sampai": ""}, "berlaku_sampai"), ({"berlaku_sampai": "30 Juni"}, "berlaku_sampai"),
    ({"berlaku_sampai": "2027-02-29"}, "berlaku_sampai"), ({"berlaku_sampai": "31/06/2027"}, "berlaku_sampai"),
    ({"wilayah": "32.1"}, "wilayah"), ({"wilayah": "Karawang"}, "wilayah"), ({"sumber": ""}, "sumber"),
    ({"dicek_pada": "2999-01-01"}, "dicek_pada"), ({"dicek_pada": ""}, "dicek_pada"),
    ({"cabang": "99.99 Jl"}, "wilayah"), ({"alamat": "\x07"}, "alamat"),
])
def test_a_wrong_row_is_refused_alone(database, cells, field):
    text = COMPANIES.replace('"Jl. Contoh 1, Karawang"', "Jl. Contoh 1")
    wrong = changed(text, **cells) + b"\n" + text.split("\n")[2].encode()
    assert counts(import_companies(wrong)) == (1, 0, 0, [(2, field)])
    assert find("Samudra Contoh")


def test_bad_bytes_spoil_their_own_row(database):
    content = COMPANIES.encode().replace(b"Karya Contoh", b"Kary\xe9 Contoh")
    assert counts(import_companies(content)) == (1, 0, 0, [(2, "nama")])


@pytest.mark.parametrize("content", [
    b"", b"nama,sip3mi\nPT A,1\n", COMPANIES.encode("utf-16"), b"PK\x03\x04\0\0\0", b"\0" * 50,
    COMPANIES.encode()[:120] + b'"' + b"x" * 200_000,
])
def test_a_file_that_is_no_such_table(database, content):
    with pytest.raises(Unreadable):
        import_companies(content)
    assert not Company.select().exists()


def test_a_file_that_says_one_thing_twice(database):
    head, one, two = COMPANIES.strip().split("\n")
    content = sheet(head, one, two, one, two.replace("2/2026", "3/2026"))
    for new in (2, 0):
        assert counts(import_companies(content)) == (new, 0, 2 - new, [(4, "sip3mi"), (5, "nama")])


def test_lines_are_told_as_an_editor_counts_them(database):
    head, one, two = COMPANIES.strip().split("\n")
    content = sheet(head, one.replace("Jl. Contoh 1, ", "Jl. Contoh 1\n"), "", two.replace("3213", "0000"))
    assert counts(import_companies(content)) == (1, 0, 0, [(5, "wilayah")])


def test_many_rows_in_batches(database):
    head = COMPANIES.split("\n")[0]
    names = [f"PT Nomor {n} Contoh,{n},2027-01-01,32.15,,,,Daftar,2026-11-01," for n in range(BATCH + 5)]
    names[BATCH] = names[BATCH].replace("32.15", "x")
    assert counts(import_companies(sheet(head, *names))) == (BATCH + 4, 0, 0, [(BATCH + 2, "wilayah")])


# -- sanctions ---------------------------------------------------------------------------------------------------------
def test_sanctions_by_number_or_name(database):
    import_companies(COMPANIES.encode())
    content = sheet("perusahaan;sip3mi;jenis;sejak;sampai;dasar",
                    ";1/2026;Dibekukan;01/03/2026;31/05/2026;SK 1", "p.t. samudra contoh;;dicabut;2026-03-01;;SK 2")
    assert counts(import_sanctions(content)) == (2, 0, 0, [])
    assert standing(find("Karya Contoh"), day("2026-05-31")).kind == "dibekukan"
    assert standing(find("Samudra Contoh"), day("2027-05-31")).kind == "dicabut"
    before = everything()
    assert counts(import_sanctions(content)) == (0, 0, 2, [])
    assert everything() == before
    assert counts(import_sanctions(content.replace(b"31/05/2026", b"30/04/2026"))) == (0, 1, 1, [])
    assert standing(find("Karya Contoh"), day("2026-05-01")).kind == "aktif"


def test_sanctions_that_cannot_be(database):
    import_companies(COMPANIES.encode())
    report = import_sanctions(sheet(
        "perusahaan,jenis,sejak,sampai,dasar",
        "PT Karya Conto,dicabut,2026-03-01,,SK", "PT Tidak Dikenal Sama Sekali,dicabut,2026-03-01,,SK",
        "PT Karya Contoh,ditegur,2026-03-01,,SK", "PT Karya Contoh,dicabut,,,SK",
        "PT Karya Contoh,dicabut,2026-03-01,2026-02-01,SK", "PT Karya Contoh,dicabut,2026-03-01,,",
        "PT Karya Contoh,dicabut,2026-03-01,,SK", "PT Karya Contoh,dicabut,2026-03-01,2026-04-01,SK",
        "PT Karya Contoh,dibekukan,0001-01-01,,SK", "PT Karya Contoh,dibekukan,1/1/9999,,SK"))
    assert counts(report) == (1, 0, 0, [(2, "perusahaan"), (3, "perusahaan"), (4, "jenis"), (5, "sejak"),
                                        (6, "sampai"), (7, "dasar"), (9, "sejak"), (10, "sejak"), (11, "sejak")])
    assert "PT Karya Contoh" in report.refused[0].words


# -- partners ----------------------------------------------------------------------------------------------------------
def test_partners(database):
    content = sheet("jenis,nama,negara,alamat", "mitra,Agensi A,Taiwan,Taipei", "pemberi_kerja,Pabrik B,korea,",
                    "mitra,Agensi A,Wakanda,", "majikan,Pak X,Taiwan,", "mitra,,Taiwan,", "mitra,agensi a,taiwan,")
    refused = [(4, "negara"), (5, "jenis"), (6, "nama"), (7, "nama")]
    assert counts(import_partners(content)) == (2, 0, 0, refused)
    assert counts(import_partners(content)) == (0, 0, 2, refused)
    assert counts(import_partners(content.replace(b"Taipei", b"Tainan"))) == (0, 1, 1, refused)


# -- orders ------------------------------------------------------------------------------------------------------------
def test_orders_come_in_approved(database):
    import_companies(COMPANIES.encode())
    assert counts(import_orders(ORDERS.encode())) == (2, 0, 0, [])
    one, two = order_by_number("SIP1"), order_by_number("sip2")
    assert (one.state, one.version, one.wage_min, one.wage_max, one.currency, left(one).any) == (
        "disetujui", 1, 28_590, 30_000, "TWD", 25)
    assert (one.company, one.employer.name, one.partner.name) == (find("Karya Contoh"), "Pabrik B", "Agensi A")
    assert (two.country, two.wage_max, two.partner, two.education, two.employer_kind) == (
        "korea", 1_500_000, None, "sma", "badan_hukum")
    before = everything()
    assert counts(import_orders(ORDERS.encode())) == (0, 0, 2, [])
    assert everything() == before


def test_a_changed_order_is_a_new_version_that_keeps_the_places_taken(database):
    import_companies(COMPANIES.encode())
    import_orders(ORDERS.encode())
    Order.update(taken_any=4).where(Order.number == "SIP1").execute()
    assert counts(import_orders(ORDERS.replace("28.590", "29.500").encode())) == (0, 1, 1, [])
    old, new = Order.select().where(Order.number == "SIP1").order_by(Order.version)
    assert (old.state, old.open_number, old.wage_min) == ("diganti", None, 28_590)
    assert (new.state, new.open_number, new.version, new.wage_min, new.taken_any) == (
        "disetujui", "SIP1", 2, 29_500, 4)


@pytest.mark.parametrize("state", ["disetujui", "ditutup"])
def test_a_number_of_another_company_is_refused_and_changes_nothing(database, state):
    import_companies(COMPANIES.encode())
    import_orders(ORDERS.encode())
    before = everything()
    head, first, _second = ORDERS.replace("PT Karya Contoh", "PT Samudra Contoh").splitlines()
    report = import_orders(f"{head},keadaan\n{first},{state}\n".encode())
    assert counts(report)[3] == [(2, "nomor")]
    assert everything() == before


def test_a_place_taken_at_the_last_moment_stays_taken(database, monkeypatch):
    """Between the look at the version that counts and its replacement."""
    import_companies(COMPANIES.encode())
    import_orders(ORDERS.encode())
    replace = order_import._replace

    def somebody_is_faster(order, *how):
        Order.update(taken_any=Order.taken_any + 1).where(Order.id == order.id).execute()
        replace(order, *how)

    monkeypatch.setattr(order_import, "_replace", somebody_is_faster)
    import_orders(ORDERS.replace("28.590", "29.500").encode())
    assert Order.get((Order.number == "SIP1") & (Order.state == "disetujui")).taken_any == 1


def test_a_later_look_is_no_new_version(database):
    import_companies(COMPANIES.encode())
    import_orders(ORDERS.encode())
    assert counts(import_orders(ORDERS.replace("2026-11-01", "2026-11-02").encode())) == (0, 2, 0, [])
    assert [(one.version, one.checked_on) for one in Order.select()] == [(1, day("2026-11-02"))] * 2


def test_an_order_is_closed_by_the_file(database):
    import_companies(COMPANIES.encode())
    import_orders(ORDERS.encode())
    head, one, two = ORDERS.strip().split("\n")
    content = sheet(f"{head},keadaan", f"{one},ditutup", f"{two},")
    assert counts(import_orders(content)) == (0, 1, 1, [])
    assert order_by_number("SIP1").state == "ditutup"
    assert counts(import_orders(content)) == (0, 0, 2, [])


def test_a_closed_order_is_not_opened_by_an_older_file(database):
    import_companies(COMPANIES.encode())
    import_orders(ORDERS.encode())
    Order.update(taken_any=3).where(Order.number == "SIP1").execute()
    head, one, two = ORDERS.strip().split("\n")
    import_orders(sheet(f"{head},keadaan", f"{one},ditutup"))
    assert counts(import_orders(ORDERS.encode())) == (0, 0, 1, [(2, "keadaan")])
    found = order_by_number("SIP1")
    assert (found.state, found.version, found.taken_any) == ("ditutup", 1, 3)


@pytest.mark.parametrize("state", ["ditutup", "dicabut"])
def test_an_older_list_ends_no_order(database, state):
    import_companies(COMPANIES.encode())
    import_orders(ORDERS.encode())
    head, one, _two = ORDERS.replace("2026-11-01", "2026-10-31").strip().split("\n")
    content = sheet(f"{head},keadaan", f"{one},{state}")
    assert counts(import_orders(content)) == (0, 0, 0, [(2, "dicek_pada")])
    assert order_by_number("SIP1").state == "disetujui"


@pytest.mark.parametrize(("days", "state"), [(0, "ditutup"), (-1, "disetujui")])
def test_a_list_ends_no_order_that_the_ministry_approved_here_since(database, days, state):
    import_companies(COMPANIES.encode())
    order(find("Karya Contoh"), number="SIP1", checked_on=day("2026-01-01"),
          decided_by=officer("pusat", "kementerian", ""))
    head, one, _two = ORDERS.replace("2026-11-01", str(clock.today() + timedelta(days=days))).strip().split("\n")
    import_orders(sheet(f"{head},keadaan", f"{one},ditutup"))
    assert order_by_number("SIP1").state == state


def test_an_order_is_known_by_its_number_whichever_strokes_stand_in_it(database):
    import_companies(COMPANIES.encode())
    here = ORDERS.replace("sip 1", "SIP-1/26")
    import_orders(here.encode())
    assert counts(import_orders(here.replace("SIP-1/26", "sip/1-26").encode())) == (0, 0, 2, [])
    twice = here.strip().split("\n")
    assert counts(import_orders(sheet(*twice, twice[1].replace("SIP-1/26", "SIP/1/26"))))[3] == [(4, "nomor")]
    assert Order.select().count() == 2


def test_the_version_that_was_decided_last_is_the_one_to_revoke(database):
    import_companies(COMPANIES.encode())
    proposed = order(find("Karya Contoh"), number="SIP1", state="usulan")
    head, one, _two = ORDERS.strip().split("\n")
    import_orders(sheet(f"{head},keadaan", f"{one},ditutup"))
    ministry = Actor.at_work(officer("pusat", "kementerian", ""))
    order_moves.make_move(order_where(Order.id == proposed.id), "approve", ministry)
    approved = order_where(Order.id == proposed.id)
    assert "revoke" in {move.name for move in order_moves.moves_open(approved, ministry)}
    order_moves.make_move(approved, "revoke", ministry, reason="Contoh")
    assert revocations([one.id for one in Order.select()]).keys() == {one.id for one in Order.select()}
    assert order_by_number("SIP1").state == "dicabut"


def test_an_older_list_of_orders_makes_no_version(database):
    import_companies(COMPANIES.encode())
    import_orders(ORDERS.encode())
    older = ORDERS.replace("2026-11-01", "2026-10-31")
    assert counts(import_orders(older.encode())) == (0, 0, 2, [])
    refused = [(2, "dicek_pada")]
    assert counts(import_orders(older.replace("28.590", "29.500").encode())) == (0, 0, 1, refused)
    assert {one.version for one in Order.select()} == {1}


def told_of(name, licence="9/2026", checked="2026-11-01", until="2027-01-01"):
    return sheet("nama,sip3mi,berlaku_sampai,wilayah,sumber,dicek_pada",
                 f"{name},{licence},{until},32.15,Daftar contoh,{checked}")


def test_an_older_list_of_companies_changes_nothing_and_a_missing_column_wipes_nothing(database):
    import_companies(told_of("PT Mutiara Contoh"))
    Company.update(address="Jl. Contoh 1", phone="0267", email="a@contoh.id").where(
        Company.name == "PT Mutiara Contoh").execute()
    report = import_companies(told_of("PT Mutiara Contoh", checked="2026-10-31", until="2026-01-01"))
    assert counts(report) == (0, 0, 0, [(2, "dicek_pada")])
    assert counts(import_companies(told_of("PT Mutiara Contoh", until="2028-01-01"))) == (0, 1, 0, [])
    found = find("PT Mutiara Contoh")
    assert (found.valid_until, found.address, found.phone, found.email) == (
        day("2028-01-01"), "Jl. Contoh 1", "0267", "a@contoh.id")


def test_a_cv_is_not_the_pt_of_its_name(database):
    import_companies(told_of("PT Mutiara Contoh"))
    report = import_companies(told_of("CV Mutiara Contoh", licence="10/2026"))
    assert counts(report) == (0, 0, 0, [(2, "nama")])
    report = import_sanctions(sheet("perusahaan,jenis,sejak,sampai,dasar",
                                    "CV Mutiara Contoh,dibekukan,2026-11-01,,Kep 1"))
    assert counts(report) == (0, 0, 0, [(2, "perusahaan")])
    assert "PT Mutiara Contoh" in str(report.refused[0].words)
    assert find("PT Mutiara Contoh").name == "PT Mutiara Contoh"


def test_a_file_lengthens_no_sanction_that_was_ended(database):
    import_companies(told_of("PT Mutiara Contoh"))
    head, row = "perusahaan,jenis,sejak,sampai,dasar", "PT Mutiara Contoh,dibekukan,2026-11-01,{},Kep 1"
    assert counts(import_sanctions(sheet(head, row.format("")))) == (1, 0, 0, [])
    (laid,) = sanctions_of([find("PT Mutiara Contoh").id])
    lift(laid, day("2026-11-10"), "Kep 2")
    assert counts(import_sanctions(sheet(head, row.format("")))) == (0, 0, 1, [])
    other = row.format("2026-12-31").replace("Kep 1", "Kep 3")
    assert counts(import_sanctions(sheet(head, other))) == (0, 0, 0, [(2, "sampai")])
    (now,) = sanctions_of([find("PT Mutiara Contoh").id])
    assert (now.until, now.basis) == (day("2026-11-10"), "Kep 1; Kep 2")


def test_a_comma_without_quotes_is_told(database):
    content = told_of("PT Mutiara Contoh, Tbk")
    assert counts(import_companies(content)) == (0, 0, 0, [(2, "dicek_pada")])


@pytest.mark.parametrize(("changed", "asked"), [(("28.590", "29.500"), 1), (("2027-01-31", "2027-02-28"), 0)])
def test_who_applied_is_asked_when_a_file_changes_the_terms(database, changed, asked):
    import_companies(COMPANIES.encode())
    import_orders(ORDERS.encode())
    registration = placing.verified()
    linking.apply(Actor(registration.account_id, "holder"), order_by_number("SIP1"), registration)
    content = ORDERS.replace(*changed)
    assert content != ORDERS
    assert counts(import_orders(content.encode()))[1] >= 1
    told = [one.body for one in Message.select().where(Message.kind == "placement:changed")]
    assert len(told) == asked
    assert all(registration.number in body for body in told)


def test_an_order_is_revoked_by_the_file_and_no_older_file_brings_it_back(database):
    import_companies(COMPANIES.encode())
    import_orders(ORDERS.encode())
    head, one, two = ORDERS.strip().split("\n")
    for state, expected in (("ditutup", (0, 1, 1, [])), ("dicabut", (0, 1, 1, [])), ("dicabut", (0, 0, 2, [])),
                            ("ditutup", (0, 0, 2, [])), ("disetujui", (0, 0, 1, [(2, "keadaan")]))):
        assert counts(import_orders(sheet(f"{head},keadaan", f"{one},{state}", f"{two},"))) == expected, state
    found = order_by_number("SIP1")
    assert (found.state, found.version, found.decided_at is None) == ("dicabut", 1, False)


def test_a_proposal_under_the_number_stays_as_it_is(database):
    import_companies(COMPANIES.encode())
    proposed = order(find("Karya Contoh"), number="SIP1", state="usulan")
    import_orders(ORDERS.encode())
    assert Order.get_by_id(proposed.id).state == "usulan"
    assert (order_by_number("SIP1").version, order_by_number("SIP1").state) == (2, "disetujui")


@pytest.mark.parametrize(("cells", "field"), [
    ({"nomor": ""}, "nomor"), ({"nomor": "x" * 41}, "nomor"), ({"perusahaan": "PT Lain Sekali"}, "perusahaan"),
    ({"negara": "Atlantis"}, "negara"), ({"jabatan": ""}, "jabatan"), ({"jabatan": "123"}, "jabatan"),
    ({"bidang": "sirkus"}, "bidang"), ({"jenis_pemberi_kerja": ""}, "jenis_pemberi_kerja"),
    ({"skema": "calo"}, "skema"), ({"kuota_bebas": "0"}, "kuota_bebas"), ({"kuota_bebas": "-1"}, "kuota_bebas"),
    ({"gaji_min": "banyak"}, "gaji_min"), ({"gaji_min": "1.5"}, "gaji_min"), ({"gaji_maks": "1"}, "gaji_maks"),
    ({"mata_uang": "NT$"}, "mata_uang"), ({"jam_seminggu": "169"}, "jam_seminggu"), ({"bulan": "0"}, "bulan"),
    ({"pendidikan": "s3"}, "pendidikan"), ({"berlaku_sampai": "besok"}, "berlaku_sampai"),
    ({"pemberi_kerja": ""}, "pemberi_kerja"), ({"gaji_min": "99999999999"}, "gaji_min"),
])
def test_an_order_that_cannot_be_is_refused_with_nothing_left_of_it(database, cells, field):
    import_companies(COMPANIES.encode())
    before = everything()
    assert counts(import_orders(changed(ORDERS, **cells))) == (0, 0, 0, [(2, field)])
    assert everything() == before


def test_ages_and_districts_of_an_order(database):
    import_companies(COMPANIES.encode())
    head, one, _two = ORDERS.strip().split("\n")
    def load(cells):
        return import_orders(sheet(f"{head},umur_min,umur_maks,daerah", f"{one},{cells}"))
    assert counts(load("17,,"))[3] == [(2, "umur_min")]
    assert counts(load("30,25,"))[3] == [(2, "umur_maks")]
    assert counts(load("20,45,32.15 00.00"))[3] == [(2, "daerah")]
    assert counts(load("20,45,32.15 32.13")) == (1, 0, 0, [])
    made = order_by_number("SIP1")
    assert (made.min_age, made.max_age, made.districts) == (20, 45, "32.15 32.13")


# -- country rules -----------------------------------------------------------------------------------------------------
RULES = "negara,bidang,jenis_pemberi_kerja,keadaan,sejak,sampai,dasar,dicek_pada"


@pytest.fixture
def own_rules(tmp_path):
    dated.use(tmp_path / "facts")
    yield tmp_path / "facts" / "countries.json"
    dated.use(tmp_path / "nowhere")


def test_newer_country_rules_outweigh_the_shipped_ones(own_rules):
    assert country_state("arab_saudi", "rumah_tangga", day("2027-01-01")).kind == "dihentikan"
    content = sheet(RULES, "Arab Saudi,rumah_tangga,,terbuka,2027-01-01,2027-12-31,SK Contoh,2026-11-01",
                    "Taiwan|Malaysia,*,perseorangan,dihentikan,2027-01-01,,SK Contoh,2026-11-01")
    assert counts(import_country_rules(content)) == (2, 0, 0, [])
    kinds = [country_state("arab_saudi", "rumah_tangga", day(text)).kind
             for text in ("2026-12-31", "2027-01-01", "2027-12-31", "2028-01-01")]
    assert kinds == ["dihentikan", "terbuka", "terbuka", "dihentikan"]
    assert country_state("taiwan", "pabrik", day("2027-01-01")).kind == "terbuka"
    assert country_state("taiwan", "lain", day("2027-01-01"), employer="perseorangan").kind == "dihentikan"
    assert country_state("malaysia", "lain", day("2027-01-01"), employer="badan_hukum").kind == "terbuka"
    before = own_rules.read_bytes(), own_rules.stat().st_mtime_ns
    assert counts(import_country_rules(content)) == (0, 0, 2, [])
    assert (own_rules.read_bytes(), own_rules.stat().st_mtime_ns) == before
    assert counts(import_country_rules(content.replace(b"2027-12-31", b"2027-06-30"))) == (0, 1, 1, [])
    assert country_state("arab_saudi", "rumah_tangga", day("2027-07-01")).kind == "dihentikan"


def test_country_rules_that_cannot_be(own_rules):
    report = import_country_rules(sheet(
        RULES, "Wakanda,*,,terbuka,2027-01-01,,SK,2026-11-01", "Taiwan,sirkus,,terbuka,2027-01-01,,SK,2026-11-01",
        "Taiwan,*,,libur,2027-01-01,,SK,2026-11-01", "Taiwan,*,,terbuka,2027-13-01,,SK,2026-11-01",
        "Taiwan,*,,terbuka,2027-01-02,2027-01-01,SK,2026-11-01", "Taiwan,*,,terbuka,2027-01-01,,,2026-11-01",
        "Taiwan,*,majikan,terbuka,2027-01-01,,SK,2026-11-01"))
    assert counts(report) == (0, 0, 0, [(2, "negara"), (3, "bidang"), (4, "keadaan"), (5, "sejak"), (6, "sampai"),
                                        (7, "dasar"), (8, "jenis_pemberi_kerja")])
    assert not own_rules.exists()


def test_individual_employers_in_the_middle_east_are_stopped_whatever_the_work():
    on = day("2026-11-24")
    assert country_state("arab_saudi", "lain", on, employer="perseorangan").kind == "dihentikan"
    assert country_state("arab_saudi", "lain", on, employer="badan_hukum").kind == "terbuka"
    assert country_state("arab_saudi", "lain", on).kind == "terbuka"


def test_a_file_that_breaks_off_leaves_whole_batches(database, monkeypatch):
    """As if the power went: loading it again takes up where it stopped."""
    head = COMPANIES.split("\n")[0]
    content = sheet(head, *(f"PT Nomor {n},{n},2027-01-01,32.15,,,,Daftar,2026-11-01," for n in range(BATCH + 9)))
    from portal.rules import imports
    real, seen = imports.save_company, []

    def breaks(told):
        seen.append(told)
        if len(seen) == BATCH + 5:
            raise RuntimeError("power")
        return real(told)

    monkeypatch.setattr(imports, "save_company", breaks)
    with pytest.raises(RuntimeError):
        import_companies(content)
    assert Company.select().count() == BATCH
    monkeypatch.setattr(imports, "save_company", real)
    assert counts(import_companies(content)) == (9, 0, BATCH, [])


def test_the_day_of_the_source_may_be_today(database):
    today = clock.today()
    ok = COMPANIES.replace("2026-11-01", today.isoformat()).replace("1-11-2026", (today + timedelta(1)).isoformat())
    assert counts(import_companies(ok.encode())) == (1, 0, 0, [(3, "dicek_pada")])
    assert company()  # and the transaction is over
    assert not db.in_transaction()


def test_two_loads_at_once_make_each_order_once(database):
    import_companies(COMPANIES.encode())
    head, one, two = ORDERS.strip().split("\n")
    turned = sheet(head, two, one)
    results = race(*(lambda content=content: import_orders(content) for content in (ORDERS.encode(), turned) * 2))
    assert sorted(counts(each)[:3] for each in results) == [(0, 0, 2), (0, 0, 2), (0, 0, 2), (2, 0, 0)]
    assert sorted((one.number, one.version, one.state) for one in Order.select()) == [
        ("SIP1", 1, "disetujui"), ("SIP2", 1, "disetujui")]
