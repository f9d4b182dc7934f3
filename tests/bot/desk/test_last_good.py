"""The copy of the last good files: whole at every moment."""

from pathlib import Path

import pytest

from bot.desk.last_good import LastGood


def test_what_is_kept_is_there_and_nothing_else(tmp_path: Path) -> None:
    kept = LastGood(tmp_path / "state" / "copy")
    assert kept.files() == {}
    kept.keep({"a.yml": b"1", "b.yml": b"2"})
    kept.keep({"b.yml": b"3"})
    assert kept.files() == {"b.yml": b"3"} == LastGood(tmp_path / "state" / "copy").files()
    assert [one.name for one in (tmp_path / "state").iterdir()] == ["copy"]
    kept.keep({})
    assert kept.files() == {}


@pytest.mark.parametrize("dies_at", range(1, 8))
def test_a_death_at_any_moment_leaves_the_old_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    old, new = {"a.yml": b"1"}, {"a.yml": b"2", "b.yml": b"3"}
    kept = LastGood(tmp_path / "copy")
    kept.keep(old)
    steps = 0

    def dying(real):  # type: ignore[no-untyped-def]
        def step(*args, **kwargs):  # type: ignore[no-untyped-def]
            nonlocal steps
            steps += 1
            if steps == dies_at:
                raise SystemExit
            return real(*args, **kwargs)

        return step

    with monkeypatch.context() as patch:
        for place in ("shutil.rmtree", "os.fsync", "pathlib.Path.rename", "pathlib.Path.mkdir"):
            owner, _, name = place.rpartition(".")
            real = __import__("pathlib").Path if owner == "pathlib.Path" else __import__(owner)
            patch.setattr(place, dying(getattr(real, name)))
        try:
            kept.keep(new)
        except SystemExit:
            assert LastGood(tmp_path / "copy").files() in (old, new)
    kept.keep(new)
    assert kept.files() == new
