"""What may be uploaded: by its bytes and size, under a name of our own. Pure. The browser's type and name are not trusted."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from ingest.catalogue import load_catalogue
from ingest.errors import WrongUse

LARGEST = 20 * 1024 * 1024
# Each kind by the suffixes that a name may have for it; the first is what we call it.
SUFFIXES = {
    "pdf": (".pdf",),
    "word": (".docx",),
    "slides": (".pptx",),
    "html": (".html", ".htm"),
    "text": (".md", ".txt"),
}
_PARTS = {"word": "word/document.xml", "slides": "ppt/presentation.xml"}
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL)
_LONGEST_STEM = 60


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be published: its bytes, and the name it gets in the corpus folder."""

    name: str
    data: bytes


def accepted(name: str, data: bytes) -> Upload:
    """The file under a name of our own. Raises WrongUse with a Danish sentence for what is too large or of no known kind."""
    texts = load_catalogue("ui")
    if len(data) > LARGEST:
        raise WrongUse(texts.text("upload.too_large", megabytes=LARGEST // 1024 // 1024))
    kind = kind_of(data)
    # Separators of every system, so that no folder is left in the name.
    given = PurePosixPath(name.replace("\\", "/")).name
    suffix = PurePosixPath(given).suffix.lower()
    if kind is None or suffix not in SUFFIXES[kind]:
        raise WrongUse(texts.text("upload.unknown_kind"))
    digest = hashlib.sha256(data).hexdigest()[:8]
    return Upload(f"{_stem(given)}-{digest}{suffix}", data)


def kind_of(data: bytes) -> str | None:
    """What the bytes are, or None for anything that is not read here."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    if _HTML.match(data[:4096].removeprefix(b"\xef\xbb\xbf")):
        return "html"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return "text" if text.strip() and "\0" not in text else None


def _office(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        return None
    return next((kind for kind, part in _PARTS.items() if part in names), None)


def _stem(name: str) -> str:
    """The name without its ending, in letters that every file system takes: "Åbent møde.pdf" is "aabent-moede"."""
    lower = PurePosixPath(name).stem.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_STEM].strip("-") or "dokument"
