"""Remove what is kept no longer than needed: stale drafts, used codes, old counters, sent messages."""

from __future__ import annotations

import time
from datetime import timedelta

import click

from portal import clock
from portal.data.account import Code, EndedSession
from portal.data.base import db
from portal.data.draft import Draft
from portal.data.limit import Tally
from portal.data.message import Message
from portal.rules import once, repair
from portal.rules.drafts import KEPT_DAYS

MESSAGE_DAYS = 30
SESSION_DAYS = 61  # longer than a cookie lives


@click.command()
def purge() -> None:
    """Delete drafts untouched for 180 days, messages sent 30 days ago; codes, counters and form keys that ran out."""
    at = clock.now()
    with db.connection_context():
        gone = {
            "drafts": Draft.delete().where(
                Draft.number.is_null() & (Draft.changed_at < at - timedelta(days=KEPT_DAYS))
            ).execute(),
            "repairs": Draft.delete().where(
                (Draft.journey == repair.JOURNEY) & (Draft.changed_at < at - timedelta(days=repair.KEPT_DAYS))
            ).execute(),
            "messages": Message.delete().where(Message.sent_at < at - timedelta(days=MESSAGE_DAYS)).execute(),
            "codes": Code.delete().where(Code.expires_at < at - timedelta(days=1)).execute(),
            "counters": Tally.delete().where(Tally.expires < int(time.time())).execute(),
            "keys of forms": once.purge(at),
            "ended sessions": EndedSession.delete().where(
                EndedSession.at < at - timedelta(days=SESSION_DAYS)
            ).execute(),
        }
    click.echo(", ".join(f"{name}: {count}" for name, count in gone.items()))
