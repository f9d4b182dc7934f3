"""Every state of the words that was live: who, when, how it differs; and the way back."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends

from bot.desk.diffs import diff
from bot.desk.version import Version
from bot.web.access import Caller
from bot.web.desk_answers import CHANGES, answer, hand
from bot.web.desk_bodies import OneVersionBody, VerdictBody, VersionBody
from bot.web.desk_models import AnywayOrder, Nothing
from bot.web.desk_views import version_json
from bot.web.errors import ApiError, Json
from bot.web.register import Owners, Register
from bot.web.words_desk import WordsDesk


def history_routes(words: WordsDesk, register: Register, owners: Owners) -> APIRouter:
    """GET /history, /history/{version_id}; POST /history/{version_id}/restore."""
    routes = APIRouter(prefix="/history", dependencies=[Depends(owners)])
    changes = words.changes

    def shown(version: Version, known: list[Version], caller: Caller) -> dict[str, object]:
        live = next((one.id for one in known if one.mark == changes.live_mark), None)
        return version_json(version, _name(register, version.about.by, caller), live=version.id == live)

    @routes.get("", response_model=list[VersionBody], summary="All versions, the newest first")
    async def history(caller: Annotated[Caller, Depends(owners)]) -> Json:
        known = await asyncio.to_thread(changes.versions.all)
        return Json([shown(one, known, caller) for one in known])

    @routes.get("/{version_id}", response_model=OneVersionBody, summary="One version and its differences")
    async def version(version_id: str, caller: Annotated[Caller, Depends(owners)]) -> Json:
        known = await asyncio.to_thread(changes.versions.all)
        place = _place(known, version_id)
        before = known[place + 1] if place + 1 < len(known) else None
        diffs = await asyncio.to_thread(_diffs, words, known[place], before)
        return Json({**shown(known[place], known, caller), "files": diffs})

    @routes.post(
        "/{version_id}/restore", response_model=VerdictBody, responses=CHANGES, summary="Go back to a version"
    )
    async def restore(
        version_id: str, order: AnywayOrder, caller: Annotated[Caller, Depends(owners)]
    ) -> Json:
        _place(await asyncio.to_thread(changes.versions.all), version_id)
        by, _ = hand(caller)
        verdict = await changes.restore(version_id, by, "rollback", use_anyway=order.use_anyway)
        if verdict is None:
            raise _gone()
        return answer(verdict, words.remark_text)

    @routes.post(
        "/{version_id}/undo", response_model=VerdictBody, responses=CHANGES, summary="Take a version back"
    )
    async def undo(version_id: str, _: Nothing, caller: Annotated[Caller, Depends(owners)]) -> Json:
        by, _how = hand(caller)
        verdict = await changes.undo(version_id, by)
        if verdict is None:
            raise _gone()
        return answer(verdict, words.remark_text)

    return routes


def _place(known: list[Version], version_id: str) -> int:
    for place, one in enumerate(known):
        if one.id == version_id:
            return place
    raise _gone()


def _gone() -> ApiError:
    return ApiError(404, "There is no such version.")


def _name(register: Register, person_id: str | None, caller: Caller) -> str | None:
    """What a person is called, in the language of who asks."""
    person = None if person_id is None else register.people.get(person_id)
    if person is None:
        return None
    reader = None if caller.person is None else register.people.get(caller.person)
    return person.name((reader and reader.language) or "ko")


def _diffs(words: WordsDesk, version: Version, before: Version | None) -> list[dict[str, object]]:
    """How the files differ from those of the version before."""
    versions = words.changes.versions
    new = versions.files(version.id) or {}
    old = {} if before is None else versions.files(before.id) or {}
    return [{"name": one.name, "diff": one.text} for one in diff(old, new)]
