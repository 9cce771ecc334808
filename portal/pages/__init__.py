"""The pages, one blueprint a topic."""

from flask import Flask


def register_pages(app: Flask) -> None:
    """Add every topic's routes."""
    from portal.pages import (
        account,
        documents,
        health,
        help,
        home,
        inbox,
        language,
        messages,
        officers,
        privacy,
        receipt,
        registration,
        status,
        upload,
    )

    for topic in (home, account, receipt, registration, status, help, privacy, language, health, messages, officers,
                  upload, documents, inbox):
        app.register_blueprint(topic.pages)
