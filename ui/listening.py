"""The socket that a server of ours listens on."""

from __future__ import annotations

import errno
import ipaddress
import socket

from ingest.catalogue import load_catalogue
from ingest.errors import WrongUse

PORTS_TRIED = 20
LAST_PORT = 65535


def is_loopback(address: str) -> bool:
    """Whether nobody but this machine can reach an address."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def listen_socket(port: int, address: str = "127.0.0.1") -> socket.socket:
    """A socket bound to `address` at `port`, or at the next free port.

    Raises WrongUse where there is no such port, the next 20 are taken or the address is not one of this machine.
    """
    texts = load_catalogue("ui")
    if not 1 <= port <= LAST_PORT:
        raise WrongUse(texts.text("serve.bad_port", last=LAST_PORT))
    end = min(port + PORTS_TRIED, LAST_PORT + 1)
    for wanted in range(port, end):
        listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address, wanted))
            listener.listen(512)
        except OSError as error:
            listener.close()
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                continue
            raise WrongUse(texts.text("serve.no_address", address=address)) from None
        return listener
    raise WrongUse(texts.text("serve.no_port", first=port, last=end - 1))
