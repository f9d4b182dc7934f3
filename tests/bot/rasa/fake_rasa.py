"""A stand-in for the environment of Rasa: it "learns" at once and errs as often as the test says."""

import json
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.rasa.environment import RASA_VERSION, Environment

_PYTHON = f"""#!{sys.executable}
import sys
sys.path.insert(0, {str(Path(__file__).parents[3])!r})
from tests.bot.rasa.fake_rasa import main
main(sys.argv[1:])
"""


@dataclass(frozen=True, slots=True)
class FakeRasa:
    """An environment in a folder of the test's."""

    environment: Environment

    def will(self, **how: object) -> None:
        """wrong: so many sentences; confidence: of all; says: lines; exit: code; waits: until go() or its end."""
        if how.get("waits"):
            os.mkfifo(self.environment.folder / "go")
        (self.environment.folder / "how.json").write_text(json.dumps(how))

    def go(self) -> None:
        """End the waiting, once it has begun."""
        with (self.environment.folder / "go").open("w"):
            self.will()

    @property
    def runs(self) -> list[dict[str, str]]:
        """Each run: its arguments, nice value and what else was seen."""
        log = self.environment.folder / "runs"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def fake_rasa(folder: Path) -> FakeRasa:
    """A complete one in this folder."""
    (folder / "bin").mkdir(parents=True)
    (folder / "lib" / "python3.10" / "site-packages" / f"rasa-{RASA_VERSION}.dist-info").mkdir(parents=True)
    (folder / "bin" / "python").write_text(_PYTHON)
    (folder / "bin" / "python").chmod(0o755)
    fake = FakeRasa(Environment(folder))
    fake.will()
    return fake


def main(arguments: list[str]) -> None:
    """What its interpreter does for `-m rasa train nlu …` and `-m rasa test nlu …`."""
    folder = Path(sys.argv[0]).parent.parent
    how = json.loads((folder / "how.json").read_text())
    with (folder / "runs").open("a") as log:
        seen = {
            "arguments": " ".join(arguments),
            "nice": os.nice(0),
            "pid": os.getpid(),
            "cwd": str(Path.cwd()),
        }
        log.write(json.dumps(seen | {"secret": os.environ.get("JIPSA_TOKEN", "")}) + "\n")
    if how.get("waits"):
        with (folder / "go").open() as pipe:
            pipe.read()
    for line in how.get("says", ()):
        sys.stderr.write(f"{line}\n")
    if how.get("exit"):
        os.kill(os.getpid(), -how["exit"]) if how["exit"] < 0 else sys.exit(how["exit"])
    learn() if "train" in arguments else answer(how)


def learn() -> None:
    """Two epochs, told as Rasa tells them, and a model."""
    for done in (1, 2):
        sys.stderr.write(f"\rEpochs:  {50 * done}%|█████     | {done}/2 [00:01<00:01,  1.00it/s, t_loss=3.9]")
    sys.stderr.write("\n\x1b[92mYour Rasa model is trained.\x1b[0m\n")
    Path("models").mkdir()
    Path("models/model.tar.gz").write_bytes(os.urandom(64))


def answer(how: dict[str, float]) -> None:
    """The results, in Rasa's files."""
    rows = []
    intent = ""
    for line in Path("held_out.yml").read_text(encoding="utf-8").splitlines():
        if match := re.match(r'\s*- intent: "(.+)"', line):
            intent = match[1]
        elif line.startswith("      - "):
            text = re.sub(r"\[([^]]+)\](\([^)]+\)|\{[^}]+\})", r"\1", line.removeprefix("      - "))
            rows.append((text, intent))
    wrong, right = [], []
    for number, (text, wanted) in enumerate(rows):
        got = "social.greet" if number < how.get("wrong", 0) else wanted
        prediction = {"name": got, "confidence": how.get("confidence", 0.9)}
        (right if got == wanted else wrong).append(
            {"text": text, "intent": wanted, "intent_prediction": prediction}
        )
    Path("results").mkdir()
    for name, answers in (("errors", wrong), ("successes", right)):
        if answers:
            Path(f"results/intent_{name}.json").write_text(json.dumps(answers), encoding="utf-8")
    Path("results/intent_confusion_matrix.png").write_bytes(b"\x89PNG\r\n\x1a\n")
