"""How the demo's cases come about: by the real journey, rules and moves, each as of some days ago."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from portal import clock
from portal.commands import demo_placements
from portal.commands.demo_people import PEOPLE, SENT, Someone
from portal.commands.demo_placed import PLACED
from portal.data.account import Account, accounts_with
from portal.data.base import transaction
from portal.data.draft import Answer, Draft
from portal.data.message import Message
from portal.data.office import Officer
from portal.data.registration import Registration
from portal.data.review import Finding, Review
from portal.data.village import FamilyLetter, Movement
from portal.journeys.registration import REGISTRATION
from portal.keyring import keyed_hash
from portal.rules import events, gates, people
from portal.rules.countries import open_countries
from portal.rules.interview import QUESTIONS
from portal.rules.moves import make_move
from portal.rules.offices import Actor
from portal.rules.permission import givers
from portal.rules.programmes import documents_at_registration, programme
from portal.rules.registration import submit

Staff = dict[tuple[str, str], Officer]  # by role and the office's region
EVERYBODY = (*PEOPLE, *PLACED)
Typed = dict[str, dict[str, list[str]]]


def fill_cases(staff: Staff) -> int:
    """Make the cases that are not there yet; how many were made. Each is a transaction, found again by its draft."""
    drafts = {_draft_id(place): place for place in range(len(EVERYBODY))}
    there = {row[0] for row in Registration.select(Registration.draft)
             .where(Registration.draft.in_(list(drafts))).tuples()}
    missing = [place for draft, place in drafts.items() if draft not in there]
    for place in missing:
        with transaction():
            _make(place, EVERYBODY[place], staff)
    if missing:
        _send_nothing()
    return len(missing)


def _draft_id(place: int) -> str:
    return f"demo{place:08}"


def _send_nothing() -> None:
    """Telephones of the demo are made up, but may be somebody's: what its past would have sent counts as sent."""
    before = clock.now() - timedelta(minutes=30)
    Message.update(sent_at=Message.created_at).where(
        Message.sent_at.is_null() & (Message.created_at < before) & (Message.tries == 0)
    ).execute()


def _make(place: int, who: Someone, staff: Staff) -> None:
    account = _account(place, who)
    registration = None
    for days, what, *more in who.goes:
        with clock.earlier(timedelta(days=days)):
            if what == SENT:
                registration = _send(place, who, account)
            else:
                registration = Registration.get_by_id(registration.id)
                _DO[what](registration, _Desk(registration, staff, account), *more)


def _account(place: int, who: Someone) -> Account:
    """The candidate's or the pendamping's, or one of the person's own, which nobody can sign in to."""
    contact = f"6281200000{who.by or 100 + place:03}"
    known = accounts_with(contact)
    if known:
        return known[0]
    with clock.earlier(timedelta(days=who.goes[0][0] + 0.05)):
        return Account.create(name=who.name, contact_kind="phone", contact=contact, contact_hash=keyed_hash(contact),
                              password="-", created_at=clock.now())  # noqa: S106 - no hash: no password fits


# -- sending in --------------------------------------------------------------------------------------------------------
def _send(place: int, who: Someone, account: Account) -> Registration:
    at, typed = clock.now(), _typed(place, who)
    path = REGISTRATION.path(typed)
    if not path.complete:
        raise RuntimeError(f"demo, {who.name}: {path.stop.slug}: {path.find(path.stop.slug).form().errors}")
    Draft.delete().where(Draft.id == _draft_id(place)).execute()  # of a case that somebody removed
    draft = Draft.create(id=_draft_id(place), account=account, journey=REGISTRATION.slug, created_at=at, changed_at=at)
    Answer.insert_many([{"draft": draft, "step": step, "typed": said, "saved_at": at}
                        for step, said in typed.items()]).execute()
    return submit(account, draft, path.known)


def _typed(place: int, who: Someone) -> Typed:
    """What the person would have typed; `who.more` replaces single answers."""
    birth = _birth(who)
    needs = documents_at_registration(programme(who.programme), who.married)
    giver = givers(who.married, who.sex)[-1][0]
    open_ones = [code for code, _ in open_countries(clock.today(), who.sector)]
    typed: Typed = {
        "program": {"program": [who.programme]},
        "siapkan": {},
        "siapa": {"hubungan": [who.relation]},
        "nik": {"nik": [_nik(place, who, birth)], "kk": [f"3215151203101{place:03}"]},
        "diri": {"nama": [who.name], "tempat_lahir": ["Karawang"], "lahir-d": [str(birth.day)],
                 "lahir-m": [str(birth.month)], "lahir-y": [str(birth.year)], "kelamin": [who.sex],
                 "kawin": [who.married]},
        "alamat": {"desa": [who.village], "jalan": [f"Dusun Contoh {place % 4 + 1}"], "rt": [str(place % 9 + 1)],
                   "rw": ["2"], "sama": ["ya"]},
        "pendidikan": {"pendidikan": [("sd", "smp", "sma", "smk")[place % 4]], "sekolah": [""]},
        "pengalaman": {"pernah": ["tidak"], "riwayat": [""]},
        "kontak": {"nama_kontak": ["Keluarga Contoh"], "hubungan_kontak": ["orang_tua"],
                   "hp_kontak": [who.phone or f"0812000002{place:02}"]},
        "izin": {"pemberi": [giver], "nama_pemberi": ["Pemberi Izin Contoh"], "surat_izin": [who.letter]},
        "bidang": {"bidang": [who.sector]},
        "negara": {"negara": [who.country if who.country in open_ones else open_ones[0]]},
        "tempat": {"tempat": ["ktp"]},
        "berkas": {need.code: [("ada", "menyusul", "loket")[(place + n) % 3]] for n, need in enumerate(needs)},
    }
    if who.relation != "self":
        typed["persetujuan"] = {"cara": ["present"], "setuju": ["y"]}
    for step, said in who.more.items():
        typed[step] = typed.get(step, {}) | said
    return typed


def _birth(who: Someone) -> date:
    """The day on which somebody was born who is now this many years and days old."""
    years, days = who.age
    day = clock.today() - timedelta(days=days)
    return day.replace(year=day.year - years, day=min(day.day, 28))


def _nik(place: int, who: Someone, birth: date) -> str:
    """Made up, of the right form; where the person says why it differs, it says another day."""
    day = birth.day % 28 + 1 if "alasan" in who.more.get("diri", {}) else birth.day
    region = who.village[:8].replace(".", "")
    return f"{region}{day + 40 * (who.sex == 'P'):02}{birth:%m%y}9{place:03}"


# -- what the offices did ----------------------------------------------------------------------------------------------
class _Desk:
    """Who acts in a case: the office that has it, its supervisor, the village, and the person."""

    def __init__(self, registration: Registration, staff: Staff, account: Account) -> None:
        region = registration.office.region
        self.officer = staff["bp3mi" if registration.office.kind == "bp3mi" else "dinas", region]
        self.head = staff.get(("penyelia", region), self.officer)
        self.village = staff["desa", "32.15.15.2002"]
        self.account = account
        company = next(officer for (role, _region), officer in staff.items() if role == "p3mi")
        self._parties = {"p3mi": company, "bp3mi": staff["bp3mi", "32"], "dinas": self.officer}

    @property
    def actor(self) -> Actor:
        return Actor.at_work(self.officer)

    def party(self, name: str) -> Actor:
        """Who acts for the company, BP3MI, or the labour office."""
        return Actor.at_work(self._parties[name])


def _take(registration: Registration, desk: _Desk) -> None:
    make_move(registration, "take", desk.actor)


def _release(registration: Registration, desk: _Desk) -> None:
    make_move(registration, "release", desk.actor)


def _letter(registration: Registration, desk: _Desk) -> None:
    FamilyLetter.create(registration=registration, state="diketahui", number=f"474/{registration.id:03}/DS",
                        dated=clock.today(), officer=desk.village, at=clock.now())
    events.record(f"registration:{registration.id}", "letter:known", desk.village.account_id)


def _no_letter(registration: Registration, desk: _Desk, reason: str) -> None:
    FamilyLetter.create(registration=registration, state="belum", reason=reason, officer=desk.village, at=clock.now())
    events.record(f"registration:{registration.id}", "letter:unknown", desk.village.account_id)


def _gone(registration: Registration, desk: _Desk) -> None:
    Movement.create(registration=registration, kind="berangkat", day=clock.today(), officer=desk.village,
                    at=clock.now())
    events.record(f"registration:{registration.id}", "movement:noted", desk.village.account_id)


def _return(registration: Registration, desk: _Desk, *items: tuple[str, str, str, str]) -> None:
    for step, field, reason, note in items:
        Finding.create(registration=registration, step=step, field=field, reason=reason, note=note,
                       officer=desk.officer, at=clock.now())
    make_move(registration, "return", desk.actor, items=len(items))


def _mend(registration: Registration, desk: _Desk) -> None:
    Finding.update(mended_at=clock.now()).where(Finding.registration == registration).execute()
    make_move(registration, "mend", people.actor_for(desk.account, registration.person_id))


def _withdraw(registration: Registration, desk: _Desk) -> None:
    make_move(registration, "withdraw", people.actor_for(desk.account, registration.person_id))


def _verify(registration: Registration, desk: _Desk) -> None:
    Review.create(registration=registration, originals=[need.code for need in gates.needs_of(registration)],
                  interview={question.code: question.good for question in QUESTIONS}, officer=desk.officer,
                  saved_at=clock.now())
    make_move(registration, "verify", desk.actor)


def _propose(registration: Registration, desk: _Desk, reason: str) -> None:
    make_move(registration, "propose_rejection", desk.actor, reason=reason)


def _reject(registration: Registration, desk: _Desk) -> None:
    make_move(registration, "confirm_rejection", Actor.at_work(desk.head))


def _not_rejected(registration: Registration, desk: _Desk, reason: str) -> None:
    make_move(registration, "refuse_rejection", Actor.at_work(desk.head), reason=reason)


def _reopen(registration: Registration, desk: _Desk, reason: str) -> None:
    make_move(registration, "reopen", Actor.at_work(desk.head), reason=reason)


_DO: dict[str, Any] = {
    "take": _take, "release": _release, "letter": _letter, "no_letter": _no_letter, "gone": _gone, "return": _return,
    "mend": _mend, "withdraw": _withdraw, "verify": _verify, "propose": _propose, "reject": _reject,
    "not_rejected": _not_rejected, "reopen": _reopen, **demo_placements.DO,
}
