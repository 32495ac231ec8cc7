"""Near-duplicates once and in the preferred layer, comparisons with every side, and answers from the right layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant import Assistant, open_assistant
from assistant.folding import aspects_of, compares, folded, layer_order, sides_of, spread
from assistant.question import understand
from ingest.danish import Analyzer
from ingest.records import Audience, Passage, Range
from ingest.vocabulary import Vocabulary
from tests.ingest_workplace import NOTICE, Workplace

PREFERENCE = ("hvidbog", "pixi", "baggrund")
TOLD = (
    "Kommunen vil bygge en ny svømmehal ved havnen, så flere børn i de små byer kan lære at svømme hele året rundt, "
    "og så foreningerne får et sted at holde stævner, når vinteren er lang og stierne er glatte."
)
LAYERS = {"baggrund": "Baggrund", "pixi": "Pixi", "hvidbog": "Hvidbog"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    made = Workplace.at(tmp_path_factory.mktemp("layers"))
    profile = (made.corpus / "corpus.toml").read_text(encoding="utf-8")
    (made.corpus / "corpus.toml").write_text(f"layer_preference = {list(PREFERENCE)}\n{profile}", encoding="utf-8")
    for kind, title in LAYERS.items():
        made.put(f"{kind}.md", f"# {title}\n\n{NOTICE}\n\n## Svømmehallen\n\n{TOLD}\n", title=title, kind=kind)
    made.put("vej.md", f"# Vejen\n\n{NOTICE}\n\n## Svømmehallen\n\nVejen til svømmehallen er lang.\n")
    made.ingest()
    return made


@pytest.fixture(scope="module")
def public(place: Workplace) -> Iterator[Assistant]:
    opened = open_assistant(place.settings, Audience.PUBLIC)
    yield opened
    opened.close()


def layers_of(opened: Assistant, question: str) -> list[str]:
    """The source of each hit."""
    sources = {document.id: document.source_id for document in opened.documents()}
    return [sources[hit.passage.document_id] for hit in opened.search(question).accepted]


def test_a_text_told_three_times_is_one_hit_in_the_preferred_layer(public: Assistant, place: Workplace) -> None:
    found = public.search("Hvorfor bygge en svømmehal ved havnen?").accepted
    assert layers_of(public, "Hvorfor bygge en svømmehal ved havnen?") == ["hvidbog.md", "vej.md"]
    assert len(found[0].twins) == 2
    staff = open_assistant(place.settings, Audience.STAFF)
    assert layers_of(staff, "Hvorfor bygge en svømmehal ved havnen?")[0] == "baggrund.md"
    staff.close()


def test_a_question_on_details_gets_the_background(public: Assistant) -> None:
    assert layers_of(public, "Kan du uddybe, hvorfor man vil bygge en svømmehal ved havnen?")[0] == "baggrund.md"


def test_a_comparison_sees_every_side(public: Assistant) -> None:
    found = layers_of(public, "Er hvidbog, pixi og baggrund enige om at bygge en svømmehal ved havnen?")
    assert set(found[:3]) == {"hvidbog.md", "pixi.md", "baggrund.md"}


def test_one_section_does_not_fill_the_list_when_two_places_are_compared() -> None:
    north, south = ("Svømmehallen i Nordby har mange gæster.", "Sydby har få gæster i hallen.")
    passages = {n: Passage(f"p{n}", "d", 1, Range(n, n + 1), f"{north} Nu {n}.") for n in range(12)}
    passages[12] = Passage("p12", "d", 2, Range(12, 13), south)
    analyzer = Analyzer()
    words = {token.surface.lower(): 5 for token in analyzer.tokens(f"{north} {south}")}
    question = understand("Har Nordby eller Sydby flest gæster?", analyzer, Vocabulary(words, {}, analyzer))
    scores = {row: 1.0 - row / 100 for row in passages}
    assert spread(list(passages), scores, aspects_of(question, passages))[:2] == [0, 12]
    # The control: where no place is named, the better passages keep their places.
    other = understand("Hvem har flest gæster?", analyzer, Vocabulary(words, {}, analyzer))
    same = {row: replace(one, section=1) for row, one in passages.items()}
    assert spread(list(passages), scores, aspects_of(other, same))[:2] == [0, 1]


def test_each_side_of_a_comparison_is_asked_for_without_the_other() -> None:
    words = "antal klager søndre fjord nørre tang 2022 højest".split()
    analyzer = Analyzer()
    vocabulary = Vocabulary(dict.fromkeys(words, 1), {}, analyzer)

    def sides(question: str) -> list[set[str]]:
        return [{term.surface for term in side.terms} for side in sides_of(understand(question, analyzer, vocabulary))]

    first, second = sides("Hvor mange klager var der i Søndre Fjord og Nørre Tang i 2022, og hvor er tallet højest?")
    assert {"klager", "2022"} <= first & second
    assert {"Søndre", "Fjord"} <= first - second
    assert {"Nørre", "Tang"} <= second - first
    assert (
        sides("Hvor mange klager var der i Søndre Fjord og Nørre Tang i 2022?") == []
    )  # holds nothing against anything
    assert sides("Hvor i Søndre Fjord er tallet højest?") == []


def test_an_answer_quotes_the_preferred_layer_once(public: Assistant, place: Workplace) -> None:
    answer = public.ask("Hvem skal lære at svømme i den nye svømmehal?")
    assert [citation.source_id for citation in answer.citations] == ["hvidbog.md"]
    staff = open_assistant(place.settings, Audience.STAFF)
    assert [one.source_id for one in staff.ask("Hvem skal lære at svømme i den nye svømmehal?").citations] == [
        "baggrund.md"
    ]
    staff.close()


def test_the_preferred_layer_stands_where_the_best_of_the_group_stood() -> None:
    layers = {1: "baggrund", 2: "side", 3: "hvidbog"}
    assert folded([1, 2, 3], {1: 7, 3: 7}, layers, PREFERENCE) == [(3, (1,)), (2, ())]
    assert folded([1, 2, 3], {}, layers, PREFERENCE) == [(1, ()), (2, ()), (3, ())]
    assert folded([1, 3], {1: 7, 3: 7}, {}, PREFERENCE) == [(1, (3,))]


def test_the_order_of_layers_hangs_on_reader_and_question() -> None:
    assert layer_order(PREFERENCE, Audience.PUBLIC, "Hvad koster det?") == PREFERENCE
    assert layer_order(PREFERENCE, Audience.STAFF, "Hvad koster det?") == ("baggrund", "hvidbog", "pixi")
    assert layer_order(PREFERENCE, Audience.PUBLIC, "Fortæl nærmere")[0] == "baggrund"


@pytest.mark.parametrize("question", ["Hvad er forskellen på dem?", "Hvor er tallet højest?", "Er de enige?"])
def test_comparisons_are_known(question: str) -> None:
    assert compares(question)
    assert not compares("Hvornår åbnede hallen?")


def test_what_is_new_comes_early_and_the_best_stays_first() -> None:
    scores = {1: 1.0, 2: 0.9, 3: 0.8}
    same, other = frozenset({"Nordby"}), frozenset({"Sydby"})
    assert spread([1, 2, 3], scores, {1: same, 2: same, 3: other}) == [1, 3, 2]
    assert spread([1, 2, 3], scores, {1: same, 2: same, 3: same}) == [1, 2, 3]
    assert spread([], {}, {}) == []
