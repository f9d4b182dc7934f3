"""Which conventions of appliances are listened to, on which broker."""

from collections.abc import Mapping, Sequence

from appliance_bridge.catalogue import Catalogue
from appliance_bridge.dialects.base import Dialect
from appliance_bridge.dialects.convention import Convention
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from appliance_bridge.dialects.homie.convention import Homie
from appliance_bridge.dialects.onem2m.convention import OneM2M
from appliance_bridge.dialects.onem2m.settings import OneM2MSettings as Cse
from appliance_bridge.dialects.plain.dialect import Plain, PlainConfigured
from appliance_bridge.dialects.shelly.convention import Shelly
from appliance_bridge.dialects.tasmota.convention import Tasmota
from appliance_bridge.dialects.valetudo.convention import Valetudo
from appliance_bridge.dialects.zigbee2mqtt.convention import Zigbee2Mqtt
from appliance_bridge.line import Broker
from appliance_bridge.override import Override
from bot.config import Settings
from bot.config_brokers import Listening, MqttSettings, OneM2MSettings
from bot.servers import address


def dialects_of(
    settings: Settings, catalogue: Catalogue, overrides: Mapping[str, Override]
) -> Sequence[Dialect]:
    """The dialects of the first broker; of an appliance that several know the first one tells the id.

    What the config itself describes counts most, and what only its topics tell least.
    """
    described = {
        key: PlainConfigured(one.plain, one.type, one.names, one.area)
        for key, one in settings.appliances.items()
        if one.plain is not None
    }
    own = [Plain(catalogue, described, overrides=overrides, profiles=())] if described else []
    return [*own, *_heard(settings.listening, catalogue, overrides)]


def brokers_of(settings: Settings, catalogue: Catalogue) -> Sequence[Broker]:
    """The brokers besides the first, with their dialects."""
    return [Broker(name, address(one), _heard(one, catalogue, {})) for name, one in settings.brokers.items()]


def _heard(asked: Listening, catalogue: Catalogue, overrides: Mapping[str, Override]) -> Sequence[Dialect]:
    """Home Assistant's discovery first: the ids of what it announces stay, whatever else is understood."""
    found: list[Dialect] = []
    if asked.discovery_prefixes:
        found.append(HomeAssistant(catalogue, overrides=overrides, prefixes=asked.discovery_prefixes))
    conventions: list[Convention] = []
    if asked.zigbee2mqtt:
        conventions.append(Zigbee2Mqtt(asked.zigbee2mqtt))
    if asked.homie:
        conventions.append(Homie(asked.homie))
    if asked.tasmota is not None:
        conventions.append(Tasmota(asked.tasmota))
    if asked.shelly:
        conventions.append(Shelly())
    if asked.valetudo:
        conventions.append(Valetudo(asked.valetudo))
    if isinstance(asked, MqttSettings) and asked.onem2m is not None:
        conventions.append(OneM2M(_cse(asked.onem2m, asked)))
    found += [EntityDialect(one, catalogue, overrides=overrides) for one in conventions]
    if asked.plain:
        found.append(Plain(catalogue, overrides=overrides))
    return found


def _cse(given: OneM2MSettings, broker: MqttSettings) -> Cse:
    scheme = "mqtt" if broker.tls is None else "mqtts"
    return Cse(
        cse_id=given.cse_id,
        cse_name=given.cse_name,
        ae_id=given.originator,
        ae_name=given.ae_name,
        app_id=given.app_id,
        point_of_access=given.point_of_access or f"{scheme}://{broker.host}:{broker.effective_port}/",
        release=given.release,
        ask_again_s=given.ask_again_s,
        job_modes=given.job_modes,
    )
