"""What the owners hear about the files of their own words."""

from collections.abc import Awaitable, Callable

from bot.desk.own_words import News, Trouble
from bot.plan import Facts, TellStep
from bot.wording.findings import as_facts


def told_to(owners: Callable[[TellStep], Awaitable[None]]) -> News:
    """News as something to tell the owners."""

    async def news(trouble: Trouble | None) -> None:
        await owners(TellStep("told.words_mended") if trouble is None else _bad_news(trouble))

    return news


def _bad_news(trouble: Trouble) -> TellStep:
    facts: Facts
    problem = trouble.problem
    if problem is not None:
        facts = {"file": problem.file, "fault": problem.reason}
        if trouble.finding is not None:
            facts |= as_facts(trouble.finding)
        if problem.line:
            facts["line"] = problem.line
        return TellStep("told.words_broken", facts)
    if trouble.verdict.why == "tests":
        failed = trouble.verdict.failed[0].test
        facts = {"file": failed.file, "line": failed.line, "words": failed.say}
        return TellStep("told.words_fail_test", facts)
    worse = next(one for one in trouble.verdict.effect.changed if one.worse)
    return TellStep("told.words_risky", {"words": worse.text})
