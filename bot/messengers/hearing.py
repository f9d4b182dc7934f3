"""Voice notes into text, within bounds of size and time."""

import asyncio
import logging
from dataclasses import dataclass

from bot.message import Language
from bot.messengers.base import Attachment, SpeechEngine, Undelivered
from bot.messengers.faults import named

log = logging.getLogger(__name__)

MOST_BYTES = 5_000_000
WITHIN_S = 20.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a voice note."""

    text: str = ""
    problem: str | None = None
    # key of the sentence that says why there is no text


class Hearing:
    """Listens to voice notes."""

    def __init__(self, engine: SpeechEngine | None, within_s: float = WITHIN_S) -> None:
        """engine: None where there is none; within_s: for fetching and understanding together."""
        self._engine = engine
        self._within_s = within_s

    async def listen(self, voice: Attachment, language: Language) -> Heard:
        """What was said; never raises."""
        if self._engine is None or voice.fetch is None:
            return Heard(problem="desk.no_speech")
        try:
            async with asyncio.timeout(self._within_s):
                audio = await voice.fetch()
                if len(audio) > MOST_BYTES:
                    return Heard(problem="desk.voice_too_long")
                text = (await self._engine.transcribe(audio, voice.media_type, language)).strip()
        except (Undelivered, TimeoutError):
            return Heard(problem="desk.not_heard")
        except Exception as error:
            log.error("a voice note was not understood: %s", named(error))
            return Heard(problem="desk.not_heard")
        return Heard(text) if text else Heard(problem="desk.not_heard")
