"""How fast the product searches, beside bm25s' own tokenise and retrieve over the same passages in the same run.

The passages are drawn from wordfreq's Danish words by how common they are, 90 words each, so that frequent words have long
lists as in real text; a question is ten words of one passage. The lexical legs are built and asked as the product does it,
without its database; vectors without a model carry no weight and are not searched for.
"""

from __future__ import annotations

import contextlib
import random
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any, cast

from assistant.question import understand
from assistant.retrieval import Retriever, Tuning
from evals.measures.statistics import percentile
from ingest.bootstrap import RememberingAnalyzer
from ingest.compounds import Compounds
from ingest.danish import Analyzer
from ingest.filters import ANYTHING, Filters
from ingest.index_protocol import GRAMS, WORDS, IndexReader, LegQuery
from ingest.leg_writer import LegBuilder
from ingest.lexical import LexicalLeg, WantedTerm, gram_keys, stretches_of, word_grams, word_terms, words_of
from ingest.records import Passage, Range
from ingest.store import best
from ingest.vectors import HashedGrams
from ingest.vocabulary import Vocabulary

SEED = 20250815
WORDS_A_PASSAGE = 90
WORDS_A_QUESTION = 10
WORDS_A_SENTENCE = 15
VOCABULARY = 50_000
LEXICAL = Tuning(vectors=0.0)


@dataclass(frozen=True, slots=True)
class Speed:
    """What one size took: passages indexed a second of processor time, and milliseconds a question, processor and wall.

    `times` holds the p50 of each way of searching as (processor, wall); `shares` is where the product's time went.
    """

    passages: int
    questions: int
    built_a_second: float
    times: Mapping[str, tuple[float, float]]
    shares: Mapping[str, float]
    peak_megabytes: float

    def times_bm25s(self, name: str) -> float:
        """The p50 of processor time of a way of searching as a multiple of bm25s' own."""
        return self.times[name][0] / self.times["bm25s"][0]

    def as_json(self) -> dict[str, Any]:
        """All of it, milliseconds to three decimals."""
        return {
            "passages": self.passages,
            "questions": self.questions,
            "built_a_second": round(self.built_a_second),
            "p50_ms": {
                name: {"cpu": round(cpu, 3), "wall": round(wall, 3)} for name, (cpu, wall) in self.times.items()
            },
            "times_bm25s": {name: round(self.times_bm25s(name), 2) for name in self.times if name != "bm25s"},
            "shares": {name: round(share, 3) for name, share in self.shares.items()},
            "peak_mb": round(self.peak_megabytes),
        }


@dataclass
class TimedLegs:
    """The lexical legs as an index reader. With `timing` it notes the processor time of each step, which costs time itself."""

    legs: Mapping[str, LexicalLeg]
    timing: bool = False
    spent: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @contextlib.contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        started = time.process_time() if self.timing else 0.0
        yield
        if self.timing:
            self.spent[step] += time.process_time() - started

    def search(self, leg: str, query: LegQuery, limit: int, filters: Filters = ANYTHING) -> dict[int, float]:
        """The best passages of one leg."""
        with self._timed(leg):
            return best(self.legs[leg].score(query.terms), limit)

    def typical_terms(self, rows: Mapping[int, float], limit: int) -> dict[str, float]:
        """The terms that say most of these passages."""
        with self._timed("typical_terms"):
            return self.legs[WORDS].typical(rows, limit)

    def scores_of(self, leg: str, query: LegQuery, rows: Sequence[int]) -> Sequence[float]:
        """The scores of these passages."""
        with self._timed("feedback"):
            scores: list[float] = self.legs[leg].scores_of(rows, query.terms).tolist()
        return scores

    def sentence_shares(self, rows: Sequence[int], wanted: Sequence[WantedTerm]) -> Sequence[float]:
        """What the best sentence of each passage holds."""
        with self._timed("sentences"):
            shares: list[float] = self.legs[WORDS].sentence_shares(rows, wanted).tolist()
        return shares

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """Passages that only know their row."""
        return [Passage(str(row), str(row), 0, Range(0, 0), "") for row in rows]

    def duplicate_groups(self, rows: Sequence[int]) -> dict[int, int]:
        """None."""
        return {}


def made_passages(count: int) -> list[str]:
    """So many passages, always the same."""
    from wordfreq import top_n_list, word_frequency

    words = top_n_list("da", VOCABULARY)
    weights = list(accumulate(word_frequency(word, "da") for word in words))
    draw = random.Random(SEED)
    return [" ".join(draw.choices(words, cum_weights=weights, k=WORDS_A_PASSAGE)) for _ in range(count)]


def made_questions(passages: Sequence[str], count: int) -> list[str]:
    """Words of passages drawn by chance, ten each."""
    draw = random.Random(SEED + 1)
    return [" ".join(draw.sample(draw.choice(passages).split(), WORDS_A_QUESTION)) for _ in range(count)]


def measure_speed(size: int, questions: int) -> Speed:
    """The speed over `size` passages. bm25s and the product are asked in turns, so that a busy machine slows both."""
    passages = made_passages(size)
    asked = made_questions(passages, questions)
    analyzer = RememberingAnalyzer()
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        counts = build(Path(folder), passages, analyzer)
        built = time.process_time() - started
        reader = TimedLegs(
            {name: LexicalLeg.open(Path(folder) / name, sentences=name == WORDS) for name in (WORDS, GRAMS)}
        )
        ways = _ways(reader, Vocabulary(counts, {}, analyzer), analyzer, passages)
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for question in asked[:3]:  # what is loaded at the first question is no question's time
            for way in ways.values():
                way(question)
        for question in asked:
            for name, way in ways.items():
                cpu, wall = time.process_time(), time.perf_counter()
                way(question)
                times[name].append((time.process_time() - cpu, time.perf_counter() - wall))
        shares = _shares(reader, ways["hvidbog"], asked)
    p50 = {
        name: (1000 * percentile([cpu for cpu, _ in took], 0.5), 1000 * percentile([wall for _, wall in took], 0.5))
        for name, took in times.items()
    }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Speed(size, questions, size / built, p50, shares, peak)


def _shares(reader: TimedLegs, way: Callable[[str], object], asked: Sequence[str]) -> dict[str, float]:
    """The share of processor time that each step of the index takes; the rest is understanding, summing and sorting."""
    reader.timing = True
    started = time.process_time()
    for question in asked:
        way(question)
    whole = time.process_time() - started
    return {name: spent / whole for name, spent in reader.spent.items()}


def build(folder: Path, passages: Sequence[str], analyzer: Analyzer) -> Counter[str]:
    """Write the lexical legs of `passages` as an ingest does, and give the counts of their words."""
    builders = {WORDS: LegBuilder(), GRAMS: LegBuilder()}
    counts: Counter[str] = Counter()
    for text in passages:
        tokens = analyzer.tokens(text)
        starts = [token.start for token in tokens[::WORDS_A_SENTENCE]]
        builders[WORDS].add(*stretches_of(tokens, starts))
        builders[GRAMS].add(gram_keys(text))
        counts.update(words_of(tokens))
    compounds = Compounds(counts)
    builders[WORDS].write(folder / WORDS, lambda key: word_terms(key, compounds), sentences=True)
    builders[GRAMS].write(folder / GRAMS, word_grams)
    return counts


def _ways(
    reader: TimedLegs, vocabulary: Vocabulary, analyzer: Analyzer, passages: Sequence[str]
) -> dict[str, Callable[[str], object]]:
    import bm25s

    index = bm25s.BM25()
    index.index(bm25s.tokenize(list(passages), show_progress=False), show_progress=False)

    def own(question: str) -> object:
        return index.retrieve(bm25s.tokenize([question], show_progress=False), k=10, show_progress=False)

    def retriever(tuning: Tuning) -> Callable[[str], object]:
        made = Retriever(cast(IndexReader, reader), HashedGrams(analyzer), tuning)
        return lambda question: made.retrieve(understand(question, analyzer, vocabulary))

    return {
        "bm25s": own,
        "legs": retriever(Tuning(vectors=0.0, feedback=0.0, sentence=0.0, exact_sentence=0.0)),
        "hvidbog": retriever(LEXICAL),
    }
