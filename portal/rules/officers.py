"""Officers: invited, two proofs at sign-in, sessions that lock, and the end of the work."""

from __future__ import annotations

import hmac
import re
import secrets
import unicodedata
from datetime import timedelta

import pyotp
from peewee import Expression

from portal import clock
from portal.data.account import Account, accounts_with
from portal.data.base import transaction
from portal.data.event import lock_chain
from portal.data.office import (
    Office,
    Officer,
    OfficerSession,
    RecoveryCode,
    officer_by_contact,
    officer_of,
    session_of,
)
from portal.gateways import passwords
from portal.keyring import keyed_hash
from portal.rules import events, limits, outbox, service
from portal.rules.accounts import MOST_ACCOUNTS, TooMany
from portal.rules.number import ALPHABET
from portal.rules.offices import ROLES, Actor
from portal.rules.refusal import Refused
from portal.words import Words, say

__all__ = ["Officer", "officer_of"]

WRONG_CODES = "10 per hour"
STEP = 30  # seconds of one code (RFC 6238)
_SECRET = re.compile(r"[A-Z2-7]{32}")  # what new_secret makes
RECOVERY_CODES = 8
USED = say("Kode ini sudah dipakai. Tunggu setengah menit sampai kode baru tampil.")
USED_SPARE = say("Kode cadangan ini sudah dipakai. Isi yang lain.")
WRONG = say("Kode tidak cocok. Lihat kode yang sekarang tampil di aplikasi.")


# -- coming and going --------------------------------------------------------------------------------------------------
def invite(actor: Actor, *, name: str, kind: str, contact: str, role: str, office: Office, address: str) -> Officer:
    """Open an account for an officer, without a password: they make one with a code that comes to the contact.

    `actor` is the admin, or nobody for the operator's shell. Raises Refused when the office has no such role, when the
    contact has it there already (a form sent twice invites once), or is full."""
    if office.kind not in ROLES[role][1]:
        raise Refused(say("Peran ini tidak ada di kantor itu."))
    at = clock.now()
    unusable = passwords.hash_password(secrets.token_urlsafe(24))
    with transaction():
        lock_chain()
        if officer_by_contact(contact, role, office.id):
            raise Refused(say("Kontak ini sudah menjadi petugas di kantor itu."))
        if len(accounts_with(contact)) >= MOST_ACCOUNTS:
            raise Refused(say("Kontak ini sudah dipakai 6 akun. Pakai kontak lain."))
        account = Account.create(name=name, contact_kind=kind, contact=contact, contact_hash=keyed_hash(contact),
                                 password=unusable, created_at=at)
        officer = Officer.create(account=account, office=office, role=role, since=at)
        events.record(f"officer:{officer.id}", "officer:invited", actor.account_id, role=role, office=office.id)
        send_invitation(contact, address)
    return officer


def send_invitation(contact: str, address: str) -> None:
    """Write where the password is made; no code and no password is in it. In the caller's transaction."""
    words = say("Anda diundang sebagai petugas Portal PMI. Buat kata sandi dulu: buka %(address)s/akun/lupa",
                address=address)
    outbox.write("invitation", contact, words)


def end(actor: Actor, officer: Officer) -> None:
    """End an officer's work, and all sessions with it. What they did stays on record."""
    at = clock.now()
    with transaction():
        if Officer.update(until=at).where((Officer.id == officer.id) & Officer.until.is_null()).execute():
            OfficerSession.update(ended_at=at).where(OfficerSession.officer == officer.id).execute()
            events.record(f"officer:{officer.id}", "officer:ended", actor.account_id)


def forget_proof(actor: Actor, officer: Officer) -> None:
    """A lost telephone: the next sign-in sets the second proof up anew."""
    with transaction():
        Officer.update(totp=None).where(Officer.id == officer.id).execute()
        RecoveryCode.delete().where(RecoveryCode.officer == officer.id).execute()
        OfficerSession.update(ended_at=clock.now()).where(OfficerSession.officer == officer.id).execute()
        events.record(f"officer:{officer.id}", "officer:proof_forgotten", actor.account_id)


# -- the second proof --------------------------------------------------------------------------------------------------
def new_secret() -> str:
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    """Whether this can be a secret of ours: it comes back from a form, where anybody can change it."""
    return bool(_SECRET.fullmatch(text))


def secret_uri(officer: Officer, secret: str) -> str:
    """What an authenticator's camera reads; it names the portal and the role, not the person."""
    return pyotp.TOTP(secret).provisioning_uri(name=f"{officer.role}-{officer.id}", issuer_name="Portal PMI")


def set_up(officer: Officer, secret: str, typed: str) -> list[str]:
    """Keep the secret once a code shows that the app holds it; the recovery codes, to be shown once. Raises Refused.

    Whoever changed the secret on its way through the form is to have another."""
    if not is_secret(secret):
        raise Refused(say("Kuncinya berubah. Hapus yang lama di aplikasi, lalu pindai gambar baru ini."))
    step = _fitting_step(secret, typed)
    if step is None:
        raise Refused(WRONG)
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    with transaction():
        fresh = (Officer.id == officer.id) & Officer.totp.is_null()
        if not Officer.update(totp=secret, totp_step=step).where(fresh).execute():
            raise Refused(say("Aplikasi kode sudah dipasang. Masuk dengan kodenya."))
        RecoveryCode.insert_many([{"officer": officer.id, "hash": keyed_hash(code)} for code in codes]).execute()
        events.record(f"officer:{officer.id}", "officer:proof_set_up", officer.account_id)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def check_proof(officer: Officer, typed: str) -> None:
    """Accept the app's code of now, or a recovery code, each once. Raises Refused, or TooMany after ten wrong ones; one
    that was used already is not counted: who types it holds the app."""
    if limits.spent(WRONG_CODES, "officer", str(officer.id)):
        raise TooMany
    if not (_take_totp(officer, typed) or _take_recovery(officer, typed)):
        if used := _used(officer, typed):
            raise Refused(used)
        limits.count(WRONG_CODES, "officer", str(officer.id))
        raise Refused(WRONG)


def code_now(officer: Officer) -> str:
    """For the demo's shell only."""
    return pyotp.TOTP(officer.totp).at(clock.now())


def _fitting_step(secret: str, typed: str) -> int | None:
    """The half minute whose code this is: the present one, or a neighbour, for clocks that differ."""
    code = "".join(str(unicodedata.decimal(c)) for c in typed if c.isdecimal())  # a keyboard's own digits, too
    now = int(clock.now().timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    return next((step for step in (now, now - 1, now + 1) if hmac.compare_digest(totp.generate_otp(step), code)), None)


def _take_totp(officer: Officer, typed: str) -> bool:
    step = _fitting_step(officer.totp, typed) if officer.totp else None
    if step is None:
        return False
    unused = (Officer.id == officer.id) & (Officer.totp_step < step)
    return bool(Officer.update(totp_step=step).where(unused).execute())


def _take_recovery(officer: Officer, typed: str) -> bool:
    open_ = _spare(officer, typed) & RecoveryCode.used_at.is_null()
    return bool(RecoveryCode.update(used_at=clock.now()).where(open_).execute())


def _spare(officer: Officer, typed: str) -> Expression:
    """The officer's recovery code that this is."""
    code = "".join(c for c in typed.upper() if c in ALPHABET)
    return (RecoveryCode.officer == officer.id) & (RecoveryCode.hash == keyed_hash(code))


def _used(officer: Officer, typed: str) -> Words | None:
    """What to say of a code that would fit, had it not been used; None for a wrong one."""
    if officer.totp and _fitting_step(officer.totp, typed) is not None:
        return USED
    return USED_SPARE if RecoveryCode.select().where(_spare(officer, typed)).exists() else None


# -- sessions ----------------------------------------------------------------------------------------------------------
def begin_session(officer: Officer) -> str:
    """What the cookie holds: 96 random bits."""
    token, at = secrets.token_urlsafe(12), clock.now()
    OfficerSession.create(officer=officer, key=keyed_hash(token), started_at=at, seen_at=at)
    return token


def session_with(token: str, account_id: int) -> OfficerSession | None:
    """The session, unless it is older than eight hours, ended, or another account's."""
    found = session_of(keyed_hash(token)) if token else None
    if found is None or found.officer.account_id != account_id:
        return None
    old = clock.now() - found.started_at > timedelta(hours=service.limit("session_hours"))
    return None if old else found


def is_locked(session: OfficerSession) -> bool:
    """Whether nobody has been at it for twenty minutes."""
    return clock.now() - session.seen_at > timedelta(minutes=service.limit("idle_minutes"))


def touch(session: OfficerSession, always: bool = False) -> None:
    """Note that the officer is there; at most once a minute, since it is a write."""
    if always or clock.now() - session.seen_at > timedelta(minutes=1):
        OfficerSession.update(seen_at=clock.now()).where(OfficerSession.id == session.id).execute()


def end_session(token: str) -> None:
    OfficerSession.update(ended_at=clock.now()).where(OfficerSession.key == keyed_hash(token)).execute()
