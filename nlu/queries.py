"""What a clause asks: a state, a value, the time left, a list, what is possible."""

from nlu.clauses import Clause
from nlu.frames import Frames
from nlu.targets import Targets
from nlu.understanding import Intent, Slot

_VALUES = frozenset(
    [
        "temperature",
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
    ]
)
_UNITS = {"celsius": "temperature", "percent": "humidity", "channel": "channel", "step": "fan_speed"}
_NO_STATE = frozenset(
    ("do", "tell", "check", "show", "set", "exist", "be", "become", "remain", "come", "absent", "")
)


def query_intents(clause: Clause, targets: Targets, frames: Frames, whole_home: bool) -> list[Intent]:
    """The intent of a clause that asks something; none when it asks nothing about this home."""
    start, end = clause.start, clause.end

    def made(name: str, *slots: Slot) -> list[Intent]:
        return [Intent(name, (*targets.slots, *slots), 1.0, start, end)]

    attribute = clause.first("attribute")
    state = None if clause.marked("not") else _state(clause, targets, frames)
    if _asks_remaining(clause) and (attribute is None or attribute.value not in _VALUES):
        return made("query.remaining")
    if attribute is not None and attribute.value in _VALUES and not _about_power(clause, state):
        return made(
            "query.value", _word_slot("attribute", attribute.value, clause, attribute.start, attribute.end)
        )
    unit = next((t for t in clause.all("mark") if t.value.startswith("question.unit.")), None)
    if unit is not None and unit.value.rpartition(".")[2] in _UNITS:
        value = _UNITS[unit.value.rpartition(".")[2]]
        return made("query.value", _word_slot("attribute", value, clause, unit.start, unit.end))
    if state is not None and _asks_list(clause, targets):
        return made("query.list", _word_slot("state", state[1], clause, start, end))
    if not targets.found:
        return made("query.home") if whole_home and _asks_state(clause) else []
    if _asks_ability(clause) and targets.types:
        return made("query.ability")
    if attribute is not None and attribute.value == "door" and state is not None:
        return made("query.state", *_state_slots(("door", state[1]), clause))
    if state is not None:
        return made("query.state", *_state_slots(state, clause))
    return made("query.state")


def _asks_list(clause: Clause, targets: Targets) -> bool:
    """뭐 켜져 있어?, which lights are on?"""
    if targets.ids or not clause.marked("question.what", "question.where", "question.which"):
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
    return asks_when and clause.act in ("finish", "run", "do", "", "be", "come")


def _state(clause: Clause, targets: Targets, frames: Frames) -> tuple[str, str] | None:
    """Which capability and state the verb or a state word names."""
    for token in clause.tokens:
        if token.is_a("state") and token.value in frames.states:
            return _for_type(frames.states[token.value], targets)
    for token in reversed(clause.all("verb") + clause.all("verbal_noun")):
        if token.value in frames.states and token.value not in _NO_STATE:
            return _for_type(frames.states[token.value], targets)
    if clause.act in frames.states and clause.act not in _NO_STATE:
        return _for_type(frames.states[clause.act], targets)
    return None


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


def _asks_ability(clause: Clause) -> bool:
    if clause.marked("modal") and clause.marked("question.what"):
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
