"""What people teach by a tap, a page or a chat: a file of the folder that Jipsa writes itself."""

import asyncio
from collections.abc import Callable, Sequence

from bot.desk.changes import Changes
from bot.desk.editing import with_command, with_example, without_command
from bot.desk.verdict import Verdict
from bot.desk.version import How
from nlu.errors import LanguageError
from nlu.finding import Finding

FILE = "taught.yml"

_TRIES = 3
# somebody may save a file between our reading and our writing


class Lessons:
    """Adds single lessons, each through the gate; what people wrote or changed in the file stays."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._turn = asyncio.Lock()

    async def teach_example(
        self, intent: str, example: str, by: str | None, how: How, *, use_anyway: bool = False
    ) -> Verdict:
        """From now on this sentence, with its marks, means this intent."""
        return await self._edited(
            lambda text: with_example(text, intent, example, FILE), by, how, f"taught: {example}", use_anyway
        )

    async def taught(self, intent: str, example: str, by: str) -> bool:
        """What somebody taught by a tap; False: it is not learned."""
        return (await self.teach_example(intent, example, by, "tap")).why is None

    async def teach_command(
        self,
        name: str,
        says: Sequence[str],
        steps: Sequence[str],
        by: str | None,
        how: How,
        *,
        use_anyway: bool = False,
        unless: Callable[[Finding], bool] | None = None,
    ) -> Verdict:
        """From now on this phrase, and these, stand for these sentences. unless: findings that forbid it."""
        return await self._edited(
            lambda text: with_command(text, name, says, steps, FILE),
            by,
            how,
            f"taught: {name}",
            use_anyway,
            unless,
        )

    async def forget_command(self, name: str, by: str | None, how: How) -> Verdict | None:
        """The own command of this name is none any more; None: there is none in this file."""
        if not any(one.name == name and one.file == FILE for one in self._changes.commands()):
            return None
        return await self._edited(lambda text: without_command(text, name, FILE), by, how, f"forgot: {name}")

    async def _edited(
        self,
        edit: Callable[[str], str],
        by: str | None,
        how: How,
        what: str,
        use_anyway: bool = False,
        unless: Callable[[Finding], bool] | None = None,
    ) -> Verdict:
        async with self._turn:
            verdict = Verdict(why="conflict")
            for _ in range(_TRIES):
                mark, raw = self._changes.mark, self._changes.files().get(FILE, b"")
                try:
                    text = await asyncio.to_thread(edit, raw.decode("utf-8"))
                except UnicodeDecodeError as error:
                    return Verdict((LanguageError(FILE, 0, "", str(error)),), why="broken", mark=mark)
                except LanguageError as error:
                    return Verdict((error,), why="broken", mark=mark)
                verdict = await self._changes.save(
                    {FILE: text.encode()}, by, how, what, base=mark, use_anyway=use_anyway, unless=unless
                )
                if verdict.why != "conflict":
                    break
                await self._changes.look_again()
            return verdict
