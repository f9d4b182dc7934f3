"""Names that come from outside: what strangers call themselves must not mislead anybody."""

import unicodedata
from collections.abc import Iterable, Mapping
from itertools import count

from bot.languages import languages
from bot.message import Language
from bot.people.person import Role

LONGEST = 40

_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
"""Letters and marks that show nothing, though Unicode does not count them as control characters."""

_NAMELESS: Mapping[Role, Mapping[Language, str]] = {
    "owner": {"ko": "집주인", "en": "Owner"},
    "adult": {"ko": "가족", "en": "Family"},
    "child": {"ko": "아이", "en": "Child"},
    "guest": {"ko": "손님", "en": "Guest"},
}


def cleaned(name: str | None) -> str:
    """One line of at most 40 visible characters; "" when nothing to be seen is left."""
    text = unicodedata.normalize("NFC", (name or "")[: 50 * LONGEST])
    seen = "".join(" " if one.isspace() else one for one in text if one.isspace() or _is_seen(one))
    short = " ".join(seen.split())[:LONGEST].rstrip()
    return short if any(not unicodedata.category(one).startswith(("M", "Z")) for one in short) else ""


def names_for(name: str | None, role: Role, known: Iterable[Mapping[Language, str]]) -> dict[Language, str]:
    """What a new person is called in each language: never empty, and nobody's who is known."""
    plain = cleaned(name)
    wanted = dict.fromkeys(languages(), plain) if plain else dict(_NAMELESS[role])
    taken = {_heard(one) for names in known for one in names.values()}
    tried = ({code: _numbered(one, number) for code, one in wanted.items()} for number in count(1))
    return next(names for names in tried if not any(_heard(one) in taken for one in names.values()))


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name[: LONGEST - len(str(number)) - 1].rstrip()} {number}"


def _is_seen(character: str) -> bool:
    # control, direction and other format characters, half characters, what is not assigned; variants of emoji
    unseen = unicodedata.category(character).startswith("C") or "\ufe00" <= character <= "\ufe0f"
    return not (unseen or character in _UNSEEN or "\U000e0100" <= character <= "\U000e01ef")


def _heard(name: str) -> str:
    """A name as it is read aloud: without case, spaces and signs, unless it has nothing else."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(one for one in plain if one.isalnum()) or "".join(plain.split())
