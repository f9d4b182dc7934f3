"""Whose command topic it is: an announcement must not make another device obey under its own name.

A "lamp" with the command topic of a door lock would unlock it at the word "lamp", past every confirmation.
So where devices that have nothing to do with each other claim one topic:
- what can do harm keeps it and the harmless lose it, whoever came first;
- of several that can do harm none keeps it, unless they say the same in the same words: nobody can tell the
  true one from one whose "lock" means "unlock";
- of the harmless the first keeps it.
What one source announces, one device, and for the harmless devices behind one bridge, share as they like.

Reading another's state does no harm; who can announce into a device can also make it say what is not so. For
that the broker's own access rules are the remedy, as they are for a device that publishes as another.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import text
from appliance_bridge.entities.templates import Template

MAX_SHARING = 500
# devices' entities on one topic; more get no control of it
_HARMFUL = frozenset({"lock", "siren", "valve"})
_HARMFUL_COVERS = frozenset({"door", "garage", "gate"})
_HARMFUL_WORDS = re.compile(
    r"(?<![a-z])(?:oven|cooktop|stove|hob|induction|range|kettle|teapot|heater|heated|heating|iron|boiler|fryer|airfryer"
    r"|toaster|microwave|aquarium|tank|bath|bathtub|lock|doorlock|smartlock|garage|gate|door|entrance|alarm|siren|car"
    r"|vehicle|charger|valve|gas|refrigerator|fridge|freezer|cellar|blanket|mower|lawnmower|massage|massager)s?(?![a-z])"
    r"|오븐|쿡탑|인덕션|하이라이트|레인지|렌지|가스|밸브|난로|히터|온풍기|라디에이터|다리미|보일러|에어프라이어|에어후라이어"
    r"|토스터|주전자|포트|케틀|어항|수족관|욕조|목욕|도어|현관|자물쇠|방문|출입문|대문|차고|주차장|자동차|차량|전기차|충전기"
    r"|냉장고|냉동고|김냉|딤채|와인|장판|담요|매트|전기요|잔디|예초기|안마|마사지|사이렌|경보"
)
# what of English and Korean names means something that can do harm; a word too many costs nothing unless two
# devices claim one topic
_COMMAND = re.compile(r"(?:.*_)?command_topic|set_fan_speed_topic")
_WORDING = re.compile(
    r"payload_(?!available|not_available|reset).*|.*command.*_template|.*_list|.*modes|options|speeds"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One entity that sends to a topic."""

    key: str
    device: str
    parent: str | None
    source: str
    harmful: bool
    wording: tuple[object, ...]
    # what it would send; equal: the same words

    def shares(self, other: "Claim") -> bool:
        """Whether nothing is wrong with both of them sending to one topic."""
        return self.device == other.device or self.source == other.source or self.wording == other.wording

    def is_related(self, other: "Claim") -> bool:
        """Whether both say that they are behind one bridge."""
        return self.parent in (other.device, other.parent or "") or other.parent == self.device


class Claims:
    """Command topic → who sends to it, in order of announcement."""

    def __init__(self) -> None:
        self._by_topic: dict[str, dict[str, Claim]] = {}
        self._topics: dict[str, tuple[str, ...]] = {}
        # entity key → its command topics
        self._refused: dict[str, dict[str, str]] = {}
        # entity key → topic it may not use → device that has it, or "" when nobody has

    def put(self, entity: Entity) -> set[str]:
        """The entity as announced now; returns the keys of others whose verdict may have changed."""
        topics = command_topics(entity)
        known = self._topics.get(entity.key, ())
        if not topics and not known:
            return set()
        touched = self._leave(entity.key, [one for one in known if one not in topics])
        claim = _claim(entity) if topics else None
        self._topics[entity.key] = topics
        for topic in topics:
            claims = self._by_topic.setdefault(topic, {})
            if claim is not None:
                claims[entity.key] = claim
            touched |= self._judge(topic)
        return touched - {entity.key}

    def drop(self, key: str) -> set[str]:
        """The entity is gone; returns the keys of others whose verdict may have changed."""
        touched = self._leave(key, self._topics.pop(key, ()))
        self._refused.pop(key, None)
        return touched - {key}

    def refused(self, key: str) -> dict[str, str]:
        """Topics that this entity may not send to → the device that has it ("" when nobody has)."""
        return self._refused.get(key, {})

    def _leave(self, key: str, topics: Iterable[str]) -> set[str]:
        touched: set[str] = set()
        for topic in topics:
            self._by_topic[topic].pop(key, None)
            self._pardon(key, topic)
            if self._by_topic[topic]:
                touched |= self._judge(topic)
            else:
                del self._by_topic[topic]
        return touched

    def _judge(self, topic: str) -> set[str]:
        """Decide anew who may send to this topic; returns whose verdict is another than before."""
        claims = tuple(self._by_topic[topic].values())
        lost = {} if len(claims) < 2 else _lost(claims)
        changed = set()
        for one in claims:
            if self._refused.get(one.key, {}).get(topic) != lost.get(one.key):
                changed.add(one.key)
            if one.key in lost:
                self._refused.setdefault(one.key, {})[topic] = lost[one.key]
            else:
                self._pardon(one.key, topic)
        return changed

    def _pardon(self, key: str, topic: str) -> None:
        refused = self._refused.get(key)
        if refused is not None:
            refused.pop(topic, None)
            if not refused:
                del self._refused[key]


def command_topics(entity: Entity) -> tuple[str, ...]:
    """All topics that this entity may send to."""
    found = (value for name, value in entity.config.items() if _COMMAND.fullmatch(name))
    return tuple(dict.fromkeys(one for one in found if isinstance(one, str)))


def without_topics(entity: Entity, topics: Iterable[str]) -> dict[str, object]:
    """The options of the entity without the commands that go to these topics."""
    gone = frozenset(topics)
    return {
        name: value
        for name, value in entity.config.items()
        if not (_COMMAND.fullmatch(name) and isinstance(value, str) and value in gone)
    }


def _lost(claims: Sequence[Claim]) -> dict[str, str]:
    """Key → who has it instead, for those that may not."""
    first = claims[0]
    if all(one.device == first.device for one in claims):
        return {}
    harmful = [one for one in claims if one.harmful]
    if not harmful:
        return {
            one.key: first.device
            for position, one in enumerate(claims)
            if position >= MAX_SHARING or not (one.shares(first) or one.is_related(first))
        }
    owner = harmful[0]
    if not all(one.shares(owner) for one in harmful):
        return {one.key: "" for one in claims}
    return {one.key: owner.device for one in claims if not one.shares(owner)}


def _claim(entity: Entity) -> Claim:
    words = tuple(
        (name, value.source if isinstance(value, Template) else str(value))
        for name, value in sorted(entity.config.items())
        if _WORDING.fullmatch(name)
    )
    device = entity.device
    return Claim(
        entity.key, device.key, device.parent, entity.source, _is_harmful(entity), (entity.component, *words)
    )


def _is_harmful(entity: Entity) -> bool:
    if entity.component in _HARMFUL:
        return True
    if entity.component == "cover":
        return text(entity.config, "device_class") in _HARMFUL_COVERS
    device = entity.device
    told = (device.name, device.model, device.key, entity.name, entity.object_id)
    return _HARMFUL_WORDS.search(" ".join(one for one in told if one).lower().replace("_", " ")) is not None
