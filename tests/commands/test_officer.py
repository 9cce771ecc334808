"""`flask portal officer-add` and `demo-code`."""

from __future__ import annotations

import dataclasses

import pyotp
import pytest

from portal.data.base import db
from portal.data.message import Message
from portal.data.office import Officer
from portal.rules import officers
from portal.rules.offices import company_id_of
from tests.support.office import company, officer


@pytest.fixture
def run(app):
    """Run a command as from a shell."""
    def run(*args):
        if not db.is_closed():
            db.close()  # a command opens its own connection
        said = app.test_cli_runner().invoke(args=["portal", *args])
        db.connect(reuse_if_open=True)
        return said
    return run


def add(run, contact="0812 3456 7890", role="admin", office="kementerian:", name="Admin Contoh"):
    return run("officer-add", "--name", name, "--contact", contact, "--role", role, "--office", office)


def test_the_first_admin_is_invited(run):
    said = add(run)
    assert said.exit_code == 0, said.output
    someone = Officer.get()
    assert (someone.role, someone.office.kind, someone.account.contact) == ("admin", "kementerian", "6281234567890")
    assert someone.totp is None
    assert "http://127.0.0.1:8000/akun/lupa" in Message.get().body
    assert "0812" not in said.output


def test_a_company_s_staff_is_invited_by_the_licence_s_number(run):
    licence = company("PT Contoh Satu").sip3mi
    said = add(run, role="p3mi", office=f"p3mi:{licence}")
    assert said.exit_code == 0, said.output
    someone = Officer.get()
    assert (someone.role, someone.office.kind, someone.office.name) == ("p3mi", "p3mi", "PT Contoh Satu")
    assert company_id_of(someone) == company("PT Contoh Satu").id


@pytest.mark.parametrize(("more", "why"), [
    ({"office": "p3mi:", "role": "p3mi"}, "No company has the licence ''"),
    ({"office": "p3mi:99", "role": "p3mi"}, "No company has the licence '99'"),
    ({"office": "dinas:32.15", "role": "p3mi"}, "Peran ini tidak ada di kantor itu"),
    ({"office": "dinas:32.15", "role": "pusat"}, "Peran ini tidak ada di kantor itu"),
    ({"office": "dinas:99.99"}, "No region has the code '99.99'"), ({"office": "dinas:32"}, "does not serve"),
    ({"office": "toko:32.15"}, "No office is a 'toko'"), ({"office": ""}, "No office is a ''"),
    ({"office": "desa:32.15.15.2002"}, "Peran ini tidak ada di kantor itu"), ({"contact": "12"}, "Nomor HP"),
    ({"role": "raja"}, "'raja' is not one of"), ({"name": ""}, "Nama berisi"), ({"name": " 1 "}, "Nama berisi"),
])
def test_what_cannot_be_is_said(run, more, why):
    said = add(run, **more)
    assert said.exit_code != 0
    assert why in said.output
    assert "Traceback" not in said.output
    assert Officer.select().count() == 0


def test_the_same_officer_twice(run):
    add(run)
    said = add(run)
    assert (said.exit_code, "sudah menjadi petugas" in said.output) == (1, True)
    assert Officer.select().count() == 1


def test_a_demo_officers_code(run):
    secret = officer(contact="6281200000004").totp
    before, said, after = pyotp.TOTP(secret).now(), run("demo-code", "0812-0000-0004"), pyotp.TOTP(secret).now()
    assert said.stdout.strip() in (before, after)


def test_no_code_for_others(run):
    officer(totp=None, contact="6281200000004")
    for phone in ("081200000004", "081200000009"):
        said = run("demo-code", phone)
        assert (said.exit_code, "No officer with a code" in said.output) == (1, True)
    said = run("demo-code", "x")
    assert (said.exit_code, "Traceback" in said.output) == (1, False)


def test_outside_the_demo_there_is_no_code(app, run):
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], demo=False)
    someone = officer(contact="6281200000004")
    Officer.update(totp=officers.new_secret()).where(Officer.id == someone.id).execute()
    said = run("demo-code", "081200000004")
    assert (said.exit_code, "DEMO is off." in said.output) == (1, True)
