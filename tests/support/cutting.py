"""A line between two towers: passes bytes on to a server on this machine, and hangs up at places drawn by lot."""

from __future__ import annotations

import contextlib
import random
import socket
import threading

from tests.support.postgres import free_port


class CuttingLine:
    """`url` leads to the target; the first `cuts` connections that carry much are cut in the middle. `done` counts."""

    def __init__(self, target: int, cuts: int, least: int = 20_000, most: int = 600_000, seed: int = 1) -> None:
        self.target, self.cuts, self.done = target, cuts, 0
        self._dice = random.Random(seed)
        self._range = least, most
        self._lock = threading.Lock()
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> CuttingLine:
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                phone, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
                with self._lock:
                    allowance = self._dice.randrange(*self._range) if self.done < self.cuts else None
                for source, sink, limit in ((phone, server, allowance), (server, phone, None)):
                    threading.Thread(target=self._pump, args=(source, sink, limit), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, allowance: int | None) -> None:
        to_phone = sink.getsockname()[1] == self.port
        with contextlib.suppress(OSError):  # either end may hang up first
            while data := source.recv(8192):
                if allowance is not None:
                    allowance -= len(data)
                    if allowance < 0:
                        with self._lock:
                            self.done += 1
                        break
                if (carried := self.carry(data, to_phone)) is None:
                    break
                sink.sendall(carried)
                if 0 < len(carried) < len(data):
                    break
        for end in (source, sink):
            with contextlib.suppress(OSError):  # it is gone already
                end.shutdown(socket.SHUT_RDWR)

    def carry(self, data: bytes, _to_phone: bool) -> bytes | None:
        """What arrives of it at the other end: of less than all, or None, the line breaks; b"" is lost silently."""
        return data


class DeafLine(CuttingLine):
    """As long as `deaf` is set, what a phone says arrives, and what comes back is lost: the worst place for a cut."""

    def __init__(self, target: int) -> None:
        super().__init__(target, 0)
        self.deaf = False

    def carry(self, data: bytes, to_phone: bool) -> bytes | None:
        return None if self.deaf and to_phone else data


class StalledLine(CuttingLine):
    """As long as `stalled` is set, connections stand and nothing that a phone says arrives."""

    def __init__(self, target: int) -> None:
        super().__init__(target, 0)
        self.stalled = False

    def carry(self, data: bytes, to_phone: bool) -> bytes | None:
        return b"" if self.stalled and not to_phone else data


class HeldLine(CuttingLine):
    """What a phone says arrives; what comes back waits until `free` is set, which it is at first."""

    def __init__(self, target: int) -> None:
        super().__init__(target, 0)
        self.free = threading.Event()
        self.free.set()

    def carry(self, data: bytes, to_phone: bool) -> bytes | None:
        if to_phone:
            self.free.wait()
        return data


class BreakingLine(CuttingLine):
    """As long as `breaks` is set, an answer breaks off behind its head, in the middle of the page."""

    HEAD, BODY = 700, 50  # bytes that come through: more than a head has, less than a page

    def __init__(self, target: int) -> None:
        super().__init__(target, 0)
        self.breaks = False

    def carry(self, data: bytes, to_phone: bool) -> bytes | None:
        if not (self.breaks and to_phone):
            return data
        return data[:self.HEAD if data.startswith(b"HTTP/") else self.BODY]
