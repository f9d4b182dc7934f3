"""What things are called in one language: appliances, rooms, kinds, modes, values."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from bot.wording.phrases import Phrases, Words
from bot.wording.units import as_number, measure, unit_of

_WORDS = re.compile(r"[^\W\d_]+")
_NAMES_SHOWN = 4
_NAMED = {
    "mode",
    "fan_speed",
    "source",
    "program",
    "swing",
    "water_temperature",
    "spin",
    "dryness",
    "strength",
}
# a number among their words is a name, not an amount

_COLOURS = {
    "red": (255, 0, 0),
    "orange": (255, 128, 0),
    "yellow": (255, 225, 0),
    "green": (0, 200, 0),
    "cyan": (0, 225, 255),
    "blue": (0, 0, 255),
    "purple": (140, 0, 255),
    "pink": (255, 90, 180),
    "white": (255, 255, 255),
}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What all languages together know of words; built once."""

    nouns: frozenset[str] = frozenset()
    # words that say no more in a name than the kind and the room do
    meanings: Mapping[tuple[str, str], str] = field(default_factory=dict)
    # (kind, word in any language) → canonical word, for modes and programmes


class Names:
    """The words of one language for the things of one home; built anew for each reply."""

    def __init__(
        self, phrases: Phrases, appliances: Sequence[Appliance] = (), lexicon: Lexicon | None = None
    ) -> None:
        self._phrases = phrases
        self._lexicon = lexicon or Lexicon()
        self._appliances = appliances

    # -- appliances

    def appliance(self, appliance: Appliance) -> str:
        """Its name; with its room when another thing of this home has the same name."""
        name = self._bare_name(appliance)
        area = self.area_of(appliance)
        if self._twins[name, area] > 1:
            # two fans in one room: Fan 1 and Fan 2
            return appliance.names[0] if appliance.names else name
        if not area or area.casefold() in name.casefold() or self._same[name] < 2:
            return name
        return as_sentence(self._phrases.say("join.here", area=area, name=self._lower(name)))

    @cached_property
    def _same(self) -> Counter[str]:
        return Counter(self._bare_name(appliance) for appliance in self._appliances)

    @cached_property
    def _twins(self) -> Counter[tuple[str, str | None]]:
        return Counter((self._bare_name(one), self.area_of(one)) for one in self._appliances)

    def definite(self, appliance: Appliance) -> str:
        """Its name inside a sentence: "the washer"."""
        name = self.appliance(appliance)
        about = self._phrases.about
        return f"{about.article} {self._lower(name)}" if about.needs_article(name) else name

    def brief(self, appliances: Sequence[Appliance]) -> Words:
        """One by its name, several by their number: "불 3개"."""
        if len(appliances) == 1:
            return Words(self.appliance(appliances[0]))
        return Words(self._number_of(appliances), len(appliances))

    def joined(self, appliances: Sequence[Appliance], shown: int = _NAMES_SHOWN) -> Words:
        """The washer and the dryer; many of one kind become their number."""
        names = [self.definite(appliance) for appliance in appliances]
        if len(names) <= shown:
            return Words(self.series(names), len(names))
        if len({appliance.type for appliance in appliances}) == 1:
            return Words(self._number_of(appliances), len(names))
        text = self._phrases.say("join.and_more", names=self._commas(names[:shown]), n=str(len(names)))
        return Words(text, len(names))

    def _number_of(self, appliances: Sequence[Appliance]) -> str:
        types, count = {appliance.type for appliance in appliances}, str(len(appliances))
        if len(types) > 1:
            return self._phrases.say("join.count", n=count)
        key = types.pop()
        plural = self._say(f"types.{key}") or self._phrases.say("join.plural", type=self.type(key))
        return self._phrases.say("join.all_of_type", types=plural, n=count)

    def series(self, texts: Sequence[str]) -> str:
        """All of them with "and" before the last."""
        if len(texts) < 2:
            return texts[0] if texts else ""
        return self._phrases.say("join.two", a=self._commas(texts[:-1]), b=texts[-1])

    def options(self, texts: Sequence[str], shown: int = 5) -> str:
        """Commas between, at most `shown` of them."""
        named = self._commas(texts[:shown])
        return named if len(texts) <= shown else self._phrases.say("join.and_so_on", names=named)

    def _commas(self, texts: Sequence[str]) -> str:
        text = texts[0] if texts else ""
        for more in texts[1:]:
            text = self._phrases.say("join.list", a=text, b=more)
        return text

    def _bare_name(self, appliance: Appliance) -> str:
        """The first of its names in this language; a plain noun of the other language is translated."""
        own = [name for name in appliance.names if self._is_mine(name)]
        if own:
            return own[0]
        noun = self.type(appliance.type)
        given = appliance.names[0] if appliance.names else ""
        if not given or (appliance.type != "unknown" and not self._has_own_word(given, appliance)):
            return noun
        return given

    def _has_own_word(self, name: str, appliance: Appliance) -> bool:
        """Whether a name in another language holds more than a noun, a number and its room."""
        rest = name.casefold()
        for area in sorted((area.casefold() for area in appliance.areas), key=len, reverse=True):
            rest = rest.replace(area, " ")
        return bool(set(_WORDS.findall(rest)) - set(appliance.type.split("_")) - self._lexicon.nouns)

    def _lower(self, name: str) -> str:
        """Common words without a capital: "Living room Aircon" → "living room aircon"."""
        common = (
            word[1:].strip("'’").islower() and word.casefold().strip("'’") in self._lexicon.nouns
            for word in name.split()
        )
        return " ".join(word.lower() if is_ else word for word, is_ in zip(name.split(), common, strict=True))

    def _is_mine(self, text: str) -> bool:
        return self._phrases.about.is_mine(text)

    # -- everything else

    def type(self, key: str) -> str:
        """The noun of a kind of appliance; the words themselves when it is no known kind."""
        return self._say(f"type.{key}") or key

    def area(self, name: str) -> str:
        """A room by its canonical key or by any of its names; the name as it is when nothing stands there."""
        inside = (area for one in self._appliances if name in one.areas for area in one.areas)
        own = next((area for area in inside if self._is_mine(area)), name)
        usual = self._lexicon.meanings.get(("area", _slug(own)))
        return self._say(f"area.{_slug(own)}") or self._say(f"area.{usual}") or own

    def area_of(self, appliance: Appliance) -> str | None:
        """The name of its room in this language."""
        own = next((area for area in appliance.areas if self._is_mine(area)), None)
        if own is not None and f"area.{_slug(own)}" not in self._phrases:
            return own
        known = (area for area in appliance.areas if f"area.{_slug(area)}" in self._phrases)
        return self.area(own or next(known, appliance.areas[0])) if appliance.areas else None

    def attribute(self, key: str, appliance_type: str = "") -> str:
        """A capability or "capability.attribute"; a kind of appliance may have its own word for it."""
        capability, _, name = key.partition(".")
        own = name.replace("_", " ") if capability == "sensor" and name else None
        own = self._say(f"attribute.{capability}@{appliance_type}") or own
        return own or self._say(f"attribute.{key}") or self._say(f"attribute.{capability}") or key

    def word(self, kind: str, word: str) -> str:
        """A mode, fan speed, programme, phase …; an unknown word stays as it is."""
        return self.known_word(kind, word) or word

    def known_word(self, kind: str, word: str) -> str | None:
        """As `word`, None when this language does not know it; "울/섬세" is said part by part."""
        parts = [self._meaning(kind, part) for part in word.split("/")]
        known = [part for part in parts if part is not None]
        return "/".join(known) if len(known) == len(parts) else None

    def _meaning(self, kind: str, word: str) -> str | None:
        slug = _slug(word)
        said = self._say(f"value.{kind}.{slug}") or self._say(f"value.any.{slug}")
        if said is not None or self._is_mine(word):
            return said
        return self._say(f"value.{kind}.{self._lexicon.meanings.get((kind, slug))}")

    def course(self, program: str, appliance_type: str) -> str:
        """A programme as it is called on this kind of appliance: "표준 코스"."""
        word = self.word("program", program)
        if word.endswith(self._phrases.about.course):
            return word
        key = f"course.{appliance_type}"
        return self._phrases.say(key if key in self._phrases else "course.other", program=word)

    def value(self, capability: str, attribute: str, value: Value) -> str:
        """A reported or wanted value with its unit, or its word."""
        if capability == "colour":
            return self._phrases.say(f"value.colour.{_nearest_colour(str(value))}")
        if isinstance(value, bool):
            return self.word(capability, "on" if value else "off")
        amount = as_number(value)
        if amount is None or (isinstance(value, str) and capability in _NAMED):
            return self.word(capability, str(value))
        return measure(amount, unit_of(capability, attribute), self._phrases)

    def _say(self, key: str) -> str | None:
        return self._phrases.say(key) if key in self._phrases else None


def as_sentence(text: str) -> str:
    """With a capital letter, unless the first word is spelled like iPad."""
    first = text.split(" ", 1)[0]
    return text if any(letter.isupper() for letter in first[1:]) else text[:1].upper() + text[1:]


def _slug(text: str) -> str:
    return re.sub(r"[\s\-]+", "_", text.strip().casefold())


def _nearest_colour(rgb: str) -> str:
    try:
        red, green, blue = (int(float(part)) for part in rgb.split(","))
    except ValueError:
        return _slug(rgb) if _slug(rgb) in _COLOURS else "other"

    def far(other: tuple[int, int, int]) -> int:
        return (red - other[0]) ** 2 + (green - other[1]) ** 2 + (blue - other[2]) ** 2

    name = min(_COLOURS, key=lambda colour: far(_COLOURS[colour]))
    return name if far(_COLOURS[name]) < 9000 else "other"


def lexicon_of(languages: Iterable[Phrases]) -> Lexicon:
    """The words that the phrases of all languages share."""
    nouns: set[str] = set()
    meanings: dict[tuple[str, str], str] = {}
    for phrases in languages:
        for key in phrases:
            texts = [phrase.text for phrase in phrases.variants(key)]
            if key.startswith(("type.", "area.", "nouns")):
                nouns.update(word for text in texts for word in _WORDS.findall(text.casefold()))
            if key.startswith("area."):
                for text in texts:
                    meanings.setdefault(("area", _slug(text)), key.partition(".")[2])
            elif key.startswith("value."):
                _, kind, canonical = key.split(".", 2)
                for text in texts:
                    meanings.setdefault((kind, _slug(text)), canonical)
    return Lexicon(frozenset(nouns), meanings)
