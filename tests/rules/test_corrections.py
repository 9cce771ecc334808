"""Corrected answers: everything that follows from them follows."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from portal.data.base import db
from portal.data.message import Message
from portal.data.person import Person
from portal.data.phone import Phone, tail_hash
from portal.data.registration import Registration
from portal.data.review import Correction, corrections_of
from portal.journeys import items
from portal.keyring import keyed_hash
from portal.rules import corrections, events
from portal.rules.drafts import answers_of
from portal.rules.moves import TooLate, make_move
from portal.rules.offices import Actor
from portal.rules.refusal import Refused
from tests.support.office import case, officer

NEW_NIK = "3215014207030077"


def fresh(registration: Registration) -> Registration:
    return Registration.get_by_id(registration.id)


def changed(registration, **steps):
    known = items.known_of(registration.answers)
    return {**known, **{step: {**known[step], **fields} for step, fields in steps.items()}}


def taken(someone=None, **typed):
    someone = someone or officer()
    registration = case(**typed)
    make_move(registration, "take", Actor.at_work(someone))
    return fresh(registration), Actor.at_work(someone)


def correct(registration, actor, known, item=("diri", "nama"), version=None, reason="Sesuai KTP", old="A", new="B"):
    corrections.correct(registration, actor, item, {item[0]: {item[1]: ["typed"]}}, known, old=old, new=new,
                        reason=reason, version=registration.version if version is None else version)


def test_columns_person_and_phones_follow(database):
    registration = case()
    known = changed(registration, diri={"nama": "Siti Baru", "lahir": date(2002, 7, 1)}, nik={"nik": NEW_NIK},
                    alamat={"desa": "32.15.15.2001"}, kontak={"hp_kontak": "6281311112222"})
    corrections.apply(registration, {"diri": {"nama": ["siti baru"]}}, known)
    after, person = fresh(registration), Person.get_by_id(registration.person_id)
    assert (after.birth_date, after.village, after.version) == ("2002-07-01", "32.15.15.2001", 1)
    assert after.active_nik == person.nik_hash == keyed_hash(NEW_NIK)
    assert (person.name, person.nik) == ("Siti Baru", NEW_NIK)
    assert after.answers["diri"] == {**registration.answers["diri"], "nama": "Siti Baru", "lahir": "2002-07-01"}
    assert tail_hash("6281311112222") in {phone.tail for phone in Phone.select()}
    assert tail_hash("6281234567890") not in {phone.tail for phone in Phone.select()}
    assert answers_of(registration.draft)["diri"] == {"nama": ["siti baru"]}
    assert registration.version == 1, "the caller's move goes on from here"
    make_move(registration, "take", Actor.at_work(officer()))


def test_an_active_nik_of_somebody_else_is_refused(database):
    other, registration = case(), case()
    with pytest.raises(Refused, match="pendaftaran lain"):
        corrections.apply(registration, {}, changed(registration, nik={"nik": other.answers["nik"]["nik"]}))
    assert fresh(registration).version == 0


def test_a_closed_case_keeps_its_nik_free(database):
    registration = case()
    make_move(registration, "withdraw", Actor(registration.account_id, "holder"))
    closed = fresh(registration)
    corrections.apply(closed, {}, changed(closed, nik={"nik": NEW_NIK}))
    assert fresh(closed).active_nik is None


def test_nobody_is_made_a_child(database):
    registration = case()
    with pytest.raises(Refused, match="18 tahun"):
        corrections.apply(registration, {}, changed(registration, diri={"lahir": date(2015, 7, 1)}))


def test_another_office_is_noted(database):
    registration = case()
    known = changed(registration, alamat={"desa": "32.13.20.2001"})
    assert corrections.moves_office(registration, known)
    corrections.apply(registration, {}, known)
    assert fresh(registration).office.region == "32.13"
    assert registration.office.region == "32.13"
    assert events.history(f"registration:{registration.id}")[-1].name == "registration:office_changed"


def test_an_officers_correction_keeps_old_and_new_and_why(database):
    registration, actor = taken()
    correct(registration, actor, changed(registration, diri={"nama": "Siti Baru"}))
    kept = corrections_of(registration.id)[0]
    assert (kept.step, kept.field, kept.old, kept.new, kept.reason) == ("diri", "nama", "A", "B", "Sesuai KTP")
    event = events.history(f"registration:{registration.id}")[-1]
    assert (event.name, event.detail) == ("registration:corrected", '{"field": "nama", "step": "diri"}')


@pytest.mark.parametrize("bad", [{"reason": "  "}, {"new": "A"}])
def test_a_correction_owes_a_reason_and_a_difference(database, bad):
    registration, actor = taken()
    with pytest.raises(Refused):
        correct(registration, actor, changed(registration, diri={"nama": "Siti Baru"}), **bad)
    assert fresh(registration).answers["diri"]["nama"] == "Siti Contoh"


def test_a_case_of_another_office_goes_back_to_the_person(database):
    registration, actor = taken()
    with pytest.raises(Refused, match="kantor lain"):
        correct(registration, actor, changed(registration, alamat={"desa": "32.13.20.2001"}))


def test_only_who_has_the_file_corrects_it(database):
    registration, _actor = taken()
    with pytest.raises(PermissionError):
        correct(registration, Actor.at_work(officer()), changed(registration, diri={"nama": "Siti Baru"}))


def test_an_old_page_is_too_late(database):
    registration, actor = taken()
    with pytest.raises(TooLate):
        correct(registration, actor, changed(registration, diri={"nama": "Siti Baru"}), version=0)


def test_two_corrections_at_once_leave_one(database):
    registration, actor = taken()
    together = threading.Barrier(4)

    def try_once(name: str) -> str:
        with db.connection_context():
            mine = fresh(registration)
            together.wait()
            try:
                correct(mine, actor, changed(mine, diri={"nama": name}), version=1)
            except TooLate:
                return "late"
            return "done"

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(try_once, ["Siti Satu", "Siti Dua", "Siti Tiga", "Siti Empat"]))
    assert said == ["done", "late", "late", "late"]
    assert Correction.select().count() == 1


@pytest.mark.parametrize(("item", "said"), [
    (("kontak", "hp_kontak"), "petugas membetulkan data"), (("diri", "lahir"), "pakai tanggal lahir seperti di KTP"),
])
def test_a_correction_is_told_and_which_date_the_status_asks_for(database, item, said):
    registration, actor = taken()
    Message.delete().execute()
    fields = {"lahir": date(2002, 7, 1)} if item[1] == "lahir" else {"hp_kontak": "6281311112222"}
    correct(registration, actor, changed(registration, **{item[0]: fields}), item=item)
    told = Message.get()
    assert (told.kind, told.to) == ("corrected", registration.account.contact)
    assert said in told.body
    assert not any(detail in told.body for detail in ("2002", "0813", "6281", "Siti"))


def test_a_refused_correction_is_not_told(database):
    registration, actor = taken()
    Message.delete().execute()
    with pytest.raises(Refused):
        correct(registration, actor, changed(registration), old="A", new="A")
    assert Message.select().count() == 0
