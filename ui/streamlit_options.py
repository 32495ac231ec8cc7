"""Streamlit's settings as we want them, whatever a `config.toml` of the machine says. Tests look at the effective values."""

from __future__ import annotations

from collections.abc import Sequence

from streamlit.components.v2.component_manager import BidiComponentManager

from ingest.config import Settings

LOOPBACK = "127.0.0.1"
LOOPBACK_NAMES = ("127.0.0.1", "localhost")
MESSAGE_MB = 2
UPLOAD_MB = 20
FONT = '"IBM Plex Sans", "Segoe UI", system-ui, sans-serif'

# Ink, ground and link colours keep at least 4.5:1 on each other; link, radius and type after the Danish design system.
_LIGHT: dict[str, object] = {
    "primaryColor": "#004d99",
    "backgroundColor": "#ffffff",
    "secondaryBackgroundColor": "#f3f5f8",
    "textColor": "#1b1b1b",
    "linkColor": "#004d99",
    "borderColor": "#c4cad2",
}
_DARK: dict[str, object] = {
    "primaryColor": "#9cc7ff",
    "backgroundColor": "#14181d",
    "secondaryBackgroundColor": "#1d232a",
    "textColor": "#eceff3",
    "linkColor": "#9cc7ff",
    "borderColor": "#4a5561",
}
_SHARED: dict[str, object] = {
    "font": FONT,
    "headingFont": FONT,
    "headingFontWeights": [600, 600, 600, 600, 600, 600],
    "baseFontSize": 16,
    "baseRadius": "4px",
    "buttonRadius": "4px",
    "linkUnderline": True,
    "showWidgetBorder": True,
}


def staff_hosts(settings: Settings) -> list[str]:
    """The names that the staff chat answers to: this machine's own, and those that the settings name."""
    named = (name.strip().lower() for name in settings.hosts.split(","))
    return list(dict.fromkeys([*LOOPBACK_NAMES, *filter(None, named)]))


def staff_options(port: int, hosts: Sequence[str] = LOOPBACK_NAMES) -> dict[str, object]:
    """The options of the staff chat, by Streamlit's dotted names, for a server at `port` that answers to `hosts`."""
    return {
        "browser.gatherUsageStats": False,
        "browser.serverAddress": LOOPBACK,
        "browser.serverPort": port,
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.toolbarMode": "minimal",
        "global.developmentMode": False,
        "logger.enableRich": False,
        "logger.hideWelcomeMessage": True,
        "runner.magicEnabled": False,
        "server.address": LOOPBACK,
        "server.allowedHosts": list(hosts),
        # Our own middleware lets in the origin of the Host alone; this names the others that a Host may be.
        "server.corsAllowedOrigins": [f"{scheme}://{host}" for host in hosts for scheme in ("https", "http")],
        "server.disconnectedSessionTTL": 120,
        "server.enableAgentApi": False,
        "server.enableCORS": True,
        "server.enableStaticServing": False,
        "server.enableXsrfProtection": True,
        "server.fileWatcherType": "none",
        "server.headless": True,
        "server.maxMessageSize": MESSAGE_MB,
        "server.maxUploadSize": UPLOAD_MB,
        "server.maxWidgetStateSize": MESSAGE_MB,
        "server.port": port,
        "server.runOnSave": False,
        "server.trustedUserHeaders": {},
    } | _theme()


def without_components() -> None:
    """Keeps components of other packages off our pages: Streamlit would look for them in every installed package.

    We use none, what others bring is nobody's choice, and looking takes a third of the start.
    """
    BidiComponentManager.discover_and_register_components = _discover_none  # type: ignore[method-assign]


def _discover_none(self: BidiComponentManager, *, start_file_watching: bool = True) -> None:
    """Finds no component."""


def _theme() -> dict[str, object]:
    options = {f"theme.{name}": value for name, value in _SHARED.items()}
    options |= {f"theme.light.{name}": value for name, value in _LIGHT.items()}
    return options | {f"theme.dark.{name}": value for name, value in _DARK.items()}
