"""Placements from the link to the return home: gates, places, reasons, who may."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.data.company import Company
from portal.data.event import events_of
from portal.data.message import Message
from portal.data.order import Order
from portal.data.placement import Placement, newest_card
from portal.data.registration import Registration
from portal.data.review import decisions_of
from portal.rules import departure_cards, leaving, linking, moves, placement_moves, placements, status
from portal.rules.companies import WrongField, sanction
from portal.rules.moves import Missing, TooLate
from portal.rules.offices import Actor
from portal.rules.outbox import SMS, gsm_length
from portal.rules.placement_gates import standings
from portal.rules.placement_jobs import Job
from portal.rules.placement_steps import FAMILY, MOVES, NOT_YET, REASONS, REVOKED, STAGES, stage
from portal.rules.refusal import Refused
from portal.words import say
from tests.support import catalog, placing
from tests.support.office import officer
from tests.support.placing import again, departed, go, linked, pass_gates, verified

pytestmark = pytest.mark.usefixtures("app")


def names(placement, party):
    return {move.name for move in placement_moves.moves_open(again(placement), placing.actor_of(party, placement))}


def test_a_whole_placement_from_link_to_purna():
    placement = linked()
    assert placement.state == "disiapkan"
    assert placement.share == "any"
    departed(placement)
    placement = go(placement, "arrive", "holder", day=clock.today())
    assert placement.state == "bekerja"
    placement = go(placement, "come_home", "desa", reason="selesai", day=clock.today())
    placement = go(placement, "close", "dinas")
    assert placement.state == "purna"
    assert placement.active is None
    registration = Registration.get_by_id(placement.registration_id)
    assert registration.state == "selesai"
    assert registration.active_nik is None, "the person may apply again"
    told = [event.name for event in events_of(f"registration:{registration.id}") if event.name.startswith("placement:")]
    assert told[0] == "placement:link"
    assert told[-1] == "placement:close"


@pytest.mark.parametrize("left_out", ["penempatan", "sehat", "sertifikat", "paspor", "jaminan", "perjanjian", "visa"])
def test_no_card_without_each_gate(left_out):
    placement = linked()
    pass_gates(placement, leave_out=(left_out, "opp"))
    with pytest.raises(Missing) as missing:
        go(placement, "issue_card", "bp3mi")
    assert len(missing.value.words) == 2  # this one, and the orientation
    assert again(placement).state == "disiapkan"


@pytest.mark.parametrize("kind", ["dibekukan", "dicabut"])
def test_a_company_that_was_sanctioned_since_sends_nobody_abroad(kind):
    """From the sanction's first day through its last one, both included, by the day of departure."""
    today, (first, second) = clock.today(), (linked(catalog.order(quota_any=2)) for _ in range(2))
    for placement in (first, second):
        pass_gates(placement)
    go(first, "issue_card", "bp3mi")
    sanction(again(first).company, kind, today + timedelta(days=1), "SK contoh", until=today + timedelta(days=2))
    sanction(again(second).company, kind, today, "SK contoh", until=today + timedelta(days=2))
    with pytest.raises(Missing, match="tidak boleh menempatkan"):
        go(second, "issue_card", "bp3mi")
    clock.move(timedelta(days=2))
    for who in ("bp3mi", "p3mi"):
        with pytest.raises(Missing, match="tidak boleh menempatkan"):
            go(first, "depart", who, day=clock.today())
    assert go(first, "depart", "bp3mi", day=today).state == "berangkat", "who left before it is on record"
    clock.move(timedelta(days=1))
    assert go(second, "issue_card", "bp3mi").state == "siap"


def test_a_company_that_is_suspended_dates_no_departure_back():
    """BP3MI may, which saw the person off."""
    placement = linked()
    pass_gates(placement)
    go(placement, "issue_card", "bp3mi")
    issued = clock.today()
    clock.move(timedelta(days=1))
    sanction(again(placement).company, "dibekukan", clock.today(), "SK contoh", until=clock.today())
    with pytest.raises(Missing, match="tidak boleh menempatkan"):
        go(placement, "depart", "p3mi", day=issued)
    assert go(placement, "depart", "bp3mi", day=issued).state == "berangkat"


def test_a_licence_that_has_ended_sends_nobody_abroad():
    placement = linked()
    pass_gates(placement)
    Company.update(valid_until=clock.today() - timedelta(days=1)).execute()
    with pytest.raises(Missing, match="tidak boleh menempatkan"):
        go(placement, "issue_card", "bp3mi")
    Company.update(valid_until=clock.today()).execute()
    assert go(placement, "issue_card", "bp3mi").state == "siap"


def test_evidence_that_ends_before_the_departure_keeps_back():
    placement = linked()
    pass_gates(placement, leave_out=("sehat", "opp"))
    placing.bring(placement, "sehat", valid_until=clock.today() + timedelta(days=3))
    placing.bring(placement, "opp")
    go(placement, "issue_card", "bp3mi")
    clock.move(timedelta(days=3))
    assert not leaving.gates(again(placement), placement.registration, clock.today()), "the last day counts"
    clock.move(timedelta(days=1))
    with pytest.raises(Missing):
        go(placement, "depart", "bp3mi", day=clock.today())


def test_places_are_given_back_by_whoever_does_not_leave():
    order = catalog.order(quota_any=1)
    first = linked(order)
    with pytest.raises(Missing):
        linked(order, verified())
    go(first, "withdraw", "holder", reason="keluarga")
    assert Order.get_by_id(order.id).taken_any == 0
    second = linked(order, verified())
    go(second, "fail", "bp3mi", reason="sakit", words="Tidak laik kerja")
    third = linked(order, verified())
    departed(third)
    assert Order.get_by_id(order.id).taken_any == 1
    assert [again(one).state for one in (first, second, third)] == ["batal", "gagal", "berangkat"]


def test_one_running_placement_a_person():
    registration = verified()
    linked(registration=registration)
    with pytest.raises(Refused):
        linked(registration=registration)
    assert Placement.select().count() == 1


def test_an_order_that_ends_at_midnight_is_refused_at_midnight_in_jakarta():
    now = clock.now().astimezone(clock.JAKARTA)
    order = catalog.order(valid_until=clock.today())
    first, second = verified(), verified()
    clock.move(now.replace(hour=23, minute=59, second=50, microsecond=0) - now)
    linked(order, first)
    clock.move(timedelta(seconds=11))
    with pytest.raises(Missing) as missing:
        linked(order, second)
    assert say("Lowongan ini sudah tidak berlaku.") in missing.value.words
    assert Order.get_by_id(order.id).taken_any == 1


def test_what_keeps_somebody_from_an_order():
    today = clock.today()
    cases = {
        "Lowongan ini meminta pendidikan": (catalog.order(education="sarjana"), {}),
        "Umurnya tidak sesuai dengan lowongan": (catalog.order(min_age=40), {}),
        "jenis kelaminnya": (catalog.order(quota_any=0, quota_l=5), {}),
        "tidak merekrut di kabupaten": (catalog.order(districts="32.13"), {}),
        "Jalurnya berbeda": (catalog.order(scheme="ukps"), {}),
        "tidak boleh menempatkan": (catalog.order(catalog.company(valid_until=today - timedelta(days=1))), {}),
        "bukan negara penempatan": (catalog.order(country="kamboja"), {}),
    }
    for words, (order, typed) in cases.items():
        found = linking.misfits(verified(**typed), order, today)
        assert [one for one in found if words in one], (words, found)
        assert len(found) == 1, found
    assert linking.misfits(verified(), catalog.order(), today) == []


def test_age_counts_on_the_very_day():
    birthday = clock.today().replace(year=clock.today().year - 30)
    typed = {"lahir-d": [str(birthday.day)], "lahir-m": [str(birthday.month)], "lahir-y": [str(birthday.year)]}
    registration = verified()
    registration.birth_date = birthday.isoformat()
    assert typed
    assert not linking.misfits(registration, catalog.order(min_age=30), clock.today())
    assert linking.misfits(registration, catalog.order(min_age=30), clock.today() - timedelta(days=1))
    assert not linking.misfits(registration, catalog.order(max_age=30), clock.today())
    assert linking.misfits(registration, catalog.order(max_age=29), clock.today())


def test_who_applied_is_accepted_or_not():
    order = catalog.order(quota_any=1)
    registration = verified()
    applied = linking.apply(placing.Actor(registration.account_id, "holder"), order, registration)
    assert (applied.state, applied.share) == ("melamar", "")
    assert Order.get_by_id(order.id).taken_any == 0
    accepted = go(applied, "accept", "p3mi")
    assert (accepted.state, accepted.share) == ("disiapkan", "any")
    late = linking.apply(placing.Actor(registration.account_id, "holder"), order, verified())
    with pytest.raises(Missing):
        go(late, "accept", "p3mi")
    assert go(late, "decline", "p3mi", reason="tidak_lolos", words="Tempatnya penuh").state == "batal"


def test_an_application_outlives_a_new_version_but_not_the_order():
    order = catalog.order()
    registration = verified()
    applied = linking.apply(placing.Actor(registration.account_id, "holder"), order, registration)
    Order.update(state="ditutup", open_number=None).where(Order.id == order.id).execute()
    with pytest.raises(Missing):
        go(applied, "accept", "p3mi")
    newer = catalog.order(order.company, number=order.number, version=2, employer=order.employer)
    assert go(applied, "accept", "p3mi").order_id == newer.id


@pytest.mark.parametrize("changed", [{"wage_min": 20_000, "wage_max": 20_000}, {"hours": 60}, {"months": 24},
                                     {"position": "Operator las"}, {"costs": "Dipotong dari gaji"}])
def test_nobody_is_taken_on_terms_that_they_did_not_apply_to(changed):
    order = catalog.order(costs="Ditanggung perusahaan")
    registration = verified()
    applied = linking.apply(placing.Actor(registration.account_id, "holder"), order, registration)
    Order.update(state="diganti", open_number=None).where(Order.id == order.id).execute()
    newer = catalog.order(order.company, number=order.number, version=2,
                          **({"employer": order.employer, "costs": order.costs} | changed))
    with pytest.raises(Missing, match="berubah sejak dilamar"):
        go(applied, "accept", "p3mi")
    assert len(linking.order_changes(again(applied))) == 1
    for seen in (None, order.id):  # nobody agrees to what they have not seen
        with pytest.raises(TooLate):
            go(applied, "agree", "holder", terms=seen)
    agreed = go(applied, "agree", "holder", terms=newer.id)
    assert (agreed.state, agreed.order_id, linking.order_changes(agreed)) == ("melamar", newer.id, [])
    assert go(applied, "accept", "p3mi").order_id == newer.id


def test_of_who_died_no_message_welcomes_or_invites():
    placement = departed()
    go(placement, "come_home", "bp3mi", reason="meninggal", day=clock.today())
    assert stage(again(placement))[2] == FAMILY
    go(placement, "close", "bp3mi")
    told = [message.body for message in Message.select().where(Message.kind.startswith("placement:c"))]
    assert len(told) == 2
    assert all("hak keluarga" in words and "Selamat" not in words and "mendaftar" not in words for words in told)
    assert stage(again(placement))[2] == FAMILY


def test_who_knows_a_number_and_a_birth_date_cannot_tell_a_death_from_a_return():
    died, home = departed(), departed()
    go(died, "come_home", "bp3mi", reason="meninggal", day=clock.today())
    go(home, "come_home", "bp3mi", reason="selesai", day=clock.today())
    for _ in range(2):
        told = [status.describe(again(one).registration) for one in (died, home)]
        assert len({(one.title.msgid, one.meaning.msgid, one.next.msgid) for one in told}) == 1
        for one in (died, home):
            if again(one).active:
                go(one, "close", "bp3mi")


@pytest.mark.parametrize(("by", "may"), [("desa", False), ("holder", True), ("bp3mi", True)])
def test_the_village_closes_only_what_the_person_or_bp3mi_told(by, may):
    """One officer alone ends nobody's placement; who can do so from elsewhere is never gone."""
    placement = departed()
    go(placement, "come_home", by, reason="selesai", day=clock.today())
    assert ("close" in names(placement, "desa")) is may
    assert "close" in names(placement, "dinas") & names(placement, "bp3mi")
    if not may:
        with pytest.raises(PermissionError):
            go(placement, "close", "desa")
        go(placement, "mend_reason", "bp3mi", reason="phk", words="Contoh")
        assert "close" in names(placement, "desa"), "BP3MI knows of it now"
        go(placement, "not_home", "bp3mi", reason="keliru", words="Contoh")
        go(placement, "come_home", "desa", reason="selesai", day=clock.today())
        assert "close" not in names(placement, "desa"), "another return, told by nobody else"
        return
    assert go(placement, "close", "desa").state == "purna"


def test_another_s_return_lets_the_village_close_nothing():
    first = departed()
    go(first, "come_home", "holder", reason="cuti", day=clock.today())
    go(first, "go_again", "bp3mi")
    go(first, "withdraw", "holder", reason="keluarga")
    second = departed(linked(registration=Registration.get_by_id(first.registration_id)))
    go(second, "come_home", "desa", reason="selesai", day=clock.today())
    assert "close" not in names(second, "desa")


def _closed(reason="cuti", **said):
    placement = departed()
    go(placement, "come_home", "bp3mi", reason=reason, day=clock.today(), **said)
    return go(placement, "close", "dinas")


def test_a_wrong_closing_is_undone_with_the_registration():
    closed = _closed()
    nik = Registration.get_by_id(closed.registration_id)
    assert (nik.state, nik.active_nik) == ("selesai", None)
    assert names(closed, "bp3mi") == {"reopen"}
    assert not names(closed, "desa") | names(closed, "dinas") | names(closed, "holder") | names(closed, "p3mi")
    with pytest.raises(WrongField):
        go(closed, "reopen", "bp3mi", reason="keliru")
    opened = go(closed, "reopen", "bp3mi", reason="keliru", words="Masih di Taiwan")
    assert (opened.state, opened.active, opened.reason) == ("pulang", opened.registration_id, "cuti")
    again_ = Registration.get_by_id(opened.registration_id)
    assert (again_.state, again_.active_nik) == ("terverifikasi", again_.person.nik_hash)
    assert names(opened, "bp3mi") == {"close", "not_home", "mend_reason", "go_again"}
    assert [one.reason for one in decisions_of(opened.registration_id)] == ["Masih di Taiwan"]
    assert go(opened, "close", "dinas").state == "purna"


@pytest.mark.parametrize(("by", "told"), [("p3mi", 1), ("bp3mi", 0), ("holder", 0)])
def test_the_person_hears_what_the_company_says_of_their_arrival(by, told):
    placement = departed()
    Message.delete().execute()
    go(placement, "arrive", by, day=clock.today())
    assert sum("Perusahaan melaporkan" in one.body for one in Message.select()) == told


def test_a_departure_that_was_none_is_taken_back():
    placement = departed()
    for by in ("p3mi", "dinas", "desa", "holder"):
        with pytest.raises(PermissionError):
            go(placement, "not_left", by, reason="keliru", words="Contoh")
    with pytest.raises(WrongField):
        go(placement, "not_left", "bp3mi", reason="keliru", words=" ")
    clock.move(timedelta(days=2))
    back = go(placement, "not_left", "bp3mi", reason="keliru", words="Pesawatnya batal")
    assert (back.state, back.day, back.reason, back.words) == ("siap", None, "keliru", "Pesawatnya batal")
    assert departure_cards.find(newest_card(placement.id).number)[1] == "valid", "the card stands"
    assert names(placement, "bp3mi") == {"depart", "revoke_card", "fail"}
    assert names(placement, "holder") == {"withdraw"}
    left = go(placement, "depart", "bp3mi", day=clock.today())
    assert (left.state, left.reason, left.words) == ("berangkat", "", "")
    go(placement, "arrive", "p3mi", day=clock.today())
    with pytest.raises(TooLate):
        go(placement, "not_left", "bp3mi", reason="keliru", words="Contoh")


@pytest.mark.parametrize("arrived", [True, False])
def test_a_return_that_was_none_leads_back_to_where_it_came_from(arrived):
    """With the day that held there, also the second time."""
    placement = departed()
    began = clock.today()
    clock.move(timedelta(days=3))
    if arrived:
        go(placement, "arrive", "holder", day=clock.today())
    day = clock.today() if arrived else began
    for _ in range(2):
        clock.move(timedelta(days=5))
        go(placement, "come_home", "desa", reason="selesai", day=clock.today())
        go(placement, "mend_reason", "bp3mi", reason="phk", words="Contoh")
        back = go(placement, "not_home", "bp3mi", reason="keliru", words="Masih di sana")
        assert (back.state, back.day) == ("bekerja" if arrived else "berangkat", day)
        assert not placements.may_read_why(placing.actor_of("p3mi", placement), back)
    assert go(placement, "come_home", "holder", reason="selesai", day=day).state == "pulang"


def test_another_placement_s_moves_lead_nobody_back():
    first = departed()
    go(first, "arrive", "holder", day=clock.today())
    go(first, "come_home", "holder", reason="cuti", day=clock.today())
    go(first, "go_again", "bp3mi")
    go(first, "withdraw", "holder", reason="keluarga")
    second = departed(linked(registration=Registration.get_by_id(first.registration_id)))
    go(second, "come_home", "desa", reason="selesai", day=clock.today())
    assert go(second, "not_home", "bp3mi", reason="keliru", words="Contoh").state == "berangkat"


def test_a_reason_goes_with_the_state_that_it_led_to():
    placement = linked()
    pass_gates(placement)
    go(placement, "issue_card", "bp3mi")
    revoked = go(placement, "revoke_card", "bp3mi", reason="dokumen", words="Contoh")
    assert (revoked.reason, revoked.words) == ("dokumen", "Contoh")
    issued = go(placement, "issue_card", "bp3mi")
    assert (issued.reason, issued.words) == ("", "")
    go(placement, "depart", "bp3mi", day=clock.today())
    home = go(placement, "come_home", "holder", reason="lain", words="Contoh rindu", day=clock.today())
    assert (home.reason, home.words) == ("lain", "Contoh rindu")
    over = go(placement, "close", "dinas")
    assert (over.reason, over.words) == ("lain", "Contoh rindu"), "of a return, to the end"


def test_a_closing_is_not_undone_beside_another_registration_or_placement():
    closed = _closed()
    newer = Registration.get_by_id(verified().id)
    Registration.update(person=closed.registration.person_id, active_nik=closed.registration.person.nik_hash).where(
        Registration.id == newer.id).execute()
    with pytest.raises(Missing, match="lain yang berjalan"):
        go(closed, "reopen", "bp3mi", reason="keliru", words="Contoh")
    Registration.update(active_nik=None, state="dibatalkan").where(Registration.id == newer.id).execute()
    running = linked()
    Placement.update(registration=newer.id).where(Placement.id == running.id).execute()
    with pytest.raises(Missing, match="lain yang berjalan"):
        go(closed, "reopen", "bp3mi", reason="keliru", words="Contoh")
    assert again(closed).state == "purna"
    Placement.update(state="batal", active=None).where(Placement.id == running.id).execute()
    assert go(closed, "reopen", "bp3mi", reason="keliru", words="Contoh").state == "pulang"


def test_who_registers_at_the_very_moment_of_the_undoing_wins():
    """What the look beforehand cannot see, the column does."""
    closed = _closed()
    other = verified()
    Registration.update(active_nik=closed.registration.person.nik_hash).where(Registration.id == other.id).execute()
    registration = Registration.get_by_id(closed.registration_id)
    with pytest.raises(Missing, match="lain yang berjalan"):
        moves.make_move(registration, "unfinish", Actor(1, "portal"), reason="Contoh")
    assert Registration.get_by_id(registration.id).state == "selesai"


def test_the_reason_of_a_return_is_mended_without_taking_it_back():
    placement = departed()
    home = go(placement, "come_home", "holder", reason="lain", words="Contoh", day=clock.today())
    clock.move(timedelta(hours=1))
    mended = go(placement, "mend_reason", "bp3mi", reason="meninggal", words="Contoh keterangan")
    assert (mended.state, mended.reason, mended.state_since) == ("pulang", "meninggal", home.state_since)
    assert "berduka cita" in Message.select().order_by(Message.id.desc()).get().body
    again_ = go(placement, "mend_reason", "bp3mi", reason="selesai", words="Contoh keterangan")
    assert again_.reason == "selesai"
    assert "berduka" not in Message.select().order_by(Message.id.desc()).get().body


def test_a_status_tells_who_may_not_leave_though_the_card_is_out():
    placement = linked()
    pass_gates(placement)
    go(placement, "issue_card", "bp3mi")
    assert status.describe(again(placement).registration).next != NOT_YET
    sanction(again(placement).company, "dibekukan", clock.today(), "SK contoh")
    assert status.describe(again(placement).registration).next == NOT_YET


@pytest.mark.parametrize("state", ["ditutup", "dicabut"])
def test_an_order_that_was_revoked_lets_nobody_leave_and_one_that_was_closed_does(state):
    """By whatever version somebody was linked; and nobody is stuck by it."""
    order = catalog.order()
    waiting, ready = linked(order), linked(order, verified())
    for one in (waiting, ready):
        pass_gates(one)
    go(ready, "issue_card", "bp3mi")
    Order.update(state="diganti", open_number=None).where(Order.id == order.id).execute()
    catalog.order(order.company, number=order.number, version=2, employer=order.employer, state=state,
                  decided_at=clock.now())
    if state == "ditutup":
        assert leaving.hindrances(again(ready), clock.today()) == []
        go(ready, "depart", "bp3mi", day=clock.today())
        assert go(waiting, "issue_card", "bp3mi").state == "siap"
        return
    for one, move, said in ((waiting, "issue_card", {}), (ready, "depart", {"day": clock.today()})):
        with pytest.raises(Missing, match="dicabut kementerian"):
            go(one, move, "bp3mi", **said)
    assert [words for words in leaving.hindrances(again(ready), clock.today()) if "dicabut" in words]
    assert departure_cards.find(newest_card(ready.id).number)[1] == "halted"
    told = status.describe(again(ready).registration)
    assert (told.title, told.next) == (REVOKED[0], NOT_YET)
    assert status.describe(again(waiting).registration).next == REVOKED[2]
    for one in (waiting, ready):
        assert names(one, "bp3mi") >= {"fail"}
        assert names(one, "holder") == {"withdraw"}
        assert names(one, "p3mi") >= {"release"}


def test_a_company_never_reads_why_somebody_had_come_home():
    placement = departed()
    go(placement, "arrive", "holder", day=clock.today())
    home = go(placement, "come_home", "bp3mi", reason="cuti", words="Contoh rahasia", day=clock.today())
    company = placing.actor_of("p3mi", placement)
    assert not placements.may_read_why(company, home)
    back = go(placement, "not_home", "bp3mi", reason="keliru", words="Contoh rahasia")
    assert not placements.may_read_why(company, back)
    go(placement, "come_home", "bp3mi", reason="cuti", words="Contoh rahasia", day=clock.today())
    once_more = go(placement, "go_again", "bp3mi")
    assert (once_more.reason, once_more.words) == ("", "")


def test_reasons_words_and_days_are_owed():
    placement = linked()
    for said in ({}, {"reason": "bukan"}, {"reason": "lain"}, {"reason": "lain", "words": "  "}):
        with pytest.raises(Refused):
            go(placement, "withdraw", "holder", **said)
    with pytest.raises(Refused):
        go(placement, "fail", "bp3mi", reason="sakit")
    pass_gates(placement)
    go(placement, "issue_card", "bp3mi")
    for day in (None, clock.today() + timedelta(days=1), clock.today() - timedelta(days=1)):
        with pytest.raises(Refused):
            go(placement, "depart", "bp3mi", day=day)


def test_a_stale_page_is_too_late():
    placement = linked()
    with pytest.raises(TooLate):
        go(placement, "withdraw", "holder", reason="keluarga", version=placement.version + 1)
    stale = again(placement)
    go(placement, "withdraw", "holder", reason="keluarga")
    with pytest.raises(TooLate):
        placement_moves.make_move(stale, "withdraw", placing.holder(placement), reason="keluarga")


def test_who_may_do_what():
    placement = linked()
    assert names(placement, "holder") == {"withdraw"}
    assert names(placement, "p3mi") == {"release"}
    assert names(placement, "bp3mi") == {"issue_card", "fail"}
    assert names(placement, "dinas") == {"fail"}
    assert names(placement, "desa") == set()
    with pytest.raises(PermissionError):
        go(placement, "fail", "p3mi", reason="sakit", words="x")
    with pytest.raises(KeyError):
        go(placement, "fly", "p3mi")
    with pytest.raises(PermissionError):
        go(placement, "link", "p3mi")


def test_a_file_that_is_examined_again_holds_the_placement_back():
    placement = linked()
    pass_gates(placement)
    Registration.update(state="diperiksa").where(Registration.id == placement.registration_id).execute()
    with pytest.raises(Missing):
        go(placement, "issue_card", "bp3mi")
    assert go(placement, "fail", "bp3mi", reason="dokumen", words="Data salah").state == "gagal"


def test_who_has_left_is_not_examined_again_and_who_is_under_way_not_rejected():
    placement = linked()
    head, verifier = officer("penyelia"), officer()
    registration = Registration.get_by_id(placement.registration_id)
    moves.make_move(registration, "reopen", Actor.at_work(head), reason="Contoh")
    registration = Registration.get_by_id(registration.id)
    Registration.update(state="usul_tolak", officer=verifier).where(Registration.id == registration.id).execute()
    registration = Registration.get_by_id(registration.id)
    with pytest.raises(Missing):
        moves.make_move(registration, "confirm_rejection", Actor.at_work(head))
    go(placement, "fail", "dinas", reason="dokumen", words="Contoh")
    moves.make_move(registration, "confirm_rejection", Actor.at_work(head))
    away = Registration.get_by_id(departed(linked()).registration_id)
    with pytest.raises(Missing):
        moves.make_move(away, "reopen", Actor.at_work(head), reason="Contoh")


def test_leave_leads_to_another_departure_with_new_papers():
    placement = departed()
    go(placement, "arrive", "holder", day=clock.today())
    go(placement, "come_home", "holder", reason="cuti", day=clock.today())
    placement = go(placement, "go_again", "bp3mi")
    with pytest.raises(Missing) as missing:
        go(placement, "issue_card", "bp3mi")
    assert len(missing.value.words) == 2  # work agreement and visa
    placing.bring(placement, "perjanjian")
    placing.bring(placement, "visa")
    go(placement, "issue_card", "bp3mi")
    assert go(placement, "depart", "bp3mi", day=clock.today()).state == "berangkat"


def test_what_is_asked_anew_is_owed_since_the_day_of_going_again():
    placement = departed()
    go(placement, "arrive", "holder", day=clock.today())
    clock.move(timedelta(days=100))
    go(placement, "come_home", "holder", reason="cuti", day=clock.today())
    clock.move(timedelta(days=5))
    placement = go(placement, "go_again", "bp3mi")
    asked = [one for one in standings(placement, clock.today()) if one.state in ("belum", "nanti")]
    assert {one.gate.code for one in asked} >= {"perjanjian", "visa"}
    assert {one.since for one in asked} == {placement.state_since}


def test_who_comes_home_for_good_does_not_go_again():
    placement = departed()
    placement = go(placement, "come_home", "holder", reason="deportasi", day=clock.today())
    assert names(placement, "bp3mi") == {"close", "not_home", "mend_reason"}


def test_an_extension_needs_an_agreement_that_was_accepted_since():
    placement = departed()
    go(placement, "arrive", "holder", day=clock.today())
    with pytest.raises(Missing):
        go(placement, "extend", "bp3mi", day=clock.today())
    placing.bring(again(placement), "perjanjian")
    assert go(placement, "extend", "bp3mi", day=clock.today()).state == "bekerja"


def test_without_a_company_bp3mi_begins():
    placement = placing.begun()
    assert (placement.order, placement.company, placement.state) == (None, None, "disiapkan")
    assert "release" not in names(placement, "bp3mi")
    assert departed(placement).state == "berangkat"


@pytest.mark.parametrize(("job", "words"), [
    ({"country": "kamboja"}, "bukan negara penempatan"),
    ({"sector": "rumah_tangga"}, "Program ini tidak untuk"),
    ({"employer_kind": "perseorangan"}, "berbadan hukum"),
    ({"country": "atlantis"}, "Pilih salah satu"),
])
def test_what_keeps_somebody_from_beginning_alone(job, words):
    with pytest.raises(Missing) as missing:
        placing.begun(**job)
    assert [one for one in missing.value.words if words in one]


def test_only_the_bp3mi_of_the_province_begins():
    person, job = placing.person_of("mandiri")
    told = Job(**{"employer_kind": "badan_hukum", "employer": "Contoh Works", "position": "Welder"} | job)
    with pytest.raises(Refused, match="Jawa Barat"):
        linking.begin(Actor.at_work(placing.bp3mi("33")), person, told)
    assert linking.begin(Actor.at_work(placing.bp3mi("32")), person, told).state == "disiapkan"


def changed(registration, **columns):
    """As after a correction: the row, and what the person typed."""
    answers = registration.answers
    answers["diri"]["kelamin"] = columns.get("sex", answers["diri"]["kelamin"])
    columns = {name: value for name, value in columns.items() if name != "sex"}
    Registration.update(answers=answers, **columns).where(Registration.id == registration.id).execute()


@pytest.mark.parametrize(("columns", "words"), [
    ({"programme": "gtop"}, "Jalurnya berbeda"),
    ({"programme": "mandiri_ulang"}, "Jalurnya berbeda"),
    ({"birth_date": "2008-01-02"}, "Umurnya tidak sesuai"),
    ({"sex": "P"}, "jenis kelaminnya"),
    ({"village": "33.01.01.2001"}, "tidak merekrut"),
])
def test_who_was_mended_into_somebody_else_does_not_leave_on_what_was_looked_at_before(columns, words):
    person = verified()
    changed(person, sex="L")
    placement = linked(catalog.order(min_age=21, quota_l=1, quota_any=0, districts="32.15"), person)
    placing.pass_gates(placement)
    kept = {name: getattr(person, name) for name in columns if name != "sex"} | {"sex": "L"}
    changed(person, **columns)
    with pytest.raises(Missing) as missing:
        go(placement, "issue_card", "bp3mi")
    assert [one for one in missing.value.words if words in one]
    changed(person, **kept)
    ready = go(placement, "issue_card", "bp3mi")
    assert not placements.hindrances(ready, clock.today())
    changed(person, **columns)
    assert [one for one in placements.hindrances(again(placement), clock.today()) if words in one]
    with pytest.raises(Missing):
        go(placement, "depart", "bp3mi", day=clock.today())


def test_a_birthday_on_the_way_keeps_nobody():
    person = verified()
    age = clock.today().year - int(person.birth_date[:4])
    placement = linked(catalog.order(max_age=age), person)
    clock.move(timedelta(days=366))
    assert leaving.fits(again(placement), person, clock.today()) == []


def test_a_way_through_companies_is_not_begun_without_one():
    with pytest.raises(Missing):
        placing.begun(verified())


def test_messages_fit_into_one_text_and_name_nobody():
    for move in MOVES.values():
        for words in (move.message, move.if_died, move.if_company, move.to_company):
            if words:
                assert gsm_length(say(words.msgid, number="26-7K3P-9QX3")) <= SMS, move.name
    placement = linked()
    body = Message.select().order_by(Message.id.desc()).get().body
    assert placement.registration.number in body
    assert "Siti" not in body


def test_the_tables_are_whole():
    targets = {move.target for move in MOVES.values()}
    assert targets == set(STAGES)
    assert {source for move in MOVES.values() for source in move.source} == set(STAGES) - {"gagal", "batal"}
    assert {reason for move in MOVES.values() for reason in move.reasons} == set(REASONS)
