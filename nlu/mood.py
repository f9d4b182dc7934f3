"""The gate: what kind of saying a clause is. Only `command` may act, so every doubt leads away from it."""

from collections.abc import Iterable

from nlu.clauses import Clause
from nlu.language import Order
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
    return valued and not clause.marked("question", "not", "if", "memory") and not clause.first("person")


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


_ASKING = frozenset(("question", "be", "was", "did", "do", "have", "suggest"))
_SILENT = frozenset(("filler", "please", "then", "and", "again", "brief", "prep", "but"))


def verb_first_mood(clause: Clause) -> Mood:
    """Mood of an English-order clause: of what stands before its verb, and of the verb's form."""
    if _is_told_to_ask(clause) or (clause.tokens and clause.tokens[0].text == "who"):
        return "question"
    if clause.first("state", "on") and clause.first("state", "off"):
        # on or off?
        return "question"
    if clause.verb is not None and clause.tokens[-1].is_a("mark", "no"):
        return "negated"
    if clause.marked("not"):
        return _negated_first(clause)
    if clause.marked("if") or clause.first("time", "after", "before", "until") is not None:
        return "conditional"
    lead = _lead(clause)
    heads = [token.value.split(".")[0] for token in lead if token.kind == "mark"]
    if clause.marked("report"):
        return "reported"
    if any(token.is_a("mark", "request", "request.ing") for token in lead):
        called = any(token.is_a("person", "family") and not _owns(token, clause) for token in lead)
        return "chat" if called else _after_request(clause)
    if (heads and heads[0] in _ASKING) or clause.marked("question"):
        return "question"
    if any(head in ("suggest", "do", "did", "be") for head in heads) and clause.question_mark:
        return "question"
    if lead and lead[-1].is_a("mark", "goal") and "want" not in heads:
        # a reason to turn on the oven, to turn it on press the button
        return "chat"
    if clause.marked("memory"):
        return "question" if clause.question_mark else "reported"
    return _stated(clause, lead, heads)


def _is_told_to_ask(clause: Clause) -> bool:
    """tell me if the lights are on; check whether the door is locked."""
    if clause.act not in ("tell", "check") or clause.verb is None:
        return False
    if any(
        token.is_a("mark", "not", "report", "memory")
        for token in clause.tokens[: clause.tokens.index(clause.verb)]
    ):
        return False
    if "base" not in next(iter(clause.readings), frozenset()):
        return False
    behind = clause.tokens[clause.tokens.index(clause.verb) + 1 :]
    condition = next((token for token in behind if token.is_a("mark", "if")), None)
    return condition is None or condition.text in _WHETHER


_WHETHER = frozenset(("if", "whether"))


def _negated_first(clause: Clause) -> Mood:
    asked = clause.question_mark or (
        clause.tokens and clause.tokens[0].is_a("mark", "be", "did", "do", "was", "have")
    )
    return "question" if asked and not clause.marked("if") else "negated"


def _lead(clause: Clause) -> list[Token]:
    """The tokens before the verb that mean something, or all of a clause without verb."""
    stop = clause.tokens.index(clause.verb) if clause.verb in clause.tokens else len(clause.tokens)
    return [token for token in clause.tokens[:stop] if not (token.kind == "mark" and token.value in _SILENT)]


def _after_request(clause: Clause) -> Mood:
    if clause.verb is None or clause.may("base") or clause.may("base_or_past"):
        return "command"
    return "command" if clause.may("ing") and clause.first("mark", "request.ing") else "question"


def _stated(clause: Clause, lead: list[Token], heads: list[str]) -> Mood:
    wanted = "want" in heads
    if any(head in ("modal", "must", "who_did", "have", "was", "did", "do") for head in heads):
        return "question" if clause.question_mark else "chat"
    if "be" in heads:
        return "question" if clause.question_mark else "reported"
    if any(token.is_a("person", "family", "you", "first") and not _owns(token, clause) for token in lead):
        if not wanted:
            return "question" if clause.question_mark else "chat"
        if any(token.is_a("person", "family") and not _owns(token, clause) for token in lead):
            return "reported"
    if clause.marked("be", "was", "did", "have", "modal", "must", "who_did", "suggest"):
        return "question" if clause.question_mark else "chat"
    if clause.question_mark:
        return "question"
    if _is_told(clause):
        return "reported"
    if clause.verb is None:
        return "command"
    behind = clause.tokens[clause.tokens.index(clause.verb) :] if clause.verb in clause.tokens else []
    people = any(token.is_a("person", "family") and not _owns(token, clause) for token in behind)
    if clause.may("feel") or (people and not clause.first("type") and not clause.first("name")):
        # drop the kids off
        return "chat"
    return _form(clause, lead, wanted)


def _is_told(clause: Clause) -> bool:
    """light's on, door's open: "is", not "of"."""
    pairs = zip(clause.tokens, clause.tokens[1:], strict=False)
    return any(
        before.is_a("particle", "of") and (token.is_a("state") or token is clause.verb)
        for before, token in pairs
    )


def _owns(token: Token, clause: Clause) -> bool:
    """dad's room: the person names a thing."""
    at = clause.tokens.index(token) + 1
    return at < len(clause.tokens) and clause.tokens[at].is_a("particle", "of")


def _form(clause: Clause, lead: list[Token], wanted: bool) -> Mood:
    if clause.may("base"):
        return "command"
    if clause.may("base_or_past"):
        subject = [token for token in lead if token.kind in ("pronoun", "type", "name")]
        return "chat" if subject and not wanted else "command"
    if clause.may("past"):
        stated = any(token.kind in ("type", "name", "area") for token in lead)
        # "door locked": asked about more often than told
        return "command" if wanted else "question" if stated else "reported"
    return "chat"
