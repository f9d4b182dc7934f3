"""`jipsa nlu check`, `test` and `replay` where no home runs: on a folder, with a list of appliances, or without."""

import json
from pathlib import Path

import pytest

from nlu.engine import Engines, load_engines
from nlu.errors import LanguageError
from tests.bot.cli.conftest import Jipsa

GOOD = "- intent: power.turn_off\n  examples: |\n    - [거실](area) [조명](appliance_type) 좀 재워 줘\n"
NAMED = "- synonym: light-living\n  examples: |\n    - 왕별\n"
NIGHT = 'version: "3.1"\ncommands:\n- name: 별나라 가자\n  steps: |\n    - 왕별 꺼\n'
TESTED = 'version: "3.1"\ntests:\n- say: 왕별 꺼\n  means: power.turn_off appliance=light-living\n'
DOOR = 'version: "3.1"\ncommands:\n- name: 우리 나간다\n  steps: |\n    - 현관문 열어\n'
FLAW = 'version: "3.1"\ntests:\n- say: 거실 조명 켜\n  means: power.turn_off\n'
APPLIANCES = [
    {
        "id": "light-living", "type": "light", "names": ["조명"], "areas": ["거실"],
        "capabilities": {"power": {"actions": ["turn_on", "turn_off"], "attributes": ["on"], "limits": {}}},
        "summary": {"ko": "꺼짐"},
    },
    {
        "id": "lock-1", "type": "door_lock", "names": ["현관문"], "areas": ["현관"],
        "capabilities": {"lock": {"actions": ["lock", "unlock"], "attributes": ["state"], "limits": {}},
                         "of_another_version": {"actions": ["fly"]}},
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def engines() -> Engines:
    return load_engines()


@pytest.fixture(autouse=True)
def loaded_once(engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.looking.load_engines", lambda: engines)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "words"


@pytest.fixture
def home(tmp_path: Path) -> str:
    file = tmp_path / "home.json"
    file.write_text(json.dumps(APPLIANCES), encoding="utf-8")
    return str(file)


@pytest.fixture
def said(tmp_path: Path) -> str:
    file = tmp_path / "said.txt"
    file.write_text("왕별 꺼\n\n거실 조명 꺼\n왕별 꺼\n우리 나간다\n", encoding="utf-8")
    return str(file)


def put(folder: Path, **files: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        whole = text if text.startswith("version") else f'version: "3.1"\nnlu:\n{text}'
        (folder / f"{name}.yml").write_text(whole, encoding="utf-8")
    return str(folder)


class TestCheck:
    def test_a_folder_that_is_fine(self, jipsa: Jipsa, folder: Path) -> None:
        said = jipsa("nlu", "check", put(folder, mine=GOOD, names=NAMED))
        assert (said.code, said.out, said.err) == (
            0, f"2 intent files of your own in {folder}: fine.\n", "",
        )  # fmt: skip

    def test_the_folder_of_the_home(self, jipsa: Jipsa, state_dir: Path) -> None:
        own = state_dir / "intents"
        empty = f"There are no intent files of your own: they go into {own}.\n"
        assert (jipsa("nlu", "check").code, jipsa("nlu", "check").out) == (0, empty)
        put(own, mine=GOOD)
        assert jipsa("nlu", "check").out == f"1 intent file of your own in {own}: fine.\n"

    def test_every_fault_with_its_place(self, jipsa: Jipsa, folder: Path) -> None:
        put(
            folder,
            folded="- intent: power.turn_off\n  examples: >\n    - a\n    - b\n",
            good=GOOD,
            names="- intent: power.turn_of\n  examples: |\n    - a\n",
            tab='version: "3.1"\nnlu:\n\t- intent: chat\n',
        )
        said = jipsa("nlu", "check", str(folder))
        assert said.code == 1
        assert said.out.splitlines() == [
            (
                f"{folder}/folded.yml, line 4 at 'examples': error: "
                "'>' makes one sentence of all lines: write 'examples: |' instead"
            ),
            (
                f"{folder}/names.yml, line 5 at 'power.turn_of': error: "
                "there is no such intent; did you mean 'power.turn_off'?"
            ),
            f"{folder}/tab.yml, line 3, column 1: error: There is a tab here. Indent with spaces.",
            f"In {folder}: 3 errors.",
        ]

    def test_a_finding_that_is_a_mistake(self, jipsa: Jipsa, folder: Path) -> None:
        again = (
            "- intent: power.turn_on\n  examples: |\n    - [거실](area) [조명](appliance_type) 좀 재워 줘\n"
        )
        said = jipsa("nlu", "check", put(folder, mine=GOOD, other=again))
        assert said.code == 1
        assert "line 5: error: '" in said.out and "cannot mean both" in said.out

    def test_warnings_count_only_when_asked(self, jipsa: Jipsa, folder: Path, home: str) -> None:
        put(folder, names="- synonym: light-livng\n  examples: |\n    - 왕별\n")
        said = jipsa("nlu", "check", str(folder), "--home", home)
        assert (said.code, said.out.splitlines()[-1]) == (0, f"In {folder}: 1 warning.")
        assert "line 5: warning: '왕별' stands for light-livng" in said.out
        assert jipsa("nlu", "check", str(folder), "--home", home, "--strict").code == 1

    def test_without_a_home_nothing_is_said_of_its_things(self, jipsa: Jipsa, folder: Path) -> None:
        put(folder, names="- synonym: light-livng\n  examples: |\n    - 왕별\n", night=NIGHT, tested=TESTED)
        said = jipsa("nlu", "check", str(folder), "--strict")
        assert (said.code, said.out) == (0, f"3 intent files of your own in {folder}: fine.\n")
        assert said.err.startswith("No home runs here, so its names, own tests") and "--home FILE" in said.err

    def test_without_a_home_a_step_may_be_about_anything(self, jipsa: Jipsa, folder: Path, home: str) -> None:
        steps = "version: '3.1'\ncommands:\n- name: 별나라 가자\n  steps: |\n    - "
        put(folder, own=steps + "어쩌고저쩌고 뿅\n")
        assert jipsa("nlu", "check", str(folder), "--strict").code == 0
        assert jipsa("nlu", "check", str(folder), "--strict", "--home", home).code == 1
        put(folder, own=steps + "응\n")
        assert jipsa("nlu", "check", str(folder)).code == 1

    def test_own_tests_are_a_part_of_it(self, jipsa: Jipsa, folder: Path, home: str) -> None:
        said = jipsa("nlu", "check", put(folder, flaw=FLAW), "--home", home)
        assert (said.code, said.out.splitlines()) == (1, [
            (f'{folder}/flaw.yml, line 3: error: "거실 조명 켜" means '
            "power.turn_on appliance=light-living, not power.turn_off"),
            f"In {folder}: 1 error.",
        ])  # fmt: skip

    def test_a_dangerous_step_is_told(self, jipsa: Jipsa, folder: Path, home: str) -> None:
        said = jipsa("nlu", "check", put(folder, door=DOOR), "--home", home, "--strict")
        assert said.code == 0
        assert "hint: '우리 나간다' has a step that needs care" in said.out

    def test_for_machines(self, jipsa: Jipsa, folder: Path) -> None:
        put(folder, tab='version: "3.1"\nnlu:\n\t- intent: chat\n')
        said = jipsa("nlu", "check", str(folder), "--json")
        verdict = json.loads(said.out)
        assert (said.code, said.err, verdict["ok"], verdict["why"]) == (1, "", False, "broken")
        [fault] = verdict["faults"]
        texts = fault.pop("text")
        assert fault == {"file": "tab.yml", "line": 3, "column": 1, "key": "", "level": "error"}
        assert texts["en"] == "There is a tab here. Indent with spaces." and texts["ko"] != texts["en"]
        (folder / "tab.yml").write_text(DOOR, encoding="utf-8")
        said = jipsa("nlu", "check", str(folder), "--json")
        assert (said.code, json.loads(said.out)["ok"]) == (0, True)

    def test_what_would_steer_a_terminal_is_not_shown(self, jipsa: Jipsa, folder: Path) -> None:
        put(folder, odd="- intent: 'power.\u202eturn_of'\n  examples: |\n    - a\n")
        said = jipsa("nlu", "check", str(folder))
        assert said.code == 1 and "\u202e" not in said.out and "power.turn_of" in said.out

    def test_files_that_cannot_be_read(self, jipsa: Jipsa, folder: Path) -> None:
        put(folder, mine=GOOD)
        (folder / "odd.yml").mkdir()
        said = jipsa("nlu", "check", str(folder))
        assert (said.code, said.out.splitlines()[0]) == (
            1, f"{folder}/odd.yml: error: this is a folder: rename it or move it away",
        )  # fmt: skip
        (folder / "odd.yml").rmdir()
        (folder / "odd.yml").write_bytes("왕별".encode("cp949"))
        assert "save it as UTF-8" in jipsa("nlu", "check", str(folder)).out

    def test_what_is_no_folder(self, jipsa: Jipsa, folder: Path) -> None:
        assert jipsa("nlu", "check", str(folder)).err == f"There is no folder {folder}.\n"
        folder.mkdir()
        empty = jipsa("nlu", "check", str(folder))
        assert (empty.code, empty.err) == (1, f"There are no intent files in {folder}.\n")
        put(folder, mine=GOOD)
        file = folder / "mine.yml"
        assert jipsa("nlu", "check", str(file)).err == f"{file} is a file: name its folder.\n"

    def test_a_folder_that_the_config_names_must_be_there(self, jipsa: Jipsa, tmp_path: Path) -> None:
        config = tmp_path / "config.yaml"
        config.write_text(f"nlu: {{intents: {tmp_path / 'gone'}}}\n")
        said = jipsa("nlu", "check", "--config", str(config))
        assert said.code == 1 and f"there is no folder {tmp_path / 'gone'}" in said.out
        put(tmp_path / "gone", mine=GOOD)
        assert jipsa("nlu", "check", "--config", str(config)).code == 0

    @pytest.mark.parametrize("text", ["x", "{}", '[{"id": 1}]', '[{"id": "a", "type": "tv"}]', "\0"])
    def test_a_list_of_appliances_that_is_none(
        self, jipsa: Jipsa, folder: Path, tmp_path: Path, text: str
    ) -> None:
        file = tmp_path / "bad.json"
        file.write_text(text)
        said = jipsa("nlu", "check", put(folder, mine=GOOD), "--home", str(file))
        assert said.code == 1 and said.out == "" and said.err.count("\n") == 1
        assert said.err.startswith(f"{file} is no home (")

    def test_broken_language_files(self, jipsa: Jipsa, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken() -> None:
            raise LanguageError("ko.yaml", 7, "verbs", "This is no list.")

        monkeypatch.setattr("bot.cli.looking.load_engines", broken)
        said = jipsa("nlu", "check", put(folder, mine=GOOD))
        assert (said.code, said.err) == (1, "ko.yaml, line 7 at 'verbs': This is no list.\n")


class TestTest:
    def test_they_hold_in_the_home_they_are_for(self, jipsa: Jipsa, folder: Path, home: str) -> None:
        put(folder, names=NAMED, tested=TESTED)
        said = jipsa("nlu", "test", str(folder), "--home", home)
        assert (said.code, said.out, said.err) == (0, "1 sentence, all as written.\n", "")

    def test_one_that_does_not(self, jipsa: Jipsa, folder: Path, home: str) -> None:
        put(folder, flaw=FLAW, names=NAMED, tested=TESTED)
        said = jipsa("nlu", "test", str(folder), "--home", home)
        assert (said.code, said.out.splitlines()[-1]) == (1, "2 sentences, 1 differ.")
        assert said.out.startswith(f'{folder}/flaw.yml, line 3: "거실 조명 켜" means power.turn_on')
        told = json.loads(jipsa("nlu", "test", str(folder), "--home", home, "--json").out)
        assert (told["ok"], told["tests"], told["faults"]) == (False, 2, [])
        assert [(one["file"], one["line"], one["wanted"]) for one in told["failed"]] == [
            ("flaw.yml", 3, "power.turn_off")
        ]

    def test_without_a_home_the_way_to_one_is_told(self, jipsa: Jipsa, folder: Path) -> None:
        put(folder, names=NAMED, tested=TESTED)
        said = jipsa("nlu", "test", str(folder))
        assert said.code == 1 and "1 differ" in said.out and "--home FILE" in said.err

    def test_broken_files_are_not_tried(self, jipsa: Jipsa, folder: Path) -> None:
        put(folder, bad='version: "3.1"\nnlu:\n\t- a\n', tested=TESTED)
        said = jipsa("nlu", "test", str(folder))
        assert said.code == 1 and said.out.endswith("No test was run: mend that first.\n")
        told = json.loads(jipsa("nlu", "test", str(folder), "--json").out)
        assert (told["ok"], told["tests"], len(told["faults"])) == (False, 0, 1)


class TestReplay:
    def test_what_changes(self, jipsa: Jipsa, folder: Path, home: str, said: str) -> None:
        put(folder, names=NAMED)
        done = jipsa("nlu", "replay", str(folder), "--messages", said, "--home", home)
        assert (done.code, done.out.splitlines()) == (3, [
            "2 of 4 messages would be understood otherwise:",
            '    2x  "왕별 꺼"   power.turn_off unknown=왕별 → power.turn_off appliance=light-living',
        ])  # fmt: skip

    def test_against_what_is_in_use(
        self, jipsa: Jipsa, folder: Path, home: str, said: str, tmp_path: Path
    ) -> None:
        used = put(tmp_path / "used", names=NAMED)
        done = jipsa(
            "nlu", "replay", put(folder, names=NAMED), "--messages", said, "--home", home, "--against", used
        )
        assert (done.code, done.out) == (0, "None of 4 messages would be understood otherwise.\n")
        (tmp_path / "used" / "names.yml").write_text("- a", encoding="utf-8")
        done = jipsa("nlu", "replay", str(folder), "--messages", said, "--against", used)
        assert done.code == 1 and done.err.startswith(f"In {used}: names.yml")

    def test_something_risky_is_marked_and_refused(
        self, jipsa: Jipsa, folder: Path, home: str, said: str
    ) -> None:
        done = jipsa("nlu", "replay", put(folder, door=DOOR), "--messages", said, "--home", home)
        lines = done.out.splitlines()
        assert done.code == 4
        assert lines[0] == "1 of 4 messages would be understood otherwise, 1 of them riskily:"
        assert lines[1].startswith('!   1x  "우리 나간다"   ') and " → " in lines[1]
        assert lines[-1] == "A home would not take this: what was safe to say would do something risky."
        told = json.loads(
            jipsa("nlu", "replay", str(folder), "--messages", said, "--home", home, "--json").out
        )
        assert (told["why"], told["effect"]["worse"]) == ("risky", 1)

    def test_a_test_that_fails_is_refused(self, jipsa: Jipsa, folder: Path, home: str, said: str) -> None:
        done = jipsa("nlu", "replay", put(folder, flaw=FLAW), "--messages", said, "--home", home)
        assert done.code == 4 and done.out.splitlines()[-1] == "A home would not take this: own tests fail."

    def test_broken_files(self, jipsa: Jipsa, folder: Path, said: str) -> None:
        put(folder, bad='version: "3.1"\nnlu:\n\t- a\n')
        done = jipsa("nlu", "replay", str(folder), "--messages", said)
        assert done.code == 1 and "There is a tab here" in done.out

    def test_messages_that_are_no_text(self, jipsa: Jipsa, folder: Path, tmp_path: Path) -> None:
        file = tmp_path / "said.txt"
        file.write_bytes("불 꺼".encode("cp949"))
        done = jipsa("nlu", "replay", put(folder, mine=GOOD), "--messages", str(file))
        assert (done.code, done.err) == (1, f"{file} is not in UTF-8: save it as UTF-8.\n")
        file.write_bytes(b"")
        done = jipsa("nlu", "replay", str(folder), "--messages", str(file))
        assert (done.code, done.out) == (0, "There are no messages to try it on.\n")
