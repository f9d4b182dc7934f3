"""The terminal as a messenger: what a person types, and the lines they see."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.app import Home
from bot.messengers.faces import Faces, load_emoji
from bot.messengers.terminal import HouseTalk, Terminal
from bot.wording.replies import load_wording
from tests.contracts.messengers.bench import Ability, Heard

BUTTON = re.compile(r"\[(\d+)\] (.+?)(?=   \[|$)")
PICTURE = re.compile(r"[█▀▄ ]+")


@dataclass
class Screen:
    """One person's terminal."""

    lines: list[list[str]] = field(default_factory=list)
    # of each message
    pictures: int = 0
    typing: asyncio.Lock = field(default_factory=asyncio.Lock)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def show(self, style: str, lines: Sequence[str]) -> None:
        """What the terminal prints."""
        assert not style, f"a trouble: {lines}"
        if lines and all(PICTURE.fullmatch(line) for line in lines):
            self.pictures += 1
        elif lines:
            self.lines.append(list(lines))


class TerminalBench:
    """A person before a screen, who presses a button by typing its number."""

    name = "terminal"
    abilities: frozenset[Ability] = frozenset({"numbers", "first_word"})

    async def open(self) -> Mapping[str, object]:
        """Nothing stands in the config."""
        self.screens: dict[str, Screen] = {}
        self.terminals: dict[str, Terminal] = {}
        return {}

    async def meet(self, home: Home) -> None:
        """A terminal for everybody of the family."""
        wording = load_wording()
        for who in ("mom", "dad", "child", "guest"):
            screen = self.screens[who] = Screen()
            talk = HouseTalk(home.steward, who, f"terminal:{who}")
            terminal = self.terminals[who] = Terminal(
                talk, words=wording, faces=Faces(wording, load_emoji()), show=screen.show
            )
            screen.tasks.add(asyncio.create_task(terminal.listen()))
        await asyncio.sleep(0)

    async def close(self) -> None:
        """Leave."""
        tasks = [task for screen in self.screens.values() for task in screen.tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def account(self, who: str) -> str:
        """The private chat of a person here."""
        return f"terminal:{who}"

    async def say(
        self,
        who: str,
        text: str,
        *,
        group: bool = False,
        addressed: bool = True,
        ago_s: float = 0.0,
        message: str | None = None,
    ) -> None:
        """Type a line; the next is read when its answer was shown."""
        screen = self.screens[who]

        async def typed() -> None:
            async with screen.typing:
                await self.terminals[who].say(text)

        screen.tasks.add(asyncio.create_task(typed()))

    async def press(self, who: str, label: str, *, group: bool = False, twice: bool = False) -> None:
        """Type the newest number with this label."""
        numbers = [
            number
            for lines in self.screens[who].lines
            for number, shown in BUTTON.findall(lines[-1])
            if shown == label
        ]
        assert numbers, f"{who} sees no button {label}"
        for _ in range(2 if twice else 1):
            await self.say(who, numbers[-1])

    async def heard(self, who: str, *, group: bool = False) -> list[Heard]:
        """The messages on this person's screen."""
        shown = []
        for lines in self.screens[who].lines:
            labels = tuple(label for _, label in BUTTON.findall(lines[-1]))
            shown.append(Heard("\n".join(lines[:-1] if labels else lines), labels))
        return shown

    async def forged(self) -> int:
        """Nobody but who sits here types."""
        raise NotImplementedError

    async def away(self, is_away: bool) -> None:
        """The terminal and the home are one process."""
        raise NotImplementedError

    async def migrate(self) -> None:
        """There are no groups."""
        raise NotImplementedError
