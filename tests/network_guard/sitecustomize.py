"""The network guard: importing this file stops every connection to another machine and writes it down.

Python imports a module of this name at start, so a process that finds this folder on its PYTHONPATH is guarded before
any other code runs. `tests/conftest.py` sets that path, imports this file for pytest itself, and fails the test during
which a line appeared in the file named by NETWORK_GUARD_REPORT, even where the code under test swallowed the error.

Guarded: everything that goes through Python's `socket`, asyncio included, and name look-ups. Not guarded: native code
with sockets of its own (uvloop is therefore switched off here) and Python started with -I or -E.
"""

from __future__ import annotations

import os
import socket
import sys

TYPE_CHECKING = False  # without importing `typing`, for the same reason as in `_address`
if TYPE_CHECKING:
    from typing import Any

FOLDER = os.path.dirname(os.path.abspath(__file__))
REPORT = "NETWORK_GUARD_REPORT"
# Audit events whose argument at this place is an address or a host; https://docs.python.org/3/library/audit_events.html
ADDRESS_EVENTS = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
NAME_EVENTS = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0, "socket.gethostbyaddr": 0}


class ConnectionForbidden(OSError):
    """A connection to another machine was tried. An OSError, as code meets it on a machine without a network."""


def is_loopback(host: object) -> bool:
    """Whether `host`, a name or an address as given to a socket, means this machine and nothing else."""
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host)
    name = name.lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = _address(name)
    if address is None:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def needs_no_lookup(host: object) -> bool:
    """Whether resolving `host` asks no name server: this machine, nothing, or an address in figures."""
    return is_loopback(host) or host in ("", b"") or _address(str(host)) is not None


def _address(name: str) -> Any:
    # Imported where it is used, here and below: every process of every test pays for this file's imports.
    import ipaddress

    try:
        return ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return None


def forbid(what: str) -> None:
    """Write `what`, the process and the lines of code that led here to the report, and raise ConnectionForbidden."""
    import json
    import traceback

    stack = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_stack(limit=12)[:-2]]
    line = json.dumps({"what": what, "process": sys.argv[:4], "pid": os.getpid(), "stack": stack})
    descriptor = os.open(_report, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, (line + "\n").encode())
    finally:
        os.close(descriptor)
    raise ConnectionForbidden(f"the network guard stopped {what}")


def check_address(action: str, family: int, address: object) -> None:
    """Forbid `action` where `address` of an internet `family` is not this machine."""
    if family not in (socket.AF_INET, socket.AF_INET6) or not isinstance(address, tuple):
        return
    if not is_loopback(address[0]):
        forbid(f"{action} {address[0]}:{address[1]}")


def audit(event: str, arguments: tuple[Any, ...]) -> None:
    """The audit hook: sees connections, look-ups, and processes started without the guard."""
    if event in ADDRESS_EVENTS:
        check_address(event, arguments[0].family, arguments[ADDRESS_EVENTS[event]])
    elif event in NAME_EVENTS:
        host = arguments[NAME_EVENTS[event]]
        if not needs_no_lookup(host):
            forbid(f"{event} {host}")
    elif event == "subprocess.Popen":
        environment = os.environ if arguments[3] is None else arguments[3]
        on_path = FOLDER in environment.get("PYTHONPATH", "").split(os.pathsep)
        if not on_path or REPORT not in environment:
            forbid(f"a process without the guard (its env must extend os.environ): {arguments[1]}")


def _guarded(method_name: str) -> Any:
    """The socket method, checking its address first: CPython resolves a host name before it raises the audit event."""
    original = getattr(socket.socket, method_name)

    def method(self: socket.socket, *arguments: Any) -> Any:
        if arguments:
            check_address(f"socket.{method_name}", self.family, arguments[-1])
        return original(self, *arguments)

    return method


def install() -> None:
    """Guard this process for good: an audit hook cannot be taken off again."""
    for method_name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, method_name, _guarded(method_name))
    # uvloop opens sockets without Python; with None here its import fails and uvicorn takes asyncio's own loop.
    sys.modules["uvloop"] = None  # type: ignore[assignment]
    sys.addaudithook(audit)


_report = os.environ.get(REPORT, "")
if _report:
    install()
