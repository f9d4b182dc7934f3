"""How one described appliance speaks: its messages as canonical values, commands as messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from appliance_bridge.capability import Action, Attribute, Capability, Value
from appliance_bridge.dialects.base import Publish
from appliance_bridge.dialects.plain.description import PlainAppliance, PlainMessage, PlainReport, meaning
from appliance_bridge.dialects.plain.vocabulary import default_payload, fitting, scale, translator
from appliance_bridge.entities.templates import Template
from appliance_bridge.entities.templating.values import TemplateError
from appliance_bridge.recognition.translation import Translator, number

Part = TypeVar("Part")

MAX_TEXT = 64 * 1024
# characters of a message that are looked at
MAX_WORD = 200
# characters of a reported word


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a canonical value comes from, and what is made of it."""

    key: str
    # "capability.attribute"
    topic: str
    template: Template | None
    values: Mapping[str, Value]
    # what the description says that words mean
    words: Mapping[str, str]
    # payload → the word of the command that sends it
    attribute: Attribute | None
    # None: a measurement with a name of its own
    unit: str
    translator: Translator

    def read(self, text: str, at: float) -> Mapping[str, Value | None]:
        """Its key with what the message says (None: that it is not known); empty: it says nothing of it."""
        try:
            word = text.strip() if self.template is None else self.template.value(text)
        except TemplateError:
            return {}
        if not word:
            return {}
        said = meaning(word, self.values)
        if said is None:
            spelled = str(meaning(word, self.words) or word)
            said = scale(self.attribute, self.unit).read(self.translator.read(spelled, at))
        value = fitting(said, self.attribute)
        return {self.key: value[:MAX_WORD] if isinstance(value, str) else value}


@dataclass(frozen=True, slots=True)
class Speech:
    """All that one appliance says and hears."""

    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    # topic → what is read from it
    commands: Mapping[str, tuple[PlainMessage, ...]] = field(default_factory=dict)
    capabilities: Mapping[str, Capability] = field(default_factory=dict)

    @property
    def keys(self) -> frozenset[str]:
        """All that it reports."""
        return frozenset(one.key for readings in self.readings.values() for one in readings)

    def hear(self, topic: str, payload: bytes, at: float) -> dict[str, Value | None]:
        """What a message says; bytes that are no text say nothing."""
        try:
            text = payload[: 4 * MAX_TEXT].decode()[:MAX_TEXT]
        except UnicodeDecodeError:
            return {}
        said: dict[str, Value | None] = {}
        for one in self.readings.get(topic, ()):
            said.update(one.read(text, at))
        return said

    def tell(self, key: str, arguments: Mapping[str, Value]) -> list[Publish]:
        """The messages of "capability.action"; ValueError says what will not do."""
        capability, _, name = key.partition(".")
        found = self.capabilities.get(capability)
        action = None if found is None else found.actions.get(name)
        if action is None or key not in self.commands:
            raise ValueError("nothing")
        argument = argument_of(action)
        takes = argument if any(one.payload is None for one in self.commands[key]) else None
        extra = ", ".join(sorted(set(arguments) - {takes}))
        if extra:
            raise ValueError(extra)
        given = None if argument is None else arguments.get(argument)
        if given is None and argument is not None and action.arguments[0].required:
            raise ValueError(f"no {argument}")
        told = ((one, self._payload(capability, action, one, given)) for one in self.commands[key])
        return [Publish(one.topic, payload.encode()) for one, payload in told if payload is not None]

    def _payload(
        self, capability: str, action: Action, message: PlainMessage, given: Value | None
    ) -> str | None:
        """What is sent; None: this message is left out."""
        if message.payload is not None:
            return message.payload
        word = "" if given is None else self._word(capability, action, message, given)
        if message.template is not None:
            return _rendered(message, word)
        if given is not None:
            return word
        # Options choose among ways to start; where none is chosen there is nothing to say here.
        return None if message.options else default_payload(f"{capability}.{action.name}")

    def _word(self, capability: str, action: Action, message: PlainMessage, given: Value) -> str:
        name = reached_by_argument(action) or ""
        attribute = self.capabilities[capability].attributes.get(name)
        options = message.options or {}
        unit = message.unit or ""
        written = translator(f"{capability}.{name}", attribute, unit, tuple(options)).write(given)
        if options:
            if str(written) not in options:
                raise ValueError(given)
            return options[str(written)]
        value = number(written)
        return str(written) if value is None else as_text(scale(attribute, unit).write(value))


def speech(
    description: PlainAppliance, capabilities: Mapping[str, Capability], roles: Mapping[str, str]
) -> Speech:
    """How this appliance speaks; roles: key → the key of the report that plays it, or "none"."""
    readings: dict[str, list[Reading]] = {}
    for key, report in _played(description.reports, roles).items():
        one = _reading(key, report, description, capabilities)
        readings.setdefault(one.topic, []).append(one)
    return Speech(
        {topic: tuple(all_of_it) for topic, all_of_it in readings.items()},
        _played(description.commands, roles),
        capabilities,
    )


def argument_of(action: Action) -> str | None:
    """The name of the argument of an action; there is at most one."""
    return action.arguments[0].name if action.arguments else None


def reached_by_argument(action: Action) -> str | None:
    """The attribute that takes the value of the argument."""
    return next((name for name, value in action.reaches.items() if value == "$value"), None)


def options_of(messages: Sequence[PlainMessage]) -> Mapping[str, str]:
    """The words that a command takes, each with its payload; empty when it takes any."""
    return next((one.options for one in messages if one.options), {})


def _played(parts: Mapping[str, Part], roles: Mapping[str, str]) -> dict[str, Part]:
    """The parts as an admin has them: some played by another, some by nobody."""
    played = {key: part for key, part in parts.items() if roles.get(key) != "none"}
    return played | {key: parts[role] for key, role in roles.items() if role in parts}


def _reading(
    key: str, report: PlainReport, description: PlainAppliance, capabilities: Mapping[str, Capability]
) -> Reading:
    capability, _, name = key.partition(".")
    found = capabilities.get(capability)
    attribute = None if found is None else found.attributes.get(name)
    actions = found.actions.values() if found is not None else ()
    setters = [one.name for one in actions if reached_by_argument(one) == name]
    sent = [description.commands.get(f"{capability}.{one}", ()) for one in setters]
    options = next((options for one in sent if (options := options_of(one))), {})
    return Reading(
        key=key,
        topic=report.topic,
        template=report.reads,
        values=report.values,
        words={payload: word for word, payload in options.items()},
        attribute=attribute,
        unit=report.unit or "",
        translator=translator(key, attribute, report.unit or "", tuple(options)),
    )


def _rendered(message: PlainMessage, word: str) -> str:
    value = number(word)
    known: object = word
    if value is not None and word == as_text(value):
        known = int(value) if value.is_integer() else value
    try:
        return "" if message.writes is None else message.writes.render({"value": known})
    except TemplateError:
        raise ValueError(word) from None


def as_text(value: float) -> str:
    """A number as devices write it: 24, 24.5."""
    return str(int(value)) if value == int(value) else str(value)
