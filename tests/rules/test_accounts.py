"""Accounts: one tap or two, a shared family phone, limits on guessing, and what the answer does not tell."""

from __future__ import annotations

import re

import pytest

from portal import clock
from portal.data.account import Account, Code
from portal.data.event import Event
from portal.data.message import Message
from portal.data.person import Consent
from portal.gateways import passwords
from portal.rules import accounts, codes, drafts
from portal.rules.accounts import TooMany
from portal.rules.refusal import Refused

pytestmark = pytest.mark.usefixtures("app")

PHONE, PASSWORD, HERE = "6281234567890", "sawah hijau pagi", "10.0.0.1"



def _open(name: str = "Siti", password: str = PASSWORD, contact: str = PHONE, address: str = HERE) -> Account:
    return accounts.open_account(name=name, kind="phone", contact=contact, password=password, language="id",
                                 address=address)


def _code() -> str:
    """The code in the last message."""
    message = Message.select().order_by(Message.id.desc()).get()
    return re.search(r"\d{6}", message.body).group()


def test_opening_records_the_consent_and_sends_a_code():
    account = _open()
    consent, message = Consent.get(), Message.get()
    assert (consent.account_id, consent.kind, consent.version) == (account.id, "notice", accounts.NOTICE_VERSION)
    assert message.to == PHONE
    assert len(message.body) <= 160
    assert account.confirmed_at is None
    assert [event.name for event in Event.select()] == ["account:opened"]


def test_opening_twice_with_the_same_contact_and_password_is_one_account():
    assert _open().id == _open().id
    assert Account.select().count() == Consent.select().count() == Message.select().count() == 1


def test_the_same_form_that_was_faster_is_found(monkeypatch):
    """The other request commits between our look and our write."""
    slow = passwords.hash_password

    def overtaken(password):
        monkeypatch.setattr(passwords, "hash_password", slow)
        _open()
        return slow(password)

    monkeypatch.setattr(passwords, "hash_password", overtaken)
    _open()
    assert Account.select().count() == 1


def test_a_family_shares_a_phone_and_each_signs_in_with_their_own_password():
    mother, daughter = _open("Ibu"), _open("Anak", "angin laut sore")
    assert mother.id != daughter.id
    assert accounts.sign_in(PHONE, PASSWORD, HERE).id == mother.id
    assert accounts.sign_in(PHONE, "angin laut sore", HERE).id == daughter.id


def test_a_seventh_account_on_one_contact_is_refused():
    for n in range(6):
        _open(f"Orang {n}", f"kata panjang nomor {n}")
    with pytest.raises(Refused, match="6 akun"):
        _open("Orang 7", "kata panjang nomor 7")


def test_accounts_that_a_stranger_opened_on_a_number_make_room_for_its_owner():
    first, second, *_ = [_open(f"Calo {n}", f"kata panjang nomor {n}") for n in range(6)]
    Account.update(confirmed_at=clock.now()).where(Account.id == first.id).execute()
    clock.move(accounts.UNUSED)
    owner = _open("Pemilik", "nomor milik saya")
    assert accounts.sign_in(PHONE, "nomor milik saya", HERE).id == owner.id
    left = {one.id for one in Account.select()}
    assert first.id in left
    assert second.id not in left
    assert len(left) == 6


def test_an_account_that_holds_a_draft_makes_no_room():
    for n in range(6):
        drafts.open_draft(_open(f"Orang {n}", f"kata panjang nomor {n}"), "pendaftaran")
    clock.move(accounts.UNUSED)
    with pytest.raises(Refused, match="6 akun"):
        _open("Orang 7", "kata panjang nomor 7")


def test_a_password_is_compared_in_its_normal_form():
    account = _open(password="café hijau pagi")
    assert accounts.sign_in(PHONE, "café hijau pagi", HERE).id == account.id


@pytest.mark.parametrize("family", [0, 1, 3])
def test_a_wrong_password_costs_the_same_for_nobody_and_for_a_family(monkeypatch, family):
    for n in range(family):
        _open(f"Orang {n}", f"kata panjang nomor {n}")
    compared = []
    monkeypatch.setattr(passwords, "_fits", lambda stored, password: compared.append(stored) and False)
    assert accounts.sign_in(PHONE, "salah semua ini", HERE) is None
    assert len(compared) == 6


def test_ten_wrong_tries_close_a_contact_for_everybody_even_for_the_right_password():
    _open()
    for n in range(10):
        assert accounts.sign_in(PHONE, "salah semua ini", f"10.0.1.{n}") is None
    with pytest.raises(TooMany):
        accounts.sign_in(PHONE, PASSWORD, HERE)


def test_sixty_wrong_tries_close_an_address_but_not_another(monkeypatch):
    account = _open()
    monkeypatch.setattr(passwords, "_first_fit", lambda stored, password, tries: 0 if stored else None)
    for n in range(60):
        assert accounts.sign_in(f"62811{n:07}", "salah semua ini", "10.9.9.9") is None
    with pytest.raises(TooMany):
        accounts.sign_in(PHONE, PASSWORD, "10.9.9.9")
    assert accounts.sign_in(PHONE, PASSWORD, HERE).id == account.id


def test_right_tries_are_not_counted():
    _open()
    for _ in range(12):
        assert accounts.sign_in(PHONE, PASSWORD, HERE)


def test_opening_accounts_is_no_way_round_the_limit():
    _open()
    for n in range(5):
        _open("Penebak", f"tebakan nomor {n} ini")
    for n in range(5):
        with pytest.raises(Refused):
            _open("Penebak", f"tebakan lain nomor {n}")
    with pytest.raises(TooMany):
        _open("Penebak", PASSWORD)
    assert Account.select().count() == 6


def test_confirming_takes_the_code_that_was_sent():
    account = _open()
    accounts.confirm(account, _code(), HERE)
    assert Account.get().confirmed_at
    assert Event.select().where(Event.name == "account:confirmed").count() == 1


def test_changing_the_password_needs_the_old_one_and_ends_other_sessions():
    account = _open()
    with pytest.raises(Refused, match="lama"):
        accounts.change_password(account, "bukan yang lama", "pasir putih siang", HERE)
    assert accounts.change_password(account, PASSWORD, "pasir putih siang", HERE).epoch == account.epoch + 1
    assert accounts.sign_in(PHONE, PASSWORD, HERE) is None
    assert accounts.sign_in(PHONE, "pasir putih siang", HERE)


def test_a_lost_password_is_renewed_by_a_code_which_also_proves_the_contact():
    _open()
    accounts.send_reset(PHONE, "id", HERE)
    code = _code()
    (found,) = accounts.accounts_to_reset(PHONE, code, HERE)
    renewed = accounts.reset_password(found, code, "pasir putih siang", HERE)
    assert renewed.epoch == 1
    assert renewed.confirmed_at
    with pytest.raises(Refused):
        accounts.reset_password(found, code, "yang lain lagi ya", HERE)


def test_an_unknown_contact_gets_no_message_and_the_same_answers():
    accounts.send_reset("6281100000000", "id", HERE)
    assert Message.select().count() == 0
    assert Code.select().count() == 1
    with pytest.raises(Refused) as refusal:
        accounts.accounts_to_reset("6281100000000", "000000", HERE)
    assert refusal.value.words == codes.WRONG


def test_codes_are_sent_five_times_an_hour_to_a_contact():
    for _ in range(5):
        accounts.send_reset(PHONE, "id", HERE)
    with pytest.raises(TooMany):
        accounts.send_reset(PHONE, "id", "10.0.0.2")
    account = _open()  # usable at once, though no code goes out
    assert account.id
    assert not accounts.send_confirmation(account, HERE)


def test_codes_are_sent_three_hundred_times_an_hour_from_an_address():
    for n in range(300):
        accounts.send_reset(f"62811{n:07}", "id", HERE)
    with pytest.raises(TooMany):
        accounts.send_reset(PHONE, "id", HERE)


# -- one password, one account of a contact ----------------------------------------------------------------------------
def test_another_name_with_the_password_of_a_sibling_is_refused():
    mother = _open("Ibu Wati")
    with pytest.raises(accounts.Taken):
        _open("Anak Rini")
    assert _open("  ibu  WATI ").id == mother.id
    assert Account.select().count() == 1


def test_nobody_changes_to_the_password_of_a_sibling():
    _open("Ibu")
    daughter = _open("Anak", "angin laut sore")
    with pytest.raises(accounts.Taken):
        accounts.change_password(daughter, "angin laut sore", PASSWORD, HERE)
    assert accounts.sign_in(PHONE, "angin laut sore", HERE).id == daughter.id
    accounts.change_password(daughter, "angin laut sore", "angin laut sore", HERE)  # one's own is nobody else's


def test_trying_out_passwords_by_changing_is_counted():
    _open("Ibu")
    daughter = _open("Anak", "angin laut sore")  # one wrong try: it is not the mother's
    for _ in range(9):
        with pytest.raises(accounts.Taken):
            accounts.change_password(daughter, "angin laut sore", PASSWORD, HERE)
    with pytest.raises(TooMany):
        accounts.change_password(daughter, "angin laut sore", "pasir putih siang", HERE)


def test_a_reset_to_the_password_of_a_sibling_leaves_the_code_good():
    _open("Ibu")
    daughter = _open("Anak", "angin laut sore")
    accounts.send_reset(PHONE, "id", HERE)
    code = _code()
    with pytest.raises(accounts.Taken):
        accounts.reset_password(daughter, code, PASSWORD, HERE)
    accounts.reset_password(daughter, code, "pasir putih siang", HERE)


def test_a_locked_contact_is_told_of_the_way_by_code():
    _open()
    for n in range(10):
        accounts.sign_in(PHONE, "salah semua ini", f"10.0.1.{n}")
    with pytest.raises(TooMany, match="Lupa kata sandi"):
        accounts.sign_in(PHONE, PASSWORD, HERE)
    accounts.send_reset(PHONE, "id", HERE)
    assert accounts.reset_password(Account.get(), _code(), "pasir putih siang", HERE)


def test_messages_are_in_the_language_of_the_account():
    accounts.open_account(name="Siti", kind="phone", contact=PHONE, password=PASSWORD, language="en", address=HERE)
    assert re.fullmatch(r"Portal PMI code: \d{6}\. Valid for 10 minutes\. .*", Message.get().body)
