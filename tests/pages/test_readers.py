"""Who looked: the person sees every opening of the file, with officer, office and purpose."""

from __future__ import annotations

from datetime import timedelta

from portal import clock
from portal.data.office import Officer
from portal.rules import events
from tests.support.office import account, case, officer, sign_in


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
