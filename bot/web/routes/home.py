"""The home as it is: appliances, schedules, and who is signed in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from bot.house import House
from bot.web.access import Access, Caller
from bot.web.auth import Auth
from bot.web.errors import ApiError, Json
from bot.web.models import ApplianceBody, LinkBody, LinkOrder, SessionBody
from bot.web.register import Register
from bot.web.views import appliance_json, person_json


def home_routes(house: House, access: Access, auth: Auth, register: Register | None) -> APIRouter:
    """GET /appliances, /schedules; /links, /session."""
    routes = APIRouter(dependencies=[Depends(access)])

    @routes.get("/appliances", response_model=list[ApplianceBody], summary="All appliances")
    async def appliances(caller: Annotated[Caller, Depends(access)]) -> Json:
        return Json([appliance_json(view) for view in house.appliances(caller.person)])

    @routes.get("/appliances/{appliance_id}", response_model=ApplianceBody, summary="One appliance")
    async def appliance(appliance_id: str, caller: Annotated[Caller, Depends(access)]) -> Json:
        view = house.appliance(appliance_id, caller.person)
        if view is None:
            raise ApiError(404, f'There is no appliance "{appliance_id}" in this home.')
        return Json(appliance_json(view))

    @routes.get("/schedules", response_model=list[dict[str, object]], summary="What will happen later")
    async def schedules() -> Json:
        return Json([])

    @routes.get("/session", response_model=SessionBody, summary="Who is signed in on this page")
    async def session(caller: Annotated[Caller, Depends(access)]) -> Json:
        person = None if caller.person is None else access.person(caller.person)
        if person is None:
            raise ApiError(404, "A bearer token is nobody in particular; only a signed-in page is a person.")
        manages = register is not None and register.is_owner(caller)
        return Json({"person": person_json(person), "chat": caller.own_chat, "manages_people": manages})

    @routes.post(
        "/links", response_model=LinkBody, status_code=201, summary="A link that signs a person in once"
    )
    async def links(order: LinkOrder, request: Request, caller: Annotated[Caller, Depends(access)]) -> Json:
        if caller.person is not None:
            raise ApiError(403, "Only the bearer token may sign others in; `jipsa link` does it for you.")
        person = access.sender(caller, order.person)
        return Json({"link": f"{str(request.base_url).rstrip('/')}/?code={auth.new_code(person)}"}, 201)

    @routes.delete("/session", status_code=204, summary="Sign this page out")
    async def sign_out() -> Response:
        response = Response(status_code=204)
        response.delete_cookie(auth.cookie_name, path="/", httponly=True, samesite="strict")
        return response

    return routes
