"""Messages in, answers out; and what a sentence means without acting."""

import time
from typing import Annotated

from fastapi import APIRouter, Depends

from bot.house import House
from bot.message import IncomingMessage
from bot.web.access import Access, Caller
from bot.web.errors import Json
from bot.web.metrics import Metrics
from bot.web.models import AnswerBody, ExplainBody, MessageBody
from bot.web.views import answer_json


def message_routes(house: House, access: Access, metrics: Metrics) -> APIRouter:
    """POST /messages and /explain."""
    routes = APIRouter()

    @routes.post("/messages", response_model=AnswerBody, summary="Say something, or press a button")
    async def say(body: MessageBody, caller: Annotated[Caller, Depends(access)]) -> Json:
        now = time.time()
        message = IncomingMessage(
            id=access.message_id(caller, body.id),
            text=body.text,
            chat=caller.chat(body.chat),
            sender=access.sender(caller, body.sender),
            received_at=now,
            sent_at=None if body.sent_at is None else body.sent_at.timestamp(),
            group=body.group,
            addressed=body.addressed,
            action=body.action or None,
            messenger=caller.messenger,
        )
        started = time.perf_counter()
        answer = await house.handle(message, body.wait_s)
        metrics.answered(message.messenger, answer, time.perf_counter() - started)
        return Json(answer_json(answer))

    @routes.post("/explain", response_model=dict[str, object], summary="What it means, without acting")
    async def explain(body: ExplainBody, caller: Annotated[Caller, Depends(access)]) -> Json:
        person = caller.person
        if body.person is not None:
            person = access.sender(caller, body.person)
        return Json(await house.explain(body.text, person))

    return routes
