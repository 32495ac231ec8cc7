"""The vectors without a model: unit length, the same on every machine, near for near spellings."""

from __future__ import annotations

import numpy as np

from ingest.bootstrap import RememberingAnalyzer
from ingest.danish import Analyzer
from ingest.vectors import DIMENSIONS, HashedGrams

EMBEDDER = HashedGrams(Analyzer())


def test_vectors_have_unit_length_and_the_shape_that_is_promised() -> None:
    vectors = EMBEDDER.passages(["Vejene i byen", "", "og i", "§ 5"])
    assert vectors.shape == (4, DIMENSIONS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert EMBEDDER.passages([]).shape == (0, DIMENSIONS)


def test_a_vector_is_the_same_everywhere() -> None:
    # Written down once: a change here needs another fingerprint, since indexes hold the old vectors.
    vector = EMBEDDER.query("Svømmehallen ved havnen")
    assert int(np.argmax(np.abs(vector))) == 661
    assert set(np.argsort(-np.abs(vector))[1:3].tolist()) == {554, 235}
    assert np.count_nonzero(vector) == 44


def test_near_spellings_are_near_and_other_words_are_not() -> None:
    one, near, far = EMBEDDER.passages(["svømmehallen", "svømehallen", "boligstøtte"])
    assert one @ near > 0.5 > one @ far


def test_word_order_and_capitals_do_not_matter() -> None:
    np.testing.assert_allclose(EMBEDDER.query("havnen vejene"), EMBEDDER.query("Vejene HAVNEN"), atol=1e-6)


def test_an_analyzer_that_remembers_gives_the_same_tokens() -> None:
    plain, remembering = Analyzer({"MED"}), RememberingAnalyzer(frozenset({"MED"}))
    text = "MED-udvalget mødtes den 4. marts 2025 i D.2.58."
    assert remembering.tokens(text) == plain.tokens(text) == remembering.tokens(text)
    assert remembering.terms(text) == plain.terms(text)
