"""How `make run` serves. gevent: a phone that dribbles its request holds a greenlet, not a worker."""

from gevent import monkey

monkey.patch_all()  # before the app is imported, since it is preloaded

import os  # noqa: E402 - after the patch

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gevent"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_connections = 2000
preload_app = True  # a further worker then costs 4 MB instead of 32
keepalive = 30
timeout = 60
graceful_timeout = 10
limit_request_line = 2048
limit_request_fields = 60
accesslog = None  # addresses and paths stay out of logs
errorlog = "-"
loglevel = os.environ.get("LOG_LEVEL", "warning")


def on_starting(_server):
    from gunicorn import SERVER, http  # noqa: F401

    import gunicorn.http.wsgi as wsgi

    wsgi.SERVER = "p"  # a name and version help nobody but an attacker


def post_fork(_server, _worker):
    """Connections must not be shared between processes."""
    from portal.data.base import db

    if hasattr(db.obj, "close_all"):
        db.obj.close_all()
