"""The outbox: a message is written in the transaction that causes it, and delivered afterwards."""

from __future__ import annotations

import logging
import unicodedata
import uuid
from collections.abc import Callable
from datetime import timedelta

from portal import clock
from portal.data.message import Message, latest_messages, messages_due, messages_given_up, messages_tried_again
from portal.data.silence import Silence, is_silent
from portal.keyring import keyed_hash
from portal.words import Words

log = logging.getLogger("portal")

WAITS = (1, 5, 30, 120, 360, 720, 1440)  # minutes after each failed try
TRIES = len(WAITS) + 1  # then given up
SMS = 160  # GSM characters in one message; a single other character would leave room for 70 (3GPP TS 23.038)
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€")  # these take two places
_PLAINER = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "})
Tell = Callable[[Words, str], str]


def _in_indonesian(words: Words, _language: str) -> str:
    """As it was written; the web layer brings a translation."""
    return str(words)


_tell: Tell = _in_indonesian


def use(tell: Tell) -> None:
    """Set how Words become text in a language; the app does it once."""
    global _tell
    _tell = tell


ASKED_FOR = ("code", "answer", "invitation", "number")  # kinds that somebody has just asked for


def write(kind: str, contact: str, words: Words, language: str = "id") -> Message | None:
    """Put a message for `contact` (628… or an e-mail) in the outbox, told in `language`; None for who wants no news.

    Call it in the transaction of what it tells about. ValueError when it does not fit into one SMS."""
    if kind not in ASKED_FOR and is_silent(keyed_hash(contact)):
        return None
    body = gsm(_tell(words, language))
    if gsm_length(body) > SMS:
        raise ValueError(f"{kind}: {gsm_length(body)} characters, at most {SMS}")
    at = clock.now()
    return Message.create(uid=uuid.uuid4().hex, kind=kind, to=contact, body=body, due_at=at, created_at=at)


def silence(contact: str) -> None:
    """No more news to this contact; codes still come."""
    Silence.insert(contact=keyed_hash(contact), since=clock.now()).on_conflict_ignore().execute()


def speak(contact: str) -> None:
    """News again."""
    Silence.delete().where(Silence.contact == keyed_hash(contact)).execute()


def latest(limit: int = 20) -> list[Message]:
    """The newest messages, for the demo's page."""
    return latest_messages(limit)


def troubled() -> tuple[list[Message], list[Message]]:
    """(given up, waiting for another try): what an operator should know of, a hundred of each at most."""
    return messages_given_up(), messages_tried_again()


def retry() -> int:
    """Let everything that was given up be tried anew, all tries again; how many there were."""
    where = Message.sent_at.is_null() & Message.failed_at.is_null(False)
    return Message.update(failed_at=None, tries=0, due_at=clock.now()).where(where).execute()


def gsm(text: str) -> str:
    """The text in characters that every phone's SMS knows: quotes and dashes made plain, accents left out."""
    return "".join(char if char in _GSM | _GSM_TWICE else _unaccented(char) for char in text.translate(_PLAINER))


def _unaccented(char: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", char) if part in _GSM) or "?"


def gsm_length(text: str) -> int:
    """How many of an SMS's 160 places a GSM text takes."""
    return len(text) + sum(char in _GSM_TWICE for char in text)


def deliver(send: Callable[[str, str, str], bool]) -> tuple[int, int]:
    """Send all that is due through `send(uid, contact, text)`; how many were sent, and how many failed.

    Each message is claimed by a guarded UPDATE that puts its next try off, so that two deliverers never hold one. A
    deliverer that dies while sending leaves it due again: at least once, with the same uid."""
    sent = failed = 0
    while batch := messages_due(clock.now()):
        for message in filter(_claim, batch):
            if _gone(send, message):
                Message.update(sent_at=clock.now()).where(Message.id == message.id).execute()
                sent += 1
            else:
                failed += 1
                if message.tries + 1 >= TRIES:
                    _give_up(message)
    return sent, failed


def _claim(message: Message) -> bool:
    wait = WAITS[min(message.tries, len(WAITS) - 1)]
    return bool(
        Message.update(tries=message.tries + 1, due_at=clock.now() + timedelta(minutes=wait))
        .where((Message.id == message.id) & (Message.tries == message.tries) & Message.sent_at.is_null())
        .execute()
    )


def _gone(send: Callable[[str, str, str], bool], message: Message) -> bool:
    """Whether the gateway took it. One that fails in whatever way must not keep the other messages waiting."""
    try:
        return send(message.uid, message.to, message.body)
    except Exception as error:  # a gateway's library may raise anything; the others must not wait for it
        log.warning("message %s was not sent: %s", message.id, type(error).__name__)  # its text may hold the contact
        return False


def _give_up(message: Message) -> None:
    """For good, and so that somebody sees it: in the log, and as `failed_at`."""
    Message.update(failed_at=clock.now()).where(Message.id == message.id).execute()
    log.error("message %s (%s) was given up after %s tries", message.id, message.kind, TRIES)
