"""Whose file is whose: one self for an account, a holder who stays it, and a last access that stays."""

from __future__ import annotations

import pytest

from portal import clock
from portal.data.account import Account
from portal.data.person import Access, Consent, Person
from portal.data.registration import Registration
from portal.rules import drafts, limits, moves, people
from portal.rules.offices import Actor
from portal.rules.refusal import Refused
from portal.rules.registration import NotSelf, submit
from tests.rules.test_submit import KNOWN, account, niks


@pytest.fixture(autouse=True)
def limited(database):
    limits.use("")


def registered_again(me: Account, name: str, relation: str) -> Registration:
    """Withdrawn, and sent anew under another name and relation."""
    for registration in Registration.select().where(Registration.active_nik.is_null(False)):
        moves.make_move(registration, "withdraw", Actor(me.id, "holder"))
    known = {**KNOWN, "siapa": {"hubungan": relation}, "diri": {**KNOWN["diri"], "nama": name}}
    return submit(me, drafts.open_draft(me, "pendaftaran"), known)


def test_a_known_person_is_told_anew():
    me = account()
    submit(me, drafts.open_draft(me, "pendaftaran"), KNOWN)
    again = registered_again(me, "Siti Aminah", "child")
    assert again.person.name == Person.get().name == "Siti Aminah"
    assert [access.relation for access in Access.select()] == ["child"]
    said = Consent.select().where(Consent.kind.in_(["own", "help"])).order_by(Consent.id)
    assert [(consent.kind, consent.relation) for consent in said] == [("own", "self"), ("help", "child")]
    assert submit(me, drafts.open_draft(me, "pendaftaran"), niks(7)).person.name == "Siti"  # Myself is free again


def test_a_holder_stays_the_holder_while_a_helper_may_look():
    me, helper = account(), account("628120000002")
    first = submit(me, drafts.open_draft(me, "pendaftaran"), KNOWN)
    Access.create(person=first.person, account=helper, relation="neighbour", since=clock.now())
    again = registered_again(me, "Siti", "child")
    assert people.actor_for(me, again.person_id).role == "holder"
    with pytest.raises(NotSelf) as refusal:
        registered_again(helper, "Siti", "self")
    assert refusal.value.reason == "held"
    assert people.actor_for(helper, again.person_id).role == "helper"


def test_the_last_access_cannot_be_ended():
    me, other = account(), account("628120000002")
    person = registered_again(me, "Siti", "child").person
    mine = Access.get()
    with pytest.raises(Refused):
        people.withdraw(me, person.id, mine.id)
    people.take_over(other, person.id, people.handover_code(me, person.id), stay=True)
    people.withdraw(me, person.id, mine.id)
    assert [access.account_id for access in people.helpers_of(person.id)] == [other.id]


def test_taking_over_twice_is_done_already_and_an_account_holds_one_self():
    me, other = account(), account("628120000002")
    person = registered_again(me, "Siti", "child").person
    code = people.handover_code(me, person.id)
    people.take_over(other, person.id, code, stay=True)
    people.take_over(other, person.id, code, stay=True)
    assert len(people.helpers_of(person.id)) == 2
    aunt = submit(me, drafts.open_draft(me, "pendaftaran"), {**niks(9), "siapa": {"hubungan": "family"}}).person
    code = people.handover_code(me, aunt.id)
    with pytest.raises(Refused):
        people.take_over(other, aunt.id, code, stay=False)
    people.take_over(account("628120000003"), aunt.id, code, stay=False)  # the code was not used up


def test_an_older_file_of_the_same_nik_can_be_taken_over():
    helper, me = account(), account("628120000002")
    older = registered_again(helper, "Siti", "neighbour").person
    moves.make_move(Registration.get(), "withdraw", Actor(helper.id, "holder"))
    submit(me, drafts.open_draft(me, "pendaftaran"), KNOWN)
    people.take_over(me, older.id, people.handover_code(helper, older.id), stay=False)
    assert [access.account_id for access in people.helpers_of(older.id)] == [me.id]
