"""A few sentences that a training of seconds can learn."""

import re
from pathlib import Path

import pytest

from bot.rasa.environment import PROJECT

_TINY = """version: "3.1"
nlu:
  - intent: power.turn_on
    examples: |
      - turn on the [tv](appliance_type)
      - please get the [fan](appliance_type) going
      - I would like the [heater](appliance_type) on
      - could you switch the [lamp](appliance_type) on for me
      - let there be [light](appliance_type)
      - fire up the [speaker](appliance_type)
      - wake the [air conditioner](appliance_type)
      - bring the [humidifier](appliance_type) to life
      - it is time for the [dehumidifier](appliance_type)
      - [티비](appliance_type) 켜 줘
      - [선풍기](appliance_type) 좀 틀어 줄래
      - [에어컨](appliance_type) 돌아가게 해 줘
      - 이제 [불](appliance_type) 켜도 돼
      - [가습기](appliance_type) 작동시켜 줘
      - 나 [스피커](appliance_type) 쓸래
      - [제습기](appliance_type) 가동 부탁해
      - [공기청정기](appliance_type) 켜 놔 줘
      - 어두우니까 [조명](appliance_type) 부탁
  - intent: power.turn_off
    examples: |
      - turn off the [tv](appliance_type)
      - please stop the [fan](appliance_type) now
      - no more [heater](appliance_type)
      - could you switch the [lamp](appliance_type) off for me
      - kill the [light](appliance_type)
      - silence the [speaker](appliance_type)
      - the [air conditioner](appliance_type) can rest
      - put the [humidifier](appliance_type) to sleep
      - enough of the [dehumidifier](appliance_type)
      - [티비](appliance_type) 꺼 줘
      - [선풍기](appliance_type) 그만 돌려
      - [에어컨](appliance_type) 이제 됐어
      - 자야 하니까 [불](appliance_type) 꺼
      - [가습기](appliance_type) 안 써도 돼
      - [스피커](appliance_type) 조용히 시켜
      - [제습기](appliance_type) 끄는 게 좋겠어
      - [공기청정기](appliance_type) 꺼 놔 줘
      - 밝으니까 [조명](appliance_type) 꺼도 돼
"""


def teach_only_a_little(folder: Path, patch: pytest.MonkeyPatch, epochs: int = 2) -> None:
    """What ships is now a tiny folder of sentences and a short training."""
    (folder / "intents").mkdir(parents=True)
    (folder / "intents" / "tiny.yml").write_text(_TINY, encoding="utf-8")
    template = (PROJECT / "config.yml").read_text(encoding="utf-8")
    short = re.sub(r"epochs: \d+", f"epochs: {epochs}", template)
    (folder / "config.yml").write_text(short, encoding="utf-8")
    patch.setattr("bot.rasa.training.SHIPPED", (folder / "intents",))
    patch.setattr("bot.rasa.training.TEMPLATE", folder / "config.yml")
