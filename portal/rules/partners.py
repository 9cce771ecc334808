"""Partners (agencies) and employers abroad."""

from __future__ import annotations

from portal.data.base import transaction
from portal.data.company import Partner, partner_called
from portal.rules import events
from portal.rules.companies import LONGEST, WrongField, company_key
from portal.rules.countries import COUNTRIES
from portal.words import Words, say

PARTNERS: tuple[tuple[str, Words], ...] = (
    ("mitra", say("Mitra (agensi) di luar negeri")), ("pemberi_kerja", say("Pemberi kerja")))


def save_partner(kind: str, name: str, country: str, address: str = "",
                 actor: int | None = None) -> tuple[Partner, str]:
    """Keep a partner or an employer, known by kind, country and name. Answers it and 'new', 'changed' or 'same'.

    An empty address leaves the one that is known. WrongField when it cannot be kept."""
    name, key = " ".join(name.split()), company_key(name)
    if kind not in dict(PARTNERS):
        raise WrongField("jenis", say("Jenis: mitra atau pemberi_kerja."))
    if not key or len(name) > LONGEST:
        raise WrongField("nama", say("Nama berisi 1 sampai 120 huruf."))
    if country not in dict(COUNTRIES):
        raise WrongField("negara", say("Negara %(value)s tidak dikenal.", value=country))
    with transaction():
        known = partner_called(kind, country, key)
        if known is None:
            made = Partner.create(kind=kind, name=name, key=key, country=country, address=address)
            events.record(f"partner:{made.id}", "partner:added", actor)
            return made, "new"
        told = {"name": name, "address": address or known.address}
        changed = [field for field, value in told.items() if getattr(known, field) != value]
        if not changed:
            return known, "same"
        for field in changed:
            setattr(known, field, told[field])
        known.save()
        events.record(f"partner:{known.id}", "partner:changed", actor, fields=changed)
        return known, "changed"
