"""The settings: defaults, the `.env` file, the environment over it, and unknown or unfit values refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from ingest.config import Settings, read_settings
from ingest.errors import WrongUse


def test_nothing_set_gives_the_defaults() -> None:
    settings = read_settings({}, None)
    assert settings == Settings()
    assert settings.engine == "extractive"


def test_the_environment_goes_over_the_file(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("HVIDBOG_PORT=8600\nHVIDBOG_HOME=fra-fil\nFREMMED=1\n", encoding="utf-8")
    settings = read_settings({"HVIDBOG_HOME": "fra-miljø", "PATH": "x", "HVIDBOG_CORPUS": ""}, dotenv)
    assert (settings.port, settings.home, settings.corpus) == (8600, Path("fra-miljø"), Path("corpus"))


def test_a_key_alone_changes_no_engine() -> None:
    settings = read_settings({"OPENAI_API_KEY": "hemmelig"}, None)
    assert settings.engine == "extractive"
    assert "hemmelig" not in repr(settings)
    assert settings.openai_api_key is not None
    assert settings.openai_api_key.get_secret_value() == "hemmelig"


@pytest.mark.parametrize(
    ("name", "value"), [("HVIDBOG_FINDES_IKKE", "1"), ("HVIDBOG_PORT", "mange"), ("HVIDBOG_ENGINE", "gpt")]
)
def test_unknown_and_unfit_settings_are_named(name: str, value: str) -> None:
    with pytest.raises(WrongUse, match=name) as caught:
        read_settings({name: value}, None)
    assert value not in str(caught.value) or value == "1"


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1  # type: ignore[misc]


def test_a_file_that_cannot_be_read_is_wrong_use(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("HVIDBOG_HOME=sømarken\n", encoding="utf-8")
    assert read_settings({}, dotenv).home == Path("sømarken")  # the control
    dotenv.write_bytes("HVIDBOG_HOME=sømarken\n".encode("latin-1"))
    with pytest.raises(WrongUse, match=r"\.env kan ikke læses.*UTF-8"):
        read_settings({}, dotenv)
    endless = tmp_path / ("x" * 300)
    with pytest.raises(WrongUse, match="kan ikke læses"):
        read_settings({}, endless)
