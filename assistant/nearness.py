"""Whether two words are forms of each other: one is a compound of the other, or they share most of their letters. Pure."""

from __future__ import annotations

from collections.abc import Iterable

STEM_SHARE = 0.75
SHORTEST_SHARED = 5
RELATED = 0.8
# A verb with one of these before it is another verb: "besluttede" says nothing of what "sluttede", nor "ulovlig" of "lovlig".
_OTHER_WORD = frozenset("an be for mis om over til u und under".split())


def related(wanted: str, stems: Iterable[str]) -> float:
    """RELATED for a stem that `wanted` begins or ends (a compound of it), or that shares most of its letters with it.

    Not the other way round: a text about connections says nothing of road connections.
    """
    if len(wanted) < SHORTEST_SHARED:
        return 0.0
    root = wanted[:SHORTEST_SHARED]
    for other in stems:
        if other.endswith(wanted) and other.removesuffix(wanted) not in _OTHER_WORD:
            return RELATED
        if other.startswith(root) and (other.startswith(wanted) or _share_most(wanted, other)):
            return RELATED
    return 0.0


def _share_most(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    shared = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return shared >= STEM_SHARE * len(long)
