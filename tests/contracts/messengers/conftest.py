"""One home a bench, for all its scenarios."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from bot.app import build
from bot.options import RunOptions
from tests.contracts.messengers.benches import load, names_for
from tests.contracts.messengers.scene import Scene, settings_for


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each scenario runs on every bench that has what it needs."""
    if "scene_of_bench" in metafunc.fixturenames:
        names = names_for(metafunc.function.__name__)
        metafunc.parametrize("scene_of_bench", names, indirect=True, scope="package")


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def scene_of_bench(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Scene]:
    """A real home with everything embedded, its messenger connected to a double."""
    folder = tmp_path_factory.mktemp(request.param)
    bench = load(request.param)
    async with AsyncExitStack() as stack:
        messengers = await bench.open()
        stack.push_async_callback(bench.close)
        home = await build(settings_for(bench, messengers, folder), RunOptions(port=0), stack)
        socket = f"unix://{folder}/state/store/store.sock"
        store = Redis.from_url(socket, decode_responses=True, encoding_errors="replace")
        stack.push_async_callback(store.aclose)
        await bench.meet(home)
        yield Scene(bench, home, store, folder)


@pytest_asyncio.fixture(loop_scope="package")
async def scene(scene_of_bench: Scene) -> AsyncIterator[Scene]:
    """The home, as it was for the one before."""
    yield scene_of_bench
    simulator = scene_of_bench.home.simulator
    assert simulator is not None
    for one in scene_of_bench.changed:
        simulator.change(one, online=True, slow_s=0.0, mute=False, deaf=False)
    scene_of_bench.changed.clear()
