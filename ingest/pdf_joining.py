"""Lines joined into running text: hyphenation undone, ligatures opened, invisible characters out, NFC.

Every character that is kept knows the character of the page it was copied from; the space that joins lines has none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from ingest.block_pieces import Piece, joined
from ingest.pdf_lines import BROKEN_HYPHENS, Line

# Anything that is not plain, composed, visible text with single spaces takes the slow way.
_ODD = re.compile("[^ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u219f\u25a0-\u25ff]")
_CLUSTER = re.compile("(?s).[\u0300-\u036f]*")
_LIGATURES = dict(
    zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
)
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Cn", "Co"))
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_WORD = re.compile(r"[\w-]*$")
_FIRST_WORD = re.compile(r"^[^\W\d_]+(?:-[^\W\d_]+)*")
_SHARED_TAIL = frozenset(("og", "eller", "samt", "og/eller", "m.v.", "mv."))
_MARK_WIDTH, _AFTER_MARK = 3, ".,;:!?)"
_SPACE = Piece(" ")
_made: Callable[[tuple[str, int]], Piece] = partial(tuple.__new__, Piece)  # what `Piece(...)` does, in half the time
HYPHENS = frozenset(BROKEN_HYPHENS + "-\u00ad\u2010")


def seen_words(pages: Iterable[Sequence[Line]]) -> Counter[str]:
    """How often each word, hyphenated words as one, stands inside a line of the document, in lower case."""
    spelt: Counter[str] = Counter()
    for lines in pages:
        spelt.update("\n".join([line.text[:-1] if line.hyphen else line.text for line in lines]).split())
    seen: Counter[str] = Counter()
    for spelling, count in spelt.items():  # each is looked into once
        written = spelling.lower()
        if written.isalpha():
            seen[written] += count
            continue
        for word in _WORD.findall(written):
            seen[word] += count
    return seen


def line_pieces(line: Line, base: int) -> list[Piece]:
    """The pieces of one line. `base` is what the page's first character counts as in the source map."""
    text = line.text
    if text[-1] in BROKEN_HYPHENS:
        return [*_pieces(text[:-1], base + line.start), Piece("-", base + line.end - 1)]
    return _pieces(text, base + line.start)


def _pieces(text: str, source: int) -> list[Piece]:
    if not _is_odd(text):
        return [_made((text, source))] if text else []
    pieces: list[Piece] = []
    for cluster in _CLUSTER.finditer(text):
        place = source + cluster.start()
        for letter in _opened(cluster.group()):
            pieces.append(Piece(letter, place))
    return list(joined([pieces]))


def _is_odd(text: str) -> bool:
    # One class without alternatives is searched much faster.
    return "  " in text or _ODD.search(text) is not None


def _opened(cluster: str) -> str:
    """The canonical characters of one source character and the marks that combine with it."""
    if cluster in _LIGATURES:
        return _LIGATURES[cluster]
    if cluster == "\u00ad":
        return "-"  # drawn inside a line, a soft hyphen is a hyphen that the reader sees
    if cluster.isspace():
        return " "
    composed = unicodedata.normalize("NFC", cluster)
    return "".join(letter for letter in composed if unicodedata.category(letter) not in _UNSEEN)


def paragraph_pieces(lines: Sequence[tuple[Line, int]], seen: Mapping[str, int]) -> tuple[Piece, ...]:
    """The pieces of lines that are one paragraph. Each line comes with its page's base in the source map."""
    if len(lines) == 1:
        return tuple(line_pieces(*lines[0]))
    pieces: list[Piece] = []
    plain = not _is_odd("".join([line.text[:-1] + "." if line.hyphen else line.text for line, _ in lines]))
    before: Line | None = None
    for line, base in lines:
        if before is not None:
            if plain and not before.hyphen and before.text[-1] not in HYPHENS:  # what nearly all lines are
                if not _stood_beside(before, line):
                    pieces.append(_SPACE)
            else:
                _join(pieces, before, line, seen)
        if plain and not line.hyphen:
            pieces.append(_made((line.text, base + line.start)))
        elif plain and len(line.text) > 1:
            pieces += (_made((line.text[:-1], base + line.start)), _made(("-", base + line.end - 1)))
        else:
            pieces += line_pieces(line, base)
        before = line
    return tuple(pieces)


def _stood_beside(before: Line, after: Line) -> bool:
    """Whether a line goes on right after another, with a footnote mark between them."""
    return before.end < after.start <= before.end + _MARK_WIDTH and after.text[0] in _AFTER_MARK


def _join(pieces: list[Piece], before: Line, after: Line, seen: Mapping[str, int]) -> None:
    if not pieces:
        return
    last = pieces[-1]
    if _stood_beside(before, after):
        return
    if last.text[-1] not in HYPHENS or len(before.text) < 2 or before.text[-2].isspace():
        pieces.append(Piece(" "))
        return
    joint = hyphen_joint(before.text[:-1], after.text, seen)
    if joint == "- ":
        pieces.append(Piece(" "))
    elif not joint:
        pieces.pop()
        if len(last.text) > 1:
            pieces.append(Piece(last.text[:-1], last.source))


def hyphen_joint(before: str, after: str, seen: Mapping[str, int]) -> str:
    """What stands between a line that ended in a hyphen and the next: "" (one word), "-" or "- ".

    `before` is the line without its hyphen. A hyphen stays after capitals and digits ("EU-regler", "2024-2027") and
    before a capital or a digit, with a space before a shared last part ("Social- og sundhed"); else the form that the
    document uses elsewhere decides, and where it uses neither the word is one.
    """
    head = before.rsplit(maxsplit=1)[-1] if before and not before[-1].isspace() else ""
    if not head.isalpha():
        first = _LAST_WORD.search(head)
        head = first.group() if first else ""
    following = next(iter(after.split(maxsplit=1)), "")
    if following.strip(",.;:").lower() in _SHARED_TAIL:
        return "- "
    if not head or not following or not following[0].isalpha() or not head[-1].isalpha():
        return "-"
    if following[0].isupper() or head.rsplit("-", 1)[-1].isupper():
        return "-"
    tail = None if following.isalpha() else _FIRST_WORD.match(following)
    word = tail.group() if tail else following
    together, apart = seen.get(f"{head}{word}".lower(), 0), seen.get(f"{head}-{word}".lower(), 0)
    return "-" if apart > together else ""
