"""Placement companies (P3MI): finding one by what it is called, even misspelt, and how it stands on a day."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz.fuzz import ratio

from portal import clock
from portal.data.base import transaction
from portal.data.company import (
    Branch,
    Company,
    Sanction,
    branches_of,
    companies_beginning,
    companies_with,
    company_by_key,
    company_by_licence,
    company_with,
    holders_of,
    licence_key,
    sanctions_of,
    set_grams,
)
from portal.data.office import Officer
from portal.rules import events
from portal.rules.refusal import Refused
from portal.rules.regions import region_name
from portal.words import Words, say

KINDS = ("dibekukan", "dicabut")  # of sanctions, the milder one first
LONGEST = 120  # characters of a name, and of its key
# Legal forms are no part of what tells companies apart; 'A.P.T. Jaya' has none.
_FORMS = re.compile(r"(?<!\b\w\.)\b(?:p[\s.]*t|c[\s.]*v|tbk)\b(?!['’])")
_LOOK_LATIN = ("CYRILLIC ", "GREEK ", "CHEROKEE ", "ARMENIAN ", "COPTIC ")  # letters that pass for ours in a name
_INITIALS = re.compile(r"\b(\w)\.\s?(?=\w\b)")
_ALIKE = 0.7  # from here on a name is near: one letter in six wrong, or two words swapped
_MOST = 48  # companies looked at for one gram: the rare ones tell names apart, and are read in full
_GRAMS = 40  # of what was typed
_SHORTLIST = 24  # companies that are read to compare their whole names


@dataclass(frozen=True)
class Standing:
    """How a company stands on a day, and how that is known.

    `kind`: 'aktif', 'habis' (its licence ended), 'dibekukan' or 'dicabut'. `since` and `until` are days, both included;
    None where no beginning, or no end, is known. `basis` is the licence's number or the sanction's ground, `source`
    where the company's data comes from, `checked_on` the last day that it speaks of."""

    kind: str
    since: date | None
    until: date | None
    basis: str
    source: str
    checked_on: date

    @property
    def active(self) -> bool:
        """Whether the company may place anybody on that day."""
        return self.kind == "aktif"


class WrongField(Refused):
    """A company, partner or order cannot be kept as told; `field` is the column that is wrong."""

    def __init__(self, field: str, words: Words) -> None:
        super().__init__(words)
        self.field = field


# -- by name -----------------------------------------------------------------------------------------------------------
def company_key(name: str) -> str:
    """'P.T. Karya-Harapan, Tbk.' -> 'karya harapan': small letters and digits, single spaces, no accents, no legal
    form. What is left of a name that is only a legal form is that form."""
    plain = _plain(name)
    words = _words(_FORMS.sub(" ", plain)) or _words(plain)
    return " ".join(words)[:LONGEST].strip()


def names_one(text: str) -> bool:
    """Whether there is more in it than a legal form: 'PT' alone names no company."""
    return bool(_words(_FORMS.sub(" ", _plain(text))))


def says_cv(name: str) -> bool:
    """Whether a name calls itself a CV, and not a PT."""
    forms = {re.sub(r"[\s.]", "", form) for form in _FORMS.findall(_plain(name))}
    return "cv" in forms and "pt" not in forms


def is_called(company: Company, name: str) -> bool:
    """Whether this is a name of the company. A CV that bears the name of a PT is another; only a PT is licensed."""
    return company_key(name) == company.key and (says_cv(company.name) or not says_cv(name))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in folded if not unicodedata.combining(char))


def _words(plain: str) -> list[str]:
    joined = _INITIALS.sub(r"\1", re.sub(r"['’`]", "", plain).replace("&", " dan "))
    return re.findall(r"[^\W_]+", joined)


def find(name: str) -> Company | None:
    """The company that is called so, whatever its legal form, letters and punctuation; None when none is."""
    key = company_key(name)
    return company_by_key(key) if key else None


def company(company_id: int) -> Company | None:
    """The company with this id."""
    return company_with(company_id)


def near(name: str, limit: int = 3) -> list[Company]:
    """Companies whose names are like this one, the likest first: misspelt, cut short, with words swapped or left out.

    The very same name is not among them. Two or three queries over an index, each of a bounded number of rows: what it
    costs does not grow with the number of companies."""
    key = company_key(name)
    if len(key) < 3:
        return []
    likeness = {one.id: (_likeness(key, one.key), one) for one in _candidates(key) if one.key != key}
    alike = sorted((-like, one.key, one) for like, one in likeness.values() if like >= _ALIKE)
    return [one for _like, _key, one in alike[:limit]]


def _candidates(key: str) -> list[Company]:
    """Companies that begin so, and those that share the most, and the rarest, grams."""
    holders = holders_of(sorted(grams_of(key))[:_GRAMS], _MOST)
    common = Counter(gram for gram, _id in holders)
    shared: Counter[int] = Counter()
    for gram, id_ in holders:
        shared[id_] += 1000 // common[gram] + 100
    likely = [id_ for id_, _n in shared.most_common(_SHORTLIST)]
    return companies_beginning(key, _SHORTLIST) + companies_with(likely)


def _likeness(typed: str, key: str) -> float:
    """0 to 1. A part of a name is like the whole one, too, unless it is so short that many names hold it."""
    words, own = typed.split(), key.split()
    likest = max(_ratio(typed, key), _ratio(" ".join(sorted(words)), " ".join(sorted(own))))
    if len(typed) < 5:
        return likest
    grams = grams_of(typed)
    held = len(grams & grams_of(key)) / len(grams)
    return max(likest, 0.9 * held, 0.9 * _ratio(typed, " ".join(own[:len(words)])))


def _ratio(one: str, other: str) -> float:
    """0 to 1: by how many letters left out or put in one becomes the other."""
    return ratio(one, other) / 100


def grams_of(key: str) -> set[str]:
    """Each three characters in a row, words' beginnings and ends marked by a space: 'abc' -> ' ab', 'abc', 'bc '."""
    padded = f" {key} "
    return {padded[at:at + 3] for at in range(len(padded) - 2)}


# -- licence and sanctions ---------------------------------------------------------------------------------------------
def standing(company: Company, on: date) -> Standing:
    """How the company stands on that day: a revocation outweighs a suspension, and both outweigh an ended licence."""
    return standings([company], on)[company.id]


def standings(companies: Iterable[Company], on: date) -> dict[int, Standing]:
    """The same of many, by id, in one query."""
    companies = list(companies)
    sanctions = sanctions_of([one.id for one in companies])
    return {one.id: _standing(one, [each for each in sanctions if each.company_id == one.id], on) for one in companies}


def _standing(company: Company, sanctions: list[Sanction], on: date) -> Standing:
    ruling = max((one for one in sanctions if in_force(one, on)), key=_weight, default=None)
    if ruling:
        checked = max(company.checked_on, ruling.noted_at.astimezone(clock.JAKARTA).date())
        return Standing(ruling.kind, ruling.since, ruling.until, ruling.basis, company.source, checked)
    licence = f"SIP3MI {company.sip3mi}"
    if company.valid_until < on:
        return Standing("habis", company.valid_until + timedelta(days=1), None, licence, company.source,
                        company.checked_on)
    return Standing("aktif", None, company.valid_until, licence, company.source, company.checked_on)


def in_force(sanction: Sanction, on: date) -> bool:
    """From its first day to its last one, both included."""
    return sanction.since <= on and (sanction.until is None or on <= sanction.until)


def _weight(sanction: Sanction) -> tuple[int, date, int]:
    """The graver one, then the one that lasts longer."""
    return KINDS.index(sanction.kind), sanction.until or date.max, sanction.id


def sanctions(company: Company) -> list[Sanction]:
    """All that were ever laid on the company and held for a day, newest first: not what was noted by mistake."""
    return [one for one in sanctions_of([company.id]) if one.until is None or one.until >= one.since]


def branches(company: Company) -> list[Branch]:
    """Its offices elsewhere."""
    return branches_of(company.id)


# -- changes -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Details:
    """What is told of a company. `branches`: (region, address, phone). None leaves what is known."""

    name: str
    sip3mi: str
    valid_until: date
    region: str
    source: str
    checked_on: date
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    branches: tuple[tuple[str, str, str], ...] | None = None


_NOTHING_TOLD = {"address": "", "phone": "", "email": ""}


def save_company(told: Details, actor: int | None = None) -> tuple[Company, str]:
    """Keep what is told of a company, known by its licence's number, or else by its name (a licence made anew).

    Answers the company and 'new', 'changed' or 'same'; `actor` is an account's id. WrongField when it cannot be."""
    values = _checked(told)
    with transaction():
        known = company_by_licence(told.sip3mi)
        if known is None and (known := company_by_key(values["key"])) and not is_called(known, told.name):
            raise WrongField("nama", say("%(name)s sudah ada. CV dengan nama yang sama adalah perusahaan lain.",
                                         name=known.name))
        if known and known.key != values["key"] and company_by_key(values["key"]):
            raise WrongField("nama", say("Nama ini sudah dipakai perusahaan dengan nomor izin lain."))
        if known is None:
            made = Company.create(**_NOTHING_TOLD | values, changed_at=clock.now())
            set_grams(made, grams_of(made.key))
            _set_branches(made, told.branches)
            events.record(f"company:{made.id}", "company:added", actor)
            return made, "new"
        changed = [field for field, value in values.items() if getattr(known, field) != value]
        moved = told.branches is not None and _told(known) != sorted(told.branches)
        if not (changed or moved):
            return known, "same"
        for field in changed:
            setattr(known, field, values[field])
        known.changed_at = clock.now()
        known.save()
        if "key" in changed:
            set_grams(known, grams_of(known.key))
        if moved:
            _set_branches(known, told.branches)
        events.record(f"company:{known.id}", "company:changed", actor, fields=[*changed, *["branches"] * moved])
        return known, "changed"


def _checked(told: Details) -> dict[str, object]:
    """The columns of a company. WrongField for what is missing or unknown."""
    name, key = " ".join(told.name.split()), company_key(told.name)
    if not key or len(name) > LONGEST:
        raise WrongField("nama", say("Nama perusahaan berisi 1 sampai 120 huruf."))
    if not names_one(name):
        raise WrongField("nama", say("Tulis nama lengkapnya, bukan hanya PT."))
    if any(unicodedata.name(char, "").startswith(_LOOK_LATIN) for char in name):
        raise WrongField("nama", say("Tulis nama perusahaan dengan huruf Latin."))
    if not licence_key(told.sip3mi) or len(told.sip3mi) > 60:  # "-" would be one licence of many
        raise WrongField("sip3mi", say("Nomor izin (SIP3MI) berisi 1 sampai 60 tanda."))
    for region in (told.region, *(branch[0] for branch in told.branches or ())):
        if len(region) != 5 or region_name(region) == region:
            raise WrongField("wilayah", say("Kode kabupaten atau kota %(code)s tidak dikenal.", code=region))
    if told.checked_on > clock.today():
        raise WrongField("dicek_pada", say("Tanggal ini belum tiba."))
    if not told.source.strip():
        raise WrongField("sumber", say("Sebutkan sumber data ini."))
    more = {column: getattr(told, column) for column in _NOTHING_TOLD if getattr(told, column) is not None}
    return {"name": name, "key": key, "sip3mi": told.sip3mi.strip(), "valid_until": told.valid_until,
            "region": told.region, "source": told.source.strip(), "checked_on": told.checked_on, **more}


def _told(company: Company) -> list[tuple[str, str, str]]:
    return sorted((one.region, one.address, one.phone) for one in branches_of(company.id))


def _set_branches(company: Company, told: tuple[tuple[str, str, str], ...] | None) -> None:
    Branch.delete().where(Branch.company == company).execute()
    for region, address, phone in sorted(told or ()):
        Branch.create(company=company, region=region, address=address, phone=phone)


def sanction(company: Company, kind: str, since: date, basis: str, until: date | None = None,
             officer: Officer | None = None) -> tuple[Sanction, str]:
    """Note a sanction, known by its kind and first day. Answers it and 'new', 'changed' or 'same'.

    WrongField for an unknown kind, an end before its beginning, or no basis."""
    if kind not in KINDS:
        raise WrongField("jenis", say("Jenis sanksi: dibekukan atau dicabut."))
    if until is not None and until < since:
        raise WrongField("sampai", say("Tanggal akhir mendahului tanggal awal."))
    if not basis.strip():
        raise WrongField("dasar", say("Sebutkan dasar sanksi ini."))
    actor = officer.account_id if officer else None
    with transaction():
        known = next((one for one in sanctions_of([company.id]) if (one.kind, one.since) == (kind, since)), None)
        if known and (known.until, known.basis) == (until, basis.strip()):
            return known, "same"
        detail = {"kind": kind, "since": since.isoformat(), "until": until and until.isoformat()}
        if known:
            known.until, known.basis, known.officer, known.noted_at = until, basis.strip(), officer, clock.now()
            known.save()
            events.record(f"company:{company.id}", "company:sanction_changed", actor, **detail)
            return known, "changed"
        made = Sanction.create(company=company, kind=kind, since=since, until=until, basis=basis.strip(),
                               officer=officer, noted_at=clock.now())
        events.record(f"company:{company.id}", "company:sanctioned", actor, **detail)
        return made, "new"


def lift(sanction: Sanction, last_day: date, basis: str, officer: Officer | None = None) -> Sanction:
    """End a sanction: `last_day` is the last one on which it holds. The basis of its end stands behind its own. The day
    before its first one takes back what was noted by mistake: it never held.

    WrongField when that day lies earlier still, or behind the end that it has, or without a basis."""
    if last_day < sanction.since - timedelta(days=1) or (sanction.until is not None and last_day > sanction.until):
        raise WrongField("sampai", say("Hari terakhir ini di luar masa sanksi."))
    if not basis.strip():
        raise WrongField("dasar", say("Sebutkan dasar pencabutan sanksi."))
    with transaction():
        sanction.until, sanction.noted_at = last_day, clock.now()
        sanction.basis = f"{sanction.basis}; {basis.strip()}"
        sanction.save()
        events.record(f"company:{sanction.company_id}", "company:sanction_lifted",
                      officer.account_id if officer else None, kind=sanction.kind, until=last_day.isoformat())
    return sanction
