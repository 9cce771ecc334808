"""Officers and cases for tests, made without a browser."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from portal import clock
from portal.data.account import Account
from portal.data.company import Company
from portal.data.office import Officer
from portal.data.person import selves_of
from portal.data.registration import Registration
from portal.keyring import keyed_hash
from portal.rules import drafts, officers
from portal.rules.offices import office_for, office_of_company
from portal.rules.registration import submit
from portal.web.assets import static_url
from tests.support import catalog
from tests.support.browser import Browser

_NEXT = count(1)
VILLAGE = "32.15.15.2002"
TYPED: dict[str, dict[str, list[str]]] = {
    "program": {"program": ["ptop"]},
    "siapkan": {},
    "siapa": {"hubungan": ["self"]},
    "nik": {"nik": ["3215014107030001"], "kk": ["3215011203100002"]},
    "diri": {"nama": ["Siti Contoh"], "tempat_lahir": ["Karawang"], "lahir-d": ["1"], "lahir-m": ["7"],
             "lahir-y": ["2003"], "kelamin": ["P"], "kawin": ["belum"]},
    "alamat": {"desa": [VILLAGE], "jalan": ["Dusun Krajan"], "rt": ["4"], "rw": ["2"], "sama": ["ya"]},
    "pendidikan": {"pendidikan": ["smp"], "sekolah": [""]},
    "pengalaman": {"pernah": ["tidak"], "riwayat": [""]},
    "kontak": {"nama_kontak": ["Ibu Contoh"], "hubungan_kontak": ["orang_tua"], "hp_kontak": ["081234567890"]},
    "izin": {"pemberi": ["ibu"], "nama_pemberi": ["Ibu Contoh"], "surat_izin": ["menyusul"]},
    "bidang": {"bidang": ["pabrik"]},
    "negara": {"negara": ["taiwan"]},
    "tempat": {"tempat": ["ktp"]},
    "berkas": {"ktp": ["ada"], "kk": ["ada"], "ijazah": ["menyusul"], "status_kawin": ["menyusul"],
               "izin_keluarga": ["loket"]},
}


TOTP = "CONTOHCONTOHCONTOHCONTOHCONTOHCO"  # an authenticator's secret, of every officer who is there from the first


def account(name: str = "Siti Contoh", contact: str = "", **more: Any) -> Account:
    """An account with a telephone of its own, and no password that anybody knows."""
    contact = contact or f"62813{next(_NEXT):08}"
    return Account.create(name=name, contact_kind="phone", contact=contact, contact_hash=keyed_hash(contact),
                          password="-", created_at=clock.now(), **more)


def officer(role: str = "dinas", kind: str = "dinas", region: str = "32.15", totp: str | None = TOTP,
            **more: Any) -> Officer:
    """An officer at work in the office of this kind and region; of the kind 'p3mi', `region` is the company's name.
    `totp`: the secret of their app, None before the first sign-in."""
    office = office_of_company(company(region)) if kind == "p3mi" else office_for(kind, region)
    return Officer.create(account=account(f"Petugas {role}", **more), office=office, role=role, totp=totp,
                          since=clock.now())


def company(name: str = "PT Contoh Satu", **more: Any) -> Company:
    """The company of this name, licensed for another year unless told otherwise."""
    return Company.get_or_none(Company.name == name) or catalog.company(name, **more)


def sign_in(browser: Browser, someone: Officer | Account) -> Browser:
    """Sit down at the browser, both proofs given."""
    who = someone.account if isinstance(someone, Officer) else someone
    with browser.client.session_transaction() as session:
        session["_user_id"] = f"{who.id}.{who.epoch}"
        session["_t"] = "testtest"
        session["c"] = static_url("portal.css").split("/")[2]  # the stylesheet came with an earlier page
        if isinstance(someone, Officer):
            session["o"] = officers.begin_session(someone)
    return browser


def case(by: Account | None = None, village: str = VILLAGE, **typed: dict[str, list[str]]) -> Registration:
    """A registration as the journey makes it, with a NIK of its own; `typed` replaces what was typed at a step."""
    from portal.journeys.registration import REGISTRATION

    by = by or account()
    serial = next(_NEXT) % 9999 + 1  # four digits of the NIK
    if selves_of(by.id):  # an account is one person at most; all others are its family
        typed = {"siapa": {"hubungan": ["child"]}, "persetujuan": {"cara": ["present"], "setuju": ["y"]}, **typed}
    answers = {**TYPED, "nik": {**TYPED["nik"], "nik": [f"321501410703{serial:04}"]},
               "alamat": {**TYPED["alamat"], "desa": [village]}, **typed}
    draft = drafts.open_draft(by, REGISTRATION.slug)
    for step, said in answers.items():
        drafts.keep(draft, step, said)
    path = REGISTRATION.path(answers)
    assert path.complete, (path.stop.slug, path.find(path.stop.slug).form().errors)
    return submit(by, draft, path.known)


BIRTH = date(2003, 7, 1)  # of every case, unless typed otherwise
