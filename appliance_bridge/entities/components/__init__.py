"""Home Assistant components: how each speaks on the wire, joined by one table."""

from collections.abc import Mapping

from appliance_bridge.entities.components.climate import CLIMATE
from appliance_bridge.entities.components.cover import COVER
from appliance_bridge.entities.components.fan import FAN
from appliance_bridge.entities.components.humidifier import HUMIDIFIER
from appliance_bridge.entities.components.lawn_mower import LAWN_MOWER
from appliance_bridge.entities.components.light import LIGHT
from appliance_bridge.entities.components.lock import LOCK
from appliance_bridge.entities.components.moments import DATE, DATETIME, TIME
from appliance_bridge.entities.components.number import NUMBER, SENSOR
from appliance_bridge.entities.components.simple import (
    BINARY_SENSOR,
    BUTTON,
    CAMERA,
    EVENT,
    IMAGE,
    NOTIFY,
    SCENE,
    SELECT,
    TEXT,
    UPDATE,
)
from appliance_bridge.entities.components.siren import SIREN
from appliance_bridge.entities.components.switch import SWITCH
from appliance_bridge.entities.components.vacuum import VACUUM
from appliance_bridge.entities.components.valve import VALVE
from appliance_bridge.entities.components.water_heater import WATER_HEATER
from appliance_bridge.entities.entity import Component

COMPONENTS: Mapping[str, Component] = {
    component.name: component
    for component in (
        BINARY_SENSOR,
        BUTTON,
        CAMERA,
        CLIMATE,
        COVER,
        DATE,
        DATETIME,
        EVENT,
        FAN,
        HUMIDIFIER,
        IMAGE,
        LAWN_MOWER,
        LIGHT,
        LOCK,
        NOTIFY,
        NUMBER,
        SCENE,
        SELECT,
        SENSOR,
        SIREN,
        SWITCH,
        TEXT,
        TIME,
        UPDATE,
        VACUUM,
        VALVE,
        WATER_HEATER,
    )
}
"""Component name → how it speaks."""
