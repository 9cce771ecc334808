"""Logs without personal data: anything that looks like a NIK, a phone number or an e-mail is blotted out."""

from __future__ import annotations

import logging
import re

from flask import Flask

_PERSONAL = re.compile(r"\d(?:[ .-]?\d){9,}|[\w.+-]+@[\w-]+\.[\w.]+|\d{2}-[0-9A-Z]{4}-[0-9A-Z]{4}")


class Blotter(logging.Filter):
    """Replaces personal data in a record's finished text, its traceback's message included."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _PERSONAL.sub("[…]", record.getMessage()), None
        if record.exc_info:
            kind, _error, trace = record.exc_info
            record.exc_info = (kind, None, trace)  # the message may quote what a person typed
        return True


def init_logs(app: Flask) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(Blotter())
    for name in ("portal", app.logger.name):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(logging.INFO)
