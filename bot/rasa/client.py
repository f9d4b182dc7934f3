"""Talks to one Rasa server. All that can go wrong there is one kind of error with one plain sentence."""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from bot.rasa.answer import BrokenAnswer, guess_of
from nlu.guess import Guess

LOAD_TIMEOUT_S = 300.0
# on two busy cores the whole model took nearly two minutes
STATUS_TIMEOUT_S = 5.0
LONGEST_ANSWER = 1_000_000
# bytes
LONE_SURROGATES = re.compile("[\ud800-\udfff]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# one for one, so that offsets stay


class RasaUnavailable(Exception):
    """The server cannot be asked now; str() is one plain sentence."""


class ModelRefused(RasaUnavailable):
    """A model may not or cannot be used, however often it is tried."""


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """What a Rasa server says of itself."""

    ready: bool
    # it has a model
    model_file: str | None = None
    # its name without folders
    model_id: str | None = None
    # another one for each training


class RasaClient:
    """One server; its connections are kept open. Texts go there and nowhere else."""

    def __init__(self, url: str, token: str | None, timeout_s: float) -> None:
        """timeout_s: how long a parse may take in all."""
        self.url = url
        # may change: our own server takes another port when it is started again
        self._parsing = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._token = {} if token is None else {"token": token}
        self._timeout_s = timeout_s
        # the deadlines are in _ask: the library's hold for each read alone. And no proxy of the environment
        self._http = httpx.AsyncClient(
            timeout=LOAD_TIMEOUT_S, trust_env=False, headers={"Accept-Encoding": "identity"}
        )

    async def parse(self, text: str, timeout_s: float | None = None) -> Guess:
        """What it makes of the text; nothing for one that Rasa would take as an order to itself.

        Raises RasaUnavailable.
        """
        bare = LONE_SURROGATES.sub(REPLACEMENT, text).strip()
        if not bare or bare.startswith("/"):
            # "/lock.unlock" makes Rasa answer that intent, quite sure, without asking its model
            return Guess()
        lead = len(text) - len(text.lstrip())
        self._parsing += 1
        self._idle.clear()
        try:
            answer = await self._ask(
                "POST", "/model/parse", {"text": bare}, self._timeout_s if timeout_s is None else timeout_s
            )
            return guess_of(answer, bare, lead)
        except BrokenAnswer as error:
            raise self._strange(str(error)) from None
        finally:
            self._parsing -= 1
            if not self._parsing:
                self._idle.set()

    async def no_parse_under_way(self) -> None:
        """Wait until all parses that were begun are over; their time-out is the bound."""
        await self._idle.wait()

    async def status(self) -> ServerStatus:
        """Whether it can be asked, and with which model. Raises RasaUnavailable."""
        try:
            answer = await self._ask("GET", "/status", None, STATUS_TIMEOUT_S)
        except _NoModel:
            return ServerStatus(False)
        match answer:
            case {"model_file": str(file), "model_id": str() | None as model_id}:
                return ServerStatus(True, file, model_id)
        raise self._strange("its status is not a Rasa server's")

    async def load(self, model_path: str) -> None:
        """Put that model (a path as the server sees it) in the place of the present one.

        Raises ModelRefused (the present one stays), RasaUnavailable.
        """
        await self._ask("PUT", "/model", {"model_file": model_path}, LOAD_TIMEOUT_S)

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    async def _ask(self, method: str, path: str, body: Mapping[str, str] | None, timeout_s: float) -> Any:
        try:
            async with asyncio.timeout(timeout_s):
                status, data = await self._exchange(method, path, body)
        except (TimeoutError, httpx.TimeoutException):
            why = f"The Rasa server at {self._where()} did not answer within {timeout_s:g} s."
            raise RasaUnavailable(why) from None
        except (httpx.ConnectError, OSError):
            raise RasaUnavailable(f"No Rasa server answers at {self._where()}.") from None
        except RasaUnavailable:
            raise
        except Exception as error:  # the library lets much through: even a group, for a port above 65535
            raise self._strange(type(error).__name__) from None
        self._judge(status, path)
        if status == httpx.codes.NO_CONTENT:
            return None
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            raise self._strange("it is no JSON") from None

    async def _exchange(self, method: str, path: str, body: Mapping[str, str] | None) -> tuple[int, bytes]:
        content = None if body is None else json.dumps(body)
        url = self.url.rstrip("/") + path
        async with self._http.stream(method, url, params=self._token, content=content) as response:
            data = bytearray()
            async for part in response.aiter_raw():
                data += part
                if len(data) > LONGEST_ANSWER:
                    raise self._strange("it does not end")
            return response.status_code, bytes(data)

    def _judge(self, status: int, path: str) -> None:
        if status in (httpx.codes.OK, httpx.codes.NO_CONTENT):
            return
        if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise RasaUnavailable(
                f"The Rasa server at {self._where()} does not take our token: correct nlu.rasa.token."
            )
        if status == httpx.codes.CONFLICT:
            raise _NoModel(f"The Rasa server at {self._where()} has no model.")
        if status == httpx.codes.BAD_REQUEST and path == "/model":
            raise ModelRefused("Rasa cannot load it")
        raise self._strange(f"HTTP {status}")

    def _strange(self, what: str) -> RasaUnavailable:
        return RasaUnavailable(f"What answers at {self._where()} does not answer as a Rasa server ({what}).")

    def _where(self) -> str:
        """Host and port: the rest may bear a secret."""
        return self.url.rpartition("@")[2].partition("//")[2].partition("/")[0] or self.url.rpartition("@")[2]


class _NoModel(RasaUnavailable):
    """It runs, without a model."""
