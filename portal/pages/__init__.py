"""The pages, one blueprint a topic."""

from flask import Flask


def register_pages(app: Flask) -> None:
    """Add every topic's routes."""
    from portal.pages import (
        account,
        health,
        help,
        helpers,
        home,
        language,
        letter,
        messages,
        officers,
        privacy,
        receipt,
        registration,
        status,
        village,
    )

    for topic in (home, account, receipt, registration, status, help, privacy, language, health, messages, officers):
        app.register_blueprint(topic.pages)
    for topic in (village, helpers, letter):
        app.register_blueprint(topic.pages)
