"""Fusion: a leg of pure noise costs nothing, equal scores keep the corpus's order, and hits know what each leg said."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from assistant.question import understand
from assistant.retrieval import LONGEST_EXACT, SENTENCE, Retriever, Tuning
from ingest.bootstrap import open_index
from ingest.config import Settings
from ingest.danish import Analyzer
from ingest.index_protocol import GRAMS, VECTORS, WORDS, IndexReader
from ingest.manifest import load_manifest
from ingest.pipeline import ingest
from ingest.records import Audience
from ingest.sources import listed_sources
from ingest.vectors import Vectors
from ingest.vocabulary import Vocabulary
from tests.ingest_workplace import NOTICE, Workplace

ANALYZER = Analyzer()
PLACES = "Nordby Sydby Vestby Østby Midtby Strandby Skovby Engby Bakkeby Åby".split()
THINGS = {
    "svømmehallen": "bliver bygget om til foråret, og badelandet lukker imens",
    "biblioteket": "får flere bøger og længere åbningstid om aftenen",
    "havnen": "skal have en ny mole, der holder bølgerne ude",
    "skolen": "mangler lærere i dansk og regning",
    "plejehjemmet": "udvider med ti stuer og en sansehave",
}
ASKED = {
    "svømmehallen": "Hvornår bygges svømmehallen i {place} om?",
    "biblioteket": "Har biblioteket i {place} åbent om aftenen?",
    "havnen": "Hvorfor skal havnen i {place} have en mole?",
    "skolen": "Hvilke lærere mangler skolen i {place}?",
    "plejehjemmet": "Hvor mange stuer udvider plejehjemmet i {place} med?",
}


class Noise:
    """An embedder whose vectors know nothing of the text: they are drawn from its hash."""

    fingerprint = "noise"
    weight = Settings.model_fields["embedding_weight"].default  # as a real model's

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.query(text) for text in texts])

    def query(self, text: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
        vector = np.random.default_rng(seed).standard_normal(256).astype(np.float32)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    place = Workplace.at(tmp_path_factory.mktemp("fusion"))
    for town in PLACES:
        for thing, told in THINGS.items():
            place.put(f"{thing}-{town}.md", f"# {town}\n\n{NOTICE}. I {town} er der planer: {thing} {told}.\n")
    sources = listed_sources(place.corpus, load_manifest(place.corpus))
    ingest(place.home, sources, [], Noise(), ANALYZER)
    with open_index(place.settings, Audience.PUBLIC, Noise()) as opened:
        yield opened


def ndcg(ranking: Sequence[str], wanted: str) -> float:
    """nDCG at 10 for one relevant document."""
    return 1 / math.log2(ranking.index(wanted) + 2) if wanted in ranking[:10] else 0.0


def mean(rankings: dict[str, list[str]]) -> float:
    """The mean nDCG of rankings by what each should have first."""
    return sum(ndcg(ranking, wanted) for wanted, ranking in rankings.items()) / len(rankings)


def searched(index: IndexReader, tuning: Tuning) -> dict[str, list[str]]:
    """Each question's documents, by the document it asks for."""
    sources = {document.id: document.source_id for document in index.documents()}
    vocabulary = Vocabulary(index.words, {}, ANALYZER)
    found = {}
    for thing, asked in ASKED.items():
        for town in PLACES:
            question = understand(asked.format(place=town), ANALYZER, vocabulary)
            hits = Retriever(index, Noise(), tuning).retrieve(question).accepted
            found[f"{thing}-{town}.md"] = [sources[hit.passage.document_id] for hit in hits]
    return found


def test_a_leg_of_pure_noise_lowers_nothing(index: IndexReader) -> None:
    without = mean(searched(index, Tuning(vectors=0.0)))
    assert without > 0.9  # the lexical legs know the answers
    assert (
        mean(searched(index, Tuning(words=0.0, grams=0.0, feedback=0.0, sentence=0.0, exact_sentence=0.0, vectors=1.0)))
        < 0.2
    )  # and noise does not
    assert mean(searched(index, Tuning())) >= without


def test_the_control_fusing_ranks_pays_for_the_noise(index: IndexReader) -> None:
    """Reciprocal rank fusion (Cormack et al. 2009) of the same rankings: what the test above would show if we did so."""
    legs = [
        searched(index, Tuning(vectors=0.0)),
        searched(index, Tuning(words=0.0, grams=0.0, feedback=0.0, sentence=0.0, exact_sentence=0.0, vectors=1.0)),
    ]
    fused = {}
    for wanted in legs[0]:
        scores: dict[str, float] = {}
        for leg in legs:
            for rank, source in enumerate(leg[wanted], start=1):
                scores[source] = scores.get(source, 0.0) + 1 / (60 + rank)
        fused[wanted] = sorted(scores, key=scores.__getitem__, reverse=True)
    assert mean(fused) < mean(legs[0])


def test_a_hit_tells_what_each_leg_said(index: IndexReader) -> None:
    question = understand(ASKED["havnen"].format(place="Nordby"), ANALYZER, Vocabulary(index.words, {}, ANALYZER))
    best = Retriever(index, Noise(), Tuning(vectors=0.0)).retrieve(question).accepted[0]
    assert {WORDS, GRAMS} <= set(best.legs)
    assert VECTORS not in best.legs
    assert best.score == pytest.approx(0.2 * best.legs[WORDS] + 0.8 * best.legs[GRAMS], abs=0.5)


FIGURES = {
    (group, town, year): f"I {year} var der {100 * number + 7} lån blandt {group} i {town}."
    for number, (group, town, year) in enumerate(
        (group, town, year) for group in ("børn", "voksne") for town in ("Nordby", "Sydby") for year in (2018, 2019)
    )
}


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    """Passages that each tell one figure, and the words of its twins apart from each other."""
    place = Workplace.at(tmp_path_factory.mktemp("twins"))
    for number, ((_, town, year), told) in enumerate(FIGURES.items()):
        other = "Sydby" if town == "Nordby" else "Nordby"
        old = 2018 if year == 2019 else 2019
        # The neighbours name every place, year and group, and "lån" more often than the figure does.
        around = f"Lån i {other} blev talt i {old}. Lån og lån igen: børn og voksne i {town} fik nye kort i {old}."
        place.put(f"{number}.md", f"# Biblioteker\n\n{NOTICE}. {around} {told}\n")
    sources = listed_sources(place.corpus, load_manifest(place.corpus))
    ingest(place.home, sources, [], Noise(), ANALYZER)
    with open_index(place.settings, Audience.PUBLIC, Noise()) as opened:
        yield opened


def first_right(index: IndexReader, tuning: Tuning) -> int:
    """For how many of the figures the passage that tells it is the first hit."""
    vocabulary = Vocabulary(index.words, {}, ANALYZER)
    right = 0
    for (group, town, year), told in FIGURES.items():
        question = understand(f"Hvor mange lån var der blandt {group} i {town} i {year}?", ANALYZER, vocabulary)
        assert question.exact
        right += told in Retriever(index, Noise(), tuning).retrieve(question).accepted[0].passage.index_text
    return right


def test_a_figure_is_told_from_its_twins_by_the_sentence_that_holds_year_place_and_group(twins: IndexReader) -> None:
    assert first_right(twins, Tuning(vectors=0.0)) == len(FIGURES)
    # The control: by whole passages alone, which all hold all of these words, it is chance.
    assert first_right(twins, Tuning(vectors=0.0, exact_sentence=0.0)) < len(FIGURES)


def test_a_story_that_names_a_year_and_a_place_is_not_narrowed_to_one_sentence(twins: IndexReader) -> None:
    vocabulary = Vocabulary(twins.words, {}, ANALYZER)
    words = " ".join(f"fortælling{number}" for number in range(LONGEST_EXACT))
    story = understand(f"Hvad med {words} om lån i Nordby i 2019?", ANALYZER, vocabulary)
    hits = Retriever(twins, Noise(), Tuning(vectors=0.0)).retrieve(story).accepted
    assert hits
    assert all(SENTENCE not in hit.legs for hit in hits)
