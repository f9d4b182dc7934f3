"""Who a request speaks for, and whether it may come from where it comes from."""

import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request

from bot.house import House, PersonView
from bot.web.auth import Auth
from bot.web.errors import ApiError

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True, slots=True)
class Caller:
    """The one behind a request."""

    person: str | None
    # None: the bearer token, which may speak for anyone in the home

    @property
    def messenger(self) -> str:
        """How their messages came in."""
        return "api" if self.person is None else "web"

    @property
    def own_chat(self) -> str:
        """The chat they are in when they name none."""
        return "api" if self.person is None else f"web:{self.person}"

    def chat(self, named: str | None) -> str:
        """The chat of a message: the token may name any, a page has its own."""
        if self.person is not None and named not in (None, self.own_chat):
            raise ApiError(403, f'This page speaks in its own chat, "{self.own_chat}".')
        return self.own_chat if named is None else named


class Access:
    """Callable dependency: the Caller of a request, or 401 / 403."""

    def __init__(self, auth: Auth, house: House) -> None:
        self._auth = auth
        self._house = house

    async def __call__(self, request: Request) -> Caller:
        """Bearer token first, then the session cookie."""
        header = request.headers.get("authorization")
        if header is not None:
            scheme, _, token = header.partition(" ")
            if scheme.lower() == "bearer" and self._auth.is_token(token.strip()):
                return Caller(None)
            raise _unauthorized("This bearer token is not the one of this home.")
        person = self.signed_in(request)
        if person is None:
            raise _unauthorized("Sign in with the link that `jipsa run` prints, or send the bearer token.")
        if request.method not in SAFE_METHODS and not same_origin(request):
            raise ApiError(403, "This request came from another page and was not carried out.")
        return Caller(person)

    def holds(self, request: Request) -> bool:
        """Whether what let this request in would let it in now as well; for streams, which last."""
        return "authorization" in request.headers or self.signed_in(request) is not None

    def signed_in(self, request: Request) -> str | None:
        """The person of the home whose session the request carries."""
        session = request.cookies.get(self._auth.cookie_name)
        person = self._auth.person_of(session) if session else None
        return person if person is not None and self.person(person) is not None else None

    def person(self, person_id: str) -> PersonView | None:
        """The person of the home with this id."""
        return next((person for person in self._house.people() if person.id == person_id), None)

    def message_id(self, caller: Caller, given: str | None) -> str:
        """The id of a message. Those of messengers have a colon: a page could ask for another's answer."""
        if caller.person is not None and ":" in (given or ""):
            raise ApiError(422, "id: no colon may stand in it.", facts={"fields": ["id"]})
        return given or uuid.uuid4().hex

    def sender(self, caller: Caller, named: str | None) -> str:
        """Whose message this is; a signed-in page speaks only for its own person."""
        if caller.person is not None:
            if named not in (None, caller.person):
                raise ApiError(403, f'This page is signed in as "{caller.person}" and speaks for them alone.')
            return caller.person
        if named is None:
            raise ApiError(422, "sender: say whose message it is.", facts={"fields": ["sender"]})
        if self.person(named) is None:
            raise ApiError(422, f'sender: there is no "{named}" in this home.', facts={"fields": ["sender"]})
        return named

    def is_grown_up(self, caller: Caller) -> bool:
        """Whether the caller is the token, an owner or an adult."""
        person = None if caller.person is None else self.person(caller.person)
        return caller.person is None or (person is not None and person.role in ("owner", "adult"))

    def grown_up(self, caller: Caller) -> None:
        """403 unless the caller is the token, an owner or an adult."""
        if not self.is_grown_up(caller):
            raise ApiError(403, "Only an owner or an adult may do this.")


def _unauthorized(sentence: str) -> ApiError:
    return ApiError(401, sentence, headers={"WWW-Authenticate": "Bearer"})


def same_origin(request: Request) -> bool:
    """A browser's own word; Sec-Fetch-Site is only sent on trustworthy origins, Origin with every POST."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == request.headers.get("host")
