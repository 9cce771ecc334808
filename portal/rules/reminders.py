"""Evidence that ends soon is told in time, once: to the person, and to the company where there is one."""

from __future__ import annotations

from datetime import timedelta

from portal import clock
from portal.data.base import transaction
from portal.data.placement import Evidence, ending_evidence
from portal.data.proposal import staff_of
from portal.rules import moves, outbox
from portal.rules.placement_gates import gates
from portal.words import Words, say

ENDS_SOON = say("%(number)s: satu syarat habis %(day)s. Perbarui sebelum itu. Lihat yang mana di akun Anda.")
_TOLD = 3  # of a company's staff, at most


def remind() -> int:
    """Write the messages that are due, and answer for how many pieces of evidence. Safe to run again, and by several at
    once: that it was told is kept with the evidence, in the same transaction."""
    today, done, after = clock.today(), 0, 0
    longest = max(gate.warn_days for gate in gates().values())
    extended = [gate.code for gate in gates().values() if gate.is_agreement]  # all that is renewed abroad
    while found := ending_evidence(today, today + timedelta(days=longest), after, extended):
        for one in found:
            if one.valid_until <= today + timedelta(days=gates()[one.gate].warn_days):
                done += _tell(one)
        after = found[-1].id
    return done


def _tell(evidence: Evidence) -> bool:
    with transaction():
        same = (Evidence.id == evidence.id) & Evidence.warned_at.is_null()
        if not Evidence.update(warned_at=clock.now()).where(same).execute():
            return False
        placement, told = evidence.placement, {"day": f"{evidence.valid_until:%d-%m-%Y}"}
        moves.tell(placement.registration, "placement:ends", ENDS_SOON, **told)
        for one in staff_of("p3mi", f"p{placement.company_id}", _TOLD) if placement.company_id else ():
            words: Words = say(ENDS_SOON.msgid, number=placement.registration.number, **told)
            outbox.write("placement:ends", one.account.contact, words, one.account.language)
        return True
