"""One device of a CSE: as entities, with what its modules said."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from appliance_bridge.capability import Value
from appliance_bridge.dialects.base import Problem
from appliance_bridge.dialects.convention import OWN, Said
from appliance_bridge.dialects.onem2m.parts import Names, Part, Writer, attribute, listed, parts_of
from appliance_bridge.dialects.onem2m.resources import MAX_MODULES, Attributes, Module, Tree
from appliance_bridge.dialects.onem2m.sdt import sdt
from appliance_bridge.dialects.onem2m.wholes import whole_of
from appliance_bridge.entities.announcement import Announcement
from appliance_bridge.entities.entity import Device, Entity
from appliance_bridge.entities.options import finite

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAC = re.compile(r"[0-9a-f]{12}")
_MAX_NAMES = 100
# job modes whose names are remembered


@dataclass(frozen=True, slots=True)
class _Own:
    """What Jipsa wrote last, and no appliance since: its own words are no report."""

    stamp: str
    values: Mapping[str, Value]


@dataclass(slots=True)
class KnownDevice:
    """What is known of one device."""

    tree: Tree
    parts: Sequence[Part] = ()
    said: dict[str, Attributes] = field(default_factory=dict)
    # path of a module → what the appliance said
    _stamps: dict[str, str] = field(default_factory=dict)
    _own: dict[str, _Own] = field(default_factory=dict)
    _names: dict[tuple[str, int], str] = field(default_factory=dict)
    # module and number of a job mode → what the appliance called it

    @property
    def source(self) -> str:
        """What announces its entities."""
        return topic(self.tree.path)

    def describe(self, tree: Tree, job_modes: Mapping[str, Mapping[int, str]]) -> Announcement:
        """It is so now."""
        self.tree = tree
        for module in tree.modules:
            self._learn(module)
        whole = whole_of(tree, lambda module: self._job_names(module, job_modes))
        parts = list(parts_of(tree, lambda module: self._job_names(module, job_modes)))
        if whole is not None:
            parts = [whole[0], *(one for one in parts if one.key not in whole[1])]
        self.parts = parts
        problems = []
        if tree.cut:
            problems.append(
                Problem(self.source, f"It has more than {MAX_MODULES} modules; the rest is left out.")
            )
        device = _device(tree)
        return Announcement(
            self.source, "announced", tuple(self._entity(one, device) for one in parts), tuple(problems)
        )

    def writers(self) -> Iterator[tuple[str, Writer]]:
        """Topics that take commands."""
        for part in self.parts:
            for word, write in part.writes.items():
                yield self._topic(part, word), write

    def wrote(self, path: str, values: Mapping[str, Value], stamp: str) -> None:
        """The CSE took what Jipsa wrote to a module; the resource was `stamp` after it."""
        before = self._own.get(path)
        self._own[path] = _Own(stamp, {**(before.values if before is not None else {}), **values})

    def forget_versions(self) -> None:
        """The CSE counts anew."""
        self._stamps.clear()
        self._own.clear()

    def hear_again(self) -> None:
        """What it says next is news, even when it is what it said last."""
        self._stamps.clear()

    def take(self, path: str, said: Attributes, stamp: str) -> Sequence[Said]:
        """What a module says; empty for Jipsa's own words and for what is no newer than what is known."""
        last = self._stamps.get(path, "")
        if _older(stamp, last) or (stamp and stamp == last):
            return ()
        self._stamps[path] = stamp
        own = self._own.get(path)
        if own is not None and (stamp == own.stamp or _older(stamp, own.stamp)):
            said = {name: value for name, value in said.items() if own.values.get(name) != value}
            if not stamp:
                # nothing tells one version from the next: only the first echo is taken for one
                del self._own[path]
            known = self.said.get(path, {})
            if all(name in known and known[name] == value for name, value in said.items()):
                return ()
        elif own is not None:
            del self._own[path]
        self.said[path] = {**self.said.get(path, {}), **said}
        return [
            Said(self._topic(part, word), payload.encode())
            for part in self.parts
            if path in part.modules
            for word, read in part.reads.items()
            if (payload := read(self.said)) is not None
        ]

    def _learn(self, module: Module) -> None:
        if not module.kind.endswith("JobMode"):
            return
        number, name = finite(module.said.get(attribute(module, "cuJMe"))), module.said.get("cJMNe")
        if number is not None and isinstance(name, str) and name.strip() and len(self._names) < _MAX_NAMES:
            self._names[module.path, int(number)] = name.strip()

    def _job_names(self, module: Module, told: Mapping[str, Mapping[int, str]]) -> Names:
        current = finite(module.said.get(attribute(module, "cuJMe")))
        numbers = [*listed(module, "jobMs"), *([] if current is None else [int(current)])]
        known = told.get(module.kind, {})
        return {
            number: known.get(number) or self._names.get((module.path, number)) or str(number)
            for number in dict.fromkeys(numbers)
        }

    def _topic(self, part: Part, word: str) -> str:
        return f"{self.source}/{part.key}/{word}"

    def _entity(self, part: Part, device: Device) -> Entity:
        config = {
            name: self._topic(part, value) if name.endswith("_topic") and isinstance(value, str) else value
            for name, value in part.options.items()
        }
        return Entity(
            key=f"{part.component}.{self.tree.path}/{part.key}",
            component=part.component,
            object_id=part.name.lower().replace(" ", "_") or device.key,
            name=part.name,
            device=device,
            config=config,
            category=part.category,
            source=self.source,
        )


def topic(path: str) -> str:
    """The topic of a resource, that no broker hears of."""
    return f"{OWN}onem2m/{path}"


def _device(tree: Tree) -> Device:
    key = tree.path.partition("/")[2] or tree.path
    labels = {one.partition(":")[0]: one.partition(":")[2].strip() for one in tree.labels}
    own = tree.path.rpartition("/")[2]
    noun = sdt().nouns.get(tree.kind) or _CAMEL.sub(" ", tree.kind.removeprefix("device")).lower()
    # A name like "deCWrX2b9" was given by the CSE and not by people.
    unnamed = own.startswith(tree.tag.partition(":")[2])
    mac = re.sub(r"[:.-]", "", labels.get("mac", "").lower())
    return Device(
        key=key,
        name=labels.get("name") or (noun if unnamed else own.replace("_", " ")),
        area=labels.get("area") or labels.get("room"),
        model=noun,
        identities=frozenset((f"mac:{mac}",)) if _MAC.fullmatch(mac) else frozenset(),
        below=("/oneM2M/",),
    )


def _older(stamp: str, than: str) -> bool:
    return stamp.isdigit() and than.isdigit() and int(stamp) < int(than)
