"""What an officer should look at twice. None of it decides: facts/warnings.json says from when each is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from portal import clock
from portal.data.phone import others_with
from portal.data.registration import Registration, sent_by_since
from portal.data.review import Review
from portal.data.village import FamilyLetter
from portal.rules.interview import worries
from portal.rules.nik import Nik, differences, read_nik
from portal.rules.programmes import FLOOR_AGE, Programme, programme
from portal.rules.refusal import Refused
from portal.rules.regions import region_name
from portal.words import Words, say

MOST = 50  # nothing is counted further


@dataclass(frozen=True)
class Warning:  # noqa: A001 - the officer's word for it
    """`grave` asks for a look; others only inform."""

    words: Words
    grave: bool = True


@cache
def limit(name: str) -> int:
    """A number of facts/warnings.json. KeyError for an unknown name."""
    return int(json.loads((Path(__file__).parent / "facts" / "warnings.json").read_text("utf-8"))[name])


def warnings_of(registration: Registration, review: Review | None, letter: FamilyLetter | None) -> list[Warning]:
    """All warnings of a case, the grave ones first. Two queries."""
    answers = registration.answers
    found = [
        *about_nik(answers["nik"]["nik"], answers["diri"], answers["alamat"]["desa"]),
        *about_age(date.fromisoformat(registration.birth_date), programme(registration.programme), clock.today()),
        *about_phone(others_with(registration.id, MOST)),
        *_about_helper(registration),
        *about_letter(letter),
        *about_interview(review.interview if review else {}),
    ]
    return sorted(found, key=lambda one: not one.grave)


def about_nik(digits: str, self_: Mapping[str, str], village: str) -> list[Warning]:
    """The NIK against birth date and sex; and, as information only, against the address: people move."""
    try:
        nik = read_nik(digits, clock.today())
    except Refused as refusal:
        return [Warning(refusal.words)]
    found = [Warning(words) for words in differences(nik, date.fromisoformat(self_["lahir"]), self_["kelamin"])]
    return found + _about_region(nik, village)


def _about_region(nik: Nik, village: str) -> list[Warning]:
    first = nik.region[:5]
    if first == village[:5]:
        return []
    return [Warning(say("NIK pertama dibuat di %(place)s. Orang boleh pindah.", place=region_name(first)), grave=False)]


def about_age(birth: date, chosen: Programme, today: date) -> list[Warning]:
    """Somebody who has just become old enough, or will soon be too old, or is already; by whole months."""
    months = limit("age_months")
    youngest = {FLOOR_AGE, chosen.min_age}
    found = [Warning(say("Baru berumur %(age)s tahun. Cocokkan dengan akta atau ijazah.", age=age))
             for age in sorted(youngest) if _birthday(birth, age) <= today < _later(_birthday(birth, age), months)]
    found += [Warning(say("Belum berumur %(age)s tahun, batas jalur ini.", age=age))
              for age in sorted(youngest) if today < _birthday(birth, age)][:1]
    if chosen.max_age is not None:
        over = _birthday(birth, chosen.max_age + 1)
        if today >= over:
            found.append(Warning(say("Sudah lewat umur %(age)s tahun, batas jalur ini.", age=chosen.max_age)))
        elif _later(today, months) > over:
            found.append(Warning(say("Segera lewat umur %(age)s tahun, batas jalur ini.", age=chosen.max_age)))
    return found


def about_phone(others: int) -> list[Warning]:
    if others + 1 < limit("phone_people"):
        return []
    return [Warning(say("Nomor HP ini ada di %(n)s pendaftaran lain. Tanya siapa pemegangnya.", n=others))]


def _about_helper(registration: Registration) -> list[Warning]:
    """Somebody who registered many people within the week up to now."""
    people = sent_by_since(registration.account_id, clock.now() - timedelta(days=7), MOST)
    if people < limit("helper_week_people"):
        return []
    return [Warning(say("Akun yang sama mendaftarkan %(n)s orang dalam 7 hari. Tanya apakah ada perantara.", n=people))]


def about_letter(letter: FamilyLetter | None) -> list[Warning]:
    if letter is None:
        return [Warning(say("Desa belum mengetahui surat izin keluarga."), grave=False)]
    return [] if letter.state == "diketahui" else [Warning(say("Desa menulis: surat izin belum dapat diketahui."))]


def about_interview(interview: dict[str, str]) -> list[Warning]:
    return [Warning(say("Wawancara: %(question)s? %(answer)s.", question=question.words, answer=answer))
            for question, answer in worries(interview)]


def _birthday(birth: date, age: int) -> date:
    """The day on which somebody turns this old; 1 March for 29 February."""
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return date(birth.year + age, 3, 1)


def _later(day: date, months: int) -> date:
    """So many months later; the first of the next month where that day is missing."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + (month == 11), (month + 1) % 12 + 1, 1)
