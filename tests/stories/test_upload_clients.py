"""Clients that are not ours send twelve megabytes over a line that breaks twenty times; and a server that is killed."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from tusclient.client import TusClient

from portal import keyring
from portal.data.base import connect, db
from portal.data.document import Document, Sheet
from portal.keyring import keyed_hash
from tests.support.cutting import CuttingLine
from tests.support.pictures import noisy
from tests.support.server import ROOT, Server

pytestmark = pytest.mark.xdist_group("uploads")  # one server for all of them

CUTS = 20


class Sender:
    """Somebody signed in on a server of their own, with a draft whose programme asks for a family card."""

    def __init__(self, var: Path) -> None:
        self.server = Server(var).prepare().start()
        self.var = var
        self.web = requests.Session()
        self._post("/akun/masuk", kontak="081200000001", sandi="demo-2026")
        self.draft = self._post("/pendaftaran/baru").url.split("/")[4]
        self._post(f"/pendaftaran/{self.draft}/program", program="ptop")
        self.cookie = "; ".join(f"{c.name}={c.value}" for c in self.web.cookies)

    def _post(self, path: str, **form: str) -> requests.Response:
        page = self.web.get(self.server.url + ("/pendaftaran/baru" if path.startswith("/pendaftaran") else path))
        token = page.text.partition('name=_t value="')[2].partition('"')[0]
        answer = self.web.post(self.server.url + path, data={"_t": token, **form})
        assert answer.status_code == 200, answer.text[:500]
        return answer

    def holds(self, code: str, data: bytes) -> bool:
        """Whether the server made its pages from exactly these bytes."""
        environ = dict(line.split("=", 1) for line in (self.var / "keys.env").read_text().splitlines())
        before = db.obj
        keyring.use(keyring.Keyring.from_text(environ["DATA_KEYS"], environ["HASH_KEY"]))
        database = connect(f"sqlite:///{self.var / 'portal.db'}")
        with database.connection_context():
            sources = [sheet.source for sheet in Sheet.select().join(Document).where(Document.code == code)]
        database.close_all()
        if before is not None:
            db.initialize(before)
        return sources == [keyed_hash(f"{self.draft}:{code}:{hashlib.sha256(data).hexdigest()}")]


@pytest.fixture(scope="module")
def sender(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sender]:
    sender = Sender(tmp_path_factory.mktemp("uploads"))
    yield sender
    sender.server.stop()


@pytest.fixture(scope="module")
def photo() -> bytes:
    data = noisy(12_000_000)
    assert 11_000_000 < len(data) < 12 * 1024 * 1024
    return data


def test_tuspy_through_twenty_cuts(sender: Sender, photo: bytes, tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(photo)
    with CuttingLine(sender.server.port, CUTS) as line:
        client = TusClient(f"{line.url}/unggah", headers={"Cookie": sender.cookie})
        uploader = client.uploader(str(file), chunk_size=1024 * 1024, retries=200, retry_delay=0,
                                   metadata={"draft": sender.draft, "code": "kk"})
        uploader.upload()
        assert line.done == CUTS
    assert sender.holds("kk", photo)


def test_tus_js_client_through_twenty_cuts(sender: Sender, photo: bytes, tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(photo)
    with CuttingLine(sender.server.port, CUTS, seed=2) as line:
        command = ["node", "upload.js", f"{line.url}/unggah", sender.cookie, sender.draft, "ktp", str(file)]
        done = subprocess.run(command, cwd=ROOT / "tests" / "clients", capture_output=True, text=True, timeout=120,
                              check=False)
        assert done.stdout.strip() == "done", done.stderr
        assert line.done == CUTS
    assert sender.holds("ktp", photo)


def test_a_server_killed_in_the_middle_loses_nothing_acknowledged(tmp_path: Path) -> None:
    sender = Sender(tmp_path)
    data = noisy(3_000_000)
    headers = {"Tus-Resumable": "1.0.0", "Cookie": sender.cookie}
    where = sender.server.url + requests.post(f"{sender.server.url}/unggah", headers={
        **headers, "Upload-Length": str(len(data)),
        "Upload-Metadata": f"draft {_base64(sender.draft)},code {_base64('kk')}"}).headers["Location"]
    patch = {**headers, "Content-Type": "application/offset+octet-stream"}
    acknowledged = 0
    for _ in range(3):
        piece = data[acknowledged : acknowledged + 200_000]
        answer = requests.patch(where, data=piece, headers={**patch, "Upload-Offset": str(acknowledged)})
        acknowledged = int(answer.headers["Upload-Offset"])

    def dies_halfway() -> Iterator[bytes]:
        yield data[acknowledged : acknowledged + 100_000]
        _kill(sender.server)
        yield data[acknowledged + 100_000 : acknowledged + 200_000]

    with pytest.raises(requests.ConnectionError):
        requests.patch(where, data=dies_halfway(), headers={**patch, "Upload-Offset": str(acknowledged)})
    sender.server.start()
    at = int(requests.head(where, headers=headers).headers["Upload-Offset"])
    assert at >= acknowledged == 600_000
    rest = requests.patch(where, data=data[at:], headers={**patch, "Upload-Offset": str(at)})
    assert rest.status_code == 204, rest.text
    assert sender.holds("kk", data)
    sender.server.stop()


def _base64(text: str) -> str:
    import base64

    return base64.b64encode(text.encode()).decode()


def _kill(server: Server) -> None:
    """All of it at once, as when the power fails."""
    process = server._process
    workers = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True).stdout
    for pid in (process.pid, *map(int, workers.split())):
        os.kill(pid, signal.SIGKILL)
    process.wait()
