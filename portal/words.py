"""Sentences for people, written in Indonesian where they are used and translated where they are shown."""

from __future__ import annotations


class Words(str):
    """A sentence that remembers its message id and values, so that the page can say it in the reader's language."""

    msgid: str
    values: dict[str, object]

    def __new__(cls, msgid: str, **values: object) -> Words:
        words = super().__new__(cls, msgid % values if values else msgid)
        words.msgid, words.values = msgid, values
        return words


def say(msgid: str, **values: object) -> Words:
    """Mark `msgid` (Indonesian, `%(name)s` places) for translation. The catalogue test collects these calls."""
    return Words(msgid, **values)
