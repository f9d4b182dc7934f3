"""Errors as the API tells them: JSON {"error": "one plain sentence", …}, whatever went wrong."""

import json
import math
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import compile_path

from appliance_bridge.errors import StoreUnavailable


def json_bytes(value: object) -> bytes:
    """JSON in UTF-8; NaN becomes null and a lone surrogate "?", since devices may report either."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=False).encode("utf-8", "replace")


def _finite(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value


class Json(Response):
    """A JSON response."""

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        """The body."""
        return json_bytes(content)


class ApiError(Exception):
    """Ends a request with a status and one plain sentence; `facts` are added to the body."""

    def __init__(
        self,
        status: int,
        error: str,
        *,
        facts: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.facts = dict(facts or {})
        self.headers = headers

    def response(self) -> Json:
        """As sent."""
        return Json({"error": self.error, **self.facts}, self.status, headers=self.headers)


def install_error_handlers(app: FastAPI, headers: Mapping[str, str]) -> None:
    """Make every error of the app a JSON sentence; `headers` go on the unexpected ones too."""

    async def problem(_: Request, error: Exception) -> Response:
        return error.response() if isinstance(error, ApiError) else Json({"error": str(error)}, 500)

    async def invalid(_: Request, error: Exception) -> Response:
        return invalid_request(error.errors() if isinstance(error, RequestValidationError) else []).response()

    async def http(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            return Json({"error": str(error)}, 500)
        path = request.url.path
        sentence = {
            400: "The body is not valid JSON.",
            404: f'There is nothing at "{path}".',
            405: f'"{path}" does not take {request.method}.',
        }.get(error.status_code, HTTPStatus(error.status_code).phrase + ".")
        headers = dict(error.headers or {})
        if error.status_code == 405:
            headers |= _allow(app, path)
        return Json({"error": sentence}, error.status_code, headers=headers)

    async def store_away(_: Request, __: Exception) -> Response:
        return ApiError(503, "The store does not answer; nothing was changed.").response()

    async def unexpected(_: Request, __: Exception) -> Response:
        sentence = "Something went wrong inside Jipsa; its log says what."
        return Json({"error": sentence}, 500, headers=headers)

    app.add_exception_handler(ApiError, problem)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(StoreUnavailable, store_away)
    app.add_exception_handler(Exception, unexpected)


def _allow(app: FastAPI, path: str) -> dict[str, str]:
    """The Allow header of a path; the framework's own names only one of the path's methods."""
    for template, operations in app.openapi()["paths"].items():
        if compile_path(template)[0].match(path):
            return {"Allow": ", ".join(sorted(method.upper() for method in operations))}
    return {}


def invalid_request(errors: Sequence[Mapping[str, Any]]) -> ApiError:
    """422 with the names of the wrong fields; never with their values, which may be private."""
    if any(error["type"] == "json_invalid" for error in errors):
        return ApiError(422, "The body is not valid JSON.", facts={"fields": []})
    unknown = sorted({_field(error) for error in errors if error["type"] == "extra_forbidden"})
    fields = unknown or sorted({_field(error) for error in errors} - {""})
    if unknown:
        sentence = f"Unknown field{'s' if len(unknown) > 1 else ''}: {', '.join(unknown)}."
    elif errors:
        reason = str(errors[0]["msg"]).removeprefix("Value error, ")
        sentence = ": ".join(part for part in (_field(errors[0]), reason) if part).rstrip(".") + "."
    else:
        sentence = "The request is not valid."
    return ApiError(422, sentence, facts={"fields": fields})


def _field(error: Mapping[str, Any]) -> str:
    return ".".join(str(part) for part in error["loc"][1:])
