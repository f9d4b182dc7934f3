"""Work that is asked for faster than it can be done."""

import asyncio

import pytest

from bot.web.newest import Newest, Superseded


async def test_only_the_last_of_those_that_wait_is_begun() -> None:
    newest: Newest[int] = Newest()
    go, begun = asyncio.Event(), []

    async def work(number: int) -> int:
        begun.append(number)
        await go.wait()
        return number

    asked = [asyncio.create_task(newest.run("mom", lambda n=n: work(n))) for n in range(4)]
    other = asyncio.create_task(newest.run("dad", lambda: work(9)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert begun == [0, 9]
    go.set()
    told = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(one) for one in told] == [int, Superseded, Superseded, int]
    assert (told[3], await other, begun) == (3, 9, [0, 9, 3])


async def test_what_fails_or_is_given_up_holds_up_nothing() -> None:
    newest: Newest[int] = Newest()
    never = asyncio.Event()

    async def hang() -> int:
        await never.wait()
        return 0

    async def fail() -> int:
        raise ValueError

    async def one() -> int:
        return 1

    with pytest.raises(ValueError):
        await newest.run("mom", fail)
    at_work = asyncio.create_task(newest.run("mom", hang))
    await asyncio.sleep(0)
    waits = asyncio.create_task(newest.run("mom", hang))
    await asyncio.sleep(0)
    waits.cancel()
    at_work.cancel()
    async with asyncio.timeout(10):
        assert await newest.run("mom", one) == 1
