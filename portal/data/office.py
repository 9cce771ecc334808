"""Offices with the region each serves, their officers, and the officers' sessions."""

from __future__ import annotations

from peewee import JOIN, CharField, Expression, ForeignKeyField, IntegerField, ModelSelect

from portal.data.account import Account
from portal.data.base import EncryptedTextField, Table, UtcDateTimeField
from portal.keyring import keyed_hash


class Office(Table):
    """`region` is what it serves, as a code of 0 (the nation), 2, 5 or 13 characters, or 'p' and the id of a company;
    one office of a kind a region."""

    kind = CharField(max_length=12)  # desa | dinas | bp3mi | kementerian | p3mi
    region = CharField(max_length=13)
    name = CharField(max_length=120)

    class Meta:
        indexes = ((("kind", "region"), True),)


class Officer(Table):
    """Somebody who works for one office in one role. `totp` stays empty until the first sign-in sets it up."""

    account = ForeignKeyField(Account, backref="officers", unique=True, on_delete="CASCADE")
    office = ForeignKeyField(Office, backref="officers")
    role = CharField(max_length=10)  # one of rules/offices.py ROLES
    totp = EncryptedTextField(null=True)
    totp_step = IntegerField(default=0)  # the last half minute whose code was used: none is taken twice
    since = UtcDateTimeField()
    until = UtcDateTimeField(null=True)


class RecoveryCode(Table):
    """A code for one sign-in without the telephone; only its keyed hash is kept."""

    officer = ForeignKeyField(Officer, backref="recovery_codes", on_delete="CASCADE")
    hash = CharField(max_length=64)
    used_at = UtcDateTimeField(null=True)


class OfficerSession(Table):
    """A sign-in with both proofs. `key` is a keyed hash of what the cookie holds."""

    officer = ForeignKeyField(Officer, on_delete="CASCADE")
    key = CharField(max_length=64, unique=True)
    started_at = UtcDateTimeField()
    seen_at = UtcDateTimeField()
    ended_at = UtcDateTimeField(null=True)


def office_at(kind: str, region: str) -> Office | None:
    return Office.get_or_none((Office.kind == kind) & (Office.region == region))


def offices_with(roles: tuple[str, ...]) -> ModelSelect:
    """Ids of the offices where somebody in one of these roles can open what lies there: at work, and with a code set
    up."""
    return Officer.select(Officer.office).where(
        Officer.role.in_(roles) & Officer.until.is_null() & Officer.totp.is_null(False))


def offices_without(roles: tuple[str, ...], kinds: tuple[str, ...]) -> ModelSelect:
    """Ids of the offices of these kinds where nobody can."""
    return Office.select(Office.id).where(Office.kind.in_(kinds) & Office.id.not_in(offices_with(roles)))


def staffed(office_ids: set[int], roles: tuple[str, ...]) -> set[int]:
    """Those of these offices where somebody can."""
    return {id_ for (id_,) in offices_with(roles).where(Officer.office.in_(office_ids)).distinct().tuples()}


def office_names(office_ids: set[int]) -> dict[int, str]:
    """What these offices are called, by id."""
    return dict(Office.select(Office.id, Office.name).where(Office.id.in_(office_ids)).tuples())


def officer_of(account_id: int) -> Officer | None:
    """The account's work, with its office, while it lasts."""
    return (
        Officer.select(Officer, Office, Account).join(Office).switch(Officer).join(Account)
        .where((Officer.account == account_id) & Officer.until.is_null()).first()
    )


def session_of(key: str) -> OfficerSession | None:
    """The session with this key, with its officer, office and account, unless it or the work has ended."""
    return (
        OfficerSession.select(OfficerSession, Officer, Office, Account)
        .join(Officer).join(Office).switch(Officer).join(Account)
        .where((OfficerSession.key == key) & OfficerSession.ended_at.is_null() & Officer.until.is_null())
        .first()
    )


def officers_after(where: Expression, after: int, limit: int) -> list[Officer]:
    """Officers at work in the offices of `where`, with office and account, by region, office and id: those behind the
    officer `after`, or the first ones."""
    query = (
        Officer.select(Officer, Office, Account).join(Office).switch(Officer).join(Account)
        .where(where & Officer.until.is_null()).order_by(Office.region, Office.id, Officer.id).limit(limit)
    )
    last = Officer.select(Officer, Office).join(Office).where(Officer.id == after).first() if after else None
    if last is None:
        return list(query)
    region, office, id_ = last.office.region, last.office_id, last.id
    same_office = (Office.id == office) & (Officer.id > id_)
    return list(query.where(
        (Office.region > region) | ((Office.region == region) & ((Office.id > office) | same_office))
    ))


def officer_by_contact(contact: str, role: str, office_id: int) -> Officer | None:
    """Who is at work in this role and office under this contact (normalised)."""
    where = (Account.contact_hash == keyed_hash(contact)) & (Officer.role == role) & (Officer.office == office_id)
    return Officer.select().join(Account).where(where & Officer.until.is_null()).first()


def officers_with(account_ids: list[int]) -> dict[int, Officer]:
    """Officers by account, with account and office, also those whose work has ended."""
    rows = (
        Officer.select(Officer, Office, Account).join(Office).switch(Officer).join(Account)
        .where(Officer.account.in_(account_ids))
    )
    return {officer.account_id: officer for officer in rows}


def workers(account_ids: set[int], officer_ids: set[int]) -> list[tuple[int, str, int | None, str | None]]:
    """(account id, name, officer id, role) of these accounts, and of the accounts of these officers, in one query.

    Officer id and role are empty for who is no officer."""
    columns = (Account.id, Account.name, Officer.id, Officer.role)
    by_account = (Account.select(*columns).join(Officer, JOIN.LEFT_OUTER, on=(Officer.account == Account.id))
                  .where(Account.id.in_(account_ids or {0})))
    by_officer = (Officer.select(*columns).join(Account, on=(Officer.account == Account.id))
                  .where(Officer.id.in_(officer_ids or {0})))
    return list((by_account | by_officer).tuples())  # not one OR over two tables: that reads all accounts


def colleagues(office_id: int, roles: tuple[str, ...], limit: int = 100) -> list[Officer]:
    """Officers of an office in one of these roles, with their accounts, by name.

    Those who have set up their code: nobody else can open a file."""
    return list(
        Officer.select(Officer, Account).join(Account)
        .where((Officer.office == office_id) & Officer.role.in_(roles) & Officer.until.is_null()
               & Officer.totp.is_null(False))
        .order_by(Account.name, Officer.id).limit(limit)
    )
