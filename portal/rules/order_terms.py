"""What a job order says: its parts, which of them cannot be, how each is told, and in what two versions differ."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta

from portal.data.order import Order
from portal.rules.choices import EDUCATION
from portal.rules.companies import WrongField, company_key
from portal.rules.countries import COUNTRIES, EMPLOYERS, SECTORS
from portal.rules.orders import position_key, tidy_number
from portal.rules.programmes import FLOOR_AGE, schemes
from portal.rules.regions import region_name
from portal.words import Words, say

SCHEMES = tuple((code, name) for code, name, _about in schemes() if code in ("ptop", "ukps"))  # those of companies
CURRENCIES: tuple[tuple[str, Words], ...] = (
    ("TWD", say("TWD, dolar Taiwan")), ("MYR", say("MYR, ringgit Malaysia")), ("SGD", say("SGD, dolar Singapura")),
    ("HKD", say("HKD, dolar Hong Kong")), ("JPY", say("JPY, yen Jepang")), ("KRW", say("KRW, won Korea")),
    ("BND", say("BND, dolar Brunei")), ("SAR", say("SAR, riyal Arab Saudi")), ("AED", say("AED, dirham UEA")),
    ("KWD", say("KWD, dinar Kuwait")), ("QAR", say("QAR, riyal Qatar")), ("AUD", say("AUD, dolar Australia")),
    ("EUR", say("EUR, euro")), ("PLN", say("PLN, zloty Polandia")), ("RON", say("RON, leu Rumania")),
    ("HUF", say("HUF, forint Hungaria")), ("RSD", say("RSD, dinar Serbia")), ("TRY", say("TRY, lira Turki")),
    ("USD", say("USD, dolar Amerika")),
)
AGREED = ("position", "country", "employer", "employer_kind", "wage", "hours", "months", "costs")  # by who applies
MOST = {"quota": 20_000, "wage": 1_000_000_000, "hours": 84, "months": 60, "age": 65}  # beyond them it is a slip
LONGEST_DAYS = 5 * 365  # no order runs longer


@dataclass(frozen=True)
class Named:
    """Somebody abroad: known by `id`, or else by a new name."""

    id: int | None = None
    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class Terms:
    """What a company proposes; columns of Order have the same names. `districts`: codes with a space between."""

    number: str
    employer: Named
    partner: Named | None
    country: str
    position: str
    sector: str
    employer_kind: str
    scheme: str
    quota_l: int
    quota_p: int
    quota_any: int
    wage_min: int
    wage_max: int
    currency: str
    hours: int
    months: int
    education: str
    min_age: int
    max_age: int | None
    requirements: str
    costs: str
    districts: str
    valid_until: date


PLAIN = tuple(field.name for field in fields(Terms) if field.name not in ("employer", "partner"))  # kept as they are


def wrong_terms(terms: Terms, today: date) -> list[WrongField]:
    """Everything that cannot be, each with its column; none when all is well."""
    return [WrongField(field, words) for field, words in _wrong(terms, today)]


def _wrong(terms: Terms, today: date) -> list[tuple[str, Words]]:
    found: list[tuple[str, Words]] = []
    if not 1 <= len(tidy_number(terms.number)) <= 40:
        found.append(("number", say("Nomor izin berisi 1 sampai 40 tanda.")))
    elif not tidy_number(terms.number).isascii():  # a foreign letter may look like one of ours
        found.append(("number", say("Nomor izin berisi huruf biasa, angka dan tanda baca.")))
    if not (terms.employer.id or company_key(terms.employer.name)):
        found.append(("employer", say("Pilih pemberi kerja, atau tulis yang baru.")))
    for column, codes in (("country", COUNTRIES), ("sector", SECTORS), ("employer_kind", EMPLOYERS),
                          ("scheme", SCHEMES), ("currency", CURRENCIES), ("education", EDUCATION)):
        if getattr(terms, column) not in dict(codes):
            found.append((column, say("Pilih salah satu jawaban yang ada.")))
    if not position_key(terms.position):
        found.append(("position", say("Tulis jabatan dengan huruf Latin.")))
    found += [(column, say("Isi angka dari 0 sampai %(most)s.", most=number(MOST["quota"])))
              for column in ("quota_l", "quota_p", "quota_any") if not 0 <= getattr(terms, column) <= MOST["quota"]]
    if terms.quota_l + terms.quota_p + terms.quota_any < 1:
        found.append(("quota_any", say("Isi sekurangnya satu tempat.")))
    for column, least, most in (("wage_min", 1, MOST["wage"]), ("wage_max", 1, MOST["wage"]),
                                ("hours", 1, MOST["hours"]), ("months", 1, MOST["months"]),
                                ("min_age", FLOOR_AGE, MOST["age"])):
        if not least <= getattr(terms, column) <= most:
            found.append((column, say("Isi angka dari %(least)s sampai %(most)s.", least=least, most=number(most))))
    if terms.wage_max < terms.wage_min:
        found.append(("wage_max", say("Gaji tertinggi lebih kecil dari gaji terendah.")))
    if terms.max_age is not None and not terms.min_age <= terms.max_age <= MOST["age"]:
        found.append(("max_age", say("Umur tertinggi tidak boleh di bawah yang terendah, atau di atas %(most)s.",
                                     most=MOST["age"])))
    if unknown := [code for code in terms.districts.split() if len(code) != 5 or region_name(code) == code]:
        found.append(("districts", say("Kode kabupaten atau kota %(code)s tidak dikenal.", code=unknown[0][:13])))
    if terms.valid_until < today:
        found.append(("valid_until", say("Tanggal ini sudah lewat.")))
    elif terms.valid_until > today + timedelta(days=LONGEST_DAYS):
        found.append(("valid_until", say("Paling lama 5 tahun dari sekarang. Periksa tahunnya.")))
    return found


def of_order(order: Order) -> Terms:
    """What a version says, to propose the next one from."""
    partner = Named(order.partner_id) if order.partner_id else None
    return Terms(employer=Named(order.employer_id), partner=partner, **{name: getattr(order, name) for name in PLAIN})


# -- in words ----------------------------------------------------------------------------------------------------------
def number(amount: int) -> str:
    """'1.500.000'"""
    return f"{amount:,}".replace(",", ".")


def sums(least: int, most: int, currency: str) -> str:
    """'TWD 28.590', 'TWD 28.590 – 30.000'"""
    return f"{currency} {number(least)}" + (f" – {number(most)}" if most != least else "")


def quota(order: Order, what: str = "quota") -> Words:
    """The places by sex, or with 'taken' those that were taken."""
    men, women, either = (getattr(order, f"{what}_{share}") for share in ("l", "p", "any"))
    return say("%(men)s laki-laki, %(women)s perempuan, %(either)s bebas", men=number(men), women=number(women),
               either=number(either))


def told(order: Order) -> dict[str, tuple[Words, Words | str | date]]:
    """{column: (label, value)} of all that an order says, in the order in which it is read. `order` comes with
    employer and partner; a date is the page's to write."""
    ages = (say("%(least)s tahun ke atas", least=order.min_age) if order.max_age is None else
            say("%(least)s sampai %(most)s tahun", least=order.min_age, most=order.max_age))
    return {
        "position": (say("Jabatan"), order.position),
        "country": (say("Negara"), dict(COUNTRIES).get(order.country, order.country)),
        "sector": (say("Bidang"), dict(SECTORS).get(order.sector, order.sector)),
        "employer": (say("Pemberi kerja"), _person(order.employer)),
        "employer_kind": (say("Jenis pemberi kerja"), dict(EMPLOYERS).get(order.employer_kind, "")),
        "partner": (say("Mitra di luar negeri"), _person(order.partner) if order.partner_id else say("Tidak ada")),
        "scheme": (say("Jalur"), dict(SCHEMES).get(order.scheme, order.scheme)),
        "quota": (say("Tempat"), quota(order)),
        "wage": (say("Gaji sebulan"), sums(order.wage_min, order.wage_max, order.currency)),
        "hours": (say("Jam kerja seminggu"), str(order.hours)),
        "months": (say("Lama kontrak"), say("%(n)s bulan", n=order.months)),
        "education": (say("Pendidikan terendah"), dict(EDUCATION).get(order.education, order.education)),
        "age": (say("Umur"), ages),
        "requirements": (say("Syarat lain"), order.requirements or say("Tidak ada")),
        "costs": (say("Biaya ditanggung siapa"), order.costs or say("Belum disebut")),
        "districts": (say("Daerah perekrutan"), _districts(order.districts)),
        "valid_until": (say("Berlaku sampai"), order.valid_until),
    }


def differences(before: Order, after: Order) -> list[tuple[Words, Words | str | date, Words | str | date]]:
    """(label, as it was, as it would be) of all that a new version changes."""
    old, new = told(before), told(after)
    return [(new[column][0], old[column][1], new[column][1]) for column in new if old[column][1] != new[column][1]]


def changed_for_people(before: Order, after: Order
                       ) -> list[tuple[Words, Words | str | date, Words | str | date]]:
    """The same, of what somebody who applied has agreed to."""
    old, new = told(before), told(after)
    return [(new[column][0], old[column][1], new[column][1]) for column in AGREED if old[column][1] != new[column][1]]


def _person(partner: object) -> str:
    return f"{partner.name}, {partner.address}" if partner.address else partner.name


def _districts(codes: str) -> Words | str:
    return ", ".join(region_name(code) for code in codes.split()) or say("Seluruh Indonesia")
