"""Pictures that appliances sent."""

from email.utils import formatdate
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from bot.house import House
from bot.web.access import Access, Caller
from bot.web.errors import ApiError

MEANT_S = 60.0
"""A camera sends many pictures: one that came so soon after will do for the one that is meant."""

_KINDS = ("image/jpeg", "image/png", "image/webp", "image/gif")
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in _KINDS},
        "description": "The picture as the appliance sent it; Last-Modified tells from when it is.",
    }
}


def picture_routes(house: House, access: Access) -> APIRouter:
    """GET /appliances/{id}/picture."""
    routes = APIRouter()

    @routes.get(
        "/appliances/{appliance_id}/picture",
        response_class=Response,
        responses=_RESPONSES,
        summary="The newest picture of an appliance; `at`: only the one of that time",
    )
    async def picture(
        appliance_id: str, caller: Annotated[Caller, Depends(access)], at: float | None = None
    ) -> Response:
        found = await house.picture(appliance_id, caller.person)
        if found is None:
            raise ApiError(404, f'There is no picture of "{appliance_id}" that you may see.')
        if at is not None and not -1 <= found.at - at <= MEANT_S:
            raise ApiError(404, "That picture is not kept any more; there is a newer one.")
        headers = {
            "Cache-Control": "private, no-store",
            "Last-Modified": formatdate(found.at, usegmt=True),
            "X-Content-Type-Options": "nosniff",
        }
        return Response(found.data, media_type=found.content_type, headers=headers)

    return routes
