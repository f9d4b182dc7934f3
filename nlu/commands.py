"""What a clause wants done: its act, its values and the kind of thing it is done to, as intents."""

from collections.abc import Iterable
from dataclasses import replace

from nlu.acts import ACTS
from nlu.clauses import Clause
from nlu.frames import Frames
from nlu.mood import TIRESOME
from nlu.normalize import is_picture
from nlu.of_people import is_far_away
from nlu.targets import Targets
from nlu.tokens import Token
from nlu.understanding import Slot
from nlu.values import SETTABLE, VALUE_KINDS, read_values
from nlu.wish import Wish

SETTING_ACTS = frozenset(
    (
        "set",
        "do",
        "",
        "on",
        "play",
        "watch",
        "run",
        "start",
        "turn",
        "up",
        "down",
        "brighten",
        "dim",
        "warmer",
        "cooler",
        "brew",
        "cook",
        "wash",
        "dry",
        "warm_up",
        "spin",
        "rinse",
        "hang",
        "give",
    )
)

_WITH_UP_AND_DOWN = frozenset(
    ("up", "down", "off", "on", "brighten", "dim", "warmer", "cooler", "warm_up", "set", "start", "run")
)


_CHOOSING = frozenset(("set", "do", "up", "down", "turn", "run"))
# acts that may leave open which value


def command_intents(clause: Clause, targets: Targets, frames: Frames, focused: bool = False) -> Wish:
    """Intents of a clause that wants something done; none when the words do not make sense together."""
    if clause.first("attribute", "temperature.target") is not None:
        # only a question tells 설정 온도 from the temperature that is
        clause.tokens = [_plain_attribute(token) for token in clause.tokens]
    wish = Wish(clause, targets, frames, _plain_act(clause), focused)
    if _is_brought_home(wish):
        wish.act = "dock"
    wish.unmet = _rooms_to_go_to(wish)
    handler = ACTS.get(wish.act)
    before = len(wish.intents)
    if wish.act in SETTING_ACTS:
        read_values(wish)
    if handler is not None:
        handler(wish, len(wish.intents) > before)
    # what it runs with is set before it runs
    wish.intents.sort(key=lambda intent: intent.name == "run_control.start")
    if is_far_away(wish):
        wish.intents.clear()
    if not wish.intents and (wish.act in _CHOOSING or not wish.act):
        _ask_for_value(wish)
    return wish


def _is_brought_home(wish: Wish) -> bool:
    """bring the vacuum home, roomba to base, vacuum to the dock, 로봇청소기 집으로."""
    clause = wish.clause
    home, to = [*clause.tokens[-2:], None, None][:2]
    if home is not None and home.kind == "home" and to is not None and to.is_a("particle", "goal"):
        return wish.is_a("docked") and not wish.act
    aimed = any(token.is_a("mark", "filler") and token.text.startswith("to ") for token in clause.tokens)
    if wish.act == "sweep":
        said = [token for token in clause.tokens if not token.is_a("mark", "please")]
        if [one.text for one in said] == ["vacuum", "home"]:
            return True
        return aimed and not (clause.first("type") or clause.first("name") or clause.first("activity"))
    if wish.act not in ("", "turn") or not wish.is_a("docked"):
        return False
    words = [token for token in clause.tokens if not token.is_a("mark", "please", "filler", "again")]
    if aimed or len(words) < 2 or words[-1].kind != "home":
        return aimed
    moved = words[-2].kind in ("type", "name") and clause.verb is not None
    return moved or words[-2].is_a("mark", "goal")


def _rooms_to_go_to(wish: Wish) -> list[Token]:
    """주방 청소해 줘: the robot does not stand there, and whether it can be sent there is not known."""
    if not wish.is_a("docked") or all(slot.name != "area" for slot in wish.targets.slots):
        return []
    wish.targets.slots = [slot for slot in wish.targets.slots if slot.name != "area"]
    return wish.clause.all("area")


def _plain_attribute(token: Token) -> Token:
    if not token.is_a("attribute"):
        return token
    return replace(token, entry=replace(token.entry, value=token.value.partition(".")[0]))


def _ask_for_value(wish: Wish) -> None:
    """온도 조절해 줘, change the colour: the planner asks which value."""
    attribute = wish.attribute()
    names = (SETTABLE - {"setting"}) | {"mode", "program", "colour", "source"}
    if wish.clause.may("leads"):
        # get the temperature: it is to be told
        return
    if attribute is None or attribute.value not in names:
        return
    slots = _strange_value(wish, attribute)
    if slots or wish.clause.verb is not None:
        wish.used.append(attribute)
        name = "program.select" if attribute.value == "program" else f"{attribute.value}.set"
        wish.add(name, *slots)


def _strange_value(wish: Wish, attribute: Token) -> list[Slot]:
    """제습기 연속 모드: a mode by a name that nobody here knows."""
    if attribute.value not in ("mode", "program") or not wish.targets.found:
        return []
    named = [token for token in wish.clause.tokens if 0 <= attribute.start - token.end <= 1]
    strange = [token for token in named if token.kind == "unknown"]
    wish.targets.explained += strange
    return [wish.slot(attribute.value, token, token.text) for token in strange]


_BEGUN = frozenset(
    ("run", "start", "do", "", "up", "down", "open", "close", "draw_open", "draw_close", "brew", "cook",
     "wash", "dry", "feed", "fill", "spin", "rinse")
)  # fmt: skip
# what stops when there is enough of it

_OF_RUNNING = frozenset(("run", "start", "stop", "pause", "resume", "off"))

_VALUED = (*VALUE_KINDS, "quantity", "attribute", "change", "extreme")


def _plain_act(clause: Clause) -> str:
    act = clause.act
    if not act:
        state = clause.first("state", "on", "off", "up", "down")
        act = state.value if state else ""
    if act in ("set", "do") and not clause.verb_first and not any(clause.first(kind) for kind in _VALUED):
        # 오프로 바꿔
        state = clause.first("state", "on", "off")
        act = state.value if state else act
    if clause.marked("enough.really") and act in TIRESOME:
        return act
    if clause.marked("enough") and (
        act or clause.first("type") or clause.first("name") or clause.first("activity")
    ):
        return "off" if act in ("on", "play") else "stop" if act in _BEGUN else act
    return act


def unexplained(wish: Wish, tokens: Iterable[Token]) -> list[Token]:
    """Value words that no intent of this clause took up."""
    kinds = (*VALUE_KINDS, "quantity", "attribute", "extreme", "change", "ordinal", "clock")
    changed = any(intent.name.endswith(".adjust") or intent.one("direction") for intent in wish.intents)
    said = {token.value for token in wish.used if token.kind == "attribute"}
    # 소리 볼륨 키워: the same twice
    left = [
        t for t in tokens if t.kind in kinds and t not in wish.used and not _is_one(t) and t.value not in said
    ]
    left += wish.unmet
    acts = {wish.act, *(token.value for token in tokens if token.kind in ("program", "change"))}
    handled = {kind for act in acts for kind in wish.frames.handles.get(act, {})}
    # 고기 데워, but 강아지 말려
    left += [token for token in tokens if token.kind == "object" and token.value not in handled]
    left += [token for token in tokens if token.is_a("state", "finish")]
    if wish.act in ("pause", "lock", "resume"):
        left += [token for token in tokens if token.is_a("state")]
    if wish.act not in _WITH_UP_AND_DOWN:
        left += [token for token in tokens if token.is_a("state", "up", "down")]
    return [token for token in left if not (changed and token.kind == "change") and token.value != "setting"]


def _is_one(token: Token) -> bool:
    """커피 한 잔, 한 번 더: what would be done anyway."""
    return token.is_a("quantity", "item", "times") and token.number == 1


def strangers(clause: Clause) -> list[Token]:
    """Words of the clause that say something nobody here understood."""
    return [token for token in clause.tokens if _is_strange(token, clause)]


def _is_strange(token: Token, clause: Clause) -> bool:
    if is_picture(token.text):
        return _stands_for_a_thing(token, clause)
    if _is_one(token):
        return False
    booked = token.is_a("verbal_noun", "book") and clause.act in ("cancel", "unlock", "off")
    woken = token.is_a("beyond", "timer.wake") and clause.act == "on"
    if booked or woken or (token.is_a("beyond", "timer") and clause.arranged):
        return False
    if token.kind in ("unknown", "beyond") or token.is_a(
        "quantity", "item", "times", "second", "minute", "hour", "day"
    ):
        return True
    return token.kind in ("verb", "verbal_noun") and token is not clause.verb and not _harmless(token, clause)


def _stands_for_a_thing(picture: Token, clause: Clause) -> bool:
    """🔥 꺼줘: what is meant is the picture."""
    named = any(token.kind in ("type", "name", "activity", "pronoun") for token in clause.tokens)
    before = clause.verb is not None and (clause.verb_first or picture.start < clause.verb.start)
    return before and not named


def _next(token: Token, clause: Clause) -> Token | None:
    at = clause.tokens.index(token) + 1
    return clause.tokens[at] if at < len(clause.tokens) else None


def _harmless(token: Token, clause: Clause) -> bool:
    if clause.verb is not None and (clause.verb.value in ("do", "become", "finish") or clause.may("asked")):
        return True
    if token.kind == "verb" and token.has("adn") and _next(token, clause) is clause.verb:
        # 돈 돌려줘: it says of nothing which one
        return False
    noun = token.kind == "verbal_noun" or token.has("adn")
    if token.value == "run" and clause.act in _OF_RUNNING and noun:
        # 작동 멈춰, 작동하는 것 다 꺼
        return True
    if token.kind in ("verb", "verbal_noun") and token.value == clause.act:
        # crack the window open
        return True
    if token.is_a("verb", "do") and token.has("adn"):
        # 한 2도만: about
        behind = _next(token, clause)
        return behind is not None and behind.kind == "quantity"
    if token.kind == "verb" and token.has("adn"):
        # 켜져 있는 불: says which ones; all others would be no different afterwards
        return any(reading & {"state", "passive"} for reading in token.entry.readings)
    return token.kind == "verbal_noun" and clause.verb is not None and clause.verb.kind == "verbal_noun"
