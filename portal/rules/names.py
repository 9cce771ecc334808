"""Names, kept as people write them."""

import re
import unicodedata

from portal.rules.refusal import Refused
from portal.words import say

SHORTEST, LONGEST = 2, 100
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"  # letters, or a sign, that are drawn as nothing
_BROKEN = re.compile(r"%[89A-F][0-9A-F]", re.IGNORECASE)  # what is left of a form's byte that is no UTF-8


def tidy_name(typed: str) -> str:
    """The name without spaces at its ends: one word or many, apostrophes, emoji, any script, either direction.

    Raises Refused outside 2 to 100 characters, without a letter of any script, and for NUL and other control
    characters."""
    name = typed.strip()
    if is_broken(name) or any(unicodedata.category(char) in ("Cc", "Cs") for char in name):
        raise Refused(say("Ada tanda yang tidak terbaca. Ketik ulang bagian ini."))
    if not SHORTEST <= len(name) <= LONGEST or not _has_letter(name):
        raise Refused(say("Nama berisi 2 sampai 100 huruf."))
    return name


def is_broken(text: str) -> bool:
    """Whether it holds bytes that are no UTF-8: forms are read with those left as %FF; nothing typed is lost."""
    return bool(_BROKEN.search(text))


def is_blank(text: str) -> bool:
    """Whether nothing of it can be seen: spaces, direction marks, joiners, fillers."""
    return all(char.isspace() or unicodedata.category(char) == "Cf" or char in _FILLERS for char in text)


def _has_letter(text: str) -> bool:
    """Not made of digits, signs, spaces and direction marks alone."""
    return any(unicodedata.category(char)[0] == "L" for char in text)
