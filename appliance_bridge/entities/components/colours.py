"""Colours between the ways lights speak of them and plain red, green, blue."""

import colorsys
from collections.abc import Sequence

from appliance_bridge.entities.components.rows import IgnoredError
from appliance_bridge.entities.options import finite

Rgb = tuple[int, int, int]
# each 0-255


def written(rgb: Rgb) -> str:
    """ "r,g,b"."""
    return ",".join(map(str, rgb))


def rgb_of(value: object) -> Rgb:
    """Red, green, blue of "r,g,b". Raises IgnoredError."""
    red, green, blue = numbers(str(value).split(","), 3)
    return _byte(red), _byte(green), _byte(blue)


def numbers(parts: Sequence[object], count: int) -> list[float]:
    """So many finite numbers. Raises IgnoredError."""
    found = [number for number in map(finite, parts) if number is not None]
    if len(parts) != count or len(found) != count:
        raise IgnoredError
    return found


def from_hs(hue: float, saturation: float) -> Rgb:
    """Hue in degrees and saturation in percent, at full brightness."""
    red, green, blue = colorsys.hsv_to_rgb(hue % 360 / 360, min(max(saturation, 0), 100) / 100, 1)
    return _byte(red * 255), _byte(green * 255), _byte(blue * 255)


def to_hs(rgb: Rgb) -> tuple[float, float]:
    """Hue in degrees and saturation in percent."""
    hue, saturation, _ = colorsys.rgb_to_hsv(*(part / 255 for part in rgb))
    return round(hue * 360, 2), round(saturation * 100, 2)


def from_xy(x: float, y: float) -> Rgb:
    """CIE 1931 chromaticity at full brightness, in sRGB."""
    if y <= 0:
        raise IgnoredError
    big_x, big_z = x / y, (1 - x - y) / y
    linear = (
        3.2406 * big_x - 1.5372 - 0.4986 * big_z,
        -0.9689 * big_x + 1.8758 + 0.0415 * big_z,
        0.0557 * big_x - 0.2040 + 1.0570 * big_z,
    )
    most = max(*linear, 1e-9)
    curved = (_gamma(max(part, 0) / most) for part in linear)
    red, green, blue = (_byte(part * 255) for part in curved)
    return red, green, blue


def to_xy(rgb: Rgb) -> tuple[float, float]:
    """CIE 1931 chromaticity of an sRGB colour; white for black."""
    red, green, blue = (_linear(part / 255) for part in rgb)
    big_x = 0.4124 * red + 0.3576 * green + 0.1805 * blue
    big_y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    total = big_x + big_y + 0.0193 * red + 0.1192 * green + 0.9505 * blue
    return (round(big_x / total, 4), round(big_y / total, 4)) if total else (0.3127, 0.329)


def kelvin_of(value: object, in_kelvin: bool) -> int:
    """A colour temperature in kelvin, from kelvin or mired. Raises IgnoredError."""
    number = finite(value)
    if number is None or number <= 0:
        raise IgnoredError
    return round(number if in_kelvin else 1_000_000 / number)


def _byte(value: float) -> int:
    return round(min(max(value, 0), 255))


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
