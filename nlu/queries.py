"""What a clause asks: a state, a value, the time left, a list, what is possible."""

from itertools import pairwise

from nlu.asked import asks_how_it_is
from nlu.clauses import Clause
from nlu.frames import Frames
from nlu.targets import Targets
from nlu.tokens import Token
from nlu.understanding import Intent, Slot

_VALUES = frozenset(
    [
        "temperature",
        "temperature.target",
        "humidity",
        "level",
        "volume",
        "channel",
        "source",
        "fan_speed",
        "colour",
        "colour_temperature",
        "program",
        "mode",
        "battery",
        "energy",
        "air_quality",
        "co2",
        "water",
        "consumable",
        "position",
        "swing",
        "picture",
    ]
)
_UNITS = {"celsius": "temperature", "percent": "humidity", "channel": "channel", "step": "fan_speed"}
_OPPOSITE = {"off": "on", "closed": "open", "locked": "unlocked"}
_CHOICES = frozenset(("program", "mode", "fan_speed", "source"))
_CONTRARY = {**_OPPOSITE, **{word: other for other, word in _OPPOSITE.items()}}
_NO_STATE = frozenset(
    ("do", "tell", "check", "show", "set", "exist", "be", "become", "remain", "come", "absent", "")
)


def query_intents(clause: Clause, targets: Targets, frames: Frames, whole_home: bool) -> list[Intent]:
    """The intent of a clause that asks something; none when it asks nothing about this home."""
    start, end = clause.start, clause.end

    def made(name: str, *slots: Slot) -> list[Intent]:
        return [Intent(name, (*targets.slots, *slots), 1.0, start, end)]

    attribute = clause.first("attribute")
    state = _asked_state(clause, targets, frames)
    if clause.marked("question.who") and state is not None and clause.has("past"):
        # 누가 켰어?: no yes and no list is an answer to it
        return made("query.who")
    if _asks_remaining(clause) and (attribute is None or attribute.value not in (*_VALUES, "power")):
        return made("query.remaining")
    if attribute is not None and _asks_choices(clause, attribute.value):
        slot = _word_slot("attribute", attribute.value, clause, attribute.start, attribute.end)
        return made("query.ability", slot)
    value = _asked_value(clause, targets, frames, state)
    if value is not None:
        # 온도 습도 알려 줘: each of them
        more = [token for token in clause.all("attribute")[1:] if token.value in _VALUES - {value.value}]
        slots = [value, *(_word_slot("attribute", one.value, clause, one.start, one.end) for one in more)]
        return [one for slot in slots for one in made("query.value", slot)]
    listed = _asked_list(clause, targets, frames, state, whole_home)
    if listed is not None:
        return made("query.list", _word_slot("state", listed, clause, start, end))
    if not targets.found and whole_home and clause.act == "exist" and clause.marked("question.what"):
        # 집에 뭐 있어?
        return made("query.list")
    if not targets.found:
        return made("query.home") if whole_home and _asks_state(clause) else []
    if _asks_ability(clause) and targets.types:
        return made("query.ability")
    if state is None:
        return made("query.state")
    door = attribute is not None and attribute.value == "door"
    return made("query.state", *_state_slots(("door", state[1]) if door else state, clause))


def _asked_state(clause: Clause, targets: Targets, frames: Frames) -> tuple[str, str] | None:
    """The state that it is or is not in; None when advice, a reason or a "not" asks for more than that."""
    if any(token.value == "not" and not token.text.isascii() for token in clause.all("mark")):
        # 안 닫혔어?: whether it is still the other way
        now = _state(clause, targets, frames)
        return (now[0], _CONTRARY[now[1]]) if now is not None and now[1] in _CONTRARY else None
    advised = clause.marked("not", "suggest", "question.why", "question.how")
    return None if advised else _state(clause, targets, frames)


def _asked_value(
    clause: Clause, targets: Targets, frames: Frames, state: tuple[str, str] | None
) -> Slot | None:
    """The attribute whose value is asked for, named or by the question word."""
    start, end = clause.start, clause.end
    verb = _asked_by_verb(clause)
    if verb is not None:
        return _word_slot("attribute", verb, clause, start, end)
    if clause.act in ("warmer", "cooler") and asks_how_it_is(clause):
        # is it warm in the bedroom
        return _word_slot("attribute", "temperature", clause, start, end)
    attribute = clause.first("attribute")
    if attribute is not None:
        asked = attribute.value
        if asked == "power" and clause.marked("question.how_many"):
            # 전기 얼마나 써?
            asked = "energy"
        if asked == "temperature" and _is_aimed(clause):
            # 보일러 온도 얼마로 돼 있어?
            asked = "temperature.target"
        if asked in _VALUES and (asked != attribute.value or not _about_power(clause, state)):
            return _word_slot("attribute", asked, clause, attribute.start, attribute.end)
    if clause.act == "set" and clause.marked("question.what") and _is_warmed(targets, frames):
        # what's the ac set to, what did it use?
        used = clause.verb is not None and clause.verb.text == "use"
        asked = "energy" if used else "temperature.target"
        return _word_slot("attribute", asked, clause, start, end)
    for mark in clause.all("mark"):
        asked = mark.value.rpartition(".")[2]
        named = mark.value.startswith("question.value.")
        if named and (targets.found or asked == "air_quality"):
            return _word_slot("attribute", asked, clause, mark.start, mark.end)
        if mark.value.startswith("question.unit.") and asked in _UNITS:
            asked = _value_of_unit(mark, clause, targets, frames)
            return _word_slot("attribute", asked, clause, mark.start, mark.end)
    return None


def _asked_list(
    clause: Clause, targets: Targets, frames: Frames, state: tuple[str, str] | None, whole_home: bool
) -> str | None:
    """The state of those that are asked for."""
    named = clause.act in ("exist", "absent") and any(token.has("adn") for token in clause.all("verb"))
    if (clause.may("listed") or (named and targets.types)) and not targets.ids:
        # 켜져 있는 거 있어?, 안 끈 거 없어?
        listed = state or _state(clause, targets, frames)
        if listed is not None:
            return listed[1]
    if state is None:
        return None
    if _asks_list(clause, targets):
        return state[1]
    if not targets.types and targets.several:
        # is anything on? is everything off?: the ones that are
        return state[1] if clause.first("quantifier", "any") else _OPPOSITE.get(state[1], state[1])
    if not targets.found and whole_home and clause.act in ("exist", "absent", "be", ""):
        # 집에 켜져 있는 기기가 있니?
        return state[1]
    return None


def _asked_by_verb(clause: Clause) -> str | None:
    """is it cold in here, 에어컨 얼마나 썼어: what the verb alone asks for."""
    if clause.has("feel") and asks_how_it_is(clause):
        return clause.act.split(".")[1]
    return "energy" if clause.act == "use" and clause.marked("question.how_many") else None


def _asks_list(clause: Clause, targets: Targets) -> bool:
    """뭐 켜져 있어?, which lights are on?"""
    if targets.ids or not clause.marked("question.what", "question.where", "question.which", "question.who"):
        return False
    return not targets.types or targets.several or clause.marked("question.where", "question.which")


def _asks_remaining(clause: Clause) -> bool:
    if clause.act == "remain" or clause.first("attribute", "remaining_time") is not None:
        return True
    if clause.marked("question.how_long"):
        return True
    asks_when = clause.marked("question.when", "question.how_many") or any(
        token.value in ("question.unit.minute", "question.unit.clock") for token in clause.all("mark")
    )
    # how many things are on?
    counted = clause.marked("question.how_many") and clause.first("state", "on", "off") is not None
    return asks_when and not counted and clause.act in ("finish", "run", "do", "", "be", "come", "become")


def _state(clause: Clause, targets: Targets, frames: Frames) -> tuple[str, str] | None:
    """Which capability and state the verb or a state word names."""
    if clause.act == "run" and clause.has("past") and clause.first("quantifier", "all"):
        # 다 돌아갔어?: whether it has come to its end
        return _for_type(frames.states["finish"], targets)
    for token in clause.tokens:
        if token.is_a("state") and token.value in frames.states:
            return _for_type(frames.states[token.value], targets)
    for token in reversed(clause.all("verb") + clause.all("verbal_noun")):
        if token.value in frames.states and token.value not in _NO_STATE:
            return _for_type(frames.states[token.value], targets)
    if clause.act in frames.states and clause.act not in _NO_STATE:
        return _for_type(frames.states[clause.act], targets)
    return None


def _is_warmed(targets: Targets, frames: Frames) -> bool:
    kind = targets.types[0] if targets.types else None
    return frames.is_a(kind, "climate") or frames.is_a(kind, "warm")


def _value_of_unit(unit: Token, clause: Clause, targets: Targets, frames: Frames) -> str:
    """What "how many per cent" is of: the battery of a car, how far a curtain is open."""
    name = unit.value.rpartition(".")[2]
    kind = targets.types[0] if targets.types else None
    if name == "percent" and kind is not None:
        return frames.by_group(frames.dimensions["percent"], kind) or "battery"
    aimed = clause.act == "set" or _is_aimed(clause)
    return "temperature.target" if name == "celsius" and aimed else _UNITS[name]


def _is_aimed(clause: Clause) -> bool:
    """몇 도로, 얼마로 맞춰져 있어: what is set is asked, not what is."""
    return any(
        before.kind == "mark" and before.value.startswith("question.") and token.is_a("particle", "goal")
        for before, token in pairwise(clause.tokens)
    )


def _for_type(state: tuple[str, str], targets: Targets) -> tuple[str, str]:
    capability, value = state
    if targets.is_type("gas_valve") and value in ("on", "open", "unlocked"):
        return "valve", "open"
    if targets.is_type("gas_valve") and value in ("off", "closed", "locked"):
        return "valve", "closed"
    if capability == "position" and targets.is_type("door_lock"):
        return "lock", "unlocked" if value == "open" else "locked"
    if capability == "position" and not targets.is_type("curtain", "blind", "garage_door"):
        return "door", value
    return capability, value


def _about_power(clause: Clause, state: tuple[str, str] | None) -> bool:
    attribute = clause.first("attribute")
    return state is not None and attribute is not None and attribute.value == "power"


def _asks_choices(clause: Clause, attribute: str) -> bool:
    """코스 뭐 있어?, what modes does it have: all there are, not the one that is chosen."""
    if clause.verb is None and clause.tokens[0].text == "any" and attribute in _CHOICES:
        # any course for shirts on the dryer?
        return True
    if attribute not in _CHOICES or not clause.marked("question.what", "question.which"):
        return False
    has = clause.act == "exist" or (clause.act == "set" and clause.may("base") and not clause.marked("be"))
    # what courses are there
    has = has or any(token.text.endswith(" there") for token in clause.all("mark", "be"))
    return (has and not clause.may("past")) or clause.may("able") or clause.marked("modal", "suggest")


def _asks_ability(clause: Clause) -> bool:
    if clause.marked("modal", "suggest.can") and clause.marked("question.what"):
        return True
    if clause.act == "become" and clause.marked("question.what") and not clause.may("past"):
        # 에어컨은 뭐가 돼?
        return True
    able = clause.may("able") and not clause.may("req")
    return able and (clause.marked("question.what", "question.how") or clause.act in ("do", "doing"))


def _asks_state(clause: Clause) -> bool:
    return clause.marked("question.how") or clause.first("attribute", "state") is not None


def _state_slots(state: tuple[str, str], clause: Clause) -> list[Slot]:
    verb = clause.verb
    start, end = (verb.start, verb.end) if verb else (clause.start, clause.end)
    return [
        _word_slot("capability", state[0], clause, start, end),
        _word_slot("state", state[1], clause, start, end),
    ]


def _word_slot(name: str, value: str, clause: Clause, start: int, end: int) -> Slot:
    text = " ".join(token.text for token in clause.tokens if start <= token.start < end)
    return Slot(name, value, start, end, text)
