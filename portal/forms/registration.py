"""The forms of the registration journey: one short page each, each field saying why it is asked."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from wtforms import BooleanField
from wtforms.validators import StopValidation, ValidationError

from portal import clock
from portal.forms.base import Needed, NoControls, Optional, PlainForm, Reads
from portal.forms.fields import Choice, Choices, DateParts, Village, figures, line
from portal.rules.choices import EDUCATION, LANGUAGES, MARITAL, RELATIONS, SKILLS
from portal.rules.countries import SECTORS, open_countries
from portal.rules.names import tidy_name
from portal.rules.nik import differences, is_under_18, read_kk, read_nik
from portal.rules.people import RELATIONS as PEOPLE
from portal.rules.people import WAYS
from portal.rules.permission import givers
from portal.rules.phone import read_phone
from portal.rules.programmes import DOCUMENT_CODES, documents_at_registration, programme, programmes
from portal.rules.refusal import Refused
from portal.rules.regions import region_name
from portal.rules.registration import BARRED
from portal.words import Words, say

Known = dict[str, dict[str, Any]]


class Addressed(PlainForm):
    """A form that says "Anda" to who registers themselves, and something else to who registers another person:
    `of_another` holds, by field name, the label and the hint for these; None leaves one as it is."""

    of_another: ClassVar[dict[str, tuple[Words | None, Words | None]]] = {}

    def shape(self, known: Known) -> None:
        if known.get("siapa", {}).get("hubungan") == "self":
            return
        for name, (label, hint) in self.of_another.items():
            self[name].label.text = label or self[name].label.text
            self[name].description = hint or self[name].description


class Programme(PlainForm):
    program = Choice(say("Berangkat lewat jalur apa?"), [Needed(say("Pilih satu jalur dulu."))],
                     description=say("Jalur menentukan dokumen yang disiapkan. Belum yakin? Pilih yang pertama."))

    def shape(self, known: Known) -> None:
        self.program.choices = [(p.code, p.name) for p in programmes(clock.today())]


class Documents(PlainForm):
    """Nothing to answer: the list to read before the start."""

    def shape(self, known: Known) -> None:
        self.programme = programme(known["program"]["program"])
        self.needs = self.programme.documents


class Whom(PlainForm):
    hubungan = Choice(say("Siapa yang akan bekerja ke luar negeri?"), [Needed(say("Pilih satu."))],
                      choices=list(PEOPLE),
                      description=say("Anda boleh mendaftarkan keluarga atau orang yang Anda dampingi."))


class Agreement(PlainForm):
    cara = Choice(say("Bagaimana ia menyetujui?"), [Needed(say("Pilih satu."))], choices=list(WAYS),
                  description=say("Dicatat sebagai bukti persetujuan."))
    setuju = BooleanField(
        say("Ia tahu data apa yang saya isi, dan setuju saya mengisinya"),
        [Needed(say("Tanpa persetujuannya, pendaftaran tidak dapat dilanjutkan."))],
        description=say("Nanti datanya dapat diserahkan ke akun miliknya sendiri."),
    )


class Identity(PlainForm):
    nik = line(say("NIK"), Needed(say("Isi NIK, 16 angka di KTP.")), Reads(lambda t: read_nik(t, clock.today()).digits),
               hint=say("16 angka di KTP. Dipakai supaya satu orang hanya punya satu pendaftaran."),
               inputmode="numeric", autocomplete="off", maxlength=40)
    kk = line(say("Nomor Kartu Keluarga (KK)"), Needed(say("Isi nomor KK, 16 angka di Kartu Keluarga.")),
              hint=say("16 angka di bagian atas Kartu Keluarga. Membuktikan hubungan dengan pemberi izin."),
              inputmode="numeric", autocomplete="off", maxlength=40)

    # What the portal found out about a NIK is kept with what was typed, as [reason, NIK]: a page of the journey is then
    # no question to the whole register, and a draft does not go on past a NIK that cannot be registered.
    FOUND = "terhalang"

    def shape(self, known: Known) -> None:
        self.relation = known.get("siapa", {}).get("hubungan", "assisted")

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        reason, nik = self._typed.get(self.FOUND) or ("", "")
        if good and nik == self.nik.data and (reason == "taken" or self.relation == "self"):
            self.nik.errors = [BARRED[reason]]
            return False
        return good

    def validate_kk(self, field: Any) -> None:
        try:
            field.data = read_kk(field.data or "", _digits(self.nik.data), clock.today())
        except Refused as refusal:
            raise StopValidation(refusal.words) from None


def _digits(text: str | None) -> str:
    return re.sub(r"[^0-9]", "", text or "")


class Self(PlainForm):
    nama = line(say("Nama lengkap sesuai KTP"), Needed(say("Isi nama sesuai KTP.")), Reads(tidy_name),
                hint=say("Data di halaman ini dicocokkan dengan dokumen asli."), autocomplete="name", maxlength=200)
    tempat_lahir = line(say("Tempat lahir"), Needed(say("Isi tempat lahir sesuai KTP.")), NoControls(), maxlength=200)
    lahir = DateParts(say("Tanggal lahir"), [Needed(say("Isi tanggal lahir sesuai KTP."))], birth=True,
                      description=say("Sesuai KTP. Juga dipakai untuk cek status."))
    kelamin = Choice(say("Jenis kelamin"), [Needed(say("Pilih satu."))],
                     choices=[("P", say("Perempuan")), ("L", say("Laki-laki"))],
                     description=say("Dicocokkan dengan NIK."))
    kawin = Choice(say("Status perkawinan"), [Needed(say("Pilih satu."))], choices=list(MARITAL),
                   description=say("Menentukan siapa yang memberi izin dan dokumen yang diminta."))
    alasan = line(say("Mengapa berbeda dari NIK?"), Optional(), NoControls(300),
                  hint=say("Misalnya: salah cetak di KTP. Petugas akan memeriksanya."), maxlength=600)

    def shape(self, known: Known) -> None:
        self.nik = read_nik(known["nik"]["nik"], clock.today())
        self.programme = programme(known["program"]["program"])
        if not self._typed:  # a suggestion from the NIK, for the person to confirm
            if not is_under_18(self.nik.birth_date, clock.today()):
                self.lahir.process(None, self.nik.birth_date)
            self.kelamin.data = self.nik.sex
        self.differences = self._differences()
        if not self.differences:
            del self.alasan

    def _differences(self) -> list[Any]:
        birth = self.lahir.data if self._typed else None
        if birth is None or not 1900 <= birth.year <= clock.today().year or self.kelamin.data not in ("L", "P"):
            return []
        return differences(self.nik, self.lahir.data, self.kelamin.data)

    def _too_old(self, birth: Any) -> bool:
        """Past the programme's own limit."""
        today, most = clock.today(), self.programme.max_age
        return most is not None and not self.programme.fits_age(birth, today) and today.year - birth.year > most

    def validate_lahir(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(say("Tanggal ini belum terjadi. Periksa tahunnya."))
        if is_under_18(field.data, clock.today()):
            raise ValidationError(say("Menurut tanggal ini umurnya belum 18 tahun. Salah ketik? Betulkan di sini."))
        if field.data and self._too_old(field.data):
            raise ValidationError(say(
                "Jalur yang dipilih hanya sampai umur %(age)s tahun. Kembali, lalu pilih jalur lain.",
                age=self.programme.max_age,
            ))

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if self.lahir.errors:  # one thing at a time: a date that is none cannot differ from the NIK
            self.lahir.errors = [_wrong_part(self.lahir.boxes) or self.lahir.errors[0]]
            return False
        if self.differences and not (self.alasan.data or "").strip():
            self.alasan.errors = [say("Periksa lagi datanya. Kalau memang berbeda, tulis alasannya.")]
            return False
        return good


def _wrong_part(boxes: dict[str, str]) -> Words | None:
    """What is wrong with one box of a date, where it can be said so exactly."""
    day, month, year = (boxes[suffix].strip() for suffix in "dmy")
    if not any((day, month, year)):
        return None
    if not all((day, month, year)):
        return say("Isi tanggal, bulan, dan tahun.")
    if not figures(month):
        return say("Tulis bulan dengan angka, misalnya 7 untuk Juli.")
    if len(figures(year)) != 4:
        return say("Tulis tahun dengan 4 angka, misalnya 2003.")
    return say("Tahun ini terlalu lama. Periksa tahunnya.") if int(figures(year)) < 1900 else None


class _Dwelling(Addressed):
    desa = Village(say("Desa atau kelurahan"), [Needed(say("Cari desanya, lalu pilih dari daftar."))],
                   description=say("Menentukan kantor pemeriksa. Ketik desa atau kecamatan, misalnya: cilamaya."))
    jalan = line(say("Jalan, kampung atau dusun"), Needed(say("Isi jalan, kampung atau dusun.")), NoControls(200),
                 hint=say("Jalan, RT dan RW ditulis di surat izin."), maxlength=400,
                 autocomplete="street-address")
    rt = line(say("RT"), Optional(), inputmode="numeric", maxlength=6, size=3)
    rw = line(say("RW"), Optional(), inputmode="numeric", maxlength=6, size=3)

    def validate_rt(self, field: Any) -> None:
        field.data = _three_digits(field.data)

    def validate_rw(self, field: Any) -> None:
        field.data = _three_digits(field.data)


def _three_digits(text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,3}", text):
        raise ValidationError(say("Isi angka saja, paling banyak 3 angka. Contoh: 004."))
    return text.zfill(3)


class Address(_Dwelling):
    sama = Choice(say("Apakah Anda tinggal di alamat ini?"), [Needed(say("Pilih satu."))],
                  choices=[("ya", say("Ya")), ("tidak", say("Tidak, di tempat lain"))],
                  description=say("Kalau tidak, boleh diperiksa di sana."))
    of_another = {"sama": (say("Apakah ia tinggal di alamat ini?"), None)}


class Domicile(_Dwelling):
    jalan = line(say("Jalan, kampung atau dusun"), Needed(say("Isi jalan, kampung atau dusun.")), NoControls(200),
                 hint=say("Untuk mencari Anda kalau telepon tidak tersambung."), maxlength=400,
                 autocomplete="street-address")
    of_another = {"jalan": (None, say("Untuk mencari orangnya kalau telepon tidak tersambung."))}


class Schooling(PlainForm):
    pendidikan = Choice(say("Pendidikan terakhir"), [Needed(say("Pilih satu."))], choices=list(EDUCATION),
                        description=say("Beberapa pekerjaan meminta pendidikan tertentu."))
    sekolah = line(say("Nama sekolah dan tahun lulus"), Optional(), NoControls(), maxlength=200,
                   hint=say("Dicocokkan dengan ijazah. Boleh dikosongkan."))


class Experience(PlainForm):
    pernah = Choice(say("Pernah bekerja di luar negeri?"), [Needed(say("Pilih satu."))],
                    choices=[("tidak", say("Belum pernah")), ("ya", say("Pernah"))],
                    description=say("Pengalaman, bahasa dan keterampilan dipakai untuk mencocokkan pekerjaan."))
    riwayat = line(say("Kalau pernah: negara, pekerjaan, dan tahun"), Optional(), NoControls(300), maxlength=600,
                   hint=say("Contoh: Taiwan, perawat lansia, 2019 sampai 2022."))
    bahasa = Choices(say("Bahasa asing yang dikuasai"), choices=list(LANGUAGES), description=say("Boleh dikosongkan."))
    keterampilan = Choices(say("Keterampilan"), choices=list(SKILLS), description=say("Boleh dikosongkan."))

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.pernah.data == "ya" and not (self.riwayat.data or "").strip():
            self.riwayat.errors = [say("Tulis negara, pekerjaan, dan tahunnya.")]
            return False
        return good


class Contact(Addressed):
    of_another = {
        "nama_kontak": (None, say("Kami hubungi kalau terjadi sesuatu pada orang itu.")),
        "hubungan_kontak": (say("Hubungan dengan orang itu"), None),
    }

    nama_kontak = line(say("Nama keluarga yang dapat dihubungi"), Needed(say("Isi satu nama.")), Reads(tidy_name),
                       hint=say("Kami hubungi kalau terjadi sesuatu pada Anda."), maxlength=200)
    hubungan_kontak = Choice(say("Hubungan dengan Anda"), [Needed(say("Pilih satu."))], choices=list(RELATIONS),
                             description=say("Supaya kami tahu siapa yang kami telepon."))
    hp_kontak = line(say("Nomor HP keluarga"), Needed(say("Isi nomor HP keluarga. Boleh sama dengan nomor Anda.")),
                     Reads(read_phone), inputmode="tel", autocomplete="off", maxlength=40,
                     hint=say("Boleh sama dengan nomor Anda."))


class Permission(PlainForm):
    pemberi = Choice(say("Siapa yang memberi izin?"), [Needed(say("Pilih satu."))],
                     description=say("Undang-undang meminta surat izin keluarga yang diketahui kepala desa."))
    nama_pemberi = line(say("Nama pemberi izin"), Optional(), Reads(tidy_name), maxlength=200,
                        hint=say("Boleh dikosongkan kalau suratnya menyusul."))
    surat_izin = Choice(say("Surat izinnya sudah ada?"), [Needed(say("Pilih satu."))],
                        choices=[("ada", say("Sudah ada")), ("menyusul", say("Menyusul"))],
                        description=say("Petugas akan melihatnya. Menyusul juga boleh."))

    def shape(self, known: Known) -> None:
        self.pemberi.choices = givers(known["diri"]["kawin"], known["diri"]["kelamin"])

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.surat_izin.data == "ada" and not (self.nama_pemberi.data or "").strip():
            self.nama_pemberi.errors = [say("Isi nama yang tertulis di surat izin.")]
            return False
        return good


class Sector(Addressed):
    of_another = {"bidang": (say("Pekerjaan apa yang ia minati?"), None)}

    bidang = Choice(say("Pekerjaan apa yang Anda minati?"), [Needed(say("Pilih satu."))],
                    description=say("Ini minat saja, masih boleh berubah."))

    def shape(self, known: Known) -> None:
        super().shape(known)
        wanted = programme(known["program"]["program"]).sectors
        self.bidang.choices = [choice for choice in SECTORS if not wanted or choice[0] in wanted]


class Country(Addressed):
    of_another = {"negara": (say("Negara mana yang ia minati?"), None)}

    negara = Choice(say("Negara mana yang Anda minati?"), [Needed(say("Pilih satu."))],
                    description=say("Hanya negara yang terbuka untuk pekerjaan ini menurut data kami."))

    def shape(self, known: Known) -> None:
        super().shape(known)
        self.negara.choices = open_countries(clock.today(), known["bidang"]["bidang"],
                                             among=programme(known["program"]["program"]).countries)


class Where(Addressed):
    of_another = {"tempat": (say("Di mana ia ingin diperiksa?"),
                             say("Ia datang ke kantor dinas tenaga kerja ini membawa dokumen asli."))}

    tempat = Choice(say("Di mana Anda ingin diperiksa?"), [Needed(say("Pilih satu."))],
                    description=say("Anda datang ke kantor dinas tenaga kerja ini membawa dokumen asli."))

    def shape(self, known: Known) -> None:
        super().shape(known)

        def office(of_district: Words, of_city: Words, code: str) -> Words:
            name = region_name(code[:5])
            return say("%(place)s: %(office)s", place=of_city if name.startswith("Kota ") else of_district, office=name)

        choices = [("ktp", office(say("Kabupaten di KTP"), say("Kota di KTP"), known["alamat"]["desa"]))]
        if "domisili" in known:
            choices.append(("domisili", office(say("Kabupaten tempat tinggal"), say("Kota tempat tinggal"),
                                               known["domisili"]["desa"])))
        choices.append(("perusahaan", say("Kabupaten kantor perusahaan penempatan (P3MI)")))
        self.tempat.choices = choices


class Company(PlainForm):
    desa = Village(say("Desa atau kelurahan kantor perusahaan"), [Needed(say("Cari desanya, lalu pilih dari daftar."))],
                   description=say("Dari sini kami tahu dinas kabupaten mana yang memeriksa."))


HOLDING = [("ada", say("Ada")), ("menyusul", say("Menyusul")), ("loket", say("Bawa ke loket"))]


class Papers(PlainForm):
    """One choice for each document of the programme that is needed at registration."""

    def __init__(self, formdata: Any = None, **kwargs: Any) -> None:
        self._formdata = formdata
        super().__init__(formdata, **kwargs)

    def shape(self, known: Known) -> None:
        self.needs = documents_at_registration(programme(known["program"]["program"]), known["diri"]["kawin"])
        for need in self.needs:
            self[need.code] = self._choice(need)

    def _knows(self, name: str) -> bool:
        return name in DOCUMENT_CODES

    def _choice(self, need: Any) -> Any:
        unbound = Choice(need.name, [Needed(say("Pilih satu."))], choices=HOLDING, description=need.why)
        field = unbound.bind(form=self, name=need.code, _meta=self.meta, translations=None)
        field.process(self._formdata)
        return field

    def __setitem__(self, name: str, field: Any) -> None:
        self._fields[name] = field
        setattr(self, name, field)

    @property
    def data(self) -> dict[str, Any]:
        return {name: field.data for name, field in self._fields.items()}


class Truth(PlainForm):
    benar = BooleanField(say("Data ini benar. Saya tahu data palsu dapat membuat pendaftaran ditolak."),
                         [Needed(say("Centang pernyataan ini untuk mengirim."))])
