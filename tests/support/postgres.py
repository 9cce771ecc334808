"""A private Postgres cluster on a free port, run by a user other than root."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Cluster:
    """Start it, use `url(database)`, stop it."""

    def __init__(self) -> None:
        bins = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        if not bins:
            raise RuntimeError("Postgres is missing: run the tests by `make test`.")
        self.bin, self.port = bins[-1], free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))
        self.user = self._somebody()

    def _somebody(self) -> str:
        if os.getuid() != 0:
            return pwd.getpwuid(os.getuid()).pw_name
        names = {entry.pw_name for entry in pwd.getpwall()}
        return "postgres" if "postgres" in names else "nobody"

    def _run(self, *command: str) -> None:
        prefix = ["runuser", "-u", self.user, "--"] if os.getuid() == 0 else []
        subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")

    def start(self) -> Cluster:
        if os.getuid() == 0:
            shutil.chown(self.folder, self.user)
        data = str(self.folder / "data")
        self._run(f"{self.bin}/initdb", "-D", data, "-U", "portal", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
        self._run(f"{self.bin}/pg_ctl", "-D", data, "-w", "-o", options, "-l", str(self.folder / "log"), "start")
        return self

    def url(self, database: str) -> str:
        return f"postgresql://portal@127.0.0.1:{self.port}/{database}"

    def sql(self, statement: str) -> None:
        """Run one statement outside any transaction."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def stop(self) -> None:
        self._run(f"{self.bin}/pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
