"""`hvidbog switch model|service on|off`."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.switch import Switch, is_on, set_switch
from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.config import read_settings
from ingest.errors import HvidbogError

TEXTS = load_catalogue("assistant")


def main(argv: Sequence[str]) -> int:
    """Run `hvidbog switch`: 0 when it is switched; without on or off it says how the switch stands."""
    parser = DanishParser("hvidbog switch", TEXTS.text("switch.usage"))
    switches = [one.value for one in Switch]
    parser.add_argument("switch", choices=switches, metavar="KONTAKT", help=TEXTS.text("switch.help_switch"))
    parser.add_argument(
        "state", nargs="?", choices=["on", "off"], metavar="STILLING", help=TEXTS.text("switch.help_state")
    )
    wanted = parser.parse_args(argv)
    home, switch = read_settings().home, Switch(wanted.switch)
    if wanted.state is not None:
        try:
            set_switch(home, switch, wanted.state == "on")
        except OSError:
            raise HvidbogError(TEXTS.text("switch.unwritable", path=home)) from None
    print(TEXTS.text(f"switch.{switch.value}_{'on' if is_on(home, switch) else 'off'}"))
    return 0
