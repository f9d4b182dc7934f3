"""`jipsa nlu check|test|replay|history|rollback|misses` where a home runs, on a scripted desk."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest.mock import AsyncMock

import pytest
from redis.asyncio import Redis

from bot.desk.verdict import FailedTest, Verdict
from bot.desk.version import About
from bot.embedded.instance import Instance
from bot.web.auth import Auth
from bot.web.server import WebServer, create_app
from bot.web.settings import WebSettings
from nlu.errors import LanguageError
from nlu.own import OwnTest
from nlu.replay import Changed, Effect
from tests.bot.cli.conftest import Jipsa, Running
from tests.bot.web.register import register_on
from tests.bot.web.scripted_desk import OWN, ScriptedDesk

HEAD = 'version: "3.1"\nnlu: []\n'


@dataclass
class Desked(Running):
    """An instance with a desk whose folder is the one of the state folder."""

    redis_url: str = ""
    folder: Path = Path()
    keeps_messages: bool = True
    desk: ScriptedDesk = field(default_factory=ScriptedDesk)

    async def _start(self) -> WebServer:
        register = register_on(Redis.from_url(self.redis_url))
        await register.people.start()
        self.desk.changes.folder = self.folder
        settings = WebSettings(port=0)
        words = self.desk.words(keeps_messages=self.keeps_messages)
        app = create_app(
            self.house, Auth(self.token, b"0" * 32), None, settings, register=register, words=words
        )
        server = WebServer(app, settings)
        await server.start()
        return server

    def answers(self, verdict: Verdict) -> None:
        """This is what there is to say from now on."""
        self.desk.changes.look = AsyncMock(return_value=verdict)  # type: ignore[method-assign]


def desked(state_dir: Path, redis_url: str, *, keeps_messages: bool = True) -> Iterator[Desked]:
    instance = Instance.claim(state_dir)
    site = Desked(
        instance.token, redis_url=redis_url, folder=state_dir / "intents", keeps_messages=keeps_messages
    )
    instance.announce(site.url)
    yield site
    site.stop()
    instance.release()


@pytest.fixture
def home(state_dir: Path, redis_url: str) -> Iterator[Desked]:
    yield from desked(state_dir, redis_url)


@pytest.fixture
def words(tmp_path: Path) -> Path:
    (tmp_path / "words").mkdir()
    return tmp_path / "words"


def put(folder: Path, **files: str) -> str:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return str(folder)


class TestCheck:
    def test_the_whole_folder_is_looked_at(self, jipsa: Jipsa, home: Desked, words: Path) -> None:
        said = jipsa("nlu", "check", put(words, a=HEAD, b="# 왕별\n"))
        assert (said.code, said.out) == (0, f"2 intent files of your own in {words}: fine.\n")
        assert home.desk.changes.looked == [{"a.yml": HEAD.encode(), "b.yml": "# 왕별\n".encode()}]
        assert home.desk.changes.held == {"own.yml": OWN}

    def test_the_folder_of_the_home_as_it_is_now(self, jipsa: Jipsa, home: Desked) -> None:
        put(home.folder, own="BROKEN")
        said = jipsa("nlu", "check")
        assert (said.code, said.out.splitlines()) == (1, [
            (f"{home.folder}/own.yml, line 3, column 1 at 'nlu.0': error: "
            "en: There is a tab here. Indent with spaces."),
            f"In {home.folder}: 1 error.",
        ])  # fmt: skip

    def test_the_folder_of_a_home_elsewhere(self, jipsa: Jipsa, home: Desked) -> None:
        elsewhere = ("--url", home.url.replace("127.0.0.1", "localhost"), "--token", home.token)
        said = jipsa("nlu", "check", *elsewhere)
        assert (said.code, said.out) == (0, f"1 intent file of your own in {home.folder}: fine.\n")
        fault = LanguageError("intents", 0, "", "the folder cannot be read: permission denied")
        home.desk.changes.refused = Verdict((fault,), why="broken")
        said = jipsa("nlu", "check", *elsewhere)
        assert said.code == 1 and f"{home.folder}: error: en: the folder cannot be read" in said.out

    def test_a_finding(self, jipsa: Jipsa, home: Desked, words: Path) -> None:
        said = jipsa("nlu", "check", put(words, own="RISKY"), "--strict")
        assert (said.code, said.out.splitlines()) == (1, [
            f"{words}/own.yml, line 4: warning: en: short",
            ("A home would not take this: what was safe to say would do something risky. "
            "`jipsa nlu replay` shows it."),
            f"In {words}: 1 warning.",
        ])  # fmt: skip

    def test_for_machines(self, jipsa: Jipsa, home: Desked, words: Path) -> None:
        said = jipsa("nlu", "check", put(words, own="TESTS"), "--json")
        verdict = json.loads(said.out)
        assert (said.code, verdict["why"], verdict["tests"]) == (1, "tests", 4)
        assert [one["say"] for one in verdict["failed"]] == ["왕별 꺼"]

    def test_a_file_that_is_no_text_is_told_without_the_home(
        self, jipsa: Jipsa, home: Desked, words: Path
    ) -> None:
        (words / "own.yml").write_bytes("왕별".encode("cp949"))
        said = jipsa("nlu", "check", str(words))
        assert said.code == 1 and "save it as UTF-8" in said.out
        assert home.desk.changes.looked == []

    def test_a_list_of_appliances_wins(self, jipsa: Jipsa, home: Desked, words: Path, tmp_path: Path) -> None:
        (tmp_path / "home.json").write_text("[]")
        said = jipsa("nlu", "check", put(words, own=HEAD), "--home", str(tmp_path / "home.json"))
        assert said.code == 0 and home.desk.changes.looked == []

    def test_a_house_without_a_desk(self, jipsa: Jipsa, running: Running, words: Path) -> None:
        said = jipsa("nlu", "check", put(words, own=HEAD))
        assert (said.code, said.out) == (1, "")
        assert said.err == (
            f"Jipsa at {running.url} has no desk for own words: it is older than this command, update it.\n"
        )


class TestTest:
    def test_own_tests(self, jipsa: Jipsa, home: Desked, words: Path) -> None:
        said = jipsa("nlu", "test", put(words, own="TESTS"))
        assert (said.code, said.out) == (1, (
            f'{words}/own.yml, line 9: "왕별 꺼" means nothing, not power.turn_off appliance=light-living\n'
            "4 sentences, 1 differ.\n"
        ))  # fmt: skip
        assert jipsa("nlu", "test", put(words, own=HEAD)).out == "0 sentences, all as written.\n"

    def test_with_nothing_named_the_examples_that_ship_are_tests_too(
        self, jipsa: Jipsa, home: Desked
    ) -> None:
        test = OwnTest("왕별 꺼", "chat", "own.yml", 9)
        home.answers(Verdict(failed=(FailedTest(test, "nothing"),), tests=1, why="tests"))
        said = jipsa("nlu", "test")
        assert said.code == 1
        assert said.out.startswith(f'{home.folder}/own.yml, line 9: "왕별 꺼" means nothing, not chat\n')
        assert "\ndoors.yml, line 5: " in said.out


class TestReplay:
    def test_what_changes(self, jipsa: Jipsa, home: Desked, words: Path) -> None:
        changed = Changed("불 \u202e꺼", 3, "power.turn_off", "power.turn_on", "harmless", "harmless")
        home.answers(Verdict(effect=Effect(412, (changed,))))
        said = jipsa("nlu", "replay", put(words, own=HEAD))
        assert (said.code, said.out) == (3, (
            "3 of 412 messages would be understood otherwise:\n"
            '    3x  "불 꺼"   power.turn_off → power.turn_on\n'
        ))  # fmt: skip
        home.answers(Verdict(effect=Effect(1)))
        said = jipsa("nlu", "replay", str(words))
        assert (said.code, said.out) == (0, "None of 1 message would be understood otherwise.\n")

    def test_more_than_are_shown(self, jipsa: Jipsa, home: Desked, words: Path) -> None:
        changed = [Changed(f"문 {n}", 2, "nothing", "chat", "nothing", "nothing") for n in range(60)]
        home.answers(Verdict(effect=Effect(412, tuple(changed))))
        said = jipsa("nlu", "replay", put(words, own=HEAD))
        assert said.out.startswith("120 of 412") and said.out.endswith("       … and 20 more\n")

    def test_what_would_be_refused(self, jipsa: Jipsa, home: Desked, words: Path) -> None:
        said = jipsa("nlu", "replay", put(words, own="RISKY"))
        assert (said.code, said.out.splitlines()) == (4, [
            "2 of 412 messages would be understood otherwise, 2 of them riskily:",
            '!   2x  "문 좀"   nothing → lock.unlock',
            "A home would not take this: what was safe to say would do something risky.",
        ])  # fmt: skip
        assert jipsa("nlu", "replay", put(words, own="BROKEN")).code == 1

    def test_a_running_home_lends_its_appliances_to_sentences_of_a_file(
        self, jipsa: Jipsa, home: Desked, words: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "said.txt").write_text("왕별 꺼\n", encoding="utf-8")
        put(words, own='version: "3.1"\nnlu:\n- synonym: washer-1\n  examples: |\n    - 왕별\n')
        said = jipsa("nlu", "replay", str(words), "--messages", str(tmp_path / "said.txt"))
        assert said.code == 3 and said.out.endswith(" → power.turn_off appliance=washer-1\n")
        assert home.desk.changes.looked == []

    def test_taken_anyway(self, jipsa: Jipsa, home: Desked) -> None:
        home.desk.changes.held = {"own.yml": b"RISKY"}
        said = jipsa("nlu", "replay", "--use-anyway")
        assert (said.code, said.out) == (0, "In use now, as version v2.\n")
        about = home.desk.changes.versions.all()[0].about
        assert (about.how, about.by, about.forced) == ("command line", None, True)

    def test_what_is_broken_is_never_taken(self, jipsa: Jipsa, home: Desked) -> None:
        home.desk.changes.held = {"own.yml": b"BROKEN"}
        said = jipsa("nlu", "replay", "--use-anyway")
        assert (said.code, said.err) == (1, "Something in the files is broken; nothing was changed.\n")
        assert said.out.startswith("own.yml, line 3, column 1 at 'nlu.0': error: ")

    def test_a_disk_that_refuses(self, jipsa: Jipsa, home: Desked) -> None:
        home.desk.changes.held = {"own.yml": b"DISK"}
        said = jipsa("nlu", "replay", "--use-anyway")
        assert (said.code, said.err) == (1, "The files could not be written; nothing was changed.\n")
        told = jipsa("nlu", "replay", "--use-anyway", "--json")
        assert (told.code, json.loads(told.out)["why"]) == (1, "not written")


class TestHistory:
    def test_the_table(self, jipsa: Jipsa, home: Desked, monkeypatch: pytest.MonkeyPatch) -> None:
        about = About(1795394300.0, "mom", "page", "own.yml saved", 412, 3, 1, forced=True)
        home.desk.changes.versions.keep({"own.yml": b"# new\n"}, about)
        said = jipsa("nlu", "history")
        head, newest, first = said.out.splitlines()
        assert (said.code, head.split()) == (0, ["VERSION", "WHEN", "HOW", "MESSAGES", "WHAT"])
        assert (
            newest.startswith("*  v2       20") and "  3 of 412 changed, 1 riskily  엄마: own.yml" in newest
        )
        assert newest.endswith("own.yml saved (forced)") and first.startswith("   v1  ")
        assert first.endswith("start")
        told = json.loads(jipsa("nlu", "history", "--json").out)
        assert [(one["id"], one["live"]) for one in told] == [("v2", True), ("v1", False)]

    def test_one_version(self, jipsa: Jipsa, home: Desked) -> None:
        home.desk.changes.versions.keep(
            {"own.yml": OWN + "#\t왕별\n".encode()}, About(2.0, None, "file", "x")
        )
        said = jipsa("nlu", "history", "v2")
        assert said.code == 0
        assert said.out.splitlines()[2:4] == ["--- own.yml", "+++ own.yml"]
        assert "+#  왕별" in said.out.splitlines()
        assert json.loads(jipsa("nlu", "history", "v2", "--json").out)["files"][0]["name"] == "own.yml"

    def test_a_version_by_how_it_begins(self, jipsa: Jipsa, home: Desked) -> None:
        versions = home.desk.changes.versions
        kept, files = versions.kept[0]
        versions.kept = [(replace(kept, id=one), files) for one in ("20261123-1", "20261124-1")]
        assert jipsa("nlu", "history", "20261124").code == 0
        said = jipsa("nlu", "history", "2026")
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith('2 versions begin with "2026": write more of it')
        for unknown in ("v9", "../v1", ""):
            said = jipsa("nlu", "history", unknown)
            assert said.code == 1 and said.err.startswith(f'There is no version "{unknown}": ')


class TestRollback:
    def test_back(self, jipsa: Jipsa, home: Desked) -> None:
        changes = home.desk.changes
        changes.held = {"own.yml": b"# new\n", "more.yml": b""}
        changes.versions.keep(changes.held, About(2.0, None, "file", "x"))
        said = jipsa("nlu", "rollback", "v1")
        assert (said.code, said.out) == (0, "In use now, as version v3.\n")
        assert changes.held == {"own.yml": OWN}

    def test_refused_until_it_is_wanted_anyway(self, jipsa: Jipsa, home: Desked) -> None:
        changes = home.desk.changes
        changes.versions.keep({"own.yml": b"RISKY"}, About(2.0, None, "file", "x"))
        said = jipsa("nlu", "rollback", "v2")
        assert said.code == 4 and '!   2x  "문 좀"   nothing → lock.unlock' in said.out
        assert said.err == (
            "Something that was harmless to say would do something risky; nothing was changed. "
            "`--use-anyway` does it all the same.\n"
        )
        assert changes.held == {"own.yml": OWN}
        assert jipsa("nlu", "rollback", "v2", "--use-anyway").code == 0
        assert changes.held == {"own.yml": b"RISKY"}

    def test_a_version_that_is_broken_by_now(self, jipsa: Jipsa, home: Desked) -> None:
        home.desk.changes.versions.keep({"own.yml": b"BROKEN"}, About(2.0, None, "file", "x"))
        assert jipsa("nlu", "rollback", "v2").code == 1
        told = jipsa("nlu", "rollback", "v2", "--json")
        assert (told.code, json.loads(told.out)["faults"][0]["line"]) == (1, 3)

    def test_no_such_version(self, jipsa: Jipsa, home: Desked) -> None:
        said = jipsa("nlu", "rollback", "v9")
        assert (said.code, said.err) == (
            1, 'There is no version "v9": `jipsa nlu history` shows all.\n',
        )  # fmt: skip


class TestMisses:
    def test_they_are_shown_with_what_could_be_taught(self, jipsa: Jipsa, home: Desked) -> None:
        said = jipsa("nlu", "misses")
        first, proposal, second = said.out.splitlines()
        assert first.startswith('   3x  "빨래 좀", "빨래좀 해"   not understood, last 20')
        assert proposal == "       maybe run_control.start: [빨래](appliance_type) 좀"
        assert second.startswith('   1x  "뿅"   corrected, last ')
        assert len(json.loads(jipsa("nlu", "misses", "--json").out)["groups"]) == 2
        home.desk.misses.all = []
        assert jipsa("nlu", "misses").out == "Everything was understood.\n"

    def test_where_no_messages_are_kept(self, jipsa: Jipsa, state_dir: Path, redis_url: str) -> None:
        for _ in desked(state_dir, redis_url, keeps_messages=False):
            assert "not kept" in jipsa("nlu", "misses").out
