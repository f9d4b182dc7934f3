"""The web page: static files, and the one-time link that signs a person in."""

from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from bot.web.auth import Auth

STATIC = Path(__file__).parent.parent / "static"


def page_routes(auth: Auth) -> APIRouter:
    """GET /, /desk and /static/…"""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/")
    async def page(request: Request, code: str | None = None) -> Response:
        if code is None:
            return FileResponse(STATIC / "index.html")
        person = auth.redeem(code)
        if person is None:
            return RedirectResponse("/#link-spent", 303)
        response = RedirectResponse("/", 303)
        auth.sign_in(response, person, secure=request.url.scheme == "https")
        return response

    @routes.get("/desk")
    async def desk() -> Response:
        # for anyone: what it shows comes from the API, which asks who they are
        return FileResponse(STATIC / "desk.html")

    @routes.get("/favicon.ico")
    async def icon() -> Response:
        return FileResponse(STATIC / "mark.svg")

    return routes


def static_files() -> StaticFiles:
    """Everything under /static."""
    return StaticFiles(directory=STATIC)
