"""Words that do not go with the act: the verb is meant by hand, or of something else than appliances.

"put the duvet in the dryer", "fan of netflix", "wash the cat", "open the floor". They are left over, so that
nothing is done.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from nlu.clauses import Clause
from nlu.tokens import Token, is_goal
from nlu.wish import Wish

_THINGS = frozenset(("type", "name"))
_PLACED = frozenset(("type", "name", "object", "program", "activity", "unknown", "pronoun", "option"))
_INTO = frozenset(("in", "into", "inside", "onto", "under", "over the", "in the"))
_OWNERS = frozenset(
    ("area", "home", "type", "name", "pronoun", "person", "ordinal", "quantifier", "activity")
)
_MANNER = frozenset(
    ("with", "for", "about", "through", "past", "against", "after", "along", "into", "by", "over")
)
_ARTICLES = frozenset(("a", "the"))
_SWITCHED = frozenset(
    ("on", "off", "set", "turn", "toggle", "play", "do", "", "up", "down", "mute", "unmute", "start", "run")
)
_OF_ACTIVITIES = frozenset(
    ("run_control", "power", "program", "child_lock", "temperature", "setting", "fan_speed", "mode", "volume")
)
_WASHING = frozenset(("wash", "dry", "rinse", "spin", "start", "run", "do"))


def misfits(wish: Wish) -> list[Token]:
    """The words of a clause with its verb first that make its act doubtful."""
    return [
        *_objects(wish),
        *_work(wish),
        *_values(wish),
        *_places(wish),
        *_manner(wish),
        *_particles(wish),
        *_nouns(wish),
    ]


def is_loose(wish: Wish) -> bool:
    """Whether too little is said of what: open house, anything but the tv on. Then it is asked about."""
    clause, slots = wish.clause, wish.targets.slots
    if not wish.intents:
        return False
    if slots and all(slot.name.startswith("except_") for slot in slots):
        return True
    if clause.first("quantifier", "any") is not None:
        return True
    if _is_done_by_hand(wish):
        return True
    if (slots and any(slot.name != "area" for slot in slots)) or wish.focused:
        return False
    names = [intent.name for intent in wish.intents]
    # open house, turn on the home; play; start low; set high standards
    chosen = clause.first("program") or clause.first("source")
    wandering = wish.act in ("start", "run", "play") and chosen is None
    mixed = "fan_speed.set" in names and clause.first("program") is not None
    # turn up at eight; cool down; get dry, give me five
    bare = names == ["setting.adjust"] and not clause.first("change")
    bare = bare or (wish.act in ("cooler", "warmer") and not clause.first("quantity"))
    got = clause.may("leads") and wish.attribute() is None and {*names} <= _OF_NOTHING
    if slots or wandering:
        return wandering
    return bare or got or mixed or clause.first("home") is not None


_FEW = 5
_BY_HAND = frozenset(("hand", "hand wash"))
_OF_NOTHING = frozenset(("mode.set", "fan_speed.set", "setting.set"))


def _is_done_by_hand(wish: Wish) -> bool:
    """put it down, hold the curtain, drop the lamp, put the fan on the balcony, set the plates."""
    clause, slots = wish.clause, wish.targets.slots
    if clause.verb is None and clause.tokens[0].text == "want" and clause.first("activity"):
        # want some coffee
        return True
    if _is_of_people(wish):
        return True
    if wish.act == "warm_up" and wish.is_a("fires"):
        # heat the milk on the stove
        return True
    measured = any(clause.first(kind) for kind in ("attribute", "quantity", "extreme", "change"))
    if clause.may("moves") and slots and all(slot.name == "pronoun" for slot in slots):
        # put it off till friday
        return wish.act in ("off", "down", "up") and len(clause.tokens) < _FEW
    if clause.may("holds"):
        return not wish.is_a("runs")
    if clause.may("drops"):
        return not measured and not wish.is_a("covers")
    if wish.act == "set" and not clause.may("leads") and clause.first("activity"):
        return not (measured or clause.first("program"))
    words = clause.tokens
    return _is_moved(clause) and any(
        one.kind in _THINGS and on.is_a("state", "on") and the.text in _ARTICLES and room.kind == "area"
        for one, on, the, room in zip(words, words[1:], words[2:], words[3:], strict=False)
    )


def _is_of_people(wish: Wish) -> bool:
    """doors open at 7, coffee run, do the dishes yourself, dry the laundry on the balcony."""
    clause, verb = wish.clause, wish.clause.verb
    named = clause.first("type") or clause.first("name")
    if verb is not None and named is not None and named.end < verb.start and wish.is_a("locks"):
        return verb.value in ("open", "unlock")
    if verb is not None and verb is clause.tokens[-1] and verb.text == "run" and named is None:
        return clause.tokens[0].kind == "activity"
    if clause.tokens[-1].text == "yourself" and wish.act not in ("on", "off"):
        return True
    return wish.act == "dry" and clause.first("area") is not None


def _is_moved(clause: Clause) -> bool:
    """put the lamp on the desk, set the kettle on the stove."""
    return clause.may("moves") or (clause.verb is not None and clause.verb.value == "set")


def _acts(wish: Wish) -> set[str]:
    return {wish.act, *(one.value for one in wish.clause.tokens if one.kind in ("program", "change"))}


def _objects(wish: Wish) -> Iterator[Token]:
    """wash the cat, defrost the dog; heat the oven pizza: what is dealt with is no thing of that act."""
    handles = wish.frames.handles
    for before, token in pairwise([None, *wish.clause.tokens]):
        if token is None or token.kind != "object":
            continue
        handled = any(token.value in handles.get(act, {}) for act in _acts(wish))
        named = before is not None and before.kind in _THINGS
        if not handled or named:
            yield token


def _work(wish: Wish) -> Iterator[Token]:
    """open the floor, bring up the laundry, wash the rug: an activity that is only a noun there."""
    clause = wish.clause
    if clause.first("type") is not None or clause.first("name") is not None:
        return
    token = clause.first("activity")
    if token is None:
        return
    wanted = wish.frames.takes.get(wish.act)
    families = {intent.name.partition(".")[0] for intent in wish.intents}
    changed = any(intent.name.endswith(".adjust") for intent in wish.intents) or wish.act in ("up", "down")
    odd = changed or not families <= _OF_ACTIVITIES
    done = clause.verb is not None and clause.verb.text.startswith("do ")
    # do the hoovering
    if odd or (not done and wanted is not None and wanted.isdisjoint(token.value.split("|"))):
        yield token


def _values(wish: Wish) -> Iterator[Token]:
    """raise a glass, heavy duty lock, the red curtains, put it away: values of what has none."""
    clause, frames, kind = wish.clause, wish.frames, wish.type
    for at, token in enumerate(clause.tokens):
        if token.kind == "program":
            by_hand = token.text in _BY_HAND and not (clause.first("type") or clause.first("name"))
            if by_hand or (kind is not None and frames.is_a(kind, "plain")):
                # hand wash only
                yield token
            elif (token.value in frames.worn or token.value == "glass") and token not in clause.all("option"):
                yield from _worn(wish, token, at)
        elif token.kind in ("colour", "kelvin") and kind is not None and _has_no_colour(wish):
            yield token
        elif token.text == "away" and token.kind == "mode" and not is_goal(clause.tokens, at):
            before = clause.tokens[at - 1] if at else None
            set_so = before is not None and (before.is_a("state", "on") or before.is_a("mark", "prep"))
            if clause.may("moves") or (clause.verb is not None and wish.act == "turn" and not set_so):
                yield token
    if kind is None and wish.act in ("up", "down") and not wish.focused and wish.attribute() is None:
        # dry up, boost the economy
        yield from clause.all("mode")


def _has_no_colour(wish: Wish) -> bool:
    return any(map(wish.is_a, ("covers", "locks", "runs")))


def _worn(wish: Wish, token: Token, at: int) -> Iterator[Token]:
    """put my shirt on, towels on the radiator: the garment itself, no programme."""
    clause = wish.clause
    if wish.type is not None:
        if not any(map(wish.is_a, ("washes", "dryers"))):
            yield token
        return
    named = " " in token.text or clause.first("attribute", "program") is not None
    chosen = wish.act in ("", "set") and (wish.focused or is_goal(clause.tokens, at))
    done = wish.act in _WASHING or clause.first("activity") is not None
    if not (named or chosen or done or clause.verb is None):
        yield token


def _places(wish: Wish) -> Iterator[Token]:
    """put the duvet in the dryer, lamp on the floor, fan of netflix, close the window on your computer."""
    clause = wish.clause
    words = [one for one in clause.tokens if not one.is_a("mark", "filler") and one.kind != "person"]
    states = clause.all("state", "on", "off")
    for at in range(1, len(words) - 1):
        before, joint, behind = words[at - 1 : at + 2]
        if joint.text == "of" and before.kind in _THINGS and behind.kind not in _OWNERS:
            yield behind
        elif joint.text in _INTO and before.kind in _PLACED and behind.kind in _THINGS:
            yield from [before] if clause.may("moves") else []
        elif joint.is_a("state", "on") and before.kind in _THINGS and len(states) == 1:
            lies = (clause.verb is None or _is_moved(clause)) and _has_article(behind, clause)
            if behind.kind == "activity" or (behind.kind in _THINGS and (lies or wish.act not in _SWITCHED)):
                yield behind
    if words and words[-1].text == "in" and len(words) > 1 and not clause.question_mark:
        # soak it in
        yield words[-1]


def _has_article(token: Token, clause: Clause) -> bool:
    at = clause.tokens.index(token)
    return at > 0 and clause.tokens[at - 1].text in _ARTICLES


def _manner(wish: Wish) -> Iterator[Token]:
    """run with it, open up about it: what stands right behind the verb makes another verb of it."""
    clause = wish.clause
    if clause.verb is None or clause.verb not in clause.tokens:
        return
    behind = clause.tokens[clause.tokens.index(clause.verb) + 1 :]
    behind = behind[1:] if behind[:1] and behind[0].kind == "state" else behind
    # get on with it
    if len(behind) > 1 and behind[0].text in _MANNER and behind[1].kind in ("pronoun", "person"):
        yield behind[0]


def _particles(wish: Wish) -> Iterator[Token]:
    """chuck the lamp out, knock on the door, drop the washer off."""
    clause, verb = wish.clause, wish.clause.verb
    # turn everything out; but all out says who is
    several = wish.type is None and wish.targets.several and verb is not None
    for state in clause.all("state"):
        out = state.text == "out" and not (wish.is_a("lamps") or several)
        thrown = state.text == "out" and clause.may("tosses")
        dropped = verb is not None and verb.value in ("up", "down") and state.value in ("on", "off")
        dropped = dropped and wish.act in ("up", "down")
        knocked = clause.may("knocks") and state.is_a("state", "on") and _stands_behind(state, verb, clause)
        picked = clause.may("picks")
        if out or thrown or dropped or knocked or picked:
            yield state
    if wish.is_a("ungraded") and any(intent.name == "setting.adjust" for intent in wish.intents):
        yield from clause.all("state", "up", "down")
        yield from [verb] if verb is not None else []


def _stands_behind(state: Token, verb: Token | None, clause: Clause) -> bool:
    return verb in clause.tokens and clause.tokens.index(state) == clause.tokens.index(verb) + 1


def _nouns(wish: Wish) -> Iterator[Token]:
    """with a lighter, at grandma's, watch the washer spin, run a red light."""
    clause = wish.clause
    for before, token in pairwise(clause.tokens):
        noun = token.kind == "change" and before.text == "a"
        if noun or (token.text == "others" and before.text == "for"):
            yield token
    if len(clause.tokens) > 2 and clause.tokens[0].kind == "type" and clause.tokens[2] is clause.verb:
        # plug and play
        yield from [clause.verb] if clause.tokens[1].is_a("mark", "and") else []
    last: Sequence[Token] = clause.tokens[-2:]
    if len(last) == 2 and last[0].is_a("person", "family") and last[1].is_a("particle", "of"):
        yield last[0]
    watched = wish.act == "watch" and wish.type is not None and not wish.is_a("media")
    driven = wish.act in ("run", "start") and wish.is_a("lamps")
    cooled = wish.act in ("cooler", "warmer") and any(map(wish.is_a, ("blown", "washes", "locks", "covers")))
    if (watched or driven or cooled) and clause.verb is not None:
        yield clause.verb
