"""A process of its own with simple lamps: announces them, obeys at once, notes when commands arrive."""

import argparse
import json
import sys
import time

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion


def main() -> None:
    """Serve until stdin ends; each line read is answered with the arrivals since the last one, as JSON."""
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--count", type=int, default=1)
    given = options.parse_args()
    arrivals: list[int] = []

    def on_message(client: mqtt.Client, _userdata: object, message: mqtt.MQTTMessage) -> None:
        arrivals.append(time.monotonic_ns())
        if message.topic.startswith("bench/"):
            client.publish(message.topic.removesuffix("/set") + "/state", message.payload, qos=0)

    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id="bench-lamps", protocol=mqtt.MQTTv5)
    client.on_message = on_message
    client.max_inflight_messages_set(1000)
    client.connect("127.0.0.1", given.port)
    client.subscribe([("bench/+/set", 1), ("floor/set", 1)])
    for number in range(given.count):
        base = f"bench/{number}"
        config = {
            "name": f"Lamp {number}", "unique_id": f"lamp-{number}", "command_topic": f"{base}/set",
            "state_topic": f"{base}/state",
            "device": {"identifiers": [f"lamp-{number}"], "name": f"Lamp {number}"},
        }  # fmt: skip
        client.publish(f"homeassistant/light/lamp-{number}/config", json.dumps(config), qos=1, retain=True)
        client.publish(f"{base}/state", "OFF", retain=True)
    client.loop_start()
    print("ready", flush=True)
    for _ in sys.stdin:
        told = arrivals.copy()
        del arrivals[: len(told)]  # more may have come meanwhile
        print(json.dumps(told), flush=True)
    client.loop_stop()


if __name__ == "__main__":
    main()
