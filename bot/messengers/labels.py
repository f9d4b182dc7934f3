"""Labels of buttons, cut to what a platform shows and still told apart."""

from collections.abc import Iterable, Iterator, Sequence

from bot.messengers.rich import ELLIPSIS, cut


def fitted(labels: Sequence[str], most: int) -> tuple[str, ...]:
    """The labels in at most `most` (3 or more) characters each; those that differ still do."""
    short = {label for label in labels if len(label) <= most}
    given: dict[str, str] = {label: label for label in short}
    for label in dict.fromkeys(labels):
        if label not in given:
            given[label] = _first_free(_shorter(label, most), set(given.values()))
    return tuple(given[label] for label in labels)


def _shorter(label: str, most: int) -> Iterator[str]:
    """Ways to say it in fewer characters: its beginning, beginning and end, beginning and a number."""
    yield cut(label, most)
    for tail in range(1, most - 1):
        yield label[: most - 1 - tail] + ELLIPSIS + label[-tail:]
    number = 2
    while True:
        yield cut(label, most - len(str(number))) + str(number)
        number += 1


def _first_free(ways: Iterable[str], taken: set[str]) -> str:
    return next(way for way in ways if way not in taken)
