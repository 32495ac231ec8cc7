"""Running headers, footers and page numbers: what stands at the same place with the same words on many pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ingest.pdf_lines import Line
from ingest.pdf_page import RawPage

_EDGE_ROWS = 3  # furniture stands among this many baselines at the top or at the bottom of a page
_EDGE_SHARE = 0.25  # of the page's height: what stands further in is text, however often it is repeated
_SLOT = 4.0  # points: baselines this close are the same place
_LEAST_PAGES = 3
_USUAL_SHARE = 0.6
_NUMBER = re.compile(r"\d+|\b[ivxlc]{1,7}\b")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
Slot = tuple[int, int]


class _Candidate(NamedTuple):
    """A line at the edge of a page: where it stands and how large it is, its words, and its numbers.

    `outermost` if nothing stands between it and the edge.
    """

    line: Line
    page: int
    slot: Slot
    outermost: bool
    words: str
    numbers: tuple[str, ...]


def without_furniture(pages: Sequence[RawPage]) -> list[RawPage]:
    """The pages without their running headers, footers and page numbers."""
    groups: dict[tuple[Slot, str], list[_Candidate]] = defaultdict(list)
    candidates = [_candidates(page) for page in pages]
    for candidate in (one for page in candidates for one in page):
        groups[candidate.slot, candidate.words].append(candidate)
    repeated = {id(one.line) for group in groups.values() for one in _repeated(group)}
    slots = _furniture_slots(candidates, repeated)
    cleaned: list[RawPage] = []
    for page, found in zip(pages, candidates, strict=True):
        out = {id(one.line) for one in found if id(one.line) in repeated or (one.outermost and one.slot in slots)}
        out = _reaching_edge(page, out)
        lines = tuple([line for line in page.lines if id(line) not in out]) if out else page.lines
        cleaned.append(replace(page, lines=lines) if out else page)
    return cleaned


def printed_numbers(pages: Sequence[RawPage]) -> dict[int, str]:
    """The page numbers printed at the edges of the pages, by page from 1: numbers there that count the pages.

    For files that define no page labels. Front pages may count in Roman figures and the rest in Arabic ones.
    """
    groups: dict[tuple[Slot, str], list[_Candidate]] = defaultdict(list)
    for page in pages:
        for one in _candidates(page):
            if one.numbers:
                groups[one.slot, one.words].append(one)
    printed: dict[int, str] = {}
    # The line that most pages have wins: "17" rather than a chapter's number that happens to count for three pages.
    for group in sorted(groups.values(), key=len):
        for place in range(len(group[0].numbers)):
            steps: dict[tuple[int, bool], list[_Candidate]] = defaultdict(list)
            for one in group:
                number = one.numbers[place]
                steps[_value(number) - one.page, number.isdigit()].append(one)
            for counting in steps.values():
                if _longest_run(sorted({one.page for one in counting})) >= _LEAST_PAGES:
                    printed |= {one.page: one.numbers[place] for one in counting}
    return printed


def _candidates(page: RawPage) -> list[_Candidate]:
    """The lines on the outermost baselines of the page."""
    feet = sorted({line.bottom for line in page.lines})
    if not feet:
        return []
    above, below = _EDGE_SHARE * page.height, (1 - _EDGE_SHARE) * page.height
    first, last = round(feet[0] / _SLOT), round(feet[-1] / _SLOT)
    high, low = _reach(feet), _reach(feet[::-1])
    found: list[_Candidate] = []
    for line in page.lines:
        foot = line.bottom
        if (foot <= high or foot >= low) and not above < foot < below:
            place = round(foot / _SLOT)
            numbers = tuple(_NUMBER.findall(line.text))
            words = _NUMBER.sub("#", line.text) if numbers else line.text
            slot = place, round(line.height)
            found.append(_Candidate(line, page.number, slot, place in (first, last), words, numbers))
    return found


def _reach(feet: Sequence[float]) -> float:
    """The innermost of these feet, given from a page's edge inwards, that still is on an outermost baseline."""
    places = 0
    reached, place = feet[0], None
    for foot in feet:
        if round(foot / _SLOT) != place:
            places, place = places + 1, round(foot / _SLOT)
            if places > _EDGE_ROWS:
                break
        reached = foot
    return reached


def _repeated(group: Sequence[_Candidate]) -> Sequence[_Candidate]:
    """The lines of a group with the same words at the same place, if their numbers stay or count the pages; else none."""
    if _longest_run(sorted({one.page for one in group})) < _LEAST_PAGES:
        return ()
    for place in range(len(group[0].numbers)):
        stays = Counter(one.numbers[place] for one in group)
        counts = Counter(_value(one.numbers[place]) - one.page for one in group)
        if max(stays.most_common(1)[0][1], counts.most_common(1)[0][1]) < _USUAL_SHARE * len(group):
            return ()
    return group


def _longest_run(pages: Sequence[int]) -> int:
    """How many pages of the longest run on which something stands on each page, or on each left or right one."""
    longest = length = 1
    for before, page in pairwise(pages):
        length = length + 1 if page - before <= 2 else 1
        longest = max(longest, length)
    return longest


def _value(number: str) -> int:
    """The value of a number in Arabic or small Roman figures."""
    if number[0].isdigit():
        return int(number[:9])
    values = [_ROMAN[letter] for letter in number]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def _furniture_slots(candidates: Sequence[Sequence[_Candidate]], repeated: set[int]) -> set[Slot]:
    """Places where nearly all pages have repeated lines, so that a chapter's name seen once there is furniture too."""
    known: Counter[Slot] = Counter()
    seen: Counter[Slot] = Counter()
    for page in candidates:
        slots: Mapping[Slot, bool] = {
            slot: any(one.slot == slot and id(one.line) in repeated for one in page)
            for slot in {one.slot for one in page}
        }
        seen.update(slots)
        known.update(slot for slot, has in slots.items() if has)
    return {slot for slot, count in known.items() if count >= max(_LEAST_PAGES, 0.8 * seen[slot])}


def _reaching_edge(page: RawPage, out: set[int]) -> set[int]:
    """Those of the lines `out` that no text parts from the page's edge: neither beside nor beyond them."""
    if not out:
        return set()
    feet = [line.bottom for line in page.lines if id(line) not in out]
    if not feet:
        return out
    first, last = round(min(feet) / _SLOT), round(max(feet) / _SLOT)
    return {id(line) for line in page.lines if id(line) in out and not first <= round(line.bottom / _SLOT) <= last}
