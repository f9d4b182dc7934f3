"""Kinds of appliances, a small file each; the home file says which device behaves like which."""

from typing import Annotated

from pydantic import Field

from appliance_bridge.simulator.behaviours.air import Fan, Humidifier
from appliance_bridge.simulator.behaviours.aircon import Aircon
from appliance_bridge.simulator.behaviours.car import Car
from appliance_bridge.simulator.behaviours.fridge import Fridge
from appliance_bridge.simulator.behaviours.heating import Boiler
from appliance_bridge.simulator.behaviours.light import Light
from appliance_bridge.simulator.behaviours.openings import Cover, DoorLock, GasValve
from appliance_bridge.simulator.behaviours.runner import Runner
from appliance_bridge.simulator.behaviours.sensors import ContactSensor, Thermometer
from appliance_bridge.simulator.behaviours.switch import Cooktop, Plug
from appliance_bridge.simulator.behaviours.television import Television
from appliance_bridge.simulator.behaviours.vacuum import RobotVacuum

AnyBehaviour = Annotated[
    Aircon
    | Boiler
    | Car
    | ContactSensor
    | Cooktop
    | Cover
    | DoorLock
    | Fan
    | Fridge
    | GasValve
    | Humidifier
    | Light
    | Plug
    | RobotVacuum
    | Runner
    | Television
    | Thermometer,
    Field(discriminator="kind"),
]
"""Any of them, told apart by `kind`."""
