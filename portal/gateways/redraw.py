"""The process that touches strangers' bytes: reads a file on standard input, writes its pages drawn anew.

Run by gateways/images.py with nothing of the portal loaded. First line of the answer: JSON, {"refused": code} or
{"pages": [{"picture": bytes, "preview": bytes, "width", "height", "hints"}]}; then picture and preview of each page.
"""

from __future__ import annotations

import io
import json
import os
import re
import resource
import sys
import warnings

MEMORY = 1536 * 1024 * 1024  # 50 megapixels take 200 MB as RGBA, and some steps hold two of them
CPU_SECONDS = 25
PIXELS = 50_000_000
PAGES = 20
LONGEST, SMALL = 1600, 360  # pixels
SHORTEST = 200  # pixels: nothing less wide or less high can be read
PREVIEW_BYTES = 20_000
BLURRED, DARK = 60.0, 45.0  # variance of the edges at 800 px, mean of the light from 0 to 255


class Refused(Exception):
    pass


def main() -> None:
    os.nice(10)  # whoever reads a page goes first
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes to a pipe, and to no file
    data = sys.stdin.buffer.read()
    try:
        pages = [drawn(image) for image in opened(data)]
        told = {"pages": [{"picture": len(big), "preview": len(small), "width": width, "height": height,
                           "hints": hints} for big, small, width, height, hints in pages]}
    except Refused as refused:
        pages, told = [], {"refused": str(refused)}
    except MemoryError:
        pages, told = [], {"refused": "pixels"}
    except Exception:  # whatever a decoder does with a broken file, the answer is the same
        pages, told = [], {"refused": "broken"}
    out = sys.stdout.buffer
    out.write(json.dumps(told).encode() + b"\n")
    for big, small, *_ in pages:
        out.write(big + small)


def opened(data: bytes):
    """The pages as RGB images, upright."""
    is_paper = data.startswith(b"%PDF-")
    refuse_mixtures(data, is_paper)
    if is_paper:
        yield from pdf_pages(data)
    else:
        yield picture(data)


def refuse_mixtures(data: bytes, is_paper: bool) -> None:
    """A picture or a paper that is also an archive, a page or a program. Drawing anew would disarm it; nobody's camera
    makes one.

    Phones do append films and depth maps to photos: those are let through, and left out of the new drawing. In the
    middle of a file only marks are looked for that no compressed bytes hold by chance."""
    ends = (data[:4096] + data[-4096:]).lower()
    if (not is_paper and b"%PDF-" in data[:1024] or b"PK\x05\x06" in data[-66_000:]
            or any(mark in ends for mark in (b"<script", b"<html", b"<?php", b"<svg"))
            or re.search(rb"<script[\s>]|<html[\s>]|<!doctype html|<\?php\s", data, re.IGNORECASE)
            or is_paper and data.rpartition(b"%%EOF")[1] and data.rpartition(b"%%EOF")[2].strip(b"\0\r\n\t ")):
        raise Refused("mixed")


def picture(data: bytes):
    from PIL import Image, ImageOps, UnidentifiedImageError
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "HEIF"))
        if image.width * image.height > PIXELS:
            raise Refused("pixels")
        if min(image.size) < SHORTEST:
            raise Refused("tiny")
        image.draft("RGB", (LONGEST * 2, LONGEST * 2))  # a JPEG is decoded no larger than it will be drawn
        image.load()
    except UnidentifiedImageError:
        raise Refused("kind") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("pixels") from None
    return flat(ImageOps.exif_transpose(image))


def flat(image):
    """RGB, on white where it was see-through."""
    from PIL import Image

    if image.mode.startswith("I"):  # grey of 16 bits: Pillow would cut all but the darkest off at white
        image = image.point(lambda light: light / 256).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image)
    return image.convert("RGB")


def pdf_pages(data: bytes):
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise Refused("paper") from None
    if len(document) > PAGES:
        raise Refused("pages")
    if len(document) == 0:
        raise Refused("paper")
    for page in document:
        width, height = page.get_size()
        longest = max(width, height)
        if not 0 < longest < 20_000:
            raise Refused("pixels")
        if min(width, height) / longest * LONGEST < SHORTEST:
            raise Refused("tiny")
        yield page.render(scale=LONGEST / longest, may_draw_forms=False).to_pil().convert("RGB")


def drawn(image) -> tuple[bytes, bytes, int, int, list[str]]:
    from PIL import Image

    image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    image.info.clear()  # Pillow would write a comment into the new drawing: place names, or a whole archive
    return jpeg(image, 82), preview(image), image.width, image.height, hints(image)


def jpeg(image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def preview(image) -> bytes:
    small = image.copy()
    small.thumbnail((SMALL, SMALL))
    for quality in (70, 55, 40, 25, 10):
        made = jpeg(small, quality)
        if len(made) <= PREVIEW_BYTES:
            break
    return made


def hints(image) -> list[str]:
    """What a person would say at a glance; a hint, never a wall."""
    from PIL import ImageFilter, ImageStat

    grey = image.convert("L")
    grey.thumbnail((800, 800))
    edges = grey.filter(ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128))
    edges = edges.crop((1, 1, grey.width - 1, grey.height - 1)) if min(grey.size) > 2 else edges  # no kernel at the rim
    found = ["gelap"] if ImageStat.Stat(grey).mean[0] < DARK else []
    return [*found, "buram"] if ImageStat.Stat(edges).var[0] < BLURRED else found


if __name__ == "__main__":
    main()
