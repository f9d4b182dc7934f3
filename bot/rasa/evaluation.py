"""How good a trained model is: its answers to the sentences it did not learn from, as numbers.

From when on it may act without a question is read off the sentences that it took for acts. The limit lies
just above the surest mistake: above it n were right and none wrong. That shows little: with 95 % confidence
at most 3/n of such sentences are misunderstood (the rule of three), with 50 of them 6 %, with 300 1 %. And it
is shown of sentences by the same hands as the examples, not of what people say. So it is never the only
reason to act: the thing must be named in plain words and the act be harmless.
"""

import json
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from bot.errors import UserError
from bot.rasa.models import NEVER
from nlu.engines.trained import is_act

LOWEST_SURE = 0.8
# nothing less may ever act by itself
ENOUGH = 300
# so many sentences taken for acts, surely and all rightly, before sureness counts for anything
_AT_MOST = 3
# of n right ones, divided by n: what share may be wrong all the same
POINTS, SENTENCES = 0.01, 3
# worse by more than both is clearly worse


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model made of one held-out sentence."""

    text: str
    wanted: str
    # its intent
    got: str
    confidence: float

    @property
    def right(self) -> bool:
        """Whether it was understood."""
        return self.wanted == self.got

    @property
    def language(self) -> str:
        """By its letters."""
        if any("가" <= letter <= "힣" or "ㄱ" <= letter <= "ㅣ" for letter in self.text):
            return "ko"
        return "ja" if any("぀" <= letter <= "ヿ" for letter in self.text) else "en"


@dataclass(frozen=True, slots=True)
class Confusion:
    """One intent taken for another."""

    wanted: str
    got: str
    times: int
    sureness: float
    # the highest confidence among them


@dataclass(frozen=True, slots=True)
class IntentScore:
    """One intent's numbers."""

    intent: str
    sentences: int
    precision: float | None
    # None: never said
    recall: float | None
    # None: no sentence of it was held out


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models on the sentences that neither learnt from."""

    sentences: int
    right: int
    right_before: int

    @property
    def clearly_worse(self) -> bool:
        """By more than chance would make it."""
        lost = self.right_before - self.right
        return lost > SENTENCES and lost > POINTS * self.sentences


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All answers of a model."""

    answers: tuple[Answer, ...] = ()

    @property
    def accuracy(self) -> float | None:
        """Share of right ones; None when nothing was held out."""
        return _ratio(sum(answer.right for answer in self.answers), len(self.answers))

    @property
    def languages(self) -> dict[str, float]:
        """Accuracy by language."""
        codes = sorted({answer.language for answer in self.answers})
        return {code: sum(one.right for one in self.of(code)) / len(self.of(code)) for code in codes}

    @property
    def sure_from(self) -> float:
        """The lowest confidence from 0.8 up at which no act was wrong; 1.01 (never) when that is not shown.

        What is taken for talk or a question does nothing: such a mistake does not count, nor such a success.
        """
        wrong = max((answer.confidence for answer in self._acts if not answer.right), default=0.0)
        bound = max(LOWEST_SURE, math.floor(wrong * 1000 + 1.000001) / 1000)
        return bound if bound <= 1 and self._sure(bound) >= ENOUGH else NEVER

    @property
    def wrong_at_most(self) -> float | None:
        """The share of wrong acts among those it does unasked, with 95 % confidence; None: it does none."""
        sure = self._sure(self.sure_from)
        return _AT_MOST / sure if sure else None

    @property
    def _acts(self) -> list[Answer]:
        return [answer for answer in self.answers if is_act(answer.got)]

    def _sure(self, bound: float) -> int:
        return sum(answer.confidence >= bound for answer in self._acts)

    @property
    def confusions(self) -> list[Confusion]:
        """The most frequent first; among equals, the one it was surest of."""
        pairs: dict[tuple[str, str], list[float]] = defaultdict(list)
        for answer in self.answers:
            if not answer.right:
                pairs[answer.wanted, answer.got].append(answer.confidence)
        found = [Confusion(*pair, len(sure), max(sure)) for pair, sure in pairs.items()]
        return sorted(found, key=lambda one: (-one.times, -one.sureness, one.wanted, one.got))

    @property
    def worst(self) -> list[Answer]:
        """The wrong ones, the surest first."""
        return sorted(
            (one for one in self.answers if not one.right), key=lambda one: (-one.confidence, one.text)
        )

    @property
    def intents(self) -> list[IntentScore]:
        """Each intent's numbers, the least understood first."""
        wanted = Counter(answer.wanted for answer in self.answers)
        got = Counter(answer.got for answer in self.answers)
        hit = Counter(answer.got for answer in self.answers if answer.right)
        scores = [
            IntentScore(name, wanted[name], _ratio(hit[name], got[name]), _ratio(hit[name], wanted[name]))
            for name in wanted | got
        ]
        return sorted(
            scores, key=lambda one: (one.recall is None, one.recall, one.precision or 0, one.intent)
        )

    def against(self, before: "Evaluation") -> Comparison:
        """On the sentences that were held out from both."""
        known = {(answer.text, answer.wanted): answer.right for answer in before.answers}
        shared = {
            (answer.text, answer.wanted): answer.right
            for answer in self.answers
            if (answer.text, answer.wanted) in known
        }
        return Comparison(len(shared), sum(shared.values()), sum(known[one] for one in shared))

    def dump(self) -> bytes:
        """As kept beside the model."""
        rows = [[one.text, one.wanted, one.got, round(one.confidence, 4)] for one in self.answers]
        return json.dumps(rows, ensure_ascii=False, indent=0).encode()

    def of(self, language: str) -> list[Answer]:
        """The answers to its sentences."""
        return [answer for answer in self.answers if answer.language == language]


def load_dump(content: bytes) -> Evaluation:
    """What dump() made; nothing when it is broken."""
    try:
        rows = json.loads(content)
        return Evaluation(
            tuple(Answer(str(text), str(wanted), str(got), float(sure)) for text, wanted, got, sure in rows)
        )
    except (ValueError, TypeError, LookupError):
        return Evaluation()


def read_results(folder: Path) -> Evaluation:
    """The answers in the folder that `rasa test nlu --successes` wrote. Raises UserError."""
    answers = []
    for name in ("intent_errors.json", "intent_successes.json"):
        try:
            rows = json.loads((folder / name).read_text(encoding="utf-8"))
            for row in rows:
                got = row["intent_prediction"]
                answers.append(
                    Answer(row["text"], row["intent"], got["name"] or "", float(got["confidence"]))
                )
        except FileNotFoundError:
            continue  # none were wrong, or none right
        except (ValueError, TypeError, LookupError) as error:
            raise UserError(f"Rasa's results in {name} cannot be read: train again with --again.") from error
    return Evaluation(tuple(sorted(answers, key=lambda one: (one.wanted, one.text))))


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
