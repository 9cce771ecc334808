"""The offer check: what is asked, and the lines that it gets."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portal import clock
from portal.data.order import Order
from portal.rules import companies, countries, inbox, offers, outbox
from portal.rules.offers import Asked
from portal.web.language import tell
from tests.support.catalog import company, order

DAY = date(2026, 11, 24)
ALL = {"company": "PT Karya Harapan", "country": "taiwan", "position": "Operator produksi"}


@pytest.fixture
def catalog(app) -> None:
    """A few companies and orders, and a rule that opens and stops on known days."""
    good = company("PT Karya Harapan", valid_until=date(2027, 6, 30), checked_on=date(2026, 11, 1))
    company("PT Habis Izin", valid_until=date(2026, 11, 24))
    frozen = company("PT Beku Sentosa", valid_until=date(2027, 6, 30))
    companies.sanction(frozen, "dibekukan", date(2026, 11, 24), "SK 1", date(2026, 11, 26))
    revoked = company("PT Cabut Abadi", valid_until=date(2027, 6, 30))
    companies.sanction(revoked, "dicabut", date(2026, 11, 24), "SK 2")
    order(good, number="SIP/1", valid_until=date(2026, 11, 24))
    order(good, number="SIP/2", valid_until=date(2027, 1, 31), position="Perawat lansia (panti)", sector="perawatan",
          country="jepang")
    order(good, number="SIP/3", valid_until=date(2027, 1, 31), state="ditutup")
    order(good, number="SIP/4", valid_until=date(2027, 1, 31), state="usulan")
    order(good, number="SIP/6", valid_until=date(2027, 1, 31), state="ditolak")
    order(good, number="SIP/7", valid_until=date(2027, 1, 31), position="AB di kapal")
    order(good, number="SIP/8", valid_until=date(2027, 1, 31), position="AB")
    order(good, number="SIP/9", valid_until=date(2027, 1, 31), position="Petugas kebersihan gedung", sector="hotel",
          country="kuwait")
    order(good, number="SIP/10", valid_until=date(2027, 1, 31), position="Pembantu rumah tangga", sector="hotel",
          country="kuwait")
    order(frozen, number="SIP/5", valid_until=date(2027, 1, 31))
    at = datetime(2026, 11, 23, 17, tzinfo=UTC)  # the 24th, in Jakarta
    order(good, number="SIP/70", valid_until=date(2027, 1, 31), state="dicabut", decided_at=at)
    order(good, number="SIP/70", valid_until=date(2027, 1, 31), state="usulan", version=2)


@pytest.fixture
def rules(monkeypatch) -> None:
    row = {"sector": "*", "dasar": "Contoh", "dicek_pada": "2026-11-01"}
    more = countries.read_rules([
        {**row, "country": "rumania", "state": "terbuka", "from": None, "until": None},
        {**row, "country": "rumania", "state": "dihentikan", "from": "2026-11-24", "until": "2026-11-26"},
    ])
    shipped = countries.all_rules()
    monkeypatch.setattr(countries, "all_rules", lambda: shipped + more)


ROWS = [
    # the company
    (DAY, {"company": "PT Karya Harapan"}, {"company": "berlaku", "order": "belum", "country": "belum"}),
    (DAY, {"company": "p.t. KARYA-harapan, Tbk."}, {"company": "berlaku"}),
    (DAY, {"company": "karya harapan"}, {"company": "berlaku"}),
    (DAY, {"company": "PT Karya Harapn"}, {"company": "tidak_ditemukan"}),
    (DAY, {"company": "PT Sama Sekali Lain"}, {"company": "tidak_ditemukan"}),
    (DAY, {}, {"company": "belum", "order": "belum", "country": "belum", "contact": "belum_terbukti", "signs": "0"}),
    (DAY, {"company": "   "}, {"company": "belum"}),
    (DAY, {"company": "..,,"}, {"company": "belum"}),
    (DAY, {"company": "CV Karya Harapan"}, {"company": "tidak_ditemukan", "order": "belum"}),
    (DAY, {"company": "C.V. Karya Harapan, PT"}, {"company": "berlaku"}),
    (DAY, {"company": "PT"}, {"company": "belum", "order": "belum"}),
    (DAY, {"company": "P. T. Tbk"}, {"company": "belum"}),
    # a licence, before, on and after its last day
    (date(2026, 11, 23), {"company": "PT Habis Izin"}, {"company": "berlaku"}),
    (date(2026, 11, 24), {"company": "PT Habis Izin"}, {"company": "berlaku"}),
    (date(2026, 11, 25), {"company": "PT Habis Izin"}, {"company": "habis"}),
    # sanctions, before, on and after their days
    (date(2026, 11, 23), {"company": "PT Beku Sentosa"}, {"company": "berlaku"}),
    (date(2026, 11, 24), {"company": "PT Beku Sentosa"}, {"company": "sanksi"}),
    (date(2026, 11, 26), {"company": "PT Beku Sentosa"}, {"company": "sanksi"}),
    (date(2026, 11, 27), {"company": "PT Beku Sentosa"}, {"company": "berlaku"}),
    (date(2026, 11, 23), {"company": "PT Cabut Abadi"}, {"company": "berlaku"}),
    (date(2026, 11, 24), {"company": "PT Cabut Abadi"}, {"company": "sanksi"}),
    (date(2030, 1, 1), {"company": "PT Cabut Abadi"}, {"company": "sanksi"}),
    # the order's double check
    (DAY, {**ALL, "order": "SIP/1"}, {"order": "sesuai"}),
    (DAY, {**ALL, "order": " sip / 1 "}, {"order": "sesuai"}),
    (DAY, {**ALL, "position": "operator"}, {"order": "sesuai"}),
    (DAY, ALL, {"order": "sesuai"}),
    (date(2026, 11, 25), {**ALL, "order": "SIP/1"}, {"order": "tidak_sesuai"}),
    (date(2026, 11, 25), ALL, {"order": "tidak_ditemukan"}),
    (DAY, {"order": "SIP/1"}, {"order": "belum"}),
    (DAY, {**ALL, "position": "", "order": "SIP/1"}, {"order": "belum"}),
    (DAY, {**ALL, "country": "malaysia", "order": "SIP/1"}, {"order": "tidak_sesuai"}),
    (DAY, {**ALL, "position": "Caregiver", "order": "SIP/1"}, {"order": "tidak_sesuai"}),
    (DAY, {**ALL, "company": "PT Habis Izin", "order": "SIP/1"}, {"order": "tidak_sesuai"}),
    (DAY, {**ALL, "company": "PT Lain", "order": "SIP/1"}, {"company": "tidak_ditemukan", "order": "tidak_sesuai"}),
    (DAY, {**ALL, "company": "CV Karya Harapan", "order": "SIP/1"},
     {"company": "tidak_ditemukan", "order": "tidak_sesuai"}),
    (DAY, {**ALL, "company": "c. v. karya harapan", "order": "SIP/1"},
     {"company": "tidak_ditemukan", "order": "tidak_sesuai"}),
    (DAY, {**ALL, "company": "UD Karya Harapan", "order": "SIP/1"},
     {"company": "tidak_ditemukan", "order": "tidak_sesuai"}),
    (DAY, {**ALL, "company": "karya harapan", "order": "SIP/1"}, {"company": "berlaku", "order": "sesuai"}),
    (DAY, {**ALL, "company": "CV Karya Harapan"}, {"company": "tidak_ditemukan", "order": "belum"}),
    (DAY, {**ALL, "position": "o", "order": "SIP/1"}, {"order": "tidak_sesuai"}),
    (DAY, {**ALL, "position": "o p", "order": "SIP/1"}, {"order": "tidak_sesuai"}),
    (DAY, {**ALL, "position": "operato", "order": "SIP/1"}, {"order": "tidak_sesuai"}),
    (DAY, {**ALL, "position": "o"}, {"order": "tidak_ditemukan"}),
    (DAY, {**ALL, "position": "produksi", "order": "SIP/1"}, {"order": "sesuai"}),
    (DAY, {**ALL, "position": "operator prod", "order": "SIP/1"}, {"order": "sesuai"}),
    (DAY, {**ALL, "position": "operator las", "order": "SIP/1"}, {"order": "tidak_sesuai"}),
    (DAY, {**ALL, "position": "di", "order": "SIP/7"}, {"order": "tidak_sesuai"}),
    (DAY, {**ALL, "position": "AB di Kapal", "order": "SIP/7"}, {"order": "sesuai"}),
    (DAY, {**ALL, "position": "AB", "order": "SIP/8"}, {"order": "sesuai"}),
    (DAY, {**ALL, "position": "Caregiver"}, {"order": "tidak_ditemukan"}),
    # a letter wrong, or a word added, in the position
    *((DAY, {**ALL, "position": position, "order": number}, {"order": state}) for number in ("SIP/1", "")
      for position, state in (
          ("operatr produksi", "sesuai"), ("Operator prodkusi", "sesuai"), ("Operator produksi pabrik", "belum"),
          ("operatr produksi pabrik", "belum"), ("pabrik: operator produksi", "belum"), ("operatr", "sesuai"),
          ("Operatoor Produksi", "sesuai"),
          *((other, "tidak_sesuai" if number else "tidak_ditemukan") for other in (
              "opertr produksi", "operatr produkse", "Operator pabrik", "Operator produksi pabrik sepatu",
              "Operator produksi rumah tangga", "Operator produksi ART")))),
    # in the company's name
    (DAY, {**ALL, "company": "PT Karya Harapn", "order": "SIP/1"}, {"company": "tidak_ditemukan", "order": "belum"}),
    (DAY, {**ALL, "company": "PT Karyaharapan", "order": "SIP/1"}, {"order": "belum"}),
    (DAY, {**ALL, "company": "PT Karay Harapn", "order": "SIP/1"}, {"order": "belum"}),
    (DAY, {**ALL, "company": "PT Karya Harpn", "order": "SIP/1"}, {"order": "tidak_sesuai"}),
    (DAY, {**ALL, "company": "CV Karya Harapn", "order": "SIP/1"}, {"order": "tidak_sesuai"}),
    (DAY, {**ALL, "company": "PT Karya Harapan Jaya", "order": "SIP/1"}, {"order": "tidak_sesuai"}),
    (DAY, {**ALL, "company": "PT Karya Harapn", "country": "jepang", "order": "SIP/1"}, {"order": "tidak_sesuai"}),
    (DAY, {"company": "PT Karya Harapn", "country": "kuwait", "position": "Petugas kebersihan", "order": "SIP/9"},
     {"order": "belum", "country": "dihentikan_sebagian"}),
    (DAY, {**ALL, "order": "SIP/99"}, {"order": "tidak_ditemukan"}),
    (DAY, {"order": "SIP/3"}, {"order": "tidak_sesuai"}),
    (DAY, {"order": "SIP/4"}, {"order": "tidak_ditemukan"}),
    (DAY, {"order": "SIP/6"}, {"order": "tidak_ditemukan"}),
    (date(2026, 11, 23), {**ALL, "company": "PT Beku Sentosa", "order": "SIP/5"}, {"order": "sesuai"}),
    (DAY, {**ALL, "company": "PT Beku Sentosa", "order": "SIP/5"}, {"company": "sanksi", "order": "tidak_sesuai"}),
    (date(2026, 11, 27), {**ALL, "company": "PT Beku Sentosa", "order": "SIP/5"}, {"order": "sesuai"}),
    # country and position
    (DAY, {"country": "taiwan"}, {"country": "terbuka"}),
    (DAY, {"country": "kamboja"}, {"country": "bukan"}),
    (DAY, {"country": "kamboja", "position": "Operator"}, {"country": "bukan"}),
    (DAY, {"country": "arab_saudi", "position": "ART"}, {"country": "dihentikan"}),
    (DAY, {"country": "arab_saudi", "position": "Asisten rumah tangga"}, {"country": "dihentikan"}),
    (DAY, {"country": "arab_saudi", "position": "Welder"}, {"country": "dihentikan_sebagian"}),
    (DAY, {"country": "arab_saudi"}, {"country": "dihentikan_sebagian"}),
    (date(2015, 5, 25), {"country": "lebanon", "position": "ART"}, {"country": "belum"}),
    (date(2015, 5, 26), {"country": "lebanon", "position": "ART"}, {"country": "dihentikan"}),
    (date(2026, 11, 23), {"country": "rumania"}, {"country": "terbuka"}),
    (date(2026, 11, 24), {"country": "rumania"}, {"country": "dihentikan"}),
    (date(2026, 11, 26), {"country": "rumania"}, {"country": "dihentikan"}),
    (date(2026, 11, 27), {"country": "rumania"}, {"country": "terbuka"}),
    (DAY, {"country": "atlantis"}, {"country": "belum"}),
    (DAY, {"country": "uea"}, {"country": "dihentikan_sebagian"}),
    # the number of another order of that country opens nothing that is halted
    (DAY, {"company": "PT Karya Harapan", "country": "kuwait", "position": "Asisten rumah tangga", "order": "SIP/9"},
     {"order": "tidak_sesuai", "country": "dihentikan"}),
    (DAY, {"country": "kuwait", "position": "Pekerja", "order": "SIP/9"},
     {"order": "tidak_sesuai", "country": "dihentikan_sebagian"}),
    (DAY, {"company": "PT Lain", "country": "kuwait", "position": "Petugas kebersihan", "order": "SIP/9"},
     {"order": "tidak_sesuai", "country": "dihentikan_sebagian"}),
    (DAY, {"company": "PT Karya Harapan", "country": "kuwait", "position": "Petugas kebersihan", "order": "SIP/9"},
     {"order": "sesuai", "country": "terbuka"}),
    (DAY, {"country": "kuwait", "order": "SIP/9"}, {"order": "belum", "country": "terbuka"}),
    (DAY, {"country": "taiwan", "position": "ART", "order": "SIP/9"}, {"order": "tidak_sesuai", "country": "terbuka"}),
    (DAY, {"order": "SIP/10"}, {"country": "dihentikan"}),
    # who made contact, and the signs
    (DAY, {"contact": "perusahaan"}, {"contact": "belum_terbukti"}),
    (DAY, {"contact": "keluarga"}, {"contact": "belum_terbukti"}),
    (DAY, {"signs": ("bayar",)}, {"signs": "1"}),
    (DAY, {"signs": ("bayar", "bayar", "visa")}, {"signs": "2"}),
    (DAY, {"signs": ("tidak_dikenal",)}, {"signs": "0"}),
    # nasty input
    (DAY, {"company": "<script>alert(1)</script>", "position": "<b>", "order": "<i>"}, {"company": "tidak_ditemukan"}),
    (DAY, {"company": "x" * 2000, "position": "y " * 1000, "order": "z" * 2000}, {"company": "tidak_ditemukan"}),
    (DAY, {"company": "\u202eKarya Harapan"}, {"company": "berlaku"}),
]


@pytest.mark.usefixtures("catalog", "rules")
@pytest.mark.parametrize("chunk", range(6))
def test_the_table(chunk):
    for day, asked, expected in ROWS[chunk::6]:
        lines = offers.check(Asked(**asked), day)
        assert [line.topic for line in lines] == ["company", "order", "country", "contact", "signs"]
        states = {line.topic: line.state for line in lines}
        assert {topic: states[topic] for topic in expected} == expected, (day, asked)
        for line in lines:
            text = f"{tell(line.words)} {tell(line.next)} {' '.join(tell(one) for one in line.more)}".lower()
            assert not [word for word in (" aman", "palsu", "ilegal") if word in text]
            assert bool(line.checked_on) == bool(line.source)


@pytest.mark.usefixtures("catalog")
@pytest.mark.parametrize(("asked", "what"), [
    ({**ALL, "country": "malaysia", "position": "Caregiver", "order": "SIP/1"}, "negara, jabatan"),
    ({**ALL, "company": "PT Lain", "order": "SIP/1"}, "perusahaan"),
    ({**ALL, "company": "CV Karya Harapan", "order": "SIP/1"}, "perusahaan"),
    ({**ALL, "company": "CV Karya Harapan", "position": "o", "order": "SIP/1"}, "perusahaan, jabatan"),
    ({"order": "SIP/3"}, "lowongan sudah ditutup"),
    ({"order": "SIP/5"}, "izin perusahaan tidak berlaku"),
    ({"order": "SIP/70"}, "lowongan dicabut pada 24 November 2026"),
])
def test_what_differs_is_named(asked, what):
    assert tell(offers.check(Asked(**asked), DAY)[1].words) == f"Tidak sesuai (beda: {what})"


@pytest.mark.usefixtures("catalog")
def test_a_misspelt_name_finds_near_ones():
    assert offers.check(Asked(company="PT Karya Harapn"), DAY)[0].near == ("PT Karya Harapan",)


def test_an_empty_portal_cannot_check(app):
    states = [line.state for line in offers.check(Asked(**ALL, order="SIP/1"), DAY)]
    assert states[:2] == ["belum", "belum"]


def test_an_order_in_a_household_is_told_by_its_sector(app):
    firm = company("PT Rumah")
    order(firm, number="SIP/9", country="arab_saudi", sector="pabrik", employer_kind="badan_hukum")
    asked = Asked(country="arab_saudi", order="SIP/9")
    assert offers.check(asked, DAY)[2].state == "terbuka"
    Order.update(sector="rumah_tangga").execute()
    assert offers.check(asked, DAY)[2].state == "dihentikan"


@pytest.mark.usefixtures("catalog")
@pytest.mark.parametrize(("text", "said"), [
    ("CEK PT Karya Harapan", "izin berlaku s.d. 30-06-2027"), ("cek karya harapan", "belum terbukti"),
    ("Cek PT Cabut Abadi", "SEDANG KENA SANKSI"), ("CEK PT Karya Harapn", "Mungkin: PT Karya Harapan"),
    ("CEK PT Xyzzy", "Bukan bukti melanggar"), ("CEK", "Ketik: CEK"), ("CEK ...", "Ketik: CEK"),
    ("CEK PT", "Ketik: CEK"),
    ("CEK " + "Ÿ€" * 200, "Bukan bukti melanggar"),
    ("CEKPT Karya Harapan", "izin berlaku s.d. 30-06-2027"), ("mohon info cek PT Karya Harapan", "izin berlaku"),
    ("CEK PT Karya Harapan di Karawang", "Mungkin: PT Karya Harapan."), ("CEK PT Habis Izin", "izin berlaku"),
])
def test_a_company_is_checked_by_text(monkeypatch, text, said):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    reply = inbox.answer("0812", text)
    assert said in tell(reply, "id")
    for language in ("id", "en"):
        sent = outbox.gsm(tell(reply, language))
        assert outbox.gsm_length(sent) <= 160, sent
        assert not {"aman", "palsu", "ilegal"} & set(sent.lower().split())
        if "Ketik" not in tell(reply, "id"):
            assert ("jangan serahkan KTP/paspor asli" if language == "id" else "original ID and passport") in sent


def test_the_longest_name_still_fits_one_message(app):
    company("PT " + "Panjang " * 14, valid_until=date(2099, 12, 31))
    company("PT Contoh " + "{}[]~^" * 15, valid_until=date(2099, 12, 31))
    for name in ("PT " + "Panjang " * 14, "Panjang " * 13):
        for language in ("id", "en"):
            sent = outbox.gsm(tell(inbox.answer("0812", "CEK " + name), language))
            assert outbox.gsm_length(sent) <= 160, sent


@pytest.mark.usefixtures("catalog")
def test_a_cv_of_that_name_is_told_of_the_pt(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    assert "PT Karya Harapan" in offers.check(Asked(company="CV Karya Harapan"), DAY)[0].near
    assert "Mungkin: PT Karya Harapan" in tell(inbox.answer("0812", "CEK CV Karya Harapan"))


def test_an_order_tells_its_country_and_whether_it_is_full(app):
    firm = company("PT Rumah")
    order(firm, number="SIP/9", country="arab_saudi", sector="rumah_tangga", position="Sopir keluarga", quota_any=1)
    assert offers.check(Asked(order="SIP/9"), DAY)[2].state == "dihentikan"
    asked = Asked(company="PT Rumah", country="arab_saudi", position="Sopir", order="SIP/9")
    assert "sudah terisi" not in " ".join(tell(one) for one in offers.check(asked, DAY)[1].more)
    Order.update(taken_any=1).execute()
    line = offers.check(asked, DAY)[1]
    assert line.state == "sesuai"
    assert "Semua tempatnya sudah terisi." in " ".join(tell(one) for one in line.more)


def test_a_rule_for_employers_of_one_kind_is_told_of_whichever_kind_it_is(app, monkeypatch):
    def one(country, state, sector="*", **more):
        return {"country": country, "sector": sector, "state": state, "from": None, "until": None, "dasar": "Contoh",
                "dicek_pada": "2026-11-01", **more}

    rules = countries.read_rules([
        one("taiwan serbia", "terbuka"), one("taiwan", "dihentikan", employer="badan_hukum"),
        one("serbia", "dihentikan", "pabrik", employer="badan_hukum"), one("serbia", "dihentikan", "bangunan"),
    ])
    monkeypatch.setattr(countries, "all_rules", lambda: rules)
    line = offers.check(Asked(country="taiwan", position="Operator produksi"), DAY)[2]
    assert line.state == "dihentikan_sebagian"
    assert tell(line.more[0]) == "Yang terkena: perusahaan atau badan hukum"
    line = offers.check(Asked(country="serbia"), DAY)[2]
    assert tell(line.more[0]) == "Yang terkena: Bangunan, Pabrik, pada perusahaan atau badan hukum"


def test_the_company_whose_whole_name_begins_the_text_is_meant_first(app, monkeypatch):
    for name in ("PT Karya Harapan Contoh Jaya", "PT Karya Harapan Contoh", "PT Karya"):
        company(name)
    line = offers.check(Asked(company="PT Karya Harapan Contoh di Karawang"), DAY)[0]
    assert (line.state, line.near[0]) == ("tidak_ditemukan", "PT Karya Harapan Contoh")
    assert len(set(line.near)) == len(line.near) <= 3
    assert "Mungkin: PT Karya Harapan Contoh." in tell(inbox.answer("0812", "CEK PT Karya Harapan Contoh di Karawang"))


def test_a_text_names_as_many_near_companies_as_have_room(app):
    for name in ("PT Karya Harapan", "PT Karya Harapah", "PT Karya Harapam"):
        company(name)
    told = tell(inbox.answer("0812", "CEK PT Karya Harapal"))
    assert "Mungkin: PT Karya Harapah, PT Karya Harapam." in told
    company("PT " + "{}[]~^ " * 10 + "Karya Harapax")
    for language in ("id", "en"):
        sent = outbox.gsm(tell(inbox.answer("0812", "CEK Karya Harapaxx"), language))
        assert outbox.gsm_length(sent) <= 160, sent


@pytest.mark.usefixtures("catalog")
def test_a_near_name_with_the_right_number_is_asked_about(monkeypatch):
    asked = {**ALL, "company": "PT Karya Harapn", "order": "SIP/1"}
    line = offers.check(Asked(**asked), DAY)[1]
    assert line.near == ("PT Karya Harapan",)
    assert "mirip, tetapi tidak sama" in " ".join(tell(one) for one in line.more)
    line = offers.check(Asked(**asked | {"country": "malaysia"}), DAY)[1]
    assert tell(line.words) == "Tidak sesuai (beda: negara)"
    company("PT Karya Harapn")
    assert tell(offers.check(Asked(**asked), DAY)[1].words) == "Tidak sesuai (beda: perusahaan)"


@pytest.mark.parametrize("position", ["bukan operator produksi", "operator produksi seks", "Operator produksi pabrik"])
@pytest.mark.parametrize("number", ["SIP/1", ""])
def test_a_word_more_is_another_position_until_somebody_asked(app, position, number):
    order(company("PT Karya Harapan"), number="SIP/1", position="Operator produksi", valid_until=date(2027, 1, 1))
    line = offers.check(Asked(**ALL | {"position": position}, order=number), DAY)[1]
    assert line.state == "belum"
    assert "Operator produksi" in tell(line.more[0])
    assert "mirip, tetapi tidak sama" in tell(line.more[1])


def test_a_word_more_takes_nothing_from_the_order_for_the_country(app):
    """Work for a private employer is halted in Kuwait, whatever order of a firm has nearly the same position."""
    order(company("PT Karya Harapan"), number="KWT/78", country="kuwait", position="Perawat lansia", sector="perawatan",
          valid_until=date(2027, 1, 1))
    asked = Asked(company="PT Karya Harapan", country="kuwait", position="perawat lansia majikan", order="KWT/78")
    lines = offers.check(asked, DAY)
    assert lines[1].state == "belum"
    assert lines[2].state != "terbuka"


@pytest.mark.parametrize(("typed", "same"), [("pekerja", False), ("Pekerja pertanian", True), ("pertanian", True)])
def test_a_word_that_fits_any_work_tells_none(typed, same):
    assert offers._same_position(typed, "Pekerja pertanian") is same


def test_a_position_that_is_written_so_comes_before_a_near_one(app):
    firm = company("PT Karya Harapan")
    for day, position in ((1, "Operator produksi"), (2, "Operator produksi pabrik")):
        order(firm, position=position, valid_until=date(2027, 1, day))
    line = offers.check(Asked(**ALL | {"position": "Operator produksi pabrik"}), DAY)[1]
    assert "Operator produksi pabrik" in tell(line.more[0])


@pytest.mark.parametrize(("typed", "position", "same"), [
    ("Caregive", "Caregiver", True), ("Caregivre", "Caregiver", True), ("Caregiver lansia", "Caregiver", False),
    ("Juru masak keluarga", "Juru masak", False), ("Juru lab", "Juru las", False),
    ("Asisten rumah tanga", "Asisten rumah tangga", True), ("Sopir keluarga besar", "Sopir keluarga", False),
    ("Operator 12345", "Operator 12346", False), ("", "Operator", False),
])
def test_positions_that_are_nearly_the_same(typed, position, same):
    assert offers._nearly_same(typed, position) is same


@pytest.mark.usefixtures("catalog")
@pytest.mark.parametrize(("asked", "said"), [
    ({**ALL, "company": "PT Sama Sekali Lain"}, "Periksa dulu nama perusahaannya"),
    ({**ALL, "company": "CV Karya Harapan"}, "Periksa dulu nama perusahaannya"),
    ({**ALL, "company": "PT"}, "atau perusahaan, negara dan jabatan"),
    ({**ALL, "company": "PT Sama Sekali Lain", "position": ""}, "atau perusahaan, negara dan jabatan"),
    ({}, "atau perusahaan, negara dan jabatan"),
])
def test_what_is_missing_to_look_for_an_order_is_said(asked, said):
    line = offers.check(Asked(**asked), DAY)[1]
    assert line.state == "belum"
    assert said in tell(line.next)


def test_not_found_is_told_with_the_day_of_the_list(app):
    """Not with that of one company which was looked at since, nor of what a company proposes."""
    days = [date(2026, 11, day) for day in (1, 1, 20)]
    firms = [company(f"PT Contoh {name}", checked_on=day) for name, day in zip("ABC", days, strict=True)]
    order(firms[0], state="usulan", checked_on=date(2026, 11, 21))
    unknown = Asked(**ALL | {"company": "PT Xyzzy"}, order="SIP/99")
    lines = offers.check(unknown, DAY)
    assert lines[0].checked_on == days[0]
    assert tell(lines[0].words) == "Tidak ditemukan dalam data kami per 1 November 2026"
    assert (lines[1].state, lines[1].checked_on) == ("belum", None), "no order was ever decided"
    order(firms[0], checked_on=date(2026, 11, 2))
    order(firms[0], state="usulan", checked_on=date(2026, 11, 21))
    order(firms[0], state="ditolak", checked_on=date(2026, 11, 22), decided_at=clock.now())
    order(firms[0], state="ditutup", checked_on=date(2026, 11, 22), decided_at=None)  # withdrawn, before a decision
    assert offers.check(unknown, DAY)[1].checked_on == date(2026, 11, 2)
    company("PT Contoh D", checked_on=days[2])
    assert offers.check(unknown, DAY)[0].checked_on == days[0], "as many of either day"
    company("PT Contoh E", checked_on=days[2])
    assert offers.check(unknown, DAY)[0].checked_on == days[2]
