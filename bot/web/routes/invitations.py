"""Invitations: owners make codes, and a page may use one."""

from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request, Response

from bot.people.pairing import Invitation, Link, NotInvited
from bot.web.access import Access, Caller, same_origin
from bot.web.auth import Auth
from bot.web.errors import ApiError, Json
from bot.web.people_models import InvitationBody, InvitationOrder, JoinBody, JoinOrder
from bot.web.register import Owners, Register
from bot.web.views import picture

_WRONG = {
    # reason → field, what is wrong with it
    "nobody": ("person", "there is nobody with this id in this home"),
    "no_end": ("hours", "only a new guest has an end"),
    "hours": ("hours", "a guest stays longer than no time and at most a year"),
}
_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class _Browser:
    """A page that uses a code: a Newcomer."""

    key: str
    name: str | None
    language: str | None


def invitation_routes(register: Register, access: Access) -> APIRouter:
    """/invitations, for owners."""
    owners = Owners(access, register)
    routes = APIRouter(dependencies=[Depends(owners)])
    pairing = register.pairing

    @routes.post("/invitations", response_model=InvitationBody, status_code=201, summary="Invite somebody")
    async def invite(
        order: InvitationOrder, request: Request, caller: Annotated[Caller, Depends(owners)]
    ) -> Json:
        people = register.people.values()
        by = caller.person or next((one.id for one in people if one.role == "owner"), "")
        try:
            made = await pairing.invite(
                order.role, by=by, person=order.person, name=order.name, hours=order.hours
            )
        except NotInvited as refused:
            raise _problem(refused) from None
        return Json(_invitation_json(made, register, request), 201)

    @routes.get("/invitations", response_model=list[InvitationBody], summary="Codes that were not used yet")
    async def invitations(request: Request) -> Json:
        found = await pairing.open_invitations()
        return Json([_invitation_json(one, register, request) for one in found])

    @routes.delete("/invitations/{code}", status_code=204, summary="Make a code worthless")
    async def revoke(code: str) -> Response:
        if not await pairing.revoke(code):
            raise ApiError(404, "There is no open invitation with this code.")
        return Response(status_code=204)

    return routes


def join_routes(register: Register, access: Access, auth: Auth) -> APIRouter:
    """POST /join. The link alone does nothing: messengers open links to show what is behind them."""
    routes = APIRouter()

    @routes.post("/join", response_model=JoinBody, summary="Use a code on a page, which is then signed in")
    async def join(order: JoinOrder, request: Request) -> Json:
        if not same_origin(request):
            raise ApiError(403, "This request came from another page and was not carried out.")
        address = "" if request.client is None else request.client.host
        browser = _Browser(f"web:{address}", order.name, order.language)
        redeemed = await register.pairing.admit(order.code, browser, access.signed_in(request))
        if redeemed.result == "too_many":
            raise ApiError(429, "Too many wrong codes: try again in an hour.")
        if redeemed.person is None:
            raise ApiError(404, "This code is unknown, used or too old: ask for a new one.")
        response = Json({"result": redeemed.result, "person": redeemed.person.id})
        if redeemed.result == "welcome":
            auth.sign_in(response, redeemed.person.id, secure=request.url.scheme == "https")
        return response

    return routes


def _problem(refused: NotInvited) -> ApiError:
    if refused.reason == "too_many":
        return ApiError(409, "20 invitations are open: revoke one, or wait until one has run out.")
    field, sentence = _WRONG[refused.reason]
    return ApiError(422, f"{field}: {sentence}.", facts={"fields": [field]})


def _invitation_json(invitation: Invitation, register: Register, request: Request) -> dict[str, object]:
    links = [_reachable(link, request) for link in register.links(invitation.code)]
    return {
        "code": invitation.code,
        "role": invitation.role,
        "expires_at": invitation.expires_at,
        "person": invitation.person,
        "name": invitation.name,
        "hours": invitation.hours,
        "made_by": invitation.made_by,
        "links": [{"messenger": link.messenger, "url": link.url} for link in links],
        "qr": picture(f"qr:{links[0].url}") if links else None,
    }


def _reachable(link: Link, request: Request) -> Link:
    """A link to this machine, under the name by which the caller reached it: a phone may know that one."""
    parts = urlsplit(link.url)
    if link.messenger != "web" or parts.hostname not in _THIS_MACHINE:
        return link
    return replace(link, url=f"{str(request.base_url).rstrip('/')}{parts.path}?{parts.query}")
