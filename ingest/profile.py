"""What belongs to this corpus and not to the code: `corpus.toml`, validated.

Another municipality replaces the folder `corpus/` and nothing else.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.catalogue import load_catalogue
from ingest.errors import WrongUse


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(_Part):
    """A telephone line that a screen may show, with where the number is from and whether the municipality confirmed it."""

    name: str
    number: str
    source: str
    date: dt.date | None = None
    confirmed: bool = False


class Contact(_Part):
    """How to reach a person. Empty fields mean that the municipality has not filled them in yet."""

    phone: str = ""
    hours: str = ""


class Term(_Part):
    """A word or abbreviation of the glossary. `acronym` terms keep their capitals in search."""

    term: str
    meaning: str = ""
    acronym: bool = False


class CorpusProfile(_Part):
    """Everything in `corpus.toml`. `words` bridges everyday and foreign words to the corpus's own."""

    name: str
    municipality: str
    place_names: tuple[str, ...] = ()
    suggested_questions: tuple[str, ...] = ()
    focus_areas: tuple[str, ...] = ()
    glossary: tuple[Term, ...] = ()
    contact: Contact = Contact()
    crisis_lines: tuple[Line, ...] = ()
    layer_preference: tuple[str, ...] = ()
    words: dict[str, tuple[str, ...]] = {}

    @property
    def acronyms(self) -> frozenset[str]:
        """The glossary's abbreviations, as they are written."""
        return frozenset(entry.term for entry in self.glossary if entry.acronym)


def load_profile(corpus: Path) -> CorpusProfile:
    """The profile in `corpus/corpus.toml`. Raises WrongUse, naming file and field, where it is missing or does not fit."""
    path = corpus / "corpus.toml"
    texts = load_catalogue("ingest")
    try:
        return CorpusProfile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        raise WrongUse(texts.text("profile.missing", path=path)) from None
    except tomllib.TOMLDecodeError as error:
        raise WrongUse(texts.text("profile.broken", path=path, detail=error)) from None
    except (OSError, UnicodeDecodeError):
        raise WrongUse(texts.text("file.unreadable", path=path)) from None
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise WrongUse(texts.text("profile.invalid", path=path, where=where)) from None
