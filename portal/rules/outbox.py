"""The outbox: a message is written in the transaction that causes it, and delivered afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from portal import clock
from portal.data.message import Message, latest_messages, messages_due
from portal.words import Words

WAITS = (1, 5, 30, 120, 360, 720, 1440)  # minutes after each failed try; then given up
SMS = 160
Tell = Callable[[Words, str], str]
_tell: Tell = lambda words, _language: str(words)  # noqa: E731 - replaced by the web layer's translation


def use(tell: Tell) -> None:
    """Set how Words become text in a language; the app does it once."""
    global _tell
    _tell = tell


def write(kind: str, contact: str, words: Words, language: str = "id") -> Message:
    """Put a message for `contact` (628… or an e-mail) in the outbox, told in `language`. At most 160 characters.

    Call it in the transaction of what it tells about."""
    body = _tell(words, language)
    if len(body) > SMS:
        raise ValueError(f"{kind}: {len(body)} characters, at most {SMS}")
    at = clock.now()
    return Message.create(uid=uuid.uuid4().hex, kind=kind, to=contact, body=body, due_at=at, created_at=at)


def latest(limit: int = 20) -> list[Message]:
    """The newest messages, for the demo's page."""
    return latest_messages(limit)


def deliver(send: Callable[[str, str, str], bool]) -> tuple[int, int]:
    """Send what is due through `send(uid, contact, text)`; how many were sent, and how many failed.

    Each message is claimed by a guarded UPDATE that puts its next try off, so that two deliverers never hold one."""
    sent = failed = 0
    for message in messages_due(clock.now()):
        if not _claim(message):
            continue
        if send(message.uid, message.to, message.body):
            Message.update(sent_at=clock.now()).where(Message.id == message.id).execute()
            sent += 1
        else:
            failed += 1
            if message.tries >= len(WAITS):
                Message.update(failed_at=clock.now()).where(Message.id == message.id).execute()
    return sent, failed


def _claim(message: Message) -> bool:
    wait = WAITS[min(message.tries, len(WAITS) - 1)]
    return bool(
        Message.update(tries=message.tries + 1, due_at=clock.now() + timedelta(minutes=wait))
        .where((Message.id == message.id) & (Message.tries == message.tries) & Message.sent_at.is_null())
        .execute()
    )
