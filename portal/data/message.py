"""The outbox: messages written in the transaction that causes them, sent afterwards."""

from __future__ import annotations

from datetime import datetime

from peewee import CharField, IntegerField

from portal.data.base import EncryptedTextField, Table, UtcDateTimeField


class Message(Table):
    """`uid` is what a gateway can deduplicate by. Contact and text are sealed; `kind` tells what it is about."""

    uid = CharField(max_length=32, unique=True)
    kind = CharField(max_length=24)
    to = EncryptedTextField()
    body = EncryptedTextField()
    tries = IntegerField(default=0)
    due_at = UtcDateTimeField()
    sent_at = UtcDateTimeField(null=True)
    failed_at = UtcDateTimeField(null=True)
    created_at = UtcDateTimeField()

    class Meta:
        indexes = ((("sent_at", "failed_at", "due_at"), False),)


def messages_due(at: datetime, limit: int = 50) -> list[Message]:
    """Unsent messages whose time has come, oldest first."""
    where = Message.sent_at.is_null() & Message.failed_at.is_null() & (Message.due_at <= at)
    return list(Message.select().where(where).order_by(Message.due_at, Message.id).limit(limit))


def messages_given_up(limit: int = 100) -> list[Message]:
    """Messages that were tried for the last time, the newest first."""
    where = Message.sent_at.is_null() & Message.failed_at.is_null(False)
    return list(Message.select().where(where).order_by(Message.failed_at.desc(), Message.id.desc()).limit(limit))


def messages_tried_again(limit: int = 100) -> list[Message]:
    """Messages that failed at least once and wait for another try, the next one first."""
    where = Message.sent_at.is_null() & Message.failed_at.is_null() & (Message.tries > 0)
    return list(Message.select().where(where).order_by(Message.due_at, Message.id).limit(limit))


def latest_messages(limit: int = 20) -> list[Message]:
    """The last messages written, newest first: the demo shows them on a page."""
    return list(Message.select().order_by(Message.id.desc()).limit(limit))
