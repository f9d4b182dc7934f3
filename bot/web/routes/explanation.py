"""Why an appliance is what it is, and how far the look around for appliances is."""

from typing import Annotated

from fastapi import APIRouter, Depends

from bot.house import House
from bot.web.access import Access, Caller
from bot.web.errors import ApiError, Json
from bot.web.explanations import DiscoveriesBody, ExplanationBody, discovery_json, explanation_json
from bot.web.register import Register


def explanation_routes(house: House, access: Access, register: Register | None) -> APIRouter:
    """GET /appliances/{appliance_id}/explanation for owners, /discovery for all: problems only for owners."""
    routes = APIRouter(dependencies=[Depends(access)])

    def is_admin(caller: Caller) -> bool:
        return caller.person is None or (register is not None and register.is_owner(caller))

    @routes.get(
        "/appliances/{appliance_id}/explanation",
        response_model=ExplanationBody,
        summary="Why an appliance is taken for what it is",
    )
    async def explanation(appliance_id: str, caller: Annotated[Caller, Depends(access)]) -> Json:
        if not is_admin(caller):
            raise ApiError(403, "Only an owner may do this.")
        view = house.appliance(appliance_id, caller.person)
        if view is None:
            raise ApiError(404, f'There is no appliance "{appliance_id}" in this home.')
        told = house.explain_appliance(appliance_id)
        if told is None:
            raise ApiError(404, f'Nothing is known of how "{appliance_id}" was recognised.')
        return Json(explanation_json(told, view))

    @routes.get("/discovery", response_model=DiscoveriesBody, summary="How far the look around is")
    async def discovery(caller: Annotated[Caller, Depends(access)]) -> Json:
        return Json(discovery_json(house.discovery(), house.problems() if is_admin(caller) else ()))

    return routes
