"""A pooled connection for each request, taken once its body is there and given back at its end."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app, request

from portal.data.base import db


def init_database(app: Flask) -> None:
    @app.before_request
    def take() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if not getattr(view, "streams", False):
            request.get_data(parse_form_data=True)  # all of the body first: a slow phone must not hold a connection
        db.connect(reuse_if_open=True)

    @app.teardown_request
    def give_back(_error: BaseException | None) -> None:
        if not db.is_closed() and not app.config.get("KEEP_CONNECTION"):
            db.close()


@contextmanager
def without_connection() -> Iterator[None]:
    """Give the connection back for as long as the block reads from a slow line."""
    kept = current_app.config.get("KEEP_CONNECTION")
    if not kept:
        db.close()
    try:
        yield
    finally:
        if not kept:
            db.connect(reuse_if_open=True)
