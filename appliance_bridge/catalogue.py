"""The canonical vocabulary and the appliance types, loaded from YAML and checked against each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from appliance_bridge.appliance import Limits
from appliance_bridge.appliance_type import ApplianceType, Grouping, Recognition
from appliance_bridge.capability import Action, Argument, Attribute, Capability, Kind, Standard, Value
from appliance_bridge.command import Risk
from appliance_bridge.errors import CatalogueError
from appliance_bridge.power_curve import Thresholds
from appliance_bridge.recognition.roles import row_of
from appliance_bridge.recognition.row import RowText
from appliance_bridge.troubles import Troubles, load_troubles
from appliance_bridge.yaml_file import line_of, load

HERE = Path(__file__).parent
SHARED = "shared.yaml"
# in the folder of types: what holds for every type that does not say otherwise

Precondition = Literal["online", "remote_control", "door_closed", "not_child_locked", "no_error"]
ActionKey = Annotated[str, Field(pattern=r"^(default|[a-z_]+\.[a-z_]+)$")]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All capabilities by name and all appliance types by key."""

    capabilities: Mapping[str, Capability] = field(default_factory=dict)
    types: Mapping[str, ApplianceType] = field(default_factory=dict)
    # always has "unknown"
    troubles: Troubles = field(default_factory=lambda: Troubles({}))
    # what their codes and messages mean

    def type_of(self, key: str) -> ApplianceType:
        """The type with this key, or the type "unknown"."""
        return self.types.get(key) or self.types["unknown"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Attribute(_Strict):
    kind: Kind
    unit: str | None = None
    options: tuple[str, ...] = ()


class _Argument(_Strict):
    kind: Kind
    unit: str | None = None
    required: bool = True


class _Action(_Strict):
    arguments: dict[str, _Argument] = {}
    reaches: dict[str, bool | float | str | tuple[str, ...]] = {}
    confirm_within_s: float = Field(10.0, gt=0)


class _Capability(_Strict):
    attributes: dict[str, _Attribute] = {}
    actions: dict[str, _Action] = {}
    elsewhere: dict[Standard, tuple[str, ...]] = {}


class _Limits(_Strict):
    minimum: float | None = None
    maximum: float | None = None
    unit: str | None = None


class _Recognition(_Strict):
    words: dict[str, tuple[str, ...]] = {}
    hints: tuple[str, ...] = ()
    option_words: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    native: tuple[str, ...] = ()
    beside: dict[str, tuple[str, ...]] = {}
    device: Grouping = "parts"


class _PowerCurve(_Strict):
    start_w: float = Field(gt=0)
    start_s: float = Field(gt=0)
    sure_w: float = Field(gt=0)
    finish_w: float = Field(gt=0)
    finish_s: float = Field(gt=0)
    quiet_s: float = Field(gt=0)
    least_s: float = Field(gt=0)


class _Type(_Strict):
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    risk: dict[ActionKey, Risk] = {}
    preconditions: dict[ActionKey, tuple[Precondition, ...]] = {}
    limits: dict[ActionKey, _Limits] = {}
    setting: str | None = None
    freshness_s: float = Field(300.0, gt=0)
    starts_with_power: bool = False
    power_curve: _PowerCurve | None = None
    recognise: _Recognition = _Recognition()
    roles: tuple[RowText, ...] = ()


class _Shared(_Strict):
    deadlines: dict[Risk, float]
    risk: dict[ActionKey, Risk]
    preconditions: dict[ActionKey, tuple[Precondition, ...]]


def load_catalogue(folder: Path = HERE) -> Catalogue:
    """Everything in `capabilities/`, `appliance_types/` and `trouble_tables/`; raises CatalogueError."""
    capabilities = {
        path.stem: _capability(path.stem, load(path, _Capability))
        for path in sorted((folder / "capabilities").glob("*.yaml"))
    }
    types_folder = folder / "appliance_types"
    shared = load(types_folder / SHARED, _Shared)
    tables: dict[str, Iterable[str]] = {"risk": shared.risk, "preconditions": shared.preconditions}
    _check_actions(types_folder / SHARED, tables, capabilities)
    types = {
        path.stem: _type(path, load(path, _Type), shared, capabilities)
        for path in sorted(types_folder.glob("*.yaml"))
        if path.name != SHARED
    }
    if "unknown" not in types:
        raise CatalogueError(str(types_folder), 0, 'there must be a type "unknown": add unknown.yaml')
    return Catalogue(capabilities, types, load_troubles(folder / "trouble_tables"))


def _capability(name: str, read: _Capability) -> Capability:
    return Capability(
        name=name,
        attributes={
            key: Attribute(key, one.kind, one.unit, one.options) for key, one in read.attributes.items()
        },
        actions={key: _action(key, one) for key, one in read.actions.items()},
        elsewhere=dict(read.elsewhere),
    )


def _action(name: str, read: _Action) -> Action:
    return Action(
        name=name,
        arguments=tuple(
            Argument(key, one.kind, one.unit, one.required) for key, one in read.arguments.items()
        ),
        reaches={key: _reached(value) for key, value in read.reaches.items()},
        confirm_within_s=read.confirm_within_s,
    )


def _reached(value: bool | float | str | tuple[str, ...]) -> Value:
    return "|".join(value) if isinstance(value, tuple) else value


def _type(path: Path, read: _Type, shared: _Shared, capabilities: Mapping[str, Capability]) -> ApplianceType:
    for field_name, names in (("required", read.required), ("optional", read.optional)):
        for index, name in enumerate(names):
            if name not in capabilities:
                _fail(path, (field_name, index), f'there is no capability "{name}"')
    _check_actions(path, {"risk": read.risk, "preconditions": read.preconditions}, capabilities)
    for key in read.limits:
        capability, _, attribute = key.partition(".")
        if capability not in capabilities or attribute not in capabilities[capability].attributes:
            _fail(path, ("limits", key), f'there is no attribute "{key}"')
    if read.setting is not None and read.setting not in read.required + read.optional:
        _fail(path, ("setting",), f'"{read.setting}" is not among its capabilities')
    for place, row in enumerate(read.roles):
        if row.capability not in read.required + read.optional:
            _fail(path, ("roles", place, "capability"), f'"{row.capability}" is not among its capabilities')
        known = capabilities[row.capability]
        parts = [("reads", name, known.attributes) for name in row.reads]
        for part, name, listed in (*parts, *(("calls", name, known.actions) for name in row.calls)):
            if name not in listed:
                _fail(path, ("roles", place, part, name), f'{row.capability} has no "{name}"')
    found = read.recognise
    return ApplianceType(
        key=path.stem,
        required=read.required,
        optional=read.optional,
        risks={**shared.risk, **read.risk},
        preconditions={**shared.preconditions, **read.preconditions},
        deadlines=shared.deadlines,
        limits={key: Limits(one.minimum, one.maximum, unit=one.unit) for key, one in read.limits.items()},
        setting=read.setting,
        freshness_s=read.freshness_s,
        starts_with_power=read.starts_with_power,
        power_curve=None if read.power_curve is None else Thresholds(**read.power_curve.model_dump()),
        recognition=Recognition(
            words=tuple(word.lower() for words in found.words.values() for word in words),
            hints=tuple(word.lower() for word in found.hints),
            option_words=tuple(word.lower() for word in found.option_words),
            components=found.components,
            native=found.native,
            beside=found.beside,
            device=found.device,
        ),
        roles=tuple(row_of(path, ("roles", place), row, own=True) for place, row in enumerate(read.roles)),
    )


def _check_actions(
    path: Path, tables: Mapping[str, Iterable[str]], capabilities: Mapping[str, Capability]
) -> None:
    for field_name, keys in tables.items():
        for key in keys:
            capability, _, action = key.partition(".")
            known = capabilities.get(capability)
            if key != "default" and (known is None or action not in known.actions):
                _fail(path, (field_name, key), f'there is no action "{key}"')


def _fail(path: Path, keys: tuple[int | str, ...], reason: str) -> None:
    text = path.read_text(encoding="utf-8")
    raise CatalogueError(str(path), line_of(text, keys), reason)
