"""A pooled connection for each request, taken once its body is there and given back at its end."""

from flask import Flask, abort, request

from portal.data.base import DiskFull, db, without_connection

__all__ = ["DiskFull", "init_database", "without_connection"]


def init_database(app: Flask) -> None:
    @app.before_request
    def take() -> None:
        if "\0" in request.path:  # no address has one, and Postgres takes none
            abort(404)
        view = app.view_functions.get(request.endpoint or "")
        if not getattr(view, "streams", False):
            request.get_data(parse_form_data=True)  # all of the body first: a slow phone must not hold a connection
        db.connect(reuse_if_open=True)

    @app.teardown_request
    def give_back(_error: BaseException | None) -> None:
        if not db.is_closed() and not app.config.get("KEEP_CONNECTION"):
            db.close()
