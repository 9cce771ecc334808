"""An S3 server of the tests' own: moto's, a real process that speaks the protocol over HTTP.

Chosen over Swift's s3api, which needs a ring of accounts, containers and objects set up as root; obstore sees the same
requests and answers from both."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.postgres import free_port

KEYS = {"AWS_ACCESS_KEY_ID": "portal", "AWS_SECRET_ACCESS_KEY": "portal-secret", "AWS_REGION": "us-east-1"}


@contextmanager
def s3_server(bucket: str = "portal") -> Iterator[dict[str, str]]:
    """The environment that leads obstore to it; the bucket exists."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            for line in process.stderr:
                if "Running on" in line:
                    break
            url = f"http://127.0.0.1:{port}"
            urllib.request.urlopen(urllib.request.Request(f"{url}/{bucket}", method="PUT"), timeout=10).close()
            yield {**KEYS, "AWS_ENDPOINT_URL": url}
        finally:
            process.terminate()
