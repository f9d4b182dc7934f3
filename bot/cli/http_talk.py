"""One person's chat with a running Jipsa, over its HTTP API."""

import asyncio
import uuid
from collections.abc import AsyncIterator

from bot.cli.api import Api
from bot.errors import UserError
from bot.house import ApplianceView
from bot.message import Answer, Reply
from bot.messengers.answers import LateAnswers, answer_of

FIRST_RETRY_S, LAST_RETRY_S = 0.5, 15.0


class HttpTalk:
    """Says things and hears what comes later; listens again for ever when the connection breaks."""

    def __init__(self, api: Api, person: str, chat: str) -> None:
        self._api = api
        self._person = person
        self._chat = chat
        self._late = LateAnswers(chat)

    async def send(self, text: str, action: str | None = None) -> Answer:
        """Say something, or press a button. Raises UserError."""
        message_id = uuid.uuid4().hex
        said = {"text": text} if action is None else {"action": action}
        self._late.sent(message_id)
        answer = answer_of(
            await self._api.say({**said, "sender": self._person, "chat": self._chat, "id": message_id})
        )
        self._late.answered(answer)
        return answer

    async def notices(self) -> AsyncIterator[tuple[Reply, ...]]:
        """What is said later, unasked."""
        retry = FIRST_RETRY_S
        while True:
            try:
                async for kind, data in self._api.events(self._person):
                    retry = FIRST_RETRY_S
                    if news := self._late.news(kind, data):
                        yield news
            except UserError:
                pass  # the next message that is sent says what is wrong
            await asyncio.sleep(retry)
            retry = min(retry * 2, LAST_RETRY_S)

    async def appliance(self, appliance_id: str) -> ApplianceView | None:
        """Who speaks. Raises UserError."""
        found = next((one for one in await self._api.appliances() if one["id"] == appliance_id), None)
        if found is None:
            return None
        return ApplianceView(
            id=appliance_id, type=str(found["type"]), name=str(found["name"]), names=tuple(found["names"]),
            area=found["area"], areas=tuple(found["areas"]), online=found["online"], summary=found["summary"],
            source=str(found["source"]), capabilities={}, state={}, reported_at={},
        )  # fmt: skip
