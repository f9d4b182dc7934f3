"""What kind of saying a whole sentence is: the strictest of its clauses, and what its looks give away."""

import re
from collections.abc import Sequence

from nlu.canonical import spell
from nlu.language import Language
from nlu.mood import strictest
from nlu.read import Read
from nlu.tokens import Token
from nlu.understanding import Mood

_PASSED_ON = re.compile(
    r"\s*(?:[>#]|//|/\*|<[a-z!/]|\{\s*[\"']|\[[^\]\d]{1,20}\]|```|fwd?:|re:|https?://|www\.|\$\s)",
    re.IGNORECASE,
)
# a quoted line, a heading or comment, markup, data, a tag in brackets, a mail, a link, a shell
_ITEM = re.compile(r"^\s*(?:[-*•·▪☐✓□]\s*|\d{1,2}[.)]\s+)\S", re.MULTILINE)
_LABEL_WORDS = 3
_BESIDES = frozenset(("query.remaining", "query.value", "query.home"))
_SPEAKERS = frozenset(("person", "unknown", "beyond"))
_HEARD = frozenset(("type", "name"))
_SAID = frozenset(("query", "social", "comfort"))
_VETOED: dict[str, Mood] = {"conditional": "conditional", "reported": "reported"}


def sentence_mood(
    reads: Sequence[Read], timed: bool, normalized: str, language: Language, promised: bool = False
) -> tuple[Mood, str]:
    """Mood of a sentence, and why when no clause says so itself.

    `promised`: a promise to tell is kept apart from these clauses."""
    mood = strictest(read.mood for read in reads if not read.dropped)
    if mood == "question" and _asks_besides(reads):
        mood = "command"
    if mood == "conditional" and not promised and _only_tells_what_then(reads):
        return "reported", "what then happens is told, not wanted"
    if mood != "command":
        return mood, ""
    if _is_quoted(normalized):
        return "reported", "it is quoted, not said"
    if not promised and _last_of(reads).clause.has("conn"):
        return "chat", "the sentence stops in the middle"
    if _ends_strangely(reads):
        return "chat", "what was said last is not understood, and it decides"
    veto = _veto(reads, normalized, language)
    if veto is not None:
        return _VETOED.get(veto, "negated"), f"a word that never goes with an act: {veto}"
    return ("scheduled" if timed or any(read.clause.arranged for read in reads) else "command"), ""


def _only_tells_what_then(reads: Sequence[Read]) -> bool:
    """늦으면 문 잠근다."""
    then = [read for read in reads if read.intents and read.mood != "conditional" and not read.dropped]
    acts = all(one.name.partition(".")[0] not in _SAID for read in then for one in read.intents)
    return acts and bool(then) and all(read.mood in ("chat", "reported") for read in then)


def _veto(reads: Sequence[Read], normalized: str, language: Language) -> str | None:
    """The kind of a word that never goes with an act; None when there is none, or it is meant otherwise."""
    if any(read.clause.may("permif") or read.clause.may("instead") for read in reads):
        return None
    text = f" {normalized} " if language.spaced else spell(normalized)
    shape = " {} " if language.spaced else "{}"
    return next(
        (kind for kind, words in language.veto.items() if any(shape.format(word) in text for word in words)),
        None,
    )


def _is_quoted(text: str) -> bool:
    return len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"


def _last_of(reads: Sequence[Read]) -> Read:
    """The last clause that says more than how somebody feels."""
    felt = reads[-1].dropped and reads[-1].clause.has("feel") and len(reads) > 1
    return reads[-2] if felt else reads[-1]


def _ends_strangely(reads: Sequence[Read]) -> bool:
    """불 끄고 잤어."""
    last = _last_of(reads)
    strange = bool(not last.intents and len(reads) > 1 and last.leftovers)
    return strange and not _asks_for_more(last)


def is_passed_on(text: str, tokens: Sequence[Token]) -> bool:
    """Whether `text` (as typed) is a quotation, a list, a log or code rather than somebody's own words."""
    return _PASSED_ON.match(text) is not None or len(_ITEM.findall(text)) > 1 or _has_speaker(tokens)


def _has_speaker(tokens: Sequence[Token]) -> bool:
    """mom: turn it off; 엄마: 불 꺼줘; system: …: behind a name and a colon somebody else speaks."""
    colon = next((at for at, token in enumerate(tokens[: _LABEL_WORDS + 1]) if token.is_a("punct", ":")), 0)
    orders = any(token.kind == "verb" for token in tokens[colon:]) and any(
        token.kind in _HEARD for token in tokens[colon:]
    )
    # tv: turn on the lights
    return any(
        (token.kind in _SPEAKERS and token.value != "you.bot")
        or token.is_a("mark", "speaker")
        or (token.kind in _HEARD and orders)
        for token in tokens[:colon]
    )


def _asks_for_more(last: Read) -> bool:
    """거실 불 켜고 뿌뿌 해줘: what was said last is a request too, though nobody understood it."""
    return last.mood == "command" and last.clause.has("req")


def _asks_besides(reads: Sequence[Read]) -> bool:
    """불 꺼주고 세탁기 몇 분 남았어?: a request, and a question about something else."""
    kept = [read for read in reads if not read.dropped]
    acts = [read for read in kept if read.mood == "command"]
    asked = [read for read in kept if read.mood == "question"]
    if not acts or len(acts) + len(asked) != len(kept):
        return False
    requested = all(read.intents and (read.clause.has("req") or read.clause.has("base")) for read in acts)
    about = {slot.value for read in acts for slot in read.targets.slots}
    apart = all(slot.value not in about for read in asked for slot in read.targets.slots)
    plain = all({intent.name for intent in read.intents} & _BESIDES for read in asked)
    own = not any(read.clause.marked("report", "not", "if", "memory") for read in asked)
    return requested and apart and plain and own
