"""The portal as `make run` serves it: a real gunicorn on a port of its own."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from functools import cache
from pathlib import Path

from tests.support.postgres import free_port

ROOT = Path(__file__).parent.parent.parent


@cache
def _prepared() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="prepared"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class Server:
    """Prepare and start it, use `url`, stop it. `log` is all that it has said."""

    wsgi = "wsgi:app"
    scheme = "http"
    trust: ssl.SSLContext | None = None  # for a server with a certificate of its own: tests/support/secure.py

    def __init__(self, var: Path, **environ: str) -> None:
        self.port = free_port()
        self.url = f"{self.scheme}://127.0.0.1:{self.port}"
        self.var, self._log = str(var), var / "server.log"
        self._environ = {**os.environ, "VAR_DIR": str(var), "PORT": str(self.port), "DEMO": "1",
                         "WEB_CONCURRENCY": "1", "PYTHONWARNINGS": "default", **environ}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        return self._log.read_text() if self._log.exists() else ""

    def prepare(self) -> Server:
        """Migrate, load all villages, and fill in the demo accounts. It takes ten seconds, and comes out the same: the
        servers of one run after the first get a copy."""
        if not (made := _prepared() / "var").exists():
            self._run("flask", "--app", "wsgi", "portal", "prepare").check_returncode()
            shutil.copytree(self.var, made)
        else:
            shutil.copytree(made, self.var, dirs_exist_ok=True)
        return self

    def _run(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        with self._log.open("ab") as log:
            return subprocess.run([sys.executable, "-m", *command], env=self._environ, cwd=ROOT,
                                  stdout=subprocess.DEVNULL, stderr=log, timeout=180, check=False)

    def start(self) -> Server:
        """Returns once it answers; raises RuntimeError with its log when it does not within 30 seconds."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", self.wsgi],
                env=self._environ, cwd=ROOT, stdout=log, stderr=log,
            )
        until = time.monotonic() + 30
        while time.monotonic() < until and self._process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/sehat", timeout=5, context=self.trust).close()
                return self
            except OSError:
                time.sleep(0.05)  # a server's start has no event to wait for
        self.stop()
        raise RuntimeError(f"The server did not start:\n{self.log}")

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)  # open connections are not waited for
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def restart(self) -> Server:
        self.stop()
        return self.start()
