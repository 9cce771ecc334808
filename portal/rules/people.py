"""Who may open whose file: family, helpers, and the hand-over to the person's own account."""

from __future__ import annotations

from portal import clock
from portal.data.account import Account
from portal.data.base import transaction
from portal.data.person import (
    Access,
    Consent,
    Person,
    access_of,
    accesses_of,
    lock_account,
    open_accesses,
    selves_of,
)
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


class NotSelf(Refused):
    """The account calls a NIK its own that cannot be: `reason` is a key of NOT_SELF."""

    def __init__(self, reason: str) -> None:
        super().__init__(NOT_SELF[reason])
        self.reason = reason


NOT_SELF: dict[str, Words] = {
    "other_self": say("Di akun ini, Saya sendiri sudah dipakai untuk NIK lain. "
                      "Kembali, lalu pilih siapa orang ini bagi Anda."),
    "held": say("Orang ini sudah punya akun sendiri. Kembali, lalu pilih siapa orang ini bagi Anda."),
}


def person_for(account: Account, name: str, nik: str, relation: str, how: str) -> Person:
    """The person with this NIK among those the account may open, with the name and relation told now, else a new one;
    the consent is recorded each time. Within the caller's transaction. Raises NotSelf."""
    lock_account(account.id)
    nik_hash, at = keyed_hash(nik), clock.now()
    check_self(selves_of(account.id), nik, relation)
    known = (
        Person.select()
        .join(Access)
        .where((Person.nik_hash == nik_hash) & (Access.account == account) & Access.until.is_null())
        .first()
    )
    if known:
        person = _told_anew(known, account, name, relation)
    else:
        person = Person.create(name=name, nik=nik, nik_hash=nik_hash, created_at=at)
        Access.create(person=person, account=account, relation=relation, since=at)
        events.record(f"person:{person.id}", "person:opened", account.id, relation=relation)
    Consent.create(
        account=account, person=person, kind="help" if relation != "self" else "own",
        relation=relation, how=how, version=CONSENT_VERSION, given_at=at,
    )
    return person


def check_self(selves: list[str], nik: str, relation: str) -> None:
    """An account has one self at most; `selves` are the NIK hashes it has. Raises NotSelf where `relation` makes this
    NIK a second one."""
    if relation == "self" and any(own != keyed_hash(nik) for own in selves):
        raise NotSelf("other_self")


def _told_anew(person: Person, account: Account, name: str, relation: str) -> Person:
    """The name and the relation as they are told now; but while others may open the file, its holder stays the one."""
    accesses = open_accesses(person.id)
    mine = next(access for access in accesses if access.account_id == account.id)
    if relation == "self" != mine.relation and is_held(accesses):
        raise NotSelf("held")
    if relation != mine.relation and (len(accesses) == 1 or mine.relation != "self"):
        Access.update(relation=relation).where(Access.id == mine.id).execute()
        events.record(f"person:{person.id}", "person:relation", account.id, relation=relation)
    person.name = name
    person.save(only=[Person.name])
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


def doers(accesses: list[Access]) -> dict[int, Words]:
    """By account id, whose hand something was done by: told without names. `accesses` are open and ended ones."""
    return {access.account_id: say("oleh pemilik data") if access.relation == "self" else say("oleh pendamping")
            for access in accesses}


def everyone_of(person_id: int) -> list[Access]:
    """Every access to the person's file, ended ones too."""
    return accesses_of(person_id)


def may_end(mine: Access, access: Access, held: bool) -> bool:
    """Whether `mine` may end that access: a holder everybody else's; a helper their own, where somebody holds it."""
    return access.id != mine.id if mine.relation == "self" else access.id == mine.id and held


def is_held(accesses: list[Access]) -> bool:
    """Whether the person has an account of their own that holds the file."""
    return any(access.relation == "self" for access in accesses)


def handover_code(account: Account, person_id: int, nonce: str = "") -> str:
    """A code that the person takes to an account of their own; the same form (`nonce`) sent again gets the same one.

    Raises LookupError for who may not open the file, Refused for a helper of somebody who holds it already."""
    mine = access_of(account.id, person_id)
    if mine is None:
        raise LookupError("no access")
    if mine.relation != "self" and is_held(helpers_of(person_id)):
        raise Refused(say("Data ini sudah di akun orangnya sendiri."))
    return code_again(person_id, nonce) or codes.make("handover", str(person_id), nonce)


def code_again(person_id: int, nonce: str) -> str:
    """The open hand-over code that this very form made; '' where it made none."""
    return codes.made_by("handover", str(person_id), nonce)


def code_at_counter(actor: Actor, person_id: int, *, lost: bool, nonce: str = "") -> str:
    """A hand-over code read out at the counter: after assisted entry, or to somebody who `lost` their account. The same
    form (`nonce`) sent again gets the same one.

    Raises Refused for a new person who has an account already. The caller has seen who stands there."""
    if not lost and is_held(helpers_of(person_id)):
        raise Refused(say("Data ini sudah di akun orangnya sendiri."))
    if code := code_again(person_id, nonce):
        return code
    with transaction():
        events.record(f"person:{person_id}", "person:recovery" if lost else "person:code_at_counter",
                      actor.account_id, officer=actor.officer.id)
        return codes.make("handover", str(person_id), nonce)


def take_over(account: Account, number_person: int, code: str, stay: bool) -> None:
    """Move the person to `account`. Others lose access, unless the holder asks them to stay; an account that held
    the file before, and is lost, never stays.

    Whose it is already has nothing to do. Raises Refused when the code is wrong, old, used, or tried too often, and
    for an account that holds somebody else as its self."""
    if limits.spent(WRONG_CODES, "take-over", str(account.id)):
        raise Refused(say("Terlalu banyak percobaan. Tunggu satu jam, lalu minta kode baru."))
    if _is_mine(account, number_person):
        return
    try:
        codes.check("handover", str(number_person), code, use=False, by=str(account.id))
        _check_own(account, Person.get_by_id(number_person))
        codes.check("handover", str(number_person), code, by=str(account.id))
    except NotSelf:
        raise Refused(say("Akun ini sudah memegang data orang lain sebagai Saya sendiri. Pakai akun lain.")) from None
    except Refused:
        if _is_mine(account, number_person):  # sent twice: the first one has used the code
            return
        limits.count(WRONG_CODES, "take-over", str(account.id))
        raise
    with transaction():
        lock_account(account.id)
        person = Person.get_by_id(number_person)
        _check_own(account, person)
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


def _check_own(account: Account, person: Person) -> None:
    check_self(selves_of(account.id), person.nik, "self")


def _is_mine(account: Account, person_id: int) -> bool:
    """Whether the account holds this person as its self. Raises Refused for a helper of theirs."""
    mine = access_of(account.id, person_id)
    if mine and mine.relation != "self":
        raise Refused(say("Data ini sudah ada di akun Anda."))
    return mine is not None


def withdraw(account: Account, person_id: int, access_id: int) -> None:
    """End somebody's access. The holder may end anyone's else; a helper only their own, and not the last one: a file
    that nobody may open could not even be handed over."""
    accesses = open_accesses(person_id)
    mine = next((access for access in accesses if access.account_id == account.id), None)
    if mine is None:
        raise LookupError("no access")
    if mine.relation != "self" and mine.id != access_id:
        raise Refused(say("Hanya pemilik data yang dapat menghentikan orang lain."))
    if mine.relation == "self" and mine.id == access_id:
        raise Refused(say("Anda tidak dapat menghentikan akses Anda sendiri."))
    if mine.id == access_id and not is_held(accesses):
        raise Refused(say("Hanya akun ini yang memegang data itu. Serahkan dulu ke akun orangnya."))
    with transaction():
        ended = (
            Access.update(until=clock.now())
            .where((Access.id == access_id) & (Access.person == person_id) & Access.until.is_null())
            .execute()
        )
        if ended:
            events.record(f"person:{person_id}", "person:access_ended", account.id, access=access_id)
