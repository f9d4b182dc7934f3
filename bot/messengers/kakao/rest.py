"""The bot API's two calls that say something (experimental, see gateway.py)."""

from typing import Any

import aiohttp

from bot.messengers.base import Undelivered

_TOKEN_USED = -881
_GONE = {-877, -880}
# not a friend of the channel; not in the room
_MUTED = -879

WRONG = "KakaoTalk does not accept the bot token: check messengers.kakao.bot_token."


class BotApi:
    """Raises Undelivered and nothing else."""

    def __init__(self, http: aiohttp.ClientSession, url: str, token: str) -> None:
        self._http = http
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"KakaoAK {token}"}

    async def answer(self, callback_token: str, response: dict[str, Any]) -> bool:
        """Answer an event, once; False: the token was used, or is too old."""
        headers = {"X-Bot-Callback-Token": callback_token}
        return await self._post("callback", {"skillResponse": response}, headers) != _TOKEN_USED

    async def send(self, key: str, group: bool, response: dict[str, Any]) -> None:
        """Write to a room, or to a user of the channel."""
        code = await self._post(
            "send_message", {"botGroupKey" if group else "botUserKey": key, "skillResponse": response}, {}
        )
        if code in _GONE:
            raise Undelivered("gone", f"the bot is not in this chat ({code})")
        if code is not None:
            muted = "the chat takes no messages of bots" if code == _MUTED else "KakaoTalk did not take it"
            raise Undelivered("refused", f"{muted} ({code})")

    async def _post(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> int | None:
        """None when it was taken, else KakaoTalk's error code."""
        url = f"{self._url}/v1/bot/{path}"
        try:
            async with self._http.post(url, json=body, headers={**self._headers, **headers}) as response:
                if response.status < 300:
                    return None
                if response.status == 401:
                    raise Undelivered("refused", WRONG)
                if response.status == 429:
                    raise Undelivered("slow_down", "KakaoTalk asks for a pause", 1.0)
                if response.status >= 500:
                    raise Undelivered("away", f"KakaoTalk has trouble ({response.status})")
                return _code(await response.json(content_type=None), response.status)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise Undelivered("away", f"KakaoTalk cannot be reached ({type(error).__name__})") from None


def _code(body: object, status: int) -> int:
    code = body.get("code") if isinstance(body, dict) else None
    return code if isinstance(code, int) else status
