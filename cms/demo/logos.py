"""The demo institutions' logos, drawn here: no file of anybody else's, and the same bytes at every run."""

from io import BytesIO

from PIL import Image, ImageDraw

SIZE = 256
# Drawn larger and reduced, so that edges come out smooth.
SCALE = 4


def draw_logo(shape: str, primary: str, accent: str) -> bytes:
    """A PNG of 256 × 256 px in two colours (#rrggbb). `shape` is a key of SHAPES; another raises KeyError."""
    image = Image.new("RGB", (SIZE * SCALE, SIZE * SCALE), primary)
    SHAPES[shape](ImageDraw.Draw(image), SIZE * SCALE / 100, accent)
    stream = BytesIO()
    image.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _round_table(draw: ImageDraw.ImageDraw, unit: float, accent: str) -> None:
    """Eight seats around a table, one of them taken by the reader."""
    draw.ellipse(_box(50, 50, 19, unit), fill="#ffffff")
    seats = [(50, 16), (74, 26), (84, 50), (74, 74), (50, 84), (26, 74), (16, 50), (26, 26)]
    for index, (x, y) in enumerate(seats):
        draw.ellipse(_box(x, y, 8, unit), fill=accent if index == 4 else "#ffffff")


def _hills(draw: ImageDraw.ImageDraw, unit: float, accent: str) -> None:
    """Sun, hills and a river."""
    draw.ellipse(_box(68, 30, 12, unit), fill=accent)
    draw.polygon([(x * unit, y * unit) for x, y in ((0, 72), (32, 34), (60, 72))], fill="#ffffff")
    draw.polygon([(x * unit, y * unit) for x, y in ((40, 72), (68, 48), (100, 72))], fill="#dfeee6")
    draw.rectangle([0, 72 * unit, 100 * unit, 80 * unit], fill=accent)


def _box(x: float, y: float, radius: float, unit: float) -> list[float]:
    return [(x - radius) * unit, (y - radius) * unit, (x + radius) * unit, (y + radius) * unit]


SHAPES = {"round_table": _round_table, "hills": _hills}
