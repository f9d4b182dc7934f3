"""Whether a command would move something else than what it is for, whichever dialects announced the two.

Anybody who can announce may name any topic as that of a "lamp". Within one dialect `entities/claims.py` tells
it when it is announced; here, before a command leaves, all that the home knows is asked once more: a topic
that moves what can do harm takes commands for that appliance only.
"""

import re
from collections.abc import Iterable, Sequence

from appliance_bridge.command import Command
from appliance_bridge.dialects.base import Publish, Reach
from appliance_bridge.errors import BridgeError, Unsupported
from appliance_bridge.home import Home
from appliance_bridge.merging import Joined, Part

_RESERVED = re.compile(r"jipsa/.*|(?:.*/)?bridge/(?:request|config|group)/.*", re.DOTALL)
# what Jipsa says of itself, and how Zigbee2MQTT and its kin are managed


def check_trespass(command: Command, messages: Sequence[Publish], speaker: Part, home: Home) -> None:
    """Raises Unsupported when these messages of the command may not leave."""
    own = home.registry.joined(command.appliance)
    reach = _reach(speaker)
    if own is None or reach.appointed:
        return
    broker = speaker.source.broker
    others = [
        part
        for known in home.registry.everything()
        if known.harmful and known is not own
        for part in known.parts
        if part.source.broker == broker and not _told_together(part, own)
    ]
    for topic in dict.fromkeys(one.topic for one in messages):
        if _is_reserved(topic, home.registry.everything()):
            raise _refused(command, topic, "no appliance's")
        for part in others:
            if _is_of(topic, part, speaker, own) and not _says_the_same(command, messages, part, home):
                raise _refused(command, topic, f"that of {part.appliance.id}")


def _refused(command: Command, topic: str, whose: str) -> Unsupported:
    detail = f'as the topic "{topic[:100]}" is {whose}'
    return Unsupported(command.appliance, command.capability, command.action, detail)


def _reach(part: Part) -> Reach:
    return part.source.dialect.reach(part.appliance.id)


def _told_together(part: Part, own: Joined) -> bool:
    """Whether one announcement tells of both: what a device does with itself is its own affair."""
    sources = _reach(part).sources
    return any(one.source == part.source and _reach(one).sources & sources for one in own.parts)


def _is_reserved(topic: str, everything: Iterable[Joined]) -> bool:
    if _RESERVED.fullmatch(topic):
        return True
    dialects = {id(part.source.dialect): part.source.dialect for known in everything for part in known.parts}
    return any(one.reserves(topic) for one in dialects.values())


def _is_of(topic: str, part: Part, speaker: Part, own: Joined) -> bool:
    """Whether the topic moves that part; not when the convention of `own` keeps it for that more closely."""
    there = _reach(part)
    kept = 0 if part.source == speaker.source else _kept(topic, [there])
    if not kept and topic not in there.topics:
        return False
    return _kept(topic, [_reach(one) for one in own.parts]) <= kept


def _kept(topic: str, reaches: Iterable[Reach]) -> int:
    """How closely: the length of the longest beginning of the topic that is kept for one of them."""
    found = (len(prefix) for one in reaches for prefix in one.below if topic.startswith(prefix))
    return max(found, default=0)


def _says_the_same(command: Command, messages: Sequence[Publish], part: Part, home: Home) -> bool:
    """Whether the other would be told so by the same action, which is held no less risky there."""
    action = (command.capability, command.action)
    known = home.registry.joined(command.appliance)
    offer = part.appliance.offers.get(command.capability)
    if known is None or offer is None or command.action not in offer.actions:
        return False
    risk = home.catalogue.type_of(part.appliance.type).risk_of(*action)
    if risk != home.catalogue.type_of(known.appliance.type).risk_of(*action):
        return False
    try:
        state = home.states.get(known.appliance.id)
        told = part.source.dialect.encode(part.appliance.id, *action, command.arguments, state)
    except BridgeError:
        return False
    return [(one.topic, one.payload) for one in told] == [(one.topic, one.payload) for one in messages]
