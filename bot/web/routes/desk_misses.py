"""What was not understood: shown, taught, or put aside."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends

from bot.desk.verdict import Verdict
from bot.web.access import Caller
from bot.web.desk_answers import CHANGES, answer, hand
from bot.web.desk_bodies import MissesBody, VerdictBody
from bot.web.desk_models import CommandOrder, Nothing, TeachOrder
from bot.web.desk_views import miss_json
from bot.web.errors import ApiError, Json
from bot.web.register import Owners
from bot.web.words_desk import Misses, MissGroup, WordsDesk


def misses_routes(words: WordsDesk, owners: Owners) -> APIRouter:
    """GET /misses; POST /misses/{group_id}/teach, /command and /ignore."""
    routes = APIRouter(prefix="/misses", dependencies=[Depends(owners)])

    @routes.get("", response_model=MissesBody, summary="What was not understood")
    async def misses() -> Json:
        found = [] if words.misses is None else await words.misses.groups()
        return Json({"on": words.misses is not None, "groups": [miss_json(one) for one in found]})

    async def teaching(group_id: str, lesson: Callable[[MissGroup], Awaitable[Verdict]]) -> Json:
        kept, group = await _found(words.misses, group_id)
        taken = answer(await lesson(group), words.remark_text)
        await kept.done(group_id)
        return taken

    @routes.post(
        "/{group_id}/teach", response_model=VerdictBody, responses=CHANGES, summary="Teach an example"
    )
    async def teach(group_id: str, order: TeachOrder, caller: Annotated[Caller, Depends(owners)]) -> Json:
        async def lesson(group: MissGroup) -> Verdict:
            if order.text is not None and order.text not in group.texts:
                raise ApiError(422, "text: this message is not among these.", facts={"fields": ["text"]})
            return await words.lessons.teach_example(
                order.intent, order.example, *hand(caller), use_anyway=order.use_anyway
            )

        return await teaching(group_id, lesson)

    @routes.post(
        "/{group_id}/command", response_model=VerdictBody, responses=CHANGES, summary="Make an own command"
    )
    async def command(group_id: str, order: CommandOrder, caller: Annotated[Caller, Depends(owners)]) -> Json:
        async def lesson(_: MissGroup) -> Verdict:
            return await words.lessons.teach_command(
                order.name, order.says, order.steps, *hand(caller), use_anyway=order.use_anyway
            )

        return await teaching(group_id, lesson)

    @routes.post("/{group_id}/ignore", response_model=dict[str, object], summary="Show it no more")
    async def ignore(group_id: str, _: Nothing) -> Json:
        kept, _group = await _found(words.misses, group_id)
        await kept.ignore(group_id)
        return Json({})

    return routes


async def _found(misses: Misses | None, group_id: str) -> tuple[Misses, MissGroup]:
    """Where it is kept, and the group itself. Raises ApiError."""
    found = [] if misses is None else [one for one in await misses.groups() if one.id == group_id]
    if misses is None or not found:
        raise ApiError(404, "These messages are gone: load the list again.")
    return misses, found[0]
