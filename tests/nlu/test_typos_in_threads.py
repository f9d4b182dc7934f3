"""The words of a language are shared by engines in several threads."""

import sys
import threading

from nlu.tokens import Entry
from nlu.typos import TypoIndex

WORDS = [f"{chr(0xAC00 + n * 7)}{chr(0xB098 + n)}{chr(0xB2E4 + n)}" for n in range(600)]


def test_who_asks_first_in_several_threads_at_once_finds_all() -> None:
    """The index is made when it is first asked; nobody may see half of it."""
    index, missed, ready = TypoIndex(), [], threading.Barrier(4)
    for word in WORDS:
        index.add(word, Entry("type", word))

    def ask() -> None:
        ready.wait()
        if index.find(WORDS[-1]) is None:
            missed.append(WORDS[-1])

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=ask) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    finally:
        sys.setswitchinterval(interval)
    assert not missed
