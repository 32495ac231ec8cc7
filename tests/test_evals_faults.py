"""A planted fault turns the bar red: for each measure the product is broken in a named way, beside a healthy control."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

import ingest.danish
from assistant import Assistant, open_assistant
from assistant.records import Answer, Citation, Dropped, Reason, Retrieval, Status
from assistant.retrieval import Tuning
from evals.cases import Case, GoldQuote, load_cases
from evals.gold import occurrences
from evals.measures.part import Measure, Part
from evals.measures.registry import MEASURES
from evals.measures.retrieval import NAMES
from evals.score import Scores, score
from evals.suites import case_files, open_suite
from evals.variants import VARIANTS, among_distractors, variants_of
from ingest.bootstrap import build_parts
from ingest.config import Settings
from ingest.records import Audience, Range
from tests.assistants import ingest_files
from tests.conftest import ROOT
from tests.evals_bench import Broken, Tamper, Told, bars_at, red, scored, seen

GROUP = "adversarial"
FORBIDDEN = "kanariefuglen synger"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("faults"), corpus=ROOT / "corpus", open_browser="no")


@pytest.fixture(scope="module")
def told(home: Settings) -> Iterator[Told]:
    """The product over the made-up municipality, each question asked once."""
    opened = open_suite(home, GROUP)(Audience.PUBLIC)
    yield Told(opened)
    opened.close()


@pytest.fixture(scope="module")
def cases(told: Told) -> tuple[Case, ...]:
    """Cases that the product gets right, answered and declined: the control. They all forbid what nobody says."""
    public = [case for case in load_cases(case_files([GROUP])) if case.audience is Audience.PUBLIC]
    chosen = [case for case in public if case.must_answer and case.gold][:60]
    chosen += [case for case in public if case.must_decline and case.reason][:20]
    chosen += [case for case in public if case.must_decline and not case.reason]
    first = scored(chosen, told)
    right = [case for case in chosen if first.cases[case.id]["correct"] == Part(1.0)]
    return tuple(case.model_copy(update={"must_not_contain": (FORBIDDEN,)}) for case in right)


@pytest.fixture(scope="module")
def healthy(cases: tuple[Case, ...], told: Told) -> Scores:
    return scored(cases, told)


def a_digit_changed(answer: Answer, told: Told) -> Answer:
    """Every first digit of a quote is another one."""

    def changed(quote: str) -> str:
        at = next((i for i, letter in enumerate(quote) if letter.isdigit()), None)
        return quote if at is None else quote[:at] + str((int(quote[at]) + 1) % 10) + quote[at + 1 :]

    return replace(answer, citations=tuple(replace(one, quote=changed(one.quote)) for one in answer.citations))


def refusals_off(answer: Answer, told: Told) -> Answer:
    """What should be declined is answered with the best passage."""
    if answer.claims:
        return answer
    hits = told.search(answer.question).accepted if answer.question.strip() else ()
    if not hits:
        return replace(answer, status=Status.FOUND, reason=None)
    passage = hits[0].passage
    reading = told.reading(passage.document_id)
    citation = quoting(passage.document_id, passage.range, told)
    return replace(answer, status=Status.FOUND, reason=None, citations=(citation,), text=passage.range.of(reading.text))


def quoting(document_id: str, quoted: Range, told: Told) -> Citation:
    reading = told.reading(document_id)
    document = reading.document
    quote = quoted.of(reading.text)
    return Citation(
        1, document_id, document.source_id, document.title, "side", None, None, None, None, (), quote, quoted
    )


def refuses_everything(answer: Answer, told: Told) -> Answer:
    """Every question is declined as none of ours."""
    return replace(answer, status=Status.NOT_FOUND, reason=None, claims=(), citations=())


def wrong_reason(answer: Answer, told: Told) -> Answer:
    """Each refusal says that the service is off."""
    return replace(answer, reason=Reason.OFF) if answer.status is Status.REFUSED else answer


def wrong_twin(answer: Answer, told: Told) -> Answer:
    """In place of each quote stands the sentence elsewhere that is most like it."""
    twins = tuple(twin_of(one, told) for one in answer.citations)
    return replace(answer, citations=twins)


def twin_of(citation: Citation, told: Told) -> Citation:
    words = set(citation.quote.lower().split())
    best = max(
        (
            (len(words & set(sentence.of(reading.text).lower().split())), len(sentence), document.id, sentence)
            for document in told.documents()
            for reading in [told.reading(document.id)]
            for sentence in reading.sentences
            if not (document.id == citation.document_id and sentence.overlaps(citation.range))
        ),
        key=lambda found: found[:2],
    )
    return replace(quoting(best[2], best[3], told), n=citation.n)


def unneeded_first(answer: Answer, told: Told) -> Answer:
    """A quote that has nothing to do with the question stands first."""
    if not answer.citations:
        return answer
    document = told.documents()[0]
    other = quoting(document.id, told.reading(document.id).sentences[1], told)
    return replace(answer, citations=(replace(other, n=99), *answer.citations))


def whole_documents(answer: Answer, told: Told) -> Answer:
    """Each quote is its whole document."""
    whole = [
        replace(quoting(one.document_id, Range(0, len(told.reading(one.document_id).text)), told), n=one.n)
        for one in answer.citations
    ]
    return replace(answer, citations=tuple(whole))


def citations_lost(answer: Answer, told: Told) -> Answer:
    """The claims keep their numbers and the citations are gone, as when a list is cut."""
    return replace(answer, citations=())


def says_the_forbidden(answer: Answer, told: Told) -> Answer:
    """The answer says what it must not."""
    return replace(answer, text=f"{answer.text} {FORBIDDEN.upper()}.")


def gate_gone_mad(answer: Answer, told: Told) -> Answer:
    """The gate drops every claim, the good ones too."""
    dropped = tuple(Dropped(one.quote, ("numbers",)) for one in answer.citations)
    return replace(answer, claims=(), citations=(), dropped=dropped)


def worst_first(retrieval: Retrieval) -> Retrieval:
    """The search returns its passages from the last to the first."""
    return replace(retrieval, accepted=retrieval.accepted[::-1])


def best_lost(retrieval: Retrieval) -> Retrieval:
    """The search loses the best passage of every question."""
    return replace(retrieval, accepted=retrieval.accepted[1:])


def all_alike(retrieval: Retrieval) -> Retrieval:
    """Each passage has the same score, so nothing tells a question with an answer from one without."""
    return replace(retrieval, accepted=tuple(replace(hit, score=0.5) for hit in retrieval.accepted))


# For each measure the named fault that turns its bar red.
ANSWER_FAULTS: dict[str, Tamper] = {
    "correct": refusals_off,
    "status_accuracy": refusals_off,
    "reason_accuracy": wrong_reason,
    "refusal_precision": refuses_everything,
    "refusal_recall": refusals_off,
    "selective_risk": wrong_twin,
    "nothing_forbidden": says_the_forbidden,
    "gold_recall": wrong_twin,
    "answer_in_first": unneeded_first,
    "answer_in_any": a_digit_changed,
    "numeric_exactness": a_digit_changed,
    "quote_length": whole_documents,
    "citation_precision": wrong_twin,
    "citation_recall": wrong_twin,
    "verbatim_rate": a_digit_changed,
    "unknown_sources": citations_lost,
}
SEARCH_FAULTS: dict[str, Callable[[Retrieval], Retrieval]] = {
    "search_nDCG@10": worst_first,
    "search_MRR@10": worst_first,
    "search_R@1": worst_first,
    "search_R@5": best_lost,
    "search_R@10": best_lost,
    "auroc": all_alike,
    "aurc": all_alike,
}
# These have a test of their own below; the surfaces' is in test_evals_surfaces.py.
GATE_FAULTS = {"share_dropped", "false_drops"}
PAGE_FAULTS = {"page_accuracy", "label_accuracy"}
OTHERWISE_FAULTS = {f"robust_{name}" for name in (*VARIANTS, "distractors")}


def test_every_measure_has_a_planted_fault(healthy: Scores) -> None:
    planted = {*ANSWER_FAULTS, *SEARCH_FAULTS, *GATE_FAULTS, *PAGE_FAULTS, *OTHERWISE_FAULTS}
    assert {one.name for one in MEASURES} <= planted
    assert {f"search_{name}" for name in NAMES} <= planted
    # Whatever a run has a value for, from wherever it comes.
    assert set(healthy.groups[GROUP]) <= planted


@pytest.fixture(scope="module")
def broken(cases: tuple[Case, ...], told: Told) -> Callable[[Tamper], Scores]:
    """The scores with a fault in the answers, each worked out once."""
    return cache(lambda tamper: scored(cases, Broken(told, tamper)))


@pytest.mark.parametrize("measure", ANSWER_FAULTS)
def test_a_broken_answer_turns_the_bar_red(measure: str, healthy: Scores, broken: Callable[[Tamper], Scores]) -> None:
    assert measure in red(bars_at(healthy, GROUP), broken(ANSWER_FAULTS[measure]))


@pytest.mark.parametrize("measure", SEARCH_FAULTS)
def test_a_broken_search_turns_the_bar_red(measure: str, cases: tuple[Case, ...], told: Told, healthy: Scores) -> None:
    assert measure in red(bars_at(healthy, GROUP), scored(cases, Broken(told, tamper_search=SEARCH_FAULTS[measure])))


def test_the_unbroken_product_reaches_every_bar(cases: tuple[Case, ...], told: Told, healthy: Scores) -> None:
    assert red(bars_at(healthy, GROUP), scored(cases, Broken(told))) == set()


def test_the_wrong_twin_is_quoted_exactly_and_still_caught(cases: tuple[Case, ...], told: Told) -> None:
    # The trap: every word stands in a source, so only the gold evidence tells.
    values = scored(cases, Broken(told, wrong_twin)).groups[GROUP]
    assert values["verbatim_rate"].value == 1.0
    assert (values["citation_precision"].value or 0) < 0.5


def test_a_gate_that_drops_good_claims_turns_red(cases: tuple[Case, ...], told: Told) -> None:
    staff = [case for case in cases if case.must_answer]

    def for_staff(answer: Answer, told: Told) -> Answer:
        # Only the staff's answers tell what was dropped; the control drops one claim that is nowhere in the gold.
        return replace(answer, audience=Audience.STAFF, dropped=(Dropped("Det står ingen steder.", ("quote",)),))

    control = scored(staff, Broken(told, for_staff))
    bars = bars_at(control, GROUP)
    mad = scored(
        staff, Broken(told, lambda answer, told: replace(gate_gone_mad(answer, told), audience=Audience.STAFF))
    )
    assert {"share_dropped", "false_drops"} <= red(bars, mad)
    assert control.groups[GROUP]["false_drops"].value == 0.0


@pytest.mark.parametrize("name", VARIANTS)
def test_an_answer_that_hangs_on_the_exact_words_turns_red(name: str, cases: tuple[Case, ...], told: Told) -> None:
    asked = [case for case in cases if case.must_answer and name in variants_of(case)][:15]
    varied = [variants_of(case)[name] for case in asked]
    known = {case.question for case in asked}

    def only_as_it_was_written(answer: Answer, told: Told) -> Answer:
        return answer if answer.question in known else refuses_everything(answer, told)

    bars = bars_at(scored(asked, told, varied), GROUP)
    assert red(bars, scored(asked, Broken(told, only_as_it_was_written), varied)) == {f"robust_{name}"}


def test_an_answer_that_made_up_passages_lead_astray_turns_red(cases: tuple[Case, ...], told: Told) -> None:
    asked = [case for case in cases if case.must_answer][:15]
    crowded = [among_distractors(case) for case in asked]
    observed = seen(asked, told)

    def among(tamper: Tamper) -> Scores:
        otherwise = seen(crowded, Broken(told, tamper)).observations
        return score(asked, observed.observations, observed.sources, variants=otherwise)

    bars = bars_at(among(lambda answer, told: answer), GROUP)
    assert red(bars, among(wrong_twin)) == {"robust_distractors"}


# Faults inside the product.


def search_scores(home: Settings, cases: tuple[Case, ...], make: object = open_assistant) -> Scores:
    assert callable(make)
    opened = make(home, Audience.PUBLIC)
    try:
        return scored(cases, opened)
    finally:
        opened.close()


class Noise:
    """An embedder whose questions point at what was not asked: each gets the vector of another one.

    A vector drawn at random would do no harm: it lies no nearer to one passage than to the others, and so counts nothing.
    """

    weight = 0.8

    def __init__(self, real: object, questions: Sequence[str]) -> None:
        self.real = real
        self.questions = questions
        self.random = np.random.default_rng(1)

    @property
    def fingerprint(self) -> str:
        return str(self.real.fingerprint)  # type: ignore[attr-defined]

    def passages(self, texts: list[str]) -> object:
        return self.real.passages(texts)  # type: ignore[attr-defined]

    def query(self, text: str) -> object:
        others = [one for one in self.questions if one != text]
        return self.real.query(others[self.random.integers(len(others))])  # type: ignore[attr-defined]


def documents_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.md") if not path.name.startswith("intern"))


@pytest.fixture(scope="module")
def searched(home: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An index of the made-up municipality's public pages in a home that a test may break."""
    own = home.model_copy(update={"home": tmp_path_factory.mktemp("searched")})
    ingest_files(own, documents_of(ROOT / "evals" / "adversarial_corpus"))
    return own


def test_a_vector_leg_that_returns_noise_turns_red(searched: Settings, cases: tuple[Case, ...]) -> None:
    asked = tuple(case for case in cases if case.must_answer)[:30]
    # The vectors' weight is that of a configured embedding; the default leans on the lexical legs.
    tuning = Tuning(words=0.2, grams=0.0, vectors=0.8)
    healthy = partial(open_assistant, tuning=tuning)
    bars = bars_at(search_scores(searched, asked, healthy), GROUP)

    def noisy(settings: Settings, audience: Audience) -> Assistant:
        parts = build_parts(settings)
        broken = replace(parts, embedder=Noise(parts.embedder, [one.question for one in asked]))  # type: ignore[arg-type]
        return Assistant(settings, audience, broken, tuning=tuning)

    assert red(bars, search_scores(searched, asked, healthy)) == set(), "the control is red"
    assert {"search_nDCG@10", "search_MRR@10"} & red(bars, search_scores(searched, asked, noisy))


def test_danish_stemming_off_turns_red(
    searched: Settings, tmp_path: Path, cases: tuple[Case, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    inflected = [
        Case(
            id=f"inflected-{number}", suite="adversarial", type="fact", question=question, status=(Status.FOUND,),
            gold=((GoldQuote(document="boeger.md", quote=quote),),),
        )
        for number, (question, quote) in enumerate(STEMMED)
    ]  # fmt: skip
    page = tmp_path / "boeger.md"
    page.write_text(
        "# Sømarken Kommune (opdigtet)\n\n" + "\n\n".join(f"## Afsnit {n}\n\n{q}" for n, (_, q) in enumerate(STEMMED)),
        encoding="utf-8",
    )
    # Words alone: character grams hide what a stemmer does.
    tuned = partial(open_assistant, tuning=Tuning(words=1.0, grams=0.0, feedback=0.0))
    stemmed = searched.model_copy(update={"home": tmp_path / "stemmed"})
    ingest_files(stemmed, [page])
    bars = bars_at(search_scores(stemmed, tuple(inflected), tuned), GROUP)

    with monkeypatch.context() as patch:
        patch.setattr(ingest.danish, "stem", lambda word: word)
        bare = searched.model_copy(update={"home": tmp_path / "bare"})
        ingest_files(bare, [page])
        missed = red(bars, search_scores(bare, tuple(inflected), tuned))
    assert red(bars, search_scores(stemmed, tuple(inflected), tuned)) == set(), "the control is red"
    assert {"correct", "gold_recall", "citation_recall"} <= missed


# A question with one form of a word, and the sentence with another.
STEMMED = (
    ("Hvor mange heste?", "Hestene på engen er seks."),
    ("Hvilken båd?", "Bådene ligger i havnen."),
    ("Findes der en lærke?", "Lærkerne kom i april."),
    ("Koster en skovl?", "Skovlene er gratis."),
    ("Er der et telt?", "Teltene står på pladsen."),
    ("Har I en stige?", "Stigerne hænger i skuret."),
)


# Pages.

PAGES = (
    "Sømarken Kommune (opdigtet). Svømmehallen åbner den 1. marts 2027.",
    "Sømarken Kommune (opdigtet). Beboerlicensen koster 450 kroner om året.",
    "Sømarken Kommune (opdigtet). Haveforeningen har 34 medlemmer.",
)
ASKED = (
    ("Hvornår åbner svømmehallen?", "Svømmehallen åbner den 1. marts 2027."),
    ("Hvad koster beboerlicensen?", "Beboerlicensen koster 450 kroner om året."),
    ("Hvor mange medlemmer har haveforeningen?", "Haveforeningen har 34 medlemmer."),
)


@pytest.fixture(scope="module")
def paged(home: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("paged")
    path = folder / "plan.pdf"
    canvas = Canvas(str(path))
    for number, text in enumerate(PAGES, start=1):
        canvas.drawString(72, 700, text)
        canvas.drawCentredString(300, 40, str(number))
        canvas.showPage()
    canvas.save()
    own = home.model_copy(update={"home": folder / "home"})
    ingest_files(own, [path])
    opened = open_assistant(own, Audience.PUBLIC)
    yield Told(opened)
    opened.close()


def paged_cases() -> tuple[Case, ...]:
    return tuple(
        Case(
            id=f"page-{page}", suite="paged", type="fact", question=question, status=(Status.FOUND, Status.PARTIAL),
            gold=((GoldQuote(document="plan.pdf", quote=quote, page=page),),),
        )
        for page, (question, quote) in enumerate(ASKED, start=1)
    )  # fmt: skip


def test_citations_shifted_by_one_page_turn_red(paged: Told) -> None:
    def shifted(answer: Answer, told: Told) -> Answer:
        moved = tuple(
            replace(one, page=(one.page or 0) + 1, page_label=f"{(one.page or 0) + 1}") for one in answer.citations
        )
        return replace(answer, citations=moved)

    control = scored(paged_cases(), paged)
    assert control.groups["paged"]["page_accuracy"].value == 1.0
    assert control.groups["paged"]["page_accuracy"].cases >= 2
    bars = bars_at(control, "paged")
    assert {"page_accuracy", "label_accuracy"} <= red(bars, scored(paged_cases(), Broken(paged, shifted)))


def test_a_page_map_that_is_wrong_itself_is_caught_by_the_gold_page(paged: Told) -> None:
    # Had ingest moved every page, citation and map would agree; only the page that the case names tells.
    moved = [
        case.model_copy(
            update={"gold": tuple(tuple(q.model_copy(update={"page": 4 - q.page}) for q in g) for g in case.gold)}
        )
        for case in paged_cases()
        if case.gold[0][0].page != 2
    ]
    assert (scored(moved, paged).groups["paged"]["page_accuracy"].value or 0) < 1.0


# Faults of the measuring itself.


def test_a_measure_that_fails_counts_as_a_failure(cases: tuple[Case, ...], told: Told) -> None:
    def failing(seen: object) -> Part:
        raise ZeroDivisionError

    observed = seen(cases[:5], told)
    scores = score(cases[:5], observed.observations, observed.sources, [Measure("correct", failing)])
    assert len(scores.problems) == 5
    assert scores.groups[GROUP]["correct"].value == 0.0


def test_an_exception_in_asking_counts_as_a_failure(cases: tuple[Case, ...], told: Told) -> None:
    def breaks(answer: Answer, told: Told) -> Answer:
        raise RuntimeError("udfald")

    scores = scored(cases[:5], Broken(told, breaks))
    assert scores.groups[GROUP]["correct"].value == 0.0
    assert len(scores.problems) == 5


def test_a_case_without_an_observation_counts_as_a_failure(cases: tuple[Case, ...], told: Told) -> None:
    observed = seen(cases[:5], told)
    scores = score(cases[:5], observed.observations[1:], observed.sources)
    assert scores.groups[GROUP]["correct"].value == pytest.approx(0.8)
    assert len(scores.problems) == 1


def test_gold_quotes_are_found_however_lines_are_broken() -> None:
    assert occurrences("to  ord", "før to\nord og to ord") == (Range(4, 10), Range(14, 20))
