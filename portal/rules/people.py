"""Who may open whose file: family, helpers, and the hand-over to the person's own account."""

from __future__ import annotations

from portal import clock
from portal.data.account import Account
from portal.data.base import transaction
from portal.data.person import Access, Consent, Person, access_of, open_accesses
from portal.keyring import keyed_hash
from portal.rules import codes, events, limits
from portal.rules.offices import Actor
from portal.rules.refusal import Refused
from portal.words import Words, say

CONSENT_VERSION = "2026-11"
WRONG_CODES = "10 per hour"

RELATIONS: tuple[tuple[str, Words], ...] = (
    ("self", say("Saya sendiri")),
    ("spouse", say("Suami atau istri saya")),
    ("child", say("Anak saya")),
    ("parent", say("Orang tua saya")),
    ("sibling", say("Kakak atau adik saya")),
    ("family", say("Keluarga lain")),
    ("neighbour", say("Orang yang saya dampingi, misalnya tetangga")),
)
WAYS: tuple[tuple[str, Words], ...] = (
    ("present", say("Ia ada di sini dan setuju")),
    ("phone", say("Ia setuju lewat telepon")),
    ("written", say("Ia setuju secara tertulis")),
)


def person_for(account: Account, name: str, nik: str, relation: str, how: str) -> Person:
    """The person with this NIK among those the account may open, else a new one with access and consent recorded."""
    nik_hash = keyed_hash(nik)
    known = (
        Person.select()
        .join(Access)
        .where((Person.nik_hash == nik_hash) & (Access.account == account) & Access.until.is_null())
        .first()
    )
    if known:
        return known
    at = clock.now()
    person = Person.create(name=name, nik=nik, nik_hash=nik_hash, created_at=at)
    Access.create(person=person, account=account, relation=relation, since=at)
    Consent.create(
        account=account, person=person, kind="help" if relation != "self" else "own",
        relation=relation, how=how, version=CONSENT_VERSION, given_at=at,
    )
    events.record(f"person:{person.id}", "person:opened", account.id, relation=relation)
    return person


def person_assisted(account: Account, name: str, nik: str, how: str) -> Person:
    """A person whose answers an officer typed at a counter. No account may open the file until it is handed over.

    `how` the person confirmed: 'signed' on paper, or by a 'code' sent to their phone."""
    at = clock.now()
    person = Person.create(name=name, nik=nik, nik_hash=keyed_hash(nik), created_at=at)
    Consent.create(account=account, person=person, kind="help", relation="assisted", how=how,
                   version=CONSENT_VERSION, given_at=at)
    events.record(f"person:{person.id}", "person:opened", account.id, relation="assisted")
    return person


def declare_truth(account: Account, person: Person, relation: str, how: str = "form") -> None:
    """Record the declaration that the answers are true: by whom, for whom, to which text, when."""
    Consent.create(account=account, person=person, kind="truth", relation=relation, how=how,
                   version=CONSENT_VERSION, given_at=clock.now())


def helpers_of(person_id: int) -> list[Access]:
    """Every open access to the person's file."""
    return open_accesses(person_id)


def actor_for(account: Account, person_id: int) -> Actor:
    """The holder: the person's own account, or whoever registered somebody who has none. Others are helpers.

    LookupError for who may not open the file."""
    accesses = open_accesses(person_id)
    mine = next((access for access in accesses if access.account_id == account.id), None)
    if mine is None:
        raise LookupError("no access")
    return Actor(account.id, "holder" if mine.relation == "self" or not is_held(accesses) else "helper")


def is_held(accesses: list[Access]) -> bool:
    """Whether the person has an account of their own that holds the file."""
    return any(access.relation == "self" for access in accesses)


def handover_code(account: Account, person_id: int) -> str:
    """A code that the person takes to an account of their own.

    Raises LookupError for who may not open the file, Refused for a helper of somebody who holds it already."""
    mine = access_of(account.id, person_id)
    if mine is None:
        raise LookupError("no access")
    if mine.relation != "self" and is_held(helpers_of(person_id)):
        raise Refused(say("Data ini sudah di akun orangnya sendiri."))
    return codes.make("handover", str(person_id))


def code_at_counter(actor: Actor, person_id: int, *, lost: bool) -> str:
    """A hand-over code read out at the counter: after assisted entry, or to somebody who `lost` their account.

    Raises Refused for a new person who has an account already. The caller has seen who stands there."""
    if not lost and is_held(helpers_of(person_id)):
        raise Refused(say("Data ini sudah di akun orangnya sendiri."))
    with transaction():
        events.record(f"person:{person_id}", "person:recovery" if lost else "person:code_at_counter",
                      actor.account_id, officer=actor.officer.id)
        return codes.make("handover", str(person_id))


def take_over(account: Account, number_person: int, code: str, stay: bool) -> None:
    """Move the person to `account`. Others lose access, unless the holder asks them to stay; an account that held
    the file before, and is lost, never stays.

    Raises Refused when the code is wrong, old, used, or tried too often."""
    if limits.spent(WRONG_CODES, "take-over", str(account.id)):
        raise Refused(say("Terlalu banyak percobaan. Tunggu satu jam, lalu minta kode baru."))
    if access_of(account.id, number_person):
        raise Refused(say("Data ini sudah ada di akun Anda."))
    try:
        codes.check("handover", str(number_person), code)
    except Refused:
        limits.count(WRONG_CODES, "take-over", str(account.id))
        raise
    with transaction():
        person = Person.get_by_id(number_person)
        at = clock.now()
        others = [access for access in open_accesses(person.id) if access.account_id != account.id]
        Access.create(person=person, account=account, relation="self", since=at)
        for access in others:
            if stay and access.relation != "self":
                Consent.create(account=access.account, person=person, kind="stay", relation=access.relation,
                               how="code", version=CONSENT_VERSION, given_at=at)
            else:
                Access.update(until=at).where(Access.id == access.id).execute()
        events.record(f"person:{person.id}", "person:handed_over", account.id, stay=stay)


def withdraw(account: Account, person_id: int, access_id: int) -> None:
    """End somebody's access. The person's own account may end anyone's; a helper only their own."""
    mine = access_of(account.id, person_id)
    if mine is None:
        raise LookupError("no access")
    if mine.relation != "self" and mine.id != access_id:
        raise Refused(say("Hanya pemilik data yang dapat menghentikan orang lain."))
    if mine.relation == "self" and mine.id == access_id:
        raise Refused(say("Anda tidak dapat menghentikan akses Anda sendiri."))
    with transaction():
        ended = (
            Access.update(until=clock.now())
            .where((Access.id == access_id) & (Access.person == person_id) & Access.until.is_null())
            .execute()
        )
        if ended:
            events.record(f"person:{person_id}", "person:access_ended", account.id, access=access_id)
