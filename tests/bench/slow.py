"""Two hundred phones on a very bad line, in a process of their own: `python -m tests.bench.slow PORT KIND PATH`.

heads: dribble the request's head. bodies: dribble a POST's body. readers: take an answer byte by byte.
Each moves one byte a second; every twentieth reader asks for so much that the kernel cannot take it all at once.
Says 'ready' when all are at it, and ends after a minute at the latest.
"""

from __future__ import annotations

import contextlib
import socket
import sys
import time

COUNT = 200
LONGEST = 60.0  # seconds
SETTLED = 5  # bytes moved by each, until when the server has done what it can for them

_HEAD = b"GET /status HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: " + b"a" * 3000
_POST = b"POST /status HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n" \
        b"Content-Length: 3000\r\n\r\nnomor="
_OFTEN = 64  # answers of 37 KB: more than the 2.2 MB that Linux takes off the server's hands, so that it really waits


def _connect(port: int, kind: str, path: str, asked: int) -> socket.socket:
    phone = socket.socket()
    if kind == "readers":
        phone.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    phone.connect(("127.0.0.1", port))
    if kind == "bodies":
        phone.sendall(_POST)
    if kind == "readers":
        phone.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode() * asked)
    phone.setblocking(False)
    return phone


def _move(phone: socket.socket, kind: str, turn: int) -> None:
    with contextlib.suppress(BlockingIOError):
        if kind == "readers":
            phone.recv(1)
        else:
            phone.send(_HEAD[turn : turn + 1] if kind == "heads" else b"2")


def main(port: int, kind: str, path: str) -> None:
    began = time.monotonic()
    phones = [_connect(port, kind, path, 1 if n % 20 else _OFTEN) for n in range(COUNT)]
    turn = lost = 0
    while time.monotonic() < began + LONGEST:
        for phone in phones:
            try:
                _move(phone, kind, turn)
            except OSError:
                lost += 1
            time.sleep(1 / COUNT)  # each phone's own pace: a byte a second
        turn += 1
        if turn == SETTLED:
            print("ready", lost, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
