"""`Assistant`: a question becomes an answer in named steps: guard, understand, retrieve, draft, gate, cite.

One assistant serves many readers; it keeps nothing of any of them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant import cues, evidence
from assistant.amount_note import in_full
from assistant.chat_model import ChatModel
from assistant.citing import Boxes, cite, holds_no_values, opinion_label, source_name, written_date
from assistant.courtesy import bare, courtesy_of
from assistant.drafts import Draft, Drafted, merged
from assistant.extractive import Candidate, Engine
from assistant.folding import layer_order
from assistant.followup import Followed, follow, lacks_subject, refers_back, whole_parts
from assistant.gate import check, passes
from assistant.glossary import explained
from assistant.guard import LONGEST_QUESTION, LONGEST_SEARCH, Guarded, guard, looked_at
from assistant.languages import DANISH, in_danish
from assistant.llm_answer import Ended, Step, llm_steps
from assistant.llm_engine import LlmEngine, open_llm_engine
from assistant.llm_rewrite import rewritten
from assistant.narrowing import Narrowed, described, narrow
from assistant.page_boxes import PageBoxes
from assistant.question import ASKING_WORDS, Asked, understand
from assistant.records import (
    Answer,
    Citation,
    Claim,
    Dropped,
    Hit,
    Note,
    Reason,
    Retrieval,
    Searched,
    Status,
    Turn,
    Verdict,
)
from assistant.rerank import Reranker, local_reranker, reranked
from assistant.rerank_chat import ChatReranker
from assistant.retrieval import Retriever, Tuning
from assistant.scope import everyday_service, other_municipality, private_person
from assistant.spelling import Speller
from assistant.spoken import plain
from assistant.switch import Switch, is_on
from assistant.tables import Tables
from assistant.wanted import questions_in
from ingest.bootstrap import Parts, build_parts, open_index
from ingest.catalogue import load_catalogue
from ingest.clean import clean
from ingest.config import Settings
from ingest.errors import EmbeddingFault, WrongUse
from ingest.everyday import with_everyday_words
from ingest.filters import ANYTHING, Filters
from ingest.index_protocol import IndexReader
from ingest.personal_data import mask_question
from ingest.profile import CorpusProfile
from ingest.records import Audience, Document, Reading
from ingest.vectors import Embedder
from ingest.versions import version_in_force
from ingest.vocabulary import Vocabulary

TEXTS = load_catalogue("assistant")
# Notes that say how was searched, and hold whoever words the answer.
_OF_THE_SEARCH = ("narrowed", "older_index", "lexical_only", "rerank_failed", "glossary")


@dataclass(frozen=True, slots=True)
class _Opened:
    """Everything that belongs to one open index version; replaced as a whole when the pointer moves."""

    index: IndexReader
    vocabulary: Vocabulary
    retriever: Retriever
    engine: Engine
    speller: Speller
    readings: dict[str, Reading]

    @property
    def version(self) -> str:
        return self.index.manifest.version

    @property
    def newest_document(self) -> dt.date | None:
        newest = self.index.manifest.newest_document
        return dt.date.fromisoformat(newest) if newest else None


class Assistant:
    """Answers questions from one audience's index, and follows it to newer versions when told to `refresh`."""

    def __init__(
        self,
        settings: Settings,
        audience: Audience,
        parts: Parts,
        boxes: PageBoxes | None = None,
        llm: LlmEngine | None = None,
        tuning: Tuning | None = None,
    ) -> None:
        self._tuning = tuning or Tuning()
        self._settings = settings
        self._audience = audience
        self._parts = parts
        self._boxes = boxes
        # Reentrant: a reader of the open version asks for its readings while it holds it.
        self._lock = threading.RLock()
        self._opened = self._open()
        self._llm = llm or open_llm_engine(settings)
        self._reranker = self._open_reranker()

    # ---- what is there ----

    @property
    def profile(self) -> CorpusProfile:
        """What `corpus.toml` says."""
        return self._parts.profile

    @property
    def audience(self) -> Audience:
        """Whose index this assistant answers from."""
        return self._audience

    @property
    def index_version(self) -> str:
        """The name of the open index version."""
        return self._opened.version

    @property
    def newest_document(self) -> dt.date | None:
        """The date of the newest document in the index."""
        return self._opened.newest_document

    def documents(self) -> tuple[Document, ...]:
        """All documents of the index, in the manifest's order."""
        with self._lock:
            return self._opened.index.documents()

    def reading(self, document_id: str) -> Reading:
        """A document as it was read. Raises KeyError for an id that is not in this index."""
        with self._lock:
            return _reading(self._opened.index, self._opened.readings, document_id)

    def refresh(self) -> bool:
        """Open the version that the pointer names, if it is another one; whether it was. The old one is closed."""
        # After a fall-back the pointer names the damaged version, and the one it stands in for is the one to compare.
        known = (None, self.index_version, self._opened.index.instead_of)
        if version_in_force(self._settings.home, self._audience) in known:
            return False
        with self._lock:
            old, self._opened = self._opened, self._open()
            old.index.close()
        return True

    def close(self) -> None:
        """Close the index once nobody is using it; the assistant must not be used afterwards."""
        with self._lock:
            self._opened.index.close()

    # ---- asking ----

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        engine: str | None = None,
        limit: int = LONGEST_QUESTION,
        filters: Filters = ANYTHING,
    ) -> Answer:
        """The answer to `question` of at most `limit` characters, from what passes `filters` alone.

        Never raises: a fault of ours has status `error`.
        """
        steps = self.ask_steps(question, history, engine, limit, filters)
        return next(step for step in steps if isinstance(step, Answer))

    def ask_steps(
        self,
        question: str,
        history: Sequence[Turn] = (),
        engine: str | None = None,
        limit: int = LONGEST_QUESTION,
        filters: Filters = ANYTHING,
    ) -> Iterator[Step | Answer]:
        """The model's claims as they pass the gate, and last the answer, which alone counts; it may take claims back."""
        started = time.perf_counter()
        history = looked_at(history)
        guarded = guard(question, history, limit, self._public_numbers)
        opened = self._opened
        try:
            for step in self._answer(guarded, history, engine or self._settings.engine, filters):
                if isinstance(step, Answer):
                    step = replace(step, elapsed_ms=(time.perf_counter() - started) * 1000)
                yield step
        except Exception:  # whatever it was, the reader gets an answer; servers log its class and place
            answer = self._plain(opened, guarded, Status.ERROR, TEXTS.text("status.error"))
            yield replace(answer, elapsed_ms=(time.perf_counter() - started) * 1000)
        finally:
            _forget_questions()

    @property
    def switched_off(self) -> bool:
        """Whether `hvidbog switch service off` is in force: questions are refused; `search` is the operator's and goes on."""
        return not is_on(self._settings.home, Switch.SERVICE)

    def search(self, query: str, limit: int = 10, filters: Filters = ANYTHING) -> Retrieval:
        """The passages found for `query` among those that pass `filters`.

        Raises WrongUse for an empty query, one of over 2,000 characters, and one with personal data.
        """
        text, narrowed = self._prepared(query)
        with self._lock:
            retrieval = self._searched(text, narrowed, limit, filters)
        return self._in_order(retrieval)

    def found(self, query: str, limit: int = 10, filters: Filters = ANYTHING) -> tuple[Retrieval, dict[str, Reading]]:
        """The passages found for `query`, and the readings of their documents from the same version. Raises as `search`."""
        text, narrowed = self._prepared(query)
        with self._lock:
            opened = self._opened
            retrieval = self._searched(text, narrowed, limit, filters)
        retrieval = self._in_order(retrieval)
        with self._lock:
            if self._opened is not opened:  # a newer version was opened meanwhile
                retrieval = self._searched(text, narrowed, limit, filters)
            wanted = {hit.passage.document_id for hit in retrieval.accepted}
            return retrieval, {identity: self.reading(identity) for identity in wanted}

    def candidates(self, question: str) -> tuple[Retrieval, tuple[Candidate, ...]]:
        """What is found for a question and its weighed sentences, the best first: what the order's weights are fitted on."""
        with self._lock:
            opened = self._opened
            asked = understand(question, self._parts.analyzer, opened.vocabulary, "", self._familiar)
            found = opened.retriever.retrieve(asked)
            # Without features there is nothing to fit: such a sentence holds no word of the question.
            return found, tuple(one for one in opened.engine.weighed(asked, found.accepted) if one.features)

    def _answer(
        self, guarded: Guarded, history: Sequence[Turn], engine: str, filters: Filters
    ) -> Iterator[Step | Answer]:
        with self._lock:
            opened = self._opened
            reason = self._reason(opened, guarded)
        if reason is not None:
            yield self._refused(opened, guarded, reason)
            return
        courtesy = courtesy_of(guarded.question)
        if courtesy is not None:
            yield self._plain(opened, guarded, Status.UNCLEAR, TEXTS.text(f"courtesy.{courtesy.value}"))
            return
        foreign = in_danish(bare(guarded.question), opened.vocabulary.counts)
        if foreign and foreign.question is None and guarded.reason is Reason.LANGUAGE:
            yield self._refused(opened, guarded, Reason.LANGUAGE)
            return
        language = foreign.language if foreign else DANISH
        asked = (foreign and foreign.question) or guarded.question
        question = plain(bare(opened.speller.spelt(asked)))
        # What was not put in other words has been looked at already.
        reason = guarded.reason
        if question != guarded.question or len(question) > LONGEST_QUESTION:
            reason = guard(question, public=self._public_numbers).reason
        if reason is not None:
            yield self._refused(opened, guarded, reason)
            return
        deadline = self._llm.deadline() if self._llm is not None and engine == "llm" else None
        followed = self._followed(question, history, deadline)
        if not followed.from_history and lacks_subject(question, self._parts.analyzer, ASKING_WORDS):
            yield self._plain(opened, guarded, Status.UNCLEAR, _fixed(opened, Status.UNCLEAR, language))
            return
        with self._lock:
            narrowed = self._narrowed(followed.question)
        filters = filters.filled_by(narrowed.filters)
        parts = whole_parts(questions_in(narrowed.question), self._parts.analyzer, ASKING_WORDS)
        if narrowed.lacking:
            parts = []
        self._embed(parts)
        with self._lock:
            opened = self._opened
            found = [self._found(opened, part, followed, filters) for part in parts]
        found = [(asked, self._in_order(retrieval)) for asked, retrieval in found]
        with self._lock:
            if self._opened is not opened:  # a newer version was opened meanwhile
                opened = self._opened
                found = [self._found(opened, part, followed, filters) for part in parts]
            drafted = (
                merged(
                    [
                        _telling(asked, self._drafted(opened, asked, retrieval, filters), len(found))
                        for asked, retrieval in found
                    ]
                )
                if found
                else Drafted(Status.NOT_FOUND, missing=narrowed.lacking)
            )
            hits = _best_of_each([retrieval for _, retrieval in found]) if engine == "llm" and self._llm else ()
            read = {hit.passage.document_id: self.reading(hit.passage.document_id) for hit in hits}
            headings = self._headings(found) if drafted.status is Status.NOT_FOUND else ()
        if drafted.status is Status.NOT_FOUND and everyday_service(question, headings):
            yield self._refused(opened, guarded, Reason.OUT_OF_SCOPE)
            return
        if drafted.status is Status.NOT_FOUND and foreign and foreign.question is None:
            yield self._refused(opened, guarded, Reason.LANGUAGE)
            return
        with self._boxes.kept_open() if self._boxes else contextlib.nullcontext() as boxes:
            answer = self._gated(opened, guarded, drafted, language, boxes)
        codes = (*drafted.notes, "older_index") if opened.index.instead_of else drafted.notes
        notes = [Note(code, TEXTS.text(f"note.{code}")) for code in codes]
        if filters:
            # Whoever sees the answer sees what it was looked for in.
            notes.insert(0, Note("narrowed", TEXTS.text("note.narrowed", parts=" · ".join(described(filters)))))
        word = explained(guarded.question, self.profile.glossary)
        if word is not None:
            notes.append(Note("glossary", TEXTS.text("note.glossary", term=word.term, meaning=word.meaning)))
        searched = Searched(followed.question, filters.as_words(), followed.from_history)
        answer = replace(answer, notes=(*notes, *answer.notes), searched=searched)
        if engine == "llm" and self._llm is None:
            answer = replace(answer, notes=(*answer.notes, Note("llm_off", TEXTS.text("note.llm_off"))))
        elif self._llm is not None and engine == "llm":
            for step in llm_steps(self._llm, followed.question, hits, read.__getitem__, self._boxes, deadline):
                if isinstance(step, Step):
                    yield step
                else:
                    answer = self._ended(answer, step, self._llm)
        yield answer

    def _followed(self, question: str, history: Sequence[Turn], deadline: float | None) -> Followed:
        """What the question means after these turns: by the model where it answers, else without one."""
        followed = follow(question, history, self._parts.analyzer, ASKING_WORDS)
        goes_back = followed.from_history or refers_back(question)
        if history and goes_back and deadline is not None and self._llm is not None:
            followed = rewritten(self._llm, question, history, deadline, self._public_numbers) or followed
        return replace(followed, question=mask_question(followed.question, public=self._public_numbers)[0])

    def _in_order(self, retrieval: Retrieval) -> Retrieval:
        """What was found in the reranker's order, if there is one. Slow: the index is not held meanwhile."""
        return retrieval if self._reranker is None else reranked(retrieval, self._reranker)

    def _open_reranker(self) -> Reranker | None:
        if self._settings.rerank == "model":
            return ChatReranker(self._llm, self._settings.rerank_seconds) if self._llm else None
        return local_reranker(self._settings)

    def _prepared(self, query: str) -> tuple[str, Narrowed]:
        """A query as it is searched for, its vector asked for. Raises WrongUse for one that must not be."""
        text = " ".join(clean(query).split())
        if len(query) > LONGEST_SEARCH:
            raise WrongUse(TEXTS.text("search.too_long", limit=LONGEST_SEARCH))
        if not text:
            raise WrongUse(TEXTS.text("refused.empty_plain"))
        if mask_question(text, public=self._public_numbers)[1]:
            raise WrongUse(TEXTS.text("refused.personal_data"))
        with self._lock:
            narrowed = self._narrowed(text)
        self._embed([narrowed.question])
        return text, narrowed

    def _searched(self, text: str, narrowed: Narrowed, limit: int, filters: Filters) -> Retrieval:
        asked = understand(narrowed.question, self._parts.analyzer, self._opened.vocabulary)
        both = filters.filled_by(narrowed.filters)
        return replace(self._opened.retriever.retrieve(asked, limit, both, self._order(text)), asked=text)

    def _order(self, question: str) -> tuple[str, ...]:
        return layer_order(self.profile.layer_preference, self._audience, question)

    def _narrowed(self, question: str) -> Narrowed:
        index = self._opened.index
        return narrow(question, index.documents, lambda filters: len(index.passing(filters)) > 0)

    def _reason(self, opened: _Opened, guarded: Guarded) -> Reason | None:
        """Why the question is refused before any search, or None."""
        if self.switched_off and guarded.reason is not Reason.CRISIS:
            return Reason.OFF
        # What is written in other letters may have a bridge to Danish; that is looked for next.
        if guarded.reason not in (None, Reason.LANGUAGE):
            return guarded.reason
        if private_person(guarded.question, opened.vocabulary.counts, self.profile.place_names):
            return Reason.PERSON
        if other_municipality(guarded.question, self.profile.municipality):
            return Reason.OUT_OF_SCOPE
        return None

    def _headings(self, found: Iterable[tuple[Asked, Retrieval]]) -> tuple[str, ...]:
        """The titles and headings above what was found: what the material nearest to the question is about."""
        above: dict[str, None] = {}
        for _, retrieval in found:
            for hit in retrieval.accepted:
                reading = self.reading(hit.passage.document_id)
                above |= dict.fromkeys((reading.document.title, *reading.sections[hit.passage.section].path))
        return tuple(above)

    def _ended(self, extractive: Answer, ended: Ended, llm: LlmEngine) -> Answer:
        """The model's answer where it has claims, else the extractive one with a line that says why."""
        notes = tuple(Note(f"llm_{code}", TEXTS.text(f"llm.{code}")) for code in ended.notes)
        dropped = ended.dropped if self._audience is Audience.STAFF else ()
        if not ended.claims:
            return replace(extractive, notes=(*extractive.notes, *notes), dropped=(*extractive.dropped, *dropped))
        return replace(
            extractive,
            status=Status.PARTIAL if ended.partial else Status.FOUND,
            text=answer_text(ended.claims),
            claims=ended.claims,
            citations=ended.citations,
            dropped=dropped,
            missing=(),
            nearest=(),
            notes=(*(note for note in extractive.notes if note.code in _OF_THE_SEARCH), *notes),
            engine="llm",
            model=llm.model,
            prompt_hash=llm.prompt_hash,
        )

    def _embed(self, questions: Sequence[str]) -> None:
        """Ask for the questions' vectors before the index is held: a slow endpoint must keep nobody else waiting."""
        if self._parts.embedder.weight:
            for question in questions:
                with contextlib.suppress(EmbeddingFault):
                    self._parts.embedder.query(question)

    def _found(self, opened: _Opened, question: str, followed: Followed, filters: Filters) -> tuple[Asked, Retrieval]:
        """One question understood, and what was found for it."""
        asked = understand(question, self._parts.analyzer, opened.vocabulary, followed.carried, self._familiar)
        return asked, opened.retriever.retrieve(asked, filters=filters, order=self._order(asked.text))

    def _drafted(self, opened: _Opened, asked: Asked, retrieval: Retrieval, filters: Filters) -> Drafted:
        """What the extractive engine proposes for one question."""
        drafted = opened.engine.answer(asked, retrieval.accepted, self._order(asked.text), filters)
        return replace(drafted, notes=(*drafted.notes, *retrieval.notes)) if retrieval.notes else drafted

    @property
    def _familiar(self) -> frozenset[str]:
        """The municipality's own names, which every document is about, in lower case."""
        names = " ".join([self.profile.name, self.profile.municipality])
        return frozenset(word.lower().removesuffix("s") for word in names.split())

    def _refused(self, opened: _Opened, guarded: Guarded, reason: Reason) -> Answer:
        return replace(self._plain(opened, guarded, Status.REFUSED, self._refusal(guarded, reason)), reason=reason)

    def _gated(self, opened: _Opened, guarded: Guarded, drafted: Drafted, language: str, boxes: Boxes | None) -> Answer:
        """Every draft through the gate; what passes becomes a claim with its citation, its frame in the question's language."""
        claims: list[Claim] = []
        citations: list[Citation] = []
        dropped: list[Dropped] = []
        notes: dict[str, Note] = {}
        shown: Reading | None = None
        for draft in drafted.drafts:
            quote = draft.range.of(draft.reading.text)
            verdicts = check(quote, quote, draft.range, draft.reading)
            if not passes(verdicts):
                dropped.append(Dropped(quote, tuple(k for k, v in verdicts.items() if v is Verdict.FAIL)))
                continue
            citation = cite(len(citations) + 1, draft.reading, draft.range, boxes)
            citations.append(citation)
            claims.append(Claim(" ".join(quote.split()), _frame(draft, shown, language), (citation.n,), verdicts))
            shown = draft.reading
            if holds_no_values(draft.reading, draft.range):
                notes["no_values"] = Note("no_values", TEXTS.text("note.no_values"))
            amount = in_full(quote)
            if amount is not None:
                notes.setdefault("amount", Note("amount", TEXTS.text("note.amount", written=amount[0], full=amount[1])))
        status = drafted.status
        if status in (Status.FOUND, Status.PARTIAL) and not claims:
            status = Status.NOT_FOUND
        nearest = tuple(cite(0, draft.reading, draft.range, boxes) for draft in drafted.nearest)
        text = answer_text(claims) if claims else _fixed(opened, status, language)
        return replace(
            self._plain(opened, guarded, status, text),
            claims=tuple(claims),
            citations=tuple(citations),
            notes=tuple(notes.values()),
            dropped=tuple(dropped) if self._audience is Audience.STAFF else (),
            missing=drafted.missing,
            nearest=nearest,
        )

    def _plain(self, opened: _Opened, guarded: Guarded, status: Status, text: str) -> Answer:
        return Answer(
            question=guarded.question,
            audience=self._audience,
            status=status,
            text=text,
            masked=guarded.masked,
            index_version=opened.version,
            newest_document=opened.newest_document,
        )

    def _refusal(self, guarded: Guarded, reason: Reason) -> str:
        if reason is Reason.TOO_LONG:
            return TEXTS.text("refused.too_long", limit=f"{guarded.limit:,}".replace(",", "."))
        if reason is Reason.EMPTY:
            example = next(iter(self.profile.suggested_questions), None)
            return TEXTS.text("refused.empty", example=example) if example else TEXTS.text("refused.empty_plain")
        text = TEXTS.text(f"refused.{reason.value}")
        if reason is Reason.CRISIS:
            # A line each: who needs one must not look for it in running text.
            return "\n".join((text, *(f"{line.name}: {line.number}" for line in self.profile.crisis_lines)))
        return text

    @property
    def _public_numbers(self) -> tuple[str, ...]:
        contact = (self.profile.contact.phone,) if self.profile.contact.phone else ()
        return (*(line.number for line in self.profile.crisis_lines), *contact)

    def _open(self) -> _Opened:
        index = open_index(self._settings, self._audience, self._parts.embedder)
        bridge = with_everyday_words(self.profile.words, index.words)
        vocabulary = Vocabulary(index.words, bridge, self._parts.analyzer)
        readings: dict[str, Reading] = {}
        engine = Engine(
            index,
            self._parts.analyzer,
            lambda identity: _reading(index, readings, identity),
            Tables(self._parts.analyzer),
        )
        retriever = Retriever(index, self._parts.embedder, self._tuning)
        return _Opened(index, vocabulary, retriever, engine, Speller(index.words, self.profile.words), readings)


def open_assistant(
    settings: Settings,
    audience: Audience | str = Audience.PUBLIC,
    tuning: Tuning | None = None,
    embedder: Embedder | None = None,
    model: ChatModel | None = None,
) -> Assistant:
    """An assistant over the version in force; `embedder` and `model` take the place of those that the settings name.

    Raises NoIndex, DamagedIndex or WrongUse with a Danish sentence. `tuning` is for measuring: without it retrieval has
    its own numbers.
    """
    parts = build_parts(settings if embedder is None else settings.model_copy(update={"embedding": "off"}))
    if embedder is not None:
        parts = replace(parts, embedder=embedder)
    engine = None if model is None else LlmEngine(settings, model)
    return Assistant(settings, Audience(audience), parts, PageBoxes(settings), engine, tuning)


def answer_text(claims: Sequence[Claim]) -> str:
    """The whole answer: claim by claim its frame, its text and the numbers of its citations in brackets."""
    return " ".join(f"{claim.frame}{claim.text} {' '.join(f'[{n}]' for n in claim.citations)}" for claim in claims)


def _telling(asked: Asked, drafted: Drafted, parts: int) -> Drafted:
    """Of one of several questions without an answer, the question itself as what is missing where nothing else is told."""
    if parts > 1 and not drafted.drafts and not drafted.missing:
        return replace(drafted, missing=(asked.text.strip(" ?."),))
    return drafted


def _best_of_each(retrievals: Sequence[Retrieval]) -> tuple[Hit, ...]:
    """The passages that the model is shown: the hits of every question asked, the best of each first, each once."""
    found: dict[str, Hit] = {}
    for hit in (hit for retrieval in retrievals for hit in retrieval.accepted):
        if hit.passage.id not in found or hit.rank < found[hit.passage.id].rank:
            found[hit.passage.id] = hit
    return tuple(sorted(found.values(), key=lambda hit: hit.rank))


def _fixed(opened: _Opened, status: Status, language: str = DANISH) -> str:
    """The sentence for a status without claims."""
    texts = load_catalogue("assistant", language)
    if status is Status.NOT_FOUND and opened.newest_document:
        return texts.text("status.not_found", date=written_date(opened.newest_document, language))
    return texts.text("status.not_found_undated" if status is Status.NOT_FOUND else f"status.{status.value}")


def _frame(draft: Draft, before: Reading | None, language: str = DANISH) -> str:
    """The fixed words before a draft in the question's language, `before` being the document of the claim above it."""
    if draft.frame is None:
        label = opinion_label(draft.reading, language)
        if label or before is None or not opinion_label(before):
            return label
        # Without its own source the municipality's sentence would read as the citizen's.
        draft = replace(draft, frame="source")
    texts = load_catalogue("assistant", language)
    told = texts.keys()
    if f"frame.{draft.frame}" not in told:
        language, texts = DANISH, TEXTS
    name = source_name(draft.reading, language)
    if draft.frame == "discussed":
        name = name[:1].upper() + name[1:]
    return texts.text(f"frame.{draft.frame}", source=name, **dict(draft.told))


# Readings are kept while their version is open; a 400-page document is parsed once. The bound keeps a BEIR corpus of
# many thousand documents from staying in memory whole.
MOST_READINGS = 512


def _reading(index: IndexReader, kept: dict[str, Reading], document_id: str) -> Reading:
    reading = kept.get(document_id) or index.reading(document_id)
    if reading is None:
        raise KeyError(document_id)
    if len(kept) >= MOST_READINGS:
        kept.pop(next(iter(kept)))
    kept[document_id] = reading
    return reading


def _forget_questions() -> None:
    """Let go of the terms and texts of questions that were remembered while they were answered."""
    for remembered in (*evidence.OF_QUESTIONS, cues.cues_of, cues.happening):
        remembered.cache_clear()


__all__ = ["Assistant", "answer_text", "open_assistant"]
