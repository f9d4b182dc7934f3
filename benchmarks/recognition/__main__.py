"""python -m benchmarks.recognition [folder of recorded announcements]"""

import json
import sys
import time
from pathlib import Path

from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from benchmarks.recognition import held_out, recorded
from benchmarks.recognition.homes import Home, Message


def main() -> None:
    """Print how many types and parts are right, and how many commands would be wrong (must be none)."""
    catalogue = load_catalogue()
    wrong = _held_out(catalogue)
    if len(sys.argv) > 1:
        wrong += _recorded(catalogue, Path(sys.argv[1]))
    if wrong:
        sys.exit(1)


def _held_out(catalogue: Catalogue) -> int:
    bags = held_out.bags()
    scores = [held_out.scored(bag, catalogue) for bag in bags]
    for bag, score in zip(bags, scores, strict=True):
        if score.types != bag.types or score.missed or score.wrong:
            print(f"  {bag.name}: {score.types}, missed {score.missed}, wrong {score.wrong}; {bag.miss}")
    right = sum(score.types == bag.types for bag, score in zip(bags, scores, strict=True))
    wrong = sum(len(score.wrong) for score in scores)
    parts, missed = sum(score.parts for score in scores), sum(len(score.missed) for score in scores)
    _tell("held out", len(bags), right, parts, missed, wrong)
    _time("held out", [bag.messages for bag in bags], catalogue)
    return wrong


def _recorded(catalogue: Catalogue, folder: Path) -> int:
    samples = recorded.samples(folder)
    scores = [recorded.scored(sample, catalogue) for sample in samples]
    for sample, score in zip(samples, scores, strict=True):
        if not score.right_types or score.missed or score.wrong:
            print(f"  {sample.name}: {score.types}, missed {score.missed}, wrong {score.wrong}")
    right = sum(score.right_types for score in scores)
    parts, missed = sum(score.parts for score in scores), sum(len(score.missed) for score in scores)
    wrong = sum(len(score.wrong) for score in scores)
    _tell("recorded", len(samples), right, parts, missed, wrong)
    announced = [one for one in samples if one.messages and one.messages[0][0].startswith("homeassistant/")]
    _time("recorded", [sample.messages for sample in announced], catalogue)
    return wrong


def _tell(what: str, devices: int, right: int, parts: int, missed: int, wrong: int) -> None:
    print(
        f"{what}: {devices} devices, types right {right}; parts {parts - missed} of {parts}"
        f" ({(parts - missed) / parts:.1%}); commands to a wrong part: {wrong}"
    )


def _time(what: str, devices: list[tuple[Message, ...]], catalogue: Catalogue) -> None:
    """Milliseconds for one device of a home of these, beside those for reading the JSON of its messages."""
    texts = [[(topic, json.dumps(payload)) for topic, payload in messages] for messages in devices]
    began = time.perf_counter()
    for messages in texts:
        for _, text in messages:
            json.loads(text)
    floor = time.perf_counter() - began
    home = Home(HomeAssistant(catalogue), catalogue)
    began = time.perf_counter()
    for messages in texts:
        home.hear(messages)
    took = time.perf_counter() - began
    each = 1000 / len(devices)
    print(f"{what}: {took * each:.2f} ms a device, {floor * each:.3f} ms for its JSON alone")


if __name__ == "__main__":
    main()
