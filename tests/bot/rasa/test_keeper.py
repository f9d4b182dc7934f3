"""Which model the server has: the one in use, or the last good one; never one that cannot be trusted."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.rasa.client import RasaClient
from bot.rasa.keeper import ModelKeeper
from bot.rasa.models import Model, Models
from bot.rasa.opinion import TrainedOpinion
from tests.bot.rasa.parts import Clock, made
from tests.support.rasa_double import RasaDouble, failing, hanging
from tests.support.waiting import until

INTENTS = {"power.turn_on", "power.turn_off"}


@dataclass
class Setting:
    """A server of somebody else that sees our folder."""

    models: Models
    keeper: ModelKeeper
    opinion: TrainedOpinion
    double: RasaDouble
    clock: Clock


@pytest.fixture
async def setting(double: RasaDouble, tmp_path: Path) -> AsyncIterator[Setting]:
    models, clock = Models(tmp_path / "models"), Clock()
    client = RasaClient(double.url, None, timeout_s=1)
    keeper = ModelKeeper(client, models, intents=INTENTS, clock=clock)
    opinion = TrainedOpinion(client, keeper, None, clock=clock)
    yield Setting(models, keeper, opinion, double, clock)
    await opinion.stop()


async def serving(setting: Setting, content: bytes = b"first") -> Model:
    """A model is in use and in the server."""
    model = made(setting.models, content)
    setting.models.use(model.name)
    await setting.keeper.look()
    assert setting.keeper.serving == model.name
    return model


async def test_the_model_in_use_is_loaded_once(setting: Setting) -> None:
    model = await serving(setting)
    for _ in range(3):
        await setting.keeper.look()
    assert setting.double.loaded == [str(model.file.resolve())]
    assert setting.opinion.sure_from == 0.95
    assert setting.opinion.check().ok


async def test_no_model_yet(setting: Setting) -> None:
    await setting.keeper.look()
    assert setting.keeper.serving is None
    assert setting.double.loaded == []
    assert await setting.opinion.guess("불 켜 줘") is None
    assert setting.opinion.sure_from > 1


async def test_another_model_is_swapped_in_and_back_again(setting: Setting) -> None:
    first = await serving(setting, b"first")
    second = await serving(setting, b"second")
    setting.models.back()
    await setting.keeper.look()
    assert setting.keeper.serving == first.name
    assert setting.double.loaded == [str(one.file.resolve()) for one in (first, second, first)]


async def test_the_folder_as_the_server_sees_it(setting: Setting) -> None:
    setting.keeper._seen_as = "/srv/models"
    model = await serving(setting)
    assert setting.double.loaded == [f"/srv/models/{model.name}/model.tar.gz"]


async def test_nobody_is_asked_while_a_model_is_loaded(setting: Setting) -> None:
    await serving(setting)
    go_on = asyncio.Event()
    load_well = setting.double.load

    async def slowly(request: object) -> object:
        await go_on.wait()
        return await load_well(request)  # type: ignore[arg-type]

    setting.double.load = slowly  # type: ignore[assignment]
    second = made(setting.models, b"second")
    setting.models.use(second.name)
    look = asyncio.create_task(setting.keeper.look())
    await until(lambda: len(setting.double.loaded) == 2)
    asked = len(setting.double.texts)
    assert await setting.opinion.guess("불 켜 줘") is None
    assert len(setting.double.texts) == asked
    assert second.name in setting.opinion.check().text
    assert setting.opinion.check().ok
    go_on.set()
    await look
    assert await setting.opinion.guess("불 켜 줘") is not None


async def test_a_parse_under_way_is_waited_for(setting: Setting) -> None:
    await serving(setting)
    go_on = asyncio.Event()

    async def slowly(request: object) -> object:
        await go_on.wait()
        return await setting.double.parse_well(request)  # type: ignore[arg-type]

    setting.double.parse = slowly  # type: ignore[assignment]
    parse = asyncio.create_task(setting.opinion.guess("불 켜 줘"))
    await until(lambda: "불 켜 줘" in setting.double.texts)
    setting.models.use(made(setting.models, b"second").name)
    look = asyncio.create_task(setting.keeper.look())
    await until(lambda: setting.keeper.loading is not None)
    assert len(setting.double.loaded) == 1, "not told to load while it parses"
    go_on.set()
    assert await parse is not None
    await look
    assert len(setting.double.loaded) == 2


async def test_a_changed_file_is_never_handed_over(setting: Setting) -> None:
    first = await serving(setting, b"first")
    second = made(setting.models, b"second")
    setting.models.use(second.name)
    second.file.write_bytes(b"secoNd")
    await setting.keeper.look()
    assert len(setting.double.loaded) == 1
    assert setting.keeper.serving == first.name
    check = setting.opinion.check()
    assert not check.ok
    assert "changed" in check.text
    assert "jipsa nlu train" in check.text


async def test_a_file_changed_after_it_was_looked_at(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = made(setting.models, b"first")
    monkeypatch.setattr(setting.models.__class__, "current", lambda _: model)
    model.file.write_bytes(b"changed")
    await setting.keeper.look()
    assert setting.double.loaded == []
    assert "changed" in setting.opinion.check().text


@pytest.mark.parametrize("how", ["file", "folder"])
async def test_a_model_that_leads_out_of_the_folder(
    setting: Setting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    model = made(setting.models, b"first")
    monkeypatch.setattr(setting.models.__class__, "current", lambda _: model)
    stranger = tmp_path / "stranger"
    if how == "file":
        model.file.rename(stranger)
        model.file.symlink_to(stranger)
    else:
        model.folder.rename(stranger)
        model.folder.symlink_to(stranger)
    await setting.keeper.look()
    assert setting.double.loaded == []
    assert "leads out" in setting.opinion.check().text


async def test_a_file_that_is_gone(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    model = made(setting.models, b"first")
    monkeypatch.setattr(setting.models.__class__, "current", lambda _: model)
    model.file.unlink()
    await setting.keeper.look()
    assert setting.double.loaded == []
    assert "cannot be read" in setting.opinion.check().text


async def test_what_rasa_refuses_leaves_the_last_good_one(setting: Setting) -> None:
    first = await serving(setting, b"first")
    second = made(setting.models, b"second")
    setting.models.use(second.name)
    setting.double.load = failing(400)
    for _ in range(3):
        await setting.keeper.look()
    assert len(setting.double.loaded) == 2, "not tried again and again"
    assert setting.keeper.serving == first.name
    assert await setting.opinion.guess("불 켜 줘") is not None
    assert second.name in setting.opinion.check().text
    assert not setting.opinion.check().ok
    setting.models.back()
    await setting.keeper.look()
    assert setting.opinion.check().ok, "what was refused is not in use any more"


async def test_a_model_for_something_else_gives_way_to_the_last_good_one(setting: Setting) -> None:
    first = await serving(setting, b"first")
    second = made(setting.models, b"second")
    setting.models.use(second.name)
    setting.double.intent = "order_roses"
    await setting.keeper.look()
    assert setting.keeper.serving is None
    setting.double.intent = "power.turn_on"
    await setting.keeper.look()
    assert setting.keeper.serving == first.name
    assert setting.double.loaded[-1] == str(first.file.resolve())
    assert "order_roses" in setting.opinion.check().text


async def test_a_model_for_something_else_alone_never_serves(setting: Setting) -> None:
    setting.double.intent = "order_roses"
    setting.models.use(made(setting.models, b"first").name)
    for _ in range(3):
        await setting.keeper.look()
        assert await setting.opinion.guess("불 켜 줘") is None
    assert len(setting.double.loaded) == 1


async def test_a_server_that_was_started_anew_gets_its_model_again(setting: Setting) -> None:
    model = await serving(setting)
    version = setting.keeper.version
    setting.double.has(None)
    await setting.keeper.look()
    assert setting.keeper.serving == model.name
    assert setting.keeper.version != version
    assert len(setting.double.loaded) == 2


async def test_a_server_that_got_another_model_from_somebody(setting: Setting) -> None:
    model = await serving(setting)
    setting.double.has("stranger.tar.gz")
    await setting.keeper.look()
    assert setting.keeper.serving == model.name
    assert len(setting.double.loaded) == 2


async def test_a_model_that_takes_the_server_down_is_tried_less_and_less_and_given_up(
    setting: Setting,
) -> None:
    first = await serving(setting, b"first")
    second = made(setting.models, b"second")
    setting.models.use(second.name)
    load_well, setting.double.load = setting.double.load, failing(500)
    tried = []
    for _ in range(100):
        before = len(setting.double.loaded)
        await setting.keeper.look()
        if len(setting.double.loaded) > before:
            tried.append(setting.clock.now)
        setting.clock.now += 2
        if setting.keeper.refused:
            break
    assert len(tried) == 3
    assert tried[2] - tried[1] > tried[1] - tried[0] > 2
    setting.double.load = load_well
    setting.double.has(None)  # it came back empty
    await setting.keeper.look()
    assert setting.keeper.serving == first.name, "at once"
    assert "3 times" in setting.opinion.check().text


async def test_one_look_that_fails_does_not_end_the_looking(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = made(setting.models, b"first")
    setting.models.use(model.name)
    tried = 0

    async def first_fails() -> None:
        nonlocal tried
        tried += 1
        if tried == 1:
            raise KeyError

    monkeypatch.setattr("bot.rasa.keeper.LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(setting.keeper, "look", first_fails)
    setting.opinion.start()
    await until(lambda: tried > 1)


async def test_it_can_be_stopped_at_any_moment(setting: Setting) -> None:
    setting.double.load = hanging
    setting.models.use(made(setting.models, b"first").name)
    setting.opinion.start()
    await until(lambda: setting.double.loaded)
    async with asyncio.timeout(5):
        await setting.opinion.stop()
    assert setting.keeper.loading is None
