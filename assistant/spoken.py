"""Questions as people type them, put into words that the rest can read: dialect, speech, and keyboards without æ, ø and å.

Only function words and question words are changed, since the meaning of the question hangs on them; content words are
matched to the corpus's own spellings in `ingest/vocabulary.py`.
"""

from __future__ import annotations

import re

from ingest.danish import STOP_WORDS, fold, fold_short

# Speech and dialect, from how Danish is commonly written in messages; right-hand sides are standard spellings.
SPOKEN = {
    "ka": "kan",
    "ku": "kunne",
    "kun'": "kunne",
    "sku": "skulle",
    "sku'": "skulle",
    "ska": "skal",
    "vil'": "ville",
    "ve": "ved",
    "mæ": "med",
    "æ": "er",
    "a'": "af",
    "te": "til",
    "å": "og",
    "aa": "og",
    "hva": "hvad",
    "va": "hvad",
    "me": "med",
    "hvo": "hvor",
    "hvornår": "hvornår",
    "hvofor": "hvorfor",
    "hvorn": "hvordan",
    "hvodan": "hvordan",
    "møj": "mange penge",
    "manne": "mange",
    "ik": "ikke",
    "ikk": "ikke",
    "gi": "give",
    "gi'": "give",
    "ta": "tage",
    "ha": "have",
    "ha'": "have",
    "stadi": "stadig",
    "li": "lige",
    "os'": "også",
    "osse": "også",
    "noed": "noget",
    "nåed": "noget",
    "nåed'": "noget",
    "nogn": "nogen",
    "sæjer": "siger",
    "wor": "hvor",
    "wa": "hvad",
    "hwa": "hvad",
    "hwor": "hvor",
    "æ'": "er",
    "ift": "i forhold til",
    "ifm": "i forbindelse med",
    "pga": "på grund af",
    "mht": "med hensyn til",
    "vedr": "om",
    "ang": "om",
}
_ASKING = "hvornår årsag når få får på må så også år være håndtere".split()
_FOLDED = {
    folded: word
    for word in sorted(STOP_WORDS | set(_ASKING))
    for folded in (fold_short(word), fold(word))
    if folded != word and len(folded) > 2
}
_WORD = re.compile(r"[^\W\d_]+'?")
# Longer ways to ask the same, as a grammar lists them beside the question words.
_ASKED_LONG = tuple(
    (re.compile(rf"\b(?:{long})\b", re.IGNORECASE), short)
    for long, short in (
        (
            r"(?:på|ved|til) hvilket tidspunkt(?: (?:af|på) (?:året|måneden|ugen))?(?! (?:på|af) (?:dagen|døgnet))",
            "hvornår",
        ),
        (
            r"(?:af|ud fra) hvilken (?:grund|årsag)|af hvilke (?:grunde|årsager)|hvordan kan det være,?(?: at)?",
            "hvorfor",
        ),
        (r"hvad er (?:grunden|årsagen|forklaringen|baggrunden)(?: til)?,? at", "hvorfor"),
        (r"på (?:hvilken måde|hvad måde)|hvorledes", "hvordan"),
        (r"i hvor lang tid|hvor lang tid|hvor langt tilbage", "hvor længe"),
        (r"hvor (?:stort (?:et )?antal(?: af)?|stor en mængde)|hvad er antallet af|hvilket antal", "hvor mange"),
        (r"hvor stor en (?:sum|pose penge)(?: penge)?|hvilken sum(?: penge)?", "hvor mange penge"),
        (r"(?:hvilke|hvad for nogle) (?:personer|mennesker|folk)|hvilken person|hvad for en person", "hvem"),
        (r"hvad for nogle?|hvad er det for nogle", "hvilke"),
        (r"hvad for en|hvad slags", "hvilken"),
        (r"hvad for et", "hvilket"),
        (r"(hvem|hvad) (?:er|var) det(?: så)?,? (?:der|som)\b", r"\1"),
        (r"hvilken (?:ugedag|tid på året|årstid)|hvad for en (?:ugedag|årstid)|hvad tid på året", "hvornår"),
        # A compound whose head is the kind of the answer.
        (r"hvad (?:er|var|bliver) (\w{4,}?)(?:e|s)?(?:datoen|tidspunktet)", r"hvornår er \1"),
        (r"hvad (?:er|var|bliver) (?:(\w+?)s )?sidetal(?:let)?", r"hvor mange sider har \1"),
        (r"hvad (?:er|var|bliver) (\w{4,}?)antallet", r"hvor mange \1"),
        (
            r"(?:give|komme med|sende|indsende|indgive) (input|forslag|id[eé]er|bemærkninger|kommentarer)",
            r"aflevere \1",
        ),
        (r"hvor henne (?=\w)|på hvilket sted|hvilket sted", "hvor "),
    )
)

# Any of them, without the ends of words: most questions are asked as usual, and one look tells.
_MAYBE_LONG = re.compile("|".join(pattern.pattern.replace(r"\b", "") for pattern, _ in _ASKED_LONG))


def plain(text: str) -> str:
    """`text` with spoken and folded function words in their standard spelling and the usual question words; else as it was."""
    return _shortly_asked(_WORD.sub(lambda match: _standard(match.group()), text))


def _shortly_asked(text: str) -> str:
    if not _MAYBE_LONG.search(text.lower()):
        return text
    for pattern, short in _ASKED_LONG:
        for match in reversed(list(pattern.finditer(text))):
            said = match.expand(short)
            said = said[0].upper() + said[1:] if match.group()[0].isupper() else said
            text = text[: match.start()] + said + text[match.end() :]
    return text


def _standard(word: str) -> str:
    lower = word.lower()
    found = SPOKEN.get(lower) or (None if lower in STOP_WORDS else _FOLDED.get(lower))
    if found is None:
        return word
    return found.capitalize() if word[0].isupper() else found
