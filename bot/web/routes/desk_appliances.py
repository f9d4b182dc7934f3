"""Appliances as they announced themselves, and what the own files say of them instead."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends

from bot.desk.editing import with_appliance
from bot.desk.verdict import Verdict
from bot.web.access import Caller
from bot.web.desk_answers import CHANGES, answer, hand
from bot.web.desk_bodies import DeskApplianceBody, VerdictBody
from bot.web.desk_models import OverrideOrder
from bot.web.desk_views import desk_appliance_json
from bot.web.errors import ApiError, Json
from bot.web.register import Owners
from bot.web.words_desk import DeskAppliance, WordsDesk
from nlu.errors import LanguageError

FILE = "appliances.yml"
"""Where they stand when they stand nowhere yet."""


def appliance_routes(words: WordsDesk, owners: Owners) -> APIRouter:
    """GET /appliances; PUT and DELETE /appliances/{appliance_id}."""
    routes = APIRouter(prefix="/appliances", dependencies=[Depends(owners)])

    @routes.get("", response_model=list[DeskApplianceBody], summary="Appliances and what is said of them")
    async def appliances() -> Json:
        return Json([desk_appliance_json(one) for one in words.appliances()])

    @routes.put(
        "/{appliance_id}", response_model=VerdictBody, responses=CHANGES, summary="Say it of an appliance"
    )
    async def put(
        appliance_id: str, order: OverrideOrder, caller: Annotated[Caller, Depends(owners)]
    ) -> Json:
        one, fields = _appliance(words, appliance_id), _fields(order)
        if not fields and one.own is None:
            raise ApiError(422, "Name at least one thing to change.", facts={"fields": []})
        if order.type is not None and order.type not in words.appliance_types():
            raise ApiError(422, f'type: there is no type "{order.type}".', facts={"fields": ["type"]})
        if order.base != words.changes.mark:
            return answer(Verdict(why="conflict", mark=words.changes.mark), words.remark_text)
        return await _written(words, one, fields, caller, use_anyway=order.use_anyway)

    @routes.delete(
        "/{appliance_id}", response_model=VerdictBody, responses=CHANGES, summary="Leave it as announced"
    )
    async def delete(
        appliance_id: str, caller: Annotated[Caller, Depends(owners)], use_anyway: bool = False
    ) -> Json:
        one = _appliance(words, appliance_id)
        if one.own is None:
            raise ApiError(404, f'The own files say nothing of "{appliance_id}".')
        return await _written(words, one, {}, caller, use_anyway=use_anyway)

    return routes


def _appliance(words: WordsDesk, appliance_id: str) -> DeskAppliance:
    for one in words.appliances():
        if one.id == appliance_id:
            return one
    raise ApiError(404, f'There is no appliance "{appliance_id}" in this home.')


def _fields(order: OverrideOrder) -> dict[str, object]:
    """As they stand in a file; what says nothing is left out."""
    fields = {"type": order.type, "names": order.names, "area": order.area, "hidden": order.hidden}
    return {key: value for key, value in fields.items() if value}


async def _written(
    words: WordsDesk, one: DeskAppliance, fields: Mapping[str, object], caller: Caller, *, use_anyway: bool
) -> Json:
    """The whole entry of an appliance from now on, in the file where it stands; none: it goes."""
    changes, by_how = words.changes, hand(caller)
    file = FILE if one.own is None else one.own.file
    mark, raw = changes.mark, changes.files().get(file, b"")
    try:
        text = with_appliance(raw.decode("utf-8-sig"), one.id, fields, file)
    except UnicodeDecodeError:
        fault = LanguageError(file, 0, "", "the file is not in UTF-8: save it as UTF-8")
        return answer(Verdict((fault,), why="broken", mark=mark), words.remark_text)
    except LanguageError as fault:
        return answer(Verdict((fault,), why="broken", mark=mark), words.remark_text)
    what = f"{one.id} described" if fields else f"{one.id} as announced"
    verdict = await changes.save({file: text.encode()}, *by_how, what, base=mark, use_anyway=use_anyway)
    return answer(verdict, words.remark_text)
