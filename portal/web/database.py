"""A pooled connection for each request, taken once its body is there and given back at its end."""

from flask import Flask, request

from portal.data.base import db


def init_database(app: Flask) -> None:
    @app.before_request
    def take() -> None:
        request.get_data(parse_form_data=True)  # all of the body first: a slow phone must not hold a connection
        db.connect(reuse_if_open=True)

    @app.teardown_request
    def give_back(_error: BaseException | None) -> None:
        if not db.is_closed() and not app.config.get("KEEP_CONNECTION"):
            db.close()
