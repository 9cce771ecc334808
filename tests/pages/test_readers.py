"""Who looked: the person sees every opening of the file, with officer, office and purpose."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal import clock
from portal.data.event import Event
from portal.data.office import Officer
from portal.rules import counter, desk, events, files, readers, village
from portal.rules.offices import Actor
from tests.support.counter import open_office
from tests.support.office import BIRTH, account, case, officer, sign_in


def look(registration, someone, purpose="periksa"):
    events.record(f"registration:{registration.id}", "file:opened", someone and someone.account_id, purpose=purpose)


def test_each_opening_is_shown_with_who_where_and_what_for(client):
    me = account()
    registration, someone = case(me), officer()
    other, gone = case(), officer("penyelia")
    look(registration, someone)
    look(other, gone, "awas")
    clock.move(timedelta(hours=1))
    look(registration, gone, "pengaduan")
    Officer.update(until=clock.now()).where(Officer.id == gone.id).execute()
    look(registration, None, "lainnya")
    sign_in(client, me).browse(f"/pendaftaran/{registration.number}")
    assert "membuka berkas" not in client.text
    client.click("Siapa yang membuka data Anda")
    said = [" ".join(li.itertext()) for li in client.tree.findall(".//ol/li")]
    assert len(said) == 3
    assert said[0].startswith("Petugas ")
    assert "Keperluan lain" in said[0]
    assert said[1].startswith("Petugas penyelia, Dinas Tenaga Kerja Kabupaten Karawang")
    assert "Menangani pengaduan" in said[1]
    assert "Petugas dinas" in said[2]
    assert "Memeriksa pendaftaran ini" in said[2]
    assert "WIB" in said[2]


def test_a_long_list_comes_in_pages_and_takes_few_queries(client, queries):
    me = account()
    registration, readers = case(me), [officer() for _ in range(5)]
    for number in range(60):
        look(registration, readers[number % 5])
    sign_in(client, me).browse(f"/pendaftaran/{registration.number}/dilihat")
    seen = []
    while True:
        seen += client.tree.findall(".//ol/li")
        if "Lihat yang lebih lama" not in client.text:
            break
        with queries.at_most(4):
            client.click("Lihat yang lebih lama")
    assert len(seen) == 60


def test_nobody_looked_yet_and_odd_addresses(client):
    me = account()
    registration = case(me)
    sign_in(client, me).browse(f"/pendaftaran/{registration.number}/dilihat")
    assert "Belum ada petugas" in client.text
    for odd in ("x", "-1", "9" * 12, "٣", "1 or 1"):
        client.browse(f"/pendaftaran/{registration.number}/dilihat?sebelum={odd}")
    client.browse(f"/pendaftaran/{registration.number}/dilihat?sebelum=0")
    assert "Tidak ada yang lebih lama" in client.text


def test_strangers_and_officers_without_access_find_nothing(client, another):
    registration = case()
    sign_in(client, account()).browse(f"/pendaftaran/{registration.number}/dilihat", 404)
    sign_in(another, officer()).browse(f"/pendaftaran/{registration.number}/dilihat", 404)


def test_refused_tries_are_one_an_hour_told_with_the_office_and_alarm_nobody(client):
    me = account()
    registration, elsewhere = case(me), officer("dinas", region="32.13")
    for _ in range(3):
        assert files.open_file(elsewhere, registration.number) is None
    assert files.open_file(officer("dinas", region="32.14"), registration.number) is None
    assert Event.select().where(Event.name == "file:refused").count() == 2, "one an officer"
    clock.move(timedelta(minutes=61))
    files.open_file(elsewhere, registration.number)
    assert Event.select().where(Event.name == "file:refused").count() == 3
    sign_in(client, me).browse(f"/pendaftaran/{registration.number}")
    assert "ditolak" not in client.text
    client.click("Siapa yang membuka data Anda")
    said = [" ".join(li.itertext()) for li in client.tree.findall(".//ol/li")]
    assert len(said) == 3
    assert all("Mencoba membuka, tetapi tidak diizinkan" in one for one in said)
    assert elsewhere.office.name in said[0]


def test_a_village_s_refused_tries_are_grouped_too(app):
    registration = case()
    other = Actor.at_work(officer("desa", "desa", "32.13.01.2001"))
    for _ in range(3):
        with pytest.raises(LookupError):
            village.look_up(other, registration.number)
    assert Event.select().where(Event.name == "file:refused").count() == 1


def test_printing_the_letter_is_called_so(app):
    registration = case()
    look(registration, officer("desa", "desa", "32.15.15.2002"), "surat")
    assert readers.looks(registration)[0][0].purpose == "Mencetak surat izin di desa"


def test_the_counter_going_back_to_who_has_left_is_no_refusal(app):
    registration, me, colleague = case(), officer("loket"), officer("loket")
    office = open_office()
    first = counter.desk_named(office.id, "naker")
    desk.take_ticket(first)
    ticket = desk.call_next(me, first)
    desk.open_file(me, ticket, registration.number, BIRTH)
    assert files.open_file(me, registration.number)
    desk.done(me, ticket)
    assert files.open_file(me, registration.number) is None
    assert not Event.select().where(Event.name == "file:refused").exists()
    assert files.open_file(colleague, registration.number) is None
    assert Event.select().where(Event.name == "file:refused").count() == 1
