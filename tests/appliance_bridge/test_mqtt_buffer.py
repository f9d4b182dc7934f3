"""A socket that is emptied at once gives the same bytes, and ends as a socket ends."""

import socket
from collections.abc import Iterator

import pytest

from appliance_bridge.mqtt_buffer import BufferedSocket


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, BufferedSocket]]:
    """Who sends, and who receives."""
    there, here = socket.socketpair()
    here.setblocking(False)
    yield there, BufferedSocket(here)
    there.close()
    here.close()


def test_what_has_come_is_read_in_any_pieces(pair: tuple[socket.socket, BufferedSocket]) -> None:
    there, here = pair
    there.sendall(b"abcdef")
    assert here.recv(2) == b"ab"
    there.sendall(b"gh")
    here.drain()
    assert here.pending() == 6
    assert here.recv(5) == b"cdefg"
    assert here.recv(5) == b"h"
    assert here.pending() == 0
    with pytest.raises(BlockingIOError):
        here.recv(1)


def test_the_end_comes_after_all_that_was_sent(pair: tuple[socket.socket, BufferedSocket]) -> None:
    there, here = pair
    there.sendall(b"ab")
    there.close()
    here.drain()
    assert here.recv(5) == b"ab"
    assert here.recv(5) == b""


def test_a_sender_is_not_held_up(pair: tuple[socket.socket, BufferedSocket]) -> None:
    there, here = pair
    there.setblocking(False)
    sent = 0
    while sent < 4_000_000:
        try:
            sent += there.send(bytes(65_536))
        except BlockingIOError:
            here.drain()
    here.drain()
    assert here.pending() == sent
