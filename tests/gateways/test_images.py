"""Strangers' files: drawn anew without what the camera wrote into them, or refused."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageFilter, PngImagePlugin

from portal.gateways import images
from portal.gateways.images import BadPicture, draw
from tests.support.pictures import encoded, paper, photo, png_of

PAPER = encoded(paper(400, 600), "PDF")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_each_kind_of_photo_becomes_one_jpeg(form):
    (page,) = draw(photo(2000, 1500, form))
    opened = Image.open(io.BytesIO(page.picture))
    assert (opened.format, opened.size) == ("JPEG", (1600, 1200))
    assert (page.width, page.height, page.hints) == (1600, 1200, ())
    assert len(page.preview) <= 20_000
    assert Image.open(io.BytesIO(page.preview)).format == "JPEG"


def test_a_small_photo_is_not_blown_up():
    assert (draw(photo(640, 480))[0].width, draw(photo(640, 480))[0].height) == (640, 480)


def test_place_time_and_camera_are_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Fictional Phone"
    exif.get_ifd(0x8825)[2] = (6.0, 17.0, 0.0)
    (page,) = draw(photo(800, 600, exif=exif.tobytes()))
    assert (page.width, page.height) == (600, 800)
    for jpeg in (page.picture, page.preview):
        assert b"Exif" not in jpeg
        assert b"Fictional" not in jpeg
        assert not Image.open(io.BytesIO(jpeg)).getexif()


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_no_comment_is_drawn_again(form):
    """In which a phone may write where it was, and somebody else a whole archive."""
    said, notes = b"di rumah Siti " * (4000 if form == "JPEG" else 6000), PngImagePlugin.PngInfo()
    notes.add_text("comment", said.decode())
    (page,) = draw(photo(800, 600, form, **({"comment": said} if form == "JPEG" else {"pnginfo": notes})))
    for jpeg in (page.picture, page.preview):
        assert b"Siti" not in jpeg
        assert "comment" not in Image.open(io.BytesIO(jpeg)).info
    assert len(page.preview) <= 20_000


def test_the_pages_of_a_pdf_become_pictures():
    sheets = [paper(400, 600) for _ in range(3)]
    pages = draw(encoded(sheets[0], "PDF", save_all=True, append_images=sheets[1:]))
    assert [page.picture[:2] for page in pages] == [b"\xff\xd8"] * 3


def test_a_script_in_a_pdf_is_left_behind():
    script = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    (page,) = draw(encoded(paper(400, 600), "PDF").replace(b"/Type /Catalog", b"/Type /Catalog " + script))
    assert b"JavaScript" not in page.picture


def test_a_blurred_and_a_dark_photo_are_told():
    assert draw(encoded(paper(1200, 900).filter(ImageFilter.GaussianBlur(12))))[0].hints == ("buram",)
    assert "gelap" in draw(encoded(paper(1200, 900).point(lambda light: light // 8)))[0].hints


def test_what_is_see_through_lies_on_white():
    (page,) = draw(encoded(Image.new("RGBA", (250, 250), (0, 0, 0, 0)), "PNG"))
    assert Image.open(io.BytesIO(page.picture)).getpixel((25, 25)) == (255, 255, 255)


def test_grey_of_sixteen_bits_stays_grey():
    grey = Image.new("I;16", (600, 400), 128 * 256)
    (page,) = draw(encoded(grey, "PNG"))
    (low, high) = Image.open(io.BytesIO(page.picture)).convert("L").getextrema()
    assert 120 < low <= high < 136


def test_a_page_of_paper_too_narrow_to_read_is_refused():
    with pytest.raises(BadPicture) as refused:
        draw(encoded(paper(100, 900), "PDF"))
    assert refused.value.code == "tiny"


def test_a_film_that_a_phone_appends_is_left_out():
    (page,) = draw(photo() + b"\0\0\0\x18ftypmp42" + b"film" * 5000)
    assert b"ftyp" not in page.picture


@pytest.mark.parametrize(("data", "code"), [
    (b"", "empty"),
    (b"\xff\xd8" + b"x" * (12 * 1024 * 1024), "big"),
    (photo()[:20_000], "broken"),
    (b"\xff\xd8\xff\xe0nonsense", "broken"),
    (encoded(paper(50, 50), "GIF"), "kind"),
    (b"PK\x03\x04" + b"0" * 1000, "kind"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "mixed"),
    (b"<!doctype html><html>", "mixed"),
    (photo() + b"PK\x05\x06" + b"\0" * 18, "mixed"),
    (photo() + b"<script>alert(1)</script>", "mixed"),
    (photo() + b"<html><script>alert(1)</script>" + b" " * 9000, "mixed"),
    (PAPER + b"PK\x03\x04" + b"\0" * 40 + b"PK\x05\x06" + b"\0" * 18, "mixed"),
    (PAPER + b"MZ\x90 this is a program", "mixed"),
    (PAPER.replace(b"%%EOF", b"% <html><script>alert(1)</script>\n%%EOF"), "mixed"),
    (png_of(50_000, 50_000), "pixels"),
    (png_of(10_000, 5_001), "pixels"),
    (b"%PDF-1.7\n%%EOF", "paper"), (PAPER[:500], "paper"),
    (encoded(paper(20, 20), "PDF", save_all=True, append_images=[paper(20, 20)] * 20), "pages"),
], ids=lambda value: value if isinstance(value, str) else "file")
def test_what_is_not_a_photo_is_refused(data, code):
    with pytest.raises(BadPicture) as refused:
        draw(data)
    assert refused.value.code == code


def test_fifty_megapixels_are_taken():
    (page,) = draw(encoded(Image.new("L", (10_000, 5_000), 200), "PNG"))
    assert (page.width, page.height) == (1600, 800)


def test_a_decoder_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(images, "SECONDS", 0.001)
    with pytest.raises(BadPicture) as refused:
        draw(photo())
    assert refused.value.code == "slow"
