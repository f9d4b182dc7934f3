"""Recorded bridges at a real broker, a real home, and a family that speaks to what they announced."""

import pytest

from tests.end_to_end.appliances.street import PIN, Street, recorded, words

pytestmark = pytest.mark.shared

RETHINK = "rethink/00000000-0000-0000-0000-0000000000"
NOTHING = None
"""Nothing may be told to any appliance."""

Said = tuple[str, tuple[str, str] | None, str]
"""What is said; topic's end and payload of the one command; a piece of the answer."""

AIRCON = ("에어컨 90도로", NOTHING, "까지만")
WATCHED: list[Said] = [
    ("세탁기 돌려줘", NOTHING, "시작할 수 없는"),
    ("start the washer with cotton", NOTHING, "by hand"),
]
ARMED = [
    "F_V8_Y___W_B_2QEUK", "F_VB_F___W_B_2QEUK", "F_V__F___W_B_1QEUK", "WTDN3", "Y_V8_F___W_B_2QEUK",
    "Y_V8_Y___W_B32QEUK",
]  # fmt: skip
WATCHED_DRYER: list[Said] = [
    ("건조기 돌려줘", NOTHING, "시작할 수 없는"),
    ("건조기 몇 분 남았어?", NOTHING, "돌아가고 있지 않아요"),
]
FRIDGE: list[Said] = [
    ("냉동실 -20도로 해줘", ("/freezer_setpoint/set", "-20"), "-20°C"),
    ("냉장고 3도로", ("/fridge_setpoint/set", "3"), "3°C"),
    ("냉동실 몇 도야?", NOTHING, "-18°C"),
]

TALKS: dict[str, tuple[list[str], list[Said]]] = {
    "connectlife-air_conditioner": (["air_conditioner"], [
        ("에어컨 켜줘", ("/ac/power/set", "1"), "켜라고"),
        ("에어컨 24도로 맞춰줘", ("/ac/temperature/set", "24"), "24°C"),
        ("에어컨 제습 모드로", ("/ac/mode/set", "dry"), "제습 모드로"), AIRCON,
    ]),
    "mitsubishi2mqtt-air_conditioner": (["air_conditioner"], [
        ("에어컨 24도로 맞춰줘", ("/temp/set", "24"), "24°C"),
        ("에어컨 바람 세게", ("/fan/set", "high"), "강풍"), ("에어컨 꺼줘", ("/mode/set", "off"), "끄라고"), AIRCON,
    ]),
    "rethink-air_conditioner-RAC_056905_WW": (["air_conditioner"], [
        ("에어컨 24도로", ("/climate-temperature/set", "24"), "24°C"),
        ("제습으로 해줘", ("/climate-mode/set", "dry"), "제습 모드로"),
        ("몇 도로 맞춰져 있어?", NOTHING, "19°C"), AIRCON,
    ]),
    "rethink-air_conditioner-POT_056905_WW": (["air_conditioner"], [
        ("set the air conditioner to 24 degrees", ("/climate-temperature/set", "24"), "24°C"),
        ("지금 실내 온도 몇 도야?", NOTHING, "19.5°C"),
    ]),
    "z2m-air_conditioner-HP6000ZB": (["air_conditioner"], [
        ("에어컨 24도로 맞춰줘", ("zigbee2mqtt/air_conditioner/set", '{"occupied_heating_setpoint": 24}'), "24°C"),
        ("에어컨 제습 모드로", ("zigbee2mqtt/air_conditioner/set", '{"system_mode": "dry"}'), "제습 모드로"), AIRCON,
    ]),
    "rethink-dehumidifier-DHUM_056905_WW": (["dehumidifier"], [
        ("제습기 습도 45%로", ("/humidifier-target_humidity/set", "45"), "45%"),
        ("제습기 강풍", ("/fan_speed-/set", "high"), "강풍"), ("습도 몇이야?", NOTHING, "50%"),
    ]),
    "rethink-hood-STUDIO_HOOD": (["hood"], [
        ("후드 켜줘", ("/fan_power/set", "ON"), "켜라고"), ("후드 세게", ("/fan_speed/set", "1"), "바람"),
    ]),
    "rethink-dryer-RV13B6BSD_D_US_WIFI": (["dryer"], WATCHED_DRYER),
    "rethink-dryer-RV13B6ES_D_US_WIFI": (["dryer"], WATCHED_DRYER),
    "rethink-dryer-RV13U6AM8W_D_US_WIFI": (["dryer"], WATCHED_DRYER),
    "rethink-refrigerator-2REB1GLVB1__2": (["refrigerator"], FRIDGE[:1] + FRIDGE[2:]),
    "rethink-refrigerator-2REF11EBIVPC4": (["refrigerator"], FRIDGE[:1] + FRIDGE[2:]),
    "rethink-refrigerator-2REF11EIDA__4": (["refrigerator"], [
        ("냉동실 -20도로 해줘", ("/freezer_setpoint/set", "-4"), "-20°C"),
    ]),
    "rethink-refrigerator-2RES1VE600FWC": (["refrigerator"], [*FRIDGE, ("냉장고 문 열려 있어?", NOTHING, "네")]),
    "rethink-refrigerator-2RES1VE61NFA2": (["refrigerator"], FRIDGE),
    "rethink-washer-F3L2CYU__": (["washer"], WATCHED),
    "rethink-washer-F3L7CYK5W_US_WIFI": (["washer"], WATCHED),
    "rethink-washer-T1789EFH_F": (["washer"], WATCHED),
    "rethink-washer-VCDWL2QEUK": (["washer"], WATCHED),
    "rethink-washer_dryer-WTL_FXU_BDV_NA_01": (["dryer", "washer"], [
        ("세탁기 돌려줘", NOTHING, "시작할 수 없는"), ("세탁기 몇 분 남았어?", NOTHING, "45분"),
    ]),
    "hcpy-oven": (["oven"], [
        ("오븐 180도로 예열해줘", NOTHING, "시작할 수 없는"), ("is the oven off?", NOTHING, "not reported"),
        ("오븐 450도로", NOTHING, "까지만"),
    ]),
    "hcpy-washer": (["washer"], WATCHED),
    "kocom-boiler_thermostat": (["boiler", "gas_valve", "ventilation"], [
        ("거실 보일러 22도로", ("climate/livingroom/target_temp", "22"), "22°C"), ("안방 22도", NOTHING, "안방"),
        ("가스 잠가줘", ("wallpad_gas/set", "off"), "잠그라고"), ("가스 밸브 열어줘", NOTHING, "잠그기만"),
        ("전열교환기 강풍", ("fan/wallpad/speed", "high"), "강풍"),
    ]),
    "sds_wallpad-korean_apartment": (["boiler", "gas_valve", "light", "plug", "ventilation"], [
        ("보일러 22도로", ("thermostat/1/target/command", "22"), "22°C"),
        ("불 켜줘", ("light/1/power/command", "ON"), "켜라고"),
        ("전열교환기 강풍", ("fan/1/speed/command", "1"), "강풍"), ("가스 잠가줘", NOTHING, "못해요"),
    ]),
    "otgw-boiler": (["boiler", "water_heater"], [
        ("보일러 22도로 해줘", ("/command", "TT=22"), "22°C"), ("온수 45도로", ("/command", "SW=45"), "45°C"),
        ("보일러 꺼줘", NOTHING, "못해요"),
    ]),
    "redmond-rice_cooker": (["rice_cooker"], [
        ("밥솥으로 백미 해줘", NOTHING, "백미가 없어요"), ("밥 해줘", ("/cmd/state", "ON"), "시작하라고"),
    ]),
    "saic-car-MG4": (["car"], [
        ("차 문 잠가줘", ("/doors/locked/set", "True"), "잠그라고"), ("차 문 열어줘", NOTHING, "PIN"),
        (PIN, ("/doors/locked/set", "False"), "풀라고"), ("차 22도로", NOTHING, "맞출까요"),
    ]),
    "nuki_hub-door_lock": (["door_lock"], [
        ("문 잠겼어?", NOTHING, "네, 잠겨"), ("현관문 열어줘", NOTHING, "PIN"),
        (PIN, ("nukihub/lock/action", "unlock"), "풀라고"),
    ]),
    "z2m-door_lock-V3_BTZB_V3_BTZBE": (["door_lock"], [
        ("unlock the front door", NOTHING, "PIN"), ("취소", NOTHING, "취소"),
        ("현관문 잠가줘", ("zigbee2mqtt/door_lock/set", '{"state": "LOCK"}'), "잠그라고"),
    ]),
    "z2m-air_purifier-E2007": (["air_purifier"], [
        ("공기청정기 켜줘", ("zigbee2mqtt/air_purifier/set", '{"fan_state": "ON"}'), "켜라고"),
        ("공기청정기 자동으로", ("zigbee2mqtt/air_purifier/set", '{"fan_mode": "auto"}'), "자동"),
    ]),
    "z2m-pet_feeder-ZNCWWSQ01LM": (["pet_feeder"], [
        ("고양이 밥 줘", ("zigbee2mqtt/pet_feeder/set", '{"feed": "START"}'), "됐는지는 알 수 없어요"),
    ]),
    "valetudo-robot_vacuum": (["robot_vacuum"], [
        ("청소기 돌려줘", ("_vacuum/command", "START"), "청소를 시작하라고"),
        ("청소기 뭐해?", NOTHING, "충전대에 있어요"),
    ]),
    "tasmota-smart_plug_relay": (["switch"], [("Test 켜줘", ("/cmnd/POWER1", "ON"), "켜라고"), ("is Test on?", NOTHING, "off")]),
}  # fmt: skip


def talk(street: Street, said: list[Said]) -> None:
    """Say it, and look at what was told to whom."""
    for text, command, piece in said:
        answer = street.say(text)
        assert piece in words(answer), (text, words(answer))
        told = [(topic, payload) for topic, payload in street.told]
        if command is NOTHING:
            assert told == [], text
        else:
            assert [payload for _, payload in told] == [command[1]], (text, told)
            assert told[0][0].endswith(command[0]), (text, told)


@pytest.mark.parametrize("name", TALKS)
def test_a_household(name: str, street: Street) -> None:
    types, said = TALKS[name]
    street.move_in(recorded(name), types=types)
    talk(street, said)


@pytest.mark.parametrize("model", ARMED)
def test_a_washer_is_started_only_while_it_may_be(model: str, street: Street) -> None:
    recording = recorded(f"rethink-washer-{model}")
    washer = street.move_in(recording, types=["washer"])["washer"]
    topic = recording.states[0].topic.rpartition("/")[0]
    street.tell(f"{topic}/status", "Ready")
    street.tell(f"{topic}/child_lock", "OFF")
    street.tell(f"{topic}/remote_start", "OFF")
    street.until(washer, "remote_control.allowed", value=False)
    talk(street, [("세탁기 돌려줘", NOTHING, "원격 제어가 꺼져"), ("몇 분 남았어?", NOTHING, "없어요")])
    street.tell(f"{topic}/remote_start", "ON")
    street.until(washer, "remote_control.allowed", value=True)
    talk(street, [("세탁기 돌려줘", ("/start/set", ""), "시작하라고")])
    street.tell(f"{topic}/status", "Spinning")
    street.tell(f"{topic}/remaining_time", "23")
    street.until(washer, "run_control.state", "running")
    street.until(washer, "remaining_time.seconds", 23 * 60)
    talk(street, [
        ("세탁기 몇 분 남았어?", NOTHING, "23분"), ("is the washer done?", NOTHING, "No"),
        ("세탁기 일시정지", ("/pause/set", ""), "일시정지"),
    ])  # fmt: skip


def test_a_dishwasher_that_starts_by_its_programme(street: Street) -> None:
    street.move_in(recorded("hcpy-dishwasher-state"), types=["dishwasher"])
    start = '[{"program":"%s","options":[]}]'
    street.tell("homeconnect/LWT", "online")
    street.tell("homeconnect/dishwasher/LWT", "online")
    street.tell("homeconnect/dishwasher/state/bsh_common_status_localcontrolactive", "False")
    talk(street, [
        ("식기세척기 돌려줘", NOTHING, "어떤 코스로"),
        ("에코", NOTHING, "Eco50 코스로 시작할까요"),
        ("응", ("/activeProgram", start % "Eco50"), "Eco50"),
        ("식기세척기 에코로 돌려줘", NOTHING, "Eco50 코스로 시작할까요"),
        ("아니", NOTHING, ""),
        ("start the dishwasher with Auto2", ("/activeProgram", start % "Auto2"), "Auto2"),
        ("식기세척기 울코스로 돌려줘", NOTHING, "울"),
    ])  # fmt: skip


def test_a_vacuum_goes_home_without_being_named(street: Street) -> None:
    robot = street.move_in(recorded("valetudo-robot_vacuum"), types=["robot_vacuum"])["robot_vacuum"]
    street.tell(
        "valetudo/CleanRobot/hass/CleanRobot_vacuum/state", '{"state": "cleaning", "fan_speed": "medium"}'
    )
    street.until(robot, "run_control.state", "running")
    talk(street, [("충전대로 돌아가", ("_vacuum/command", "HOME"), "충전대로")])


def test_a_street_of_many(street: Street) -> None:
    names = ["rethink-washer-WTDN3", "rethink-refrigerator-2REB1GLVB1__2", "sds_wallpad-korean_apartment", "valetudo-robot_vacuum",
             "nuki_hub-door_lock", "mitsubishi2mqtt-air_conditioner", "saic-car-MG4"]  # fmt: skip
    types = ["washer", "refrigerator", "boiler", "gas_valve", "light", "plug", "ventilation", "robot_vacuum",
             "door_lock", "air_conditioner", "car"]  # fmt: skip
    street.move_in(*map(recorded, names), types=types)
    talk(street, [
        ("에어컨 24도로", ("mitsubishi2mqtt/ac-living/temp/set", "24"), "24°C"),
        ("냉동실 -20도로 해줘", ("/freezer_setpoint/set", "-20"), "-20°C"),
        ("불 켜줘", ("sds/light/1/power/command", "ON"), "켜라고"),
        ("청소기 돌려줘", ("_vacuum/command", "START"), "시작하라고"),
        ("현관문 열어줘", NOTHING, "PIN"), ("취소", NOTHING, "취소"), ("차 22도로", NOTHING, "맞출까요"),
    ])  # fmt: skip


class TestBridgesThatAnnounceNothing:
    """They are known by what they say."""

    def test_a_heat_pump(self, street: Street) -> None:
        street.move_in(recorded("heishamon-heat_pump"), types=["heat_pump"])
        talk(street, [
            ("히트펌프 50도로", ("commands/SetDHWTemp", "50"), "50°C"), ("히트펌프 꺼줘", ("commands/SetHeatpump", "0"), "끄라고"),
        ])  # fmt: skip

    def test_a_dishwasher_of_miele(self, street: Street) -> None:
        street.move_in(recorded("miele-washer-state"), types=["dishwasher"])
        talk(street, [
            ("식기세척기 몇 분 남았어?", NOTHING, "4분"), ("식기세척기 돌려줘", NOTHING, "시작할 수 없는"),
        ])  # fmt: skip

    def test_a_washer_of_smartthings(self, street: Street) -> None:
        street.move_in(recorded("smartthings_bridge-washer"), types=["washer"])
        answer = street.say("세탁기 일시정지")
        assert "일시정지" in words(answer)
        ((topic, payload),) = street.told
        assert topic == "smartthings/0a1b2c3d/command" and '"pause"' in payload
