"""What requests about people and invitations say, and what comes back."""

from typing import Literal

from pydantic import BaseModel, Field

from bot.web.models import Name, RequestBody


class InvitationOrder(RequestBody):
    """Who is to be invited: a new person, or a further account of `person`, whose role then counts."""

    role: Literal["owner", "adult", "child", "guest"]
    hours: float | None = Field(None, gt=0, le=366 * 24)
    person: Name | None = None
    name: Name | None = None


class JoinOrder(RequestBody):
    """A code from an invitation, and who uses it."""

    code: str = Field(max_length=200)
    name: str | None = Field(None, max_length=200)
    language: str | None = Field(None, max_length=20)


class WayBody(BaseModel):
    """A way to use a code with one tap."""

    messenger: str
    url: str


class InvitationBody(BaseModel):
    """A code, for an hour and once."""

    code: str
    role: str
    expires_at: float
    person: str | None
    name: str | None
    hours: float | None
    made_by: str
    links: list[WayBody]
    # the best one first
    qr: str | None
    # data URI of a picture of the best one


class RemovedBody(BaseModel):
    """What a removal came to."""

    gone: bool
    # false: the config names them; they stay without accounts
    accounts: list[str]
    coming_back: list[str]
    # accounts that the config lists: theirs again after a restart


class JoinBody(BaseModel):
    """Who the page is now."""

    result: Literal["welcome", "already"]
    person: str
