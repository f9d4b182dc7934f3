"""Bridges as families have them, with Korean names: their appliances obey and answer, and the family is told so."""

import json
from collections.abc import Mapping
from typing import Any

from tests.end_to_end.appliances.street import Bridge, Letter, Said, Street, words

Part = tuple[str, str, str | None, Mapping[str, Any]]
"""Component, id, name and options of one entity."""


def bridge(
    name: str, maker: str, parts: list[Part], states: dict[str, str], answers: dict[Said, list[Said]]
) -> Bridge:
    """One device that Home Assistant discovery announces."""
    device = {"identifiers": [name], "name": name, "manufacturer": maker}
    announced = [
        Letter(
            f"homeassistant/{component}/{key}/config",
            json.dumps({"unique_id": key, "name": called, "device": device, **options}, ensure_ascii=False),
        )
        for component, key, called, options in parts
    ]
    return Bridge(announced, [Letter(*one) for one in states.items()], answers)


def reads(topic: str, **more: object) -> dict[str, object]:
    return {"state_topic": topic, "availability_topic": topic.split("/")[0] + "/online", **more}


def both(topic: str, **more: object) -> dict[str, object]:
    return reads(topic, command_topic=f"{topic}/set", **more)


def washer() -> Bridge:
    """A Korean top loader with a select of programmes, buttons, and a remote control of its own."""
    return bridge("통돌이 세탁기", "LG", [
        ("select", "w_course", "세탁 코스", both("w/course", options=["표준세탁", "울/섬세", "이불", "쾌속 30"])),
        ("select", "w_spin", "탈수", both("w/spin", options=["약", "중", "강"])),
        ("button", "w_start", "시작", {"command_topic": "w/start"}),
        ("button", "w_pause", "일시정지", {"command_topic": "w/pause"}),
        ("sensor", "w_state", "세탁기 상태", reads("w/state")),
        ("sensor", "w_left", "남은시간", reads("w/left", unit_of_measurement="min", device_class="duration")),
        ("binary_sensor", "w_remote", "원격제어", reads("w/remote")),
    ], {
        "w/online": "online", "w/course": "표준세탁", "w/spin": "중", "w/state": "대기", "w/left": "0", "w/remote": "ON",
    }, {
        ("w/start", "PRESS"): [("w/left", "58"), ("w/state", "세탁중")], ("w/pause", "PRESS"): [("w/state", "일시정지")],
        ("w/course/set", "*"): [("w/course", "*")], ("w/spin/set", "*"): [("w/spin", "*")],
    })  # fmt: skip


def vacuum() -> Bridge:
    """A robot that answers."""

    def said(state: str, fan: str = "balanced") -> list[Said]:
        return [("r/state", json.dumps({"state": state, "fan_speed": fan}))]

    features = ["start", "pause", "stop", "return_home", "locate", "fan_speed", "status"]
    return bridge("로보락 S8", "Roborock", [
        ("vacuum", "r_vacuum", None, {
            "command_topic": "r/cmd", "state_topic": "r/state", "supported_features": features,
            "fan_speed_list": ["quiet", "balanced", "turbo", "max"], "set_fan_speed_topic": "r/fan/set",
        }),
        ("sensor", "r_battery", "Battery", {"state_topic": "r/battery", "device_class": "battery", "unit_of_measurement": "%"}),
    ], {"r/state": said("docked")[0][1], "r/battery": "83"}, {
        ("r/cmd", "start"): said("cleaning"), ("r/cmd", "return_to_base"): said("returning"),
        ("r/fan/set", "quiet"): said("cleaning", "quiet"),
    })  # fmt: skip


def test_a_wash_from_its_programme_to_its_pause(street: Street) -> None:
    machine = street.move_in(washer(), types=["washer"])["washer"]
    street.until(machine, "remote_control.allowed", value=True)
    street.until(machine, "program.selected", "표준세탁")
    answer = street.say("세탁기 울코스로 돌려줘", wait_s=10)
    assert answer["outcome"] == "acted", words(answer)
    assert [one["result"] for one in answer["commands"]] == ["confirmed", "confirmed"]
    assert street.told == [("w/course/set", "울/섬세"), ("w/start", "PRESS")]
    assert "58분" in words(street.say("세탁기 몇 분 남았어?"))
    assert street.say("세탁기 멈춰줘", wait_s=10)["commands"][0]["result"] == "confirmed"
    assert street.told == [("w/pause", "PRESS")]


def test_a_near_programme_is_read_back_and_a_washer_that_may_not_is_left_alone(street: Street) -> None:
    machine = street.move_in(washer(), types=["washer"])["washer"]
    street.until(machine, "remote_control.allowed", value=True)
    assert "쾌속 30" in words(street.say("run the washer on quick")) and street.told == []
    assert street.say("no")["outcome"] == "answered" and street.told == []
    street.tell("w/remote", "OFF")
    street.until(machine, "remote_control.allowed", value=False)
    refused = street.say("세탁기 이불 코스로 돌려줘")
    assert refused["outcome"] == "refused" and "원격 제어가 꺼져" in words(refused)
    assert ("w/start", "PRESS") not in street.told


def test_a_robot_cleans_quietly_and_goes_home(street: Street) -> None:
    robot = street.move_in(vacuum(), types=["robot_vacuum"])["robot_vacuum"]
    street.until(robot, "battery.percent", 83)
    assert "시작했어요" in words(street.say("청소기 돌려줘", wait_s=10))
    assert street.say("청소기 조용히", wait_s=10)["commands"][0]["result"] == "confirmed"
    assert street.told == [("r/fan/set", "quiet")]
    assert "충전대로 보냈어요" in words(street.say("충전대로 돌아가", wait_s=10))
    assert street.told == [("r/cmd", "return_to_base")]
    assert "83%" in words(street.say("청소기 배터리 몇 프로야?"))
