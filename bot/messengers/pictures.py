"""Pictures lent by address to platforms that fetch them: signed, and only for a while."""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.message import Image
from bot.messengers.images import png_of

PATH = "/pictures/"
LIVES_S = 3600.0
"""As long as an invitation."""

_MAC_BYTES = 16


def lent(public_url: str, image: Image, secret: bytes, now: float) -> str:
    """Where the picture may be fetched during the next hour."""
    what = f"{int(now + LIVES_S)}.{_encoded(image.source.encode())}"
    return f"{public_url.rstrip('/')}{PATH}{what}.{_mac(what, secret)}"


def borrowed(signed: str, secret: bytes, now: float) -> Image | None:
    """The picture that a signed name stands for, without its alt text; None when not ours or too old."""
    what, _, mac = signed.rpartition(".")
    if not hmac.compare_digest(mac.encode(), _mac(what, secret).encode()):
        return None
    until, _, source = what.partition(".")
    try:
        if int(until) < now:
            return None
        return Image(base64.urlsafe_b64decode(source + "=" * (-len(source) % 4)).decode(), "")
    except (ValueError, binascii.Error):
        return None


def picture_route(secret: bytes, clock: Callable[[], float] = time.time) -> Route:
    """Serves what `lent` gave away."""

    async def fetch(request: Request) -> Response:
        image = borrowed(request.path_params["signed"], secret, clock())
        try:
            drawn = b"" if image is None else png_of(image)
        except ValueError:
            drawn = b""
        return Response(drawn, 200 if drawn else 404, media_type="image/png")

    return Route(PATH + "{signed}", fetch, methods=["GET"])


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _mac(what: str, secret: bytes) -> str:
    return _encoded(hmac.new(secret, b"picture\0" + what.encode(), hashlib.sha256).digest()[:_MAC_BYTES])
