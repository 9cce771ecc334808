"""The family's letter of permission, ready to print (UU 18/2017 art. 13 b; domain 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date

from portal.data.registration import Registration
from portal.data.village import FamilyLetter, letter_of
from portal.rules.countries import COUNTRIES, SECTORS
from portal.rules.permission import givers
from portal.rules.regions import place
from portal.words import Words

__all__ = ["FamilyLetter", "Letter", "empty", "filled", "letter_of"]


@dataclass(frozen=True)
class Letter:
    """What the letter says already, in Indonesian for whoever reads it; '' is a line to be filled by hand."""

    giver: str = ""
    relation: Words | str = ""
    name: str = ""
    nik: str = ""
    born: str = ""
    address: str = ""
    job: Words | str = ""
    country: Words | str = ""
    village: str = ""


def empty() -> Letter:
    return Letter()


def filled(registration: Registration) -> Letter:
    """The letter as far as the answers go: the giver's NIK and address, and the duration, stay open."""
    answers: dict[str, dict[str, Any]] = registration.answers
    self_, permission, home = answers["diri"], answers.get("izin", {}), answers["alamat"]
    village = place(home["desa"])
    return Letter(
        giver=permission.get("nama_pemberi") or "",
        relation=dict(givers(self_["kawin"], self_["kelamin"])).get(permission.get("pemberi"), ""),
        name=self_["nama"],
        nik=answers["nik"]["nik"],
        born=", ".join(filter(None, (self_.get("tempat_lahir"), _day(self_["lahir"])))),
        address=_address(home, village.label if village else ""),
        job=dict(SECTORS).get(answers.get("bidang", {}).get("bidang"), ""),
        country=dict(COUNTRIES).get(answers.get("negara", {}).get("negara"), ""),
        village=village.name if village else "",
    )


def _day(iso: str) -> str:
    return format_date(date.fromisoformat(iso), "d MMMM y", locale="id")


def _address(home: dict[str, Any], label: str) -> str:
    """'Dusun Krajan RT 4 RW 2, Cilamaya, Cilamaya Wetan, …'."""
    numbers = " ".join(f"{kind.upper()} {home[kind]}" for kind in ("rt", "rw") if home.get(kind))
    return ", ".join(part for part in (f"{home.get('jalan') or ''} {numbers}".strip(), label) if part)
