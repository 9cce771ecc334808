"""Who has a card, and may not leave now, is told, whatever it is: a sanction, a gate that ended, a country's rule. And
again when that is over."""

from __future__ import annotations

import json

from portal import clock
from portal.data.base import transaction
from portal.data.event import named_events_of
from portal.data.placement import Placement, lock, lock_registration, placements_after
from portal.data.proposal import staff_of
from portal.keyring import keyed_hash
from portal.rules import events, moves, outbox
from portal.rules.leaving import hindrances
from portal.words import say

HELD = say("%(number)s: jangan berangkat dulu, ada yang harus diperiksa lagi. Lihat di akun Anda, atau tanya BP3MI.")
FREE = say("%(number)s: yang menahan keberangkatan sudah beres. Lihat di akun Anda apa yang berikutnya.")
_HELD, _FREE = "placement:held", "placement:free"
_BATCH, _TOLD = 100, 3  # people at a time; of a company's staff, at most


def remind() -> int:
    """Tell all for whom that changed since they were told, and answer how many. Safe to run again, and by several at
    once."""
    done, after = 0, 0
    while found := placements_after(Placement.state == "siap", after, _BATCH):
        done += sum(_look(one) for one in found)
        after = found[-1].id
    return done


def _look(placement: Placement) -> bool:
    """Whether there was something to tell. What holds somebody back is kept as a seal, to know it again by."""
    what = "".join(sorted(str(words) for words in hindrances(placement, clock.today())))
    seal = keyed_hash(what)[:12] if what else ""
    with transaction():
        lock_registration(placement.registration_id)
        if lock(placement).state != "siap" or _told(placement) == seal:
            return False
        events.record(f"registration:{placement.registration_id}", _HELD if seal else _FREE, placement=placement.id,
                      what=seal)
        if seal:
            moves.tell(placement.registration, _HELD, HELD)
            _tell_company(placement)
        else:
            moves.tell(placement.registration, _FREE, FREE)
    return True


def _told(placement: Placement) -> str:
    """What was told last, of the card that is out: the seal of what holds back, '' for nothing."""
    names = (_HELD, _FREE, "placement:issue_card")
    for event in named_events_of(f"registration:{placement.registration_id}", names):
        detail = json.loads(event.detail)
        if detail["placement"] == placement.id:
            return detail.get("what", "")
    return ""


def _tell_company(placement: Placement) -> None:
    words = say("%(number)s belum boleh berangkat. Lihat sebabnya di ruang perusahaan.",
                number=placement.registration.number)
    for one in staff_of("p3mi", f"p{placement.company_id}", _TOLD) if placement.company_id else ():
        outbox.write(_HELD, one.account.contact, words, one.account.language)
