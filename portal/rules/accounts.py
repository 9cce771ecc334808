"""Accounts: opening one, signing in, proving the contact, and a new password. A family phone may hold several."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

from portal import clock
from portal.data.account import Account, EndedSession, account_in_session, accounts_with
from portal.data.base import transaction
from portal.data.draft import Draft
from portal.data.event import lock_chain
from portal.data.helper import Helper
from portal.data.office import Officer
from portal.data.person import Access, Consent
from portal.data.registration import Registration
from portal.gateways import passwords
from portal.keyring import keyed_hash
from portal.rules import codes, events, limits, outbox
from portal.rules.refusal import Refused
from portal.words import Words, say

NOTICE_VERSION = "2026-11b"  # of the text at /data-anda; a change of what it promises takes a new one
MOST_ACCOUNTS = 6  # on one contact; as many as a sign-in tries
UNUSED = timedelta(hours=1)  # never confirmed and empty for so long, an account makes room for another on its contact

WRONG_PER_CONTACT = "10 per hour"
WRONG_PER_ADDRESS = "60 per hour"
ACCOUNTS_PER_ADDRESS = "100 per hour"  # for the same reason as CODES_PER_ADDRESS
CODES_PER_CONTACT = "5 per hour"
CODES_PER_ADDRESS = "300 per hour"  # a whole village may share one address of its phone company

WRONG = say("Nomor HP, email atau kata sandi tidak cocok.")


LATER = say("Terlalu banyak percobaan. Tunggu satu jam, lalu coba lagi.")
BY_CODE = say("Terlalu banyak percobaan. Tunggu satu jam, atau pilih Lupa kata sandi di bawah.")


class TooMany(Exception):
    """Too many wrong tries, or too many codes asked for, within the hour. `words` says what to do."""

    def __init__(self, words: Words = LATER) -> None:
        self.words = words
        super().__init__(self.words)


class Taken(Refused):
    """Another account on this contact has that password: one of the two could not be reached any more."""


def open_account(
    *, name: str, kind: str, contact: str, password: str, language: str, address: str
) -> Account:
    """A new account, with its consent to the notice and a code on its way to the contact.

    The same name, contact and password once more are that account, so a form sent twice opens one. `kind` is 'phone'
    or 'email', `contact` normalised. Raises TooMany, Taken, or Refused when the contact is full.
    """
    hashed = None
    while True:
        _guard(contact, address)
        known = accounts_with(contact)
        found = _fitting(known, password)
        _guard(contact, address)  # a guess among many at once finds the limit used up meanwhile
        if found and _same_name(found.name, name):
            return found
        if found:
            raise Taken(say("Kata sandi ini sudah dipakai di nomor atau email ini. Pilih yang lain, atau masuk."))
        if known:
            _count_wrong(contact, address)  # else opening accounts would be a way to guess passwords
        unused = _unused(known) if len(known) >= MOST_ACCOUNTS else None
        if len(known) >= MOST_ACCOUNTS and unused is None:
            raise Refused(say("Kontak ini sudah dipakai 6 akun. Masuk, atau buat kata sandi baru."))
        if limits.spent(ACCOUNTS_PER_ADDRESS, "open", address):
            raise TooMany
        hashed = hashed or passwords.hash_password(password)
        with transaction():
            lock_chain()
            if not _unchanged(known, contact):
                continue  # the same form, sent twice, was faster: it may be this very account
            if unused:
                unused.delete_instance()
            account = _create(name, kind, contact, hashed, language)
        limits.count(ACCOUNTS_PER_ADDRESS, "open", address)
        send_confirmation(account, address)
        return account


def _unused(known: list[Account]) -> Account | None:
    """The oldest of them that nobody proved and nothing hangs on: somebody else's number costs its owner nothing."""
    before = clock.now() - UNUSED
    tables = (Draft, Access, Registration, Officer, Helper)
    return next((one for one in known if one.confirmed_at is None and one.created_at <= before and not any(
        table.select().where(table.account == one.id).exists() for table in tables)), None)


def _create(name: str, kind: str, contact: str, hashed: str, language: str) -> Account:
    at = clock.now()
    account = Account.create(
        name=name,
        contact_kind=kind,
        contact=contact,
        contact_hash=keyed_hash(contact),
        password=hashed,
        language=language,
        created_at=at,
    )
    Consent.create(account=account, kind="notice", how="form", version=NOTICE_VERSION, given_at=at)
    events.record(f"account:{account.id}", "account:opened", account.id, notice=NOTICE_VERSION)
    return account


def sign_in(contact: str, password: str, address: str) -> Account | None:
    """The account of this contact that the password fits. A known and an unknown contact cost the same work.

    `contact` is normalised. Raises TooMany; a code for a new password leads past a contact's lock.
    """
    _guard(contact, address, BY_CODE)
    found = _fitting(accounts_with(contact), password)
    _guard(contact, address, BY_CODE)
    if found is None:
        _count_wrong(contact, address)
    return found


def in_session(account_id: int, session_id: str) -> Account | None:
    """The account of a session, unless somebody signed out of it. One query."""
    return account_in_session(account_id, _session_key(session_id))


def end_session(session_id: str) -> None:
    """Nobody comes in by this session any more, not even by a copy of its cookie."""
    EndedSession.insert(key=_session_key(session_id), at=clock.now()).on_conflict_ignore().execute()


def _session_key(session_id: str) -> str:
    return keyed_hash(f"session:{session_id}")


def check_password(account: Account, password: str, address: str) -> None:
    """Pass when it is the account's own. Raises Refused, or TooMany after too many wrong ones."""
    _guard(account.contact, address)
    found = _fitting([account], password)
    _guard(account.contact, address)
    if found is None:
        _count_wrong(account.contact, address)
        raise Refused(say("Kata sandi tidak cocok."))


def change_password(account: Account, old: str, new: str, address: str) -> Account:
    """Set a new password; every other session of the account ends.

    Raises Refused for a wrong old one, Taken for one of another account of the contact, or TooMany."""
    _guard(account.contact, address)
    found = _fitting([account], old)
    _guard(account.contact, address)
    if found is None:
        _count_wrong(account.contact, address)
        raise Refused(say("Kata sandi lama tidak cocok."))
    try:
        return _set_password(account, new, "account:password_changed")
    except Taken:
        _count_wrong(account.contact, address)  # else a sister could try out which password is her brother's
        raise


def send_confirmation(account: Account, address: str) -> bool:
    """Send a code that proves the contact. False when too many were sent within the hour."""
    if _codes_spent(account.contact, address):
        return False
    _count_code(account.contact, address)
    with transaction():
        _write_code("confirm", str(account.id), account.contact, account.language)
    return True


def confirm(account: Account, typed: str, address: str) -> None:
    """Mark the contact confirmed. Raises Refused when the code is not good, TooMany after too many wrong tries."""
    _check_code("confirm", str(account.id), typed, address)
    with transaction():
        _mark_confirmed(account)


def send_reset(contact: str, language: str, address: str) -> None:
    """Send a code for a new password, if somebody signs in with this contact. Unknown ones cost the same work.

    Raises TooMany when too many codes were asked for within the hour."""
    if _codes_spent(contact, address):
        raise TooMany
    _count_code(contact, address)
    accounts = accounts_with(contact)
    with transaction():
        # An unknown contact gets a code, too, that nobody reads: a wrong code then has one answer for both.
        message = _write_code("reset", contact, contact, accounts[0].language if accounts else language)
        if not accounts:
            message.delete_instance()


def accounts_to_reset(contact: str, typed: str, address: str) -> list[Account]:
    """The accounts whose password this code may change, the code not used up yet. Raises Refused or TooMany."""
    _check_code("reset", contact, typed, address, use=False, by=address)
    accounts = accounts_with(contact)
    if not accounts:  # somebody guessed the code that nobody got
        raise Refused(codes.WRONG)
    return accounts


def reset_password(account: Account, typed: str, new: str, address: str) -> Account:
    """Use the code up and set the new password; the code also proves the contact.

    Raises Refused or TooMany; Taken, with the code still good, for a password of another account of the contact."""
    _check_code("reset", account.contact, typed, address, use=False, by=address)
    _refuse_taken(account, _siblings(account), new)
    _check_code("reset", account.contact, typed, address, by=address)
    return _set_password(account, new, "account:password_reset", proven=True)


def choose_language(account: Account, language: str) -> None:
    """The language that messages to this account are written in."""
    Account.update(language=language).where(Account.id == account.id).execute()


def _set_password(account: Account, new: str, event: str, proven: bool = False) -> Account:
    hashed = passwords.hash_password(new)
    while True:
        siblings = _siblings(account)
        _refuse_taken(account, siblings, new)
        with transaction():
            lock_chain()
            if _unchanged(siblings, account.contact):
                return _write_password(account, hashed, event, proven)


def _write_password(account: Account, hashed: str, event: str, proven: bool) -> Account:
    Account.update(password=hashed, epoch=Account.epoch + 1).where(Account.id == account.id).execute()
    events.record(f"account:{account.id}", event, account.id)
    if proven:
        _mark_confirmed(account)
    return Account.get_by_id(account.id)


def _siblings(account: Account) -> list[Account]:
    """All accounts on its contact, itself included."""
    return accounts_with(account.contact)


def _refuse_taken(account: Account, siblings: list[Account], new: str) -> None:
    if _fitting([other for other in siblings if other.id != account.id], new):
        raise Taken(say("Kata sandi ini tidak dapat dipakai di nomor atau email ini. Pilih yang lain."))


def _unchanged(known: list[Account], contact: str) -> bool:
    """Whether nobody opened an account on the contact, or changed a password, since these were read."""
    return [(one.id, one.epoch) for one in accounts_with(contact)] == [(one.id, one.epoch) for one in known]


def _same_name(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _mark_confirmed(account: Account) -> None:
    fresh = (Account.id == account.id) & Account.confirmed_at.is_null()
    if Account.update(confirmed_at=clock.now()).where(fresh).execute():
        events.record(f"account:{account.id}", "account:confirmed", account.id)


def _fitting(accounts: list[Account], password: str) -> Account | None:
    """The first account that the password fits. All are tried in one go, off the event loop."""
    plain = unicodedata.normalize("NFKC", password)  # as rules.password keeps it
    place = passwords.first_fit([account.password for account in accounts], plain, MOST_ACCOUNTS)
    return None if place is None else accounts[place]


def _write_code(purpose: str, key: str, contact: str, language: str) -> outbox.Message:
    code = codes.make(purpose, key)
    text = say("Kode Portal PMI: %(code)s. Berlaku 10 menit. Jangan beri kode ini kepada siapa pun.", code=code)
    return outbox.write("code", contact, text, language)


def _check_code(purpose: str, key: str, typed: str, address: str, use: bool = True, by: str = "") -> None:
    if limits.spent(WRONG_PER_ADDRESS, "sign-in", address):
        raise TooMany
    try:
        codes.check(purpose, key, typed, use=use, by=by)
    except Refused:
        limits.count(WRONG_PER_ADDRESS, "sign-in", address)
        raise


def _guard(contact: str, address: str, contact_spent: Words = LATER) -> None:
    """Raises TooMany; `contact_spent` is what to do where the tries at this contact are used up."""
    of_contact = limits.spent(WRONG_PER_CONTACT, "sign-in", contact)
    if limits.spent(WRONG_PER_ADDRESS, "sign-in", address):
        raise TooMany
    if of_contact:
        raise TooMany(contact_spent)


def _count_wrong(contact: str, address: str) -> None:
    limits.count(WRONG_PER_CONTACT, "sign-in", contact)
    limits.count(WRONG_PER_ADDRESS, "sign-in", address)


def _codes_spent(contact: str, address: str) -> bool:
    contact_spent = limits.spent(CODES_PER_CONTACT, "code", contact)
    return contact_spent or limits.spent(CODES_PER_ADDRESS, "code", address)


def _count_code(contact: str, address: str) -> None:
    limits.count(CODES_PER_CONTACT, "code", contact)
    limits.count(CODES_PER_ADDRESS, "code", address)
