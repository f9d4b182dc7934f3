"""What people teach by a tap: written to the home's own intents, understood from then on."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from nlu.errors import LanguageError
from nlu.examples import Example, read_example, training_of
from nlu.taught import taught_file, taught_item
from nlu.yaml_checks import read_file

FILE = "taught.yml"

_ITEM = re.compile(r"^( *)- +(intent|synonym|examples) *:", re.MULTILINE)


class Teaching:
    """Adds taught sentences to a file of the folder of own intents; what people changed in it stays."""

    def __init__(self, folder: Path, live: Callable[[Example], Awaitable[None]]) -> None:
        """live: makes what was written understood."""
        self._file = folder / FILE
        self._live = live
        self._writing = asyncio.Lock()

    async def teach(self, intent: str, example: str) -> bool:
        """From now on this sentence means this intent; False: it could not be written, and is not learned."""
        async with self._writing:
            try:
                lesson = read_example(intent, example, FILE, 1)
                await asyncio.to_thread(self._write, lesson)
            except (OSError, LanguageError):
                return False
        await self._live(lesson)
        return True

    def _write(self, lesson: Example) -> None:
        """Raises OSError, LanguageError: the file is as it was."""
        raw = read_file(self._file) if self._file.exists() else b""
        known = training_of({FILE: raw}).examples if raw else ()
        lines = [(one.intent, one.written) for one in known]
        if (lesson.intent, lesson.written) in lines:
            return
        text = raw.decode("utf-8-sig")
        if not raw or text == taught_file(lines):
            text = taught_file([*lines, (lesson.intent, lesson.written)])
        else:
            text = _added(text, lesson)
            now = [(one.intent, one.written) for one in training_of({FILE: text.encode()}).examples]
            if now != [*lines, (lesson.intent, lesson.written)]:
                raise LanguageError(FILE, 0, "", "nothing can be added at its end")
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = self._file.with_suffix(".new")
        beside.write_text(text, encoding="utf-8")
        beside.replace(self._file)


def _added(text: str, lesson: Example) -> str:
    """A file that people wrote or changed, with one more item at its end."""
    found = _ITEM.search(text)
    indent = "  " if found is None else found[1]
    return text.rstrip() + "\n" + taught_item(lesson.intent, (lesson.written,), indent)
