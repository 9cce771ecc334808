"""Evidence for gates: who brings, who decides, what cannot be, and agreements that differ from their order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal import clock
from portal.data.event import Event
from portal.data.message import Message
from portal.data.placement import Evidence
from portal.rules import agreements, dated, evidence, placements
from portal.rules.companies import WrongField
from portal.rules.evidence import Brought
from portal.rules.imports import import_programmes
from portal.rules.moves import Missing, TooLate
from portal.rules.placement_gates import gate_of, gates_of, standings
from portal.rules.programmes import all_programmes
from portal.rules.refusal import Refused
from tests.support import catalog, placing
from tests.support.placing import actor_of, again, brought_for, linked
from tests.support.race import race

pytestmark = pytest.mark.usefixtures("app")


def bring(placement, code, party="p3mi", **more):
    return evidence.bring(placement, code, actor_of(party, placement),
                          brought_for(gate_of(placement, code), placement, **more))


def state(placement, code, on=None):
    return next(one for one in standings(placement, on or clock.today()) if one.gate.code == code)


def test_what_is_brought_waits_for_the_office_and_then_holds():
    placement = linked()
    assert (state(placement, "paspor").state, state(placement, "paspor").who) == ("belum", "p3mi")
    made = bring(placement, "paspor", "holder")
    assert (state(placement, "paspor").state, state(placement, "paspor").who) == ("diajukan", "bp3mi")
    evidence.decide(placement, made.id, actor_of("bp3mi", placement), "diterima")
    assert (state(placement, "paspor").state, state(placement, "paspor").who) == ("terpenuhi", "")
    with pytest.raises(PermissionError):
        bring(placement, "paspor", "holder")  # nobody undoes what holds
    with pytest.raises(TooLate):
        evidence.decide(placement, made.id, actor_of("bp3mi", placement), "ditolak", "Contoh")


def test_what_was_accepted_and_turned_out_to_be_wrong_is_taken_back():
    placement = linked()
    placing.pass_gates(placement)
    bp3mi, visa = actor_of("bp3mi", placement), state(placement, "visa").evidence
    assert evidence.may_take_back(again(placement), visa, bp3mi)
    for party in ("p3mi", "holder", "dinas"):
        with pytest.raises(PermissionError):
            evidence.decide(placement, visa.id, actor_of(party, placement), "dibatalkan", "Contoh")
    with pytest.raises(Refused):
        evidence.decide(placement, visa.id, bp3mi, "dibatalkan", " ")
    with pytest.raises(TooLate):
        evidence.decide(placement, visa.id, bp3mi, "ditolak", "Halaman lama")
    evidence.decide(placement, visa.id, bp3mi, "dibatalkan", "Visanya palsu")
    assert (state(placement, "visa").state, state(placement, "visa").evidence.note) == ("ditolak", "Visanya palsu")
    with pytest.raises(Missing):
        placing.go(placement, "issue_card", "bp3mi")
    placing.bring(placement, "visa")
    issued = placing.go(placement, "issue_card", "bp3mi")
    visa = state(issued, "visa").evidence
    assert not evidence.may_take_back(issued, visa, bp3mi), "the card is taken back first"
    with pytest.raises(TooLate):
        evidence.decide(issued, visa.id, bp3mi, "dibatalkan", "Contoh")


@pytest.mark.parametrize(("reason", "gate"), [("visa", "visa"), ("perjanjian_batal", "perjanjian"),
                                              ("sakit", "sehat")])
def test_what_a_card_was_revoked_for_counts_no_more(reason, gate):
    placement = linked()
    placing.pass_gates(placement)
    placing.go(placement, "issue_card", "bp3mi")
    revoked = placing.go(placement, "revoke_card", "bp3mi", reason=reason, words="Contoh keterangan")
    assert (state(revoked, gate).state, state(revoked, gate).evidence.note) == ("ditolak", "Contoh keterangan")
    assert [one.gate.code for one in standings(revoked, clock.today()) if not one.holds] == [gate]
    with pytest.raises(Missing):
        placing.go(placement, "issue_card", "bp3mi")


def test_no_party_hides_what_another_brought_by_bringing_something_else():
    placement = linked(catalog.order(wage_min=28_590))
    bring(placement, "perjanjian", "holder", terms=placing.terms_of(placement, wage=9_000))
    clean = bring(placement, "perjanjian", "p3mi")
    assert Message.select().where(Message.kind == "placement:replaced").count() == 1
    gate = state(placement, "perjanjian")
    bp3mi = actor_of("bp3mi", placement)
    (before,) = placements.earlier(gate, placement, bp3mi)
    assert (before.by, [one.code for one in before.differs]) == ("calon pekerja", ["wage"])
    assert placements.shown(gate, placement, bp3mi).by == "perusahaan"
    with pytest.raises(Refused, match="Pihak lain"):
        evidence.decide(placement, clean.id, bp3mi, "diterima")
    evidence.decide(placement, clean.id, bp3mi, "diterima", "Sudah dicocokkan dengan orangnya")
    assert Message.select().where(Message.kind == "placement:differs").count() == 1


def test_what_was_passed_over_is_still_there_after_a_refusal():
    placement = linked(catalog.order(wage_min=28_590))
    bring(placement, "perjanjian", "holder", terms=placing.terms_of(placement, wage=9_000))
    bp3mi = actor_of("bp3mi", placement)
    evidence.decide(placement, bring(placement, "perjanjian", "p3mi").id, bp3mi, "ditolak", "Belum ditandatangani")
    clean = bring(placement, "perjanjian", "p3mi")
    with pytest.raises(Refused, match="Pihak lain"):
        evidence.decide(placement, clean.id, bp3mi, "diterima")


def test_all_that_was_brought_before_takes_two_queries(queries):
    placement = linked()
    for number in range(4):
        bring(placement, "visa", ("holder", "p3mi")[number % 2], number=f"C-{number}")
    now, reader = state(placement, "visa"), actor_of("bp3mi", placement)
    with queries.at_most(2):
        assert len(placements.earlier(now, placement, reader)) == 3


def test_what_one_company_was_shown_the_next_one_does_not_read():
    first = linked()
    bring(first, "sehat", "p3mi", result="tidak", issuer="RS Contoh")
    evidence.decide(first, state(first, "sehat").evidence.id, actor_of("bp3mi", first), "diterima")
    placing.go(first, "withdraw", "holder", reason="keluarga")
    second = linked(registration=again(first).registration)
    now = state(second, "sehat")
    assert now.state == "gagal"
    assert placements.shown(now, second, actor_of("p3mi", second)) is None
    for party in ("bp3mi", "holder"):
        assert placements.shown(now, second, actor_of(party, second)).evidence.issuer == "RS Contoh"


@pytest.mark.parametrize(("move", "party", "reads"), [
    (None, "p3mi", True), ("withdraw", "p3mi", False), ("withdraw", "bp3mi", True), ("withdraw", "holder", True),
])
def test_a_company_reads_what_was_brought_as_long_as_somebody_is_its_own(move, party, reads):
    placement = linked()
    bring(placement, "paspor", "p3mi")
    if move:
        placement = placing.go(placement, move, "holder", reason="keluarga")
    found = placements.shown(state(placement, "paspor"), placement, actor_of(party, placement))
    assert (found is not None) == reads


@pytest.mark.parametrize("programme", [one.code for one in all_programmes()])
@pytest.mark.parametrize(("reason", "kind"), [("perjanjian_batal", "perjanjian"), ("visa", "visa"), ("sakit", "sehat")])
def test_what_a_card_was_revoked_for_is_asked_for_anew_in_every_programme(programme, reason, kind):
    placement = placing.of_programme(programme)
    asked = {one.code for one in gates_of(placement) if one.undone_by == reason}
    assert len(asked) == (0 if (programme, kind) == ("mandiri_ulang", "sehat") else 1)
    placing.pass_gates(placement)
    placing.go(placement, "issue_card", "bp3mi")
    revoked = placing.go(placement, "revoke_card", "bp3mi", reason=reason, words="Contoh")
    assert {one.gate.code for one in standings(revoked, clock.today()) if one.state == "ditolak"} == asked


def test_the_same_again_or_after_a_decision_hides_nothing():
    placement = linked()
    bp3mi = actor_of("bp3mi", placement)
    bring(placement, "paspor", "holder")
    evidence.decide(placement, bring(placement, "paspor", "p3mi").id, bp3mi, "diterima")
    refused = bring(placement, "visa", "holder", number="C-9")
    evidence.decide(placement, refused.id, bp3mi, "ditolak", "Buram")
    evidence.decide(placement, bring(placement, "visa", "p3mi").id, bp3mi, "diterima")
    bring(placement, "sehat", "p3mi", number="C-7")
    evidence.decide(placement, bring(placement, "sehat", "p3mi").id, bp3mi, "diterima")


def test_what_is_refused_is_told_and_brought_again():
    placement = linked()
    made = bring(placement, "visa")
    with pytest.raises(Refused):
        evidence.decide(placement, made.id, actor_of("bp3mi", placement), "ditolak", " ")
    evidence.decide(placement, made.id, actor_of("bp3mi", placement), "ditolak", "Fotonya buram")
    assert (state(placement, "visa").state, state(placement, "visa").evidence.note) == ("ditolak", "Fotonya buram")
    assert "buram" not in Message.select().order_by(Message.id.desc()).get().body
    bring(placement, "visa")
    assert state(placement, "visa").state == "diajukan"
    assert Evidence.select().where(Evidence.replaced_at.is_null(False)).count() == 1


def test_who_may_bring_and_decide():
    placement = linked()
    for code, party in (("penempatan", "holder"), ("opp", "holder"), ("opp", "p3mi"), ("paspor", "desa")):
        with pytest.raises(PermissionError):
            bring(placement, code, party)
    with pytest.raises(KeyError):
        evidence.bring(placement, "coe", actor_of("bp3mi", placement), Brought())
    made = bring(placement, "penempatan")
    for party in ("bp3mi", "p3mi", "holder", "desa"):
        with pytest.raises(PermissionError):
            evidence.decide(placement, made.id, actor_of(party, placement), "diterima")
    evidence.decide(placement, made.id, actor_of("dinas", placement), "diterima")
    with pytest.raises(ValueError, match="mungkin"):
        evidence.decide(placement, made.id, actor_of("dinas", placement), "mungkin")


def test_the_company_brings_nothing_where_there_is_none():
    placement = placing.begun()
    assert not evidence.may_bring_now(placement, gate_of(placement, "paspor"), placing.Actor.at_work(
        placing.staff(catalog.order())))
    assert bring(placement, "paspor", "holder").state == "diajukan"


def test_an_office_that_brings_decides_at_once():
    placement = linked()
    assert Evidence.get_by_id(bring(placement, "sehat", "bp3mi").id).state == "diterima"


@pytest.mark.parametrize(("result", "told", "who"), [
    ("laik", "terpenuhi", ""), ("sementara", "gagal", "p3mi"), ("tidak", "gagal", "bp3mi"),
])
def test_results_that_pass_and_results_that_do_not(result, told, who):
    placement = linked()
    bring(placement, "sehat", "bp3mi", result=result)
    assert (state(placement, "sehat").state, state(placement, "sehat").who) == (told, who)


def test_unfit_for_work_is_mended_by_nobody_but_the_office_that_decides():
    placement = linked()
    bring(placement, "sehat", "p3mi", result="tidak")
    evidence.decide(placement, Evidence.get().id, placing.actor_of("bp3mi", placement), "diterima")
    for who in ("p3mi", "holder"):
        with pytest.raises(PermissionError):
            bring(placement, "sehat", who)
    bring(placement, "sehat", "bp3mi")
    assert state(placement, "sehat").holds


@pytest.mark.parametrize("decided", [True, False])
def test_unfit_for_work_is_not_shaken_off_by_another_company(decided):
    placement = linked()
    bring(placement, "sehat", "p3mi", result="tidak")
    if decided:
        evidence.decide(placement, Evidence.get().id, actor_of("bp3mi", placement), "diterima")
    placing.go(placement, "release", "p3mi", reason="sakit", words="Contoh")
    following = linked(registration=placement.registration)
    found = state(following, "sehat")
    assert (found.state, found.who) == ("gagal", "bp3mi")
    (page,) = [page.held for page in [placements.listed(actor_of("p3mi", following).officer, "disiapkan")]]
    assert page[following.id][0] == 0
    for who in ("p3mi", "holder"):
        with pytest.raises(PermissionError):
            bring(following, "sehat", who)
    bring(following, "sehat", "bp3mi")
    assert state(following, "sehat").holds
    assert not state(linked(), "sehat").evidence, "of nobody else"


def test_no_day_ends_unfit_for_work():
    placement = linked()
    bring(placement, "sehat", "bp3mi", result="tidak", valid_until=clock.today() + timedelta(days=30))
    assert state(placement, "sehat", clock.today() + timedelta(days=31)).state == "gagal"
    clock.move(timedelta(days=31))
    with pytest.raises(PermissionError):
        bring(placement, "sehat", "p3mi")


def test_what_ran_out_says_since_when_and_beside_a_card_who_takes_it_back():
    placement = linked()
    placing.bring(placement, "sehat", valid_until=clock.today() + timedelta(days=5))
    placing.pass_gates(placement, leave_out=("sehat",))
    clock.move(timedelta(days=7))
    found = state(placement, "sehat")
    assert (found.state, found.who, found.since.date()) == ("habis", "p3mi", clock.today() - timedelta(days=1))
    clock.move(timedelta(days=-7))
    placing.go(placement, "issue_card", "bp3mi")
    clock.move(timedelta(days=7))
    assert state(again(placement), "sehat").who == "bp3mi"


def test_unfit_for_work_is_not_replaced_before_the_office_saw_it():
    placement = linked()
    made = bring(placement, "sehat", "p3mi", result="tidak")
    for who in ("p3mi", "holder"):
        with pytest.raises(PermissionError):
            bring(placement, "sehat", who)
        assert evidence.may_add_to(placement, gate_of(placement, "sehat"), actor_of(who, placement))
    assert (state(placement, "sehat").state, Evidence.get().result) == ("diajukan", "tidak")
    evidence.decide(placement, made.id, actor_of("bp3mi", placement), "ditolak", "Salah orang")
    assert bring(placement, "sehat", "p3mi").result == "laik"
    assert bring(placement, "sehat", "p3mi", result="sementara").result == "sementara", "what waits may be mended"


def test_the_person_hears_of_a_worse_agreement_when_it_comes_and_when_it_is_let_through():
    placement = linked(catalog.order(wage_min=28_590))
    made = bring(placement, "perjanjian", "p3mi", terms=placing.terms_of(placement, wage=15_000))
    kinds = [message.kind for message in Message.select().order_by(Message.id)]
    assert kinds.count("placement:differs") == 1
    assert agreements.differing(standings(placement, clock.today()), placement) == {"perjanjian"}
    with pytest.raises(Refused):
        evidence.decide(placement, made.id, placing.actor_of("bp3mi", placement), "diterima", " . ")
    evidence.decide(placement, made.id, placing.actor_of("bp3mi", placement), "diterima", "Disetujui orangnya")
    assert Message.select().where(Message.kind == "placement:differs").count() == 2
    assert agreements.differing(standings(placement, clock.today()), placement) == {"perjanjian"}


def test_a_visa_for_visits_does_not_count():
    placement = linked()
    bring(placement, "visa", "bp3mi", result="kunjungan")
    assert not state(placement, "visa").holds


@pytest.mark.parametrize(("code", "wrong", "field"), [
    ("paspor", {"number": " "}, "number"), ("paspor", {"issuer": ""}, "issuer"),
    ("paspor", {"valid_until": None}, "valid_until"), ("sehat", {"dated": None}, "dated"),
    ("sehat", {"result": "sip"}, "result"), ("sehat", {"result": ""}, "result"), ("penempatan", {"costs": ""}, "costs"),
    ("perjanjian", {"terms": None}, "terms"),
])
def test_what_cannot_be_is_told_beside_its_field(code, wrong, field):
    with pytest.raises(WrongField) as told:
        bring(linked(), code, **wrong)
    assert told.value.field == field


def test_dates_by_their_boundaries():
    placement, today = linked(), clock.today()
    birth = date.fromisoformat(placement.registration.birth_date)
    for wrong in ({"dated": today + timedelta(days=1)}, {"dated": birth - timedelta(days=1)},
                  {"valid_until": today - timedelta(days=1)}):
        with pytest.raises(WrongField):
            bring(placement, "sehat", **wrong)
    bring(placement, "sehat", dated=today, valid_until=today)
    assert state(placement, "sehat").state == "diajukan"


def test_the_orientation_comes_after_the_five():
    placement = linked()
    for code in ("sehat", "paspor", "jaminan", "perjanjian"):
        placing.bring(placement, code)
    with pytest.raises(Missing) as missing:
        bring(placement, "opp", "bp3mi")
    assert len(missing.value.words) == 1
    placing.bring(placement, "visa")
    assert Evidence.get_by_id(bring(placement, "opp", "bp3mi").id).state == "diterima"


def test_what_ends_soon_is_told_and_may_be_renewed():
    placement, today = linked(), clock.today()
    placing.bring(placement, "sehat", valid_until=today + timedelta(days=31))
    assert state(placement, "sehat").ends is None
    near = state(placement, "sehat", today + timedelta(days=1))
    assert (near.state, near.ends) == ("terpenuhi", today + timedelta(days=31))
    clock.move(timedelta(days=1))
    assert evidence.may_bring_now(placement, gate_of(placement, "sehat"), actor_of("holder", placement))


def test_nothing_is_brought_before_acceptance_or_after_the_card():
    placement = placing.linked()
    placing.pass_gates(placement)
    placing.go(placement, "issue_card", "bp3mi")
    with pytest.raises(PermissionError):
        bring(again(placement), "visa")


def test_two_decide_at_once_and_one_wins():
    placement = linked()
    made, officers = bring(placement, "paspor"), [actor_of("bp3mi", placement) for _ in range(6)]
    race(*[lambda one=one: evidence.decide(placement, made.id, one, "diterima") for one in officers], expect=(TooLate,))
    assert Event.select().where(Event.name == "placement:accepted").count() == 1


def test_a_page_of_another_version_brings_nothing():
    placement = linked()
    with pytest.raises(TooLate):
        evidence.bring(placement, "paspor", actor_of("holder", placement),
                       brought_for(gate_of(placement, "paspor"), placement), version=placement.version + 1)


# -- the work agreement ------------------------------------------------------------------------------------------------
@pytest.fixture
def promised(app):
    return linked(catalog.order(wage_min=28_590, wage_max=30_000, hours=40, months=36))


@pytest.mark.parametrize(("said", "codes"), [
    ({}, []),
    ({"wage": 28_590}, []), ({"wage": 28_589}, ["wage"]), ({"wage": 40_000}, []),
    ({"currency": "MYR"}, ["currency"]),
    ({"hours": 40}, []), ({"hours": 39}, []), ({"hours": 41}, ["hours"]),
    ({"months": 35}, ["months"]), ({"months": 37}, ["months"]),
    ({"position": "operator  PRODUKSI"}, []), ({"position": "Operator las"}, ["position"]),
    ({"country": "malaysia"}, ["country"]),
    ({"employer": "Lain Sama Sekali"}, ["employer"]),
    ({"employer": ""}, ["employer"]), ({"leave": "  "}, ["leave"]), ({"safety": None}, ["safety"]),
    ({"wage": None}, ["wage"]), ({"wage": 1, "hours": 60, "insurance": ""}, ["hours", "wage", "insurance"]),
])
def test_each_difference_is_found(promised, said, codes):
    found = agreements.differences(placing.terms_of(promised, **said), promised)
    assert [one.code for one in found] == codes
    assert all(one.words and one.label for one in found)


def test_the_employers_legal_form_makes_no_difference(promised):
    named = promised.order.employer.name
    assert agreements.differences(placing.terms_of(promised, employer=f"{named.upper()} PT."), promised) == []


def test_without_an_order_the_job_that_was_told_counts():
    placement = placing.begun(position="Welder")
    assert agreements.differences(placing.terms_of(placement), placement) == []
    assert [one.code for one in agreements.differences(placing.terms_of(placement, position="Cook"), placement)] == [
        "position"]


def test_a_worse_agreement_passes_with_a_reason_only(promised):
    made = bring(promised, "perjanjian", terms=placing.terms_of(promised, wage=20_000))
    officer = actor_of("bp3mi", promised)
    with pytest.raises(Refused):
        evidence.decide(promised, made.id, officer, "diterima")
    assert state(promised, "perjanjian").state == "diajukan"
    evidence.decide(promised, made.id, officer, "diterima", "Sudah ditanya ke pemberi kerja")
    assert state(promised, "perjanjian").evidence.note == "Sudah ditanya ke pemberi kerja"


def test_an_office_does_not_wave_its_own_worse_agreement_through(promised):
    made = bring(promised, "perjanjian", "bp3mi", terms=placing.terms_of(promised, hours=60))
    assert Evidence.get_by_id(made.id).state == "diajukan"
    same = bring(promised, "perjanjian", "bp3mi")
    assert Evidence.get_by_id(same.id).state == "diterima"


# -- what a programme asks for, changed by a file ----------------------------------------------------------------------
RECOMMENDED = "ktp | rekomendasi:P | paspor:P | perjanjian:P"


@pytest.fixture
def ask_for_recommendations(tmp_path):
    """From the day after today on, placements through a company ask for fewer papers, and a recommendation."""
    dated.use(tmp_path)
    since = clock.today() + timedelta(days=1)
    head = "kode,umur_min,umur_maks,dokumen,sejak,sampai,dasar,dicek_pada"
    import_programmes(f"{head}\nptop,18,,{RECOMMENDED},{since},,Contoh,{clock.today()}".encode())
    yield
    dated.use(tmp_path / "nowhere")


def test_who_is_on_the_way_keeps_the_gates_of_the_day_they_set_out(ask_for_recommendations):
    before = linked()
    clock.move(timedelta(days=1))
    after = linked(before.order)
    assert [gate.code for gate in gates_of(again(before))] == [
        "penempatan", "sehat", "sertifikat", "paspor", "jaminan", "perjanjian", "visa", "opp"]
    assert [gate.code for gate in gates_of(again(after))] == ["rekomendasi", "paspor", "perjanjian", "opp"]


def test_a_passport_waits_for_the_labour_office_s_recommendation_where_one_is_asked_for(ask_for_recommendations):
    bring(linked(), "paspor")
    clock.move(timedelta(days=1))
    placement = linked()
    assert (state(placement, "rekomendasi").who, state(placement, "paspor").state) == ("dinas", "nanti")
    with pytest.raises(Missing):
        bring(placement, "paspor")
    bring(placement, "rekomendasi", "dinas")
    assert state(placement, "rekomendasi").state == "terpenuhi"
    bring(again(placement), "paspor")
