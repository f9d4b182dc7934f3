"""Who is of this home, and invitations: texts of several lines, with parts that are shown in another way."""

from collections.abc import Sequence

from bot.message import Image, Span
from bot.plan import TellStep
from bot.wording.moments import moment
from bot.wording.phrases import Fact, Words
from bot.wording.tells import step_facts
from bot.wording.units import as_number, duration
from bot.wording.voice import Piece, Voice

_BETWEEN = " · "


def tell_people(voice: Voice, steps: Sequence[TellStep]) -> list[Piece]:
    """told.person: everybody in one list."""
    title = voice.phrases.say("told.person.title", count=Words(str(len(steps)), len(steps)))
    lines = [_person(voice, step) for step in steps]
    return [Piece("\n".join((title, *lines)), title)]


def _person(voice: Voice, step: TellStep) -> str:
    """Somebody's name, role, end and messengers."""
    given, phrases = step.facts, voice.phrases
    facts = step_facts(voice, {name: given[name] for name in ("person", "role")}, ())
    parts = [phrases.say(f"role.{given['role']}")]
    if "until" in given:
        parts.append(phrases.say("when.until", time=moment(voice, given["until"])))
    if "over" in given:
        parts.append(phrases.say("told.person.over"))
    names = [_messenger(voice, one) for one in str(given.get("messengers", "")).split()]
    parts += [", ".join(names)] if names else []
    return phrases.say("told.person.line", **{**facts, "what": _BETWEEN.join(parts)})


def _messenger(voice: Voice, name: str) -> str:
    key = f"messenger.{name}"
    return voice.phrases.say(key) if key in voice.phrases else name


def tell_invited(voice: Voice, steps: Sequence[TellStep]) -> list[Piece]:
    """told.invited: the code, how long it is good, and the links; only for who asked for it."""
    return [_invitation(voice, step) for step in steps]


def _invitation(voice: Voice, step: TellStep) -> Piece:
    given, phrases = step.facts, voice.phrases
    code = str(given["code"])
    facts: dict[str, Fact] = {**step_facts(voice, given, ()), "code": code}
    key = "account" if "person" in given else "new"
    head = phrases.say(f"told.invited.{key}", **facts)
    links = [line.partition(" ")[::2] for line in str(given.get("links", "")).splitlines()]
    said = [phrases.say("told.invited.use" if links else "told.invited.use_code", **facts)]
    stays = as_number(given.get("stays"))
    if stays is not None:
        said.append(phrases.say("told.invited.stays", duration=duration(stays, phrases)))
    lines = [head, " ".join(said), *(f"{_messenger(voice, name)}: {url}" for name, url in links)]
    text = "\n".join(lines)
    spans = [Span(text.index(code), len(code), "code")]
    for _, url in links:
        spans.append(Span(text.index(url, spans[-1].start), len(url), "link", url))
    image = Image(f"qr:{links[0][1]}", phrases.say("told.invited.image")) if links else None
    return Piece(text, head, spans=tuple(spans), image=image, private=True)
