"""What a Tasmota device measures: `<discovery>/<MAC>/sensors`, a sample of its own message."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from appliance_bridge.dialects.tasmota.device import TasmotaDevice
from appliance_bridge.dialects.tasmota.parts import RELAY, make
from appliance_bridge.entities.entity import Entity

MAX_SENSORS = 200
_IGNORED = frozenset({"Time", "PN532", "RDM6300", "ESP32"})
# readers of cards, and what a processor measures of itself
_OTHER_ENERGY = frozenset({"AS3935", "LD2410"})
# their "Energy" is no kilowatt hours


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a measured word means."""

    unit: str
    device_class: str | None = None
    name: str | None = None
    # in place of the word
    aside: bool = False
    # of no use in daily life


_QUANTITIES: Mapping[str, Quantity] = {
    "Temperature": Quantity("TempUnit", "temperature"),
    "DewPoint": Quantity("TempUnit", None, "Dew point", aside=True),
    "Humidity": Quantity("%", "humidity"),
    "Pressure": Quantity("PressureUnit", "pressure"),
    "SeaPressure": Quantity("PressureUnit", "pressure", "Sea pressure", aside=True),
    "Illuminance": Quantity("lx", "illuminance"),
    "Ambient": Quantity("lx", "illuminance", "Illuminance"),
    "Moisture": Quantity("%", "moisture"),
    "Distance": Quantity("cm", "distance"),
    "Weight": Quantity("kg", "weight"),
    "CarbonDioxide": Quantity("ppm", "carbon_dioxide", "CO2"),
    "CO2": Quantity("ppm", "carbon_dioxide", "CO2"),
    "eCO2": Quantity("ppm", None, "eCO2"),
    "TVOC": Quantity("ppb", "volatile_organic_compounds_parts"),
    "PM1": Quantity("µg/m³", "pm1"),
    "PM2.5": Quantity("µg/m³", "pm25"),
    "PM10": Quantity("µg/m³", "pm10"),
    "CF1": Quantity("µg/m³", aside=True),
    "CF2.5": Quantity("µg/m³", aside=True),
    "CF10": Quantity("µg/m³", aside=True),
    "Power": Quantity("W", "power"),
    "Total": Quantity("kWh", "energy", "Energy"),
    "Energy": Quantity("kWh", "energy"),
    "Today": Quantity("kWh", "energy", "Energy today"),
    "Yesterday": Quantity("kWh", "energy", "Energy yesterday"),
    "Voltage": Quantity("V", "voltage"),
    "Current": Quantity("A", "current"),
    "Frequency": Quantity("Hz", "frequency", aside=True),
    "Factor": Quantity("", "power_factor", "Power factor", aside=True),
    "ApparentPower": Quantity("VA", "apparent_power", "Apparent power", aside=True),
    "ReactivePower": Quantity("var", "reactive_power", "Reactive power", aside=True),
    "BatteryPercentage": Quantity("%", "battery", "Battery"),
}
_UNITS = {"C": "°C", "F": "°F"}


def entities(
    device: TasmotaDevice, source: str, measured: Mapping[str, object]
) -> Iterator[tuple[tuple[str | int, ...], Entity]]:
    """Path in the device's messages → sensor; `measured`: the `sn` of the announcement."""
    paths = list(_paths(measured))[:MAX_SENSORS]
    kinds = [_quantity(path) for path, _ in paths]
    for (path, several), quantity in zip(paths, kinds, strict=True):
        alone = kinds.count(quantity) == 1 or path[0] == "ENERGY"
        yield path, _sensor(device, source, measured, path, quantity, alone, several)


def battery(device: TasmotaDevice, source: str) -> Entity:
    """The sensor of its battery."""
    path = ("BatteryPercentage",)
    return _sensor(device, source, {}, path, _QUANTITIES["BatteryPercentage"], alone=True, several=0)


def is_metered(measured: Mapping[str, object]) -> bool:
    """Whether it measures the power of what it switches."""
    energy = measured.get("ENERGY")
    return isinstance(energy, dict) and isinstance(energy.get("Power"), int | float)


def _paths(measured: Mapping[str, object]) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """Where values stand, and how many stand in the same list."""
    for place, sensor in measured.items():
        if place in _IGNORED or not isinstance(sensor, dict):
            continue
        for word, value in sensor.items():
            if isinstance(value, str) and word not in _QUANTITIES:
                # an address, the time of a reset
                continue
            if isinstance(value, dict):
                yield from (((place, word, inner), 0) for inner in value)
            elif isinstance(value, list):
                yield from (((place, word, index), len(value)) for index in range(len(value)))
            else:
                yield (place, word), 0


def _quantity(path: tuple[str | int, ...]) -> Quantity | None:
    words = [str(one) for one in path]
    if words[0] in _OTHER_ENERGY and "Energy" in words:
        return None
    for word in reversed(words[1:] or words):
        # Analogue inputs are numbered by their pin.
        plain = word.rstrip("0123456789") if words[0] == "ANALOG" else word
        if plain in _QUANTITIES:
            return _QUANTITIES[plain]
    return None


def _sensor(
    device: TasmotaDevice,
    source: str,
    measured: Mapping[str, object],
    path: tuple[str | int, ...],
    quantity: Quantity | None,
    alone: bool,
    several: int,
) -> Entity:
    part = "_".join(str(one) for one in path)
    config: dict[str, object] = {"state_topic": device.said(*path)}
    name = " ".join(str(one) for one in path)
    if quantity is not None:
        unit = measured.get(quantity.unit) if quantity.unit.endswith("Unit") else quantity.unit
        if isinstance(unit, str) and unit:
            config["unit_of_measurement"] = _UNITS.get(unit, unit)
        if quantity.device_class is not None:
            config["device_class"] = quantity.device_class
        noun = quantity.name or str(path[-1] if isinstance(path[-1], str) else path[-2])
        channel = path[-1] if several and isinstance(path[-1], int) else None
        if channel is not None:
            name = f"{noun} {channel + 1}"
            if several == sum(kind == RELAY for kind in device.relays):
                # A meter for each relay belongs to its relay.
                part = f"relay_{channel + 1}_{noun.lower().replace(' ', '_')}"
        elif alone:
            name = noun
        else:
            name = f"{path[0]} {noun}"
    elsewhere = quantity is None or quantity.aside
    category = "diagnostic" if elsewhere else None
    return make(device, source, "sensor", part[:200], name[:100], config, category)
