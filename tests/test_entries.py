"""Every officer's route, tried as every role of the right office, of another region, and as the public."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from portal.data.event import Event
from portal.data.registration import Registration
from tests.support.office import account, case, officer, sign_in

ROLES = {"desa": ("desa", "32.15.15.2002"), "dinas": ("dinas", "32.15"), "penyelia": ("dinas", "32.15"),
         "loket": ("dinas", "32.15"), "bp3mi": ("bp3mi", "32"), "admin": ("kementerian", ""),
         "pusat": ("kementerian", ""), "p3mi": ("p3mi", "PT Contoh Satu")}
ELSEWHERE = {"desa": ("desa", "32.13.01.2001"), "dinas": ("dinas", "32.13"), "penyelia": ("dinas", "32.13"),
             "loket": ("dinas", "32.13"), "bp3mi": ("bp3mi", "33"), "admin": ("dinas", "32.13"),
             "p3mi": ("p3mi", "PT Contoh Dua"), "pusat": ("kementerian", "")}

VERIFIERS, OFFICERS = "dinas penyelia bp3mi", "desa dinas penyelia loket bp3mi admin p3mi pusat"
TABLE = {
    "admin": {"confirm": "admin", "end": "admin", "forget_proof": "admin", "invite": "admin",
              "invite_again": "admin", "office": "admin", "offices": "admin", "person": "admin", "show": "admin"},
    "assist": {"begin": "loket", "hand_over": "loket", "receipt": "loket", "recover": "loket penyelia",
               "recovery": "loket penyelia", "show": "loket"},
    "card": {"ask": OFFICERS, "check": OFFICERS, "file": f"{VERIFIERS} loket"},
    "complaints": {"decide": f"{VERIFIERS} pusat", "name_company": f"{VERIFIERS} pusat", "queue": f"{VERIFIERS} pusat",
                   "show": f"{VERIFIERS} pusat"},
    "departure_card": {"office": f"{VERIFIERS} p3mi pusat"},
    "desk": {"call": "loket", "give_ticket": "loket", "hand_over": "loket", "move": "loket", "open_file": "loket",
             "receive": "loket", "show": "loket dinas penyelia", "slip": "loket", "switch": "loket penyelia admin"},
    "evidence": {"office": f"{VERIFIERS} p3mi pusat", "office_picture": f"{VERIFIERS} p3mi pusat",
                 "remove_office": f"{VERIFIERS} p3mi pusat", "drop_office": f"{VERIFIERS} p3mi pusat",
                 "send_office": f"{VERIFIERS} p3mi pusat"},
    "file": {"add": VERIFIERS, "ask_correction": VERIFIERS, "ask_move": VERIFIERS, "correct": VERIFIERS,
             "listed": VERIFIERS, "make_move": VERIFIERS, "note": VERIFIERS, "open_for": f"{VERIFIERS} loket",
             "remove": VERIFIERS, "send_back": VERIFIERS, "show": f"{VERIFIERS} loket"},
    "helpers": {"decide": "desa dinas penyelia", "one": "desa dinas penyelia", "show": "desa dinas penyelia"},
    "hours": {"begin": "penyelia admin", "save": "penyelia admin", "show": "penyelia admin"},
    "letter": {"at_village": "desa", "empty_at_village": "desa"},
    "officers": {"ask_to_leave": OFFICERS, "home": OFFICERS},
    "licences": {"add": "pusat", "change": "pusat", "company": "pusat", "lift": "pusat", "sanction": "pusat",
                 "show": "pusat"},
    "ministry": {"decide": "pusat", "order": "pusat", "show": "pusat"},
    "papers": {"accept": VERIFIERS, "picture": f"{VERIFIERS} loket", "replace": VERIFIERS,
               "show": f"{VERIFIERS} loket"},
    "placements": {"begin": "p3mi bp3mi", "gate": f"{VERIFIERS} p3mi pusat", "judge": f"{VERIFIERS} pusat",
                   "move": f"{VERIFIERS} p3mi pusat", "one": f"{VERIFIERS} p3mi pusat",
                   "show": f"{VERIFIERS} p3mi pusat"},
    "proposals": {"company": "p3mi", "end": "p3mi", "new_version": "p3mi", "order": "p3mi", "propose": "p3mi",
                  "show": "p3mi"},
    "signals": {"aside": VERIFIERS, "dismiss": VERIFIERS, "show": VERIFIERS},
    "reports": {"seen": "bp3mi penyelia pusat", "waiting": "bp3mi penyelia pusat"},
    "queue": {"begin": VERIFIERS, "search": VERIFIERS, "show": VERIFIERS, "take": VERIFIERS},
    "repair": {"answer_at_desk": "loket", "index_at_desk": "loket", "send_at_desk": "loket", "step_at_desk": "loket"},
    "village": {"confirm": "desa", "decline": "desa", "move": "desa", "note_movement": "desa", "resident": "desa",
                "show": "desa"},
}
EXPECTED = {f"{topic}.{view}": set(roles.split()) for topic, views in TABLE.items() for view, roles in views.items()}
_PLACES = {"step": "verifikasi", "field": "hp_kontak", "code": "ketenagakerjaan", "move": "selesai",
           "decision": "recognise", "draft_id": "aaaaaaaaaaaa", "what": "akhiri", "deed": "tutup"}


def routes(app: Flask, number: str) -> list[tuple[str, str, str]]:
    """(endpoint, method, path) of all officers' routes, with this registration's number where one stands."""
    found = []
    for rule in app.url_map.iter_rules():
        if app.view_functions[rule.endpoint].entry == "officer":
            path = re.sub(r"<(?:\w+\(.*?\):)?(\w+)>", lambda m: number if m[1] == "number" else _PLACES.get(m[1], "1"),
                          rule.rule)
            found += [(rule.endpoint, method, path) for method in sorted(rule.methods & {"GET", "POST"})]
    return found


def test_the_table_names_every_route_of_officers(app):
    named = {name for name, view in app.view_functions.items() if view.entry == "officer"}
    assert named == set(EXPECTED)
    for name in named:
        declared = set(app.view_functions[name].roles) or set(ROLES)
        assert declared == EXPECTED[name], name


@pytest.mark.parametrize("role", ROLES)
def test_a_role_enters_what_the_table_says_and_nothing_else(app, client, role):
    number = (_without_company() if role == "bp3mi" else case()).number
    sign_in(client, officer(role, *ROLES[role]))
    for endpoint, method, path in routes(app, number):
        answer = client.client.open(path, method=method, data=_token(client) if method == "POST" else None)
        entered = answer.status_code != 403
        assert entered == (role in EXPECTED[endpoint]), f"{role} {method} {path}: {answer.status_code}"
        assert answer.status_code < 500, f"{role} {method} {path}: {answer.status_code}"


@pytest.mark.parametrize("role", ROLES)
def test_an_officer_of_another_region_finds_no_case_and_leaves_a_trace(app, client, role):
    registration = case()
    sign_in(client, officer(role, *ELSEWHERE[role]))
    before = Registration.get().__data__.copy()
    for endpoint, method, path in routes(app, registration.number):
        if registration.number in path and role in EXPECTED[endpoint]:
            answer = client.client.open(path, method=method, data=_token(client) if method == "POST" else None)
            assert answer.status_code == 404, f"{role} {method} {path}: {answer.status_code}"
    if role not in ("admin", "p3mi", "pusat"):  # who enter no page of one case
        traces = Event.select().where(Event.subject == f"registration:{registration.id}", Event.name == "file:refused")
        assert traces.exists()
    assert Registration.get().__data__ == before


def test_the_public_and_candidates_find_no_way_in(app, client, another):
    number = case().number
    sign_in(another, account())
    for _endpoint, method, path in routes(app, number):
        stranger = client.client.open(path, method=method)
        assert stranger.status_code in ((303,) if method == "GET" else (400, 401)), f"{method} {path}"
        if method == "GET":
            assert "/akun/masuk" in stranger.headers["Location"]
        candidate = another.client.open(path, method=method, data=_token(another) if method == "POST" else None)
        assert candidate.status_code == 403, f"{method} {path}: {candidate.status_code}"


def _without_company() -> Registration:
    return case(program={"program": ["mandiri"]}, berkas={
        "ktp": ["ada"], "kk": ["ada"], "status_kawin": ["menyusul"], "izin_keluarga": ["loket"],
        "tanggung_jawab": ["menyusul"]})


def _token(browser) -> dict[str, str]:
    if browser.tree is None or not browser.token:
        browser.browse("/akun")
    return {"_t": browser.token}
