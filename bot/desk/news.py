"""What the owners hear about the files of their own words."""

from collections.abc import Awaitable, Callable

from bot.desk.own_words import News
from bot.plan import Facts, TellStep
from nlu.errors import LanguageError


def told_to(owners: Callable[[TellStep], Awaitable[None]]) -> News:
    """News as something to tell the owners."""

    async def news(problem: LanguageError | None) -> None:
        if problem is None:
            await owners(TellStep("told.words_mended"))
            return
        facts: Facts = {"file": problem.file, "fault": problem.reason}
        if problem.line:
            facts["line"] = problem.line
        await owners(TellStep("told.words_broken", facts))

    return news
