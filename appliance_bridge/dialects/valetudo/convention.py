"""Valetudo as a convention: each robot is a source, and counts once it says that it is ready."""

from collections.abc import Sequence

from appliance_bridge.dialects.base import Incoming, Problem, Publish, Subscribe
from appliance_bridge.dialects.convention import OWN, Heard, Said
from appliance_bridge.dialects.valetudo.entities import command, entities
from appliance_bridge.dialects.valetudo.robot import CONSUMABLES, PRESETS, Robot
from appliance_bridge.entities.announcement import Announcement

MAX_ROBOTS = 50
_MAX_ID = 100
_MAX_PAYLOAD = 64 * 1024
_DESCRIBING = (
    "$name",
    *(f"{capability}/preset/$format" for capability in PRESETS),
    f"{CONSUMABLES}/+/$unit",
    f"{CONSUMABLES}/+/$name",
    "MapData/segments",
    "$nodes",
    "StatusStateAttribute/status",
    "BatteryStateAttribute/level",
    "FanSpeedControlCapability/preset",
    "$state",
)
# in this order: when the state comes the rest has come. Never the map itself, which is large
_PRESENCE = {"ready": b"online", "alert": b"online", "lost": b"offline", "disconnected": b"offline"}


class Valetudo:
    """A `Convention`. A robot's identity `homie:<topic>` tells it also where other dialects speak of it."""

    name = "valetudo"

    def __init__(self, roots: Sequence[str] = ("valetudo",)) -> None:
        """`roots`: topic prefixes to listen to."""
        self._roots = tuple(dict.fromkeys(root.strip("/") for root in roots))
        self._robots: dict[str, Robot] = {}
        # by topic

    def subscriptions(self) -> Sequence[Subscribe]:
        """What tells of robots and what they can do, and the parts of a vacuum's state."""
        return (Subscribe(tuple(f"{root}/+/{part}" for root in self._roots for part in _DESCRIBING)),)

    def greetings(self) -> Sequence[Publish]:
        """Robots announce themselves by what they retained."""
        return ()

    def announces(self, topic: str) -> bool:
        """The very same words may mean more the second time."""
        return False

    def hear(self, message: Incoming) -> Heard | None:
        """What a message of a robot means; None: it is only for the entities that listen to its topic."""
        for root in self._roots:
            if message.topic.startswith(f"{root}/"):
                identifier, *path = message.topic[len(root) + 1 :].split("/")
                return self._hear(f"{root}/{identifier}", identifier, path, message.payload)
        return None

    def outgoing(self, message: Publish) -> Sequence[Publish]:
        """A word for the vacuum, to the capability that knows it."""
        topic = message.topic.removeprefix(OWN).removesuffix("/command")
        order = command(message.payload.decode("utf-8", "replace"))
        if topic not in self._robots or order is None:
            return ()
        return (Publish(f"{topic}/{order[0]}", order[1].encode()),)

    def _hear(self, topic: str, identifier: str, path: list[str], payload: bytes) -> Heard | None:
        text = payload[:_MAX_PAYLOAD].decode("utf-8", "replace")
        robot = self._robots.get(topic) or Robot(topic, identifier)
        state, describes = path == ["$state"], robot.describe(path, text)
        if not state and not describes and not robot.value(path, text):
            return None
        if topic not in self._robots:
            if not payload or not 0 < len(identifier) <= _MAX_ID or not identifier.isprintable():
                return Heard()
            if len(self._robots) >= MAX_ROBOTS:
                reason = f"There are more than {MAX_ROBOTS} robots of Valetudo; this one is left out."
                return Heard((Announcement(topic, "refused", problems=(Problem(topic, reason),)),))
            self._robots[topic] = robot
        if state:
            return self._state(robot, text.strip())
        if describes:
            return self._news(robot)
        return Heard(said=(Said(f"{topic}/{'/'.join(path)}", payload), *self._says(robot)))

    def _state(self, robot: Robot, state: str) -> Heard:
        robot.state = state
        if state:
            return self._news(robot)
        robot.announced = None
        if not robot.abilities().nodes:
            del self._robots[robot.topic]
        return Heard(announced=(Announcement(robot.topic, "removed"),))

    def _news(self, robot: Robot) -> Heard:
        """What it announces when that changed and counts now, and what it says of itself."""
        able = robot.abilities()
        counts = robot.state in ("ready", "alert") or (robot.announced is None and robot.state in _PRESENCE)
        announced: tuple[Announcement, ...] = ()
        if counts and able.nodes and able != robot.announced:
            robot.announced = able
            problems = tuple(Problem(robot.topic, reason) for reason in able.problems)
            made = entities(robot.topic, f"{OWN}{robot.topic}", robot.identifier, able)
            announced = (Announcement(robot.topic, "announced", made, problems),)
        return Heard(announced=announced, said=self._says(robot))

    def _says(self, robot: Robot) -> tuple[Said, ...]:
        if robot.announced is None:
            return ()
        presence = _PRESENCE.get(robot.state)
        state = Said(f"{OWN}{robot.topic}/state", robot.state_message())
        return (state,) if presence is None else (Said(f"{OWN}{robot.topic}/presence", presence), state)
