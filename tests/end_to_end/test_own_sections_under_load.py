"""Own commands, words never to act on and names of appliances change while people talk."""

import asyncio
from collections import Counter
from pathlib import Path

from bot.message import Answer
from tests.end_to_end.conftest import Family
from tests.end_to_end.test_own_words import LIVE_WITHIN_S, folder, save, write_slowly
from tests.support.waiting import until

__all__ = ["folder"]

PHRASES = [f"zorbel {'quandle ' * n}frump" for n in range(1, 21)]
NEVER = "거실 불 켜줘 blargh"
NAMES = ("뽀송이", "보글이")


def version(name: str) -> str:
    """Half of it is no good: the step has a name that stands at the end."""
    says = "".join(f"    - {one}\n" for one in PHRASES)
    return (
        f'version: "3.1"\nnever: |\n  - blargh\ncommands:\n- name: how long\n  says: |\n{says}'
        f"  steps: |\n    - {name} 몇 분 남았어?\nappliances:\n  washer-1: {{names: {{ko: {name}}}}}\n"
    )


def broken(n: int) -> str:
    """Not to be used, each time for another reason."""
    whole = version(NAMES[n % 2])
    return (
        whole.replace("  steps", "\tsteps"),
        whole.replace("washer-1", "washer-99"),
        whole.replace("ko: ", "ko: somebody "),
        whole.partition("appliances:")[0],
    )[n % 4]


async def test_messages_and_changes_at_once(family: Family, folder: Path) -> None:
    """50 messages a second while files change 100 times: each is answered, and by one whole version."""
    save(folder, version(NAMES[0]))

    def called(name: str) -> bool:
        washer = family.home.bridge.appliance("washer-1")
        return washer is not None and name in washer.names

    await until(lambda: called(NAMES[0]), LIVE_WITHIN_S)
    answers: list[asyncio.Task[Answer]] = []
    over = asyncio.Event()

    async def speak() -> None:
        while not over.is_set():
            number = len(answers)
            text = NEVER if number % 10 == 9 else PHRASES[number * 7 % len(PHRASES)]
            answers.append(asyncio.create_task(family.say(text, chat=f"chat-{number % 10}")))
            await asyncio.sleep(0.02)

    speaking = asyncio.create_task(speak())
    for n in range(100):
        wanted = NAMES[n // 5 % 2]
        await write_slowly(folder / "own.yml", broken(n // 5) if n % 5 == 3 else version(wanted))
        if n % 5 == 4:
            await until(lambda wanted=wanted: called(wanted), LIVE_WITHIN_S * 2)
    over.set()
    await speaking
    said = [await one for one in answers]
    asked = [one for number, one in enumerate(said) if number % 10 != 9]
    meant = [intent for one in asked for intent in one.understood.intents]
    assert len(meant) == len(asked)
    assert all(intent == meant[0] for intent in meant), Counter(map(str, meant))
    assert {one.outcome for one in asked} == {"answered"}
    names = Counter(name for one in asked for name in NAMES if name in one.replies[0].text)
    assert names.total() == len(asked)
    assert min(names[name] for name in NAMES) > 100, names
    assert family.obeyed("light-living") == 0, "a word never to act on was forgotten"
