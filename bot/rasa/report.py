"""What a trained model can do, told to people: a page with tables and the picture, and a few lines."""

from collections.abc import Iterable, Mapping

from bot.rasa.evaluation import Comparison, Evaluation
from bot.rasa.models import PICTURE

WORST, WORST_SHORT = 25, 5
# so many mistakes are shown
_PLAIN = str.maketrans({"\\": "\\\\", "|": "\\|", "\n": " "})
# what would break a table's row


def short(evaluation: Evaluation) -> list[str]:
    """A few lines for a terminal."""
    if evaluation.accuracy is None:
        return ["No sentence was held out: how good it is, nobody knows, and it will never act by itself."]
    languages = ", ".join(f"{code} {percent(share)}" for code, share in evaluation.languages.items())
    tried = f"{len(evaluation.answers)} held-out sentences ({languages})"
    worst = (
        f"  {one.wanted} taken for {one.got}: {'once' if one.times == 1 else f'{one.times} times'}, "
        f"at most {one.sureness:.2f} sure"
        for one in evaluation.confusions[:WORST_SHORT]
    )
    return [f"Understood {percent(evaluation.accuracy)} of {tried}.", *worst, _sureness(evaluation)]


def markdown(
    evaluation: Evaluation,
    title: str,
    facts: Mapping[str, object],
    comparison: Comparison | None,
    *,
    picture: bool,
) -> str:
    """The report that stands beside the model."""
    lines = [f"# {title}", "", *short(evaluation)[:1], "", _sureness(evaluation), ""]
    if comparison is not None and comparison.sentences:
        lines += [compared(comparison), ""]
    lines += [*(f"- {name}: {fact}" for name, fact in facts.items()), ""]
    if evaluation.answers:
        lines += _languages(evaluation) + _mistakes(evaluation) + _intents(evaluation)
    if picture:
        lines += ["## The picture", "", "Rows: what was meant; columns: what was understood.", ""]
        lines += [f"![What was taken for what]({PICTURE})", ""]
    return "\n".join(lines)


def compared(comparison: Comparison) -> str:
    """One sentence."""
    return (
        f"On the {comparison.sentences} sentences that neither learnt from: {comparison.right} right, "
        f"the model in use before {comparison.right_before}."
    )


def _languages(evaluation: Evaluation) -> list[str]:
    rows = ((code, len(evaluation.of(code)), percent(share)) for code, share in evaluation.languages.items())
    return ["## Languages", "", *_table(("language", "sentences", "understood"), rows)]


def _intents(evaluation: Evaluation) -> list[str]:
    head = ("intent", "sentences", "found (recall)", "right when said (precision)")
    rows = (
        (one.intent, one.sentences, percent(one.recall), percent(one.precision)) for one in evaluation.intents
    )
    return ["## Intents, the least understood first", "", *_table(head, rows)]


def _mistakes(evaluation: Evaluation) -> list[str]:
    if not evaluation.worst:
        return ["No held-out sentence was misunderstood.", ""]
    lines = ["## What was taken for what", ""]
    lines += _table(
        ("meant", "understood", "times", "surest"),
        ((one.wanted, one.got, one.times, f"{one.sureness:.2f}") for one in evaluation.confusions),
    )
    lines += [f"## The worst sentences (of {len(evaluation.worst)})", ""]
    return lines + _table(
        ("sentence", "meant", "understood", "sure"),
        ((one.text, one.wanted, one.got, f"{one.confidence:.2f}") for one in evaluation.worst[:WORST]),
    )


def _sureness(evaluation: Evaluation) -> str:
    if evaluation.wrong_at_most is None:
        return (
            "It never acts by itself: it was sure of a wrong act, or too few sentences were held out to tell."
        )
    sure = f"From a confidence of {evaluation.sure_from:.3f} up no act was wrong"
    risk = f"with 95 % confidence at most {percent(evaluation.wrong_at_most)} are"
    return f"{sure} ({risk}): there it may do harmless things without asking."


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> list[str]:
    lines = [_row(head), _row(tuple("---" for _ in head)), *map(_row, rows)]
    return [*lines, ""]


def _row(cells: tuple[object, ...]) -> str:
    return f"| {' | '.join(str(cell).translate(_PLAIN) for cell in cells)} |"


def percent(share: float | None) -> str:
    """As people read it."""
    return "–" if share is None else f"{100 * share:.1f} %"
