"""Pictures of replies, drawn."""

from io import BytesIO

import segno

from bot.message import Image

_DOTS = 8
# pixels of one module: large enough for an old camera


def png_of(image: Image) -> bytes:
    """The picture as a PNG file. Raises ValueError for a source that cannot be drawn."""
    kind, _, text = image.source.partition(":")
    if kind != "qr" or not text:
        raise ValueError("only qr: pictures can be drawn")
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=_DOTS, border=4)
    return drawn.getvalue()
