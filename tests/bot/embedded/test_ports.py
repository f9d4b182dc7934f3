"""Ports: who holds one is named."""

import os
import socket

import pytest

from bot.embedded.ports import free_port, port_holder, require_free
from bot.errors import UserError


def test_a_taken_port_is_told_with_its_holder() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        sentence = rf"Port {port} is in use by .+ \(process {os.getpid()}\): .*--port"
        with pytest.raises(UserError, match=sentence):
            require_free("127.0.0.1", port)
        assert free_port(port) != port
    assert port_holder(port) is None
    require_free("127.0.0.1", port)
    assert free_port(port) == port


def test_an_address_that_is_not_ours() -> None:
    with pytest.raises(UserError, match=r"Cannot listen on 192\.0\.2\.1, port 0"):
        require_free("192.0.2.1", 0)
