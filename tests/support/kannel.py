"""Kannel, a real SMS gateway, with its fake SMSC: processes of the tests' own on free ports of this machine.

All listen on loopback but the port for the SMSC, which Kannel cannot bind so; it lets in nobody but 127.0.0.1."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from pathlib import Path

from tests.support.postgres import free_port

FAKESMSC = "/usr/lib/kannel/test/fakesmsc"

_CONF = """
group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = admin
smsbox-port = {box}
smsbox-interface = 127.0.0.1
store-type = spool
store-location = {folder}/spool
box-allow-ip = 127.0.0.1

group = smsc
smsc = fake
smsc-id = village
host = 127.0.0.1
port = {smsc}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {box}
sendsms-port = {send}
sendsms-interface = 127.0.0.1

group = sendsms-user
username = portal
password = portal
max-messages = 1

group = sms-service
keyword = default
catch-all = true
post-url = "{inbox}"
max-messages = 1
omit-empty = true
"""


class Kannel:
    """`inbox` is where texts that come in are posted; `sent` is what the telephones got."""

    def __init__(self, folder: Path, inbox: str) -> None:
        self.folder = folder
        (folder / "spool").mkdir(parents=True)
        self.ports = {name: free_port() for name in ("admin", "box", "smsc", "send")}
        (folder / "kannel.conf").write_text(_CONF.format(folder=folder, inbox=inbox, **self.ports))
        self.received = folder / "phones.log"
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def apprise_url(self) -> str:
        """What to put into APPRISE_URLS."""
        return (f"form://127.0.0.1:{self.ports['send']}/cgi-bin/sendsms?method=get&:username=portal&:password=portal"
                "&:from=1500&:to={to}&:message=text")

    @property
    def sent(self) -> str:
        return self.received.read_text(errors="replace") if self.received.exists() else ""

    def start(self) -> Kannel:
        self._run("bearerbox", "/usr/sbin/bearerbox", self.ports["box"])
        self._run("smsbox", "/usr/sbin/smsbox", self.ports["send"])
        return self

    def phones(self) -> None:
        """The fake SMSC connects, and notes all that comes."""
        self._end("phones")
        with self.received.open("ab") as log:
            self._running["phones"] = subprocess.Popen([FAKESMSC, "-H", "127.0.0.1", "-r", str(self.ports["smsc"]),
                                                        "-m", "1000000"],
                                                       stdin=subprocess.PIPE, stdout=log, stderr=log)

    def text(self, sender: str, words: str) -> None:
        """Somebody sends a text to the portal's number."""
        line = self._running["phones"].stdin
        line.write(f"{sender} 1500 text {words}\n".encode())
        line.flush()

    def wait_for(self, found: object, seconds: float = 20) -> None:
        """Until `found()` is true; TimeoutError with what the telephones got."""
        until = time.monotonic() + seconds
        while not found():
            if time.monotonic() > until:
                raise TimeoutError(self.sent[-3000:])
            time.sleep(0.05)  # processes of others have no event to wait for

    def kill(self) -> None:
        """The gateway dies, as when its power fails; the telephones still get what had left it."""
        for name in ("bearerbox", "smsbox"):
            self._end(name)
        if "phones" in self._running:
            self._running["phones"].wait(timeout=30)

    def stop(self) -> None:
        for name in list(self._running):
            self._end(name)

    def _run(self, name: str, program: str, port: int) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        self._running[name] = subprocess.Popen([program, "-v", "1", str(self.folder / "kannel.conf")], stdout=log,
                                               stderr=log)
        log.close()
        self.wait_for(lambda: _answers(port))

    def _end(self, name: str) -> None:
        process = self._running.pop(name, None)
        if process is not None:
            if process.stdin:
                process.stdin.close()
            process.kill()
            process.wait()


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
