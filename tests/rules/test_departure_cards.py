"""The E-KPMI: signed, told apart from an ID card, revoked, replaced, expired."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import clock
from portal.data.placement import DepartureCard, Evidence
from portal.data.registration import Registration
from portal.rules import cards, departure_cards, signed_text
from portal.rules.companies import sanction
from portal.rules.departure_cards import DepartureText, check
from portal.rules.number import TypingSlip, WrongShape
from tests.support import placing
from tests.support.placing import again, go, linked, pass_gates


@pytest.fixture
def placed(app):
    placement = linked()
    pass_gates(placement)
    return go(placement, "issue_card", "bp3mi")


def _signed(**more):
    told = {"number": "K32-26-7K3P9QX", "registration": "26-7K3P-9QX3", "country": "taiwan",
            "issued_on": clock.today(), "valid_until": clock.today() + timedelta(days=30)}
    return departure_cards._sign(DepartureText(**(told | more)))


def test_a_card_is_checked_by_its_text_alone(placed):
    card = DepartureCard.get()
    checked = check(departure_cards.address("https://portal.example.id", card))
    assert checked.good
    assert (checked.card.registration, checked.card.country) == (placed.registration.number, "taiwan")
    assert signed_text.read_number(card.number.lower().replace("-", " "), "K") == card.number
    assert "Siti" not in card.signed
    assert departure_cards.find(card.signed)[1] == departure_cards.find(card.number)[1] == "valid"
    assert departure_cards.is_one(card.signed)
    assert departure_cards.is_one(card.number)


def test_the_card_of_a_company_that_was_suspended_says_so_until_somebody_has_left(placed):
    card = DepartureCard.get()
    ends = clock.today() + timedelta(days=1)
    sanction(placed.company, "dibekukan", clock.today(), "SK contoh", until=ends)
    assert departure_cards.find(card.signed)[1] == departure_cards.find_signed(card.signed)[1] == "halted"
    clock.move(timedelta(days=2))
    assert departure_cards.find(card.signed)[1] == "valid"
    go(placed, "depart", "bp3mi", day=clock.today())
    sanction(placed.company, "dicabut", clock.today(), "SK contoh 2")
    assert departure_cards.find(card.signed)[1] == "valid", "who is there already is not sent back by it"


def test_a_card_counts_only_as_long_as_its_holder_may_leave(placed):
    card, visa = DepartureCard.get(), Evidence.select().where(Evidence.gate == "visa").get()
    Registration.update(state="diperiksa").execute()
    assert departure_cards.find(card.signed)[1] == "halted", "examined again"
    Registration.update(state="terverifikasi").execute()
    Evidence.update(valid_until=clock.today() - timedelta(days=1)).where(Evidence.id == visa.id).execute()
    assert departure_cards.find(card.signed)[1] == "halted", "a visa that has ended"
    Evidence.update(valid_until=clock.today()).where(Evidence.id == visa.id).execute()
    assert departure_cards.find(card.signed)[1] == "valid", "on its last day"
    go(placed, "depart", "bp3mi", day=clock.today())
    clock.move(timedelta(days=1))
    assert departure_cards.find(card.signed)[1] == "valid", "who has left is not kept back by it"


def test_each_kind_of_card_is_never_the_other(app):
    id_text = cards._sign(cards.CardText("3215-26-7K3P9QX", "26-7K3P-9QX3", "3215", clock.today()))
    assert not departure_cards.is_one(id_text)
    assert not departure_cards.is_one("3215-26-7K3P9QX")
    assert check(id_text).state == "garbage"
    assert cards.check(_signed()).state == "garbage"
    parts = ("K32-26-7K3P9QX", "26-7K3P-9QX3", "taiwan", "20260101", "20270101")
    other = signed_text.seal("portal-pmi:id-cpmi:1:", *parts)
    assert check(other).state == "forged"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 180), char=st.sampled_from("aZ0.-_"))
def test_no_character_can_be_changed(app, at, char):
    text = _signed()
    wrong = text[:at] + char + text[at + 1:]
    if wrong != text:
        assert not check(wrong).good


@pytest.mark.parametrize(("days", "good"), [(0, True), (30, True), (31, False)])
def test_the_last_day_counts(app, days, good):
    text = _signed()
    clock.move(timedelta(days=days))
    assert check(text).good is good
    assert check(text).state == "good"


def test_an_unknown_key_another_number_and_garbage(app):
    text = _signed()
    assert check(text.replace("k1.", "k9.", 1)).state == "unknown_key"
    assert check(f"https://x.example/status?nomor=26-2222-2222#{text}").state == "mixed"
    for odd in ("", "#", "K", "x" * 700, text[:-1], text.replace("taiwan", "TAIWAN")):
        assert check(odd).state == "garbage"
    assert check(_signed().replace(f"{clock.today():%Y%m%d}", "20261399", 1)).state == "garbage"


def test_what_the_database_knows_besides(placed):
    first = DepartureCard.get()
    go(placed, "revoke_card", "bp3mi", reason="dokumen", words="Contoh")
    assert departure_cards.find(first.signed)[1] == "revoked"
    go(placed, "issue_card", "bp3mi")
    second = DepartureCard.select().order_by(DepartureCard.id.desc()).get()
    assert second.number != first.number
    assert departure_cards.find(second.signed)[1] == "valid"
    assert departure_cards.find(first.number)[1] == "replaced"
    go(placed, "depart", "bp3mi", day=clock.today())
    go(placed, "come_home", "holder", reason="selesai", day=clock.today())
    assert departure_cards.find(second.signed)[1] == "home"
    go(placed, "not_home", "bp3mi", reason="keliru", words="Contoh")
    assert departure_cards.find(second.signed)[1] == "valid"
    go(placed, "come_home", "holder", reason="selesai", day=clock.today())
    go(placed, "close", "dinas")
    assert departure_cards.find(second.signed)[1] == "ended"
    assert departure_cards.find(_signed())[1] == "unknown"
    assert departure_cards.find("K32-26-7K3P9Q" + signed_text.check_character("3226", "7K3P9Q"))[1] == "unknown"


def test_a_newer_card_replaces_the_one_before(app):
    placement = placing.departed()
    first = DepartureCard.get()
    go(placement, "come_home", "holder", reason="cuti", day=clock.today())
    go(placement, "go_again", "bp3mi")
    assert departure_cards.find(first.signed)[1] == "revoked", "agreement and visa are asked for anew"
    placing.bring(again(placement), "perjanjian")
    placing.bring(again(placement), "visa")
    go(placement, "issue_card", "bp3mi")
    assert departure_cards.find(first.signed)[1] == "replaced"


def test_numbers_by_hand(app):
    with pytest.raises(WrongShape):
        signed_text.read_number("32-26-7K3P9QX", "K")
    right = "7K3P9Q" + signed_text.check_character("3226", "7K3P9Q")
    with pytest.raises(TypingSlip):
        signed_text.read_number(f"K33-26-{right}", "K")
    assert departure_cards.find(f"K33-26-{right}")[0].state == "slip"


def test_it_ends_with_the_work_agreement(placed):
    card = DepartureCard.get()
    assert card.valid_until == clock.today() + timedelta(days=700)
    assert departure_cards.valid_card(placed, card.valid_until)
    assert departure_cards.valid_card(placed, card.valid_until + timedelta(days=1)) is None
