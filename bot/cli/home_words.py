"""The appliances and words of a home: of one that runs, asked over its API, or of a file that it wrote."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, TypeAdapter, ValidationError

from appliance_bridge.appliance import Appliance, Limits, Offer
from bot.cli.api import Api, Target
from bot.errors import UserError
from bot.home_vocabulary import vocabulary_of
from nlu.vocabulary import Vocabulary, Who

_MOST_BYTES = 20_000_000


class _Limits(BaseModel):
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    unit: str | None = None
    options: tuple[str, ...] = ()


class _Capability(BaseModel):
    actions: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    limits: Mapping[str, _Limits] = {}
    feedback: bool = True


class _Shown(BaseModel):
    """As much of an appliance, as the API shows it, as words need."""

    id: str
    type: str
    names: tuple[str, ...]
    areas: tuple[str, ...] = ()
    capabilities: Mapping[str, _Capability] = {}

    def appliance(self) -> Appliance:
        offers = {}
        for name, one in self.capabilities.items():
            limits = {key: Limits(**dict(said)) for key, said in one.limits.items()}
            offers[name] = Offer(name, one.actions, one.attributes, limits, one.feedback)
        return Appliance(self.id, self.type, self.names, self.areas, offers)


_APPLIANCES = TypeAdapter(list[_Shown])


async def home_words(target: Target) -> Vocabulary:
    """Names, rooms and options of its appliances, names of its people. Raises UserError."""
    async with Api(target) as api:
        shown = _APPLIANCES.validate_python(await api.appliances())
        people = sorted(await api.people(), key=lambda one: str(one["id"]))
    who = tuple(Who(str(one["id"]), tuple(dict.fromkeys(one["names"].values()))) for one in people)
    return Vocabulary(vocabulary_of(_sorted(shown), "asked").things, "asked", who)


async def home_appliances(target: Target) -> list[Appliance]:
    """The appliances of a running home. Raises UserError."""
    async with Api(target) as api:
        return _sorted(_APPLIANCES.validate_python(await api.appliances()))


def appliances_in(file: Path) -> list[Appliance]:
    """Those of a file that `jipsa appliances --json` wrote. Raises UserError."""
    try:
        with file.open("rb") as stream:
            raw = stream.read(_MOST_BYTES)
    except OSError as error:
        raise UserError(f"{file} cannot be read: {(error.strerror or 'unknown reason').lower()}.") from error
    try:
        return _sorted(_APPLIANCES.validate_json(raw))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        reason = f"{place}: {first['msg']}" if place else first["msg"]
        raise UserError(
            f"{file} is no home ({reason}): make it with `jipsa appliances --json > {file.name}`."
        ) from error


def _sorted(shown: list[_Shown]) -> list[Appliance]:
    return sorted((one.appliance() for one in shown), key=lambda one: one.id)
