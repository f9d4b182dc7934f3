"""The HTTP API of a running Jipsa, as the command line uses it; every failure is one plain sentence."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from bot.cli.common import state_folder
from bot.embedded.instance import find_instance
from bot.errors import UserError

TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Target:
    """A running Jipsa and the way in."""

    url: str
    token: str
    here: bool = False
    # it runs on this machine's state folder, so its files are at hand


def find(url: str | None, token: str | None, state_dir: Path | None) -> Target:
    """The Jipsa to talk to: the one named, or the one running here. Raises UserError."""
    folder = state_folder(state_dir)
    target = running(url, token, folder)
    if target is None:
        raise UserError(f"No Jipsa runs on {folder}: start it with `jipsa run`, or name one with --url.")
    return target


def running(url: str | None, token: str | None, folder: Path) -> Target | None:
    """The Jipsa that is named, else the one that runs on this state folder, if any. Raises UserError."""
    here = find_instance(folder)
    if url is None:
        return None if here is None else Target(here.url, token or here.token, here=True)
    url = url.rstrip("/")
    is_here = here is not None and here.url == url
    if token is None and here is not None and is_here:
        token = here.token
    if token is None:
        raise UserError(f"Which token does {url} take? Give it with --token or in JIPSA_TOKEN.")
    return Target(url, token, is_here)


class Api:
    """Calls to one Jipsa. Use as an async context manager; methods raise UserError."""

    def __init__(self, target: Target) -> None:
        self.url = target.url
        try:
            self._http = httpx.AsyncClient(
                base_url=target.url,
                headers={"Authorization": f"Bearer {target.token}"},
                timeout=TIMEOUT_S,
                trust_env=False,  # a proxy for the web is no way to a home
            )
        except (httpx.InvalidURL, UnicodeEncodeError) as error:
            raise UserError(f'"{target.url}" is not an address like http://127.0.0.1:8321.') from error

    async def __aenter__(self) -> "Api":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def say(self, body: Mapping[str, object]) -> dict[str, Any]:
        """POST /messages."""
        return dict(await self._call("POST", "/api/v1/messages", body))

    async def explain(self, text: str, person: str | None) -> dict[str, Any]:
        """POST /explain."""
        body = {"text": text} if person is None else {"text": text, "person": person}
        return dict(await self._call("POST", "/api/v1/explain", body))

    async def link(self, person: str) -> str:
        """POST /links: opens the page signed in as this person, once."""
        return str((await self._call("POST", "/api/v1/links", {"person": person}))["link"])

    async def invite(self, body: Mapping[str, object]) -> dict[str, Any]:
        """POST /invitations."""
        return dict(await self._call("POST", "/api/v1/invitations", body))

    async def people(self) -> list[dict[str, Any]]:
        """GET /people."""
        return list(await self._call("GET", "/api/v1/people"))

    async def remove_person(self, person: str) -> dict[str, Any]:
        """DELETE /people/{person}."""
        return dict(await self._call("DELETE", f"/api/v1/people/{quote(person, safe='')}"))

    async def appliances(self) -> list[dict[str, Any]]:
        """GET /appliances."""
        return list(await self._call("GET", "/api/v1/appliances"))

    async def explanation(self, appliance: str) -> dict[str, Any]:
        """GET /appliances/{appliance_id}/explanation."""
        path = f"/api/v1/appliances/{quote(appliance, safe='')}/explanation"
        return dict(await self._call("GET", path))

    async def discovery(self) -> dict[str, Any]:
        """GET /discovery."""
        return dict(await self._call("GET", "/api/v1/discovery"))

    async def health(self) -> list[dict[str, Any]]:
        """GET /health: its lines."""
        return list((await self._call("GET", "/api/v1/health"))["checks"])

    async def words(self) -> dict[str, Any]:
        """GET /desk/files: the folder of own words as it was read last."""
        return dict(await self._desk("GET", "/files"))

    async def check(self, files: Mapping[str, str | None]) -> dict[str, Any]:
        """POST /desk/check: the verdict on the folder with these files in place."""
        return dict(await self._desk("POST", "/check", {"files": files}))

    async def use_anyway(self) -> dict[str, Any]:
        """POST /desk/use-anyway: the verdict, also when it is refused again."""
        return dict(await self._desk("POST", "/use-anyway", {}))

    async def misses(self) -> dict[str, Any]:
        """GET /desk/misses."""
        return dict(await self._desk("GET", "/misses"))

    async def history(self) -> list[dict[str, Any]]:
        """GET /desk/history: all versions, the newest first."""
        return list(await self._desk("GET", "/history"))

    async def version(self, version: str) -> dict[str, Any]:
        """GET /desk/history/{version}: with its differences."""
        return dict(await self._call("GET", f"/api/v1/desk/history/{quote(version, safe='')}"))

    async def restore(self, version: str, *, use_anyway: bool) -> dict[str, Any]:
        """POST /desk/history/{version}/restore: the verdict, also when it is refused."""
        path = f"/api/v1/desk/history/{quote(version, safe='')}/restore"
        return dict(await self._call("POST", path, {"use_anyway": use_anyway}))

    async def person(self, named: str | None) -> str:
        """The id of who speaks: as named, else the first owner."""
        if named is not None:
            return named
        owner = next((person["id"] for person in await self.people() if person["role"] == "owner"), None)
        if owner is None:
            raise UserError("Nobody in this home is an owner: say who speaks with --as.")
        return str(owner)

    async def events(self, person: str) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        """GET /events: kind and data of what this person may see, from now on, until the connection ends."""
        try:
            patience = httpx.Timeout(TIMEOUT_S, read=60.0)
            async with self._http.stream(
                "GET", "/api/v1/events", params={"person": person}, timeout=patience
            ) as response:
                if response.is_error:
                    await response.aread()
                    self._read(response)
                kind = ""
                async for line in response.aiter_lines():
                    field, _, value = line.partition(":")
                    if field == "event":
                        kind = value.strip()
                    elif field == "data" and isinstance(data := json.loads(value), dict):
                        yield kind, data
        except (httpx.HTTPError, ValueError) as error:
            raise self._sentence(error) from error

    async def _desk(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
        return await self._call(
            method, f"/api/v1/desk{path}", body,
            gone=f"Jipsa at {self.url} has no desk for own words: it is older than this command, update it.",
        )  # fmt: skip

    async def _call(
        self, method: str, path: str, body: Mapping[str, object] | None = None, gone: str = ""
    ) -> Any:
        """gone: what is said when there is nothing at this path."""
        try:
            response = await self._http.request(method, path, json=body)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise self._sentence(error) from error
        return self._read(response, gone)

    def _read(self, response: httpx.Response, gone: str = "") -> Any:
        try:
            content = response.json()
        except ValueError as error:
            raise UserError(f"What answers at {self.url} is not Jipsa: check the address.") from error
        if response.status_code == httpx.codes.UNAUTHORIZED:
            raise UserError(f"Jipsa at {self.url} does not take this token: check --token or JIPSA_TOKEN.")
        if gone and response.status_code == httpx.codes.NOT_FOUND:
            raise UserError(gone)
        if isinstance(content, dict) and "why" in content:
            # a verdict: what was refused is an answer, too
            return content
        if response.is_error:
            told = content.get("error") if isinstance(content, dict) else None
            raise UserError(str(told or f"Jipsa at {self.url} answered with status {response.status_code}."))
        return content

    def _sentence(self, error: Exception) -> UserError:
        if isinstance(error, httpx.TimeoutException):
            return UserError(f"Jipsa at {self.url} did not answer within {TIMEOUT_S:.0f} s: see its log.")
        if isinstance(error, httpx.ConnectError):
            return UserError(f"Nothing answers at {self.url}: `jipsa run` starts one here.")
        if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
            return UserError(f'"{self.url}" is not an address like http://127.0.0.1:8321.')
        if isinstance(error, UnicodeEncodeError):
            return UserError("The text holds characters that cannot be sent: type it again.")
        return UserError(f"The connection to {self.url} broke off: is that Jipsa still running?")
