"""No test reaches the network: only this machine answers."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

LOCAL_NAMES = {None, "", "localhost", socket.gethostname()}


class NetworkRefusedError(RuntimeError):
    """A test reached for the network. Not an OSError, which code may rightly swallow."""


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse names and addresses of other machines, from every thread, for the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in (
            (socket.socket, "connect"),
            (socket.socket, "connect_ex"),
            (socket.socket, "sendto"),
        ):
            patch.setattr(owner, name, guarded_method(getattr(owner, name)))
        patch.setattr(socket, "getaddrinfo", guarded_lookup(socket.getaddrinfo))
        yield


def guarded_method(original: Any) -> Any:
    """Wrap a method of a socket whose last argument is an address."""

    def guarded(self: socket.socket, *args: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            refuse_unless_local(args[-1][0])
        return original(self, *args)

    return guarded


def guarded_lookup(original: Any) -> Any:
    """Wrap a lookup of names: asking for an address is traffic too."""

    def guarded(host: Any, *args: Any, **kwargs: Any) -> Any:
        refuse_unless_local(host)
        return original(host, *args, **kwargs)

    return guarded


def refuse_unless_local(host: str | bytes | None) -> None:
    """Raise `NetworkRefusedError` for a host that is not this machine."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in LOCAL_NAMES:
        return
    try:
        local = ipaddress.ip_address(name or "").is_loopback
    except ValueError:
        local = False
    if not local:
        raise NetworkRefusedError(f"tests do not reach the network, and this one asked for {name}")
