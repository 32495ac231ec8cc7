"""`hvidbog doctor`: what is configured, what is indexed, what is missing, and who would receive questions, in words."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from ingest.catalogue import load_catalogue
from ingest.command_line import DanishParser
from ingest.config import Settings, read_settings
from ingest.embedding import embedding_host
from ingest.embedding_prefixes import prefixes_for
from ingest.errors import HvidbogError
from ingest.manifest import load_manifest
from ingest.profile import CorpusProfile, load_profile
from ingest.records import Audience
from ingest.vectors import FINGERPRINT
from ingest.versions import check_files, require_version

TEXTS = load_catalogue("assistant")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing the doctor says: what it is about, whether it is as it should be, and the Danish sentence."""

    about: str
    ok: bool
    text: str


def main(argv: Sequence[str], database_problem: Callable[[Settings], str | None]) -> int:
    """Run `hvidbog doctor`: 0 where questions can be answered, 3 without an index, 2 without a valid corpus.

    `database_problem` says what stands in the way of the staff chat's database, or None.
    """
    parser = DanishParser("hvidbog doctor", TEXTS.text("doctor.usage"))
    parser.add_argument("--json", action="store_true", help=TEXTS.text("ask.help_json"))
    wanted = parser.parse_args(argv)
    settings = read_settings()
    remarks, code = examine(settings, database_problem(settings))
    if wanted.json:
        lines = [json.dumps({"ok": code == 0, "remarks": [asdict(one) for one in remarks]}, ensure_ascii=False)]
    else:
        lines = [f"{'✓' if one.ok else '!'} {one.text}" for one in remarks]
    sys.stdout.write("\n".join(lines) + "\n")
    return code


def examine(settings: Settings, database_problem: str | None = None) -> tuple[list[Remark], int]:
    """What there is to say about these settings and what was found of the database, and the exit code."""
    remarks: list[Remark] = []
    code = 0
    try:
        profile = load_profile(settings.corpus)
        count = len(load_manifest(settings.corpus))
        remarks.append(Remark("corpus", True, TEXTS.text("doctor.corpus", name=profile.name, count=count)))
        remarks += _people(profile)
    except HvidbogError as error:
        remarks.append(Remark("corpus", False, TEXTS.text("doctor.corpus_broken", problem=error)))
        code = error.exit_code
    for audience in Audience:
        remark, problem = _index(settings, audience)
        remarks.append(remark)
        code = code or problem
    remarks += _engine(settings)
    remarks += _staff(settings, database_problem)
    remarks += _vectors(settings)
    remarks += _rerank(settings)
    found = shutil.which("tesseract") is not None
    state = (
        TEXTS.text("doctor.present") if found else TEXTS.text("doctor.absent", use=TEXTS.text("doctor.use_tesseract"))
    )
    remarks.append(Remark("tesseract", found, TEXTS.text("doctor.tool", name="Tesseract", state=state)))
    remarks.append(Remark("home", True, TEXTS.text("doctor.home", path=settings.home)))
    return remarks, code


def _people(profile: CorpusProfile) -> list[Remark]:
    remarks = []
    if profile.contact.phone:
        text = TEXTS.text("doctor.contact", phone=profile.contact.phone, hours=profile.contact.hours)
        remarks.append(Remark("contact", True, text))
    else:
        remarks.append(Remark("contact", False, TEXTS.text("doctor.contact_missing")))
    open_lines = [f"{line.name} {line.number}" for line in profile.crisis_lines if not line.confirmed]
    if open_lines:
        text = TEXTS.text("doctor.crisis_unconfirmed", names=", ".join(open_lines))
        remarks.append(Remark("crisis_lines", False, text))
    return remarks


def _index(settings: Settings, audience: Audience) -> tuple[Remark, int]:
    try:
        manifest = check_files(require_version(settings.home, audience))
    except HvidbogError as error:
        text = TEXTS.text("doctor.index_problem", audience=audience.value, problem=error)
        return Remark(f"index_{audience.value}", False, text), error.exit_code
    text = TEXTS.text(
        "doctor.index",
        audience=audience.value,
        version=manifest.version,
        documents=len(manifest.documents),
        passages=manifest.passages,
    )
    return Remark(f"index_{audience.value}", True, text), 0


def _staff(settings: Settings, database_problem: str | None) -> list[Remark]:
    """Who gets at the staff pages, where what they keep lies, and whether the deletion job left something."""
    values = {"host": urlsplit(settings.login_metadata_url or "").hostname, "address": settings.address}
    remarks = [Remark("login", settings.login != "incomplete", TEXTS.text(f"doctor.login_{settings.login}", **values))]
    url = settings.database_url.get_secret_value() if settings.database_url else ""
    place = TEXTS.text("doctor.database_named", name=urlsplit(url).hostname or urlsplit(url).scheme) if url else ""
    days = {"history": settings.history_days, "feedback": settings.feedback_days}
    remarks.append(Remark("database", True, TEXTS.text("doctor.database", **days, place=place).strip()))
    if database_problem is not None:
        remarks.append(Remark("database_problem", False, database_problem))
    try:
        failed = int(json.loads((settings.home / "deletion.json").read_text(encoding="utf-8"))["failed"])
    except (OSError, ValueError, KeyError, TypeError):
        failed = 0  # the job has not run yet
    if failed:
        remarks.append(Remark("deletion", False, TEXTS.text("doctor.deletion_failed", count=failed)))
    return remarks


def _engine(settings: Settings) -> list[Remark]:
    uses_model = "llm" in (settings.engine, settings.kiosk_engine)
    engine = TEXTS.text(f"doctor.engine_{'llm' if uses_model else 'extractive'}")
    remarks = [Remark("engine", True, TEXTS.text("doctor.engine", engine=engine).strip())]
    if uses_model:
        remarks.append(Remark("host", True, TEXTS.text("doctor.host", host=_model_host(settings))))
    else:
        sends = (
            settings.embedding == "endpoint" and settings.embedding_questions != "none"
        ) or settings.rerank == "model"
        remarks.append(Remark("host", True, TEXTS.text("doctor.no_model_host" if sends else "doctor.no_host")))
        if settings.openai_api_key is not None:
            remarks.append(Remark("key", True, TEXTS.text("doctor.key_unused")))
    return remarks


def _vectors(settings: Settings) -> list[Remark]:
    """Which vectors the search uses, and which host would receive document texts and questions for them."""
    if settings.embedding == "off":
        remarks = [Remark("vectors", True, TEXTS.text("doctor.vectors", fingerprint=FINGERPRINT))]
        if settings.embedding_api_key is not None:
            remarks.append(Remark("embedding_key", True, TEXTS.text("doctor.embedding_key_unused")))
        return [*remarks, Remark("embedding_host", True, TEXTS.text("doctor.no_embedding_host"))]
    if not settings.embedding_model:
        return [Remark("vectors", False, load_catalogue("ingest").text("embedding.no_model"))]
    found = prefixes_for(settings.embedding_model, settings.embedding_query_prefix, settings.embedding_passage_prefix)
    told = "doctor.prefixes" if found.known or found.query or found.passage else "doctor.prefixes_unknown"
    words = TEXTS.text(told, query=found.query, passage=found.passage)
    text = TEXTS.text("doctor.vectors_model", model=settings.embedding_model, prefixes=words)
    remarks = [Remark("vectors", True, text)]
    if settings.embedding == "local":
        return [*remarks, Remark("embedding_host", True, TEXTS.text("doctor.embedding_local"))]
    questions = TEXTS.text(f"doctor.embedding_questions_{settings.embedding_questions}")
    host = TEXTS.text("doctor.embedding_host", host=embedding_host(settings), questions=questions)
    return [*remarks, Remark("embedding_host", True, host)]


def _rerank(settings: Settings) -> list[Remark]:
    """Whether passages are reranked, and who would receive them."""
    if settings.rerank == "off":
        return []
    if settings.rerank == "local":
        return [Remark("rerank", True, TEXTS.text("doctor.rerank_local", model=settings.rerank_model or "?"))]
    if not settings.model or not (settings.openai_api_key or settings.openai_base_url):
        return [Remark("rerank", False, TEXTS.text("doctor.rerank_no_model"))]
    kiosk = TEXTS.text("doctor.rerank_kiosk" if settings.kiosk_engine == "llm" else "doctor.rerank_kiosk_not")
    return [Remark("rerank", True, TEXTS.text("doctor.rerank_model", host=_model_host(settings), kiosk=kiosk))]


def _model_host(settings: Settings) -> str | None:
    return urlsplit(settings.openai_base_url or "https://api.openai.com").hostname
