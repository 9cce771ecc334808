"""A pooled connection for each request, opened when first needed and given back at its end."""

from flask import Flask

from portal.data.base import db


def init_database(app: Flask) -> None:
    @app.before_request
    def take() -> None:
        db.connect(reuse_if_open=True)

    @app.teardown_request
    def give_back(_error: BaseException | None) -> None:
        if not db.is_closed() and not app.config.get("KEEP_CONNECTION"):
            db.close()
