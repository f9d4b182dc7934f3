"""One running home beside a broker, into which one household after another moves."""

from collections.abc import Iterator

import pytest

from tests.end_to_end.appliances.street import PIN, Ear, Street
from tests.support.ha_device import Wire
from tests.support.house import House
from tests.support.servers import mosquitto_server

_CONFIG = """
mqtt: {{host: {host}, port: {port}}}
simulator: {{enabled: false}}
people:
  mom: {{name: {{ko: 엄마, en: Mom}}, role: owner, pin: "{pin}"}}
"""


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """A home with nothing simulated."""
    broker = mosquitto_server(tmp_path_factory.mktemp("mosquitto"))
    broker.start()
    config = _CONFIG.format(host=broker.host, port=broker.port, pin=PIN)
    with House(tmp_path_factory.mktemp("house"), config) as house:
        ear, crier = Ear(broker.host, broker.port), Wire(broker.host, broker.port)
        ear.listen("#")
        yield Street(house, ear, crier)
        ear.close()
        crier.close()
        assert "Traceback" not in house.log.read_text(), house.log.read_text()[-5000:]
    broker.stop()


@pytest.fixture
def street(running: Street) -> Iterator[Street]:
    """The home, empty again afterwards."""
    yield running
    running.move_out()
