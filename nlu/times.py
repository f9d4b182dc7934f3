"""Where the times of a sentence stand, and which words belong to each of them."""

from collections.abc import Sequence
from dataclasses import replace

from nlu.time_expression import expression
from nlu.time_words import LENGTHS, has_clock, is_bare, is_military, length_of, names_day, parts_of, roots_of
from nlu.tokens import Entry, Token
from nlu.understanding import TimeExpression

_ONLY_WITH_TIME = frozenset(
    ("after", "during", "until", "by", "before", "at", "from", "half", "in", "for", "past", "to")
)
_LATEST_HOUR = 24
_BINDING = ("after", "until", "before")
_LEADING = frozenset(("am", "pm", "at", "from", "by", "until", "before", "past", "to"))
# what a bare number must stand behind to be an hour


def find_times(text: str, tokens: Sequence[Token]) -> tuple[list[TimeExpression], list[Token]]:
    """The times in the text and the tokens that are left."""
    tokens = _from_to(tokens)
    runs: list[list[Token]] = []
    rest: list[Token] = []
    run: list[Token] = []
    for index, token in enumerate(tokens):
        if _is_next_clock(token, run):
            # 7시부터 9시까지, from seven until nine: two times
            led = [run.pop()] if run[-1].text.isascii() else []
            rest += _close(run, runs, rest)
            run = [*led, token]
            continue
        if _belongs(run, token, tokens, index):
            run.append(token)
            continue
        if not _describes(run, token):
            rest += _close(run, runs, rest)
        run = []
        rest.append(token)
    rest += _close(run, runs, rest)
    return [expression(text, one) for one in _merged(runs)], rest


def _describes(run: Sequence[Token], token: Token) -> bool:
    """24시간 켜져 있는 냉장고: a length that only says which one."""
    form = token.kind == "verb" and all("adn" in reading for reading in token.entry.readings)
    return form and bool(run) and all(token.kind == "quantity" and length_of(token) for token in run)


def _from_to(tokens: Sequence[Token]) -> list[Token]:
    """from seven to nine: until nine."""
    out = list(tokens)
    for at in range(2, len(out) - 1):
        spoken = "from" in roots_of(out[at - 2]) and out[at].is_a("mark", "goal")
        if spoken and out[at - 1].kind in ("quantity", "clock") and out[at + 1].kind in ("quantity", "clock"):
            out[at] = replace(out[at], entry=Entry("time", "until"))
    return out


def _is_next_clock(token: Token, run: Sequence[Token]) -> bool:
    if not run:
        return False
    clock = token.kind != "time" and has_clock([token])
    last = run[-1]
    joint = bool(roots_of(last) & {"at", "until", "by", "from"}) or last.is_a("particle", "from", "until")
    clock = clock or bool(roots_of(token) & {"am", "pm", "day"})
    return clock and joint and has_clock(run)


def _belongs(run: list[Token], token: Token, tokens: Sequence[Token], index: int) -> bool:
    if _is_time(token, tokens, index, run) and not _is_amount(tokens, index):
        return True
    if not run:
        return False
    if token.is_a("particle") and run[-1].end == token.start:
        # 7시에, 30분만, 내일은: particles of a time belong to it
        return True
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is None:
        return False
    if token.is_a("mark", "and") or token.is_a("punct", ",") or token.is_a("particle", "and"):
        # every tuesday and thursday, an hour and ten minutes
        lengths = length_of(run[-1]) > 0 and 0 < length_of(following) < length_of(run[-1]) + 3600
        return (names_day(run[-1]) and names_day(following)) or (lengths and length_of(run[-1]) >= 3600)
    if token.kind in ("mark", "verb", "extreme") and roots_of(run[-1]) & {"in", "for", "at", "after"}:
        # in like twenty minutes
        return not token.is_a("mark", "question") and _is_said_loosely(token) and following.kind == "quantity"
    return _is_to(tokens, index)


def _is_said_loosely(token: Token) -> bool:
    return token.is_a("mark", "filler", "modal") or token.kind == "extreme"


def _is_to(tokens: Sequence[Token], index: int) -> bool:
    """at ten to eleven: between two numbers, and a time is spoken of."""
    if index < 2 or index + 1 >= len(tokens) or not tokens[index].is_a("mark", "goal"):
        return False
    hour = tokens[index + 1]
    clock = is_bare(hour) or hour.value.startswith("clock")
    return bool(roots_of(tokens[index - 2]) & {"at", "by", "until"}) and is_bare(tokens[index - 1]) and clock


def _is_time(token: Token, tokens: Sequence[Token], index: int, run: Sequence[Token]) -> bool:
    if token.kind == "clock" or token.kind == "time":
        return True
    if token.kind != "quantity":
        return False
    if token.value in LENGTHS or token.value.startswith("clock"):
        return True
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if token.value == "date":
        return True
    if is_military(token) and run and roots_of(run[-1]) & {"at", "from", "by", "until", "before"}:
        return True
    if not is_bare(token) or not 0 <= token.number < 60:
        return False
    if following is None and run and parts_of(run[-1]) == ["in"]:
        # off in five: minutes or hours?
        return True
    if following is not None and (roots_of(following) & {"past"} or _is_to(tokens, index + 1)):
        # ten past six, ten to six
        return True
    return bool(run) and (_is_hour(token, tokens, index, run) or _is_minute(token, run))


def _is_hour(token: Token, tokens: Sequence[Token], index: int, run: Sequence[Token]) -> bool:
    if token.number > 24 or not (roots_of(run[-1]) & _LEADING or run[-1].is_a("mark", "goal")):
        return False
    if parts_of(run[-1]) != ["at"]:
        return True
    plain = len(run) == 1
    if plain and token.number > 12:
        # the aircon at 24: degrees, for nobody says the hour like that
        return False
    return not (plain and index >= 2 and tokens[index - 2].kind == "attribute")


def _is_minute(token: Token, run: Sequence[Token]) -> bool:
    """seven thirty, 7시 30: behind an hour."""
    return (is_bare(run[-1]) or run[-1].value == "clock") and token.number >= 5 and run[-1].number <= 24


def _is_amount(tokens: Sequence[Token], index: int) -> bool:
    """raise it by 2: an amount, no time to be done by."""
    pair = (index, index + 1) if tokens[index].is_a("time", "by") else (index - 1, index)
    if pair[0] < 0 or pair[1] >= len(tokens):
        return False
    by, number = tokens[pair[0]], tokens[pair[1]]
    changing = any(one.is_a("verb", "up", "down", "dim") or one.is_a("state", "up", "down") for one in tokens)
    changing = changing or any(one.kind == "change" for one in tokens)
    return changing and by.is_a("time", "by") and is_bare(number)


def _close(run: list[Token], runs: list[list[Token]], before: Sequence[Token]) -> list[Token]:
    """Keep a run of time words; words that mean time only beside one are handed back."""
    real = [token for token in run if not _is_helper(token)]
    if real and run[-1].is_a("particle", "copula") and not any(names_day(token) for token in run):
        # 커튼 걷어라 아침이다: why, not when
        return []
    if real:
        runs.append(run)
        return []
    if len(run) == 1 and run[0].is_a("time", "at", "from"):
        return run
    if len(run) == 1 and run[0].is_a("time", "half"):
        # 커튼 반 닫아
        return [replace(run[0], entry=Entry("extreme", "half"))]
    counted = bool(before) and is_bare(before[-1]) and before[-1].number > _LATEST_HOUR
    if counted and len(run) == 1 and run[0].is_a("time", "until"):
        # 30까지만 낮춰
        return run
    stepped = run and len(before) > 1 and before[-1].is_a("quantity", "step")
    if stepped and before[-2].is_a("attribute", "channel") and run[0].is_a("time", "after"):
        # 채널 한 칸 뒤로
        return [replace(run[0], entry=Entry("change", "channel.down"))]
    if any(roots_of(token) & set(_BINDING) for token in run):
        # 영화 뒤에, until dad comes: bound to something that is no clock time
        bound = before[-1:] if before and before[-1].kind == "unknown" else []
        runs.append([*bound, *run])
    return run


def _is_helper(token: Token) -> bool:
    if token.kind == "time":
        # quarter past what?
        return roots_of(token) <= _ONLY_WITH_TIME and "." not in token.value
    return token.kind in ("particle", "mark", "punct")


def _merged(runs: list[list[Token]]) -> list[list[Token]]:
    """Every day … at seven: a day said apart from its clock time belongs to it, when there is only one."""
    clocks = [run for run in runs if has_clock(run)]
    apart = [run for run in runs if _is_only_day(run)]
    if len(clocks) != 1 or not apart or any(names_day(token) for token in clocks[0]):
        return runs
    whole = sorted([*clocks[0], *(token for run in apart for token in run)], key=lambda token: token.start)
    return [whole if run is clocks[0] else run for run in runs if run not in apart]


def _is_only_day(run: Sequence[Token]) -> bool:
    said = {root for token in run for root in roots_of(token)} - _ONLY_WITH_TIME
    plain = not has_clock(run) and not any(map(length_of, run))
    return plain and bool(said) and said <= {"day", "every", "am", "pm"}
