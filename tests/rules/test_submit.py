"""Sending a draft: once and only once, whatever arrives at the same moment."""

from __future__ import annotations

from datetime import date

import pytest

from portal import clock
from portal.data.account import Account
from portal.data.event import Event
from portal.data.message import Message
from portal.data.registration import Registration
from portal.keyring import keyed_hash
from portal.rules import drafts, moves
from portal.rules.offices import Actor
from portal.rules.registration import AlreadyActive, NotSelf, age_on, papers_of, submit
from tests.support.race import race


def account(contact: str = "628120000001") -> Account:
    return Account.create(name="Siti", contact_kind="phone", contact=contact, contact_hash=keyed_hash(contact),
                          password="x", created_at=clock.now())


KNOWN = {
    "program": {"program": "ptop"},
    "siapa": {"hubungan": "self"},
    "nik": {"nik": "3215014107030001", "kk": "3215011203100002"},
    "diri": {"nama": "Siti", "lahir": date(2003, 7, 1), "kelamin": "P", "kawin": "belum"},
    "alamat": {"desa": "32.15.15.2002", "sama": "ya"},
    "kontak": {"hp_kontak": "628120000099"},
    "tempat": {"tempat": "ktp"},
}


def test_one_draft_sent_by_eight_taps_is_one_registration(database):
    me = account()
    draft = drafts.open_draft(me, "pendaftaran")
    results = race(*[lambda: submit(me, draft, KNOWN).number] * 8)
    assert len(results) == 8
    assert len(set(results)) == 1
    assert Registration.select().count() == Message.select().count() == 1
    assert Event.select().where(Event.name == "registration:submit").count() == 1


def test_one_nik_in_eight_drafts_is_registered_once_and_the_others_are_told(database):
    others = [account(f"62812000000{n}") for n in range(8)]
    results = race(*[lambda me=me: submit(me, drafts.open_draft(me, "pendaftaran"), KNOWN).number for me in others],
                   expect=(AlreadyActive,))
    assert sum(isinstance(result, str) for result in results) == 1
    assert sum(isinstance(result, AlreadyActive) and result.mine is None for result in results) == 7
    assert Registration.select().count() == 1


def niks(n: int) -> dict:
    return {**KNOWN, "nik": {**KNOWN["nik"], "nik": f"321501410703{n:04}"}}


def test_an_account_is_one_person_however_many_are_sent_at_once(database):
    me = account()
    results = race(*[lambda n=n: submit(me, drafts.open_draft(me, "pendaftaran"), niks(n)).number for n in range(1, 7)],
                   expect=(NotSelf,))
    assert sum(isinstance(result, str) for result in results) == 1
    assert {result.reason for result in results if not isinstance(result, str)} == {"other_self"}
    assert Registration.select().count() == 1


def test_what_to_bring_is_what_was_said_of_each_document(database):
    me = account()
    said = {"ktp": "ada", "kk": "loket", "ijazah": "menyusul", "unknown": "ada"}
    bring, later = papers_of(submit(me, drafts.open_draft(me, "pendaftaran"), {**KNOWN, "berkas": said}))
    assert ([need.code for need in bring], [need.code for need in later]) == (["ktp", "kk"], ["ijazah"])


def test_taking_back_twice_at_once_happens_once(database):
    me = account()
    registration = submit(me, drafts.open_draft(me, "pendaftaran"), KNOWN)
    moves.make_move(registration, "withdraw", Actor(me.id, "holder"))
    with pytest.raises(moves.TooLate):
        moves.make_move(registration, "withdraw", Actor(me.id, "holder"))
    with pytest.raises(PermissionError):
        moves.make_move(registration, "withdraw", Actor(me.id, "helper"))


@pytest.mark.parametrize(("birth", "day", "age"), [
    (date(2008, 11, 24), date(2026, 11, 23), 17),
    (date(2008, 11, 24), date(2026, 11, 24), 18),
    (date(2008, 2, 29), date(2026, 2, 28), 17),
    (date(2008, 2, 29), date(2026, 3, 1), 18),
])
def test_age_is_counted_in_completed_years(birth, day, age):
    assert age_on(birth, day) == age
