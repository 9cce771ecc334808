"""Phone numbers and e-mail addresses, as people type them."""

from __future__ import annotations

import re

from portal.rules.refusal import WrongNumber
from portal.words import say

SHORTEST, LONGEST = 10, 14  # digits, in the form 628…; operators' prefixes change, so they are not looked at

_BETWEEN_GROUPS = re.compile(r"[\s.\-()\u2010-\u2015\u2212]")
_MOBILE = re.compile(r"628[1-9][0-9]*")
# Modest on purpose, a code sent there is the real check. Plain ASCII: a comma or a quote could add receivers.
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_EMAIL = re.compile(rf"(?=.{{3,254}}$)[a-z0-9!#$%&'*+/=?^_`{{|}}~.-]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")


def read_phone(typed: str) -> str:
    """08…, 8…, 62…, +62… or 0062… with spaces, dots, dashes and brackets -> '628…'. Raises WrongNumber.

    +852… is a number of Hong Kong, and not 0852…: whoever has that one would get what is meant for another."""
    bare = _BETWEEN_GROUPS.sub("", typed)
    digits = re.sub(r"^(\+|00)", "", bare)
    if not re.fullmatch(r"[0-9]+", digits):
        raise WrongNumber(say("Nomor HP hanya berisi angka, contoh: 0812 3456 7890."))
    phone = "62" + re.sub(r"^(62)?0?(?=8)", "", digits)
    if not _MOBILE.fullmatch(phone) or digits != bare and not digits.startswith("62"):
        raise WrongNumber(say("Nomor HP dimulai dengan 08 atau +62 8. Contoh: 0812 3456 7890."))
    if len(phone) < SHORTEST:
        raise WrongNumber(say("Nomor HP ini kurang panjang. Contoh: 0812 3456 7890."))
    if len(phone) > LONGEST:
        raise WrongNumber(say("Nomor HP ini terlalu panjang. Contoh: 0812 3456 7890."))
    return phone


def read_sender(sender: str) -> str:
    """'628…' of a telephone that a gateway names: with its country before it, or as it is dialled here. '' for any
    other, also for '852…', which somebody here might type for 0852… Gateways do not."""
    if re.match(r"[\s(]*8", sender):
        return ""
    try:
        return read_phone(sender)
    except WrongNumber:
        return ""


def shown(phone: str) -> str:
    """'0812-3456-7890', as it is said at home."""
    local = "0" + phone.removeprefix("62")
    return "-".join(part for part in (local[:4], local[4:8], local[8:]) if part)


def masked(contact: str) -> str:
    """Enough to recognise one's own contact by: '0812-…-890', 's…@contoh.id'."""
    if "@" in contact:
        name, _, host = contact.partition("@")
        return f"{name[:1]}…@{host}"
    return f"{shown(contact)[:4]}-…-{contact[-3:]}"


def read_contact(typed: str) -> tuple[str, str]:
    """('phone', '628…') or ('email', 'a@b.c', lower case). Raises WrongNumber."""
    text = typed.strip()
    if "@" in text:
        return "email", _read_email(text)
    if any(char.isalpha() for char in text):
        raise WrongNumber(say("Isi nomor HP seperti 0812 3456 7890, atau email seperti nama@contoh.id."))
    return "phone", read_phone(text)


def _read_email(text: str) -> str:
    email = text.lower()
    if not _EMAIL.fullmatch(email) or ".." in email or email.startswith(".") or ".@" in email:
        raise WrongNumber(say("Alamat email ini belum benar. Contoh: nama@contoh.id."))
    return email
