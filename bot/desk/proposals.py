"""What could be taught about sentences that went wrong, ready to be taken with one tap."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict

from bot.desk.misses import Miss, Proposal
from bot.desk.turns import is_made_talk
from bot.redaction import HIDDEN
from nlu.engine import Engines
from nlu.engines.base import Focus
from nlu.marking import marked_like
from nlu.meaning_line import meaning_line
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary

_NO_ORDER = ("answer.", "conversation.", "social.")
# an own command is something that is done or asked


class Proposals:
    """Reads what people said next with the words that are in use now."""

    def __init__(
        self,
        engines: Callable[[], Engines],
        vocabulary: Callable[[], Vocabulary],
        focus: Callable[[], Focus],
    ) -> None:
        """engines: those in use now. focus: nothing that "it" could mean, the home's language and time."""
        self._engines = engines
        self._vocabulary = vocabulary
        self._focus = focus

    def __call__(self, misses: Sequence[Miss]) -> Proposal | None:
        """For misses that are alike, the most frequent text first; None: nobody can tell, an admin picks."""
        phrase = misses[0].text
        if HIDDEN in phrase:
            return None
        return self._as_meant(phrase, misses) or self._as_guessed(phrase, misses)

    def meaning(self, text: str) -> str:
        """What a text means now, as `meaning_line` writes it; "" when it is not surely understood."""
        read = self._read(text)
        if is_made_talk(read):
            return "nothing"
        # what is guessed is asked about
        unsure = any(one.confidence < 1 or one.one("unknown") is not None for one in read.intents)
        if not read.understood or unsure or read.leftovers:
            return ""
        return meaning_line(asdict(read))

    def _read(self, text: str) -> Understanding:
        return self._engines().built_in.understand(text, self._vocabulary(), self._focus())

    def _as_meant(self, phrase: str, misses: Sequence[Miss]) -> Proposal | None:
        meant = Counter(one.meant for one in misses if one.meant and HIDDEN not in one.meant)
        for sentence, _ in meant.most_common():
            read = self._read(sentence)
            order = read.mood in ("command", "question") and bool(read.intents)
            if not order or any(one.name.startswith(_NO_ORDER) for one in read.intents):
                continue
            if not self.meaning(sentence):
                continue
            why = next(one.meant_by for one in misses if one.meant == sentence)
            if len(read.intents) == 1:
                grammar = self._engines().grammar
                intent = read.intents[0]
                example = marked_like(self._read(phrase), intent, grammar, self._vocabulary())
                if example is not None:
                    return Proposal("example", intent.name, example, (), why)
            return Proposal("command", None, None, (sentence,), why)
        return None

    @staticmethod
    def _as_guessed(phrase: str, misses: Sequence[Miss]) -> Proposal | None:
        guess = next((one.guess for one in misses if one.guess is not None and one.text == phrase), None)
        return None if guess is None else Proposal("example", guess[0], guess[1], (), "guessed")
