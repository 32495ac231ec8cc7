"""The kiosk machine's files in docs/kiosk: the start script with a stand-in for the browser, the policy, the units."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from configparser import ConfigParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.config import Settings
from tests.conftest import ROOT
from tests.page_audit import clipped, contrast_faults

if TYPE_CHECKING:
    from playwright.sync_api import Page

KIOSK = ROOT / "docs" / "kiosk"
OFF = KIOSK / "uden-for-drift.html"


def test_the_screen_says_it_is_out_of_order_until_the_server_answers_and_leaves_no_profile(tmp_path: Path) -> None:
    shown, answers = tmp_path / "shown", tmp_path / "answers"
    stand_ins = {
        "chromium": f'#!/bin/sh\nfor last; do :; done\necho "$last" >> {shown}\nexec sleep 60\n',
        "curl": f"#!/bin/sh\ntest -e {answers}\n",
        "sleep": "#!/bin/sh\nexec /bin/sleep $(test $1 = 60 && echo 60 || echo 0.05)\n",
    }
    for name, text in stand_ins.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "profiles").mkdir()
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "TMPDIR": str(tmp_path / "profiles")}
    process = subprocess.Popen(["sh", str(KIOSK / "kiosk-browser.sh")], env=environment, start_new_session=True)

    def seen(number: int) -> list[str]:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            lines = shown.read_text(encoding="utf-8").split() if shown.exists() else []
            if len(lines) >= number:
                return lines
            time.sleep(0.05)
        raise AssertionError("the browser was not started")

    try:
        assert seen(1) == [OFF.as_uri()]
        answers.touch()
        assert seen(2) == [OFF.as_uri(), "http://127.0.0.1:8502"]
        assert len(list((tmp_path / "profiles").iterdir())) == 1
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
    assert list((tmp_path / "profiles").iterdir()) == []


def test_the_page_from_the_disk_can_be_read_and_holds_no_way_on(
    page: Page, axe: Callable[..., list[dict[str, Any]]]
) -> None:
    for size in ({"width": 320, "height": 700}, {"width": 1080, "height": 1920}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(OFF.as_uri())
        assert axe(page) == []
        assert contrast_faults(page) == []
        assert clipped(page) == []
    assert page.locator("html").get_attribute("lang") == "da"
    assert page.locator("a, button, input, script, iframe").count() == 0


def test_policy_script_units_and_settings_mean_the_same_server() -> None:
    policy = json.loads((KIOSK / "chromium-policy.json").read_text(encoding="utf-8"))
    address = f"http://127.0.0.1:{Settings().kiosk_port}"
    assert policy["URLAllowlist"] == [address, "file:///opt/hvidbog/docs/kiosk/uden-for-drift.html"]
    assert "*" in policy["URLBlocklist"]
    forbidden = {"AllowFileSelectionDialogs": False, "PrintingEnabled": False, "DownloadRestrictions": 3}
    forbidden |= {"DeveloperToolsAvailability": 2, "DefaultPopupsSetting": 2, "SavingBrowserHistoryDisabled": True}
    assert {name: policy[name] for name in forbidden} == forbidden
    assert f"${{1:-{address}}}" in (KIOSK / "kiosk-browser.sh").read_text(encoding="utf-8")
    units = {}
    for path in KIOSK.glob("hvidbog-*"):
        units[path.name] = ConfigParser(strict=False, interpolation=None)
        units[path.name].optionxform = str  # type: ignore[assignment, method-assign]
        units[path.name].read(path, encoding="utf-8")
    assert len(units) == 4
    watchdog = units["hvidbog-kiosk-watchdog.service"]["Service"]["ExecStart"]
    assert f"{address}/api/health" in watchdog
    assert "systemctl restart hvidbog-kiosk.service" in watchdog
    for name in ("hvidbog-kiosk.service", "hvidbog-kiosk-browser.service"):
        assert units[name]["Service"]["Restart"] == "always"
