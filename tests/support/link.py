"""A telephone's line in user space, on this machine alone: slow, far away, and gone for a while when it is told so.

One shared line for all connections, first come first served, each packet with 40 bytes of header; half a round trip is
added each way, and a whole one before the first bytes of a connection, as its handshake costs. TCP's slow start is left
out: at GPRS speed its first window is already more than the line holds."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress

from tests.support.postgres import free_port

PACKET, HEADER = 1460, 40  # bytes


class _Way:
    """One direction: `kbit` a second. `payload` and `wire` count bytes without and with headers."""

    def __init__(self, kbit: float) -> None:
        self.rate, self.free, self.payload, self.wire = kbit * 125, 0.0, 0, 0

    def leaves(self, size: int, now: float) -> float:
        """When the last bit of so many bytes has left, sent now."""
        whole = size + HEADER
        self.free = max(self.free, now) + whole / self.rate
        self.payload += size
        self.wire += whole
        return self.free


class Link:
    """`port` leads to the target over the line. GPRS unless said otherwise: kbit/s down and up, round trip in s."""

    def __init__(self, target: int, down: float = 50, up: float = 20, rtt: float = 0.5) -> None:
        self.target, self.rtt, self.port = target, rtt, free_port()
        self.down, self.up, self.gaps = _Way(down), _Way(up), 0
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._away_until = 0.0
        self._ready, self._end = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Link:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("The line did not open.")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)

    def gap(self, seconds: float) -> None:
        """Cut every connection, and refuse new ones for so long. Returns at once."""
        self.gaps += 1
        self._loop.call_soon_threadsafe(self._cut, seconds)

    def _cut(self, seconds: float) -> None:
        self._away_until = self._loop.time() + seconds
        self.down.free = self.up.free = 0.0  # what was on its way is lost
        for writer in self._open:
            writer.transport.abort()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:  # at its end it cancels what still runs
            runner.run(self._serve())

    async def _serve(self) -> None:
        async with await asyncio.start_server(self._phone, "127.0.0.1", self.port) as server:
            self._ready.set()
            await self._end.wait()
            server.close()
            for writer in self._open:
                writer.transport.abort()

    async def _phone(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._loop.time() < self._away_until:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection("127.0.0.1", self.target)
        ends = {writer, back}
        self._open |= ends
        try:
            await asyncio.gather(self._pump(reader, back, self.up, self.rtt), self._pump(there, writer, self.down, 0))
        except (OSError, asyncio.CancelledError):
            pass  # cut, or the end of the line itself
        finally:
            self._open -= ends
            for end in ends:
                end.transport.abort()

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, way: _Way, first: float) -> None:
        """Read no faster than the line takes it, so that an answer is not in the phone before it could be."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        arriving = asyncio.ensure_future(self._arrive(under_way, sink))
        try:
            while data := await source.read(PACKET):
                await asyncio.sleep(first)
                first = 0
                left = way.leaves(len(data), self._loop.time())
                under_way.put_nowait((left + self.rtt / 2, data))
                await asyncio.sleep(left - self._loop.time())
        finally:
            under_way.put_nowait((self._loop.time() + self.rtt / 2, b""))
        await arriving

    async def _arrive(self, under_way: asyncio.Queue[tuple[float, bytes]], sink: asyncio.StreamWriter) -> None:
        while True:
            at, data = await under_way.get()
            await asyncio.sleep(at - self._loop.time())
            if sink.is_closing():
                return  # cut meanwhile
            with suppress(OSError):
                if data:
                    sink.write(data)
                    await sink.drain()
                elif sink.can_write_eof():
                    sink.write_eof()
            if not data:
                return
