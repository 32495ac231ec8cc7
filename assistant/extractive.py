"""The extractive engine: whole sentences and list items of the sources, chosen, ordered, and quoted exactly.

No model, no network. It takes the hits of a retrieval, weighs each sentence as evidence, and decides: found with a few
quotes, partial, or not found with the nearest thing there is. Every draft is an exact range, so the gate only confirms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import NamedTuple

from assistant.agents import asks_about_itself, tells_of_other
from assistant.cues import enumerates
from assistant.deciding import (
    NARROW,
    Weights,
    chance,
    fitted_weights,
    may_answer,
    ranking_features,
    weighted,
)
from assistant.drafts import Draft, Drafted
from assistant.evidence import (
    GENERIC_STEMS,
    NO_WORDS,
    WORDLESS,
    Evidence,
    TermWeights,
    Words,
    known_terms,
    standing_terms,
    term_weights,
    weigh,
)
from assistant.exact import head_term, known_in, same_bounds
from assistant.folding import folded, layer_of
from assistant.kinds import REASON, holds_unit, tells_number_of
from assistant.light_words import is_light
from assistant.lists import best_list, counted_otherwise, drafted_list, number_in_words
from assistant.numbered import Label, about_labels, labels_in, names_page, numbered_item
from assistant.overview import overview, overview_of
from assistant.presenters import presenter, without_presenter
from assistant.question import Asked, Term
from assistant.records import Hit, Status
from assistant.sentences import Parts, Sentence, sentences_in, take_apart
from assistant.signs import Sign, borne, signs_of
from assistant.subject import says_opposite
from assistant.tables import Tables, drafted_rows, rows_as_list
from assistant.wanted import Wanted
from assistant.whole_lists import with_whole_lists
from ingest.catalogue import load_catalogue
from ingest.danish import CASE_NUMBER, Analyzer, stem
from ingest.filters import ANYTHING, Filters
from ingest.index_protocol import WORDS, IndexReader, LegQuery
from ingest.records import Kind, Passage, Range, Reading, Section, SectionKind

MOST_NEAREST = 3
MOST_CLAIMS = 3
# Of the question that a sentence must hold to be shown as near it. Lower than what answers: it claims nothing.
NEAR_COVERAGE = 0.15
# Passages that are kept taken apart, and other texts (headings, lists, items) whose words are remembered.
REMEMBERED = 2048
# Passages looked through for a figure that is asked for by name.
NAMED_PASSAGES = 200
DECISION_COVERAGE = 0.4
# Of the best one's coverage that a sentence needs to go before it where it lacks no word of the question.
WHOLE_SHARE = 0.9
WHOLE_AMONG = 3  # the best sentences, of which it must be one
# What a sentence says when something was decided, and not only talked about.
DECIDED = ("beslut", "vedt", "godken", "tiltr", "afvis", "forkast", "udsat", "efterretning")
# What a question may call a decision.
OUTCOME = ("resultat", "udfald", "konklusion")
# "…, og hvorfor?": what is known already is told by the first part.
_ONLY_WHY = re.compile(r"^\W*hvorfor(?: (?:ikke|da|det|så))*\W*(?:\(|$)", re.IGNORECASE)
_SINGLE = frozenset(
    {
        Wanted.DATE,
        Wanted.TIME,
        Wanted.AMOUNT,
        Wanted.NUMBER,
        Wanted.PERSON,
        Wanted.PLACE,
        Wanted.CASE_NUMBER,
        Wanted.ADDRESS,
        Wanted.YES_NO,
    }
)


# Sections whose sentences answer what was decided or proposed though they hold no word of the question.
_DECIDING = (SectionKind.DECISION, SectionKind.PROPOSAL)


class Candidate(NamedTuple):
    """A sentence looked at, with its section, its evidence and a score that orders candidates (higher is better)."""

    reading: Reading
    section: Section
    sentence: Sentence
    evidence: Evidence
    score: float
    hit: Hit
    features: Mapping[str, float]

    @property
    def range(self) -> Range:
        """Where the sentence stands."""
        return self.sentence.range

    @property
    def text(self) -> str:
        """The sentence."""
        return self.sentence.text


@dataclass(frozen=True, slots=True)
class Engine:
    """The extractive engine over one open index version."""

    index: IndexReader
    analyzer: Analyzer
    readings: Callable[[str], Reading]
    tables: Tables
    fitted: Weights = field(default_factory=fitted_weights)
    # The passages that questions meet again and again are taken apart once.
    parts: dict[str, Parts] = field(default_factory=dict)
    words: Callable[[str], Words] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", lru_cache(maxsize=REMEMBERED)(partial(Words, self.analyzer)))

    def answer(
        self, asked: Asked, hits: Sequence[Hit], order: Sequence[str] = (), filters: Filters = ANYTHING
    ) -> Drafted:
        """The drafted answer to a question from these hits; of sentences that say the same, the layer first in `order`.

        A figure asked for by name is also looked for beside the hits, in what passes `filters`.
        """
        readings = [self.readings(identity) for identity in dict.fromkeys(hit.passage.document_id for hit in hits)]
        if asks_about_itself(asked):
            return Drafted(Status.NOT_FOUND)
        # Hits without a score are all that passes a filter, where the question asks for nothing else.
        named_only = (
            asked.wanted is Wanted.OPEN and asked.terms and all(_is_familiar(asked, term) for term in asked.terms)
        )
        if (
            (asked.wanted is Wanted.OVERVIEW and asked.terms)
            or named_only
            or (hits and not asked.terms and not hits[0].score)
        ):
            whole = overview(asked, hits, readings, self.analyzer)
            if whole is not None:
                return whole
        if not asked.terms and not hits and asked.wanted in (Wanted.OVERVIEW, Wanted.CASE_NUMBER, Wanted.ITEM):
            return self._of_only_minutes(asked)
        says_something = any(term.kind != "number" for term in asked.terms)
        if not says_something and asked.wanted not in (Wanted.CASE_NUMBER, Wanted.ITEM):
            return Drafted(Status.UNCLEAR)
        weights = term_weights(asked, self.index.document_frequency, self.index.manifest.passages)
        if asked.wanted is Wanted.CASE_NUMBER and not any(term.kind == "case" for term in asked.terms):
            return self._case_number(asked, weights, hits)
        labels = labels_in(asked)
        placed = numbered_item(asked, labels, weights, readings, self.words)
        if placed or names_page(asked):
            return placed or not_found(asked, [])
        if asked.wanted in (Wanted.IDENTIFIER, Wanted.ITEM) or any(term.kind == "case" for term in asked.terms):
            identified = self._item(asked, weights, hits)
            if identified:
                return identified
        presented = presenter(asked, weights, self._items(hits), self.words)
        if presented:
            return presented
        listed = best_list(asked, weights, readings, self.words) or counted_otherwise(
            asked, weights, readings, self.words
        )
        if listed:
            return drafted_list(asked, listed)
        rows = rows_as_list(asked, weights, readings, self.tables)
        if rows:
            return rows
        candidates = self._once(self._ordered(asked, weights, hits), order)
        nearest = candidates
        for tells_other in (tells_of_other(asked), says_opposite(asked.text)):
            if tells_other is not None:
                candidates = [one for one in candidates if not tells_other(one.text)]
        if labels:
            numbered = [one for one in candidates if about_labels(asked, labels, one.text, one.section.path)]
            if len(labels) > 1 and numbered:
                return _each(labels, numbered)
            candidates = numbered
        head = head_term(asked, known_in(self.index.document_frequency)) if asked.exact else None
        said = exact_sentence(asked, candidates, head)
        if said is None and asked.exact:
            said = exact_sentence(asked, self._once(self._named(asked, weights, filters), order), head)
        fitting = self.tables.best(asked, weights, readings, head)
        if fitting and not asked.exact and any(_says_more(one, fitting.fit) for one in candidates[:1]):
            fitting = None
        if fitting and (said is None or fitting.fit > said.evidence.own_coverage):
            drafted = drafted_rows(asked, fitting)
            if drafted.drafts or said is None:
                return drafted
        if said is not None:
            return Drafted(Status.FOUND, _drafts([said], _frame(said)), confidence=0.9)
        if not candidates:
            return not_found(asked, nearest)
        if asked.wanted in _SINGLE and all(_is_familiar(asked, term) for term in asked.terms):
            return not_found(asked, [])  # "Hvor ligger Randers?": every sentence is about Randers, and none says where
        drafted = _of_heading(asked, candidates) or self._decide(asked, candidates)
        if drafted.drafts:
            drafted = with_whole_lists(asked, drafted)
            drafted = replace(drafted, nearest=drafted.nearest or nearest_to(candidates, drafted.drafts))
        return replace(drafted, missing=self._absent(asked, drafted.missing))

    def _once(self, candidates: Sequence[Candidate], order: Sequence[str]) -> list[Candidate]:
        """The candidates with near-duplicates once, in the layer that is preferred; weaker evidence never stands in."""
        strongest: dict[int, Evidence] = {}
        groups: dict[int, int] = {}
        for number, one in enumerate(candidates):
            group = one.sentence.group
            if group is None:
                continue
            best = strongest.setdefault(group, one.evidence)
            if one.evidence.coverage >= best.coverage and one.evidence.has_kind >= best.has_kind:
                groups[number] = group
        layers = {number: layer_of(candidates[number].reading.document) for number in groups}
        kept = folded(range(len(candidates)), groups, layers, order)
        return [candidates[number] for number, _ in kept]

    def _absent(self, asked: Asked, missing: Sequence[str]) -> tuple[str, ...]:
        """Of the words called missing, those that no passage holds, and what a quote must hold and did not."""
        terms = {term.surface: term for term in asked.terms}
        absent = tuple(
            word
            for word in missing
            if word not in terms
            or terms[word].hard
            or not any(self.index.document_frequency(expansion.term) for expansion in terms[word].expansions)
        )
        return absent or tuple(missing)

    def weighed(self, asked: Asked, hits: Sequence[Hit]) -> tuple[Candidate, ...]:
        """The sentences of the hits that might answer, the best first."""
        weights = term_weights(asked, self.index.document_frequency, self.index.manifest.passages)
        return self._ordered(asked, weights, hits)

    def _ordered(self, asked: Asked, weights: TermWeights, hits: Sequence[Hit]) -> tuple[Candidate, ...]:
        found = self._candidates(asked, weights, hits)
        return tuple(sorted(found, key=lambda one: (-one.score, one.range.start, one.range.end)))

    def _named(self, asked: Asked, weights: TermWeights, filters: Filters) -> list[Candidate]:
        """The sentences with all numbers of the question in the passages that hold most of its names and numbers.

        A question in everyday words finds many passages before the one that has its place, year and group.
        """
        terms = {one: 1.0 for term in asked.hard_terms for one in standing_terms(term)}
        found = self.index.search(WORDS, LegQuery(terms=terms), NAMED_PASSAGES, filters)
        passages = self.index.passages(list(found))
        hits = [Hit(passage, 0.0, {}, rank) for rank, passage in enumerate(passages, start=1)]
        numbers = [term.surface for term in asked.hard_terms if term.kind == "number"]
        return self._candidates(asked, weights, hits, lambda text: all(number in text for number in numbers))

    def _candidates(
        self,
        asked: Asked,
        weights: TermWeights,
        hits: Sequence[Hit],
        only: Callable[[str], bool] | None = None,
    ) -> list[Candidate]:
        """The sentences of the hits but their headings, weighed; `only` those."""
        known = known_terms(asked, self.index.document_frequency)
        signs = signs_of(weights)
        found: list[Candidate] = []
        for hit in hits:
            if only is not None and not only(hit.passage.index_text):
                continue
            reading = self.readings(hit.passage.document_id)
            section = reading.sections[hit.passage.section]
            parts = self._parts(reading, section, hit.passage)
            # Nothing else is asked of a sentence than which of the question's words it holds.
            may_hold = borne(parts.letters, signs)
            held = [self._held(sentence, weights, may_hold) for sentence in parts.sentences]
            whole: Words | None = None
            before = NO_WORDS
            for sentence, own in zip(parts.sentences, held, strict=True):
                if only is not None and not only(sentence.text):
                    continue
                if sentence.states:
                    if section.kind in _DECIDING or (own is not NO_WORDS and any(own.shares(weights).values())):
                        if whole is None:
                            whole = Words.together([one for one in held if one is not NO_WORDS])
                            whole.shares(weights, {sign.term for sign in may_hold})
                        evidence = weigh(asked, weights, own, parts.context, before, sentence, whole, known)
                        features = ranking_features(asked, evidence, section.kind, sentence, hit.score, hit.rank)
                        score = weighted(features, self.fitted.ranking)
                    else:
                        # Most sentences of a passage hold no word of the question: no answer, and not weighed.
                        evidence, features, score = WORDLESS, {}, 0.0
                    found.append(Candidate(reading, section, sentence, evidence, score, hit, features))
                # What a sentence refers back to may itself refer back.
                goes_back = before is not NO_WORDS and sentence.refers_back
                before = Words.together((own, before)) if goes_back else own
        return found

    def _held(self, sentence: Sentence, weights: TermWeights, may_hold: Sequence[Sign]) -> Words:
        """The words of a sentence with their shares known, or none where it has no sign of the question."""
        signs = borne(sentence.letters, may_hold)
        if not signs:
            return NO_WORDS
        words = sentence.words
        words.shares(weights, {sign.term for sign in signs})
        return words

    def _parts(self, reading: Reading, section: Section, passage: Passage) -> Parts:
        """A passage taken apart, kept for the next question."""
        kept = self.parts.get(passage.id)
        if kept is None:
            if len(self.parts) >= REMEMBERED:
                self.parts.pop(next(iter(self.parts)))
            kept = self.parts[passage.id] = take_apart(
                self.analyzer,
                reading,
                section,
                passage.range,
                self._context(reading, section),
                lambda place: self.index.sentence_group(passage.document_id, place.start),
            )
        return kept

    def _context(self, reading: Reading, section: Section) -> Words:
        date = reading.document.date
        dated = "" if date is None else f"{date.day:02d}-{date.month:02d}-{date.year}"
        return self.words(" ".join([reading.document.title, *map(without_presenter, section.path), dated]))

    def _items(self, hits: Sequence[Hit]) -> Iterator[tuple[Hit, Reading, Section]]:
        """The hits that belong to an agenda item, in their order, each with the item."""
        for hit in hits:
            reading = self.readings(hit.passage.document_id)
            item = next((one for one in _above(reading, hit) if one.kind is SectionKind.ITEM), None)
            if item is not None:
                yield hit, reading, item

    def _item(self, asked: Asked, weights: Mapping[Term, float], hits: Sequence[Hit]) -> Drafted | None:
        """The agenda item that a case number stands under, or whose heading holds what the question describes."""
        numbers = [term for term in asked.terms if term.kind == "case"]
        others = {term: weight for term, weight in weights.items() if "punkt" not in term.surface.lower()}
        for hit in hits:
            reading = self.readings(hit.passage.document_id)
            section = next((one for one in _above(reading, hit) if one.kind is SectionKind.ITEM), None)
            if section is None or section.heading is None:
                section = reading.sections[hit.passage.section] if numbers else None
            if section is None or section.heading is None:
                continue
            words = self.words(hit.passage.index_text)
            held = sum(weight for term, weight in others.items() if words.share(term))
            fits = all(words.share(term) for term in numbers) if numbers else held >= 0.5 * sum(others.values())
            if fits:
                frame = "case" if numbers else "source"
                return Drafted(Status.FOUND, (Draft(reading, section.heading, frame),), confidence=0.8)
        return None

    def _case_number(self, asked: Asked, weights: Mapping[Term, float], hits: Sequence[Hit]) -> Drafted:
        """The case number of the item that the hits belong to; of the only one where the question names none."""
        total = sum(weights.values())
        numbered: list[Draft] = []
        for hit, reading, item in self._items(hits):
            words = self.words(hit.passage.index_text)
            held = sum(weight for term, weight in weights.items() if words.share(term))
            if held >= 0.5 * total:
                found = [s for s in sentences_in(reading, item.range) if CASE_NUMBER.search(s.of(reading.text))]
                numbered += [Draft(reading, sentence) for sentence in found]
        if not numbered:
            return not_found(asked, [])
        return Drafted(Status.FOUND, (replace(numbered[0], frame="source"),), confidence=0.8)

    def _of_only_minutes(self, asked: Asked) -> Drafted:
        """The overview or the case number of the only minutes there are, for a question that names nothing else."""
        minutes = [one.id for one in self.index.documents() if one.kind is Kind.MINUTES]
        if len(minutes) != 1:
            return Drafted(Status.UNCLEAR)
        reading = self.readings(minutes[0])
        if asked.wanted is Wanted.OVERVIEW:
            return overview_of(asked, reading, self.analyzer) or Drafted(Status.UNCLEAR)
        if asked.wanted is Wanted.ITEM:
            items = [one.heading for one in reading.sections if one.kind is SectionKind.ITEM and one.heading]
            if len(items) != 1:
                return Drafted(Status.UNCLEAR)
            return Drafted(Status.FOUND, (Draft(reading, items[0], "source"),), confidence=0.8)
        numbered = [one for one in reading.sentences if CASE_NUMBER.search(one.of(reading.text))]
        if len(numbered) != 1:
            return Drafted(Status.UNCLEAR)
        return Drafted(Status.FOUND, (Draft(reading, numbered[0], "source"),), confidence=0.8)

    def _decide(self, asked: Asked, candidates: Sequence[Candidate]) -> Drafted:
        if asked.now:
            return not_found(asked, candidates)
        if asked.wanted is Wanted.DECISION:
            # A decision section answers "what was decided" though it need not repeat a word of the question.
            stating = [one for one in candidates if not one.evidence.missing_hard and one.evidence.has_kind]
            return self._decision(asked, stating) or not_found(asked, candidates)
        fitting = [one for one in candidates if may_answer(one.evidence)]
        if not fitting:
            return not_found(asked, candidates)
        if asked.wanted in NARROW:
            fitting = _whole_first(fitting)
        best, others = fitting[0], fitting[1:]
        sure = self._chance(best)
        if sure < self.fitted.found or best.evidence.largest_missing > self.fitted.largest_missing:
            return not_found(asked, candidates, sure)
        chosen = self._chosen(asked, best, others)
        drafts = _drafts(chosen, _frame(best))
        if asked.wanted is Wanted.LIST and asked.count and not any(_may_count(asked, one) for one in chosen):
            return Drafted(Status.PARTIAL, drafts, (number_in_words(asked.count),), confidence=sure)
        if _ONLY_WHY.search(asked.text) and not any(REASON.search(one.text) for one in chosen):
            # It says that it is so, and not why.
            return Drafted(Status.PARTIAL, drafts, (_kind_missing(asked),), confidence=sure)
        return Drafted(Status.FOUND, drafts, confidence=sure)

    def _chance(self, one: Candidate) -> float:
        return chance(one.features, self.fitted)

    def _chosen(self, asked: Asked, best: Candidate, others: Sequence[Candidate]) -> list[Candidate]:
        """The best sentence; where more than one may be the answer, also the next ones that are nearly as good."""
        chosen = [best]
        for other in others:
            if len(chosen) == MOST_CLAIMS or asked.wanted in _SINGLE:
                break
            near = other.score >= self.fitted.next_share * best.score
            new = not _repeats(other.text, [one.text for one in chosen])
            if near and self._chance(other) >= self.fitted.more and new:
                chosen.append(other)
        return chosen

    def _decision(self, asked: Asked, fitting: Sequence[Candidate]) -> Drafted | None:
        """What was decided: the decision section in its order, or sentences that say who decided what."""
        usable = [
            one
            for one in fitting
            if one.section.kind is SectionKind.DECISION and _coverage_but_verb(one) >= DECISION_COVERAGE
        ]
        if usable:
            same = [one for one in usable if one.section == usable[0].section and one.reading is usable[0].reading]
            chosen = sorted(same[:MOST_CLAIMS], key=lambda one: one.range)
            decided = any(word in " ".join(one.text.lower() for one in chosen) for word in DECIDED)
            frame, notes = ("source", ()) if decided else ("discussed", ("discussed_not_decided",))
            return Drafted(Status.FOUND, _drafts(chosen, frame), notes=notes, confidence=_coverage_but_verb(usable[0]))
        stated = [
            one
            for one in fitting
            if one.section.kind is not SectionKind.PROPOSAL and any(word in one.text.lower() for word in DECIDED)
        ]
        if stated:
            sure = self._chance(stated[0])
            if sure >= self.fitted.found:
                chosen = [stated[0], *(one for one in stated[1:2] if not _repeats(one.text, [stated[0].text]))]
                return Drafted(Status.FOUND, _drafts(chosen, "source"), confidence=sure)
        return None


def _says_more(one: Candidate, fit: float) -> bool:
    """Whether a sentence that may answer holds more of the question than a row does with all that names it."""
    return may_answer(one.evidence) and one.evidence.own_coverage > fit


def _is_familiar(asked: Asked, term: Term) -> bool:
    """Whether a term is a name of the corpus's own, which every document is about."""
    return term.surface.lower().removesuffix("s") in {one.removesuffix("s") for one in asked.familiar}


def exact_sentence(asked: Asked, candidates: Sequence[Candidate], head: Term | None = None) -> Candidate | None:
    """The sentence that holds every name, number and group that an exact question names, the unit it asks for, and what
    is measured: the term `head`, else a word of it; the one that holds most of the question. None for other questions."""
    if not asked.exact:
        return None
    fitting = [
        one
        for one in candidates
        if one.evidence.hard_held == 1.0
        and one.evidence.has_kind
        and one.evidence.soft_held
        and (head is None or (head not in one.evidence.missing_own and tells_number_of(head, one.text) is not False))
        and holds_unit(asked, one.text)
        and same_bounds(asked.text, one.text)
        and (asked.wanted not in NARROW or one.evidence.new_kind)
    ]
    return max(fitting, key=lambda one: (one.evidence.own_coverage, one.score), default=None)


def _of_heading(asked: Asked, candidates: Sequence[Candidate]) -> Drafted | None:
    """The first sentences of the section whose heading is the one word that an open question asks about."""
    if asked.wanted is not Wanted.OPEN or len(asked.terms) != 1:
        return None
    word = asked.terms[0].surface.lower()
    under = [one for one in candidates if one.section.path and one.section.path[-1].lower() == word]
    if not under or under[0].section.kind is SectionKind.ATTACHMENTS:
        return None
    same = [one for one in under if one.section == under[0].section and one.reading is under[0].reading]
    chosen = sorted(same, key=lambda one: one.range)[:MOST_CLAIMS]
    return Drafted(Status.FOUND, _drafts(chosen, _frame(chosen[0])), confidence=0.6)


def _whole_first(fitting: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with the one in front that lacks no word of the question, where the best one does: of two dates of a
    matter the one beside "udarbejdes" tells when it was written."""
    first = fitting[0].evidence
    near = [one for one in fitting[1:WHOLE_AMONG] if one.evidence.coverage >= WHOLE_SHARE * first.coverage]
    whole = next((one for one in near if not one.evidence.missing), None)
    if not first.missing or whole is None:
        return list(fitting)
    return [whole, *(one for one in fitting if one is not whole)]


def _each(labels: Sequence[Label], candidates: Sequence[Candidate]) -> Drafted:
    """The best sentence about each numbered thing, the one that begins with it first; partial where one has none."""
    chosen: list[Candidate] = []
    missing: list[str] = []
    for label in labels:
        about = [one for one in candidates if label.stands_in(one.text)]
        if about:
            best = min(about, key=lambda one: not label.stands_in(one.text[: len(label.written) + 2]))
            chosen += [best] if best not in chosen else []
        else:
            missing.append(label.written)
    if not chosen:
        return Drafted(Status.NOT_FOUND, missing=tuple(missing))
    drafts = _drafts(chosen, _frame(chosen[0]))
    return Drafted(Status.PARTIAL if missing else Status.FOUND, drafts, tuple(missing), confidence=0.6)


def not_found(asked: Asked, candidates: Sequence[Candidate], chance_of_best: float = 0.0) -> Drafted:
    """The answer that the material does not hold it: what is missing, and the nearest sentences there are."""
    first = next(filter(_is_near, candidates), None)
    lacking = first.evidence.missing if first else asked.terms
    missing = list(_told(lacking))
    if first and not first.evidence.has_kind:
        missing.append(_kind_missing(asked))
    return Drafted(
        Status.NOT_FOUND,
        missing=tuple(missing),
        nearest=nearest_to(candidates),
        confidence=chance_of_best,
    )


def nearest_to(candidates: Sequence[Candidate], shown: Sequence[Draft] = ()) -> tuple[Draft, ...]:
    """What comes nearest to the question beside what is `shown`: the best other sentences, MOST_NEAREST with these."""
    texts = [one.range.of(one.reading.text) for one in shown]
    found: list[Draft] = []
    for one in filter(_is_near, candidates):
        if len(texts) >= MOST_NEAREST:
            break
        if not _repeats(one.text, texts):
            found.append(Draft(one.reading, one.range))
            texts.append(one.text)
    return tuple(found)


def _is_near(one: Candidate) -> bool:
    return one.evidence.own_coverage >= NEAR_COVERAGE


def _told(missing: Sequence[Term]) -> tuple[str, ...]:
    """The missing words as a reader is told them: without those that say little, where others are missing too."""
    words = tuple(dict.fromkeys(term.surface for term in missing))
    return tuple(word for word in words if not is_light(word)) or words


def _may_count(asked: Asked, one: Candidate) -> bool:
    """Whether a sentence lists things or says how many, where so many are asked for ("hvilke to …")."""
    says = asked.count is not None and re.search(rf"\b{number_in_words(asked.count)}\b", one.text, re.IGNORECASE)
    return bool(says) or enumerates(asked.wanted, asked.core, one.text)


def _kind_missing(asked: Asked) -> str:
    """The kind of thing asked for, in Danish: "et tal", "en årsag"."""
    return load_catalogue("assistant").text(f"missing.{asked.wanted.value}")


def _above(reading: Reading, hit: Hit) -> list[Section]:
    """The sections from the hit's own upward to the document's first."""
    own = reading.sections[hit.passage.section]
    return [
        own,
        *(one for one in reversed(reading.sections[: hit.passage.section]) if one.path == own.path[: len(one.path)]),
    ]


def _frame(one: Candidate) -> str:
    return "proposed" if one.section.kind is SectionKind.PROPOSAL else "source"


def _coverage_but_verb(one: Candidate) -> float:
    # "Hvad besluttede …" names the verb that the decision section need not repeat: it says "drøftede" or "godkendte".
    # Nor need it say "mødet" or "sagen", which every sentence of minutes is about.
    missing = [
        term
        for term in one.evidence.missing
        if not term.surface.lower().startswith((*DECIDED, *OUTCOME)) and stem(term.surface.lower()) not in GENERIC_STEMS
    ]
    return one.evidence.coverage if missing else 1.0


def _drafts(chosen: Sequence[Candidate], frame: str) -> tuple[Draft, ...]:
    drafts = tuple(Draft(one.reading, one.range) for one in chosen)
    return (replace(drafts[0], frame=frame), *drafts[1:])


def _repeats(text: str, shown: Sequence[str]) -> bool:
    words = set(text.lower().split())
    return any(len(words & set(one.lower().split())) > 0.6 * len(words) for one in shown)
