"""Text messages that come in: STATUS, TIBA, PULANG or TOLONG <number> <birth date>, CEK <company>, BANTU, STOP, MULAI.

Read as people type them: with a greeting before, in a keyboard's own dashes and quotes, without the word STATUS."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from portal import clock
from portal.clock import JAKARTA
from portal.data.phone import is_phone_of
from portal.rules import offers, outbox, reports
from portal.rules.number import TypingSlip, WrongNumber, WrongShape, read_number
from portal.rules.offices import Actor
from portal.rules.phone import read_phone
from portal.rules.refusal import Refused
from portal.rules.status import TooMany, find, look_up
from portal.words import Words, say

MONTHS = {
    "jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "agu": 8, "ags": 8,
    "agt": 8, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nop": 11, "nov": 11, "des": 12, "dec": 12,
}
HELP = say("Ketik: STATUS nomor tanggal-lahir. Contoh: STATUS 26-7K3P-9QX3 1-7-2003. STOP: berhenti dikirimi kabar. "
           "Bantuan: 0800-1000.")
UNREAD = say("Pesan tidak terbaca. Ketik: STATUS nomor tanggal-lahir. Contoh: STATUS 26-7K3P-9QX3 1-7-2003.")
WRONG = say("Nomor dan tanggal lahir tidak cocok. Periksa keduanya, atau tanya loket membawa KTP.")
MANY = say("Terlalu banyak percobaan. Coba lagi satu jam lagi, atau tanya loket membawa KTP.")
STOPPED = say("Anda tidak akan dikirimi kabar lagi. Kode yang Anda minta tetap dikirim. Ketik MULAI untuk mulai lagi.")
STARTED = say("Anda akan dikirimi kabar lagi. Ketik STOP untuk berhenti.")
REPORTS = {"TIBA": "tiba", "PULANG": "pulang", "TOLONG": "masalah"}
BY_TEXT = "Lewat SMS"
BY_STRANGER = "Lewat SMS dari HP yang tidak ada di pendaftaran: belum dicatat pulang, pastikan dulu"
UNREAD_REPORT = say("Pesan tidak terbaca. Ketik: TIBA (atau PULANG, TOLONG) nomor tanggal-lahir. "
                    "Contoh: TIBA 26-7K3P-9QX3 1-7-2003.")
NO_HELP = say("Laporan belum masuk. Darurat: +62 21 29244800, WhatsApp 0811-8080-141, atau KBRI/KJRI/KDEI. "
              "Lalu ketik: TOLONG nomor tanggal-lahir ceritanya.")
REPORTED = {
    "tiba": say("Kedatangan Anda tercatat. Ada masalah? Ketik TOLONG nomor tanggal-lahir, lalu ceritanya."),
    "pulang": say("Kepulangan sudah tercatat. Keliru? Beri tahu BP3MI, 0800-1000."),
    "masalah": say("Laporan masuk ke BP3MI. Darurat: +62 21 29244800, WhatsApp 0811-8080-141, atau KBRI/KJRI/KDEI."),
}
UNSURE = say("Kabar pulang diterima. HP ini tidak ada di pendaftaran, jadi BP3MI memastikannya dulu. "
             "Atau laporkan dari akun, atau ke desa.")
DEATH = say("Kabar diterima. BP3MI membacanya dan menghubungi keluarga. Atau telepon 0800-1000.")
SHORT = say("%(number)s: %(stage)s sejak %(since)s.")
SHORT_DUE = say("%(number)s: %(stage)s sejak %(since)s. Paling lambat %(due)s menurut standar layanan.")
SHORT_MEND = say("%(number)s: %(stage)s sejak %(since)s. Perbaiki sebelum %(due)s, di akun Anda atau di loket.")
SHORT_LATE = say("%(number)s: %(stage)s sejak %(since)s. Seharusnya selesai %(due)s. Maaf, terlambat: tanya loket.")


YOUNGEST = 10  # years: a year of two digits is never one in which somebody younger was born
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_UNSAID = re.compile(r"[\u200b-\u200f\u2060\ufeff\"'`*_\u2018-\u201f]")  # quotes, signs for bold, and what nobody sees
# Somebody came home because of a death, or did not come home alive: a person has to read which.
_DEATH = re.compile(r"\b(?:meninggal|wafat|tewas|almarhum|almarhumah|alm|jenazah|mayat|mati|died|dead|death)(?:nya)?\b",
                    re.IGNORECASE)
_DATE = re.compile(r"""(?:(?:tgl|tanggal|lahir|ttl)[\s.:,]*)*
    (\d{8}|\d{6}|\d{4}[\s.,/-]+\d{1,2}[\s.,/-]+\d{1,2}
    |\d{1,2}[\s.,/-]*[a-z]+[\s.,/-]*\d{2,4}|\d{1,2}[\s.,/-]+\d{1,2}[\s.,/-]+\d{2,4})(?!\d)
    """, re.IGNORECASE | re.VERBOSE)


def answer(sender: str, text: str) -> Words:
    """What to answer to a text from `sender`, a telephone in any writing. It always fits into one SMS."""
    said = _plain(text)
    words = said.strip(" .,!?-").upper()
    command, _, rest = words.partition(" ")
    contact = _contact(sender)
    if command in ("STOP", "BERHENTI") and contact:
        outbox.silence(contact)
        return STOPPED
    if command in ("MULAI", "START") and contact:
        outbox.speak(contact)
        return STARTED
    if command in ("BANTU", "BANTUAN", "HELP", "INFO"):
        return HELP
    if asked := re.match(r"[^0-9]*?\b(?:STATUS|STS)(.*)", words):  # "Tolong cek status …" asks for no help
        return _status(sender, asked[1])
    if kind := REPORTS.get(command):
        return _report(sender, kind, said[len(command):])
    if command in ("CEK", "CHECK") and not _begins_with_number(rest):
        return offers.short(rest, clock.today())
    return _status(sender, words) if _begins_with_number(words) else UNREAD


def _plain(text: str) -> str:
    """The text on one line, in the signs of an old telephone."""
    text = _UNSAID.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", text)))
    return re.sub(r"[\s\x00-\x1f\x7f<>()\[\]{}|]+", " ", text).strip()


def _begins_with_number(text: str) -> bool:
    """Whether somebody sent their number without a word before it; one wrong sign in it is still one."""
    try:
        read_number((split(text) or ("",))[0])
    except TypingSlip:
        return True
    except WrongShape:
        return False
    return True


def _status(sender: str, rest: str) -> Words:
    status, _words, refused = _asked(sender, rest, look_up, UNREAD)
    if refused:
        return refused
    told = {"number": status.number, "stage": status.title, "since": f"{status.since.astimezone(JAKARTA):%d-%m-%Y}"}
    if status.due is None:
        return say(SHORT.msgid, **told)
    form = SHORT_LATE if status.late else SHORT_MEND if status.state == "perlu_diperbaiki" else SHORT_DUE
    return say(form.msgid, **told, due=f"{status.due:%d-%m-%Y}")


def _report(sender: str, kind: str, rest: str) -> Words:
    """A report from abroad: number, birth date, and for trouble what it is about. Who asks for help hears whom to call
    whatever else is wrong with the text."""
    registration, words, refused = _asked(sender, rest, find, UNREAD_REPORT)
    if refused:
        return NO_HELP if kind == "masalah" else refused
    known = is_phone_of(registration.id, _contact(sender))
    of_death = kind == "pulang" and bool(_DEATH.search(words))
    told = words or {"tiba": "", "pulang": BY_TEXT if known else BY_STRANGER}.get(kind, BY_TEXT)
    try:
        reports.tell(registration.id, kind, Actor(None, "holder"), words=told,
                     reason="lain" if kind == "pulang" else "", by_text=True, sure=known and not of_death)
    except Refused as refusal:
        return NO_HELP if kind == "masalah" else refusal.words
    return DEATH if of_death else UNSURE if kind == "pulang" and not known else REPORTED[kind]


def _asked(sender: str, rest: str, look: Callable[[str, date, str], Any], unread: Words
           ) -> tuple[Any, str, Words | None]:
    """What `look` finds by the number and birth date in a text, the words behind them, and what to answer where nothing
    was found. Wrong tries are counted by telephone."""
    found = split(rest)
    if found is None:
        return None, "", unread
    typed, words = _first_date(found[1])
    try:
        born = read_date(typed)
        asked = look(read_number(found[0]), born, f"sms:{_contact(sender) or sender}")
    except TypingSlip:
        return None, "", WRONG
    except (WrongNumber, ValueError):
        return None, "", unread
    except TooMany:
        return None, "", MANY
    return asked, words, None if asked else WRONG


def _first_date(text: str) -> tuple[str, str]:
    """(the date at the beginning, all behind it), as typed."""
    found = _DATE.match(text)
    return (found[1], text[found.end():].strip(" :,.#-/")) if found else (text, "")


def split(text: str) -> tuple[str, str] | None:
    """(registration number, birth date) as typed, however they were spaced: the number begins with a digit, and has ten
    characters."""
    bare = re.sub(r"^[^0-9]+", "", text)
    seen = 0
    for place, char in enumerate(bare):
        seen += char.isalnum()
        if seen == 10:
            return bare[: place + 1], bare[place + 1 :].strip(" :,.#-/")
    return None


def read_date(text: str) -> date:
    """1-7-2003, 01.07.2003, 1 7 2003, 01072003, 1-7-03, 2003-07-01, 1 juli 2003, 1 Jul 03. Raises ValueError."""
    text = text.strip().lower()
    turned = re.fullmatch(r"(\d{4})[\s.,/-]+(\d{1,2})[\s.,/-]+(\d{1,2})", text)
    if turned:
        return date(*map(int, turned.groups()))
    found = (re.fullmatch(r"(\d{2})(\d{2})(\d{4}|\d{2})", text)
             or re.fullmatch(r"(\d{1,2})[\s.,/-]*([a-z]+)[\s.,/-]*(\d{4}|\d{2})", text)
             or re.fullmatch(r"(\d{1,2})[\s.,/-]+(\d{1,2})[\s.,/-]+(\d{4}|\d{2})", text))
    if not found:
        raise ValueError(text)
    day, month, year = found.groups()
    return date(_full(year), int(month) if month.isdigit() else MONTHS.get(month[:3], 0), int(day))


def _full(year: str) -> int:
    """2003 for '03', 1998 for '98'."""
    if len(year) == 4:
        return int(year)
    this = 2000 + int(year)
    return this if this <= clock.today().year - YOUNGEST else this - 100


def _contact(sender: str) -> str:
    try:
        return read_phone(sender)
    except Refused:
        return ""
