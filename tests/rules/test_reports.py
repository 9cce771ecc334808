"""Reports from abroad: what each changes, who hears of it, and texts that mean the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.data.event import Event
from portal.data.message import Message
from portal.data.office import Officer
from portal.data.placement import Placement, Report
from portal.data.registration import Registration
from portal.rules import inbox, reminders, reports
from portal.rules.companies import WrongField
from portal.rules.moves import TooLate
from portal.rules.outbox import SMS, gsm_length
from portal.rules.refusal import Refused
from tests.support import placing
from tests.support.office import officer
from tests.support.placing import again, departed, go, holder, linked
from tests.support.race import race

SENDER = "+886912345678"
FAMILY = "0812-3456-7890"  # the registration names it


@pytest.fixture
def away(app):
    return departed()


def tell(placement, kind, **more):
    return reports.tell(placement.registration_id, kind, holder(placement), **more)


def text(placement, words, birth="1-7-2003", sender=SENDER):
    command, _, rest = words.partition(" ")
    return inbox.answer(sender, f"{command} {placement.registration.number} {birth} {rest}")


def test_an_arrival_moves_the_placement_once(away):
    tell(away, "tiba", words="Asrama contoh")
    tell(away, "tiba", words="Asrama contoh")
    assert again(away).state == "bekerja"
    assert Report.select().count() == 1
    assert Event.select().where(Event.name == "placement:arrive").count() == 1


def test_ten_at_once_are_one(away):
    race(*[lambda: tell(away, "tiba")] * 10, expect=(Refused, TooLate))
    assert Report.select().count() == 1


def test_a_return_owes_a_reason(away):
    with pytest.raises(Refused):
        tell(away, "pulang")
    assert Report.select().count() == 0, "nothing is half kept"
    tell(away, "pulang", reason="phk")
    assert (again(away).state, again(away).reason) == ("pulang", "phk")
    with pytest.raises(Refused):
        tell(away, "alamat", words="Rumah")


def test_trouble_and_addresses_change_no_state(away):
    for kind in ("masalah", "alamat"):
        with pytest.raises(Refused):
            tell(away, kind, words="  ")
        tell(away, kind, words="Contoh cerita")
    assert again(away).state == "berangkat"
    assert "Contoh cerita" not in "".join(event.detail for event in Event.select())


def test_nobody_reports_before_leaving(app):
    placement = linked()
    for kind in reports.OTHERS:
        with pytest.raises(Refused):
            tell(placement, kind, words="Contoh", reason="selesai")
    assert tell(placement, "masalah", words="Ditahan di penampungan").kind == "masalah"
    assert again(placement).state == "disiapkan"


def test_days_that_cannot_be(away):
    for day in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=1)):
        with pytest.raises(Refused):
            tell(away, "tiba", day=day)
    assert Report.select().count() == 0


@pytest.mark.parametrize("words", ["", "Asrama baru"])
def test_a_day_to_come_is_refused_each_time(away, words):
    tell(away, "tiba")
    with pytest.raises(WrongField, match="belum tiba"):
        tell(away, "tiba", words=words, day=clock.today() + timedelta(days=1))
    assert Report.select().count() == 1


def test_trouble_is_read_first_and_by_one_office_only(away):
    tell(away, "masalah", words="Upah ditahan")
    tell(away, "alamat", words="Pindah")
    mine, other = placing.bp3mi(), placing.bp3mi("33")
    assert [one.kind for one in reports.waiting(mine, True).reports] == ["masalah"]
    assert [one.kind for one in reports.waiting(mine, False).reports] == ["alamat"]
    assert reports.waiting(other, True).reports == []
    report = Report.get(Report.kind == "masalah")
    with pytest.raises(LookupError):
        reports.seen(other, report.id)
    assert reports.seen(mine, report.id) is True
    assert reports.seen(mine, report.id) is False
    assert reports.waiting(mine, True).reports == []


def test_the_ministry_reads_the_trouble_of_a_bp3mi_where_nobody_works(away):
    mine, ministry = placing.bp3mi(), officer("pusat", "kementerian", "")
    tell(away, "masalah", words="Upah ditahan")
    assert reports.waiting(ministry, True).reports == []
    with pytest.raises(LookupError):
        reports.seen(ministry, Report.get().id)
    Officer.update(until=clock.now()).where(Officer.office == mine.office).execute()
    assert [one.words for one in reports.waiting(ministry, True).reports] == ["Upah ditahan"]
    assert reports.seen(ministry, Report.get().id)
    assert reports.waiting(ministry, True).reports == []


def test_trouble_that_goes_on_after_it_was_read_is_kept_again(away):
    first = tell(away, "masalah", words="Upah ditahan")
    assert tell(away, "masalah", words="Upah ditahan").id == first.id
    reports.seen(placing.bp3mi(), first.id)
    assert text(away, "TOLONG Upah ditahan") == inbox.REPORTED["masalah"]
    assert [one.words for one in reports.waiting(placing.bp3mi(), True).reports] == ["Upah ditahan"]


# -- by text -----------------------------------------------------------------------------------------------------------
def test_texts_do_the_same(away):
    assert "Kedatangan" in text(away, "TIBA")
    assert again(away).state == "bekerja"
    assert "petugas membacanya" in text(away, "tolong upah ditahan, 3 bulan", "01072003")
    assert Report.get(Report.kind == "masalah").words == "upah ditahan, 3 bulan"
    assert "Kepulangan" in text(away, "Pulang", "1 juli 2003", FAMILY)
    assert again(away).state == "pulang"
    assert "petugas membacanya" in text(away, "TOLONG lagi")
    assert Report.select().where(Report.kind == "masalah").count() == 2, "heard after the return, too"


def test_a_return_from_a_strange_telephone_is_looked_into_first(away):
    """A company knows the number and the birth date, too."""
    answer = inbox.answer("+6281299990000", f"PULANG {away.registration.number} 1-7-2003")
    assert answer == inbox.UNSURE
    assert again(away).state == "berangkat"
    report, = reports.waiting(placing.bp3mi(away.office.region), False).reports
    assert (report.kind, report.words) == ("pulang", inbox.BY_STRANGER)
    assert text(away, "PULANG", sender=FAMILY) == inbox.REPORTED["pulang"]
    assert again(away).state == "pulang"


@pytest.mark.parametrize("words", [
    "meninggal di rumah sakit", "bapak saya Wafat", "jenazahnya tiba besok", "Alm. Contoh"])
def test_a_death_that_is_told_by_text_is_read_before_anything_is_said(away, words):
    """It may be the person's own, or that of somebody for whom they came home."""
    before = Message.select().count()
    assert text(away, "PULANG", f"1-7-2003 {words}", FAMILY) == inbox.DEATH
    assert again(away).state == "berangkat"
    assert Message.select().count() == before
    report, = reports.waiting(placing.bp3mi(away.office.region), False).reports
    assert (report.kind, report.words) == ("pulang", words.rstrip("."))


@pytest.mark.parametrize("words", ["🙏", "👍👍", "...", "kontrak habis", "meninggalkan majikan", "kepala almari"])
def test_other_words_about_a_return_are_taken_as_told(away, words):
    assert text(away, "PULANG", f"1-7-2003 {words}", FAMILY) == inbox.REPORTED["pulang"]
    assert again(away).state == "pulang"


def test_a_return_that_was_none_is_taken_back_by_bp3mi(away):
    tell(away, "pulang", reason="lain", words="Contoh")
    with pytest.raises(PermissionError):
        placing.go(away, "not_home", "desa", reason="keliru", words="Contoh")
    with pytest.raises(WrongField):
        placing.go(away, "not_home", "bp3mi", reason="keliru")
    assert placing.go(away, "not_home", "bp3mi", reason="keliru", words="Masih di Taiwan").state == "berangkat"


def test_a_return_that_was_taken_back_may_be_told_again_on_the_same_day(away):
    holder = placing.holder(away)
    reports.tell(away.registration_id, "pulang", holder, reason="selesai")
    placing.go(away, "not_home", "bp3mi", reason="keliru", words="Contoh")
    reports.tell(away.registration_id, "pulang", holder, reason="selesai")
    assert placing.again(away).state == "pulang"
    reports.tell(away.registration_id, "pulang", holder, reason="selesai")  # a double tap


@pytest.mark.parametrize(("words", "said"), [("TIBA", inbox.UNREAD_REPORT), ("TIBA 26-7K3P", inbox.UNREAD_REPORT),
                                             ("PULANG 26-7K3P-9QX3 32-13-2003", inbox.NO_DATE)])
def test_texts_that_cannot_be_read_say_how(app, words, said):
    assert inbox.answer(SENDER, words) == said


@pytest.mark.parametrize("words", ["TOLONG", "tolong saya ditahan majikan", "TOLONG 26-7K3P-9QX3 kapan"])
def test_who_asks_for_help_hears_whom_to_call_whatever_is_wrong(app, words):
    assert inbox.answer(SENDER, words) == inbox.NO_HELP


def test_so_does_who_gives_a_wrong_date_too_often_or_has_not_left(away):
    assert [text(away, "TOLONG", "2-7-2003") for _ in range(12)] == [inbox.NO_HELP] * 12
    before = linked()
    assert "petugas membacanya" in text(before, "TOLONG"), "what is on record may be behind what happens"
    placing.go(before, "withdraw", "holder", reason="keluarga")
    assert text(before, "TOLONG lagi") == inbox.REPORTED["masalah"]


@pytest.mark.parametrize("ended", ["batal", "gagal", "purna"])
def test_trouble_is_heard_after_the_end_too_and_read_by_bp3mi(app, ended):
    if ended == "purna":
        placement = departed()
        go(placement, "come_home", "holder", reason="selesai", day=clock.today())
        go(placement, "close", "desa")
    else:
        placement = linked()
        move = {"batal": ("withdraw", "holder", "keluarga"), "gagal": ("fail", "bp3mi", "visa")}[ended]
        go(placement, *move[:2], reason=move[2], words="Contoh")
    assert again(placement).state == ended
    assert reports.may_call_for_help(placement.registration_id)
    tell(placement, "masalah", words="Saya masih di sini")
    tell(placement, "masalah", words="Saya masih di sini")  # a double tap
    assert text(placement, "TOLONG upah ditahan") == inbox.REPORTED["masalah"]
    found = reports.waiting(placing.bp3mi(), True).reports
    assert [(one.placement_id, one.words) for one in found] == [
        (placement.id, "Saya masih di sini"), (placement.id, "upah ditahan")]
    said = reports.CLOSED if ended == "purna" else reports.NOT_LEFT
    for kind in reports.OTHERS:
        with pytest.raises(Refused) as refusal:
            tell(placement, kind, words="Contoh", reason="selesai")
        assert refusal.value.words == said


def test_who_never_had_a_placement_hears_so_and_whom_to_call(app):
    person = placing.verified()
    assert not reports.may_call_for_help(person.id)
    answer = inbox.answer(SENDER, f"TOLONG {person.number} 1-7-2003 upah ditahan")
    assert answer == reports.NOBODY_READS
    assert "0800-1000" in answer
    assert Report.select().count() == 0


def test_trouble_is_heard_by_a_new_registration_of_who_was_placed_before(app):
    placement = departed()
    newer = placing.verified()
    Registration.update(person=placement.registration.person_id).where(Registration.id == newer.id).execute()
    made = reports.tell(newer.id, "masalah", holder(placement), words="Masih di sini")
    assert made.placement_id == placement.id
    with pytest.raises(Refused) as refusal:
        reports.tell(newer.id, "alamat", holder(placement), words="Contoh")
    assert refusal.value.words == reports.NOT_LEFT


def test_who_is_to_leave_again_is_not_told_that_they_never_did(away):
    tell(away, "pulang", reason="cuti")
    go(away, "go_again", "bp3mi")
    with pytest.raises(Refused) as refusal:
        tell(away, "alamat", words="Contoh")
    assert refusal.value.words == reports.NOT_AGAIN


def test_a_wrong_date_is_counted_and_tells_nothing(away):
    for _ in range(10):
        assert text(away, "TIBA", "2-7-2003") == inbox.WRONG
    assert text(away, "TIBA") == inbox.MANY
    assert again(away).state == "berangkat"


def test_answers_fit_into_one_text():
    for words in (inbox.UNREAD_REPORT, inbox.NO_HELP, *inbox.REPORTED.values(), reports.NOT_LEFT, reports.BACK,
                  reports.NOT_AGAIN, reports.CLOSED, reports.NOBODY_READS):
        assert gsm_length(words) <= SMS


# -- what ends soon ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "told"), [(31, 0), (30, 1), (0, 1)])
def test_what_ends_soon_is_told_once(app, days, told):
    placement = linked()
    placing.bring(placement, "sehat", valid_until=clock.today() + timedelta(days=days))
    before = Message.select().count()
    assert reminders.remind() == told
    assert reminders.remind() == 0
    bodies = [one.body for one in Message.select().order_by(Message.id)][before:]
    assert len(bodies) == (2 if told else 0)  # the person, and the company
    assert all(placement.registration.number in body and gsm_length(body) <= SMS for body in bodies)


def test_what_was_told_is_told_again_of_new_evidence_only(app):
    placement = linked()
    placing.bring(placement, "sehat", valid_until=clock.today() + timedelta(days=5))
    assert reminders.remind() == 1
    placing.bring(placement, "sehat", valid_until=clock.today() + timedelta(days=6))
    assert reminders.remind() == 1


def test_what_has_ended_already_is_not_told_as_if_it_would(app):
    placing.bring(linked(), "sehat", valid_until=clock.today())
    clock.move(timedelta(days=1))
    assert reminders.remind() == 0


@pytest.mark.parametrize(("code", "told"), [("perjanjian", 1), ("paspor", 0)])
def test_who_works_abroad_hears_that_the_agreement_ends(app, code, told):
    placement = linked()
    ends = clock.today() + timedelta(days=60)
    placing.pass_gates(placement, leave_out=(code, "opp"))
    placing.bring(placement, code, valid_until=ends)
    placing.bring(placement, "opp")
    go(placement, "issue_card", "bp3mi")
    go(placement, "depart", "bp3mi", day=clock.today())
    go(placement, "arrive", "holder", day=clock.today())
    clock.move(timedelta(days=40))
    assert reminders.remind() == told


def test_who_has_left_or_given_up_is_not_reminded(app):
    placement = linked()
    placing.bring(placement, "sehat", valid_until=clock.today() + timedelta(days=5))
    go(placement, "withdraw", "holder", reason="keluarga")
    assert reminders.remind() == 0
    assert Placement.get().state == "batal"
