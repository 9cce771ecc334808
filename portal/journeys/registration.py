"""Registration as CPMI: what is asked, in which order, and of whom."""

from werkzeug.datastructures import MultiDict

from portal import clock
from portal.forms import registration as forms
from portal.journeys.engine import Journey, Known, Step, Typed
from portal.rules.nik import is_under_18
from portal.words import say


def on_their_own(known: Known) -> bool:
    """Not typed by an officer at a counter, who registers whoever stands there and is asked for proof of it at the
    end. `draft` is given to the journey, not answered."""
    return not known.get("draft", {}).get("assisted")


def for_somebody_else(known: Known) -> bool:
    return on_their_own(known) and known["siapa"]["hubungan"] != "self"


def lives_elsewhere(known: Known) -> bool:
    return known["alamat"]["sama"] == "tidak"


def verified_near_company(known: Known) -> bool:
    return known["tempat"]["tempat"] == "perusahaan"


REGISTRATION = Journey(
    "pendaftaran",
    (
        Step("program", say("Jalur berangkat"), forms.Programme),
        Step("siapkan", say("Dokumen yang disiapkan"), forms.Documents, fields="registration/documents.html"),
        Step("siapa", say("Siapa yang didaftarkan"), forms.Whom, when=on_their_own),
        Step("persetujuan", say("Persetujuannya"), forms.Agreement, when=for_somebody_else),
        Step("nik", say("NIK dan Kartu Keluarga"), forms.Identity),
        Step("diri", say("Data diri"), forms.Self, fields="registration/self.html"),
        Step("alamat", say("Alamat di KTP"), forms.Address),
        Step("domisili", say("Alamat tempat tinggal"), forms.Domicile, when=lives_elsewhere),
        Step("pendidikan", say("Pendidikan"), forms.Schooling),
        Step("pengalaman", say("Pengalaman dan keterampilan"), forms.Experience),
        Step("kontak", say("Keluarga yang dihubungi"), forms.Contact),
        Step("izin", say("Izin keluarga"), forms.Permission),
        Step("bidang", say("Pekerjaan yang diminati"), forms.Sector),
        Step("negara", say("Negara yang diminati"), forms.Country),
        Step("tempat", say("Tempat pemeriksaan"), forms.Where),
        Step("kantor", say("Kantor perusahaan"), forms.Company, when=verified_near_company),
        Step("berkas", say("Dokumen yang sudah ada"), forms.Papers),
    ),
)


def under_18(answers: dict[str, Typed]) -> bool:
    """Whether the birth date that was typed, beside other mistakes or not, says somebody is under 18. A NIK alone does
    not: cards are misprinted."""
    birth = forms.Self(MultiDict([(k, v) for k, vs in answers.get("diri", {}).items() for v in vs])).lahir.data
    return is_under_18(birth, clock.today())


def found_out(typed: Typed, reason: str, nik: str) -> dict[str, list[str]]:
    """What was typed at the step of the NIK, with the reason (a key of rules.registration.BARRED) why this NIK cannot
    be registered: the step then counts as not answered well."""
    return {**typed, forms.Identity.FOUND: [reason, nik]}


def told_of(typed: Typed | None, nik: str) -> bool:
    """Whether the person was told already that this NIK is taken."""
    return bool(typed) and typed.get(forms.Identity.FOUND) == ["taken", nik]
