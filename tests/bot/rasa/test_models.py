"""The folder of models: what is in use, what was before, and what is not trusted."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from bot.errors import UserError
from bot.rasa.environment import RASA_VERSION
from bot.rasa.models import ABOUT, KEEP, MODEL, POINTER, About, Model, Models

_FIRST = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def models(tmp_path: Path) -> Models:
    return Models(tmp_path / "rasa" / "models")


def _add(models: Models, minute: int, content: bytes = b"a model", rasa: str = RASA_VERSION) -> Model:
    models.folder.parent.mkdir(parents=True, exist_ok=True)
    trained = models.folder.parent / "trained.tar.gz"
    trained.write_bytes(content)
    made = _FIRST + timedelta(minutes=minute)
    about = About(sha256=sha256(content).hexdigest(), inputs=f"{minute:08x}", rasa=rasa, made=made)
    return models.add(trained, about, {"report.md": b"# good"})


def test_none_yet(models: Models) -> None:
    assert (models.current(), models.problem, models.all(), models.back()) == (None, None, [], None)


def test_what_is_added_is_kept_but_not_used(models: Models) -> None:
    model = _add(models, 0)
    assert model.name == "20260301T120000Z-00000000"
    assert model.digest == sha256(b"a model").hexdigest()
    assert (model.folder / "report.md").read_bytes() == b"# good"
    assert models.current() is None
    assert models.all() == [model]


def test_only_this_user_may_look(models: Models) -> None:
    model = _add(models, 0)
    models.use(model.name)
    assert models.folder.stat().st_mode & 0o777 == 0o700
    for file in [*model.folder.iterdir(), models.folder / POINTER]:
        assert file.stat().st_mode & 0o777 == 0o600, file
    assert model.folder.stat().st_mode & 0o777 == 0o700


def test_another_looker_sees_the_change_at_once(models: Models) -> None:
    other = Models(models.folder)
    first, second = _add(models, 0), _add(models, 1, b"another")
    models.use(first.name)
    assert other.current() == first
    models.use(second.name)
    assert other.current() == second


def test_back_goes_to_what_was_used_before_not_to_what_was_only_kept(models: Models) -> None:
    first, _, third = (_add(models, minute) for minute in range(3))
    models.use(first.name)
    models.use(third.name)
    assert models.back() == first
    assert models.current() == first
    assert models.back() is None
    assert models.current() == first


def test_back_passes_over_what_is_no_longer_whole(models: Models) -> None:
    first, second, third = (_add(models, minute) for minute in range(3))
    for model in (first, second, third):
        models.use(model.name)
    second.file.unlink()
    assert models.back() == first


def test_old_ones_go_but_not_the_one_in_use_nor_the_one_before(models: Models) -> None:
    made = []
    for minute in range(KEEP + 4):
        made.append(_add(models, minute))
        if minute < 2:
            models.use(made[-1].name)
    kept = {model.name for model in models.all()}
    assert kept == {model.name for model in [*made[:2], *made[-KEEP:]]}
    assert models.current() == made[1]
    assert models.back() == made[0]


def test_two_of_one_second(models: Models) -> None:
    first, second = _add(models, 0), _add(models, 0, b"another")
    assert first.name != second.name
    assert models.all()[0] == second


def test_what_a_killed_one_left_is_cleared(models: Models) -> None:
    (models.folder / ".new-x").mkdir(parents=True)
    (models.folder / ".new-x" / MODEL).write_bytes(b"half")
    assert models.all() == []
    _add(models, 0)
    assert not (models.folder / ".new-x").exists()


def _changed(model: Model) -> None:
    model.file.write_bytes(b"A MODEL")


def _missing(model: Model) -> None:
    model.file.unlink()


def _no_about(model: Model) -> None:
    (model.folder / ABOUT).unlink()


def _broken_about(model: Model) -> None:
    (model.folder / ABOUT).write_text('{"sha256": 7')


def _file_elsewhere(model: Model) -> None:
    model.file.rename(model.folder.parent.parent / "elsewhere")
    model.file.symlink_to(model.folder.parent.parent / "elsewhere")


def _folder_elsewhere(model: Model) -> None:
    model.folder.rename(model.folder.parent.parent / "elsewhere")
    model.folder.symlink_to(model.folder.parent.parent / "elsewhere")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_changed, "it was changed"),
        (_missing, "is missing"),
        (_no_about, "is missing"),
        (_broken_about, "cannot be read"),
        (_file_elsewhere, "leads out of"),
        (_folder_elsewhere, "leads out of"),
    ],
)
def test_what_is_not_as_it_was_trained_is_not_used(
    models: Models, harm: Callable[[Model], None], told: str
) -> None:
    model = _add(models, 0)
    models.use(model.name)
    assert models.current() == model
    harm(model)
    assert models.current() is None
    assert models.problem is not None
    assert told in models.problem
    assert models.problem.endswith(": train again with `jipsa nlu train`.")
    assert models.all() == []


@pytest.mark.parametrize("name", ["../elsewhere", "/tmp/elsewhere", "..", ".", ".new-x"])
def test_a_pointer_stays_in_the_folder(models: Models, name: str) -> None:
    outside = _add(Models(models.folder.parent / "outside"), 0)
    outside.folder.rename(models.folder.parent / "elsewhere")
    models.folder.mkdir()
    (models.folder / POINTER).write_text(name)
    assert models.current() is None
    assert models.problem is not None
    assert "is no model of" in models.problem


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"gone"])
def test_a_broken_pointer(models: Models, content: bytes) -> None:
    good = _add(models, 0)
    (models.folder / POINTER).write_bytes(content)
    assert models.current() is None
    assert (models.problem is None) == (not content.strip())
    models.use(good.name)
    assert models.current() == good


def test_one_of_another_rasa_is_not_used(models: Models) -> None:
    models.use(_add(models, 0, rasa="3.5.0").name)
    assert models.current() is None
    assert models.problem is not None
    assert "is of Rasa 3.5.0" in models.problem


def test_a_model_that_is_not_there_cannot_be_used(models: Models) -> None:
    first = _add(models, 0)
    models.use(first.name)
    with pytest.raises(UserError, match="is not whole"):
        models.use("20260101T000000Z-12345678")
    assert models.current() == first


def test_what_a_later_version_writes_is_no_harm(models: Models) -> None:
    model = _add(models, 0)
    about = json.loads((model.folder / ABOUT).read_text())
    (model.folder / ABOUT).write_text(json.dumps({**about, "new": 1}))
    assert models.use(model.name) == model


def test_a_full_disk_leaves_nothing_half(models: Models, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _add(models, 0)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.rasa.models.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        _add(models, 1)
    monkeypatch.undo()
    assert [entry.name for entry in models.folder.iterdir()] == [first.name]
