"""Writing an index version document by document: texts, lexical legs, vectors and near-duplicate groups.

The other half of `store.py`'s folder implementation. What is computed of a document once (`Features`) can be given to the
writers of several audiences.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import tempfile
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from ingest.compounds import Compounds
from ingest.danish import Analyzer
from ingest.errors import DamagedIndex
from ingest.filters import places_of
from ingest.given_back import give_back_memory
from ingest.index_protocol import GRAMS, WORDS
from ingest.leg_writer import LegBuilder
from ingest.lexical import gram_keys, stretches_of, word_grams, word_terms, words_of, write_words
from ingest.near_duplicates import Sketch, Sketches, sketch
from ingest.passages import sentence_starts
from ingest.reading_json import DOCUMENT, READING
from ingest.records import Passage, Reading
from ingest.store import chroma_client
from ingest.vectors import Vectors
from ingest.version_vectors import VersionVectors
from ingest.versions import cannot_write

# Shingles of this many words: five is usual for passages; sentences are short, and one word would spoil most of them.
PASSAGE_SHINGLE, SENTENCE_SHINGLE = 5, 3
_SCHEMA = """
create table documents (id text primary key, ordinal integer not null, document blob not null, reading blob not null,
                        source_id text not null, layer text not null, kind text not null, body text, date text,
                        audience text not null);
create table passages (row integer primary key, id text not null unique, document_id text not null,
                       section integer not null, start integer not null, end integer not null, index_text text not null);
create index passages_of_document on passages (document_id);
create table passage_places (field text not null, value text not null, row integer not null,
                             primary key (field, value, row)) without rowid;
create table passage_groups (row integer primary key, number integer not null);
create table sentence_groups (document_id text not null, start integer not null, number integer not null,
                              primary key (document_id, start)) without rowid;
"""


def write_texts(
    writers: Sequence[VersionWriter],
    reading: Reading,
    passages: Sequence[Passage],
    analyzer: Analyzer,
    reading_json: bytes | None = None,
) -> None:
    """Write a document into several versions, all but its vectors. `reading_json` is the reading as it is kept, if known.

    What it is indexed and compared by is made once and one passage at a time, since the terms of a long report all at
    once take more memory than its index does.
    """
    kept = reading_json or READING.dump_json(reading)
    for writer in writers:
        writer.add(reading, passages, kept)
    del kept
    for passage in passages:
        tokens = analyzer.tokens(passage.index_text)
        words = stretches_of(tokens, sentence_starts(reading, passage))
        counted, grams = words_of(tokens), gram_keys(passage.index_text)
        drawn = sketch(passage.range.of(reading.text), PASSAGE_SHINGLE)
        for writer in writers:
            writer.add_terms(words, counted, grams, drawn)
    for sentence in reading.sentences:
        drawn = sketch(sentence.of(reading.text), SENTENCE_SHINGLE)
        for writer in writers:
            writer.add_sentence(drawn)


def write_vectors(writers: Sequence[VersionWriter], passages: Sequence[Passage], vectors: Iterable[Vectors]) -> None:
    """Write the vectors of the document that was written last: one a passage, in several arrays, one after the other."""
    done = 0
    for some in vectors:
        for writer in writers:
            writer.add_vectors(passages[done : done + len(some)], some)
        done += len(some)


class VersionWriter:
    """Writes a version into an empty folder. Made by `version_writer`."""

    def __init__(
        self, path: Path, database: sqlite3.Connection, vectors: VersionVectors, legs: dict[str, LegBuilder]
    ) -> None:
        self._path = path
        self._database = database
        self._vectors = vectors
        self._legs = legs
        self._counts: Counter[str] = Counter()
        self._passage_sketches, self._sentence_sketches = Sketches(), Sketches()
        self._sentences: list[tuple[str, array[int]]] = []
        self._hash = hashlib.sha256()
        self.documents = 0
        self.passages = 0
        database.executescript(_SCHEMA)

    def add(self, reading: Reading, passages: Sequence[Passage], reading_json: bytes) -> None:
        """Write the next document but for what it is indexed and compared by."""
        about = reading.document
        filtered = (about.source_id, about.layer or about.kind.value, about.kind.value, about.body)
        dated = about.date.isoformat() if about.date else None
        self._database.execute(
            "insert into documents values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                about.id,
                self.documents,
                DOCUMENT.dump_json(about),
                reading_json,
                *filtered,
                dated,
                about.audience.value,
            ),
        )
        self._database.executemany(
            "insert into passages values (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    self.passages + number,
                    one.id,
                    one.document_id,
                    one.section,
                    one.range.start,
                    one.range.end,
                    one.index_text,
                )
                for number, one in enumerate(passages)
            ),
        )
        places = places_of(reading, passages)
        self._database.executemany(
            "insert into passage_places values (?, ?, ?)",
            ((*place, self.passages + number) for number, found in enumerate(places) for place in found),
        )
        self._sentences.append((reading.document.id, array("I", [one.start for one in reading.sentences])))
        self._note(passages)
        self.documents += 1

    def add_vectors(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """The vectors of the document's next passages."""
        self._vectors.add(passages, vectors)

    def add_terms(
        self, words: Sequence[Sequence[str]], counted: Sequence[str], grams: Sequence[str], drawn: Sketch | None
    ) -> None:
        """The keys of both lexical legs, those of words by stretch, the words to count and the sketch of the next passage."""
        self._legs[WORDS].add(*words)
        self._legs[GRAMS].add(grams)
        self._counts.update(counted)
        self._passage_sketches.add(drawn)

    def add_sentence(self, drawn: Sketch | None) -> None:
        """The sketch of the document's next sentence."""
        self._sentence_sketches.add(drawn)

    def _note(self, passages: Sequence[Passage]) -> None:
        for passage in passages:
            self._hash.update(passage.id.encode() + b"\n")
        self.passages += len(passages)

    @property
    def passages_hash(self) -> str:
        """SHA-256 over the ids of the passages in order: two versions with the same content have the same."""
        return self._hash.hexdigest()

    def finish(self, progress: Callable[[int], None] = lambda done: None) -> None:
        """Write what needs all documents, and check that every passage finds itself. Raises DamagedIndex if not.

        `progress` is told how many passages have been checked.
        """
        self._write_groups()
        self._passage_sketches, self._sentence_sketches = Sketches(), Sketches()
        give_back_memory()
        compounds = Compounds(self._counts)
        self._legs.pop(WORDS).write(self._path / WORDS, lambda key: word_terms(key, compounds), sentences=True)
        self._legs.pop(GRAMS).write(self._path / GRAMS, word_grams)
        give_back_memory()
        write_words(self._path / "words.json", self._counts)
        self._vectors.verify(progress)

    def _write_groups(self) -> None:
        """Writes which passages and which sentences are near-duplicates."""
        groups = self._passage_sketches.groups()
        rows = ((row, number) for row, number in enumerate(groups) if number is not None)
        self._database.executemany("insert into passage_groups values (?, ?)", rows)
        numbers = iter(self._sentence_sketches.groups())
        sentences = ((identity, start, next(numbers)) for identity, starts in self._sentences for start in starts)
        grouped = (sentence for sentence in sentences if sentence[2] is not None)
        self._database.executemany("insert or ignore into sentence_groups values (?, ?, ?)", grouped)
        self._database.commit()


@contextlib.contextmanager
def version_writer(path: Path) -> Iterator[VersionWriter]:
    """A writer of a version into the empty folder `path`. The files are whole when it has ended after `finish`.

    Raises CannotWrite where the disk is full or the folder may not be written.
    """
    try:
        with contextlib.ExitStack() as stack:
            database = stack.enter_context(contextlib.closing(sqlite3.connect(path / "texts.sqlite")))
            # Nobody reads the folder before it is synced and named, so a journal would only be written twice.
            database.executescript("pragma journal_mode = off; pragma synchronous = off;")
            spool = stack.enter_context(tempfile.TemporaryFile())
            legs = {name: stack.enter_context(contextlib.closing(LegBuilder())) for name in (WORDS, GRAMS)}
            vectors = VersionVectors(lambda: stack.enter_context(chroma_client(path / "chroma")), spool)
            yield VersionWriter(path, database, vectors, legs)
    except (OSError, sqlite3.Error) as error:
        raise cannot_write(error) from error
    except DamagedIndex as error:
        # With a cause it is Chroma that failed while writing; without one it is our check that did.
        raise cannot_write(error.__cause__) if error.__cause__ else error from error


__all__ = ["VersionWriter", "version_writer", "write_texts", "write_vectors"]
