"""How somebody describes an appliance that no convention describes: topics, payloads, a template per value.

A mistake is told as one plain sentence (pydantic errors of the kinds "sentence" and "unknown_key").
"""

import json
import math
from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from appliance_bridge.capability import Action, Capability, Value
from appliance_bridge.dialects.plain.vocabulary import default_payload, name_problem, unit_problem
from appliance_bridge.entities.templates import Template, compiled

MAX_MESSAGES = 10
# of one command
MAX_NAMES = 200
# reports or commands of one appliance
_TOPIC_BYTES = 65_535


def wrong(sentence: str) -> PydanticCustomError:
    """To raise in a validator: the sentence is shown as it is."""
    return PydanticCustomError("sentence", "{sentence}", {"sentence": sentence})


def no_such_key(key: str, sentence: str) -> PydanticCustomError:
    """As `wrong`, about a key of what is validated."""
    return PydanticCustomError("unknown_key", "{sentence}", {"key": key, "sentence": sentence})


def topic_problem(topic: str) -> str | None:
    """Why a topic cannot be used, as one plain sentence, or None."""
    if not topic:
        return "This topic is empty. Write the topic."
    if "+" in topic or "#" in topic:
        return "A topic here has no + or #: name the one topic that is meant."
    if topic.startswith("$"):
        return "Topics that begin with $ belong to the broker. Write the appliance's own."
    if not topic.isprintable():
        return "There is a character in this topic that no topic may have. Type it again."
    if len(topic.encode("utf-8", "replace")) > _TOPIC_BYTES:
        return "This topic is longer than a topic may be."
    return None


def _topic(value: str) -> str:
    problem = topic_problem(value)
    if problem is not None:
        raise wrong(problem)
    return value


def _template(value: str) -> str:
    made = compiled(value)
    if made.problem is not None:
        raise wrong(f"This template {made.problem}. Mend it, or leave it out.")
    return value


def _as_text(value: object) -> object:
    """A payload as it goes over the wire: true is "true", 5 is "5", keys and lists are JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _with_topic(value: object) -> object:
    return {"topic": value} if isinstance(value, str) else value


def _each(value: object) -> object:
    """One message, several, or just a topic: as a list."""
    listed = value if isinstance(value, list | tuple) else [value]
    return [_with_topic(one) for one in listed]


def _by_word(value: object) -> object:
    return {str(one): one for one in value} if isinstance(value, list | tuple) else value


Topic = Annotated[str, AfterValidator(_topic)]
Source = Annotated[str, AfterValidator(_template)]
# of a template
Payload = Annotated[str, BeforeValidator(_as_text), Field(max_length=65_536)]
Options = Annotated[dict[str, Payload], BeforeValidator(_by_word), Field(min_length=1, max_length=MAX_NAMES)]
# word that people use → payload


class Strict(BaseModel):
    """Frozen, and no key that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, value: object) -> object:
        for key in value if isinstance(value, Mapping) else ():
            if key not in cls.model_fields:
                sentence = f"There is no such key. Known here: {', '.join(cls.model_fields)}."
                raise no_such_key(str(key), sentence)
        return value


class PlainOnline(Strict):
    """Where the appliance says whether it is there."""

    topic: Topic
    online: Payload = "online"
    offline: Payload = "offline"
    template: Source | None = None


class PlainReport(Strict):
    """Where one value comes from."""

    topic: Topic
    template: Source | None = None
    # None: the payload as it is
    values: dict[str, bool | int | float | str] = Field(default={}, max_length=MAX_NAMES)
    # what the appliance says → what it means; what does not stand here is read as usual
    unit: str | None = None
    # of the number, when it is not that of the vocabulary

    @property
    def reads(self) -> Template | None:
        """The compiled template."""
        return None if self.template is None else compiled(self.template)


class PlainMessage(Strict):
    """One message of a command."""

    topic: Topic
    payload: Payload | None = None
    # the same each time
    template: Source | None = None
    # or made of `value`
    options: Options | None = None
    # the words it takes, and the payload of each
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = Field(default=None, gt=0)
    unit: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.payload is not None and self.template is not None:
            raise wrong("There is a payload and a template. Keep one of them.")
        ends = (self.minimum, self.maximum)
        if any(one is not None and not math.isfinite(one) for one in ends):
            raise wrong("minimum and maximum must be numbers.")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise wrong("The minimum is greater than the maximum. Swap them.")
        return self

    @property
    def writes(self) -> Template | None:
        """The compiled template."""
        return None if self.template is None else compiled(self.template)


Online = Annotated[PlainOnline, BeforeValidator(_with_topic)]
Report = Annotated[PlainReport, BeforeValidator(_with_topic)]
Messages = Annotated[
    tuple[PlainMessage, ...], BeforeValidator(_each), Field(min_length=1, max_length=MAX_MESSAGES)
]


class PlainAppliance(Strict):
    """One appliance, by the topics it speaks and hears.

    Names are checked against the vocabulary when the validation context has `capabilities`
    (a catalogue's mapping of them).
    """

    online: Online | None = None
    reports: dict[str, Report] = Field(default={}, max_length=MAX_NAMES)
    # "capability.attribute" → where it comes from
    commands: dict[str, Messages] = Field(default={}, max_length=MAX_NAMES)
    # "capability.action" → its messages, in order

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.reports and not self.commands:
            raise wrong("This appliance neither reports nor does anything. Add reports or commands.")
        return self

    @field_validator("reports")
    @classmethod
    def _reported(cls, value: dict[str, PlainReport], info: ValidationInfo) -> dict[str, PlainReport]:
        capabilities = _capabilities(info)
        for key, report in value.items():
            _refuse(key, name_problem(key, "attribute", capabilities))
            if capabilities is not None:
                capability, _, name = key.partition(".")
                _refuse(key, unit_problem(capabilities[capability].attributes.get(name), report.unit))
        return value

    @field_validator("commands")
    @classmethod
    def _commanded(
        cls, value: dict[str, tuple[PlainMessage, ...]], info: ValidationInfo
    ) -> dict[str, tuple[PlainMessage, ...]]:
        capabilities = _capabilities(info)
        for key, messages in value.items():
            _refuse(key, name_problem(key, "action", capabilities))
            if capabilities is not None:
                capability, _, name = key.partition(".")
                _refuse(key, _cannot_be_told(key, messages, capabilities[capability].actions[name]))
        return value


def _capabilities(info: ValidationInfo) -> Mapping[str, Capability] | None:
    found = (info.context or {}).get("capabilities")
    return found if isinstance(found, Mapping) else None


def _refuse(key: str, problem: str | None) -> None:
    if problem is not None:
        raise no_such_key(key, problem)


def _cannot_be_told(key: str, messages: tuple[PlainMessage, ...], action: Action) -> str | None:
    free = [one for one in messages if one.payload is None]
    needed = [one.name for one in action.arguments if one.required]
    if needed and not free:
        return f"{key} would always send the same. Put {{{{ value }}}} into a template instead of a payload."
    bare = any(one.template is None and not one.options for one in free)
    if not needed and bare and not default_payload(key):
        return f"{key} needs a payload: what shall be sent?"
    return None


def meaning(word: str, values: Mapping[str, Value]) -> Value | None:
    """What a word of the appliance means by a table of `values`; case and blanks around it do not matter."""
    if word in values:
        return values[word]
    folded = word.strip().casefold()
    return next((value for key, value in values.items() if key.strip().casefold() == folded), None)
