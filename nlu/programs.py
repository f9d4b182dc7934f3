"""Programmes and their options, and whether naming one only selects it or wants it started."""

from collections.abc import Iterator, Sequence

from nlu.tokens import Token, is_goal
from nlu.wish import Wish, is_activity, use_attribute

_STARTING = frozenset(
    ("run", "start", "play", "on", "brew", "cook", "down", "wash", "dry", "warm_up", "spin", "rinse")
)


def read_programs(wish: Wish) -> None:
    """A programme and its options: selected, or started with what else is said."""
    clause = wish.clause
    programs, options = clause.all("program"), clause.all("option")
    strengths = list(_strengths(wish))
    spin = _spin(wish)
    if spin is not None and wish.act not in _STARTING and (strengths or clause.first("quantity")):
        # set the spin to low, to 800: how it spins, no programme
        programs = [token for token in programs if token is not spin]
        wish.used += [spin] if strengths else []
    if not (programs or options or strengths):
        return
    slots = [wish.slot("program", token) for token in programs]
    slots += [wish.slot("option", token) for token in options]
    slots += [wish.slot("option", token, option) for token, option in strengths]
    use_attribute(wish, "program", *_OF_A_RUN)
    starting = starting_act(wish) or _is_ordered(wish, programs)
    if starting:
        # 한 번 더
        wish.used += clause.all("change", "more")
    surely = bool(wish.act) or any(token.kind not in _BARE for token in clause.tokens)
    if not starting and not programs and wish.targets.slots:
        # 거실 바싹 해줘: hardly said of the dryer
        surely = any(slot.name != "area" for slot in wish.targets.slots)
    name = "run_control.start" if starting else "program.select"
    wish.add(name, *slots, confidence=1.0 if surely else 0.5)


_SPEEDS = {"fan_speed.up": "high", "fan_speed.down": "low", "humidity.down": "dry"}


_OF_A_RUN = ("spin", "dryness", "strength")
# attributes that are options of a run


def _strengths(wish: Wish) -> Iterator[tuple[Token, str]]:
    """a strong coffee, 건조기 강하게, spin on low: a speed said of what has an option instead."""
    for token in (*wish.clause.all("fan_speed"), *wish.clause.all("change", *_SPEEDS)):
        speed = _SPEEDS.get(token.value, token.value)
        frames = wish.frames
        by_group = frames.by_group(frames.strengths.get(speed, {}), wish.type)
        option = frames.spins.get(speed) if _spin(wish) else by_group
        if option is not None:
            yield token, option


def _spin(wish: Wish) -> Token | None:
    return wish.clause.first("attribute", "spin") or wish.clause.first("program", "spin")


_BARE = frozenset(("program", "particle", "punct", "area"))
# 에스프레소: a word that may be a wish, and as well anything else


def starting_act(wish: Wish) -> bool:
    """Whether something that is named shall be started with what is said of it."""
    if wish.act in _STARTING:
        return True
    return wish.act in ("do", "", "set") and is_activity(wish) and not _chooses(wish)


def _chooses(wish: Wish) -> bool:
    """빨래 코스를 울로 바꿔."""
    if wish.clause.first("attribute", *_OF_A_RUN) is not None:
        # 건조 정도 약하게 해 줘
        return True
    aimed = wish.attribute() is not None or wish.clause.first("particle", "goal") is not None
    return wish.act == "set" and aimed


def _is_ordered(wish: Wish, programs: Sequence[Token]) -> bool:
    """해동해 줘, make me an espresso: to name it is to want it; "set the washer to rinse" only chooses."""
    tokens = wish.clause.tokens
    if not programs or any(is_goal(tokens, tokens.index(token)) for token in programs):
        return False
    if wish.act in ("do", "give"):
        return True
    if wish.act == "set" and not wish.targets.found:
        # make some white rice
        return True
    return wish.act in ("", "set") and any(token.value in wish.frames.made for token in programs)
