"""Placement companies (P3MI) with their branches and sanctions, and their partners and employers abroad."""

from __future__ import annotations

import re
from datetime import date
from functools import reduce
from typing import Any

from peewee import CharField, DateField, ForeignKeyField, ModelSelect, TextField, fn

from portal.data.base import Table, UtcDateTimeField, is_sqlite
from portal.data.office import Officer

LAST = "\U0010ffff"  # follows every letter: a key that begins with 'karya' lies between 'karya' and 'karya' + LAST


def in_bytes(field: CharField) -> Any:
    """The column in the order of its bytes, as its index is: Postgres would else compare by the cluster's locale."""
    return field if is_sqlite() else field.collate('"C"')


class Company(Table):
    """`key` is the name as it is compared (rules/companies.py). `valid_until` is that of the licence (SIP3MI), as it
    was told, never computed: sources disagree on how long one lasts (domain 2.7). `checked_on`: the day that `source`
    speaks of."""

    name = CharField(max_length=120)
    key = CharField(max_length=120, index=True)
    sip3mi = CharField(max_length=60, unique=True)
    valid_until = DateField()
    region = CharField(max_length=5)  # district or city of the head office (PP.KK)
    address = TextField(default="")
    phone = CharField(max_length=40, default="")
    email = CharField(max_length=120, default="")
    source = CharField(max_length=160)
    checked_on = DateField()
    changed_at = UtcDateTimeField()


class Branch(Table):
    """An office of a company elsewhere."""

    company = ForeignKeyField(Company, backref="branches", on_delete="CASCADE")
    region = CharField(max_length=5)
    address = TextField(default="")
    phone = CharField(max_length=40, default="")


class Sanction(Table):
    """`kind` is 'dibekukan' or 'dicabut'; both days included, `until` None: no end is known."""

    company = ForeignKeyField(Company, backref="sanctions", on_delete="CASCADE")
    kind = CharField(max_length=10)
    since = DateField()
    until = DateField(null=True)
    basis = TextField()
    officer = ForeignKeyField(Officer, null=True)
    noted_at = UtcDateTimeField()


class NameGram(Table):
    """Three characters in a row of a company's key: finds near names without reading them all."""

    gram = CharField(max_length=3)
    company = ForeignKeyField(Company, on_delete="CASCADE")

    class Meta:
        indexes = ((("gram", "company"), True),)


class Partner(Table):
    """Somebody abroad: `kind` is 'mitra' (agency) or 'pemberi_kerja' (employer)."""

    kind = CharField(max_length=14)
    name = CharField(max_length=120)
    key = CharField(max_length=120)
    country = CharField(max_length=16)
    address = TextField(default="")

    class Meta:
        indexes = ((("kind", "country", "key"), True),)


def company_by_key(key: str) -> Company | None:
    """The company called so; of several, the one last checked."""
    return Company.select().where(Company.key == key).order_by(Company.checked_on.desc(), Company.id).first()


def licence_key(sip3mi: str) -> str:
    """'RU-1', 'ru 1' and 'RU/1' -> 'ru 1': how licence numbers are compared; '' where no letter or digit stands."""
    return " ".join(re.findall(r"[^\W_]+", sip3mi.casefold()))


def company_by_licence(sip3mi: str) -> Company | None:
    """The company with this number, whatever its capitals and the signs between its parts."""
    key = licence_key(sip3mi)
    if not key:
        return None
    alike = Company.select().where(Company.sip3mi ** f"%{key.replace(' ', '%')}%").order_by(Company.id)
    return next((one for one in alike if licence_key(one.sip3mi) == key), None)


def company_with(company_id: int) -> Company | None:
    return Company.get_or_none(Company.id == company_id)


def lock_company(company_id: int) -> Company:
    """The row as it stands, kept from others until the transaction ends, where locks exist."""
    query = Company.select().where(Company.id == company_id)
    return (query if is_sqlite() else query.for_update()).get()


def companies_with(ids: list[int]) -> list[Company]:
    """Companies by id, in no order."""
    return list(Company.select().where(Company.id.in_(ids))) if ids else []


def companies_beginning(key: str, limit: int) -> list[Company]:
    """Companies whose key begins so, in the order of their keys."""
    by_bytes = in_bytes(Company.key)
    return list(Company.select().where((by_bytes >= key) & (by_bytes < key + LAST)).order_by(by_bytes).limit(limit))


def companies_after(key: str, id_: int, limit: int) -> list[Company]:
    """Companies behind this key and id, in the order of keys: '' and 0 begin."""
    by_bytes = in_bytes(Company.key)
    behind = (by_bytes > key) | ((by_bytes == key) & (Company.id > id_))
    return list(Company.select().where((by_bytes >= key) & behind).order_by(by_bytes, Company.id).limit(limit))


def holders_of(grams: list[str], most: int) -> list[tuple[str, int]]:
    """(gram, company id) for these grams: at most `most` companies of each, whatever their number."""
    if not grams:
        return []
    each = (NameGram.select(NameGram.gram, NameGram.company).where(NameGram.gram == gram).limit(most).alias(f"g{n}")
            for n, gram in enumerate(grams))
    taken = (NameGram.select(one.c.gram, one.c.company_id).from_(one) for one in each)  # a LIMIT needs its own SELECT
    return list(reduce(lambda a, b: a.union_all(b), taken).tuples())


def set_grams(company: Company, grams: set[str]) -> None:
    """Find the company by these from now on, in the caller's transaction."""
    NameGram.delete().where(NameGram.company == company).execute()
    NameGram.insert_many([(gram, company.id) for gram in sorted(grams)], [NameGram.gram, NameGram.company]).execute()


def sanctions_of(company_ids: list[int]) -> list[Sanction]:
    """All sanctions of these companies, newest first."""
    if not company_ids:
        return []
    newest = (Sanction.since.desc(), Sanction.id.desc())
    return list(Sanction.select().where(Sanction.company.in_(company_ids)).order_by(*newest))


def branches_of(company_id: int) -> list[Branch]:
    return list(Branch.select().where(Branch.company == company_id).order_by(Branch.region, Branch.id))


def not_active(on: date) -> ModelSelect:
    """Ids of the companies that may not place anybody on that day: licence ended, or under a sanction."""
    ended = Company.select(Company.id).where(Company.valid_until < on)
    still = Sanction.until.is_null() | (Sanction.until >= on)
    return ended.union_all(Sanction.select(Sanction.company).where((Sanction.since <= on) & still))


def partner_called(kind: str, country: str, key: str) -> Partner | None:
    return Partner.get_or_none((Partner.kind == kind) & (Partner.country == country) & (Partner.key == key))


def companies_checked_on() -> date | None:
    """The day that the data of most companies speak of, the earliest of several: one company that was looked at since
    makes the list no newer. None while none is known."""
    often = Company.select(Company.checked_on).group_by(Company.checked_on)
    found = often.order_by(fn.COUNT(Company.id).desc(), Company.checked_on).first()
    return found.checked_on if found else None
