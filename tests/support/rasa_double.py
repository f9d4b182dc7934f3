"""A Rasa server that does what a test tells it: for what the real one does only on its bad days."""

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]
INTENT = "power.turn_on"


def good_answer(text: str, intent: str = INTENT) -> dict[str, object]:
    """What Rasa answers."""
    ranking = [{"name": intent, "confidence": 0.9}, {"name": "power.turn_off", "confidence": 0.1}]
    return {"text": text, "intent": ranking[0], "entities": [], "intent_ranking": ranking}


class RasaDouble:
    """Speaks Rasa's HTTP on a port of this computer; every attribute may be changed while it runs."""

    def __init__(self, token: str | None = None) -> None:
        self.token = token
        self.url = ""
        self.parse: Answering = self.parse_well
        self.load: Answering = self.load_well
        self.model: str | None = None
        # path of the model it has
        self.model_id = ""
        self.intent = INTENT
        self.texts: list[str] = []
        # that came to be parsed
        self.loaded: list[str] = []
        # paths that it was told to load
        self.requests = 0
        # of any kind
        self._ids = (f"id{number}" for number in itertools.count(1))
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Serve on a free port."""
        app = web.Application(client_max_size=1_000_000)
        app.router.add_post("/model/parse", self._parse)
        app.router.add_get("/status", self._status)
        app.router.add_put("/model", self._load)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"

    async def stop(self) -> None:
        """Be gone."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    def has(self, path: str | Path | None) -> None:
        """From now on it has this model, whoever loaded it."""
        self.model, self.model_id = None if path is None else str(path), next(self._ids)

    async def parse_well(self, request: web.Request) -> web.Response:
        """As Rasa does: it strips the text."""
        return web.json_response(good_answer((await request.json())["text"].strip(), self.intent))

    async def load_well(self, request: web.Request) -> web.Response:
        """The model is there at once."""
        self.has((await request.json())["model_file"])
        return web.Response(status=204)

    def _known(self, request: web.Request) -> bool:
        self.requests += 1
        return self.token is None or request.query.get("token") == self.token

    async def _parse(self, request: web.Request) -> web.StreamResponse:
        self.texts.append((await request.json())["text"])
        if not self._known(request):
            return web.json_response({"status": "failure"}, status=401)
        return await self.parse(request)

    async def _status(self, request: web.Request) -> web.StreamResponse:
        if not self._known(request):
            return web.json_response({"status": "failure"}, status=401)
        if self.model is None:
            return web.json_response({"status": "failure", "reason": "Conflict"}, status=409)
        about = {"model_file": Path(self.model).name, "model_id": self.model_id}
        return web.json_response(about | {"num_active_training_jobs": 0})

    async def _load(self, request: web.Request) -> web.StreamResponse:
        self.loaded.append((await request.json())["model_file"])
        if not self._known(request):
            return web.json_response({"status": "failure"}, status=401)
        return await self.load(request)


def saying(body: str | bytes, status: int = 200) -> Answering:
    """Always the same."""

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=body.encode() if isinstance(body, str) else body, status=status)

    return answer


def failing(status: int) -> Answering:
    """As Rasa words its errors."""
    return saying(json.dumps({"version": "3.6.21", "status": "failure", "code": status}), status)


async def hanging(_: web.Request) -> web.StreamResponse:
    """Never answers."""
    await asyncio.Event().wait()
    raise AssertionError


async def endless(request: web.Request) -> web.StreamResponse:
    """An answer that never ends, as fast as it can."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"[" * 65536)


async def dripping(request: web.Request) -> web.StreamResponse:
    """A byte now and then: no single read ever times out."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.02)


async def cut_off(request: web.Request) -> web.StreamResponse:
    """The connection breaks in the middle of the answer."""
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b'{"text": ')
    assert request.transport is not None
    request.transport.close()
    return response
