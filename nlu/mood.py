"""The gate: what kind of saying a clause is. Only `command` may act, so every doubt leads away from it."""

from collections.abc import Iterable

from nlu.clauses import Clause
from nlu.language import Order
from nlu.mood_verb_first import verb_first_mood
from nlu.tokens import Features, Token
from nlu.understanding import Mood

STRICTNESS: tuple[Mood, ...] = (
    "negated", "conditional", "scheduled", "reported", "question", "chat", "command",
)  # fmt: skip
_INTRANSITIVE = frozenset(("passive", "state", "prog"))


def strictest(moods: Iterable[Mood]) -> Mood:
    """The first of these that must win; `chat` when there are none."""
    return min(moods, key=STRICTNESS.index, default="chat")


def clause_mood(clause: Clause, order: Order) -> Mood:
    """What kind of saying this clause is."""
    return verb_final_mood(clause) if order == "verb_final" else verb_first_mood(clause)


def verb_final_mood(clause: Clause) -> Mood:
    """Mood of a Korean-order clause: of its verb form, its marks and who is spoken of."""
    if not clause.readings:
        return _verbless(clause)
    readings = clause.readings
    if any(reading >= _MAY_I_ASK for reading in readings):
        # 꺼 주면 안 될까: the readings without the question are none
        readings = tuple(reading for reading in readings if reading >= _MAY_I_ASK)
    if not clause.question_mark and any("req" in reading for reading in readings):
        # 켜죠: more often 켜 줘 than 켜지요
        readings = tuple(reading for reading in readings if "tag" not in reading) or readings
    mood = strictest(_ending_mood(reading, clause) for reading in readings)
    if clause.marked("if"):
        mood = strictest((mood, "conditional"))
    if mood == "command":
        mood = _addressed(clause)
    if mood == "command" and clause.act in _TELLING:
        return "question"
    if mood == "command" and clause.marked("progress"):
        return "question"
    return mood


_MAY_I_ASK = frozenset(("req", "permif", "neg", "q"))
_GRADED = frozenset(("up", "down", "brighten"))

_TELLING = frozenset(("tell", "check", "show"))


def _verbless(clause: Clause) -> Mood:
    if clause.marked("not"):
        return "negated"
    if clause.marked("if"):
        return "conditional"
    if clause.question_mark or clause.marked("question", "progress") or clause.first("particle", "copula_q"):
        return "question"
    if clause.first("particle", "copula") or clause.marked("memory"):
        return "reported"
    return "command"


def _ending_mood(reading: Features, clause: Clause) -> Mood:
    if "cond" in reading and "conn" in reading:
        return "conditional"
    if "neg" in reading or clause.marked("not"):
        return _negated(reading, clause)
    if "cond" in reading:
        return "conditional"
    if "news" in reading or "told" in reading:
        return "reported"
    if "quote" in reading:
        return "reported"
    asked = clause.question_mark or clause.marked("question") or "asked" in reading
    if "quote_imp" in reading:
        return "question" if asked else "command"
    wished = "wish" in reading or reading >= {"permif", "will"}
    if wished and "req" in reading and "hypo" not in reading:
        return "question" if asked else "command"
    if "past" in reading:
        asked = asked or clause.act == "finish"
        return "question" if asked or "q" in reading or "tag" in reading else "reported"
    if reading & _INTRANSITIVE:
        return _intransitive(reading, asked, clause)
    return _present(reading, asked, clause)


def _negated(reading: Features, clause: Clause) -> Mood:
    if "req" in reading and "permif" in reading and (clause.question_mark or "q" in reading):
        # 켜 주면 안 돼?
        return "command"
    willing = "volq" in reading or (reading >= {"will", "q"} and "plan" not in reading)
    if "req" in reading and willing and not clause.marked("not"):
        # 켜 주지 않을래?
        return "command"
    asked = clause.question_mark or "q" in reading or clause.marked("question") or "asked" in reading
    return "question" if asked and "cond" not in reading else "negated"


def _intransitive(reading: Features, asked: bool, clause: Clause) -> Mood:
    """켜져 있어, 돌아가: something is so. Said about the home it is a question more often than news."""
    if "req" in reading and "causative" in reading:
        return "command"
    if "feel" in reading or ("decl" in reading and not asked):
        return "chat"
    if "causative" in reading and not asked:
        return _present(reading - _INTRANSITIVE, asked, clause)
    return "question"


_SELF = frozenset(
    ("want", "must", "will", "prop", "offer", "whatever", "hypo", "intent", "note", "wish", "try_self")
)


def _present(reading: Features, asked: bool, clause: Clause) -> Mood:
    if "req" in reading and reading & {"able", "volq"} and not reading & {"embed", "hypo"}:
        # 켜 줄래?, 켜 줄 수 있어?
        return "command"
    if (
        "req" in reading
        and "will" in reading
        and (asked or "q" in reading)
        and not reading & {"plan", "self"}
    ):
        # 켜 주겠니?, 켜 주시겠어요?
        return "command"
    if "permif" in reading and "req" in reading:
        return "command"
    if "able" in reading and _is_graded(clause) and not reading & {"embed", "hypo", "past"}:
        # 밝기 좀 줄일 수 있니?, 24도로 맞출 수 있어?
        return "command"
    if asked or reading & {"q", "volq", "perm", "able", "suggest"}:
        return "question"
    if reading & _SELF:
        return "chat"
    if "permif" in reading or "tag" in reading:
        return "question"
    if "imp" in reading or "quote_imp" in reading:
        return "command"
    if "decl" in reading:
        return "chat"
    if "conn" in reading:
        return "command" if reading & {"and", "seq"} else "chat"
    if "adn" in reading:
        return "chat"
    return "command"


def _is_graded(clause: Clause) -> bool:
    """Whether it says how a value shall change: asking whether that is possible is asking for it."""
    valued = clause.act in _GRADED or (clause.act == "set" and clause.first("quantity") is not None)
    asked = clause.marked("question", "not", "if", "memory") or clause.first("particle", "only")
    return valued and not asked and not clause.first("person")


def _addressed(clause: Clause) -> Mood:
    """A command meant for a person, or a plain statement about one, is none for the home."""
    tokens = [token for token in clause.tokens if token.kind != "mark"]
    relayed = all("quote_imp" in reading for reading in clause.readings)
    requested = clause.has("req")
    for index, token in enumerate(tokens):
        if token.kind != "person":
            continue
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if following is not None and _belongs(token, following):
            continue
        if token.value == "family" and not relayed:
            return "chat"
        if token.value == "you":
            return "chat"
        if token.value == "first" and not requested and not relayed:
            return "chat"
    if clause.marked("memory"):
        return "chat"
    return "command"


def _belongs(token: Token, following: Token) -> bool:
    """할머니 방, 아빠 컴퓨터, 엄마의 방: the person names a thing."""
    if following.is_a("particle"):
        return following.value in ("of", "place", "except", "also")
    return (following.kind == "area" and token.value != "first") or token.value == "my"
