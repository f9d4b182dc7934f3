"""siren: on and off, by word or JSON."""

import json

from appliance_bridge.capability import Value
from appliance_bridge.entities.components.rows import (
    Data,
    IgnoredError,
    Order,
    Reading,
    RowComponent,
)
from appliance_bridge.entities.components.values import STATE_ON_OFF, Send
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import template, text
from appliance_bridge.entities.templates import parsed


def _state(entity: Entity, word: str) -> Value | None:
    said = parsed(word)
    if not isinstance(said, dict):
        return STATE_ON_OFF(entity, word)
    if not isinstance(said.get("state"), str):
        raise IgnoredError
    return STATE_ON_OFF(entity, said["state"])


def _payload(option: str, default: str, by: str) -> Send:
    def send(entity: Entity, data: Data) -> object:
        word = text(entity.config, option, default)
        # without a template a siren expects JSON
        return json.dumps({"state": word}) if template(entity.config, by) is None else word

    return send


def _own_off_template(entity: Entity) -> bool:
    return template(entity.config, "command_off_template") is not None


def _order(service: str, option: str, default: str, by: str, own_off: bool | None = None) -> Order:
    return Order(
        service,
        "command_topic",
        by,
        _payload(option, default, by),
        variables=lambda entity, data: {"state": text(entity.config, option, default)},
        offered=lambda entity: own_off is None or _own_off_template(entity) == own_off,
    )


SIREN = RowComponent(
    "siren",
    readings=(Reading("state", "state_topic", ("state_value_template", "value_template"), _state),),
    orders=(
        _order("turn_on", "payload_on", "ON", "command_template"),
        _order("turn_off", "payload_off", "OFF", "command_template", own_off=False),
        _order("turn_off", "payload_off", "OFF", "command_off_template", own_off=True),
    ),
)
