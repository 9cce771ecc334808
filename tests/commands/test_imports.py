"""`flask portal import-…`: what an operator is told."""

from __future__ import annotations

import pytest

from portal.data.base import db
from portal.rules.imports import LOADERS

GOOD = "nama,sip3mi,berlaku_sampai,wilayah,sumber,dicek_pada\n" \
       "PT Karya Contoh,1/2026,2027-06-30,32.15,Daftar,2026-11-01\n"


@pytest.fixture
def run(app, tmp_path):
    def run(what, text):
        path = tmp_path / "daftar.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        db.close()  # a command opens its own connection
        answer = app.test_cli_runner().invoke(args=["portal", f"import-{what}", str(path)])
        db.connect(reuse_if_open=True)
        return answer.exit_code, answer.output.strip().split("\n")
    return run


def test_accepted_then_known(run):
    assert run("companies", GOOD) == (0, ["1 accepted, 0 changed, 0 known already, 0 refused."])
    assert run("companies", GOOD) == (0, ["0 accepted, 0 changed, 1 known already, 0 refused."])
    assert run("companies", GOOD.replace("2027", "2028")) == (0, ["0 accepted, 1 changed, 0 known already, 0 refused."])


def test_refused_rows_are_told_by_line_and_column(run):
    code, lines = run("companies", GOOD + "PT Dua Contoh,2/2026,besok,32.15,Daftar,2026-11-01\n")
    assert code == 2
    assert lines == ["1 accepted, 0 changed, 0 known already, 1 refused.",
                     "  line 3, berlaku_sampai: besok bukan tanggal. Contoh: 2026-11-24 atau 24/11/2026."]


def test_of_many_refused_rows_the_first_are_told(run):
    row = "PT X,2/2026,besok,32.15,Daftar,2026-11-01\n"
    code, lines = run("companies", GOOD + row * 250)
    assert (code, len(lines), lines[-1]) == (2, 202, "  … and 50 more.")


@pytest.mark.parametrize("what", LOADERS)
def test_what_is_no_table_is_told_as_such(run, what):
    for text in ("", "halo\n", b"\xff\xfeh\0a\0"):
        code, lines = run(what, text)
        assert code == 1
        assert lines[0].startswith("Error: daftar.csv: ")


def test_country_rules_lie_beside_the_database(run, app):
    rule = "negara,bidang,keadaan,sejak,sampai,dasar,dicek_pada\nTaiwan,pabrik,dihentikan,2027-01-01,,SK,2026-11-01\n"
    assert run("country-rules", rule)[1] == ["1 accepted, 0 changed, 0 known already, 0 refused."]
    assert (app.config["SETTINGS"].var_dir / "facts" / "countries.json").exists()
