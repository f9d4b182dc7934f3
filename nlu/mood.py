"""The gate: what kind of saying a clause is. Only `command` may act, so every doubt leads away from it."""

from collections.abc import Iterable
from itertools import pairwise

from nlu.clauses import Clause, takes_back
from nlu.language import Order
from nlu.mood_verb_first import verb_first_mood
from nlu.remarks import is_all_it_is, is_said_of_home, is_told, is_underway
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
    if clause.condition:
        return "conditional"
    if clause.verb is not None and clause.first("mark", "no") is not None and not takes_back(clause):
        # no turn on tv
        return "negated"
    return verb_final_mood(clause) if order == "verb_final" else verb_first_mood(clause)


def verb_final_mood(clause: Clause) -> Mood:
    """Mood of a Korean-order clause: of its verb form, its marks and who is spoken of."""
    if not clause.readings:
        said = _verbless(clause)
        return _addressed(clause) if said == "command" else said
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
    if _is_thrown_out(clause):
        return "negated"
    if mood == "command" and is_told(clause):
        return "reported"
    if mood == "command" and clause.marked("question.why", "question.who"):
        # 왜 자꾸 켜 달라는 거야, 누가 좀 켜 줄래
        return "question"
    if mood == "command":
        mood = _addressed(clause)
    if mood == "command" and clause.marked("enough.really") and clause.act in TIRESOME:
        # 그만 좀 켜: nothing is wanted, somebody has had enough
        return "negated"
    if mood == "command" and clause.act in _TELLING:
        return "question"
    if mood == "command" and clause.marked("progress"):
        return "question"
    return mood


def _is_thrown_out(clause: Clause) -> bool:
    """켜 말고: not that, said behind the verb."""
    return any(
        before is clause.verb and token.value == "except" and token.kind in ("mark", "particle")
        for before, token in pairwise(clause.tokens)
    )


_MAY_I_ASK = frozenset(("req", "permif", "neg", "q"))
_GOALS = frozenset(("quantity", "mode", "fan_speed", "change", "colour", "kelvin", "extreme"))
_GRADED = frozenset(("up", "down", "brighten"))

TIRESOME = frozenset(("on", "off", "play", "open", "close", "up", "down"))
_TELLING = frozenset(("tell", "check", "show"))


def _verbless(clause: Clause) -> Mood:
    words = [token for token in clause.tokens if token.kind != "punct" and not token.is_a("mark", "filler")]
    if clause.marked("not") or (len(words) > 1 and words[-1].is_a("mark", "no")):
        # 에어컨 off 아니야
        return "negated"
    if clause.marked("if"):
        return "conditional"
    if clause.question_mark or clause.marked("question", "progress") or clause.first("particle", "copula_q"):
        return "question"
    said = clause.first("particle", "copula", "subject") or clause.marked("memory", "remark")
    if said or is_all_it_is(words) or is_underway(words) or is_said_of_home(clause):
        return "reported"
    if words and _is_of_coming(clause.tokens[-1]):
        return "chat"
    return "command"


def _is_of_coming(last: Token) -> bool:
    """천천히 와, 따뜻하게 자: who is to come, or to sleep."""
    return not last.attached and (last.is_a("particle", "and") or last.text == "자")


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
    if reading >= {"req", "passive"}:
        # 에어컨아 꺼져 줄래: said to the thing itself
        return _present(reading - _INTRANSITIVE, asked, clause)
    if reading & {"feel", "plan", "prop"} or ("decl" in reading and not asked):
        return "chat"
    if clause.act == "come" and reading >= {"conn", "and"}:
        # 밥 먹고 돌려줘: not before that
        return "conditional"
    if "causative" in reading and not asked:
        return _present(reading - _INTRANSITIVE, asked, clause)
    return "question"


_FOR_OTHERS = frozenset(("offer", "imp"))
# 문 열어 드려라: for whom it is done, not by whom
_SELF = frozenset(
    ("want", "must", "will", "prop", "offer", "whatever", "hypo", "intent", "note", "wish", "try_self")
)


def _present(reading: Features, asked: bool, clause: Clause) -> Mood:
    wondered = clause.marked("question") and not reading >= {"permif", "req"}
    # 언제 켜 줄래?
    if not wondered and _is_requested(reading, asked):
        return "command"
    if "able" in reading and _is_graded(clause) and not reading & {"embed", "hypo", "past"}:
        # 밝기 좀 줄일 수 있니?, 24도로 맞출 수 있어?
        return "command"
    if asked or reading & {"q", "volq", "perm", "able", "suggest"}:
        return "question"
    if reading & _SELF and not reading >= _FOR_OTHERS:
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


def _is_requested(reading: Features, asked: bool) -> bool:
    """켜 줄래, 켜 줄 수 있어, 켜 주면 안 돼."""
    if "req" not in reading:
        return False
    if "permif" in reading or (reading & {"able", "volq"} and not reading & {"embed", "hypo"}):
        return True
    # 켜 주겠니?, 켜 주시겠어요: whoever is asked so politely is not talked about
    polite = asked or reading & {"q", "hon"}
    return "will" in reading and bool(polite) and not reading & {"plan", "self", "tag", "decl"}


def _is_graded(clause: Clause) -> bool:
    """Whether it says how a value shall change: asking whether that is possible is asking for it."""
    goal = any(token.kind in _GOALS for token in clause.tokens)
    valued = clause.act in _GRADED or clause.act == "book" or clause.arranged
    valued = valued or (clause.act in ("set", "do") and goal)
    asked = clause.marked("question", "not", "if", "memory") or clause.first("particle", "only")
    return valued and not asked and not clause.first("person")


def calls_somebody(clause: Clause) -> bool:
    """여보 추우니까, 지우야 추우니까: it opens with a name that can only be a call."""
    tokens = [token for token in clause.tokens if not token.is_a("mark", "filler")]
    if not tokens or tokens[0].value == "family.called":
        return bool(tokens)
    behind = tokens[1] if len(tokens) > 1 else None
    named = tokens[0].kind == "unknown" or tokens[0].value == "family"
    return named and behind is not None and behind.attached and behind.text in _VOCATIVES


_VOCATIVES = frozenset(("야", "아"))
_OTHERS = frozenset(("family", "family.called"))


def _addressed(clause: Clause) -> Mood:
    """A command meant for a person, or a plain statement about one, is none for the home."""
    tokens = [token for token in clause.tokens if token.kind != "mark"]
    relayed = clause.has("quote_imp")
    requested = clause.has("req")
    for index, token in enumerate(tokens):
        if token.kind != "person":
            continue
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        asked = following is not None and following.is_a("particle", "to")
        mine = asked and relayed and token.value == "first"
        if following is not None and not mine and _belongs(token, following):
            continue
        called = asked or token.value == "family.called"
        if token.value in _OTHERS and (called or not relayed):
            return "chat"
        if mine:
            # 나보고 빨래 돌리래
            return "chat"
        if token.value == "you":
            return "chat"
        if token.value == "first" and not requested and not relayed:
            return "chat"
    if clause.marked("memory"):
        return "chat"
    return "command"


_SHARED = frozenset(
    ("living_room", "master_bedroom", "bedroom", "kids_room", "kitchen", "entrance", "hallway", "balcony",
     "utility_room", "garage", "garden")
)  # fmt: skip
# nobody's own rooms: 아빠 거실 불 켜주세요 is said to dad


def _belongs(token: Token, following: Token) -> bool:
    """할머니 방, 아빠 컴퓨터, 엄마의 방: the person names a thing."""
    if following.is_a("particle", "to"):
        # 아빠한테 불 꺼 달라고 해: dad is to do it; 나한테 알려 줘: I am to be told
        return token.value not in _OTHERS
    if following.is_a("particle"):
        return following.value in ("of", "place", "except", "also")
    if token.value == "family.called":
        return False
    shared = not _SHARED.isdisjoint(following.value.split("|")) or any(
        following.has(room) for room in _SHARED
    )
    own = following.kind == "area" and not shared and token.value != "first"
    return own or token.value in ("my", "my.own")
