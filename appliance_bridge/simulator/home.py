"""The home file: which devices stand where and how each behaves, read strictly."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from appliance_bridge.simulator.behaviours import AnyBehaviour
from appliance_bridge.simulator.components import Components
from appliance_bridge.simulator.conditions import LINK_CONDITIONS, condition_components
from appliance_bridge.yaml_file import load

Text = Annotated[str, Field(min_length=1)]


class Row(BaseModel):
    """One device of the home."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,64}$")]
    type: Text
    # what people call such a thing, for pages that show the farm; never sent
    name: Text
    # bilingual: "세탁기 / Washer"
    area: Text
    # bilingual: "다용도실 / Utility room"
    model: Text
    announce: Literal["device", "single"]
    # one message for the whole device, or one for each entity with abbreviated options
    conditions: tuple[Literal["door_open", "remote_control", "child_lock", "fault"], ...] = ()
    # those that this device can get into, beside those of its link
    child_lock_by_wire: bool = False
    opening: Literal["door", "window"] = "door"
    # what `door_open` means on it
    behaviour: AnyBehaviour

    @property
    def supported(self) -> tuple[str, ...]:
        """Names of all conditions that can be changed on it."""
        return (*LINK_CONDITIONS, *self.conditions)

    def components(self) -> Components:
        """All its entities, by role."""
        told = condition_components(
            self.supported, opening=self.opening, lock_by_wire=self.child_lock_by_wire
        )
        return {**self.behaviour.components(), **told}


class Home(BaseModel):
    """The whole home."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    maker: Text
    labels: dict[str, Text]
    # name of an entity by its role, bilingual; the main entity of a device has none
    devices: tuple[Row, ...]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        ids = [row.id for row in self.devices]
        if twice := {one for one in ids if ids.count(one) > 1}:
            raise ValueError(f"the device id {min(twice)!r} stands twice")
        for row in self.devices:
            for role, component in row.components().items():
                if role not in self.labels and "name" not in component:
                    raise ValueError(f"labels: {role!r} is missing, {row.id} needs it")
        return self


def load_home(path: Path | None = None) -> Home:
    """The home in a file, or the one that comes with the simulator; raises CatalogueError."""
    return load(path or Path(__file__).with_name("home.yaml"), Home)
