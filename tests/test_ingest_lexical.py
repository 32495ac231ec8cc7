"""The lexical legs: BM25 as its formula says, equal however it is built, and damage is an error."""

from __future__ import annotations

import math
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from ingest import leg_writer
from ingest.danish import Analyzer
from ingest.leg_writer import LegBuilder, write_leg
from ingest.lexical import K1, B, LexicalLeg, bm25s, gram_terms, read_words, word_keys, words_of, write_words

DOCUMENTS = [["vej", "plan", "vej"], ["havn", "plan"], ["skole"], ["vej", "havn", "skole", "park"]]


def bm25(term: str, document: list[str]) -> float:
    """Lucene's BM25 as bm25s computes it (its default method), a term's score in a document."""
    frequency = sum(term in other for other in DOCUMENTS)
    idf = math.log(1 + (len(DOCUMENTS) - frequency + 0.5) / (frequency + 0.5))
    average = sum(map(len, DOCUMENTS)) / len(DOCUMENTS)
    count = Counter(document)[term]
    return idf * count / (count + K1 * (1 - B + B * len(document) / average))


def test_scores_are_the_formulas(tmp_path: Path) -> None:
    write_leg(tmp_path / "leg", DOCUMENTS)
    leg = LexicalLeg.open(tmp_path / "leg")
    weights = {"vej": 1.0, "plan": 0.5}
    reachable = sum(weight * max(bm25(term, one) for one in DOCUMENTS) for term, weight in weights.items())
    for score, document in zip(leg.score(weights), DOCUMENTS, strict=True):
        wanted = sum(weight * bm25(term, document) for term, weight in weights.items()) / reachable
        assert score == pytest.approx(wanted, abs=1e-5)
    assert leg.document_frequency("vej") == 2
    assert leg.knows("havn")
    assert not leg.knows("bus")
    assert not leg.score({"bus": 1.0}).any()


def test_passages_without_terms_keep_their_place(tmp_path: Path) -> None:
    write_leg(tmp_path / "leg", [[], ["vej"], []])
    assert list(LexicalLeg.open(tmp_path / "leg").score({"vej": 1.0}) > 0) == [False, True, False]


def test_an_index_of_nothing_opens(tmp_path: Path) -> None:
    LegBuilder().write(tmp_path / "leg")
    assert len(LexicalLeg.open(tmp_path / "leg").score({"vej": 1.0})) == 0


def test_a_file_gone_is_an_error(tmp_path: Path) -> None:
    write_leg(tmp_path / "leg", DOCUMENTS)
    (tmp_path / "leg" / "size").unlink()
    with pytest.raises(OSError, match="size"):
        LexicalLeg.open(tmp_path / "leg")


def test_keys_grams_and_words() -> None:
    analyzer = Analyzer({"MED"})
    assert word_keys(analyzer.tokens("Vejene og MED")) == ["vejene", "MED"]
    assert gram_terms("Vejen og") == ["_vej", "veje", "ejen", "jen_"]
    assert words_of(analyzer.tokens("Vejen, vejen og 5 §§")) == ["vejen", "vejen", "og"]


def test_terms_are_made_of_keys_once_all_are_known(tmp_path: Path) -> None:
    builder = LegBuilder()
    builder.add(["svømmehal", "plan"])
    builder.add(["plan"])
    builder.write(tmp_path / "leg", lambda key: ["svømme", "hal"] if key == "svømmehal" else [key])
    leg = LexicalLeg.open(tmp_path / "leg")
    assert list(leg.score({"hal": 1.0}) > 0) == [True, False]
    assert list(leg.score({"plan": 1.0}) > 0) == [True, True]
    assert not leg.knows("svømmehal")


def test_words_are_kept_with_their_counts(tmp_path: Path) -> None:
    write_words(tmp_path / "words.json", Counter(["ål", "vej", "vej"]))
    assert read_words(tmp_path / "words.json") == {"vej": 2, "ål": 1}


def test_a_leg_written_in_stretches_is_bm25s_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leg_writer, "_STRETCH", 40)
    chance = random.Random(5)
    passages = [[f"ord{int(chance.expovariate(0.1))}" for _ in range(chance.choice([0, 3, 30, 90]))] for _ in range(60)]
    write_leg(tmp_path / "leg", passages)
    ids: dict[str, int] = {}
    numbered = [[ids.setdefault(term, len(ids)) for term in passage] for passage in passages]
    theirs = bm25s().BM25(k1=K1, b=B)
    theirs.index((numbered, ids), show_progress=False, create_empty_token=False)
    theirs.save(tmp_path / "theirs", show_progress=False)
    for name in ("data", "indices", "indptr"):
        file = f"{name}.csc.index.npy"
        ours = np.load(tmp_path / "leg" / file)
        assert len(ours) > 40
        np.testing.assert_array_equal(ours, np.load(tmp_path / "theirs" / file))
    for file in ("vocab.index.json", "params.index.json"):
        assert (tmp_path / "leg" / file).read_bytes() == (tmp_path / "theirs" / file).read_bytes()
