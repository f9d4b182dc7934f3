"""A sentence as clauses: what is done, what it is done to, and the marks around it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from nlu.language import Order
from nlu.tokens import Features, Token


@dataclass(slots=True)
class Clause:
    """One predicate with everything that belongs to it."""

    tokens: list[Token] = field(default_factory=list)
    # all tokens in order, predicate included
    verb: Token | None = None
    act: str = ""
    readings: tuple[Features, ...] = ()
    question_mark: bool = False
    arranged: bool = False
    # booked for a time: 예약
    mixed: bool = False
    # several things and several values, and nothing says which goes with which
    last: bool = True
    # nothing follows that it could be connected to

    def has(self, feature: str) -> bool:
        """Whether every reading has it."""
        return bool(self.readings) and all(feature in reading for reading in self.readings)

    def may(self, feature: str) -> bool:
        """Whether some reading has it."""
        return any(feature in reading for reading in self.readings)

    def first(self, kind: str, *values: str) -> Token | None:
        """The first token of a kind (and value)."""
        return next((token for token in self.tokens if token.is_a(kind, *values)), None)

    def all(self, kind: str, *values: str) -> list[Token]:
        """All tokens of a kind (and value)."""
        return [token for token in self.tokens if token.is_a(kind, *values)]

    def marked(self, *values: str) -> bool:
        """Whether one of these marks is in it; "question" means any question word."""
        return any(
            token.kind == "mark" and (token.value in values or token.value.split(".")[0] in values)
            for token in self.tokens
        )

    @property
    def verb_first(self) -> bool:
        """Whether the verb stands before what it is about."""
        return self.verb is not None and bool(self.tokens) and self.tokens[0] is self.verb

    @property
    def start(self) -> int:
        return self.tokens[0].start if self.tokens else 0

    @property
    def end(self) -> int:
        return self.tokens[-1].end if self.tokens else 0


def _finish(clause: Clause, out: list[Clause]) -> Clause:
    if clause.tokens:
        out.append(clause)
    return Clause()


def split_clauses(tokens: Iterable[Token], order: Order) -> list[Clause]:
    """The clauses of a sentence, in order."""
    split = split_verb_final if order == "verb_final" else split_verb_first
    return deal_values(split(tokens))


_THINGS = frozenset(("type", "name", "activity"))
_VALUES = frozenset(("mode", "fan_speed", "program", "colour", "kelvin", "source", "change", "extreme", "quantity"))


def deal_values(clauses: list[Clause]) -> list[Clause]:
    """에어컨 24도 선풍기 강풍으로 해줘: each value goes with the thing before it."""
    out: list[Clause] = []
    for clause in clauses:
        kinds = ["T" if t.kind in _THINGS else "V" for t in clause.tokens if t.kind in _THINGS or t.kind in _VALUES]
        shape = "".join(kind for at, kind in enumerate(kinds) if at == 0 or kinds[at - 1] != kind)
        if shape.count("T") < 2 or shape.count("V") < 2:
            out.append(clause)
        elif shape == "TV" * (len(shape) // 2):
            out += _dealt(clause)
        else:
            clause.mixed = True
            out.append(clause)
    return out


def _dealt(clause: Clause) -> list[Clause]:
    parts: list[list[Token]] = [[]]
    valued = False
    for token in clause.tokens:
        if token is clause.verb:
            continue
        if valued and token.kind in (*_THINGS, "area"):
            parts.append([])
            valued = False
        parts[-1].append(token)
        valued = valued or token.kind in _VALUES
    verb = [] if clause.verb is None else [clause.verb]
    return [replace(clause, tokens=[*verb, *part] if clause.verb_first else [*part, *verb]) for part in parts]


def split_verb_final(tokens: Iterable[Token]) -> list[Clause]:
    """Korean order: a clause ends with its verb; what trails behind the last verb belongs to it."""
    out: list[Clause] = []
    clause = Clause()
    stream = list(tokens)
    for index, token in enumerate(stream):
        if token.kind == "punct":
            _close_at_mark(token, clause, out)
            if clause.verb is not None or token.value in ("\n",):
                clause = _finish(clause, out)
            continue
        if token.is_a("particle", "because", "condition"):
            clause.tokens.append(token)
            if clause.verb is None:
                feature = "because" if token.value == "because" else "cond"
                clause.act, clause.readings = "context", (frozenset(("conn", "passive", feature)),)
            clause = _finish(clause, out)
            continue
        if token.kind == "verb" and _is_modifier(token) or token.kind == "verbal_noun" and _is_noun(stream, index):
            clause.tokens.append(token)
            continue
        if token.kind in ("verb", "verbal_noun"):
            if clause.verb is None:
                clause.tokens.append(token)
                clause.verb, clause.act, clause.readings = token, token.value, token.entry.readings
            elif _joins(clause, token, stream, index):
                clause.tokens.append(token)
                _join(clause, token)
            else:
                clause = _finish(clause, out)
                clause.tokens.append(token)
                clause.verb, clause.act, clause.readings = token, token.value, token.entry.readings
            continue
        if clause.verb is not None and not _trails(clause, stream, index):
            clause = _finish(clause, out)
        clause.tokens.append(token)
    _finish(clause, out)
    return _settle(out)


def _close_at_mark(token: Token, clause: Clause, out: list[Clause]) -> None:
    target = clause if clause.tokens else (out[-1] if out else None)
    if target is not None and token.value == "?":
        target.question_mark = True


def _is_noun(stream: list[Token], index: int) -> bool:
    """설정 온도, 운전 모드: a verbal noun with something behind it that is no light verb is just a noun."""
    for token in stream[index + 1 :]:
        if token.kind == "mark" and token.value.split(".")[0] in ("filler", "progress", "again", "brief", "not"):
            if token.value == "progress":
                return False
            continue
        if token.kind == "particle" and token.value in ("object", "topic", "subject", "also", "only", "copula_q", "copula"):
            continue
        if token.kind == "extreme" or token.kind == "quantifier":
            continue
        return token.kind != "punct" and not token.is_a("verb", "do", "become") and not token.is_a("verbal_noun")
    return False


def _is_modifier(token: Token) -> bool:
    """켜져 있는 (불), 열린 (창문): a form that can only stand before a noun."""
    return token.kind == "verb" and all("adn" in reading for reading in token.entry.readings)


def _joins(clause: Clause, token: Token, stream: list[Token], index: int) -> bool:
    """Verbal noun + light verb (청소 좀 해줘), question + "tell me" (켜졌는지 알려줘)."""
    if clause.verb is not None and clause.verb.kind == "verbal_noun" and token.value in ("do", "become"):
        return True
    if clause.verb is not None and clause.verb.kind == "verbal_noun" and token.kind == "verbal_noun":
        return True
    if clause.may("purpose") and token.value in _ARRANGING:
        return True
    return token.value in _ASKING and (clause.may("q") or clause.marked("progress")) and token.kind == "verb"


_ASKING = frozenset(("tell", "check", "show"))
_ARRANGING = frozenset(("book", "set", "do"))


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
    if all("conn" in reading for reading in clause.readings) or clause.may("q") and clause.may("embed"):
        return False
    light = clause.verb is not None and clause.verb.kind == "verbal_noun"
    for token in stream[index:]:
        if token.kind == "punct":
            return True
        if light and token.kind == "verb":
            # 음소거 좀 해 줘: the light verb of this clause's noun
            return token.value in ("do", "become") or token.value in _ASKING
        if token.kind in ("verb", "verbal_noun") and not _is_modifier(token):
            return False
    return True


def _settle(clauses: list[Clause]) -> list[Clause]:
    """A form that can end a sentence or connect (끄니, 켜는데) does what its place says."""
    for index, clause in enumerate(clauses):
        clause.arranged = clause.arranged or clause.act == "book"
        plain = tuple(reading for reading in clause.readings if "embed" not in reading)
        if plain and not clause.may("asked"):
            clause.readings = plain
        clause.last = index == len(clauses) - 1 or clause.question_mark
        connecting = [reading for reading in clause.readings if "conn" in reading]
        ending = [reading for reading in clause.readings if "conn" not in reading]
        if connecting and ending:
            clause.readings = tuple(ending if clause.last else connecting)
    return clauses


_OPENERS = frozenset(("request", "want", "if", "question", "suggest", "be", "did", "do", "not", "must"))
_BREAKS = frozenset(".!?;\n")


def split_verb_first(tokens: Iterable[Token]) -> list[Clause]:
    """English order: a clause begins with its verb, or with what leads up to one."""
    out: list[Clause] = []
    clause = Clause()
    stream = list(tokens)
    for index, token in enumerate(stream):
        if token.kind == "punct" and token.value in _BREAKS:
            clause.question_mark = token.value == "?"
            clause = _finish(clause, out)
            continue
        joint = token.is_a("mark", "and", "then", "but") or token.is_a("punct", ",")
        if joint and clause.verb is not None and _opens(stream, index + 1):
            clause = _finish(clause, out)
            continue
        if token.kind == "punct" and token.value != ",":
            continue
        if clause.tokens and _begins(clause, token, stream, index):
            clause = _finish(clause, out)
        clause.tokens.append(token)
        if token.kind == "verb" and clause.verb is None:
            clause.verb, clause.act, clause.readings = token, token.value, token.entry.readings
    _finish(clause, out)
    for one in out:
        _compose(one)
    _ask_all(out)
    return out


def _begins(clause: Clause, token: Token, stream: list[Token], index: int) -> bool:
    """it's cold turn the heat up; i'm leaving can you …; we're out please turn …: a clause without a joint."""
    if token.is_a("mark", "request", "request.ing"):
        return clause.verb is not None
    if clause.tokens[-1].is_a("mark", "goal"):
        return False
    following = stream[index + 1] if index + 1 < len(stream) else None
    if token.is_a("mark", "please") and following is not None and following.kind == "verb" and following.has("base"):
        return any(one.kind in ("person", "verb") or one.is_a("mark", "who_did") for one in clause.tokens)
    if clause.verb is None:
        return False
    if token.kind == "verb" and token.has("base") and not token.has("feel"):
        return clause.may("feel") or clause.may("other") and not clause.may("base")
    return False


def _opens(stream: list[Token], index: int) -> bool:
    """Whether what follows a joint is a clause of its own: a verb or its lead, fillers aside."""
    for token in stream[index:]:
        if token.is_a("mark", "filler", "please", "then", "and", "again") or token.kind == "time":
            continue
        if token.kind == "verb":
            return token.has("base") or token.has("base_or_past")
        return token.kind == "mark" and token.value.split(".")[0] in _OPENERS
    return False


def _compose(clause: Clause) -> None:
    """turn … off, shut … down, power up: verb and particle are one act."""
    state = clause.first("state", "on", "off", "up", "down")
    if clause.verb is None or state is None:
        return
    if clause.act == "turn":
        clause.act = state.value
        if state.value == "on" and _is_goal(clause, state):
            clause.act = "set"
    elif clause.act == "close" and state.value in ("off", "down"):
        clause.act = "off"
    elif clause.act in ("set", "toggle") and state.value in ("on", "off") and not _is_goal(clause, state):
        clause.act = state.value


def _is_goal(clause: Clause, state: Token) -> bool:
    """put the aircon on dry: "on" points at a value."""
    behind = clause.tokens[clause.tokens.index(state) + 1 :]
    value = next((token for token in behind if not token.is_a("mark", "filler")), None)
    return value is not None and value.kind in ("mode", "program", "fan_speed", "quantity", "source", "colour", "kelvin")


def _ask_all(clauses: list[Clause]) -> None:
    """One question mark at the end of a run of clauses asks all of them."""
    for clause, following in zip(reversed(clauses[:-1]), reversed(clauses), strict=False):
        if following.question_mark and not clause.question_mark and following.start - clause.end < 8:
            clause.question_mark = True
