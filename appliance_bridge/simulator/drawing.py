"""Small drawings for appliances that send pictures: rectangles on a plain ground, as PNG in base64."""

import base64
import struct
import zlib
from collections.abc import Iterable
from functools import cache

WIDTH, HEIGHT = 240, 180
Colour = tuple[int, int, int]
Box = tuple[int, int, int, int, Colour]
"""Left, top, right, bottom in pixels, and the colour that fills it."""


def png(ground: Colour, boxes: Iterable[Box]) -> str:
    """The boxes one upon the other, base64 of a PNG file."""
    rows = [bytearray(bytes(ground) * WIDTH) for _ in range(HEIGHT)]
    for left, top, right, bottom, colour in boxes:
        for row in rows[top:bottom]:
            row[left * 3 : right * 3] = bytes(colour) * (right - left)
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", pixels), _chunk(b"IEND", b""))
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(chunks)).decode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@cache
def shelves() -> str:
    """The inside of a refrigerator: milk, juice, eggs, a tub of kimchi, greens, apples, cheese."""
    white, glass, egg, apple = (250, 250, 245), (190, 205, 210), (245, 225, 200), (190, 40, 45)
    return png(
        (236, 242, 244),
        [
            *((8, height, 232, height + 4, glass) for height in (60, 115, 168)),
            (20, 14, 46, 60, white), (20, 14, 46, 24, (60, 120, 190)), (54, 20, 76, 60, (235, 175, 70)),
            (130, 40, 214, 60, (222, 190, 150)),
            *((left, 34, left + 14, 42, egg) for left in range(134, 208, 18)),
            (24, 80, 96, 115, (200, 80, 50)), (20, 76, 100, 84, white), (130, 88, 200, 115, (120, 160, 90)),
            *((left, 148, left + 22, 168, apple) for left in range(24, 130, 28)),
            (150, 140, 210, 168, (240, 200, 60)),
        ],
    )  # fmt: skip


@cache
def rooms() -> str:
    """The map of a robot vacuum: rooms, its way through them, its dock."""
    living, kitchen, bedroom, way = (170, 205, 235), (235, 215, 165), (200, 225, 190), (255, 255, 255)
    return png(
        (24, 30, 36),
        [
            (16, 16, 224, 164, (70, 84, 96)), (20, 20, 138, 160, living),
            (142, 20, 220, 88, kitchen), (142, 92, 220, 160, bedroom),
            (134, 44, 146, 62, living), (134, 112, 146, 130, living),
            *((32, height, 126, height + 2, way) for height in range(34, 150, 12)),
            (146, 52, 206, 54, way), (146, 120, 206, 122, way), (24, 140, 38, 154, (90, 200, 120)),
        ],
    )  # fmt: skip
