"""What a text message says: number and birth date wherever they stand, and what the words around them ask for.

A call for help that is taken for something else is lost, so whatever may be one is one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from portal import clock
from portal.rules.number import TypingSlip, WrongShape, read_number
from portal.rules.reports import LONGEST

MONTHS = {
    "jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "agu": 8, "ags": 8,
    "agt": 8, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nop": 11, "nov": 11, "des": 12, "dec": 12,
}
YOUNGEST = 10  # years: a year of two digits is never one in which somebody younger was born
_LEFT_OUT = " ... bagian tengah hilang ... "
_END = 500  # characters of what is too long that are kept from its end
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
# Quotes, signs for bold, and what nobody sees. Between digits _ is a dash.
_UNSAID = re.compile(r"[\u200b-\u200f\u2060\ufeff\"'`*\u2018-\u201f]|(?<![0-9])_|_(?![0-9])")
_EDGES = " :;,.#-/!?"

# The number begins with a digit, and has ten characters; looked for at each digit that follows none.
_NUMBER = re.compile(r"(?<![0-9])(?=([0-9](?:[\s._-]*[0-9A-Za-z]){9}))")
_BEFORE_NUMBER = re.compile(r"(?:\b(?:no|nomor|nomer|pendaftaran|registrasi)\b[\s.:,#]*)+$", re.IGNORECASE)
_BETWEEN = r"[\s.,:/\\_-]"  # of a date's parts
_DATE = re.compile(rf"""(?<!\d)[\s:;,.!?\#/\\_-]*(?:(?:tgl|tanggal|lahir|ttl)[\s.:,]*)*
    (\d{{6,8}}|\d{{4}}{_BETWEEN}+\d{{1,2}}{_BETWEEN}+\d{{1,2}}
    |\d{{1,2}}{_BETWEEN}*(?:{"|".join(MONTHS)})[a-z]*{_BETWEEN}*\d{{2,4}}
    |\d{{1,2}}{_BETWEEN}+\d{{1,2}}{_BETWEEN}+\d{{2,4}})(?!\d)
    """, re.IGNORECASE | re.VERBOSE)


def _any(words: str) -> str:
    return rf"\b(?:{'|'.join(words.split())})\b"


# -- what people say besides -------------------------------------------------------------------------------------------
_GREETING = ("pak bapak bpk bu ibu kak kakak mas mbak mba min admin bang om tante petugas halo hallo hello hai hi hey "
             r"permisi maaf punten selamat slmt met pagi siang sore malam assala?mu\w* asala?mu\w* alaikum aslm salam "
             r"ass wr wb warahmat\w* wabarakat\w* mohon minta")
_WHO = "saya aku sy kami"
_DONE = "sudah telah sdh sudh udah udh dah baru saja alhamdulillah"
_WISHED = r"mau mo ingin pengen pingin bisa boleh coba tanya nanya numpang untuk"
_LOOK = r"cek\w* check\w* chek dicek\w* ngecek mengecek status\w* sts info\w*"
_SOFT = r"(?:di|mem)?bantu\w* dong donk ya yah deh please pls lihat\w* periksa\w* kirim\w* beri kasih tahu tau"
_PLAIN = (r"terima makasih trims thanks tks thx nomor no nomer tgl tanggal lahir ttl pendaftaran\w* registrasi\w* "
          r"punya milik sampai mana dimana belum kapan proses\w* hasil\w* bagaimana gimana apa ini itu yang atas dari "
          r"di kan nih dulu lagi")

# -- what they ask for -------------------------------------------------------------------------------------------------
# Tolong, toloong, tolongin, minta pertolongan, tulung, tlg: but Tulungagung is a town, and Bantul another.
_TOLONG = r"\b(?:\w{0,9}?[tn][o0u]*l+[o0u]*n+g+(?!agung)\w*|tlg\w*)"
_HELP = rf"(?:{_TOLONG}|{_any('sos darurat emergency help selamatkan')}|\b(?:di|mem)?bantu(?!l\b)\w*)"
_POLITE = re.compile(rf"{_TOLONG}[^\w!]+(?:{_any(f'{_SOFT} {_GREETING}')}[^\w!]*)*(?={_any(_LOOK)})", re.IGNORECASE)
_PLAIN_WORD = re.compile(_any(" ".join((_GREETING, _WHO, _DONE, _WISHED, _LOOK, _SOFT, _PLAIN))), re.IGNORECASE)
_NOT = "tidak tdk tak gak ga nggak enggak belum blm bukan jangan kurang"
_NOT_YET = f"{_NOT} {_WISHED} minta harus akan kapan bila kalau jika dilarang dipaksa suruh disuruh agar biar supaya"
_HARM = re.compile("|".join((
    r"\bdi(?:pukul|siksa|aniaya|perkosa|leceh|sekap|kurung|kunci|tahan|tangkap|ancam|jual|tipu|paksa|tampar|tendang|bunuh"
    r"|usir|culik|gebuk|gebug|peras|rampas|telantar|terlantar|deportasi)\w*",
    r"\b(?:memukul|mukulin|menyiksa|penyiksaan|siksa|aniaya|penganiayaan|perkosa|pemerkosaan|pelecehan|kekerasan|kabur"
    r"|kecelakaan|celaka|bahaya|terancam|ketakutan|takut|telantar|terlantar|deportasi|penjara|kelaparan|lapar"
    r"|bunuh diri|mengakhiri hidup)\w*",
    rf"{_any(_NOT)}\W+(?:di)?(?:beri|kasih)\W+makan\b",
    r"\bpaspor\w*\W+(?:\w+\W+)?(?:di)?(?:ambil|rampas|tahan|sita)\w*",
    r"(?<!rumah )\bsakit\b", rf"{_any(_NOT)}\W+(?:di)?(?:gaji|bayar|upah)\w*",
    rf"\b(?:gaji|upah)\w*\W+(?:\w+\W+)?{_any(_NOT + ' dipotong')}", r"\b(?:di)?pulangkan\b",
    rf"{_any(_NOT + ' mau ingin pengen pingin minta boleh bisa dilarang')}\W+(?:\w+\W+)?pulang\b",
)), re.IGNORECASE)
# Somebody came home because of a death, or did not come home alive: a person has to read which.
_DEATH = re.compile(r"\b(?:meninggal|wafat|tewas|almarhum|almarhumah|alm|jenazah|mayat|mati|died|dead|death)(?:nya)?\b",
                    re.IGNORECASE)

_MOVED = r"\b(?<!tiba[\s-])(tiba|pulang)\b(?![\s-]*tiba\b)"  # tiba-tiba: suddenly
_GREETED = rf"(?:{_any(f'{_GREETING} {_WHO}')}\W*)*"
_HELP_FIRST = re.compile(rf"\W*{_GREETED}{_HELP}(?:\W+{_GREETED}{_HELP})*", re.IGNORECASE)
_MOVED_FIRST = re.compile(rf"\W*(?:{_any(f'{_GREETING} {_WHO} {_DONE}')}\W*)*{_MOVED}", re.IGNORECASE)
_HELP_LAST, _MOVED_LAST = (re.compile(rf"{word}\W*$", re.IGNORECASE) for word in (_HELP, _MOVED))
_HELPS, _LOOKS = re.compile(_HELP, re.IGNORECASE), re.compile(_any(_LOOK), re.IGNORECASE)
_NOT_DONE = re.compile(_any(f"{_NOT_YET} {_LOOK}"), re.IGNORECASE)
_INFO = r"\binfo\w*"
_CHECK = re.compile(rf"((?:(?:{_any(f'{_GREETING} {_WHO} {_WISHED} {_SOFT}')}|{_INFO}|{_TOLONG})\W*)*)"
                    r"\b(?:cek|chek|check|ngecek|mengecek)(?:\b|(?=(?:pt|cv)\b))(.*)", re.IGNORECASE)
_MAY_CALL = re.compile(rf"{_INFO}|{_TOLONG}", re.IGNORECASE)  # before CEK, where harm is told behind it
_SWITCH = re.compile(r"\b(?:(stop|berhenti)|mulai|start)\b", re.IGNORECASE)
_OF_NEWS = re.compile(rf"{_TOLONG}(?!\W*!)|{_any('jangan sms pesan kabar kabari kabarin notifikasi notif langganan')}",
                      re.IGNORECASE)
_STATUS_FIRST = re.compile(rf"\W*{_any('status sts')}", re.IGNORECASE)


@dataclass(frozen=True)
class Text:
    """A text on one line. `number` as typed, '' without one; `born` as read, None without one; `before` and `after`:
    what is said around them, in a text without both all of it."""

    said: str
    number: str = ""
    born: date | None = None
    before: str = ""
    after: str = ""

    @property
    def names_somebody(self) -> bool:
        """Whether number and birth date are both there."""
        return bool(self.number and self.born)

    @property
    def lacks_a_birth_date(self) -> bool:
        """Whether a number stands there, and no day that could be read."""
        return bool(self.number) and not self.born and _is_right(self.number)

    @cached_property
    def around(self) -> str:
        """All that is said besides number and date."""
        return " ".join(part for part in (self.before, self.after) if part)

    @cached_property
    def first(self) -> str:
        """The first word, in capitals."""
        return (re.findall(r"[^\W_]+", self.around) or [""])[0].upper()

    @cached_property
    def switch(self) -> str:
        """'STOP' or 'MULAI' where no more is said than that no news is wanted, or news again; else ''. Beside number
        and date it must stand alone: 'saya mau berhenti' tells of somebody then."""
        found = _SWITCH.search(self.around)
        if not found:
            return ""
        left = self.around[:found.start()] + self.around[found.end():]
        if re.search(r"\w", left) if self.names_somebody else not _is_plain(_OF_NEWS.sub(" ", left)):
            return ""
        return "STOP" if found[1] else "MULAI"

    @cached_property
    def calls_for_help(self) -> bool:
        """Whether help is asked for; not by 'Tolong cek status', which is polite, nor by what else says only that."""
        left = _POLITE.sub(" ", self.around)
        return bool(_HELPS.search(self.around)) and not (_is_plain(left) and _LOOKS.search(left))

    @cached_property
    def tells_of_harm(self) -> bool:
        """Whether something is told that somebody may need help with, though nobody asks for it."""
        return bool(_HARM.search(self.around)) or self.tells_of_death and not self.move

    @property
    def tells_of_death(self) -> bool:
        """Whether somebody died."""
        return bool(_DEATH.search(self.around))

    def tells_more_than(self, name: str) -> bool:
        """Whether something is told besides who somebody is and comes from, a move, or what people say around a
        question for the status."""
        known = "|".join([r"dari\W+\w+", "tiba", "pulang", *map(re.escape, re.findall(r"\w+", name))])
        left = re.sub(rf"\b(?:{known})\b|{_HELP}", " ", self.around, flags=re.IGNORECASE)
        return not self.move and not _is_plain(left)

    @cached_property
    def move(self) -> str:
        """'TIBA' or 'PULANG' where that is said first or last, before or behind number and date, and not as what is yet
        to be; else ''."""
        parts = (self.before, self.after)
        for part in parts:
            if found := _MOVED_FIRST.match(part):
                return found[1].upper()
        for part in parts:
            if (found := _MOVED_LAST.search(part)) and not _NOT_DONE.search(part):
                return found[1].upper()
        return ""

    @cached_property
    def company(self) -> str | None:
        """All that follows CEK, None where it is not said first, or another thing is asked."""
        found = _CHECK.match(self.said.strip(_EDGES))
        if not found or _STATUS_FIRST.match(found[2]):
            return None
        if (asked := read(found[2])).number and _is_plain(asked.before):
            return None
        if _MAY_CALL.search(found[1]) and _HARM.search(found[2]):
            return None
        return found[2].strip(_EDGES)

    @cached_property
    def story(self) -> str:
        """What is told, before and behind number and date, without the greeting and the command."""
        if not self.calls_for_help and not self.move:
            return self.around
        first, last = (_HELP_FIRST, _HELP_LAST) if self.calls_for_help else (_MOVED_FIRST, _MOVED_LAST)
        if found := first.match(self.around):
            return self.around[found.end():].strip(_EDGES)
        found = last.search(self.around)
        return (self.around[:found.start()] if found else self.around).strip(_EDGES)


def read(text: str) -> Text:
    """What a text says, in the signs of an old telephone."""
    said = _shortened(_plain(text))
    found = [one for match in _NUMBER.finditer(said) if (one := _around(said, *match.span(1)))]
    return max(found, key=lambda one: one[0])[1] if found else Text(said, before=said)


def _plain(text: str) -> str:
    """The text on one line."""
    text = _UNSAID.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", text)))
    return re.sub(r"[\s\x00-\x1f\x7f<>()\[\]{}|]+", " ", text).strip()


def _shortened(text: str) -> str:
    """As much as a report holds: the beginning and the end, where number and date may stand, too, and a note between
    them, for who reads the story."""
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST - len(_LEFT_OUT) - _END] + _LEFT_OUT + text[-_END:]


def _is_plain(text: str) -> bool:
    """Whether nothing is said but greetings, and what people say around a question for the status."""
    return not re.search(r"\w", _PLAIN_WORD.sub("", text))


def _around(said: str, start: int, end: int) -> tuple[tuple[bool, ...], Text] | None:
    """How much speaks for a number standing there, and the text as it reads then; None where none does. One wrong sign
    in it is still one, but a name that looks like one goes on behind its ten signs."""
    try:
        right = _is_right(said[start:end])
    except WrongShape:
        return None
    before, after = said[:start], said[end:]
    bounded, direct, born = not after[:1].isalnum(), False, None
    if behind := _births(after):
        found, born = behind[0]
        direct, after = found.start() == 0, _without(after, found)
    elif ahead := _births(before):
        found, born = ahead[-1]
        before = _without(before, found)
    if not (bounded or direct or right and born):
        return None
    text = Text(said, said[start:end], born, _BEFORE_NUMBER.sub("", before).strip(_EDGES), after.strip(_EDGES))
    return (right, direct, born is not None, bounded), text


def _is_right(number: str) -> bool:
    """Whether there is no slip in a number. Raises WrongShape for what is none."""
    try:
        return bool(read_number(number))
    except TypingSlip:
        return False


def _births(text: str) -> list[tuple[re.Match[str], date]]:
    """The days in a text on which who writes may have been born; others are of their story."""
    return [(found, born) for found in _DATE.finditer(text) if (born := _birth(found[1]))]


def _birth(typed: str) -> date | None:
    try:
        born = read_date(typed)
    except ValueError:
        return None
    return born if born.year <= clock.today().year - YOUNGEST else None


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[:found.start()].strip(_EDGES)} {text[found.end():].strip(_EDGES)}"


def read_date(text: str) -> date:
    """1-7-2003, 01.07.2003, 1 7 2003, 1:7:2003, 01072003, 1072003, 1-7-03, 2003-07-01, 20030701, 1 juli 2003, 1 Jul 03.
    Raises ValueError."""
    text = text.strip().lower()
    turned = (re.fullmatch(rf"(\d{{4}}){_BETWEEN}+(\d{{1,2}}){_BETWEEN}+(\d{{1,2}})", text)
              or re.fullmatch(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(\d\d)", text))
    # Of eight digits the last four are the year, unless nobody who is alive was born then: 20031201.
    if turned and not re.fullmatch(r"\d{4}(19|20)\d\d", text):
        return date(*map(int, turned.groups()))
    found = (re.fullmatch(r"(\d{1,2})(\d{2})(\d{4})", text)
             or re.fullmatch(r"(\d{2})(\d{2})(\d{2})", text)
             or re.fullmatch(rf"(\d{{1,2}}){_BETWEEN}*([a-z]+){_BETWEEN}*(\d{{4}}|\d{{2}})", text)
             or re.fullmatch(rf"(\d{{1,2}}){_BETWEEN}+(\d{{1,2}}){_BETWEEN}+(\d{{4}}|\d{{2}})", text))
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
