"""Who did it is named where others read it; and whose own words a reply is."""

import pytest

from bot.message import Language, Reply
from bot.plan import AskStep, Done, Receipt, TellStep
from bot.wording.replies import load_wording
from tests.bot.wording.home import Home, button, done, receipt, refused, state

WORDING = load_wording()
STARTED = {"run_control.state": "running", "program.selected": "표준", "remaining_time.seconds": 3480}


class Named(Home):
    """Everybody is called as their id says."""

    def person_name(self, person_id: str, language: Language) -> str | None:
        return person_id


HOME = Named({"washer": state(remaining_time__seconds=3480), "tv": state(False)})


def said(one: Receipt, language: Language, who: str | None) -> Reply:
    return WORDING.reply(one, HOME, language, button, (), who)[0]


LIGHTS = [done("light-living", "power.turn_off"), done("light-master", "power.turn_off")]

TABLE: list[tuple[list[Done], str, str, str]] = [
    (
        [done("washer", "run_control.start", reported=STARTED)],
        "엄마가 세탁기를 표준 코스로 시작했어요. 58분 남았어요.",
        "Mom",
        "Mom started the washer on Standard. 58 minutes left.",
    ),
    (
        LIGHTS,
        "엄마가 거실 불과 안방 불을 껐어요.",
        "Mom",
        "Mom turned off the living room light and the bedroom light.",
    ),
    (
        [*LIGHTS, refused("ac-master", "power.turn_off", "offline")],
        "엄마가 거실 불과 안방 불을 껐어요. 안방 에어컨은 연결이 끊겨 있어서 끄지 못했어요. 전원과 와이파이를 확인해 주세요.",
        "Mom",
        (
            "Mom turned off the living room light and the bedroom light. I couldn't turn off the bedroom aircon: "
            "it is offline. Please check power and Wi-Fi."
        ),
    ),
    (
        [done("light-living", "power.turn_on"), done("ac-living", "temperature.set", value=24)],
        "엄마가 거실 불을 켰어요. 거실 에어컨 온도를 24°C로 맞췄어요.",
        "Mom",
        "Mom turned on the living room light. Mom set the living room aircon to 24°C.",
    ),
    (
        [done("curtain", "position.open", reported={"position.state": "opening"})],
        "엄마가 커튼을 열고 있어요.",
        "Mom",
        "Mom is opening the curtain.",
    ),
    (
        [done("robot", "run_control.start", reported={})],
        "엄마가 로봇청소기로 청소를 시작했어요.",
        "Mom",
        "Mom started cleaning with the robot vacuum.",
    ),
    (
        [done("light-living", "power.turn_on", "sent")],
        "엄마가 거실 불을 켜라고 했어요. 결과를 알려 주지 않는 기기라서 됐는지는 알 수 없어요.",
        "Mom",
        "For Mom I asked the living room light to turn on. It does not report back, so I can't tell whether it worked.",
    ),
    (
        [done("light-living", "power.turn_on", "timed_out")],
        "엄마가 거실 불을 켜라고 했는데 아직 답이 없어요. 됐는지 확인해 주세요.",
        "Mom",
        "For Mom I asked the living room light to turn on, but there is no answer yet. Please check.",
    ),
    (
        [refused("washer", "run_control.start", "already")],
        "세탁기는 이미 돌아가고 있어요.",
        "Mom",
        "The washer is already running.",
    ),
    (
        [refused("oven", "power.turn_on", "rights", reason="role", role="child")],
        "엄마는 오븐을 켤 수 없어요. 어른에게 부탁해 주세요.",
        "Jiu",
        "Jiu may not turn on the oven. Please ask an adult.",
    ),
]


@pytest.mark.parametrize(("what", "ko", "name", "en"), TABLE)
def test_who_did_it(what: list[Done], ko: str, name: str, en: str) -> None:
    assert said(receipt(*what), "ko", "엄마").text == ko
    assert said(receipt(*what), "en", name).text == en


@pytest.mark.parametrize(
    ("name", "subject", "topic"),
    [
        ("엄마", "엄마가", "엄마는"),
        ("지훈", "지훈이", "지훈은"),
        ("서아💕", "서아💕가", "서아💕는"),
        ("준👦🏻", "준👦🏻이", "준👦🏻은"),
        ("Jiu", "Jiu가", "Jiu는"),
        ("Tom", "Tom이", "Tom은"),
        ("Kate", "Kate가", "Kate는"),
        ("Paul", "Paul이", "Paul은"),
        ("David", "David가", "David는"),
        ("Jack", "Jack이", "Jack은"),
        ("Dad", "Dad가", "Dad는"),
        ("아빠 (회사)", "아빠 (회사)가", "아빠 (회사)는"),
        ("아들2", "아들2가", "아들2는"),
        ("🐶", "🐶이(가)", "🐶은(는)"),
    ],
)
def test_particles_behind_every_name(name: str, subject: str, topic: str) -> None:
    text = said(receipt(done("light-living", "power.turn_on")), "ko", name).text
    assert text == f"{subject} 거실 불을 켰어요."
    no = refused("oven", "power.turn_on", "rights", reason="role", role="child")
    assert said(receipt(no), "ko", name).text.startswith(f"{topic} 오븐을 켤 수 없어요.")


def test_answers_to_questions_name_nobody() -> None:
    home = Named({"washer": state(run_control__state="running", remaining_time__seconds=600)})
    told = receipt(TellStep("told.remaining", {}, "washer"))
    with_name = WORDING.reply(told, home, "ko", button, (), "엄마")
    assert with_name == WORDING.reply(told, home, "ko", button)


@pytest.mark.parametrize(
    ("one", "speaker"),
    [
        (receipt(done("washer", "run_control.start")), "washer"),
        (receipt(refused("washer", "run_control.start", "door_open")), "washer"),
        (receipt(TellStep("told.state", {}, "washer")), "washer"),
        (receipt(TellStep("told.notice_done", {}, "washer")), "washer"),
        (receipt(done("washer", "run_control.start"), TellStep("told.will_tell_done", {}, "washer")), "washer"),
        (receipt(refused("oven", "power.turn_on", "rights", reason="role", role="child")), None),
        (receipt(refused("door", "lock.unlock", "pin_not_set_up")), None),
        (receipt(TellStep("told.rights", {"reason": "role", "role": "child"}, "oven")), None),
        (receipt(TellStep("told.greet", {"person": "mom"})), None),
        (receipt(TellStep("told.home")), None),
        (receipt(TellStep("told.allowed", {"person": "dad"}), done("oven", "power.turn_on")), None),
        (receipt(done("light-living", "power.turn_on"), TellStep("told.leftover", {"words": "음"})), None),
        (receipt(TellStep("told.state", {}, "tv")), None),
        (Receipt(receipt().plan, asked=AskStep("confirm", "ask.confirm", {}, "oven")), None),
        (Receipt(receipt().plan, asked=AskStep("value", "ask.which_value", {}, "ac-living")), "ac-living"),
    ],
)  # fmt: skip
def test_only_its_own_words_are_an_appliances(one: Receipt, speaker: str | None) -> None:
    assert said(one, "ko", None).speaker == speaker
