"""Officers: invitations, the second proof, recovery codes, sessions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest

from portal import clock
from portal.data.base import db
from portal.data.message import Message
from portal.data.office import Officer, OfficerSession, RecoveryCode, officer_of
from portal.data.registration import Registration
from portal.rules import events, limits, officers
from portal.rules.accounts import TooMany
from portal.rules.offices import Actor, in_scope, office_for, office_name, registration_in_scope
from portal.rules.refusal import Refused
from tests.support.office import case, officer

SHELL = Actor(None, "admin")


@pytest.fixture(autouse=True)
def counted(database):
    """Wrong tries are counted in this database."""
    limits.use("")


def code(secret, steps=0):
    """The code of this half minute, or of one `steps` away."""
    return pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=officers.STEP * steps))


@pytest.fixture
def ready(database, monkeypatch):
    """(officer, secret, recovery codes), in the middle of a half minute, a minute after the set-up."""
    start = clock.now().replace(second=15, microsecond=0)
    monkeypatch.setattr(clock, "now", lambda: start + clock._offset)  # it stands, but for `move`
    someone, secret = officer(totp=None), officers.new_secret()
    codes = officers.set_up(someone, secret, code(secret))
    clock.move(timedelta(minutes=1))
    return Officer.get_by_id(someone.id), secret, codes


# -- the app's code ----------------------------------------------------------------------------------------------------
def test_the_code_of_now_is_taken_once(ready):
    someone, secret, _ = ready
    officers.check_proof(someone, code(secret))
    with pytest.raises(Refused, match="sudah dipakai. Tunggu setengah menit"):
        officers.check_proof(someone, code(secret))


def test_a_used_code_is_not_counted_as_wrong(ready):
    someone, secret, codes = ready
    officers.check_proof(someone, code(secret))
    officers.check_proof(someone, codes[0])
    for typed in [code(secret), codes[0]] * 6:
        with pytest.raises(Refused, match="sudah dipakai"):
            officers.check_proof(someone, typed)
    clock.move(timedelta(seconds=30))
    officers.check_proof(someone, code(secret))


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_neighbours_are_taken_for_clocks_that_differ(ready, steps):
    someone, secret, _ = ready
    officers.check_proof(someone, code(secret, steps))


@pytest.mark.parametrize("steps", [-3, -2, 2, 3, 100])
def test_further_ones_are_not(ready, steps):
    someone, secret, _ = ready
    with pytest.raises(Refused):
        officers.check_proof(someone, code(secret, steps))


def test_an_earlier_code_is_not_taken_after_a_later_one(ready):
    someone, secret, _ = ready
    officers.check_proof(someone, code(secret, 1))
    for steps in (-1, 0, 1):
        with pytest.raises(Refused):
            officers.check_proof(someone, code(secret, steps))
    clock.move(timedelta(seconds=60))
    officers.check_proof(someone, code(secret))


def test_the_code_that_set_the_app_up_is_used(database):
    someone, secret = officer(totp=None), officers.new_secret()
    first = code(secret)
    officers.set_up(someone, secret, first)
    with pytest.raises(Refused):
        officers.check_proof(Officer.get_by_id(someone.id), first)


def test_typed_with_spaces_or_another_script_s_digits(ready):
    someone, secret, _ = ready
    now = code(secret)
    officers.check_proof(someone, f" {now[:3]} {now[3:]}\u200f")
    clock.move(timedelta(seconds=60))
    officers.check_proof(someone, code(secret).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))
    clock.move(timedelta(seconds=60))
    officers.check_proof(someone, code(secret).translate(str.maketrans("0123456789", "０１２３４５６７８９")))


@pytest.mark.parametrize("typed", ["", " ", "12345", "1234567", "abcdef", "²²²²²²", "१२", "\0", "x" * 9999, "👩‍🌾"])
def test_anything_else_is_refused(ready, typed):
    with pytest.raises(Refused):
        officers.check_proof(ready[0], typed)


def test_one_code_at_many_desks_at_once_opens_one(ready):
    someone, secret, _ = ready
    now = code(secret)

    def enter(_):
        with db.connection_context():
            try:
                officers.check_proof(someone, now)
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(enter, range(6))) == 1


def test_ten_wrong_codes_an_hour(ready):
    someone, secret, codes = ready
    for _ in range(10):
        with pytest.raises(Refused):
            officers.check_proof(someone, "000000" if code(secret) != "000000" else "000001")
    for typed in (code(secret), codes[0]):
        with pytest.raises(TooMany):
            officers.check_proof(someone, typed)
    other = officer()
    with pytest.raises(Refused):  # others are not held up
        officers.check_proof(other, "000000")


# -- setting up --------------------------------------------------------------------------------------------------------
def test_the_app_is_set_up_once(ready):
    someone, _, _ = ready
    new = officers.new_secret()
    with pytest.raises(Refused):
        officers.set_up(someone, new, code(new))
    assert Officer.get_by_id(someone.id).totp != new
    assert RecoveryCode.select().count() == officers.RECOVERY_CODES


def test_a_wrong_code_sets_nothing_up(database):
    someone, secret = officer(totp=None), officers.new_secret()
    with pytest.raises(Refused):
        officers.set_up(someone, secret, "12345")
    assert Officer.get_by_id(someone.id).totp is None
    assert RecoveryCode.select().count() == 0


@pytest.mark.parametrize("secret", ["", "A", "not base32!", "A" * 31, "a" * 32, "1" * 32, "A" * 4000, "\0" * 32])
def test_a_secret_that_somebody_changed_is_not_taken(database, secret):
    with pytest.raises(Refused):
        officers.set_up(officer(totp=None), secret, "123456")


def test_the_secret_is_sealed_and_the_picture_names_nobody(database):
    someone, secret = officer(totp=None), officers.new_secret()
    officers.set_up(someone, secret, code(secret))
    stored = db.execute_sql("SELECT totp FROM officer").fetchone()[0]
    assert secret not in stored
    uri = officers.secret_uri(someone, secret)
    assert uri.startswith("otpauth://totp/Portal%20PMI:dinas-")
    assert "Petugas" not in uri


# -- recovery codes ----------------------------------------------------------------------------------------------------
def test_a_recovery_code_works_once(ready):
    someone, _, codes = ready
    assert len(set(codes)) == officers.RECOVERY_CODES
    officers.check_proof(someone, f" {codes[0].lower()} ")
    with pytest.raises(Refused, match="Kode cadangan ini sudah dipakai"):
        officers.check_proof(someone, codes[0])
    officers.check_proof(someone, codes[1].replace("-", " "))


def test_a_recovery_code_of_somebody_else_is_refused(ready):
    with pytest.raises(Refused):
        officers.check_proof(officer(), ready[2][0])


def test_a_forgotten_proof_takes_the_codes_and_sessions_along(ready):
    someone, secret, codes = ready
    token = officers.begin_session(someone)
    officers.forget_proof(SHELL, someone)
    someone = Officer.get_by_id(someone.id)
    for typed in (code(secret), *codes):
        with pytest.raises(Refused):
            officers.check_proof(someone, typed)
    assert officers.session_with(token, someone.account_id) is None
    new = officers.new_secret()
    officers.set_up(someone, new, code(new))
    assert [event.name for event in events.history(f"officer:{someone.id}")] == [
        "officer:proof_set_up", "officer:proof_forgotten", "officer:proof_set_up"]


# -- sessions ----------------------------------------------------------------------------------------------------------
def test_a_session_lasts_eight_hours(database):
    someone = officer()
    token = officers.begin_session(someone)
    clock.move(timedelta(hours=8) - timedelta(seconds=5))
    assert officers.session_with(token, someone.account_id).officer == someone
    clock.move(timedelta(seconds=6))
    assert officers.session_with(token, someone.account_id) is None


def test_a_session_locks_after_twenty_idle_minutes(database):
    someone = officer()
    token = officers.begin_session(someone)
    clock.move(timedelta(minutes=20) - timedelta(seconds=5))
    assert not officers.is_locked(officers.session_with(token, someone.account_id))
    clock.move(timedelta(seconds=6))
    assert officers.is_locked(officers.session_with(token, someone.account_id))
    officers.touch(officers.session_with(token, someone.account_id), always=True)
    assert not officers.is_locked(officers.session_with(token, someone.account_id))


def test_being_there_is_noted_at_most_once_a_minute(database, queries):
    someone = officer()
    token = officers.begin_session(someone)
    clock.move(timedelta(seconds=59))
    session = officers.session_with(token, someone.account_id)
    with queries.at_most(0):
        officers.touch(session)
    clock.move(timedelta(seconds=2))
    officers.touch(session)
    assert clock.now() - officers.session_with(token, someone.account_id).seen_at < timedelta(seconds=5)


def test_a_session_is_one_account_s_and_its_key_is_not_kept(database):
    someone, other = officer(), officer()
    token = officers.begin_session(someone)
    assert officers.session_with(token, other.account_id) is None
    for wrong in ("", "x", token + "x"):
        assert officers.session_with(wrong, someone.account_id) is None
    assert OfficerSession.get().key != token
    officers.end_session(token)
    assert officers.session_with(token, someone.account_id) is None


def test_an_officer_whose_work_ended(database):
    someone = officer()
    tokens = [officers.begin_session(someone) for _ in range(2)]
    officers.end(SHELL, someone)
    officers.end(SHELL, someone)
    assert officer_of(someone.account_id) is None
    assert not [token for token in tokens if officers.session_with(token, someone.account_id)]
    assert [event.name for event in events.history(f"officer:{someone.id}")] == ["officer:ended"]


# -- inviting ----------------------------------------------------------------------------------------------------------
def ask(**changes):
    given = {"name": "Bu Contoh", "kind": "phone", "contact": "6281234567890", "role": "dinas",
             "office": office_for("dinas", "32.15"), "address": "https://portal.example.id"}
    return officers.invite(SHELL, **given | changes)


def test_an_invitation_has_neither_password_nor_code(database):
    made = ask()
    message = Message.get()
    assert message.body == ("Anda diundang sebagai petugas Portal PMI. Buat kata sandi dulu: buka "
                            "https://portal.example.id/akun/lupa")
    assert (message.to, made.totp, made.account.confirmed_at) == ("6281234567890", None, None)


def test_no_role_in_an_office_that_has_none(database):
    for role, kind, region in (("bp3mi", "dinas", "32.15"), ("dinas", "bp3mi", "32"), ("desa", "kementerian", "")):
        with pytest.raises(Refused):
            ask(role=role, office=office_for(kind, region))
    assert Officer.select().count() == Message.select().count() == 0


def test_one_contact_may_work_in_two_roles_but_not_twice_in_one(database):
    first = ask()
    ask(role="penyelia")
    with pytest.raises(Refused):
        ask()
    officers.end(SHELL, first)
    assert ask().id != first.id


# -- scopes ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("role", "kind", "region", "sees"), [
    ("dinas", "dinas", "32.15", True), ("penyelia", "dinas", "32.15", True), ("loket", "dinas", "32.15", True),
    ("desa", "desa", "32.15.15.2002", True), ("desa", "desa", "32.15.15.2001", False),
    ("dinas", "dinas", "32.13", False), ("penyelia", "dinas", "32.13", False), ("loket", "dinas", "32.13", False),
    ("bp3mi", "bp3mi", "32", False), ("penyelia", "bp3mi", "32", False), ("admin", "dinas", "32.15", False),
    ("admin", "kementerian", "", False),
])
def test_which_officers_see_a_case_of_karawang(database, role, kind, region, sees):
    registration, someone = case(), officer(role, kind, region)
    assert bool(registration_in_scope(someone, registration.number)) == sees
    assert Registration.select().where(in_scope(someone)).exists() == sees


def test_offices_are_named_by_kind_and_region(database):
    assert office_name("dinas", "32.15") == "Dinas Tenaga Kerja Kabupaten Karawang"
    assert office_name("kementerian", "") == "Kementerian Pelindungan PMI"
    assert office_for("dinas", "32.15") == office_for("dinas", "32.15")
    for kind, region in (("dinas", "32"), ("desa", ""), ("kementerian", "32")):
        with pytest.raises(ValueError, match="does not serve"):
            office_for(kind, region)
