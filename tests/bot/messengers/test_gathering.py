import asyncio

from bot.messengers.gathering import Gathering


async def test_what_comes_one_after_another_leaves_together() -> None:
    gathering = Gathering[str](5, 10.0)
    assert gathering.add(["one"])
    leaving = asyncio.create_task(gathering.whole())
    await asyncio.sleep(0)
    assert gathering.add(["two", "three"])
    assert await leaving == ["one", "two", "three"]
    assert not gathering.add(["too late"])


async def test_when_it_is_full_it_leaves() -> None:
    gathering = Gathering[int](2, 10.0)
    assert gathering.add([1, 2])
    assert not gathering.add([3])
    assert await gathering.whole() == [1, 2]


async def test_what_does_not_fit_as_a_whole_is_not_taken_in_part() -> None:
    gathering = Gathering[int](2, 10.0)
    assert gathering.add([1])
    assert not gathering.add([2, 3])
    assert await gathering.whole() == [1]


async def test_after_its_time_it_takes_nothing() -> None:
    gathering = Gathering[int](2, 0.0)
    assert not gathering.add([1])
    assert await gathering.whole() == []
