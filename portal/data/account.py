"""Accounts (a sign-in each), one-time codes and recorded consents."""

from __future__ import annotations

from peewee import BooleanField, CharField, IntegerField, fn

from portal.data.base import EncryptedTextField, Table, UtcDateTimeField
from portal.data.prepared import Prepared
from portal.keyring import keyed_hash


class Account(Table):
    """One person's sign-in. Several accounts may share a contact: a family often has one phone."""

    name = CharField(max_length=100)
    contact_kind = CharField(max_length=5)  # phone | email
    contact = EncryptedTextField()
    contact_hash = CharField(max_length=64, index=True)
    password = CharField(max_length=128)
    epoch = IntegerField(default=0)  # grows with each new password: older sessions end
    language = CharField(max_length=2, default="id")
    is_helper = BooleanField(default=False)
    confirmed_at = UtcDateTimeField(null=True)
    created_at = UtcDateTimeField()


class Code(Table):
    """A six-digit code that was sent to a contact, or read out by its holder; only its hash is kept."""

    purpose = CharField(max_length=10)  # confirm | reset | handover
    key = CharField(max_length=64, index=True)  # who or what it is for, as a keyed hash
    hash = CharField(max_length=64)
    tries = IntegerField(default=0)
    expires_at = UtcDateTimeField()
    used_at = UtcDateTimeField(null=True)


class EndedSession(Table):
    """A session that somebody signed out of: a copy of its cookie opens nothing any more. `key` is its keyed hash."""

    key = CharField(max_length=64, primary_key=True)
    at = UtcDateTimeField(index=True)


_account_in_session = Prepared(
    lambda account, key: Account.select().where(
        (Account.id == account) & ~fn.EXISTS(EndedSession.select().where(EndedSession.key == key))
    )
)


def accounts_with(contact: str) -> list[Account]:
    """Accounts that sign in with this normalised contact, oldest first; six at most are ever opened."""
    return list(Account.select().where(Account.contact_hash == keyed_hash(contact)).order_by(Account.id).limit(6))


def account_in_session(account_id: int, key: str) -> Account | None:
    """The account, unless the session with this key (a keyed hash) was ended."""
    return _account_in_session.first(account_id, key)


def newest_code(purpose: str, key: str) -> Code | None:
    """The last code made for this key; older ones no longer count."""
    where = (Code.purpose == purpose) & (Code.key == key)
    return Code.select().where(where).order_by(Code.id.desc()).first()
