"""API version 1: what a request may say and what a response says. OpenAPI is made from this."""

import re
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

MAX_TEXT = 10_000

RFC3339 = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:)(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def rfc3339(value: object) -> object:
    """A datetime from RFC 3339 text; ValueError in plain words otherwise."""
    if value is None or isinstance(value, datetime):
        return value
    found = RFC3339.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("must be a time as in RFC 3339, for example 2026-11-22T21:30:00+09:00")
    date, minutes, seconds, fraction, zone = found.groups()
    # RFC 3339 knows leap seconds and any number of digits, Python neither.
    text = f"{date}T{minutes}{min(int(seconds), 59):02}{(fraction or '')[:7]}{zone.upper()}"
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("is not a time that exists") from None


Name = Annotated[str, Field(min_length=1, max_length=200)]
Time = Annotated[datetime, BeforeValidator(rfc3339, json_schema_input_type=str)]
Scalar = bool | int | float | str


class RequestBody(BaseModel):
    """Unknown fields are refused, and nothing is turned from one type into another."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class MessageBody(RequestBody):
    """A message, or a pressed button: exactly one of `text` and `action`."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["text"]}, {"required": ["action"]}]})

    text: str = Field("", max_length=MAX_TEXT)
    action: str = Field("", min_length=1, max_length=200)
    chat: Name | None = None
    sender: Name | None = None
    id: Name | None = None
    sent_at: Time | None = Field(None, json_schema_extra={"format": "date-time"})
    group: bool = False
    addressed: bool = True
    wait_s: float = Field(10.0, ge=0, le=60)

    @model_validator(mode="after")
    def _text_or_action(self) -> Self:
        if ("text" in self.model_fields_set) == ("action" in self.model_fields_set):
            raise ValueError("Give either text or action.")
        return self


class ExplainBody(RequestBody):
    """A sentence to explain, as said by a person of the home or nobody in particular."""

    text: str = Field(max_length=MAX_TEXT)
    person: Name | None = None


class LinkOrder(RequestBody):
    """For whom a sign-in link is wanted."""

    person: Name


class LinkBody(BaseModel):
    """A link that opens the page signed in, once."""

    link: str


class SpeedBody(RequestBody):
    """How many simulated seconds pass in a second."""

    speed: float = Field(gt=0, le=100_000)


class SituationBody(RequestBody):
    """The situation a simulated appliance shall be in; what is not named stays."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    online: bool = True
    door_open: bool = False
    remote_control: bool = True
    child_lock: bool = False
    fault: str = Field("", max_length=40)
    slow_s: float = Field(0.0, ge=0, le=3600)
    mute: bool = False
    deaf: bool = False


class ErrorBody(BaseModel):
    """Every error."""

    model_config = ConfigDict(extra="allow")

    error: str
    # one plain sentence


class ButtonBody(BaseModel):
    """A choice under a reply."""

    label: str
    action: str
    text: str


class ReplyBody(BaseModel):
    """One thing said back."""

    text: str
    short: str
    buttons: list[ButtonBody]
    image: str | None
    speaker: str | None


class CommandBody(BaseModel):
    """What came of one command."""

    id: str
    appliance: str
    appliance_type: str
    capability: str
    action: str
    arguments: dict[str, Scalar]
    result: Literal["confirmed", "sent", "refused", "timed_out", "pending"]
    reason: str | None


class UnderstoodBody(BaseModel):
    """What the words were taken to mean."""

    mood: str
    engine: str
    intents: list[dict[str, object]]


class AnswerBody(BaseModel):
    """All that a message led to."""

    id: str
    outcome: Literal["acted", "scheduled", "asked", "answered", "refused", "not_understood", "silent"]
    language: str
    replies: list[ReplyBody]
    commands: list[CommandBody]
    understood: UnderstoodBody


class CapabilityBody(BaseModel):
    """What an appliance offers in one capability."""

    actions: list[str]
    attributes: list[str]
    limits: dict[str, dict[str, object]]
    feedback: bool


class MissingBody(BaseModel):
    """What an appliance lacks, and why."""

    capability: str
    reason: str
    text: dict[str, str]


class ApplianceBody(BaseModel):
    """One appliance with its reported state."""

    id: str
    type: str
    name: str
    names: list[str]
    area: str | None
    areas: list[str]
    online: bool | None
    capabilities: dict[str, CapabilityBody]
    state: dict[str, Scalar | None]
    reported_at: dict[str, float]
    summary: dict[str, str]
    source: str
    missing: list[MissingBody]
    details: dict[str, Scalar | None]


class PersonBody(BaseModel):
    """A person of the home."""

    id: str
    names: dict[str, str]
    role: str
    language: str | None
    until: float | None
    # seconds since the epoch: a guest's end
    accounts: list[str]
    # "telegram:1234"; for all but owners "telegram"


class SessionBody(BaseModel):
    """Who is signed in on this page."""

    person: PersonBody
    chat: str
    manages_people: bool
    # may invite and remove others


class CheckBody(BaseModel):
    """One line of health."""

    name: str
    ok: bool
    text: str


class HealthBody(BaseModel):
    """All lines of health."""

    ok: bool
    checks: list[CheckBody]


class SimulatedBody(BaseModel):
    """A simulated appliance and its situation."""

    id: str
    conditions: dict[str, Scalar | None]
    supported: list[str]


class SimulatorBody(BaseModel):
    """The simulated home."""

    speed: float
    appliances: list[SimulatedBody]
