"""What came of commands, in both languages, in full and for a wrist."""

import pytest

from appliance_bridge.command import Refusal
from bot.plan import Done
from bot.wording.replies import load_wording
from tests.bot.wording.home import Home, button, done, receipt, refused, state

WORDING = load_wording()
HOME = Home({"washer": state(remaining_time__seconds=3480)})
STARTED = {"run_control.state": "running", "program.selected": "표준", "remaining_time.seconds": 3480}
LIGHTS = ["light-living", "light-master", "light-kitchen", "light-bath", "light-study"]

TABLE: list[tuple[str, list[Done], str, str, str, str]] = [
    (
        "a start is read back",
        [done("washer", "run_control.start", reported=STARTED)],
        "세탁기를 표준 코스로 시작했어요. 58분 남았어요.",
        "세탁기 시작됨 · 58분",
        "Started the washer on Standard. 58 minutes left.",
        "Washer started · 58 min",
    ),
    (
        "the programme it reports wins over the one it was told",
        [done("washer", "run_control.start", reported=STARTED, program="울")],
        "세탁기를 표준 코스로 시작했어요. 58분 남았어요.",
        "세탁기 시작됨 · 58분",
        "Started the washer on Standard. 58 minutes left.",
        "Washer started · 58 min",
    ),
    (
        "a programme chosen before the start is said with it",
        [done("washer", "program.select", value="울"), done("washer", "run_control.start", reported={})],
        "세탁기를 울 코스로 시작했어요. 58분 남았어요.",
        "세탁기 시작됨 · 58분",
        "Started the washer on Wool. 58 minutes left.",
        "Washer started · 58 min",
    ),
    (
        "several alike are one sentence, exceptions have names",
        [
            done("light-living", "power.turn_off"),
            done("light-master", "power.turn_off"),
            refused("ac-master", "power.turn_off", "offline"),
        ],
        "거실 불과 안방 불을 껐어요. 안방 에어컨은 연결이 끊겨 있어서 끄지 못했어요. 전원과 와이파이를 확인해 주세요.",
        "불 2개 꺼짐 · 안방 에어컨 안 됨 · 연결 끊김",
        (
            "Turned off the living room light and the bedroom light. I couldn't turn off the bedroom aircon: "
            "it is offline. Please check power and Wi-Fi."
        ),
        "2 lights off · 1 not done",
    ),
    (
        "many of a kind are a number",
        [done(one, "power.turn_off") for one in LIGHTS],
        "불 5개를 껐어요.",
        "불 5개 꺼짐",
        "Turned off 5 lights.",
        "5 lights off",
    ),
    (
        "many of many kinds",
        [done(one, "power.turn_off") for one in [*LIGHTS[:4], "tv"]],
        "거실 불, 안방 불, 주방 불, 욕실 불 등 5개를 껐어요.",
        "5개 꺼짐",
        (
            "Turned off the living room light, the bedroom light, the kitchen light, the bathroom light and others "
            "(5 in all)."
        ),
        "5 things off",
    ),
    (
        "failures come last whatever their order",
        [refused("tv", "power.turn_off", "offline"), done("light-living", "power.turn_off")],
        "거실 불을 껐어요. TV는 연결이 끊겨 있어서 끄지 못했어요. 전원과 와이파이를 확인해 주세요.",
        "거실 불 꺼짐 · TV 안 됨 · 연결 끊김",
        "Turned off the living room light. I couldn't turn off the TV: it is offline. Please check power and Wi-Fi.",
        "Living room light off · 1 not done",
    ),
    (
        "a value is the reported one",
        [done("ac-living", "temperature.set", reported={"temperature.target": 25.0}, value=24)],
        "거실 에어컨 온도를 25°C로 맞췄어요.",
        "거실 에어컨 25°C로 맞춤",
        "Set the living room aircon to 25°C.",
        "Living room aircon set to 25°C",
    ),
    (
        "a switch-on and its settings are one thing",
        [
            done("ac-living", "power.turn_on"),
            done("ac-living", "mode.set", value="cool"),
            done("ac-living", "temperature.set", value=24),
        ],
        "거실 에어컨을 냉방 24°C로 켰어요.",
        "거실 에어컨 24°C로 켜짐",
        "Turned on the living room aircon: cool, 24°C.",
        "Living room aircon on at 24°C",
    ),
    (
        "a setting that failed is not said to be done",
        [
            done("ac-living", "power.turn_on"),
            refused("ac-living", "temperature.set", "out_of_range", {"value": 40}),
        ],
        "거실 에어컨을 켰어요. 거실 에어컨은 18°C에서 30°C까지만 돼요.",
        "거실 에어컨 켜짐 · 거실 에어컨 안 됨 · 범위 밖",
        "Turned on the living room aircon. The living room aircon goes from 18°C to 30°C only.",
        "Living room aircon on · 1 not done",
    ),
    (
        "no answer is no success",
        [
            done("oven", "temperature.set", "timed_out", value=180),
            done("oven", "run_control.start", "timed_out"),
        ],
        "오븐을 180°C로 켜라고 했는데 아직 답이 없어요. 됐는지 확인해 주세요.",
        "오븐 아직 답 없음",
        "I asked the oven to turn on at 180°C, but there is no answer yet. Please check.",
        "Oven no answer yet",
    ),
    (
        "no answer because it went away",
        [done("tv", "power.turn_on", "timed_out", Refusal("offline"))],
        "TV를 켜라고 했는데 아직 답이 없어요(연결 끊김). 됐는지 확인해 주세요.",
        "TV 아직 답 없음",
        "I asked the TV to turn on, but there is no answer yet (offline). Please check.",
        "TV no answer yet",
    ),
    (
        "in doubt after a restart",
        [done("washer", "run_control.start", "timed_out", Refusal("restarted"))],
        "세탁기를 시작하라고 하는 사이에 제가 다시 켜져서 결과를 몰라요. 됐는지 확인해 주세요.",
        "세탁기 결과 모름",
        "I was restarted while asking the washer to start, so I don't know how it ended. Please check.",
        "Washer not sure",
    ),
    (
        "sent is not done",
        [done("tv", "power.turn_on", "sent")],
        "TV를 켜라고 했어요. 결과를 알려 주지 않는 기기라서 됐는지는 알 수 없어요.",
        "TV 보냄 · 결과 모름",
        "I asked the TV to turn on. It does not report back, so I can't tell whether it worked.",
        "TV asked · can't tell",
    ),
    (
        "waiting",
        [done("tv", "power.turn_on", "pending")],
        "TV를 켜라고 했고, 답을 기다리고 있어요.",
        "TV 답 기다리는 중",
        "I asked the TV to turn on and am waiting for an answer.",
        "TV waiting",
    ),
    (
        "begun is not finished",
        [done("curtain", "position.open", reported={"position.state": "opening"})],
        "커튼을 열고 있어요.",
        "커튼 열리는 중",
        "The curtain is opening.",
        "Curtain opening",
    ),
    (
        "finished is finished",
        [done("curtain", "position.open", reported={"position.state": "open"})],
        "커튼을 열었어요.",
        "커튼 열림",
        "Opened the curtain.",
        "Curtain open",
    ),
    (
        "already so is no failure",
        [refused("washer", "run_control.start", "already")],
        "세탁기는 이미 돌아가고 있어요.",
        "세탁기 이미 돌아가고 있어요",
        "The washer is already running.",
        "Washer already running",
    ),
    (
        "a colour by its name",
        [done("light-living", "colour.set", value="255,0,0")],
        "거실 불 색을 빨간색으로 바꿨어요.",
        "거실 불 빨간색으로 바꿈",
        "Made the living room light red.",
        "Living room light red",
    ),
]

REFUSALS = [
    (
        "washer",
        "run_control.start",
        "remote_control_off",
        {},
        "원격 제어가 꺼져 있어서 시작하지 못했어요. 세탁기의 '원격 제어' 버튼을 눌러 주세요.",
        "I couldn't start the washer: remote control is off. Please press 'Remote control' on the washer.",
    ),
    (
        "washer",
        "run_control.start",
        "remote_control_off",
        {"reported": "old"},
        "원격 제어가 켜져 있는지 지금은 알 수 없어서 시작하지 못했어요. 세탁기의 '원격 제어' 버튼을 다시 눌러 주세요.",
        (
            "I couldn't start the washer: I can't tell whether remote control is still on. "
            "Please press 'Remote control' on the washer again."
        ),
    ),
    (
        "washer",
        "run_control.start",
        "door_open",
        {},
        "세탁기 문이 열려 있어서 시작하지 못했어요. 문을 닫고 다시 말씀해 주세요.",
        "I couldn't start the washer: the door is open. Please close it and tell me again.",
    ),
    (
        "oven",
        "run_control.start",
        "child_lock",
        {},
        "오븐 버튼 잠금이 켜져 있어서 켜지 못했어요. 잠금을 풀고 다시 말씀해 주세요.",
        "I couldn't turn on the oven: the buttons are locked. Please unlock them and tell me again.",
    ),
    (
        "ac-living",
        "temperature.set",
        "out_of_range",
        {"minimum": 16, "maximum": 30},
        "거실 에어컨은 16°C에서 30°C까지만 돼요.",
        "The living room aircon goes from 16°C to 30°C only.",
    ),
    ("tv", "volume.set", "out_of_range", {}, "TV는 0에서 100까지만 돼요.", "The TV goes from 0 to 100 only."),
    (
        "washer",
        "program.select",
        "not_an_option",
        {"value": "wool"},
        "세탁기에는 울 코스가 없어요. 이 중에서 골라 주세요: 표준, 울, 섬세, 쾌속, 이불 등.",
        "The washer does not have Wool. Choose from: Standard, Wool, Delicates, Quick, Bedding ….",
    ),
    (
        "ac-living",
        "mode.set",
        "not_an_option",
        {},
        "거실 에어컨에는 그런 설정이 없어요. 이 중에서 골라 주세요: 냉방, 제습.",
        "The living room aircon does not have that setting. Choose from: cool, dry.",
    ),
    (
        "tv",
        "lock.unlock",
        "unsupported",
        {},
        "TV에는 그런 기능이 없어서 잠금을 풀지 못해요.",
        "I can't unlock the TV: it doesn't offer that.",
    ),
    (
        "gas",
        "valve.open",
        "forbidden",
        {},
        "가스 밸브는 안전을 위해 잠그기만 해요. 여는 건 직접 해 주세요.",
        "For safety I only ever close the gas valve. Please open it by hand.",
    ),
    (
        "cooktop",
        "power.turn_on",
        "forbidden",
        {},
        "인덕션은 안전을 위해 끄기만 해요. 켜는 건 직접 해 주세요.",
        "For safety I only ever turn off the cooktop. Please turn it on by hand.",
    ),
    (
        "tv",
        "power.turn_on",
        "not_connected",
        {},
        "집 안의 기기들과 연결이 끊겨서 TV는 켜지 못했어요. 잠시 뒤에 다시 말씀해 주세요.",
        "I couldn't turn on the TV: I have no connection to the appliances. Please tell me again in a moment.",
    ),
    (
        "tv",
        "power.turn_on",
        "broker_refused",
        {},
        "MQTT 브로커가 허락하지 않아서 TV는 켜지 못했어요. 브로커의 권한 설정을 확인해 주세요.",
        "I couldn't turn on the TV: the MQTT broker does not allow it. Please check the broker's permissions.",
    ),
    (
        "tv",
        "power.turn_on",
        "too_late",
        {},
        "늦게 도착한 말씀이라 TV는 켜지 않았어요. 아직 필요하면 다시 말씀해 주세요.",
        "Your message came late, so I did not turn on the TV. Please tell me again if you still want it.",
    ),
    (
        "washer",
        "run_control.start",
        "fault",
        {"code": "E4"},
        "세탁기에 문제(E4)가 있어서 시작하지 못했어요. 기기를 확인해 주세요.",
        "I couldn't start the washer: it reports a fault (E4). Please check.",
    ),
    (
        "washer",
        "run_control.start",
        "restarted",
        {},
        "제가 다시 켜지는 바람에 세탁기는 시작하지 못했어요. 다시 말씀해 주세요.",
        "I was restarted, so I did not start the washer. Please tell me again.",
    ),
    (
        "washer",
        "run_control.start",
        "unknown_state",
        {},
        "세탁기가 지금 어떤 상태인지 몰라서 시작하지 않았어요. 기기를 확인해 주세요.",
        "I don't know how the washer is now, so I did not start the washer. Please check.",
    ),
    (
        "oven",
        "run_control.start",
        "rights",
        {"reason": "role", "role": "child"},
        "아이는 오븐을 켤 수 없어요. 어른에게 부탁해 주세요.",
        "Children may not turn on the oven. Please ask an adult.",
    ),
    (
        "washer",
        "run_control.start",
        "rights",
        {"reason": "role", "role": "guest"},
        "손님은 세탁기를 시작할 수 없어요. 집주인에게 부탁해 주세요.",
        "Guests may not start the washer. Please ask your host.",
    ),
    (
        "tv",
        "power.turn_on",
        "rights",
        {"reason": "hours", "role": "child"},
        "지금은 TV를 켤 수 없는 시간이에요.",
        "You may not turn on the TV at this time.",
    ),
    (
        "tv",
        "power.turn_on",
        "rights",
        {"reason": "guest_over", "role": "guest"},
        "이용 기간이 끝나서 할 수 없어요. 집주인에게 다시 초대해 달라고 해 주세요.",
        "Your stay here has ended, so I can't do that. Please ask your host to invite you again.",
    ),
    (
        "door",
        "lock.unlock",
        "pin_not_set_up",
        {},
        "PIN이 아직 없어서 할 수 없어요. 집주인이 설정에서 PIN을 정해 주세요.",
        "There is no PIN yet, so I can't do that. The owner can set one in the config.",
    ),
    ("tv", "power.turn_on", "something_new", {}, "TV는 켜지 못했어요.", "I couldn't turn on the TV."),
]


@pytest.mark.parametrize(
    ("happened", "ko", "ko_short", "en", "en_short"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_what_came_of_it(happened: list[Done], ko: str, ko_short: str, en: str, en_short: str) -> None:
    (korean,) = WORDING.reply(receipt(*happened), HOME, "ko", button)
    (english,) = WORDING.reply(receipt(*happened), HOME, "en", button)
    assert (korean.text, korean.short) == (ko, ko_short)
    assert (english.text, english.short) == (en, en_short)


@pytest.mark.parametrize(("appliance", "act", "reason", "facts", "ko", "en"), REFUSALS)
def test_refusals_say_what_to_do(
    appliance: str, act: str, reason: str, facts: dict[str, str | int], ko: str, en: str
) -> None:
    arguments = {"value": facts["value"]} if "value" in facts else {}
    one = receipt(refused(appliance, act, reason, arguments, **facts))
    assert WORDING.reply(one, HOME, "ko", button)[0].text == ko
    assert WORDING.reply(one, HOME, "en", button)[0].text == en


def test_an_appliance_that_is_gone() -> None:
    one = receipt(refused("nowhere", "power.turn_on", "unsupported"))
    assert "우리 집에 없어서" in WORDING.reply(one, HOME, "ko", button)[0].text


def test_one_appliance_speaks_for_itself() -> None:
    assert WORDING.reply(receipt(done("tv", "power.turn_on")), HOME, "ko", button)[0].speaker == "tv"
    both = receipt(done("tv", "power.turn_on"), done("oven", "power.turn_off"))
    assert WORDING.reply(both, HOME, "ko", button)[0].speaker is None


def test_nothing_to_say() -> None:
    assert WORDING.reply(receipt(), HOME, "ko", button) == ()
