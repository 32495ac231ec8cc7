"""The settings: read once from the environment (and a `.env` file) into a frozen object that is handed to everything.

The only place that reads the environment. Each setting is documented in `.env.example`; a test compares the two.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from ingest.catalogue import load_catalogue
from ingest.errors import WrongUse

PREFIX = "HVIDBOG_"
FOREIGN = {"OPENAI_API_KEY": "openai_api_key", "OPENAI_BASE_URL": "openai_base_url"}


class Settings(BaseModel):
    """All settings. The field `port` is set by `HVIDBOG_PORT`, and so on; unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Path(".hvidbog")
    corpus: Path = Path("corpus")
    engine: Literal["extractive", "llm"] = "extractive"
    kiosk_engine: Literal["extractive", "llm"] = "extractive"
    port: int = Field(default=8501, ge=1, le=65535)
    address: str = "127.0.0.1"
    hosts: str = ""
    database_url: SecretStr | None = None
    history_days: int = Field(default=30, ge=1, le=365)
    feedback_days: int = Field(default=365, ge=1, le=3650)
    login_metadata_url: str | None = Field(default=None, pattern=r"^https?://")
    login_client_id: str | None = None
    login_client_secret: SecretStr | None = None
    login_redirect_url: str | None = Field(default=None, pattern=r"^https?://.*/oauth2callback$")
    login_cookie_secret: SecretStr | None = Field(default=None, min_length=32)
    login_role_claim: str = "roles"
    login_staff_role: str = ""
    login_editor_role: str = "redaktør"
    kiosk_port: int = Field(default=8502, ge=1, le=65535)
    kiosk_address: str = "127.0.0.1"
    kiosk_hosts: str = ""
    kiosk_screen_inches: float = Field(default=24.0, gt=5, lt=200)
    kiosk_screen_pixels: str = Field(default="1080x1920", pattern=r"^[1-9]\d{2,4}x[1-9]\d{2,4}$")
    kiosk_target_mm: float = Field(default=20.0, ge=5, le=60)
    kiosk_idle_seconds: int = Field(default=90, ge=1)
    kiosk_warning_seconds: int = Field(default=30, ge=1)
    kiosk_per_reader: int = Field(default=6, ge=1)
    kiosk_per_address: int = Field(default=60, ge=1)
    kiosk_at_once: int = Field(default=2, ge=1, le=32)
    kiosk_waiting: int = Field(default=40, ge=0)
    embed_ancestors: str = Field(default="", pattern=r"^(https?://[A-Za-z0-9.*-]+(:\d+)?([ ,]+|$))*$")
    api_keys: SecretStr | None = None
    api_per_key: int = Field(default=60, ge=1)
    open_browser: Literal["auto", "yes", "no"] = "auto"
    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    azure_api_version: str | None = None
    embedding: Literal["off", "endpoint", "local"] = "off"
    embedding_model: str | None = None
    embedding_base_url: str | None = None
    embedding_api_key: SecretStr | None = None
    embedding_questions: Literal["none", "staff", "all"] = "staff"
    embedding_query_prefix: str | None = None
    embedding_passage_prefix: str | None = None
    embedding_weight: float = Field(default=0.3, ge=0, le=5)
    embedding_batch: int = Field(default=64, ge=1, le=2048)
    embedding_seconds: float = Field(default=3.0, gt=0, le=60)
    embedding_ingest_seconds: float = Field(default=120.0, gt=0, le=3600)
    model: str | None = None
    model_seconds: float = Field(default=20.0, gt=0, le=120)
    model_tokens: int = Field(default=6000, ge=500)
    model_answer_tokens: int = Field(default=1200, ge=100)
    model_schema: Literal["auto", "no"] = "auto"
    rerank: Literal["off", "local", "model"] = "off"
    rerank_model: str | None = None
    rerank_seconds: float = Field(default=4.0, gt=0, le=60)
    model_at_once: int = Field(default=4, ge=1, le=64)
    model_per_day: int = Field(default=5000, ge=0)

    def for_kiosk(self) -> Settings:
        """These settings for citizens' questions, which go to no embeddings endpoint and no model unless that is said."""
        stays: dict[str, str] = {} if self.embedding_questions == "all" else {"embedding_questions": "none"}
        if self.rerank == "model" and self.kiosk_engine != "llm":
            stays["rerank"] = "off"
        return self.model_copy(update=stays)

    @property
    def login(self) -> Literal["on", "off", "incomplete"]:
        """Whether the login of staff is set up: all of its five settings, none, or only some of them."""
        given = (
            self.login_metadata_url,
            self.login_client_id,
            self.login_client_secret,
            self.login_redirect_url,
            self.login_cookie_secret,
        )
        if all(given):
            return "on"
        return "incomplete" if any(given) else "off"


def read_settings(environ: Mapping[str, str] | None = None, dotenv: Path | None = Path(".env")) -> Settings:
    """The settings in force: the defaults, over them the `.env` file, over it the environment.

    Raises WrongUse for an unknown `HVIDBOG_*` name or a value that does not fit, naming the setting in Danish, and for
    a `.env` file that cannot be read.
    """
    given = _from_file(dotenv) if dotenv is not None else {}
    given |= {name: value for name, value in (os.environ if environ is None else environ).items() if value}
    fields = {name.removeprefix(PREFIX).lower(): value for name, value in given.items() if name.startswith(PREFIX)}
    fields |= {field: given[name] for name, field in FOREIGN.items() if name in given}
    texts = load_catalogue("ingest")
    try:
        return Settings.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = PREFIX + str(first["loc"][0]).upper()
        key = "settings.unknown" if first["type"] == "extra_forbidden" else "settings.invalid"
        raise WrongUse(texts.text(key, name=name)) from None


def _from_file(dotenv: Path) -> dict[str, str]:
    try:
        return {name: value for name, value in dotenv_values(dotenv).items() if value} if dotenv.is_file() else {}
    except (OSError, UnicodeDecodeError):
        raise WrongUse(load_catalogue("ingest").text("file.unreadable", path=dotenv)) from None


def has_display(environ: Mapping[str, str] | None = None) -> bool:
    """Whether there is a screen that a browser could open on."""
    given = os.environ if environ is None else environ
    return sys.platform in ("darwin", "win32") or bool(given.get("DISPLAY") or given.get("WAYLAND_DISPLAY"))
