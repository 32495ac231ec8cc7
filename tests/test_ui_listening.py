"""The port a server listens on: one that exists, or a Danish sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

import ui.cli
import ui.cli_kiosk
from ingest.command_line import run
from ui.listening import listen_socket


@pytest.mark.parametrize("command", [ui.cli.serve, ui.cli_kiosk.main])
@pytest.mark.parametrize("port", ["-1", "0", "65536", "99999"])
def test_a_port_that_does_not_exist_is_wrong_use(
    command: Callable[[Sequence[str]], int], port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(command, ["--port", port]) == 2
    assert capsys.readouterr().err == "Porten skal være et tal fra 1 til 65535.\n"


def test_the_last_port_exists() -> None:
    with listen_socket(65535 - 5) as listener:
        assert 65530 <= listener.getsockname()[1] <= 65535
