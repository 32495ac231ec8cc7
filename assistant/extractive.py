"""The extractive engine: whole sentences and list items of the sources, chosen, ordered, and quoted exactly.

No model, no network. It takes the hits of a retrieval, weighs each sentence as evidence, and decides: found with a few
quotes, partial, or not found with the nearest thing there is. Every draft is an exact range, so the gate only confirms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.evidence import Evidence, Words, term_weights, weigh
from assistant.question import Asked, Term, Wanted
from assistant.records import Hit, Status
from ingest.blocks import counts
from ingest.catalogue import load_catalogue
from ingest.danish import Analyzer
from ingest.records import Listing, Range, Reading, Section, SectionKind
from ingest.store import IndexReader

# The operating point: chosen on the dev questions, never on reported ones.
FOUND_COVERAGE = 0.62
PARTIAL_COVERAGE = 0.5
MOST_CLAIMS = 3
NEXT_CLAIM_SHARE = 0.92
DECIDED = ("beslut", "vedt", "godken", "tiltr", "afvis", "forkast", "udsat", "efterretning")


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before the gate: an exact range of a document, and the key of the fixed frame in front of it."""

    reading: Reading
    range: Range
    frame: str | None = None


@dataclass(frozen=True, slots=True)
class Drafted:
    """What the engine proposes: a status, the drafts, what the question asked that is missing, the nearest ranges."""

    status: Status
    drafts: tuple[Draft, ...] = ()
    missing: tuple[str, ...] = ()
    nearest: tuple[Draft, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence looked at, with its section, its evidence and a score that orders candidates (higher is better)."""

    reading: Reading
    section: Section
    range: Range
    evidence: Evidence
    score: float
    hit: Hit


@dataclass(frozen=True, slots=True)
class Engine:
    """The extractive engine over one open index version."""

    index: IndexReader
    analyzer: Analyzer
    readings: Callable[[str], Reading]

    def answer(self, asked: Asked, hits: Sequence[Hit]) -> Drafted:
        """The drafted answer to a question from these hits."""
        if not asked.terms:
            return Drafted(Status.UNCLEAR)
        weights = term_weights(asked, self.index.document_frequency, self.index.manifest.passages)
        if asked.wanted is Wanted.IDENTIFIER or any(term.kind == "case" for term in asked.terms):
            identified = self._identified(asked, hits)
            if identified:
                return identified
        listed = self._listed(asked, weights, hits)
        if listed:
            return listed
        candidates = sorted(self._candidates(asked, weights, hits), key=lambda one: -one.score)
        return _decide(asked, candidates)

    # ---- sentences ----

    def _candidates(self, asked: Asked, weights: dict[Term, float], hits: Sequence[Hit]) -> list[Candidate]:
        found: list[Candidate] = []
        for hit in hits:
            reading = self.readings(hit.passage.document_id)
            section = reading.sections[hit.passage.section]
            document = reading.document
            context = Words(self.analyzer, " ".join([document.title, *section.path, _date_words(reading)]))
            before = Words(self.analyzer, "")
            for sentence in sentences_in(reading, hit.passage.range):
                text = sentence.of(reading.text)
                own = Words(self.analyzer, text)
                if section.heading is None or not section.heading.contains(sentence):
                    evidence = weigh(asked, weights, own, context, before, text)
                    score = _score(asked, evidence, section, hit, text)
                    found.append(Candidate(reading, section, sentence, evidence, score, hit))
                before = own
        return found

    # ---- lists ----

    def _listed(self, asked: Asked, weights: dict[Term, float], hits: Sequence[Hit]) -> Drafted | None:
        """A whole list, in order, where the question asks for one and a list's introduction is about it."""
        if asked.wanted not in (Wanted.LIST, Wanted.DEFINITION, Wanted.NUMBER, Wanted.PROPOSAL) and asked.count is None:
            return None
        best: tuple[float, Reading, Listing] | None = None
        for reading in {hit.passage.document_id: self.readings(hit.passage.document_id) for hit in hits}.values():
            for listing in reading.listings:
                fit = self._fit(asked, weights, reading, listing)
                if fit is not None and (best is None or fit > best[0]):
                    best = (fit, reading, listing)
        if best is None:
            return None
        _, reading, listing = best
        complete = asked.count is None or asked.count == len(listing.items)
        proposed = _kind_at(reading, listing.items[0]) is SectionKind.PROPOSAL
        first = "proposed" if proposed else "source"
        drafts = tuple(
            Draft(reading, item, first if number == 0 else None) for number, item in enumerate(listing.items)
        )
        return Drafted(Status.FOUND, drafts, notes=() if complete else ("list_incomplete",))

    def _fit(self, asked: Asked, weights: dict[Term, float], reading: Reading, listing: Listing) -> float | None:
        """How well a list fits the question (0 to 1 and a bonus for the right count), or None where it does not."""
        size = len(listing.items)
        intro = listing.intro.of(reading.text) if listing.intro else ""
        section = reading.section_at(listing.items[0].start)
        proposal = section is not None and section.kind is SectionKind.PROPOSAL
        if asked.wanted is Wanted.PROPOSAL and not proposal:
            return None
        if asked.wanted is not Wanted.PROPOSAL and proposal:
            return None
        if asked.count is not None and asked.count != size:
            return None
        if asked.count is None and asked.wanted not in (Wanted.LIST, Wanted.PROPOSAL):
            return None
        context = Words(
            self.analyzer, " ".join([*(section.path if section else ()), reading.document.title, _date_words(reading)])
        )
        items = Words(self.analyzer, " ".join(item.of(reading.text) for item in listing.items))
        own = Words(self.analyzer, intro + " " + _block_before(reading, listing))
        evidence = weigh(asked, weights, own, context, items, intro)
        if evidence.missing_hard or evidence.coverage < FOUND_COVERAGE:
            return None
        if asked.wanted is not Wanted.PROPOSAL and evidence.own_coverage == 0:
            return None
        return evidence.coverage + (0.2 if asked.count == size else 0.0) + (0.1 if counts(intro, size) else 0.0)

    # ---- identifiers ----

    def _identified(self, asked: Asked, hits: Sequence[Hit]) -> Drafted | None:
        """The item that a case number stands under."""
        numbers = [term for term in asked.terms if term.kind == "case"]
        for hit in hits:
            reading = self.readings(hit.passage.document_id)
            words = Words(self.analyzer, hit.passage.range.of(reading.text))
            if numbers and all(words.share(term) for term in numbers):
                section = reading.sections[hit.passage.section]
                if section.heading is not None:
                    return Drafted(Status.FOUND, (Draft(reading, section.heading, "case"),))
        return None


def sentences_in(reading: Reading, piece: Range) -> list[Range]:
    """The sentences of a reading that lie in `piece`, in order."""
    return [sentence for sentence in reading.sentences if piece.contains(sentence)]


def _block_before(reading: Reading, listing: Listing) -> str:
    """The paragraph that a list's introduction ends: its earlier sentences say what the list is about."""
    if listing.intro is None:
        return ""
    start = reading.text.rfind("\n\n", 0, listing.intro.start)
    return reading.text[max(start, 0) : listing.intro.start]


def _kind_at(reading: Reading, where: Range) -> SectionKind:
    section = reading.section_at(where.start)
    return section.kind if section else SectionKind.BODY


def _date_words(reading: Reading) -> str:
    date = reading.document.date
    return "" if date is None else f"{date.day:02d}-{date.month:02d}-{date.year}"


def _score(asked: Asked, evidence: Evidence, section: Section, hit: Hit, text: str) -> float:
    score = evidence.coverage + 0.15 * evidence.own_coverage + 0.1 * min(hit.score, 1.0)
    if not evidence.has_kind:
        score -= 0.3
    if asked.wanted is Wanted.DECISION:
        score += 0.35 if section.kind is SectionKind.DECISION else 0.0
        score -= 0.5 if section.kind is SectionKind.PROPOSAL else 0.0
    if asked.wanted is Wanted.PROPOSAL:
        score += 0.35 if section.kind is SectionKind.PROPOSAL else 0.0
    # Of two sentences that hold the same, the shorter one is the better quote.
    return score - 0.0004 * max(len(text) - 120, 0)


def _decide(asked: Asked, candidates: Sequence[Candidate]) -> Drafted:
    fitting = [one for one in candidates if not one.evidence.missing_hard and one.evidence.has_kind]
    if asked.wanted is Wanted.DECISION:
        return _decision(asked, fitting, candidates)
    best = fitting[0] if fitting else None
    if best is None or best.evidence.coverage < PARTIAL_COVERAGE or best.evidence.own_coverage == 0:
        return _not_found(asked, candidates)
    if best.evidence.coverage < FOUND_COVERAGE:
        missing = tuple(term.surface for term in best.evidence.missing)
        return Drafted(Status.PARTIAL, (Draft(best.reading, best.range, "source"),), missing)
    chosen = [best]
    for other in fitting[1:]:
        if len(chosen) == MOST_CLAIMS or other.evidence.coverage < FOUND_COVERAGE:
            break
        if other.score < NEXT_CLAIM_SHARE * best.score or _repeats(other, chosen):
            continue
        if _single(asked.wanted):
            break
        chosen.append(other)
    frame = "proposed" if best.section.kind is SectionKind.PROPOSAL else "source"
    return Drafted(Status.FOUND, _drafts(chosen, frame))


def _decision(asked: Asked, fitting: Sequence[Candidate], candidates: Sequence[Candidate]) -> Drafted:
    """What was decided: the decision section in its order, or sentences that say who decided what."""
    sections = [one for one in fitting if one.section.kind is SectionKind.DECISION]
    usable = [one for one in sections if _coverage_but_verb(one) >= PARTIAL_COVERAGE]
    if usable:
        same = [one for one in usable if one.section == usable[0].section]
        chosen = sorted(same[:MOST_CLAIMS], key=lambda one: one.range)
        text = " ".join(one.range.of(one.reading.text).lower() for one in chosen)
        decided = any(stemmed in text for stemmed in DECIDED)
        frame, notes = ("source", ()) if decided else ("discussed", ("discussed_not_decided",))
        return Drafted(Status.FOUND, _drafts(chosen, frame), notes=notes)
    stated = [
        one
        for one in fitting
        if one.evidence.coverage >= FOUND_COVERAGE
        and one.section.kind is not SectionKind.PROPOSAL
        and any(word in one.range.of(one.reading.text).lower() for word in DECIDED)
    ]
    if stated:
        chosen = [stated[0], *(one for one in stated[1:2] if not _repeats(one, stated[:1]))]
        return Drafted(Status.FOUND, _drafts(chosen, "source"))
    return _not_found(asked, candidates)


def _coverage_but_verb(one: Candidate) -> float:
    # "Hvad besluttede …" names the verb that the decision section need not repeat: it says "drøftede" or "godkendte".
    missing = [term for term in one.evidence.missing if not term.surface.lower().startswith(DECIDED)]
    if not missing:
        return 1.0
    return one.evidence.coverage


def _not_found(asked: Asked, candidates: Sequence[Candidate]) -> Drafted:
    nearest = [one for one in candidates if one.evidence.own_coverage >= 0.3][:2]
    lacking = nearest[0].evidence.missing if nearest else asked.terms
    missing = list(dict.fromkeys(term.surface for term in lacking))
    if nearest and not nearest[0].evidence.has_kind:
        missing.append(load_catalogue("assistant").text(f"missing.{asked.wanted.value}"))
    return Drafted(
        Status.NOT_FOUND,
        missing=tuple(missing),
        nearest=tuple(Draft(one.reading, one.range) for one in nearest),
    )


def _drafts(chosen: Sequence[Candidate], frame: str) -> tuple[Draft, ...]:
    drafts = tuple(Draft(one.reading, one.range) for one in chosen)
    return (replace(drafts[0], frame=frame), *drafts[1:])


def _single(wanted: Wanted) -> bool:
    return wanted in (Wanted.DATE, Wanted.AMOUNT, Wanted.NUMBER, Wanted.PERSON, Wanted.PLACE)


def _repeats(other: Candidate, chosen: Sequence[Candidate]) -> bool:
    words = set(other.range.of(other.reading.text).lower().split())
    return any(len(words & set(one.range.of(one.reading.text).lower().split())) > 0.6 * len(words) for one in chosen)
