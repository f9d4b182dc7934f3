"""The history of a home's words: one contract, kept by a folder of our own and by git."""

import contextlib
import json
import logging
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.desk.git_program import Git, GitRefused
from bot.desk.git_versions import GitVersions, versions_of
from bot.desk.marks import mark_of
from bot.desk.version import About, Version, Versions
from bot.desk.versions import OwnVersions

ABOUT = About(1795453140.0, "mom", "page", "taught: 빨래 좀", 300, 12, 1, forced=True)
FILES = {"own.yml": b"1\n", "우리 집.yaml": b"\xff\x00\r\n2", 'a "b" c.YML': b""}


def git(folder: Path, *arguments: str) -> str:
    """As a person who works in the repository."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    person = {
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@home",
        "GIT_COMMITTER_NAME": "Ann", "GIT_COMMITTER_EMAIL": "ann@home",
    }  # fmt: skip
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, env={**kept, **person}, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with something in it; the words are in a folder of it."""
    top = tmp_path / "my [home]"
    (top / "집 말").mkdir(parents=True)
    git(top, "init", "-q", "-b", "main")
    (top / "README").write_text("home")
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "start")
    return top


@pytest.fixture
def words(repository: Path) -> Path:
    """The folder of the words."""
    return repository / "집 말"


@pytest.fixture(params=["own", "git", "git top"])
def reopened(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Versions]:
    """Makes the same history once more, as at a start."""
    if request.param == "own":
        return lambda: OwnVersions(tmp_path / "intents.history")
    if request.param == "git":
        folder = request.getfixturevalue("words")
        return lambda: GitVersions(folder)
    git(tmp_path, "init", "-q")
    return lambda: GitVersions(tmp_path)


def test_what_is_kept_is_there(reopened: Callable[[], Versions]) -> None:
    versions = reopened()
    assert versions.all() == []
    first = versions.keep(FILES, ABOUT)
    second = versions.keep({"own.yml": b"2\n"}, replace(ABOUT, by=None, how="tap", forced=False))
    third = versions.keep({}, About(ABOUT.at + 1, "dad", "file", "own.yml removed"))
    assert first.about == ABOUT and first.mark == mark_of(FILES)
    for one in (versions, reopened()):
        assert one.all() == [third, second, first]
        assert one.all(2) == [third, second]
        assert one.files(first.id) == FILES
        assert one.files(second.id) == {"own.yml": b"2\n"}
        assert one.files(third.id) == {}


def test_the_same_content_is_the_same_version(reopened: Callable[[], Versions]) -> None:
    versions = reopened()
    first = versions.keep(FILES, ABOUT)
    assert (
        versions.keep(dict(reversed(FILES.items())), replace(ABOUT, at=ABOUT.at + 9, what="again")) == first
    )
    other = versions.keep({}, ABOUT)
    back = reopened().keep(FILES, replace(ABOUT, how="rollback"))
    assert versions.all() == [back, other, first] and back.mark == first.mark


def test_a_clock_set_back_changes_no_order(reopened: Callable[[], Versions]) -> None:
    times = [2e9, 1e9, 1e9, 0.0, 1e9 + 1]
    kept = [reopened().keep({"own.yml": bytes([n])}, replace(ABOUT, at=at)) for n, at in enumerate(times)]
    assert reopened().all() == kept[::-1]
    assert [one.about.at for one in kept] == times


@pytest.mark.parametrize(
    "version_id",
    ["", "..", "../x", "HEAD", "main", "20261123-165900-3fa9c1", "f" * 40, "--all", "a\nb", "집"],
)
def test_no_such_version(reopened: Callable[[], Versions], version_id: str) -> None:
    reopened().keep(FILES, ABOUT)
    assert reopened().files(version_id) is None


# --- a folder of our own


def test_a_version_can_be_read_by_people_and_by_nobody_else(tmp_path: Path) -> None:
    kept = OwnVersions(tmp_path / "history").keep(FILES, ABOUT)
    folder = tmp_path / "history" / kept.id
    assert kept.id == f"20261123-165900-{kept.mark[:6]}"
    assert (folder / "우리 집.yaml").read_bytes() == FILES["우리 집.yaml"]
    assert json.loads((folder / "about.json").read_text())["about"]["what"] == "taught: 빨래 좀"
    modes = {oct(one.stat().st_mode & 0o777) for one in folder.iterdir()}
    assert modes == {"0o600"} and (tmp_path / "history").stat().st_mode & 0o777 == 0o700
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_oldest_go(tmp_path: Path) -> None:
    versions = OwnVersions(tmp_path, most=3, most_bytes=2_000)
    kept = [versions.keep({"a.yml": b"x" * n}, ABOUT) for n in range(5)]
    assert versions.all() == kept[:1:-1]
    big = versions.keep({"a.yml": b"x" * 3_000}, ABOUT)
    assert versions.all() == [big] and [one.name for one in tmp_path.iterdir()] == [big.id]


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no about": lambda folder: (folder / "about.json").unlink(),
    "no JSON": lambda folder: (folder / "about.json").write_bytes(b"\xff{"),
    "other JSON": lambda folder: (folder / "about.json").write_text('{"mark": 1}'),
    "a file is gone": lambda folder: (folder / "own.yml").unlink(),
    "a file is shorter": lambda folder: (folder / "own.yml").write_bytes(b""),
    "no folder": lambda folder: (shutil.rmtree(folder), folder.write_text("")),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_version_is_left_out_and_told_once(
    tmp_path: Path, damage: Callable[[Path], object], caplog: pytest.LogCaptureFixture
) -> None:
    versions = OwnVersions(tmp_path)
    first = versions.keep({"own.yml": b"1"}, ABOUT)
    second = versions.keep({"own.yml": b"2"}, ABOUT)
    damage(tmp_path / second.id)
    with caplog.at_level(logging.WARNING):
        assert versions.all() == [first] == versions.all()
        assert versions.files(second.id) is None
    assert len(caplog.records) == 1 and second.id in caplog.text
    third = versions.keep({"own.yml": b"2"}, ABOUT)
    assert versions.all() == [third, first] and third.id > second.id


def test_a_file_that_was_changed_is_no_version_of_before(tmp_path: Path) -> None:
    versions = OwnVersions(tmp_path)
    kept = versions.keep({"own.yml": b"1"}, ABOUT)
    (tmp_path / kept.id / "own.yml").write_bytes(b"2")
    assert versions.files(kept.id) is None


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "20261123.txt").write_text("mine")
    versions = OwnVersions(tmp_path, most=1)
    kept = [versions.keep({"a.yml": bytes([n])}, ABOUT) for n in range(3)]
    assert versions.all() == kept[2:]
    assert (tmp_path / "notes").is_dir() and (tmp_path / "20261123.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["", "..", "a/b.yml", "about.json"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OSError, match="cannot be kept"):
        OwnVersions(tmp_path / "history").keep({name: b""}, ABOUT)
    assert OwnVersions(tmp_path / "history").all() == []


@pytest.mark.parametrize("dies_at", range(1, 12))
def test_a_death_at_any_moment_leaves_whole_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    old = OwnVersions(tmp_path, most=1).keep({"own.yml": b"1"}, ABOUT)
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
        for owner, name in ((os, "fsync"), (os, "open"), (Path, "rename"), (shutil, "rmtree")):
            patch.setattr(owner, name, dying(getattr(owner, name)))
        with contextlib.suppress(SystemExit):
            OwnVersions(tmp_path, most=1).keep({"own.yml": b"2", "b.yml": b"3"}, ABOUT)
    versions = OwnVersions(tmp_path, most=1)
    for one in versions.all():
        assert versions.files(one.id) in ({"own.yml": b"1"}, {"own.yml": b"2", "b.yml": b"3"})
    assert versions.all()[-1] == old or versions.all()[0].mark != old.mark
    new = versions.keep({"own.yml": b"4"}, ABOUT)
    assert [one.name for one in tmp_path.iterdir()] == [new.id]


CONTENTS = st.dictionaries(
    st.sampled_from(["a.yml", "집.yaml", "b c.yml"]), st.binary(max_size=4), max_size=3
)


class History(RuleBasedStateMachine):
    """Whatever is kept, in whatever order, comes back as it was."""

    versions: Versions

    @initialize()
    def begin(self) -> None:
        self.place = TemporaryDirectory()
        self.kept: list[tuple[Version, dict[str, bytes]]] = []
        self.most, self.turns = 3, 0
        self.reopen()

    @rule()
    def reopen(self) -> None:
        self.versions = OwnVersions(Path(self.place.name) / "history", self.most)

    @rule(files=CONTENTS, at=st.floats(0, 4e9))
    def keep(self, files: dict[str, bytes], at: float) -> None:
        version = self.versions.keep(files, replace(ABOUT, at=at))
        if self.kept and self.kept[-1][1] == files:
            assert (version.id, version.mark) == (self.kept[-1][0].id, self.kept[-1][0].mark)
        else:
            self.kept.append((version, files))

    @rule(most=st.integers(1, 4))
    def prune(self, most: int) -> None:
        self.kept = self.kept[-self.most :][-most:]
        self.most = most
        self.reopen()
        self.turns += 1
        self.keep({"a.yml": f"pruned {self.turns}".encode()}, 0.0)

    @invariant()
    def all_is_there(self) -> None:
        kept = self.kept[-self.most :]
        assert [one for one, _ in reversed(kept)] == self.versions.all()
        assert all(self.versions.files(one.id) == files for one, files in kept)

    def teardown(self) -> None:
        self.place.cleanup()


class GitHistory(History):
    """The same in a repository, which forgets nothing."""

    @initialize()
    def begin(self) -> None:
        self.place = TemporaryDirectory()
        git(Path(self.place.name), "init", "-q")
        self.kept, self.most = [], 1_000
        self.reopen()

    @rule()
    def reopen(self) -> None:
        self.versions = GitVersions(Path(self.place.name))

    @rule()
    def prune(self) -> None:
        """Git does."""

    @invariant()
    def all_is_there(self) -> None:
        known = [(one, files) for one, files in self.kept if one.id.strip("0")]
        assert [one.id for one, _ in reversed(known)] == [one.id for one in self.versions.all()]
        assert all(self.versions.files(one.id) == files for one, files in self.kept)


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=30, stateful_step_count=12, deadline=None)
TestGitHistory = GitHistory.TestCase
TestGitHistory.settings = settings(
    max_examples=4, stateful_step_count=6, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


# --- git


def test_a_commit_says_who_and_why(words: Path) -> None:
    GitVersions(words).keep(FILES, ABOUT)
    assert git(words, "log", "-1", "--format=%an <%ae> %cn %at%n%B").strip() == (
        "mom <mom@jipsa> Jipsa 1795453140\n"
        "taught: 빨래 좀\n\nBy: mom\nHow: page\nReplay: 12 of 300 otherwise, 1 worse\nForced: yes"
    )
    assert git(words, "status", "--porcelain", "--", "README") == ""


@pytest.mark.parametrize("by", [None, "", "<>", "a <b@c>\nd", "엄마", "."])
def test_anybody_may_be_the_author(words: Path, by: str | None) -> None:
    kept = GitVersions(words).keep(FILES, replace(ABOUT, by=by))
    assert GitVersions(words).files(kept.id) == FILES


def test_what_others_have_staged_or_changed_stays(repository: Path, words: Path) -> None:
    (repository / "README").write_text("changed")
    (repository / "staged").write_text("1")
    git(repository, "add", "staged")
    (words / "note.txt").write_text("not ours")
    for name, content in FILES.items():
        (words / name).write_bytes(content)
    GitVersions(words).keep(FILES, ABOUT)
    status = git(repository, "-c", "core.quotePath=false", "status", "--porcelain", "-uall", "-z")
    assert sorted(status.split("\0")) == ["", " M README", "?? 집 말/note.txt", "A  staged"]
    (words / "own.yml").unlink()
    GitVersions(words).keep({name: FILES[name] for name in FILES if name != "own.yml"}, ABOUT)
    assert "own.yml" not in git(repository, "status", "--porcelain")


def test_commits_of_others_are_versions(repository: Path, words: Path) -> None:
    first = GitVersions(words).keep({"own.yml": b"1"}, ABOUT)
    (words / "own.yml").write_bytes(b"2")
    (words / "deeper").mkdir()
    (words / "deeper" / "no.yml").write_bytes(b"deep")
    git(words, "add", ".")
    git(words, "commit", "-q", "-m", "How: I like it\n\nand more")
    (repository / "README").write_text("nothing of ours")
    git(repository, "commit", "-qam", "other")
    second, *others = GitVersions(words).all()
    assert others == [first] and GitVersions(words).files(second.id) == {"own.yml": b"2"}
    assert (second.about.by, second.about.how, second.about.what) == (None, "file", "How: I like it")
    assert second.mark == mark_of({"own.yml": b"2"})
    assert GitVersions(words).keep({"own.yml": b"2"}, ABOUT) == second
    assert GitVersions(words).files(second.id[:7]) == {"own.yml": b"2"}


def test_hooks_signing_and_editors_are_not_asked(
    repository: Path, words: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = repository / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("pre-commit", "commit-msg", "post-commit", "post-index-change", "reference-transaction"):
        (hooks / name).write_text("#!/bin/sh\ntouch hook-ran\nexit 1\n")
        (hooks / name).chmod(0o755)
    git(repository, "config", "commit.gpgSign", "true")
    git(repository, "config", "core.editor", "false")
    git(repository, "config", "core.fsmonitor", "touch hook-ran; false")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere")
    kept = GitVersions(words).keep(FILES, ABOUT)
    assert GitVersions(words).files(kept.id) == FILES and not list(repository.rglob("hook-ran"))


def test_a_detached_head_moves_no_branch(repository: Path, words: Path) -> None:
    git(repository, "checkout", "-q", "--detach")
    before = git(repository, "rev-parse", "main")
    kept = GitVersions(words).keep(FILES, ABOUT)
    assert git(repository, "rev-parse", "HEAD").strip() == kept.id
    assert git(repository, "rev-parse", "main") == before


@pytest.mark.parametrize("state", ["MERGE_HEAD", "rebase-merge", "CHERRY_PICK_HEAD", "index.lock"])
def test_in_the_middle_of_something_nothing_is_touched(repository: Path, words: Path, state: str) -> None:
    first = GitVersions(words).keep({"own.yml": b"1"}, ABOUT)
    (repository / ".git" / state).write_text(first.id)
    index = (repository / ".git" / "index").read_bytes()
    with pytest.raises(OSError, match=r"under way|busy"):
        GitVersions(words).keep({"own.yml": b"2"}, ABOUT)
    assert GitVersions(words).all() == [first] and (repository / ".git" / "index").read_bytes() == index


def test_a_locked_branch_is_said_and_nothing_is_lost(repository: Path, words: Path) -> None:
    (words / "own.yml").write_bytes(b"2")
    (repository / ".git" / "HEAD.lock").write_text("")
    with pytest.raises(OSError, match=r"busy|same moment") as told:
        GitVersions(words).keep({"own.yml": b"2"}, ABOUT)
    assert "fatal" not in str(told.value) and (words / "own.yml").read_bytes() == b"2"
    (repository / ".git" / "HEAD.lock").unlink()
    assert GitVersions(words).keep({"own.yml": b"2"}, ABOUT) == GitVersions(words).all()[0]


def test_a_repository_of_somebody_else_is_said(
    words: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(
        Git, "run", lambda *_: (128, b"", "fatal: detected dubious ownership in repository at 'x'\n")
    )
    with pytest.raises(GitRefused, match=r"safe\.directory"):
        GitVersions(words).keep(FILES, ABOUT)
    assert isinstance(versions_of(words, tmp_path / "history"), OwnVersions)
    assert "belongs to another user" in caplog.text


def test_which_history_a_folder_has(
    repository: Path, words: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = tmp_path / "history"
    assert isinstance(versions_of(words, history), GitVersions)
    assert isinstance(versions_of(tmp_path, history), OwnVersions)
    assert isinstance(versions_of(tmp_path / "away", history), OwnVersions)
    assert isinstance(versions_of(repository / ".git", history), OwnVersions)
    (repository / ".gitignore").write_text("집 말/\n")
    assert isinstance(versions_of(words, history), OwnVersions)
    (repository / ".gitignore").unlink()
    monkeypatch.setenv("PATH", "")
    assert isinstance(versions_of(words, history), OwnVersions)


def test_line_ends_are_stored_as_the_repository_wants_them(repository: Path, words: Path) -> None:
    (repository / ".gitattributes").write_text("*.yml text eol=crlf\n")
    (words / "own.yml").write_bytes(b"1\r\n")
    versions = GitVersions(words)
    kept = versions.keep({"own.yml": b"1\r\n"}, ABOUT)
    assert versions.files(kept.id) == {"own.yml": b"1\n"}
    assert versions.keep({"own.yml": b"1\r\n"}, ABOUT) == kept == versions.all()[0]
    assert "own.yml" not in git(repository, "status", "--porcelain")


def test_a_git_that_hangs_is_ended(words: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "git").write_text("#!/bin/sh\nexec sleep 600\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr("bot.desk.git_program.TIMEOUT_S", 0.1)
    with pytest.raises(OSError, match="did not answer"):
        GitVersions(words).keep(FILES, ABOUT)
    assert isinstance(versions_of(words, tmp_path / "history"), OwnVersions)


def test_what_git_says_is_told_as_a_sentence(repository: Path, words: Path) -> None:
    GitVersions(words).keep(FILES, ABOUT)
    shutil.rmtree(repository / ".git" / "objects")
    (repository / ".git" / "objects").mkdir()
    with pytest.raises(OSError, match="git") as told:
        GitVersions(words).keep({}, ABOUT)
    assert "fatal" not in str(told.value) and "\n" not in str(told.value)
