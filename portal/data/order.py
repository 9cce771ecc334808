"""Job orders (SIP2MI): what a company may recruit for, in versions, with the quota that is left."""

from __future__ import annotations

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.data.base import Table, UtcDateTimeField
from portal.data.company import Company, Partner
from portal.data.office import Officer


class Order(Table):
    """One version of a job order. An order is changed only by a new version: the one before it stays as it was.

    `state`: usulan, disetujui, ditolak, diganti (by a newer version), ditutup. `open_number` is the number while this
    is the version that counts, else empty: one version of a number is in force. `quota_*` and `taken_*` by sex: L, P,
    and either. Wages are whole units of `currency` a month; `hours` a week; `months` of the contract."""

    number = CharField(max_length=40)
    version = IntegerField(default=1)
    open_number = CharField(max_length=40, null=True, unique=True)
    state = CharField(max_length=10)
    company = ForeignKeyField(Company, backref="orders")
    partner = ForeignKeyField(Partner, null=True)
    employer = ForeignKeyField(Partner)
    country = CharField(max_length=16)
    position = CharField(max_length=120)
    position_key = CharField(max_length=120)
    sector = CharField(max_length=16)
    employer_kind = CharField(max_length=14)  # perseorangan | badan_hukum
    scheme = CharField(max_length=10)
    quota_l = IntegerField(default=0)
    quota_p = IntegerField(default=0)
    quota_any = IntegerField(default=0)
    taken_l = IntegerField(default=0)
    taken_p = IntegerField(default=0)
    taken_any = IntegerField(default=0)
    wage_min = IntegerField()
    wage_max = IntegerField()
    currency = CharField(max_length=3)
    hours = IntegerField()
    months = IntegerField()
    education = CharField(max_length=12)  # the least that is asked for
    min_age = IntegerField(default=18)
    max_age = IntegerField(null=True)
    requirements = TextField(default="")
    costs = TextField(default="")  # which cost is borne by whom
    districts = TextField(default="")  # codes where it may recruit, with spaces between; empty: everywhere
    valid_until = DateField()  # the last day, in Asia/Jakarta
    proposed_by = ForeignKeyField(Officer, null=True)
    proposed_at = UtcDateTimeField()
    decided_by = ForeignKeyField(Officer, null=True)
    decided_at = UtcDateTimeField(null=True)
    reason = TextField(default="")  # why it was refused
    source = CharField(max_length=160, default="")
    checked_on = DateField()
    row_version = IntegerField(default=0)  # guards each change

    class Meta:
        table_name = "job_order"  # ORDER is SQL's own word
        indexes = (
            (("number", "version"), True),
            (("state", "valid_until", "id"), False),
            (("state", "country", "id"), False),
            (("company", "state", "id"), False),
            (("state", "education", "id"), False),
            (("state", "position_key", "id"), False),
        )
