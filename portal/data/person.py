"""People who register, who may open their file, and the consents they gave."""

from __future__ import annotations

from peewee import CharField, ForeignKeyField

from portal.data.account import Account
from portal.data.base import EncryptedTextField, Table, UtcDateTimeField, is_sqlite


class Person(Table):
    """Somebody who wants to work abroad. The NIK is sealed; its keyed hash finds equals."""

    name = CharField(max_length=100)
    nik = EncryptedTextField()
    nik_hash = CharField(max_length=64, index=True)
    created_at = UtcDateTimeField()


class Access(Table):
    """An account that may open a person's file, from `since` until `until`."""

    person = ForeignKeyField(Person, backref="accesses", on_delete="CASCADE")
    account = ForeignKeyField(Account, backref="accesses", on_delete="CASCADE")
    relation = CharField(max_length=20)  # self, or one of rules.people.RELATIONS
    since = UtcDateTimeField()
    until = UtcDateTimeField(null=True)


class Consent(Table):
    """Proof of a consent (UU 27/2022 art. 22-24): who, to what text version, how it was given, when."""

    account = ForeignKeyField(Account, on_delete="CASCADE")
    person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
    kind = CharField(max_length=10)  # notice | own | help | truth | stay
    relation = CharField(max_length=20, default="self")
    how = CharField(max_length=20)
    version = CharField(max_length=10)
    given_at = UtcDateTimeField()


def accesses_of(person_id: int) -> list[Access]:
    """Everyone who may open this file or once might, with their accounts, oldest first."""
    return list(Access.select(Access, Account).join(Account).where(Access.person == person_id).order_by(Access.id))


def open_accesses(person_id: int) -> list[Access]:
    """Everyone who may open this file now, with their accounts, oldest first."""
    return [access for access in accesses_of(person_id) if access.until is None]


def access_of(account_id: int, person_id: int) -> Access | None:
    """The account's open access to this person, if any."""
    return Access.get_or_none(
        (Access.account == account_id) & (Access.person == person_id) & Access.until.is_null()
    )


def lock_account(account_id: int) -> None:
    """Let one transaction at a time decide who this account's own self is. On SQLite the write lock already does."""
    if not is_sqlite():
        Account.select(Account.id).where(Account.id == account_id).for_update().get()


def selves_of(account_id: int) -> list[str]:
    """The NIK hash of the person whom the account may open as its own self: one at most."""
    mine = (Access.account == account_id) & (Access.relation == "self") & Access.until.is_null()
    return [person.nik_hash for person in Person.select(Person.nik_hash).join(Access).where(mine)]
