"""Photos as a phone takes them, and files that no phone makes."""

from __future__ import annotations

import io
import random
import struct
import zlib
from functools import cache
from typing import Any

import pillow_heif
from PIL import Image, ImageDraw

from portal.gateways import images

pillow_heif.register_heif_opener()


drawn = cache(images.draw)  # once for each file: in its place where a test is not about drawing


@cache
def photo(width: int = 1200, height: int = 900, form: str = "JPEG", **more: Any) -> bytes:
    """A sheet of paper with many rows of digits, sharp and bright."""
    return encoded(paper(width, height), form, **more)


def paper(width: int, height: int) -> Image.Image:
    dice = random.Random(1)
    image = Image.new("RGB", (width, height), (232, 228, 214))
    pen = ImageDraw.Draw(image)
    for _ in range(120):
        pen.text((dice.randrange(width), dice.randrange(height)), "3215 0141 0703 0001", fill=(10, 10, 30),
                 font_size=max(height // 40, 4))
    return image


def noisy(size: int) -> bytes:
    """A camera photo of about this many bytes: grain cannot be compressed away."""
    side = int((size / 0.64) ** 0.5)
    grain = Image.frombytes("RGB", (side, side), random.Random(2).randbytes(side * side * 3))
    return encoded(Image.blend(paper(side, side), grain, 0.4), quality=90)


def encoded(image: Image.Image, form: str = "JPEG", **more: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims this size, in a kilobyte."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1_000_000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
