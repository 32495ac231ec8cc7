"""Lists in an answer are whole: a sentence that only introduces a list never stands without its items.

Pure. What an engine chose sentence by sentence is looked at once more beside the lists of its documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.drafts import Draft, Drafted
from assistant.question import Asked
from assistant.records import Status
from assistant.wanted import Wanted
from ingest.records import Listing, Range

LONGEST = 12
# The items alone answer these; other questions ask for what the introduction says beside them.
_ITEMS_ALONE = frozenset({Wanted.LIST, Wanted.DEFINITION, Wanted.OPEN, Wanted.NUMBER})
_INTRODUCES = re.compile(r"(?::|\bhhv\.|\bherunder|\bsåsom|\bf\.eks\.)\s*$", re.IGNORECASE)


def introduces(text: str) -> bool:
    """Whether a sentence only leads to what follows it."""
    return _INTRODUCES.search(text) is not None


def with_whole_lists(asked: Asked, drafted: Drafted) -> Drafted:
    """The draft with the list that its first claim leads to or that it is asked for, whole and in the document's order.

    A later introduction is left out, and so is one whose list is not known; without a claim left nothing is found. Where
    the question does not ask for the list, several of its items keep their order and have the note `list_incomplete`,
    as has a list cut at LONGEST items.
    """
    drafts: list[Draft] = []
    notes = list(drafted.notes)
    for draft in drafted.drafts:
        leads = introduces(draft.range.of(draft.reading.text))
        listing = _listing(draft, drafted.drafts, leads)
        if leads and (listing is None or drafts):
            continue
        if listing is None:
            drafts.append(draft)
            continue
        items = listing.items[:LONGEST]
        if not leads and asked.wanted not in _ITEMS_ALONE:
            items = tuple(item for item in items if any(item == one.range for one in drafted.drafts))
        alone = asked.wanted in _ITEMS_ALONE and not _only_intro_names(asked, draft, items)
        whole = asked.wanted in _ITEMS_ALONE and not drafts
        introduced = (draft.range,) if leads and not alone else ()
        drafts += [Draft(draft.reading, one) for one in (*introduced, *items)]
        if len(items) < len(listing.items):
            notes.append("list_incomplete")
        if whole:
            break  # the list is the answer, and what else speaks of it repeats it
    kept = _once(drafts)
    if not kept:
        return replace(drafted, status=Status.NOT_FOUND, drafts=(), nearest=drafted.nearest or drafted.drafts[:1])
    first = replace(kept[0], frame=drafted.drafts[0].frame, told=drafted.drafts[0].told)
    return replace(drafted, drafts=(first, *kept[1:]), notes=tuple(dict.fromkeys(notes)))


def _only_intro_names(asked: Asked, draft: Draft, items: Iterable[Range]) -> bool:
    """Whether the introduction has a number or date of the question that no item has: the items alone do not say when."""
    named = [term.surface for term in asked.hard_terms if term.kind != "word"]
    said = draft.range.of(draft.reading.text)
    told = " ".join(item.of(draft.reading.text) for item in items)
    return any(one in said and one not in told for one in named)


def _listing(draft: Draft, drafts: tuple[Draft, ...], leads: bool) -> Listing | None:
    """The list that a draft leads to, or whose items are among the drafts more than once."""
    for listing in draft.reading.listings:
        if leads and listing.intro is not None and listing.intro.start < draft.range.end <= listing.intro.end:
            return listing
        mine = [one for one in drafts if one.reading is draft.reading and one.range in listing.items]
        if draft.range in listing.items and len(mine) > 1:
            return listing
    return None


def _once(drafts: list[Draft]) -> list[Draft]:
    seen: dict[tuple[str, int, int], Draft] = {}
    for draft in drafts:
        seen.setdefault((draft.reading.document.id, draft.range.start, draft.range.end), draft)
    return list(seen.values())
