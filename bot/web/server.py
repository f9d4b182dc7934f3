"""HTTP API version 1 and the web page, in the running event loop."""

import asyncio
import contextlib
import errno
import logging
import socket
from collections.abc import Iterator, Sequence

import uvicorn
from fastapi import APIRouter, Depends, FastAPI
from fastapi.security import HTTPBearer
from starlette.routing import Route

from appliance_bridge.tasks import end
from bot.errors import UserError
from bot.house import House
from bot.web.access import Access
from bot.web.auth import Auth
from bot.web.errors import install_error_handlers
from bot.web.guard import SECURITY_HEADERS, Guard
from bot.web.metrics import Metrics
from bot.web.models import ErrorBody
from bot.web.register import Owners, Register
from bot.web.routes import desk
from bot.web.routes.events import EventStreams, event_routes
from bot.web.routes.explanation import explanation_routes
from bot.web.routes.health import health_routes
from bot.web.routes.home import home_routes
from bot.web.routes.invitations import invitation_routes, join_routes
from bot.web.routes.messages import message_routes
from bot.web.routes.pages import page_routes, static_files
from bot.web.routes.people import people_routes
from bot.web.routes.pictures import picture_routes
from bot.web.routes.simulator import simulator_routes
from bot.web.settings import WebSettings
from bot.web.simulator import SimulatorControl
from bot.web.words_desk import WordsDesk

log = logging.getLogger(__name__)

_DRAIN_S = 1
# for answers under way, when it stops

ERRORS: dict[int | str, dict[str, object]] = {
    400: {"model": ErrorBody, "description": "The body cannot be read."},
    401: {"model": ErrorBody, "description": "No valid token or session."},
    403: {"model": ErrorBody, "description": "Not for this caller."},
    404: {"model": ErrorBody, "description": "There is no such thing."},
    409: {"model": ErrorBody, "description": "Not as things are now."},
    413: {"model": ErrorBody, "description": "The body is too large."},
    421: {"model": ErrorBody, "description": "This host name is not known here."},
    422: {"model": ErrorBody, "description": "A field is unknown or wrong; `fields` names it."},
    429: {"model": ErrorBody, "description": "Too often; try later."},
    503: {"model": ErrorBody, "description": "Not now."},
}


class WebError(UserError):
    """The server cannot start."""


def create_app(
    house: House,
    auth: Auth,
    simulator: SimulatorControl | None,
    settings: WebSettings,
    metrics: Metrics | None = None,
    register: Register | None = None,
    hooks: Sequence[Route] = (),
    words: WordsDesk | None = None,
) -> FastAPI:
    """The whole web application; without a register nobody can be invited or removed on it.

    hooks: what messengers need to be served. words: for the desk of admins, which needs a register, too.
    """
    metrics = metrics or Metrics()
    access = Access(auth, house)
    streams = EventStreams(house, settings, metrics)
    app = FastAPI(
        title="Jipsa",
        version="1",
        summary="Message your home; the appliances act and answer.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.streams = streams
    # The scheme is only for OpenAPI; `access` does the checking, of tokens and of cookies.
    api = APIRouter(prefix="/api/v1", responses=ERRORS, dependencies=[Depends(HTTPBearer(auto_error=False))])
    for routes in (
        message_routes(house, access, metrics),
        home_routes(house, access, auth, register),
        explanation_routes(house, access, register),
        picture_routes(house, access),
        people_routes(house, access, register),
        event_routes(streams, access),
        simulator_routes(simulator, access),
    ):
        api.include_router(routes)
    if register is not None:
        api.include_router(invitation_routes(register, access))
        # who joins has no token and no session yet
        app.include_router(join_routes(register, access, auth), prefix="/api/v1", responses=ERRORS)
    large_bodies = {}
    if register is not None and words is not None:
        owners = Owners(access, register)
        api.include_router(desk.desk_routes(words, register, owners))
        large_bodies = {f"{api.prefix}{desk.PREFIX}{path}": owners for path in desk.LARGE}
    app.include_router(api)
    app.include_router(health_routes(house, access, metrics), responses=ERRORS)
    app.include_router(page_routes(auth))
    app.router.routes.extend(hooks)
    app.mount("/static", static_files())
    app.add_middleware(Guard, settings=settings, large_bodies=large_bodies)
    install_error_handlers(app, SECURITY_HEADERS)
    return app


class _Server(uvicorn.Server):
    """uvicorn as a guest: signals belong to whoever runs the loop."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


class WebServer:
    """Serves an app from `create_app` until stopped."""

    def __init__(self, app: FastAPI, settings: WebSettings) -> None:
        self._app = app
        self._settings = settings
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None
        self.port = settings.port
        # the real one once started

    @property
    def url(self) -> str:
        """Where the page is, as a person on this machine may open it."""
        host = self._settings.host
        if host in ("0.0.0.0", "::"):  # noqa: S104
            host = "127.0.0.1"
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    async def start(self) -> None:
        """Listen; WebError with one plain sentence when that cannot be."""
        listener = _listen(self._settings.host, self._settings.port)
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(
            self._app,
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            timeout_graceful_shutdown=_DRAIN_S,
            h11_max_incomplete_event_size=32 * 1024,
        )
        self._server = _Server(config)
        self._serving = asyncio.create_task(self._server.serve([listener]), name="web server")
        ready = asyncio.create_task(self._server.ready.wait())
        await asyncio.wait({ready, self._serving}, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            ready.cancel()
            await self._serving
            raise WebError("The web server ended before it was ready.")

    async def stop(self) -> None:
        """Stop listening and end all open streams; quick, and harmless when it does not run."""
        if self._server is None or self._serving is None:
            return
        streams: EventStreams = self._app.state.streams
        streams.close()
        self._server.should_exit = True
        done, _ = await asyncio.wait({self._serving}, timeout=2 * _DRAIN_S)
        if not done:
            log.error("The web server did not end by itself.")
        await end(self._serving)
        self._server = self._serving = None


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise WebError(f'The web server has no address "{host}": {error.strerror}.') from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            sentence = f"Port {port} on {host} is in use; is Jipsa running already? http.port sets another."
        else:
            sentence = f"The web server cannot listen on {host}, port {port}: {error.strerror}."
        raise WebError(sentence) from None
    return listener
