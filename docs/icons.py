"""Draws the home screen's icons, static/icon-192.png and icon-512.png, in the shape of static/icon.svg, edge to edge.

    python -m docs.icons
"""

from pathlib import Path

from PIL import Image, ImageDraw

STATIC = Path(__file__).parent.parent / "static"
FINE = 4  # drawn so many times larger first, so that edges are smooth
SEA, SUN, WHITE = "#0b4f5c", "#ffbf00", "#fff"


def icon(side: int) -> Image.Image:
    """The arch with the sun in it, of 32 units a side, shrunk into the part that no mask cuts off."""
    unit, size = side * FINE / 32 * 0.85, side * FINE
    left, top = (size - 32 * unit) / 2, (size - 33 * unit) / 2
    picture = Image.new("RGB", (size, size), SEA)
    draw = ImageDraw.Draw(picture)

    def box(x0: float, y0: float, x1: float, y1: float) -> tuple[float, ...]:
        return left + x0 * unit, top + y0 * unit, left + x1 * unit, top + y1 * unit

    draw.pieslice(box(11, 21, 21, 31), 180, 360, fill=SUN)
    draw.arc(box(6.25, 5.25, 25.75, 24.75), 180, 360, fill=WHITE, width=round(3.5 * unit))
    draw.rectangle(box(6.25, 15, 9.75, 26), fill=WHITE)
    draw.rectangle(box(22.25, 15, 25.75, 26), fill=WHITE)
    return picture.resize((side, side), Image.Resampling.LANCZOS).quantize(16)


if __name__ == "__main__":
    for side in (192, 512):
        icon(side).save(STATIC / f"icon-{side}.png", optimize=True)
