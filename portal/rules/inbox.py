"""Text messages that come in: STATUS, TIBA, PULANG or TOLONG <number> <birth date>, CEK <company>, BANTU, STOP, MULAI.

Read as people type them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from portal import clock
from portal.clock import JAKARTA
from portal.data.phone import is_phone_of
from portal.rules import offers, outbox, reports
from portal.rules.number import WrongNumber, read_number
from portal.rules.offices import Actor
from portal.rules.phone import read_phone
from portal.rules.refusal import Refused
from portal.rules.status import TooMany, find, look_up
from portal.words import Words, say

MONTHS = {
    "jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "agu": 8, "ags": 8,
    "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nop": 11, "nov": 11, "des": 12, "dec": 12,
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
    "pulang": say("Kepulangan Anda tercatat. Selamat datang di rumah."),
    "masalah": say("Laporan masuk ke BP3MI. Darurat: +62 21 29244800, WhatsApp 0811-8080-141, atau KBRI/KJRI/KDEI."),
}
UNSURE = say("Kabar pulang diterima. HP ini tidak ada di pendaftaran, jadi BP3MI memastikannya dulu. "
             "Atau laporkan dari akun, atau ke desa.")
SHORT = say("%(number)s: %(stage)s sejak %(since)s.")
SHORT_DUE = say("%(number)s: %(stage)s sejak %(since)s. Paling lambat %(due)s menurut standar layanan.")
SHORT_MEND = say("%(number)s: %(stage)s sejak %(since)s. Perbaiki sebelum %(due)s, di akun Anda atau di loket.")
SHORT_LATE = say("%(number)s: %(stage)s sejak %(since)s. Seharusnya selesai %(due)s. Maaf, terlambat: tanya loket.")


def answer(sender: str, text: str) -> Words:
    """What to answer to a text from `sender`, a telephone in any writing. It always fits into one SMS."""
    words = re.sub(r"\s+", " ", text.replace("\xa0", " ")).strip(" .,!?").upper()
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
    if command.startswith("STATUS"):
        return _status(sender, command.removeprefix("STATUS") + " " + rest)
    if kind := REPORTS.get(command):
        return _report(sender, kind, re.sub(r"\s+", " ", text.replace("\xa0", " ")).strip()[len(command):])
    if command in ("CEK", "CHECK"):
        return offers.short(rest, clock.today())
    return UNREAD


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
    told = words or {"tiba": "", "pulang": BY_TEXT if known else BY_STRANGER}.get(kind, BY_TEXT)
    try:
        reports.tell(registration.id, kind, Actor(None, "holder"), words=told,
                     reason="lain" if kind == "pulang" else "", by_text=True, sure=known)
    except Refused as refusal:
        return NO_HELP if kind == "masalah" else refusal.words
    return UNSURE if kind == "pulang" and not known else REPORTED[kind]


def _asked(sender: str, rest: str, look: Callable[[str, date, str], Any], unread: Words
           ) -> tuple[Any, str, Words | None]:
    """What `look` finds by the number and birth date in a text, the words behind them, and what to answer where nothing
    was found. Wrong tries are counted by telephone."""
    found = split(rest)
    if found is None:
        return None, "", unread
    typed, words = _first_date(found[1])
    try:
        asked = look(read_number(found[0]), read_date(typed), f"sms:{sender}")
    except (WrongNumber, ValueError):
        return None, "", unread
    except TooMany:
        return None, "", MANY
    return asked, words, None if asked else WRONG


def _first_date(text: str) -> tuple[str, str]:
    """(the date at the beginning, all behind it), as typed."""
    found = re.match(r"(\d{8}|\d{1,2}[\s./-]*(?:[A-Za-z]+|\d{1,2})[\s./-]*\d{4})(?!\d)", text)
    return (found[1], text[found.end():].strip(" :,.#-/")) if found else (text, "")


def split(text: str) -> tuple[str, str] | None:
    """(registration number, birth date) as typed, however they were spaced: the number has ten characters."""
    bare = re.sub(r"^[\s:#.,/-]+", "", text)
    seen = 0
    for place, char in enumerate(bare):
        seen += char.isalnum()
        if seen == 10:
            return bare[: place + 1], bare[place + 1 :].strip(" :,.#-/")
    return None


def read_date(text: str) -> date:
    """1-7-2003, 01.07.2003, 1 7 2003, 01072003, 1 juli 2003, 1 Jul 2003. Raises ValueError."""
    text = text.strip().lower()
    joined = re.fullmatch(r"(\d{2})(\d{2})(\d{4})", text)
    spelt = re.fullmatch(r"(\d{1,2})[\s./-]*([a-z]+)[\s./-]*(\d{4})", text)
    apart = re.fullmatch(r"(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})", text)
    if spelt:
        return date(int(spelt[3]), MONTHS.get(spelt[2][:3], 0), int(spelt[1]))
    found = joined or apart
    if not found:
        raise ValueError(text)
    return date(int(found[3]), int(found[2]), int(found[1]))


def _contact(sender: str) -> str:
    try:
        return read_phone(sender)
    except Refused:
        return ""
