"""The gate for clauses whose verb comes first: what stands before the verb, and the verb's form, decide."""

from nlu.clauses import Clause
from nlu.tokens import Token
from nlu.understanding import Mood

_ASKING = frozenset(("question", "be", "was", "did", "do", "have", "suggest"))
_INVERTED = frozenset(("modal.can", "modal.will"))
_AFTERTHOUGHTS = frozenset(("though", "however", "yet"))
_SILENT = frozenset(("filler", "please", "then", "and", "again", "also", "brief", "prep", "but"))


def verb_first_mood(clause: Clause) -> Mood:
    """Mood of an English-order clause: of what stands before its verb, and of the verb's form."""
    lead = _lead(clause)
    heads = [token.value.split(".")[0] for token in lead if token.kind == "mark"]
    mood = (
        _at_its_ends(clause)
        or _by_two_verbs(clause)
        or _by_marks(clause, lead)
        or _by_lead(clause, lead, heads)
        or _stated(clause, lead, heads)
    )
    return "chat" if mood == "command" and _calls_somebody_last(clause) else mood


def _at_its_ends(clause: Clause) -> Mood | None:
    """What the first or the last word decides, or one word wherever it stands."""
    first, last = (clause.tokens[0], clause.tokens[-1]) if clause.tokens else (None, None)
    bare = _bare(clause) if clause.verb is None and clause.tokens else None
    if bare is not None:
        return bare
    if _is_told_to_ask(clause) or (first is not None and first.text == "who") or _asks_for_any(clause):
        return "question"
    if clause.first("state", "on") and clause.first("state", "off"):
        # on or off?
        return "question"
    if last is not None and len(clause.tokens) > 1 and last.is_a("mark", "no"):
        return "negated"
    if clause.marked("not"):
        return _negated_first(clause)
    if last is not None and last.is_a("mark", "and", "but") and last.text not in _AFTERTHOUGHTS:
        # start the washer but: half a sentence
        return "chat"
    return None


def _bare(clause: Clause) -> Mood | None:
    """What the first word of a clause without verb makes of the noun behind it."""
    first, behind = clause.tokens[0], clause.tokens[1:2]
    if first.text == "any" and any(token.is_a("attribute", *_CHOICES) for token in behind):
        # any programmes for shirts
        return "question"
    named = any(token.kind in ("activity", "type", "program") for token in behind)
    switched = clause.first("state") is not None and clause.first("state", "on") is None
    if first.is_a("mark", "no") and named and not switched:
        # no washing today, no lights on
        return "negated"
    return None


_CHOICES = ("program", "mode", "fan_speed", "source")


def _asks_for_any(clause: Clause) -> bool:
    """any windows open, anything on downstairs: whether there are some."""
    said = [token for token in clause.tokens if token.text == "any" or not token.is_a("mark", "filler")]
    if len(said) < 2 or not (said[0].text == "any" or said[0].is_a("quantifier", "any")):
        return False
    if clause.marked("please", "except", "but", "if"):
        return False
    return any(token.kind in ("state", "verb") for token in said[1:])


def _calls_somebody_last(clause: Clause) -> bool:
    """turn off the tv honey; you can close it now kids: who is called at the end is to do it."""
    said = [token for token in clause.tokens if not token.is_a("mark", "filler", "please")]
    if len(said) < 2 or not said[-1].is_a("person", "family"):
        return False
    return said[-2].kind in _DONE_TO or said[-2].is_a("punct", ",")


_DONE_TO = frozenset(("type", "name", "area", "state", "pronoun"))


def _by_two_verbs(clause: Clause) -> Mood | None:
    """stop turning on the tv; remind me to turn off the oven."""
    if clause.verb is None or not clause.may("base") or clause.act == clause.verb.value:
        return None
    if clause.marked(*_ASKING):
        # did I remember to close the door
        return None
    moods: dict[str, Mood] = {"stop": "negated", "remind": "scheduled"}
    return moods.get(clause.verb.value)


def _by_marks(clause: Clause, lead: list[Token]) -> Mood | None:
    if clause.marked("suppose"):
        # let's say I ask you to turn off the lights
        return "question" if clause.question_mark else "chat"
    if clause.marked("if") or clause.first("time", "after", "before", "until") is not None:
        return "conditional"
    if _waits_to_tell(clause):
        return "conditional"
    if clause.marked("report") and clause.marked("question.if"):
        # grandma asked if the oven is off
        return "question"
    if clause.marked("report"):
        return "command" if _is_passed_on(clause, lead) else "reported"
    return None


def _by_lead(clause: Clause, lead: list[Token], heads: list[str]) -> Mood | None:
    if any(token.is_a("mark", "guess", "guess.past", "guess.ing") for token in lead):
        return _after_guess(clause, lead)
    if any(token.is_a("mark", "request", "request.ing", "request.arrange") for token in lead):
        called = any(token.is_a("person", "family") and not _owns(token, clause) for token in lead)
        if heads[0] == "question":
            # why would you lock the door
            return "question"
        return "chat" if called else _after_request(clause)
    inverted = bool(lead) and lead[0].kind == "mark" and lead[0].value in _INVERTED
    told = bool(lead) and lead[0].is_a("person", "family", "first")
    # i am home; am i …?
    if inverted or (heads and heads[0] in _ASKING and not told) or clause.marked("question"):
        return "question"
    if clause.question_mark and any(head in ("suggest", "do", "did", "be") for head in heads):
        return "question"
    if lead and lead[-1].is_a("mark", "goal") and "want" not in heads:
        # a reason to turn on the oven, to turn it on press the button
        return "chat"
    if clause.marked("memory"):
        return "question" if clause.question_mark else "reported"
    return None


def _is_told_to_ask(clause: Clause) -> bool:
    """tell me if the lights are on; check whether the door is locked."""
    if clause.act not in ("tell", "check") or clause.verb is None:
        return False
    if any(
        token.is_a("mark", "not", "not.asks", "report", "memory")
        for token in clause.tokens[: clause.tokens.index(clause.verb)]
    ):
        return False
    if "base" not in next(iter(clause.readings), frozenset()):
        return False
    behind = clause.tokens[clause.tokens.index(clause.verb) + 1 :]
    if any(token.is_a("person", "family") for token in behind) and any(
        token.is_a("mark", "goal") for token in behind
    ):
        # tell the kids to turn off the tv
        return False
    if clause.may("later") or any(token.kind == "verb" and token.has("third") for token in behind):
        # notify me if it is open, tell me if somebody opens it: what may come, not what is
        return not any(token.is_a("mark", "if", "question.if") for token in behind)
    condition = next((token for token in behind if token.is_a("mark", "if")), None)
    return condition is None or condition.text in _WHETHER


def _waits_to_tell(clause: Clause) -> bool:
    """tell me if the door gets opened, let me know if the washer stops: what may come."""
    if clause.act != "tell" or clause.verb not in clause.tokens or not clause.marked("question.if"):
        return False
    behind = clause.tokens[clause.tokens.index(clause.verb) + 1 :]
    return not _lead(clause) and any(token.kind == "verb" and token.has("third") for token in behind)


_WHETHER = frozenset(("if", "whether"))


def _negated_first(clause: Clause) -> Mood:
    first = clause.tokens[0]
    if clause.marked("not.asks") and not clause.marked("if"):
        # isn't the oven on, the washer won't start: how it is, then
        lead = _lead(clause)
        person = any(token.kind == "person" for token in lead)
        if first.is_a("mark", "not.asks") or (not person and any(t.kind in ("type", "name") for t in lead)):
            return "question"
    asked = clause.question_mark or first.is_a("mark", "be", "did", "do", "was", "have")
    asked = asked or (first.kind == "mark" and first.value.startswith("question"))
    return "question" if asked and not clause.marked("if") else "negated"


def _lead(clause: Clause) -> list[Token]:
    """The tokens before the verb that mean something, or all of a clause without verb."""
    stop = clause.tokens.index(clause.verb) if clause.verb in clause.tokens else len(clause.tokens)
    return [token for token in clause.tokens[:stop] if not (token.kind == "mark" and token.value in _SILENT)]


def _is_passed_on(clause: Clause, lead: list[Token]) -> bool:
    """mom says turn off the tv, dad wants the heating on: their wish, asked about; not: she said she did."""
    said = [index for index, token in enumerate(lead) if token.is_a("mark", "report", "report.wish")]
    at = said[0] if said else None
    told = clause.marked("memory", "modal", "be", "was", "did", "question")
    if at is None or clause.question_mark or told:
        return False
    if not any(token.is_a("person", "family", "first") for token in lead[:at]):
        return False
    between = lead[at + 1 :]
    wish, you = lead[at].value == "report.wish", any(token.is_a("person", "you") for token in between)
    if clause.verb is None:
        return wish and clause.first("state", "on", "off") is not None
    orders = all(token.is_a("mark", "goal") or token.is_a("person", "you") for token in between)
    return orders and (you or not wish) and (clause.may("base") or clause.may("base_or_past"))


def _after_guess(clause: Clause, lead: list[Token]) -> Mood:
    if any(token.is_a("person", "family", "first") and not _owns(token, clause) for token in lead):
        return "chat"
    if any(token.is_a("mark", "guess.ing") for token in lead):
        # how about turning on the tv; how about the oven?
        return "command" if clause.may("ing") else "question"
    if clause.verb is None or any(token.is_a("mark", "guess.past") for token in lead):
        return "command" if any(clause.first(kind) for kind in ("type", "name", "activity")) else "chat"
    return "command" if clause.may("base") or clause.may("base_or_past") else "chat"


def _after_request(clause: Clause) -> Mood:
    if _is_about_people(clause):
        # would you mind holding the baby
        return "chat"
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
            told = clause.may("past") and not clause.may("base")
            return "question" if clause.question_mark else "reported" if told else "chat"
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
    if clause.may("feel") or _is_about_people(clause):
        return "chat"
    return _form(clause, lead, wanted)


def _is_about_people(clause: Clause) -> bool:
    """drop the kids off."""
    if clause.verb not in clause.tokens or clause.first("type") or clause.first("name"):
        return False
    behind = clause.tokens[clause.tokens.index(clause.verb) :]
    return any(token.is_a("person", "family") and not _owns(token, clause) for token in behind)


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
    if clause.may("past") and clause.marked("please"):
        # curtains closed please
        return "command"
    if clause.may("past"):
        stated = any(token.kind in ("type", "name", "area") for token in lead)
        # "door locked": asked about more often than told
        return "command" if wanted else "question" if stated else "reported"
    if wanted and any(token.kind in ("type", "name") for token in lead):
        # the lights need turning off
        return "command"
    return "chat"
