"""How gunicorn serves, `make run` included.

gevent: a phone that dribbles its request, or reads its answer byte by byte, holds a greenlet instead of a worker.
Measured with 200 slow POST bodies (`make bench`): with sync or gthread workers every other request times out, with
gevent none does.
"""

# ruff: noqa: E402 - the patch comes before everything else: with preload_app the app is imported by this very process

from gevent import monkey

monkey.patch_all()

import gc
import os
import resource
from typing import Any

bind = f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
worker_class = "gevent"
workers = int(os.environ.get("WEB_CONCURRENCY") or "2")
worker_connections = 2000
preload_app = True  # a further worker then costs 4 MB instead of 32
keepalive = 30  # seconds: opening a connection costs a 2G phone a round trip of half a second
timeout = 60
graceful_timeout = 10
control_socket_disable = True  # nobody asks through it, and two portals of one user would fight for its one path
limit_request_line = 2048
limit_request_fields = 60
limit_request_field_size = 4096
accesslog = None  # addresses and paths tell who looked at what: they stay out of logs
errorlog = "-"
loglevel = os.environ.get("LOG_LEVEL") or "warning"


def on_starting(_server: Any) -> None:
    """Before any worker: room for as many connections as the machine allows, and no header that does nothing."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))
    _leave_out_idle_headers()


def _leave_out_idle_headers() -> None:
    """No Server header, which helps nobody but an attacker, and no keep-alive, which HTTP/1.1 means anyway.

    42 bytes on every answer; gunicorn has no setting for it."""
    from gunicorn.http.wsgi import Response

    with_server = Response.default_headers

    def default_headers(response: Any) -> list[str]:
        idle = ("Server:", "Connection: keep-alive") if response.req.version >= (1, 1) else ("Server:",)
        return [line for line in with_server(response) if not line.startswith(idle)]

    Response.default_headers = default_headers


def when_ready(_server: Any) -> None:
    """The app is loaded and no worker is born: what is there stays, so the collector need not look at it again."""
    gc.collect()
    gc.freeze()


def post_fork(_server: Any, _worker: Any) -> None:
    """Each worker opens database connections of its own: they cannot be shared between processes."""
    from portal.data.base import db

    if db.obj is not None:
        db.obj.close_all()
