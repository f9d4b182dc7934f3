"""Clauses where the verb comes last, as in Korean."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from nlu.clauses import Clause, finish_clause
from nlu.tokens import Entry, Token

_ASKING = frozenset(("tell", "check", "show"))

_ARRANGING = frozenset(("book", "set", "do"))

_LIGHT = frozenset(("do", "become", "hang"))

_LIKING = frozenset(("want", "volq", "self", "plan", "feel"))

_REACHED = frozenset(("on", "off", "open", "close", "lock", "unlock", "mute", "unmute"))
# states that a thing may be set to by their nouns

_HALF_A_WISH = frozenset(("req", "past", "cond", "conn"))


_SHOWN = frozenset(("보여줘", "보여주", "보여줄", "보여드"))


def split_verb_final(tokens: Iterable[Token]) -> list[Clause]:
    """Korean order: a clause ends with its verb; what trails behind the last verb belongs to it."""
    out: list[Clause] = []
    clause = Clause()
    stream = list(tokens)
    for index, token in enumerate(stream):
        if token.kind == "punct":
            _close_at_mark(token, clause, out)
            if clause.verb is not None or token.value in ("\n",):
                clause = finish_clause(clause, out)
            continue
        if token.is_a("particle", "because", "condition"):
            clause.tokens.append(token)
            if clause.verb is None:
                feature = "because" if token.value == "because" else "cond"
                clause.act, clause.readings = "context", (frozenset(("conn", "passive", feature)),)
            clause = finish_clause(clause, out)
            continue
        if (token.kind == "verb" and _is_modifier(token)) or (
            token.kind == "verbal_noun" and _is_noun(stream, index)
        ):
            clause.tokens.append(token)
            continue
        if token.kind in ("verb", "verbal_noun"):
            if clause.verb is None:
                clause.tokens.append(token)
                clause.verb, clause.act, clause.readings = token, token.value, token.entry.readings
            elif _joins(clause, token):
                clause.tokens.append(token)
                _join(clause, token)
            else:
                clause = finish_clause(clause, out)
                clause.tokens.append(token)
                clause.verb, clause.act, clause.readings = token, token.value, token.entry.readings
            continue
        if clause.verb is not None and not _trails(clause, stream, index):
            clause = finish_clause(clause, out)
        clause.tokens.append(token)
    finish_clause(clause, out)
    return _settle(out)


def _close_at_mark(token: Token, clause: Clause, out: list[Clause]) -> None:
    target = clause if clause.tokens else (out[-1] if out else None)
    if target is not None and token.value == "?":
        target.question_mark = True


def _is_noun(stream: list[Token], index: int) -> bool:
    """설정 온도, 운전 모드: a verbal noun with something behind it that is no light verb is just a noun."""
    reached = stream[index].value in _REACHED
    for token in stream[index + 1 :]:
        if reached and (token.is_a("particle", "goal") or token.is_a("verb", "set")):
            # 열림으로, 오프로 바꿔
            return False
        if token.is_a("verb", "hang") or (token.is_a("verb", "start") and stream[index].value == "charge"):
            # 예약 걸어, 충전 시작해
            return False
        if token.kind == "mark" and token.value.split(".")[0] in (
            "filler",
            "progress",
            "again",
            "brief",
            "not",
        ):
            if token.value == "progress":
                return False
            continue
        if token.kind == "particle" and token.value in (
            "object",
            "topic",
            "subject",
            "also",
            "only",
            "copula_q",
            "copula",
        ):
            continue
        if token.kind == "extreme" or token.kind == "quantifier":
            continue
        return (
            token.kind != "punct" and not token.is_a("verb", "do", "become") and not token.is_a("verbal_noun")
        )
    return False


def _is_modifier(token: Token) -> bool:
    """켜져 있는 (불), 열린 (창문): a form that can only stand before a noun."""
    return token.kind == "verb" and all("adn" in reading for reading in token.entry.readings)


def _joins(clause: Clause, token: Token) -> bool:
    """Verbal noun + light verb (청소 좀 해줘), question + "tell me" (켜졌는지 알려줘)."""
    if clause.verb is not None and clause.verb.kind == "verbal_noun" and token.value in _LIGHT:
        return True
    if clause.verb is not None and clause.verb.is_a("verbal_noun", "charge") and token.value == "start":
        return True
    if clause.verb is not None and clause.verb.kind == "verbal_noun" and token.kind == "verbal_noun":
        return True
    if clause.act in _REACHED and clause.first("particle", "goal") and token.value == "set":
        return clause.verb is not None and clause.verb.kind == "verbal_noun"
    if clause.may("purpose") and token.value in _ARRANGING:
        return True
    return token.value in _ASKING and (clause.may("q") or clause.marked("progress"))


def _join(clause: Clause, token: Token) -> None:
    if clause.verb is None:
        return
    if clause.verb.kind == "verbal_noun":
        before = clause.verb.entry.readings[0]
        if token.kind == "verbal_noun":
            clause.act, clause.verb = token.value, token
            return
        if token.value in _ASKING:
            clause.readings = (frozenset(("q", "asked")),)
            return
        clause.readings = tuple(reading | before for reading in token.entry.readings)
        clause.verb = token
    elif clause.may("purpose"):
        # 꺼지게 예약해 줘, 켜지도록 해 줘: what is arranged is the first act
        clause.readings, clause.verb = token.entry.readings, token
        clause.arranged = token.value == "book"
    else:
        clause.readings = tuple(reading | {"q", "asked"} for reading in clause.readings if "q" in reading)


def _trails(clause: Clause, stream: list[Token], index: int) -> bool:
    """Whether a word behind a verb still belongs to it: no other verb follows before the next mark."""
    if stream[index].kind == "unknown" and stream[index].attached:
        # 켜줘는: no form of the verb that anybody knows
        return True
    if all("conn" in reading for reading in clause.readings) or (clause.may("q") and clause.may("embed")):
        return False
    if clause.act == "come" and clause.may("purpose"):
        # 책 읽게 불 밝게
        return False
    light = clause.verb is not None and clause.verb.kind == "verbal_noun"
    if light and stream[index].is_a("particle", "goal"):
        return True
    for token in stream[index:]:
        if token.kind == "punct":
            return True
        if light and token.kind == "verb":
            # 음소거 좀 해 줘: the light verb of this clause's noun
            return token.value in ("do", "become") or token.value in _ASKING
        if token.kind in ("verb", "verbal_noun") and not _is_modifier(token):
            return False
    return True


def _settle_watching(clause: Clause) -> None:
    """넷플릭스 보여 줘 is to be done, 넷플릭스 보고 싶어 to be offered."""
    if clause.act == "show":
        clause.act = "play"
    elif clause.act in ("check", "social.chat") and all(reading & _LIKING for reading in clause.readings):
        clause.act, clause.readings = "play", (frozenset(("prop",)),)


def _settle_inside(clause: Clause) -> None:
    """냉장고 안 보여 줘: its inside. Whoever does not want to see it says 보여 주지 마."""
    if clause.act != "show" or clause.verb is None or clause.may("cond"):
        return
    if clause.verb.text.replace(" ", "")[:3] not in _SHOWN:
        return
    for index, (before, token) in enumerate(pairwise(clause.tokens)):
        if token.is_a("mark", "not") and token.text == "안" and before.kind in ("type", "name"):
            clause.tokens[index + 1] = replace(token, entry=Entry("attribute", "picture"))


def _settle(clauses: list[Clause]) -> list[Clause]:
    """A form that can end a sentence or connect (끄니, 켜는데) does what its place says."""
    for index, clause in enumerate(clauses):
        clause.arranged = clause.arranged or clause.act == "book" or clause.may("arranged")
        _settle_inside(clause)
        if clause.first("beyond", "timer.wake") and not clause.act:
            # 스피커 깨워줘
            clause.act = "on"
        timed = clause.first("beyond", "timer") and (clause.first("type") or clause.first("name"))
        if timed and clause.act in ("", "set", "do"):
            # 에어컨 타이머 2시간: off after that
            clause.arranged, clause.act = True, "off"
        if clause.first("verbal_noun", *_REACHED) and (clause.first("particle", "goal") or clause.may("req")):
            clause.readings = tuple(reading - {"state"} for reading in clause.readings)
        if clause.first("source") and not clause.first("attribute"):
            _settle_watching(clause)
        plain = tuple(reading for reading in clause.readings if "embed" not in reading)
        if plain and not clause.may("asked"):
            clause.readings = plain
        clause.last = index == len(clauses) - 1 or clause.question_mark
        if clause.last and all(reading >= _HALF_A_WISH for reading in clause.readings):
            # 불 좀 켜 줬으면: "… would be good" is left out
            clause.readings = tuple(frozenset(("req", "wish")) for _ in clause.readings)
        if clause.may("insist") and any(later.verb is not None for later in clauses[index + 1 :]):
            # 꺼 달라고 아빠한테 말해 줘: what somebody is to be told
            clause.readings = (frozenset(("quote", "told")),)
        if not clause.last and clause.may("dialect"):
            # 틀어도 더워: "although" in the middle of a sentence, an order only at its end
            clause.readings = (frozenset(("conn", "although")),)
        connecting = [reading for reading in clause.readings if "conn" in reading]
        ending = [reading for reading in clause.readings if "conn" not in reading]
        if connecting and ending:
            clause.readings = tuple(ending if clause.last else connecting)
    return clauses
