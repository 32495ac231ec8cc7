"""The languages of the kiosk's frame. What is quoted stays Danish."""

from __future__ import annotations

from fnmatch import fnmatchcase

from ingest.catalogue import load_catalogue

# Each by its own name, in the order of the buttons.
LANGUAGES = {"da": "Dansk", "en": "English", "de": "Deutsch", "uk": "Українська", "ar": "العربية"}
RIGHT_TO_LEFT = frozenset({"ar"})
# The parts of the catalogue that every language has; the rest is for staff and Danish alone.
SHARED = ("kiosk", "said", "status", "shape", "viewer", "kind")
# Places that the page fills itself, so they come through to it as they stand.
_PLACES = tuple("seconds count limit title page pages date area phone hours n".split())
_ANY = "*"
_PAGE_KEYS = ("kiosk." + _ANY, "said." + _ANY, "status." + _ANY, "shape." + _ANY)


def known_language(asked: object) -> str:
    """`asked` where it is a language of ours, else Danish."""
    return asked if isinstance(asked, str) and asked in LANGUAGES else "da"


def direction(language: str) -> str:
    """ "rtl" for a language that is written from right to left, else "ltr"."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def page_texts(language: str) -> dict[str, str]:
    """The texts of the kiosk's page by key, with their places unfilled."""
    catalogue = load_catalogue("ui", language)
    places = {name: "{" + name + "}" for name in _PLACES}
    every = catalogue.keys()
    keys = sorted(key for key in every if any(fnmatchcase(key, pattern) for pattern in _PAGE_KEYS))
    return {key: catalogue.text(key, **places) for key in keys}
