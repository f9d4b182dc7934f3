import httpx
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from bot.message import Image
from bot.messengers.pictures import LIVES_S, PATH, borrowed, lent, picture_route

SECRET = b"0123456789abcdef"
QR = Image("qr:https://t.me/jipsa_bot?start=K7M3Q9PX", "초대 QR 코드")


def name(address: str) -> str:
    return address.partition(PATH)[2]


def test_what_is_lent_comes_back() -> None:
    address = lent("https://home.example/", QR, SECRET, 1000.0)
    assert address.startswith("https://home.example/pictures/")
    found = borrowed(name(address), SECRET, 1000.0 + LIVES_S - 1)
    assert found is not None and found.source == QR.source


def test_after_its_time_it_is_gone() -> None:
    assert borrowed(name(lent("https://x", QR, SECRET, 1000.0)), SECRET, 1001.0 + LIVES_S) is None


def test_another_secret_opens_nothing() -> None:
    assert borrowed(name(lent("https://x", QR, b"another secret", 1000.0)), SECRET, 1000.0) is None


@given(st.text(max_size=80))
def test_made_up_names_open_nothing(made_up: str) -> None:
    assert borrowed(made_up, SECRET, 0.0) is None


@given(st.integers(0, 200), st.characters())
def test_a_changed_name_opens_nothing(at: int, letter: str) -> None:
    right = name(lent("https://x", QR, SECRET, 1000.0))
    at %= len(right)
    changed = right[:at] + letter + right[at + 1 :]
    assert changed == right or borrowed(changed, SECRET, 1000.0) is None


async def test_it_is_served_as_png() -> None:
    app = httpx.ASGITransport(Starlette(routes=[picture_route(SECRET, lambda: 1000.0)]))
    async with httpx.AsyncClient(transport=app, base_url="http://home") as http:
        right = await http.get(PATH + name(lent("", QR, SECRET, 1000.0)))
        assert right.headers["content-type"] == "image/png" and right.content.startswith(b"\x89PNG")
        for wrong in ("x", "1.2.3", name(lent("", QR, SECRET, -LIVES_S)), name(lent("", QR, b"x", 1000.0))):
            assert (await http.get(PATH + wrong)).status_code == 404


async def test_what_cannot_be_drawn_is_not_there() -> None:
    app = httpx.ASGITransport(Starlette(routes=[picture_route(SECRET, lambda: 1000.0)]))
    async with httpx.AsyncClient(transport=app, base_url="http://home") as http:
        for source in ("camera:door", "qr:" + "x" * 5000):
            address = lent("", Image(source, "x"), SECRET, 1000.0)
            assert (await http.get(address)).status_code == 404
