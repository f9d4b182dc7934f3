"""When Telegram calls us."""

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette

from bot.app import build
from bot.config import Settings
from bot.options import RunOptions
from tests.bot.messengers.telegram.conftest import Make, Telegram
from tests.support.telegram_api.server import TOKEN, BotApi
from tests.support.waiting import until

MOM = 1001
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest_asyncio.fixture
async def called(make: Make) -> AsyncIterator[Telegram]:
    """In mode webhook, connected."""
    telegram = make(mode="webhook", public_url="https://home.example/")
    await telegram.begin()
    await until(lambda: telegram.api.webhook)
    yield telegram


async def post(telegram: Telegram, body: object, secret: str | None) -> int:
    """The status of a call."""
    transport = httpx.ASGITransport(Starlette(routes=list(telegram.messenger.routes())))
    async with httpx.AsyncClient(transport=transport, base_url="https://home.example") as http:
        headers = {} if secret is None else {HEADER.encode(): secret.encode()}
        content = {"content": body} if isinstance(body, bytes) else {"json": body}
        return (await http.post("/hooks/telegram", headers=headers, **content)).status_code


async def test_telegram_is_told_where_and_what(called: Telegram) -> None:
    told = called.api.webhook
    assert told["url"] == "https://home.example/hooks/telegram"
    assert len(told["secret_token"]) >= 32 and told["allowed_updates"] == [
        "message",
        "callback_query",
        "my_chat_member",
    ]
    assert told["drop_pending_updates"] == "false"


async def test_an_update_with_the_secret_arrives(called: Telegram) -> None:
    secret = called.api.webhook["secret_token"]
    body = {"update_id": 1, "message": called.api.message(MOM, "불 켜줘")}
    assert await post(called, body, secret) == 200
    assert (await called.one()).text == "불 켜줘"


async def test_what_makes_no_sense_is_refused(called: Telegram) -> None:
    secret = called.api.webhook["secret_token"]
    for body in (b"[" * 60_000, b"null", b"[]", b"{", b"\xff"):
        assert await post(called, body, secret) == 400


@pytest.mark.parametrize("secret", [None, "", "wrong", "틀림"])
async def test_an_update_without_it_does_nothing(called: Telegram, secret: str | None) -> None:
    body = {"update_id": 1, "message": called.api.message(MOM, "오븐 켜줘")}
    assert await post(called, body, secret) == 403
    right = called.api.webhook["secret_token"]
    assert await post(called, body | {"message": called.api.message(MOM, "안녕")}, right) == 200
    assert (await called.one()).text == "안녕"


@pytest.mark.parametrize(
    ("body", "status"), [(b"{", 400), (b"[1]", 400), (b"\xff", 400), (b'{"message": 5}', 200)]
)
async def test_nonsense_does_no_harm(called: Telegram, body: bytes, status: int) -> None:
    assert await post(called, body, called.api.webhook["secret_token"]) == status
    assert called.messenger.check().ok


async def test_before_we_are_connected_telegram_shall_come_again(make: Make) -> None:
    telegram = make(mode="webhook", public_url="https://home.example")
    secret = telegram.messenger._webhook.secret  # type: ignore[union-attr]
    assert await post(telegram, {"update_id": 1}, secret) == 503


async def test_a_house_that_cannot_be_called_says_so(called: Telegram) -> None:
    info = {
        "pending_update_count": 3,
        "last_error_date": int(time.time()),
        "last_error_message": "Connection refused",
    }
    called.api.webhook_info = info
    await until(lambda: "cannot call https://home.example/hooks/telegram" in called.messenger.check().text)
    called.api.webhook_info = {}
    await called.connected()
    called.api.webhook_info = {"url": "https://elsewhere.example/"}
    await until(lambda: "Another program" in called.messenger.check().text)


async def test_the_secret_stays_the_same_after_a_restart(make: Make) -> None:
    one, other = (make(mode="webhook", public_url="https://home.example") for _ in range(2))
    assert one.messenger._webhook.secret == other.messenger._webhook.secret  # type: ignore[union-attr]


async def test_polling_needs_no_route(telegram: Telegram) -> None:
    assert list(telegram.messenger.routes()) == []


async def test_through_the_whole_house(api: BotApi, tmp_path: Path) -> None:
    settings = Settings.model_validate(
        {
            "state_dir": str(tmp_path),
            "http": {"port": 0, "public_url": "https://home.example"},
            "people": {
                "mom": {"name": {"ko": "엄마"}, "role": "owner", "accounts": {"telegram": [str(MOM)]}}
            },
            "messengers": {"telegram": {"token": TOKEN, "api_url": api.url, "mode": "webhook"}},
        }
    )
    async with AsyncExitStack() as stack:
        home = await build(settings, RunOptions(port=0), stack)
        await until(lambda: api.webhook)
        http = await stack.enter_async_context(httpx.AsyncClient(base_url=home.web.url))
        body = {"update_id": 1, "message": api.message(MOM, "거실 불 켜줘")}

        async def call(secret: str) -> int:
            headers = {HEADER: secret, "Host": "home.example"}
            return (await http.post("/hooks/telegram", json=body, headers=headers)).status_code

        assert await call("wrong") == 403
        assert await call(api.webhook["secret_token"]) == 200
        await until(lambda: api.to(MOM))
        assert "거실 불" in api.to(MOM)[0].text
        # again: the same answer at most, and no second one
        assert await call(api.webhook["secret_token"]) == 200
        body = {"update_id": 2, "message": api.message(MOM, "거실 불 켜져 있어?")}
        assert await call(api.webhook["secret_token"]) == 200
        await until(lambda: len(api.to(MOM)) > 1)
        assert "켜" in api.to(MOM)[-1].text and len(api.to(MOM)) == 2
