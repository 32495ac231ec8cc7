"""The corpus profile: what it gives, and each mistake named by file and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.bootstrap import build_parts
from ingest.config import Settings
from ingest.danish import Analyzer
from ingest.errors import WrongUse
from ingest.profile import load_profile
from tests.conftest import ROOT

GOOD = """
name = "Hvidbog"
municipality = "Sømarken Kommune (opdigtet)"
layer_preference = ["hvidbog", "pixi"]
[contact]
phone = "86 00 00 17"
[[crisis_lines]]
name = "Opdigtet linje"
number = "70 00 00 11"
source = "opdigtet"
[[glossary]]
term = "MED"
acronym = true
[[glossary]]
term = "lokalplan"
meaning = "opdigtet forklaring"
[words]
penge = ["kr"]
"""


def write(folder: Path, text: str) -> Path:
    (folder / "corpus.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_profile_gives_acronyms_and_public_numbers(tmp_path: Path) -> None:
    profile = load_profile(write(tmp_path, GOOD))
    assert profile.acronyms == {"MED"}
    assert profile.words == {"penge": ("kr",)}
    parts = build_parts(Settings(home=tmp_path, corpus=tmp_path))
    assert parts.public_numbers == ("70 00 00 11", "86 00 00 17")
    assert [token.term for token in parts.analyzer.tokens("MED-udvalget")][1] == "MED"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('name = "Hvidbog"', ""), "»name«"),
        (("layer_preference", "lag"), "»lag«"),
        (("number =", "nummer ="), r"»crisis_lines\.0\.num"),
        (('["kr"]', "3"), r"»words\.penge«"),
        (("[contact]", "[contact"), "kan ikke læses"),
    ],
)
def test_each_mistake_is_named(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    with pytest.raises(WrongUse, match=words) as caught:
        load_profile(write(tmp_path, GOOD.replace(*change)))
    assert "corpus.toml" in str(caught.value)


def test_a_missing_profile_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="mangler"):
        load_profile(tmp_path)


def test_a_profile_that_cannot_be_read_is_wrong_use(tmp_path: Path) -> None:
    path = tmp_path / "corpus.toml"
    path.write_bytes(GOOD.encode("latin-1"))
    with pytest.raises(WrongUse, match=r"corpus\.toml kan ikke læses.*UTF-8"):
        load_profile(tmp_path)
    path.unlink()
    path.mkdir()
    with pytest.raises(WrongUse, match="kan ikke læses"):
        load_profile(tmp_path)


def test_the_word_list_leads_to_words_that_the_corpus_holds() -> None:
    words = load_profile(ROOT / "corpus").words
    assert len(words) >= 300
    analyzer = Analyzer({"MED"})
    held = {token.term for path in (ROOT / "corpus").glob("*.md") for token in analyzer.tokens(path.read_text("utf-8"))}
    led_to = {token.term for targets in words.values() for target in targets for token in analyzer.tokens(target)}
    assert led_to <= held
