"""The lexical legs: BM25 as its formula says, equal however it is built, and damage is an error."""

from __future__ import annotations

import math
import random
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest import leg_writer, lexical
from ingest.danish import Analyzer
from ingest.leg_writer import LegBuilder, write_leg
from ingest.lexical import (
    K1,
    B,
    LexicalLeg,
    WantedTerm,
    bm25s,
    gram_terms,
    read_words,
    stretches_of,
    word_keys,
    words_of,
    write_words,
)

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


# What a sentence holds.


def shares(tmp_path: Path, *passages: tuple[str, ...], needed: str = "") -> list[float]:
    """What the best sentence of each passage, given as stretches, holds of "lån 2019 by"."""
    builder = LegBuilder()
    for stretches in passages:
        builder.add(*(stretch.split() for stretch in stretches))
    builder.write(tmp_path / "leg", sentences=True)
    leg = LexicalLeg.open(tmp_path / "leg", sentences=True)
    wanted = [WantedTerm({word: 1.0}, word in needed.split()) for word in ("lån", "2019", "by")]
    return [round(float(one), 3) for one in leg.sentence_shares(range(len(passages)), wanted)]


def test_a_sentence_that_holds_all_is_worth_more_than_two_that_share_it(tmp_path: Path) -> None:
    apart, together, empty = shares(tmp_path, ("", "lån 2019", "by 2020"), ("", "by 2020", "lån 2019 by"), ("", "vej"))
    assert together == 1.0
    assert 0 < apart < 1.0
    assert empty == 0.0


def test_what_stands_above_all_sentences_counts_for_each(tmp_path: Path) -> None:
    first, second = shares(tmp_path, ("by 2019", "lån", "hus"), ("by", "lån", "2019"))
    assert first == 1.0
    assert second < 1.0


def test_a_sentence_without_what_is_needed_is_about_something_else(tmp_path: Path) -> None:
    passages = (("", "lån by"), ("", "2019"), ("", "lån 2019 by"))
    other, bare, right = shares(tmp_path / "a", *passages, needed="2019")
    assert (other, right) == (0.0, 1.0)
    assert bare > 0
    assert shares(tmp_path / "b", *passages)[0] > 0.5  # the control: nothing is needed


def test_a_word_may_stand_as_several_terms_and_the_surest_counts(tmp_path: Path) -> None:
    builder = LegBuilder()
    for word in ("lån", "udlån", "vej"):
        builder.add([], [word])
    builder.write(tmp_path / "leg", sentences=True)
    leg = LexicalLeg.open(tmp_path / "leg", sentences=True)
    assert list(leg.sentence_shares([0, 1, 2], [WantedTerm({"lån": 1.0, "udlån": 0.5})])) == [1.0, 0.5, 0.0]
    assert list(leg.sentence_shares([], [WantedTerm({"lån": 1.0})])) == []
    assert list(leg.sentence_shares([2], [WantedTerm({"ukendt": 1.0})])) == [0.0]


def test_an_index_without_the_sentences_that_are_wanted_is_an_error(tmp_path: Path) -> None:
    write_leg(tmp_path / "leg", DOCUMENTS)
    with pytest.raises(OSError, match="sentences"):
        LexicalLeg.open(tmp_path / "leg", sentences=True)


def test_sentences_are_the_same_however_many_passages_are_looked_at_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leg_writer, "_STRETCH", 3)
    passages = (("", "lån", "", "2019 by"), ("", ""), ("", "lån 2019 by hus vej sti", ""), ("by", "lån 2019"), ("",))
    assert shares(tmp_path, *passages)[1:] == [0.0, 1.0, 1.0, 0.0]


def test_stretches_keep_every_content_word_once(tmp_path: Path) -> None:
    text = "Overskrift\nVejen er lang. Broen er kort."
    tokens = Analyzer().tokens(text)
    starts = [text.index("Vejen"), text.index("Broen")]
    assert stretches_of(tokens, starts) == [["overskrift"], ["vejen", "lang"], ["broen", "kort"]]
    assert stretches_of(Analyzer().tokens("og i"), [0]) == [[], ["og", "i"]]


def test_the_terms_that_say_most_of_passages_are_the_rare_and_repeated_ones(tmp_path: Path) -> None:
    builder = LegBuilder()
    for stretches in ((["by"], ["lån", "lån", "vej"]), (["by"], ["vej"]), (["by"], ["vej", "sti"])):
        builder.add(*stretches)
    builder.write(tmp_path / "leg", sentences=True)
    leg = LexicalLeg.open(tmp_path / "leg", sentences=True)
    found = leg.typical({0: 0.75, 1: 0.25}, 2)
    assert next(iter(found)) == "lån"
    # tf / (tf + k1) times log(1 + N / (1 + df)), for two occurrences in the first passage.
    assert found["lån"] == pytest.approx(0.75 * 2 / (2 + K1) * math.log(1 + 3 / 2))
    assert len(found) == 2
    assert np.isfinite(list(found.values())).all()


def test_the_scores_of_some_passages_are_those_of_all(tmp_path: Path) -> None:
    documents = [["sti"] * (row % 3) + ["havn"] * (row % 4 == 0) + [f"v{row % 5}"] for row in range(40)]
    write_leg(tmp_path / "leg", documents)
    leg = LexicalLeg.open(tmp_path / "leg")
    wanted = {"sti": 1.0, "havn": 0.5, "v3": 2.0, "findes ikke": 1.0}
    rows = [39, 3, 17, 0, 8]
    assert leg.scores_of(rows, wanted).tolist() == pytest.approx(leg.score(wanted)[rows].tolist())
    assert leg.score(wanted)[rows].max() > 0  # there is something to compare
    assert leg.scores_of(rows, {"findes ikke": 1.0}).tolist() == [0.0] * 5
    assert leg.scores_of([], wanted).tolist() == []


@pytest.mark.parametrize("few", [0, 1_000_000])
def test_the_quick_ways_give_what_the_plain_formulas_give(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(lexical, "_FEW", few)  # all columns one by one, all in one go
    draw = random.Random(7)
    words = [f"ord{number}" for number in range(40)]
    passages = [[draw.choices(words, k=draw.randrange(1, 5)) for _ in range(draw.randrange(1, 6))] for _ in range(200)]
    builder = LegBuilder()
    for sentences in passages:
        builder.add(*sentences)
    builder.write(tmp_path / "leg", sentences=True)
    leg = LexicalLeg.open(tmp_path / "leg", sentences=True)
    kept = bm25s().BM25.load(tmp_path / "leg")
    held = {word: dense(kept, word, len(passages)) for word in words}
    for _ in range(20):
        weights = {word: draw.random() for word in draw.sample(words, 6)}
        rows = draw.sample(range(len(passages)), 30)

        reachable = np.float32(sum(np.float32(weight) * held[word].max() for word, weight in weights.items()))
        plain = sum(held[word] * (np.float32(weight) / reachable) for word, weight in weights.items())
        assert leg.score(weights) == pytest.approx(plain, abs=1e-6)

        found = leg.scores_of(rows, weights)
        total = sum(weight * held[word].max() for word, weight in weights.items())
        assert found == pytest.approx(
            [sum(weights[w] * held[w][row] for w in weights) / total for row in rows], abs=1e-6
        )

        shares = dict.fromkeys(rows[:5], 0.2)
        worth: Counter[str] = Counter()
        for row, share in shares.items():
            for word, often in Counter(word for sentence in passages[row] for word in sentence).items():
                worth[word] += share * often / (often + K1) * math.log(1 + 200 / (1 + leg.document_frequency(word)))
        assert leg.typical(shares, 100) == pytest.approx(dict(worth), abs=1e-9)

        rarity = {word: math.log(1 + 201 / (1 + leg.document_frequency(word))) for word in weights}
        said = [  # the first stretch stands above all of its passage
            max(sum(rarity[w] for w in weights if w in one or w in passages[row][0]) for one in passages[row])
            for row in rows
        ]
        things = [WantedTerm({word: 1.0}) for word in weights]
        assert leg.sentence_shares(rows, things) == pytest.approx(np.array(said) / sum(rarity.values()), abs=1e-9)


def dense(kept: Any, word: str, size: int) -> NDArray[np.float32]:
    """The score of a word in every passage, as bm25s keeps it."""
    column, scores = kept.vocab_dict[word], np.zeros(size, np.float32)
    piece = slice(kept.scores["indptr"][column], kept.scores["indptr"][column + 1])
    scores[kept.scores["indices"][piece]] = kept.scores["data"][piece]
    return scores
