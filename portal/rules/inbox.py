"""Text messages that come in: STATUS, TIBA, PULANG or TOLONG <number> <birth date>, CEK <company>, BANTU, STOP, MULAI.

Read as people type them (inbox_words): with a greeting before, in a keyboard's own dashes and quotes, the command
before or behind number and date, without the word STATUS. What may be a call for help is kept as trouble; CEK takes
all that follows it as the company's name."""

from __future__ import annotations

import re
from typing import Any

from portal import clock
from portal.clock import JAKARTA
from portal.data.phone import is_phone_of
from portal.data.registration import Registration
from portal.rules import offers, outbox, reports
from portal.rules.inbox_words import Text, read
from portal.rules.number import TypingSlip, read_number
from portal.rules.offices import Actor
from portal.rules.phone import read_sender
from portal.rules.refusal import Refused
from portal.rules.status import TooMany, describe, find
from portal.words import Words, say

HELP = say("Ketik: STATUS nomor tanggal-lahir. Contoh: STATUS 26-7K3P-9QX3 1-7-2003. STOP: berhenti dikirimi kabar. "
           "Bantuan: 0800-1000.")
UNREAD = say("Pesan tidak terbaca. Ketik: STATUS nomor tanggal-lahir. Contoh: STATUS 26-7K3P-9QX3 1-7-2003.")
NO_DATE = say("Tanggal lahir tidak ada atau tidak terbaca. Ketik lagi semuanya, tanggal lahirnya seperti ini: "
              "1-7-2003.")
WRONG = say("Nomor dan tanggal lahir tidak cocok. Periksa keduanya, atau tanya loket membawa KTP.")
MANY = say("Terlalu banyak percobaan. Coba lagi satu jam lagi, atau tanya loket membawa KTP.")
STOPPED = say("Anda tidak akan dikirimi kabar lagi. Kode yang Anda minta tetap dikirim. Ketik MULAI untuk mulai lagi.")
STARTED = say("Anda akan dikirimi kabar lagi. Ketik STOP untuk berhenti.")
ABROAD = say("Kabar hanya dikirim ke HP Indonesia, jadi tidak ke nomor ini. STATUS, TIBA, PULANG dan TOLONG dari sini "
             "tetap dijawab.")
BY_TEXT = "Lewat SMS"
BY_STRANGER = "Lewat SMS dari HP yang tidak ada di pendaftaran: belum dicatat pulang, pastikan dulu"
UNREAD_REPORT = say("Pesan tidak terbaca. Ketik: TIBA (atau PULANG, TOLONG) nomor tanggal-lahir. "
                    "Contoh: TIBA 26-7K3P-9QX3 1-7-2003.")
NO_HELP = say("Laporan belum masuk. Darurat: +62 21 29244800, WhatsApp 0811-8080-141, atau KBRI/KJRI/KDEI. "
              "Lalu ketik: TOLONG nomor tanggal-lahir ceritanya.")
REPORTED = {
    "tiba": say("Kedatangan Anda tercatat. Ada masalah? Ketik TOLONG nomor tanggal-lahir, lalu ceritanya."),
    "pulang": say("Kepulangan sudah tercatat. Keliru? Beri tahu BP3MI, 0800-1000."),
    "masalah": say("Laporan masuk, petugas membacanya. Darurat: +62 21 29244800, WhatsApp 0811-8080-141, atau "
                   "KBRI/KJRI/KDEI."),
}
UNSURE = say("Kabar pulang diterima. HP ini tidak ada di pendaftaran, jadi BP3MI memastikannya dulu. "
             "Atau laporkan dari akun, atau ke desa.")
DEATH = say("Kabar diterima. BP3MI membacanya dan menghubungi keluarga. Atau telepon 0800-1000.")
SHORT = say("%(number)s: %(stage)s sejak %(since)s.")
SHORT_DUE = say("%(number)s: %(stage)s sejak %(since)s. Paling lambat %(due)s menurut standar layanan.")
SHORT_MEND = say("%(number)s: %(stage)s sejak %(since)s. Perbaiki paling lambat %(due)s, di akun Anda atau di loket.")
SHORT_MEND_LATE = say("%(number)s: %(stage)s sejak %(since)s. Batas %(due)s sudah lewat. Masih boleh: perbaiki "
                      "sekarang, di akun Anda atau di loket.")
SHORT_HELD = say("%(number)s: %(stage)s sejak %(since)s. Jangan berangkat dulu: ada yang harus diperiksa lagi. "
                 "Tanya BP3MI.")
SHORT_LATE = say("%(number)s: %(stage)s sejak %(since)s. Seharusnya selesai %(due)s. Maaf, terlambat: tanya loket.")


def answer(sender: str, text: str) -> Words:
    """What to answer to a text from `sender`, a telephone in any writing. It always fits into one SMS."""
    said, contact = read(text), read_sender(sender)
    if not said.switch:
        return _of_somebody(sender, said) if said.names_somebody else _of_nobody(said)
    if not contact:
        return ABROAD
    if said.switch == "MULAI":
        outbox.speak(contact)
        return STARTED
    outbox.silence(contact)
    return STOPPED


def _of_nobody(said: Text) -> Words:
    """The answer to a text without a number and a birth date that could be read."""
    if said.company is not None:
        return offers.short(said.company, clock.today())
    if said.first in ("BANTU", "BANTUAN", "HELP", "INFO") and not said.tells_of_harm:
        return HELP
    if said.calls_for_help or said.tells_of_harm:
        return NO_HELP
    if said.lacks_a_birth_date:
        return NO_DATE
    return UNREAD_REPORT if said.move else UNREAD


def _of_somebody(sender: str, said: Text) -> Words:
    """The answer to a text about a registration. Trouble is kept whatever else is told; who asks for help hears whom to
    call, also where nothing can be kept. From abroad BP3MI reads all that is more than a question for the status: no
    list of words knows every trouble."""
    troubled = said.calls_for_help or said.tells_of_harm
    registration, refused = _registration(sender, said)
    if registration is None:
        return NO_HELP if troubled else refused
    heard = troubled or said.tells_more_than(registration.person.name) and reports.is_away(registration.id)
    unread = _keep(registration.id, "masalah", said.story or BY_TEXT) if heard else None
    if said.calls_for_help:
        return unread or REPORTED["masalah"]
    told = _moved(sender, registration.id, said) if said.move else _status(registration)
    return REPORTED["masalah"] if heard and not unread else told


def _registration(sender: str, said: Text) -> tuple[Registration | None, Words]:
    """The registration of that number and birth date, or what to answer where none is. Wrong tries are counted by
    telephone."""
    try:
        found = find(read_number(said.number), said.born, f"sms:{read_sender(sender) or sender}")
    except TypingSlip:
        return None, WRONG
    except TooMany:
        return None, MANY
    return found, WRONG


def _status(registration: Registration) -> Words:
    status = describe(registration)
    told = {"number": status.number, "stage": status.title, "since": f"{status.since.astimezone(JAKARTA):%d-%m-%Y}"}
    if status.due is None:
        return say((SHORT_HELD if status.held else SHORT).msgid, **told)
    on_time, late = (SHORT_MEND, SHORT_MEND_LATE) if status.state == "perlu_diperbaiki" else (SHORT_DUE, SHORT_LATE)
    return say((late if status.late else on_time).msgid, **told, due=f"{status.due:%d-%m-%Y}")


def _moved(sender: str, registration_id: int, said: Text) -> Words:
    """An arrival or a return that somebody tells of. A return from a strange telephone, or because of a death, moves
    nothing yet; an arrival does, and the registration's own telephones hear of it."""
    known = is_phone_of(registration_id, read_sender(sender))
    if said.move == "TIBA":
        return _keep(registration_id, "tiba", said.story, sure=known) or REPORTED["tiba"]
    words = said.story if re.search(r"\w", said.story) else BY_TEXT if known else BY_STRANGER  # a smile is no reason
    refused = _keep(registration_id, "pulang", words, reason="lain", sure=known and not said.tells_of_death)
    return refused or (DEATH if said.tells_of_death else REPORTED["pulang"] if known else UNSURE)


def _keep(registration_id: int, kind: str, words: str, **more: Any) -> Words | None:
    """Keep a report; why it cannot be, or None."""
    try:
        reports.tell(registration_id, kind, Actor(None, "holder"), words=words, by_text=True, **more)
    except Refused as refusal:
        return refusal.words
    return None


