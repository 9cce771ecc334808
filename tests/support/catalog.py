"""Companies and job orders for tests, made without a browser."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from portal import clock
from portal.data.company import Company, Partner
from portal.data.order import Order
from portal.rules.companies import Details, company_key, save_company

_NEXT = count(1)


def company(name: str = "", **more: Any) -> Company:
    """A company whose licence holds for a year from today, unless said otherwise."""
    n = next(_NEXT)
    told = {"name": name or f"PT Contoh Nomor {n}", "sip3mi": f"SIP3MI-{n}", "region": "32.15",
            "valid_until": clock.today() + timedelta(days=365), "source": "Daftar contoh", "checked_on": clock.today()}
    return save_company(Details(**(told | more)))[0]


def partner(name: str = "", kind: str = "pemberi_kerja", country: str = "taiwan") -> Partner:
    """Somebody abroad."""
    name = name or f"Contoh Abroad {next(_NEXT)}"
    return Partner.create(kind=kind, name=name, key=company_key(name), country=country)


def order(company_: Company | None = None, **more: Any) -> Order:
    """An approved order for factory work in Taiwan with 10 places for either sex, open for 30 days."""
    n = next(_NEXT)
    number = more.pop("number", f"SIP2MI/{n}")
    state = more.pop("state", "disetujui")
    country = more.get("country", "taiwan")
    employer = more.pop("employer", None) or partner(country=country)
    values: dict[str, Any] = {
        "number": number, "open_number": number if state == "disetujui" else None, "state": state,
        "company": company_ or company(), "employer": employer, "country": country, "position": "Operator produksi",
        "sector": "pabrik", "employer_kind": "badan_hukum", "scheme": "ptop", "quota_any": 10, "wage_min": 28_590,
        "wage_max": 28_590, "currency": "TWD", "hours": 40, "months": 36, "education": "sma",
        "valid_until": clock.today() + timedelta(days=30), "proposed_at": clock.now(),
        "decided_at": None if state == "usulan" else clock.now(), "source": "Daftar contoh",
        "checked_on": clock.today(),
    }
    return Order.create(**(values | more))


def day(text: str) -> date:
    """'2026-11-24' as a date."""
    return date.fromisoformat(text)
