"""Two tiny Rasa models, trained by the real Rasa: one for a home, one for a flower shop. Kept by content."""

import hashlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bot.rasa.environment import Environment

CACHE = Path(__file__).parents[2] / ".cache" / "rasa"
TIMEOUT_S = 300

CONFIG = """\
assistant_id: tiny
language: ko
recipe: default.v1
pipeline:
  - name: WhitespaceTokenizer
  - {name: CountVectorsFeaturizer, analyzer: char_wb, min_ngram: 1, max_ngram: 3}
  - name: LogisticRegressionClassifier
  - {name: RegexEntityExtractor, use_word_boundaries: false, use_lookup_tables: true}
"""

HOME = """\
version: "3.1"
nlu:
  - intent: power.turn_on
    examples: |
      - [거실](area) 불 켜 줘
      - [부엌](area) 불 켜
      - 에어컨 켜 줘
      - 에어컨 좀 켜
      - 텔레비전 켜 줄래
      - 선풍기 켜라
      - 공기청정기 켜 주세요
      - 전등 켜
      - turn on the light
      - switch the fan on
      - lights on please
      - put the television on
  - intent: power.turn_off
    examples: |
      - [거실](area) 불 꺼 줘
      - [부엌](area) 불 꺼
      - 에어컨 꺼 줘
      - 에어컨 좀 꺼
      - 텔레비전 꺼 줄래
      - 선풍기 꺼라
      - 공기청정기 꺼 주세요
      - 전등 꺼
      - turn off the light
      - switch the fan off
      - lights off please
  - intent: query.state
    examples: |
      - [거실](area) 불 켜져 있어?
      - 에어컨 켜져 있니
      - 세탁기 다 됐어?
      - 지금 몇 도야
      - is the light on
      - how warm is it
      - is the washer done
  - lookup: area
    examples: |
      - 거실
      - 부엌
"""

SHOP = """\
version: "3.1"
nlu:
  - intent: order_roses
    examples: |
      - 장미 열 송이 주문할게요
      - 장미 주세요
      - some roses please
  - intent: opening_hours
    examples: |
      - 몇 시에 문 열어요
      - 언제까지 해요
      - when do you open
"""

INTENTS = frozenset({"power.turn_on", "power.turn_off", "query.state"})
"""Those of the home."""

PROGRAM = """\
import sys
from rasa.model_training import train_nlu
for name in ("home", "shop"):
    train_nlu("config.yml", name + ".yml", "made", fixed_model_name=name)
"""


@dataclass(frozen=True, slots=True)
class TinyModels:
    """Archives as Rasa wrote them; do not change them."""

    home: Path
    shop: Path


def tiny_models(environment: Environment) -> TinyModels:
    """Train them, or take those that were trained from the same before."""
    content = "\0".join((CONFIG, HOME, SHOP, PROGRAM))
    folder = CACHE / hashlib.sha256(content.encode()).hexdigest()[:16]
    made = TinyModels(folder / "made" / "home.tar.gz", folder / "made" / "shop.tar.gz")
    if not (folder / "whole").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in (("config.yml", CONFIG), ("home.yml", HOME), ("shop.yml", SHOP)):
            (folder / name).write_text(text, encoding="utf-8")
        with (folder / "log").open("wb") as log:
            subprocess.run(
                ["nice", "-n", "10", str(environment.python), "-c", PROGRAM],
                cwd=folder,
                env=environment.variables(os.environ, threads=1),
                stdout=log,
                stderr=log,
                check=True,
                timeout=TIMEOUT_S,
            )
        assert made.home.exists(), (folder / "log").read_text()
        assert made.shop.exists(), (folder / "log").read_text()
        (folder / "whole").touch()
    return made
