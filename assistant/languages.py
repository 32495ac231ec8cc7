"""The language of a question, and the Danish question that its words stand for. Pure.

Word by word (`bridges.toml`): a German, Ukrainian or Arabic question of which one word has no bridge is not guessed at; an
English one keeps its words, which are bridged where Danish ones are (`corpus.toml`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne
from wordfreq import zipf_frequency

from assistant.question import COUNTS
from assistant.wanted import questions_in

DANISH = "da"
# Function words of a language that are none of Danish nor of the others here.
_GERMAN = frozenset(
    "wann warum welche welcher welches welchen wie viel viele wurde wurden wird werden für gibt es und ist sind nicht ich auf "
    "wer zur zum über mit einen einer kann können das die was wo hat der".split()
)
_ENGLISH = frozenset(
    "what who when why how where which the of are was were does did from say says many much long can will would should "
    "could has been there with about this that".split()
)
# No Danish question begins so; "was the" is English.
_ASKS_IN_ENGLISH = re.compile(
    r"\W*(?:what|when|why|how|where|which|who|is the|are the|was the|did|does|is there|are there"
    r"|can (?:i|we|you)|has the|have the|will the)\b",
    re.IGNORECASE,
)
_ASKS_IN_GERMAN = re.compile(r"\W*(?:wer|wann|warum|wieso|welche[rs]?|worüber|wofür|was (?!the\b))\b", re.IGNORECASE)
_DANISH = frozenset("hvad hvem hvornår hvor hvorfor hvordan hvilke hvilken hvilket og det til på som ikke".split())
LEAST = 2
SHORTEST_MISSPELT = 5
KNOWN_WORD = 3.0  # on the Zipf scale of wordfreq
_LETTERS = {"uk": re.compile(r"[\u0400-\u052f]"), "ar": re.compile(r"[\u0600-\u06ff]")}
_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W\d_]+)*")
_MARKS = re.compile(r"[\u064b-\u0652\u0640]")
_ALEF = str.maketrans("أإآىؤئ", "اااييي")
# What Arabic writes together with the word behind it: "the", "and", "to the".
_JOINED = ("وال", "بال", "لل", "ال", "و", "ب", "ل")
_LONGEST_PHRASE = 3
_BEFORE_NOUN = frozenset({"hvor mange", "hvilke", "hvilken", "hvilket"})
_HAS = frozenset("has have had hat haben hatte має мають".split())
_WHETHER = {
    "en": frozenset("is are was were did does do has have can will should".split()),
    "de": frozenset("ist sind war waren hat haben wird werden wurde wurden kann können gibt".split()),
    "uk": frozenset({"чи"}),
    "ar": frozenset({"هل"}),
}
_PARTICIPLE = re.compile(r"^\w+t\b")


@dataclass(frozen=True, slots=True)
class Foreign:
    """The language of a question by its code, and the question in Danish; None where its words have no bridge."""

    language: str
    question: str | None


def german(question: str) -> bool:
    """Whether at least two different words of `question` are function words of German."""
    return language_of(question) == "de"


def language_of(question: str) -> str:
    """The code of the language that `question` is in: `da` unless its letters or at least two of its words say otherwise."""
    letters = sum(character.isalpha() for character in question) or 1
    for language, pattern in _LETTERS.items():
        if len(pattern.findall(question)) > letters / 2:
            return language
    words = set(re.findall(r"[^\W\d_]+", question.lower()))
    german_words, english_words = len(_GERMAN & words), len(_ENGLISH & words)
    if words & _DANISH:
        return DANISH
    if _ASKS_IN_ENGLISH.match(question) and english_words >= german_words:
        return "en"
    if _ASKS_IN_GERMAN.match(question):
        return "de"
    if max(german_words, english_words) < LEAST:
        return DANISH
    return "de" if german_words >= english_words else "en"


def in_danish(question: str, known: Container[str]) -> Foreign | None:
    """A question in another language with what it asks in Danish; None for a Danish one. `known` are words of the corpus
    (lower case), which need no bridge. An English question with a word without a bridge is left as it is: its words are
    bridged one by one where Danish ones are."""
    language = language_of(question)
    if language == DANISH:
        return None
    parts = [_asked_in_danish(part, language, known) for part in questions_in(question)]
    whole = [part for part in parts if part is not None]
    found = " ".join(whole) if len(whole) == len(parts) else None
    return Foreign(language, question if found is None and language == "en" else found)


def _asked_in_danish(question: str, language: str, known: Container[str]) -> str | None:
    # A vowel mark would part an Arabic word in two.
    words = [
        word if word.lower() in known else _spelt(language, word) for word in _WORD.findall(_MARKS.sub("", question))
    ]
    # Without a question word it asks whether something is so.
    asking = ["er"] if words and _plain(words[0]) in _WHETHER[language] else []
    verbs: list[str] = []
    rest: list[str] = []
    at = 0
    while at < len(words):
        taken, danish = _bridged(language, words[at : at + _LONGEST_PHRASE])
        if danish is None and (words[at].lower() in known or words[at].isdigit()):
            taken, danish = 1, words[at]
        if danish is None:
            return None
        at += taken
        if danish.startswith("?"):
            # Only the first one asks: "من" is "who" in front and "from" elsewhere.
            asking += [danish[1:]] if not asking else []
        elif danish.startswith("~"):
            verbs.append(danish[1:])
        elif danish:
            rest.append(danish)
    if not asking or not (verbs or rest):
        return None
    numbers = [word for word in rest if word in COUNTS]
    things = [word for word in dict.fromkeys(rest) if word not in COUNTS]
    if verbs and not _PARTICIPLE.search(verbs[0]):
        asking[0] = asking[0].removesuffix(" er")  # "Hvad hedder", and not "Hvad er hedder"
    if len(things) > 1 and not verbs and _HAS & {_plain(word) for word in words}:
        things.insert(-1, "har")
    # "Hvor mange sider har …", "Hvilke faser besluttede …": what is counted or chosen stands before the verb.
    head = [*numbers, *things[:1]] if asking[0] in _BEFORE_NOUN else []
    tail = things[1:] if head else [*numbers, *things]
    told = " ".join([*asking, *head, *_helping(asking[0], verbs), *verbs, *tail])
    return f"{told[0].upper()}{told[1:]}?"


def _helping(asking: str, verbs: list[str]) -> list[str]:
    """The helping verb that Danish has before a participle."""
    if not verbs and asking == "hvor":
        return ["kan", "man", "finde"]
    if not verbs or asking.endswith(" er"):
        return []
    if verbs[0].startswith("afleveres"):
        return ["kan"]
    if not _PARTICIPLE.search(verbs[0]):
        return []
    return {"er": [], "hvem": ["har"], "hvornår": ["blev"], "hvor": ["blev"]}.get(asking, ["er"])


def _bridged(language: str, words: list[str]) -> tuple[int, str | None]:
    """How many of `words` have one bridge together, and the Danish; 0 and None where the first has none."""
    table, beginnings = _bridges(language), _beginnings(language)
    for length in range(len(words), 0, -1):
        phrase = " ".join(_plain(word) for word in words[:length])
        found = table.get(phrase)
        if found is None:
            found = next((danish for key, danish in beginnings.get(length, ()) if phrase.startswith(key)), None)
        if found is not None:
            return length, found
    word = _plain(words[0])
    if language == "ar":
        for joined in _JOINED:
            bare = word.removeprefix(joined)
            if bare != word and bare in table:
                return 1, table[bare]
    return 0, None


def _spelt(language: str, word: str) -> str:
    """`word`, or the word of the bridges that one slip of the keys makes it: a letter more, less, other or in another place."""
    plain, (whole, beginnings) = _plain(word), _written(language)
    # A word of the language is no slip of another: "keine" is not "eine", nor "equality" "quality".
    if (
        len(plain) < SHORTEST_MISSPELT
        or zipf_frequency(plain, language) >= KNOWN_WORD
        or plain in whole
        or any(plain.startswith(one) for one in beginnings)
    ):
        return word
    near = extractOne(plain, whole, scorer=OSA.distance, score_cutoff=1)
    if near is not None:
        return str(near[0])
    for beginning in beginnings:
        for length in (len(beginning), len(beginning) - 1, len(beginning) + 1):
            if len(beginning) >= SHORTEST_MISSPELT and OSA.distance(plain[:length], beginning, score_cutoff=1) <= 1:
                return beginning
    return word


def _plain(word: str) -> str:
    return _MARKS.sub("", word.lower()).translate(_ALEF)


@cache
def _bridges(language: str) -> Mapping[str, str]:
    tree = tomllib.loads((files("assistant") / "bridges.toml").read_text(encoding="utf-8"))
    table = dict.fromkeys(tree["light"][language].split(), "") | tree[language]
    return {" ".join(map(_plain, key.split())): danish for key, danish in table.items()}


@cache
def _beginnings(language: str) -> Mapping[int, list[tuple[str, str]]]:
    """How phrases begin that stand for all that begin so, with their Danish, by the number of words."""
    found: dict[int, list[tuple[str, str]]] = {}
    for key, danish in _bridges(language).items():
        if key.endswith("*"):
            found.setdefault(len(key.split()), []).append((key[:-1], danish))
    return found


@cache
def _written(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of the bridges as they are written, and how those begin that stand for all that begin so."""
    words = [word for key in _bridges(language) for word in key.split()]
    beginnings = tuple(word[:-1] for word in words if word.endswith("*"))
    # In their order, so that of two words as near the same one is taken each time.
    return tuple(dict.fromkeys(word for word in words if not word.endswith("*"))), beginnings
