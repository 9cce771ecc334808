"""A small HTTP client for measuring: raw sockets, kept alive, one thread, requests prepared beforehand."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

TIMEOUT = 10.0  # seconds; an answer that has not come by then counts as this


def request(method: str, path: str, form: Mapping[str, str] | None = None, **headers: str) -> bytes:
    """A whole request, ready to send."""
    body = urlencode(form or {}).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Language: id"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items() if value]
    if method == "POST":
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Connection:
    """Sends a round of requests over and over, each when the answer before it is complete."""

    def __init__(self, port: int, requests: list[bytes], expect: set[int]) -> None:
        self.port, self.requests, self.expect, self.turn = port, requests, expect, 0
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self) -> None:
        self.got, self.whole = b"", 0
        self.socket.sendall(self.requests[self.turn])
        self.turn = (self.turn + 1) % len(self.requests)

    def take(self) -> bool:
        """Read what is there; True when the answer is complete. A wrong status ends the measurement."""
        chunk = self.socket.recv(262144)
        if not chunk:
            raise RuntimeError(f"The server hung up in the middle of an answer: {self.got[:300]!r}")
        self.got += chunk
        if not self.whole:
            head, end, _ = self.got.partition(b"\r\n\r\n")
            if not end:
                return False
            status = int(head[9:12])
            if status not in self.expect:
                raise RuntimeError(f"{status} for {self.requests[self.turn - 1][:200]!r}: {self.got[-600:]!r}")
            length = next((line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), b":0")
            self.whole = len(head) + 4 + int(length.partition(b":")[2])
        return len(self.got) >= self.whole


def rate(port: int, requests: list[bytes], seconds: float, connections: int = 8,
         expect: Iterable[int] = (200, 303)) -> float:
    """Complete answers per second over this many connections."""
    done, wanted = 0, set(expect)
    with selectors.DefaultSelector() as selector:
        open_ones = [Connection(port, requests, wanted) for _ in range(connections)]
        for connection in open_ones:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send()
        began = time.perf_counter()
        while (now := time.perf_counter()) < began + seconds:
            ready = selector.select(TIMEOUT)
            if not ready:
                raise RuntimeError(f"No answer within {TIMEOUT} seconds.")
            for key, _ in ready:
                if key.data.take():
                    done += 1
                    key.data.send()
        for connection in open_ones:
            connection.socket.close()
    return done / (now - began)


def once(port: int, what: bytes) -> tuple[float, bytes]:
    """Seconds for one request on a connection of its own, as for a visitor who has just come, and the answer."""
    began = time.perf_counter()
    try:
        connection = Connection(port, [what], {200})
        connection.send()
        while not connection.take():
            pass
        connection.socket.close()
        return time.perf_counter() - began, connection.got
    except TimeoutError:
        return TIMEOUT, b""


def waits(port: int, what: bytes, seconds: float, pause: float = 0.008) -> list[float]:
    """Seconds that visitors wait who come one after another, `pause` apart, for this long."""
    waited, until = [], time.perf_counter() + seconds
    while time.perf_counter() < until:
        waited.append(once(port, what)[0])
        time.sleep(pause)  # the visitors' own pace
    return waited


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
