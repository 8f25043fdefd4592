"""Tests have no network, and have this machine."""

import socket

import pytest

from tests.plugins.network import NetworkRefusedError


def test_connecting_to_an_address_is_refused():
    with socket.socket() as knock, pytest.raises(NetworkRefusedError):
        knock.connect(("192.0.2.1", 80))


def test_looking_up_a_name_is_refused():
    with pytest.raises(NetworkRefusedError, match=r"plangate\.example"):
        socket.create_connection(("plangate.example", 80))


def test_this_machine_answers():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
