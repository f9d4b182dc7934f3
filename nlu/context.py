"""How the clauses of a sentence bear on each other: exceptions, reasons, taking back."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from nlu.clauses import Clause
from nlu.elsewhere import leave_to_others, leave_to_who_goes, leave_what_is_quoted
from nlu.excuses import excuses
from nlu.read import Read, as_guesses
from nlu.targets import Targets
from nlu.tokens import Token
from nlu.understanding import Intent, Mood
from nlu.values import ADJUSTABLE

_EXCEPT = {"appliance": "except_appliance", "appliance_type": "except_type", "area": "except_area"}
_OPPOSITES = (
    {"power.turn_on", "power.turn_off"},
    {"position.open", "position.close"},
    {"lock.lock", "lock.unlock"},
    {"run_control.start", "run_control.stop"},
)


def relate(reads: list[Read]) -> list[Read]:
    """The clauses that say anything, each changed by what stands beside it."""
    reads = [read for read in reads if any(not is_filler(token) for token in read.clause.tokens)] or reads
    keep_rest(reads)
    carry_over(reads)
    drop_context(reads)
    start_once(reads)
    leave_what_is_quoted(reads)
    leave_to_others(reads)
    leave_to_who_goes(reads)
    take_back(reads)
    ask_which(reads)
    return reads


def keep_rest(reads: list[Read]) -> None:
    """거실 불만 켜 놓고 다 꺼; all lights off but leave the hall light on: what is kept is an exception."""
    for before, read in pairwise(reads):
        if before.clause.act in ("on", "play", "leave", "open"):
            _keep(before, read)
        if read.clause.act == "leave" and not read.intents:
            _keep(read, before)


def _keep(kept: Read, read: Read) -> None:
    first = next((intent for intent in read.intents if intent.name.startswith("power.")), None)
    if first is None or not kept.targets.found or (kept.intents and first.name != "power.turn_off"):
        return
    if kept.mood == "reported":
        # the kids left every light on, turn them off
        return
    apart = not {slot.value for slot in kept.targets.slots} & {slot.value for slot in read.targets.slots}
    other = "on" if first.name == "power.turn_off" else "off"
    if kept.clause.act == "leave" and not _things_named(kept.clause) and kept.clause.first("state", other):
        # turn off the lights, actually leave them on
        kept.mood = "negated"
        return
    if kept.clause.act == "leave" and _things_named(kept.clause) and apart:
        kept.dropped, kept.leftovers = True, []
    quantifier = next(
        (slot for slot in first.slots if slot.name == "quantifier" and slot.value != "both"), None
    )
    if quantifier is None:
        return
    spared = [replace(slot, name=_EXCEPT[slot.name]) for slot in kept.targets.slots if slot.name in _EXCEPT]
    own = [slot for slot in first.slots if slot not in kept.targets.slots and slot != quantifier]
    if (
        quantifier.value in ("rest", "other")
        and kept.targets.types
        and not any(s.name in _EXCEPT for s in own)
    ):
        # 나머지: of the same kind
        own.append(replace(quantifier, name="appliance_type", value=kept.targets.types[0]))
    slots = (*own, replace(quantifier, value="all"), *spared)
    read.intents = [replace(intent, slots=slots) if intent is first else intent for intent in read.intents]
    if kept.clause.act == "leave":
        kept.dropped, kept.leftovers = True, []


def carry_over(reads: Sequence[Read]) -> None:
    """소리 너무 커 좀 줄여줘: the complaint says of what there shall be less."""
    for before, read in pairwise(reads):
        kind, _, rest = before.clause.act.partition(".")
        dimension = rest.partition(".")[0]
        if kind == "feel" and dimension in ADJUSTABLE:
            way = rest.rpartition(".")[2]
            read.intents = [
                replace(one, name=f"{dimension}.adjust")
                if one.name == "setting.adjust" and one.one("direction") == way
                else one
                for one in read.intents
            ]


_CIRCUMSTANCES = frozenset(("come", "exist", "absent", "check", "be", "become", "cook", "send"))


def drop_context(reads: list[Read]) -> None:
    """Reasons and greetings around a clear command (더우니까 에어컨 켜줘) neither act nor stop it."""
    commands = [read for read in reads if read.mood == "command" and read.intents]
    if not commands:
        return
    for index, read in enumerate(reads):
        clause = read.clause
        follows = any(later in commands for later in reads[index + 1 :])
        instead = clause.may("instead") and follows
        purpose = follows and any(reading & {"intent", "purpose"} for reading in clause.readings)
        purpose = purpose and any(_same(read, later) for later in reads[index + 1 :])
        # 8시까지 끝나게 돌려줘, 7시에 깨게 커튼 열어줘: what it is for
        purpose = purpose or (
            follows and clause.has("purpose") and clause.act in ("finish", "become", "come")
        )
        # 불 끄기 무서워: that is what the feeling is about
        about = index > 0 and reads[index - 1].clause.has("nominal")
        feeling = bool(clause.readings) and clause.has("feel") and read.mood == "chat" and not about
        reason = follows and clause.has("because") and clause.has("passive") and not has_things(clause)
        # 쌀 씻어 놨으니까 밥 해 줘: what was done before
        reason = reason or (
            follows and clause.has("because") and clause.has("past") and read.mood == "reported"
        )
        if reason:
            read.leftovers = []
        own = clause.first("person", "first") is not None or clause.marked("who_did")
        told = (
            own
            and follows
            and not has_things(clause)
            and not read.intents
            and read.mood in ("chat", "reported")
        )
        if told:
            read.leftovers = []
        untouched = clause.act == "leave" and not _things_named(clause) and clause.first("unknown") is None
        joined = index > 0 and reads[index - 1].clause.may("conn")
        if (
            untouched
            and read.mood != "negated"
            and (follows or joined or clause.verb_first or clause.first("quantifier"))
        ):
            # else it takes the command back: turn it on, nah leave it; 꺼 아 그냥 둬
            read.drop()
            continue
        # 양말 빨아야 하니까 세탁기 돌려
        reason = reason or (follows and clause.has("because") and clause.has("must"))
        # 집에 가는 중이야: whoever writes goes home; a robot would be named
        happened = clause.act in ("come", "cook", "send") and not has_things(clause)
        # 건조기에 빨래 넣었어 돌려줘
        happened = happened or (clause.act == "put" and clause.has("past"))
        arrived = follows and happened and _is_news(read)
        # 가방 열어: no 가
        arrived = arrived and not reads[index + 1].clause.tokens[0].attached
        # 아무도 없는데 불 꺼 줘, 비 오는데 창문 닫아 줘: how things are
        circumstance = follows and clause.has("background") and clause.act in _CIRCUMSTANCES
        # 불 켜져 있는데 꺼 줘
        circumstance = circumstance or (follows and clause.has("background") and clause.has("state"))
        checked = clause.may("asked") and any(_is_checked(read, later) for later in reads[index + 1 :])
        # 창문 닫아라 바람 들어온다: why, said behind it
        because = index > 0 and _explains(read) and _is_behind(reads, index, commands)
        # lights off please i'm already in bed
        because = because or (index > 0 and excuses(read) and reads[index - 1] in commands)
        if circumstance or because:
            read.leftovers = [t for t in read.leftovers if t.kind == "unknown" and clause.marked("who_did")]
        if told or instead or purpose or feeling or reason or arrived or circumstance or checked or because:
            read.dropped, read.intents, read.leftovers = (
                True,
                [],
                [t for t in read.leftovers if t.kind == "unknown"],
            )


def start_once(reads: Sequence[Read]) -> None:
    """헹굼 추가해서 돌려줘: one start, with what was said of it."""
    for before, read in pairwise(reads):
        started = any(one.name == "run_control.start" for one in before.intents)
        same = [(one.name, list(one.slots)) for one in read.intents]
        again = same == [("run_control.start", before.targets.slots)] and before.mood == "command"
        if started and again and before.clause.may("conn"):
            read.intents = []


def take_back(reads: list[Read]) -> None:
    """세탁기 돌려 취소: what is taken back in the same breath is not done."""
    last = reads[-1] if reads else None
    if last is None or last.clause.act not in ("cancel", "undo") or has_things(last.clause) or len(reads) < 2:
        return
    for read in reads[:-1]:
        read.drop()
    last.intents = [Intent("conversation.cancel", (), 1.0, last.clause.start, last.clause.end)]


def ask_which(reads: Sequence[Read]) -> None:
    """켜 꺼: two commands that undo each other, and nothing that joins them, become guesses."""
    commands = [read for read in reads if read.mood == "command" and read.intents and not read.dropped]
    for first, second in pairwise(commands):
        if first.clause.may("conn") or first.targets.slots != second.targets.slots:
            continue
        names = {read.intents[0].name for read in (first, second)}
        if names in _OPPOSITES and second.clause.start - first.clause.end < 2:
            for read in (first, second):
                read.intents = as_guesses(read.intents)


_TOLD = frozenset(("decl", "past", "plan"))
_HEARD = frozenset(("conn", "quote", "told", "news", "hypo", "neg", "cond"))
_KEPT_SO = frozenset(("on", "off", "open", "closed", "locked", "unlocked"))


def _is_checked(read: Read, later: Read) -> bool:
    """불 켜져 있는지 보고 꺼줘: what is looked at is just what the act changes."""
    looked = read.clause.first("verb", "check") or read.clause.first("verbal_noun", "check")
    same = [(slot.name, slot.value) for slot in read.targets.slots]
    about = same and same == [(slot.name, slot.value) for slot in later.targets.slots]
    states = all(one.one("state") in _KEPT_SO for one in read.intents)
    wanted = later.mood == "command" and bool(later.intents) and not later.clause.may("volq")
    return wanted and bool(looked and about and states and read.intents)


def _is_news(read: Read) -> bool:
    """나 왔어; 야근이라 늦어, 집 가는 중: how things are, and no question."""
    asked = read.clause.question_mark or read.clause.marked("question") or read.clause.may("q")
    return read.mood in ("reported", "chat") or (read.mood == "question" and not asked)


def _leads_on(clause: Clause) -> bool:
    return clause.act == "come" and clause.may("conn") and not has_things(clause)


def _is_behind(reads: Sequence[Read], index: int, commands: Sequence[Read]) -> bool:
    """Whether a command has ended right before; 들어가서 잘 거야 is one reason."""
    before = reads[index - 1]
    if index > 1 and _leads_on(before.clause):
        return _is_behind(reads, index - 1, commands)
    return before in commands and not before.clause.may("conn")


def _explains(read: Read) -> bool:
    """바람 들어온다, 나 왔어, 이제 잘 거야, 코가 막혀, 샤워하게."""
    clause = read.clause
    if clause.act not in ("come", "put", "exist", "absent") or has_things(clause):
        return False
    if not clause.last:
        return _leads_on(clause)
    if clause.act in ("come", "put") and clause.may("unsure") and not clause.first("unknown"):
        return True
    # 밥 해 먹어, 꺼 말고 있어: without a subject it is one with what stands before it
    said = clause.verb is not None and " " in clause.verb.text
    whole = said or clause.first("particle", "subject") or clause.first("person", "family")
    plain = bool(whole) and clause.has("plain") and not clause.first("unknown") and _is_news(read)
    said = all(reading & _TOLD and not reading & _HEARD for reading in clause.readings)
    return plain or (clause.act == "come" and said and read.mood in ("chat", "reported"))


def _same(read: Read, later: Read) -> bool:
    """충전하러 보내: the purpose names the same act again."""
    return [one.name for one in read.intents] == [one.name for one in later.intents]


def _things_named(clause: Clause) -> bool:
    return any(token.kind in ("type", "name", "area") for token in clause.tokens)


def has_things(clause: Clause) -> bool:
    return any(token.kind in ("type", "name", "quantifier") for token in clause.tokens)


def is_filler(token: Token) -> bool:
    return token.is_a("mark", "filler", "please") or token.kind == "punct"


def refers_back(clause: Clause, mood: Mood, targets: Targets, before: Read) -> bool:
    """Whether a clause is about what the one before it was about: it names nothing, or only says "it"."""
    if targets.found:
        pronouns = [slot for slot in targets.slots if slot.name == "pronoun" and slot.value in ("it", "them")]
        # turn them all off
        return bool(pronouns) and all(slot.name == "quantifier" or slot in pronouns for slot in targets.slots)
    if any(token.kind == "unknown" for token in clause.tokens):
        return False
    # turn on the light and tell me the temperature: that of the light is not meant
    air = (
        mood == "question" and clause.first("attribute", "temperature", "humidity", "air_quality") is not None
    )
    return not (air and before.mood == "command")
