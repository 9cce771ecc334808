"""A private Postgres cluster on a free port, run by a user other than root, gone when the test run is gone."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any

# The shell holds the cluster's life: it waits on a pipe that only the test run holds open. However that run ends,
# killed included, the pipe closes, and the shell stops the server and takes its files away.
_KEEPER = """
"$BIN/initdb" -D "$FOLDER/data" -U portal -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$FOLDER/log" 2>&1 &&
"$BIN/pg_ctl" -D "$FOLDER/data" -w -l "$FOLDER/log" -o "-p $PORT -k $FOLDER -c listen_addresses=127.0.0.1 \
  -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200" start >/dev/null 2>&1 &&
echo ready || cat "$FOLDER/log"
read -r _
"$BIN/pg_ctl" -D "$FOLDER/data" -m immediate stop >/dev/null 2>&1
rm -rf "$FOLDER"
"""


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Cluster:
    """Start it, use `url(database)`, stop it."""

    def __init__(self) -> None:
        bins = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: float(path.split("/")[4]))
        if not bins:
            raise RuntimeError("Postgres is missing: `make test` installs it.")
        self.bin, self.port = bins[-1], free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))
        self.keeper: subprocess.Popen[str] | None = None

    def start(self) -> Cluster:
        """Returns once the server answers; raises RuntimeError with its log when it does not come up."""
        user = []
        if os.getuid() == 0:  # Postgres refuses to run as root
            name = "postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else "nobody"
            shutil.chown(self.folder, name)
            user = ["runuser", "-u", name, "--"]
        self.keeper = subprocess.Popen(
            [*user, "sh", "-c", _KEEPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/",
            start_new_session=True,  # Ctrl-C is for the test run; the keeper ends after it
            env={"PATH": os.environ["PATH"], "BIN": self.bin, "FOLDER": str(self.folder), "PORT": str(self.port)},
        )
        first = self.keeper.stdout.readline()
        if first.strip() != "ready":
            log = first + self.stop()
            raise RuntimeError(f"Postgres did not start:\n{log}")
        return self

    def url(self, database: str) -> str:
        return f"postgresql://portal@127.0.0.1:{self.port}/{database}"

    def sql(self, statement: str) -> None:
        """Run one statement outside any transaction."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def stop(self) -> str:
        """Stop the server and remove its files; returns what it still had to say."""
        said, _ = self.keeper.communicate(timeout=60)
        return said


class Emptied:
    """A database that is used by one test after the other: what a test wrote is taken out again, which takes a small
    part of the time of a new database. One whose tables, or first rows, a test has changed is made anew."""

    def __init__(self, cluster: Cluster, template: str) -> None:
        self.cluster, self.template, self.url = cluster, template, cluster.url("emptied")
        self._make()

    def _make(self) -> None:
        self.cluster.sql("DROP DATABASE IF EXISTS emptied WITH (FORCE)")
        self.cluster.sql(f"CREATE DATABASE emptied TEMPLATE {self.template}")
        with self._connect() as connection:
            self._tables = [name for name, in connection.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")]
            self._first = self._filled(connection, self._tables)
            self._serials = [name for name, in connection.execute(
                "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NULL")]
            self._as_made = self._look(connection)

    def empty(self) -> None:
        """Ready for the next test: whoever is still connected is sent away, and serials begin with 1 again."""
        with self._connect() as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                               "WHERE datname = current_database() AND pid <> pg_backend_pid()")
            anew = self._look(connection) != self._as_made
            if not anew:
                self._take_out(connection)
        if anew:
            self._make()

    def _take_out(self, connection: Any) -> None:
        connection.execute("SET session_replication_role = replica")  # in any order, whatever refers to what
        for name in self._filled(connection, [one for one in self._tables if one not in self._first]):
            connection.execute(f'DELETE FROM "{name}"')
        connection.execute("SELECT setval(quote_ident(name)::regclass, 1, false) FROM unnest(%s::text[]) name",
                           [self._serials])

    def _look(self, connection: Any) -> list[Any]:
        """Every table, index and sequence as it was made, and what stood in tables from the first."""
        made = connection.execute("SELECT relname, oid, relnatts FROM pg_class "
                                  "WHERE relnamespace = 'public'::regnamespace ORDER BY relname").fetchall()
        if not set(self._first) <= {name for name, *_ in made}:
            return made
        return [made, *(connection.execute(f'SELECT count(*), sum(hashtext(one::text)) FROM "{name}" one').fetchall()
                        for name in self._first)]

    def _filled(self, connection: Any, tables: list[str]) -> list[str]:
        """Those that have rows."""
        each = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in tables)
        return [name for name, in connection.execute(" UNION ALL ".join(each))]

    def _connect(self) -> Any:
        import psycopg

        return psycopg.connect(self.url, autocommit=True)
