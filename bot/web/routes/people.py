"""The people of the home: who they are, and taking one out."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends

from bot.house import House, PersonView
from bot.web.access import Access, Caller
from bot.web.errors import ApiError, Json
from bot.web.models import PersonBody
from bot.web.people_models import RemovedBody
from bot.web.register import Owners, Register
from bot.web.views import person_json


def people_routes(house: House, access: Access, register: Register | None) -> APIRouter:
    """GET /people; with a register also DELETE /people/{person_id}."""
    routes = APIRouter()

    @routes.get("/people", response_model=list[PersonBody], summary="The people of the home")
    async def people(caller: Annotated[Caller, Depends(access)]) -> Json:
        grown_up = access.is_grown_up(caller)
        return Json(
            [
                person_json(view, _accounts(register, view.id, caller))
                if grown_up or view.id == caller.person
                else person_json(_by_name(view))
                for view in house.people()
            ]
        )

    if register is not None:
        routes.include_router(_removal(register, Owners(access, register)))
    return routes


def _removal(register: Register, owners: Owners) -> APIRouter:
    routes = APIRouter(dependencies=[Depends(owners)])

    @routes.delete("/people/{person_id}", response_model=RemovedBody, summary="Take a person out")
    async def remove(person_id: str, caller: Annotated[Caller, Depends(owners)]) -> Json:
        if caller.person is not None and register.is_last_owner(person_id):
            raise ApiError(409, "The last owner stays.")
        removed = await register.people.remove(person_id)
        if removed is None:
            raise ApiError(404, f'There is no "{person_id}" in this home.')
        return Json({"gone": removed.gone, "accounts": removed.accounts, "coming_back": removed.coming_back})

    return routes


def _by_name(view: PersonView) -> PersonView:
    """All that children and guests are told of others."""
    return replace(view, language=None, until=None)


def _accounts(register: Register | None, person_id: str, caller: Caller) -> tuple[str, ...]:
    """Where they write from; which accounts of a messenger they have is for owners."""
    if register is None:
        return ()
    accounts = register.people.accounts_of(person_id)
    if register.is_owner(caller):
        return accounts
    return tuple(dict.fromkeys(one.partition(":")[0] for one in accounts))
