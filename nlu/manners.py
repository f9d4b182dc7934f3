"""Ways to say an act that make another one of it: set off, by itself, out of the car."""

from nlu.wish import Wish


def is_bare_number(wish: Wish) -> bool:
    channel = wish.clause.first("quantity", "channel")
    named = wish.targets.found or wish.attribute() is not None or wish.clause.may("tuned")
    return channel is not None and not named


def is_set_off(wish: Wish) -> bool:
    """set the robot off: let it start, more likely than not."""
    return _is_set(wish) and wish.is_a("runs")


def was_set_off(wish: Wish) -> bool:
    """set the tv off again: what somebody did, as well as what to do."""
    return _is_set(wish) and wish.clause.marked("again")


def _is_set(wish: Wish) -> bool:
    clause = wish.clause
    said = clause.verb_first and clause.verb is not None and clause.verb.text == "set"
    return said and clause.first("mark", "goal") is None


def gets_out(wish: Wish) -> bool:
    """차에서 내려, 차 한 잔 내려."""
    return wish.is_a("driven") and all(intent.name.startswith("setting.") for intent in wish.intents)


def goes_by_itself(wish: Wish) -> bool:
    """자동으로 꺼: how it goes off, not what."""
    mode = wish.clause.first("mode")
    if mode is None or mode.value != "auto":
        return False
    wish.used.append(mode)
    return True


def is_only_moved(wish: Wish) -> bool:
    """Curtains that go up or down; wind up the shutters: there is no wind in them."""
    named = wish.attribute()
    winds = wish.clause.verb is None and named is not None and named is wish.clause.tokens[0]
    return wish.is_a("covers") and (named is None or winds)
