"""What people teach by a tap: written to the home's own intents, understood from then on."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from nlu.examples import Example, read_example
from nlu.taught import taught_file

FILE = "taught.yml"


class Teaching:
    """Keeps taught sentences in a file of the folder of own intents."""

    def __init__(self, folder: Path, known: Sequence[Example], learn: Callable[[Example], None]) -> None:
        """known: what the file holds already. learn: lets the engine know at once."""
        self._file = folder / FILE
        self._lines = [(one.intent, one.written) for one in known]
        self._learn = learn
        self._writing = asyncio.Lock()

    async def teach(self, intent: str, example: str) -> bool:
        """From now on this sentence means this intent; False: it could not be written, and is not learned."""
        async with self._writing:
            lines = [*self._lines, (intent, example)]
            try:
                await asyncio.to_thread(self._write, taught_file(lines))
            except OSError:
                return False
            self._lines = lines
        self._learn(read_example(intent, example, FILE, 1))
        return True

    def _write(self, text: str) -> None:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = self._file.with_suffix(".new")
        beside.write_text(text, encoding="utf-8")
        beside.replace(self._file)
