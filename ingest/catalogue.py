"""The text catalogue: every word that a user reads, by key, in one TOML file a package and a language.

Another language is another file beside `da.toml` with the same keys.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


class Catalogue:
    """The texts of one package in one language."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts

    def text(self, key: str, **values: object) -> str:
        """The text behind `key` with `{name}` places filled from `values`. An unknown key raises KeyError."""
        return self._texts[key].format(**values)

    def keys(self) -> frozenset[str]:
        """All keys, dotted."""
        return frozenset(self._texts)


@cache
def load_catalogue(package: str, language: str = "da") -> Catalogue:
    """The catalogue of one of our packages, read from `<package>/texts/<language>.toml`."""
    tree = tomllib.loads((files(package) / "texts" / f"{language}.toml").read_text(encoding="utf-8"))
    return Catalogue(dict(_flat(tree, "")))


def _flat(tree: dict[str, object], prefix: str) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, dict):
            rows += _flat(value, f"{prefix}{key}.")
        else:
            rows.append((prefix + key, str(value).strip("\n")))
    return rows
