"""Placement companies (P3MI) with their branches and sanctions, and their partners and employers abroad."""

from __future__ import annotations

from peewee import CharField, DateField, ForeignKeyField, TextField

from portal.data.base import Table, UtcDateTimeField
from portal.data.office import Officer


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
