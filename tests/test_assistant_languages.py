"""Questions in English, German, Ukrainian and Arabic: fixed words in their language around Danish quotes, or a kind sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from assistant.languages import _LONGEST_PHRASE, _WORD, _bridges, in_danish, language_of
from assistant.records import Reason, Status
from ingest.config import Settings
from ingest.records import Audience
from tests.assistants import assistant_over
from tests.conftest import ROOT

MEETING = "Fredag d. 15. august 2025 kl. 09:00"
WRITTEN = "Det er forvaltningen, der har udarbejdet Hvidbogen"
PHASES = "Fase 1: Udarbejdelse af en hvidbog senest maj 2025"
COUNCIL = "behandlet på byrådets møde den 24. november"
CHALLENGES = "Blandt de væsentligste udfordringer"
MONEY = "Byrådet afsatte med budget 2024-2027 1,750 mio. kr."


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over the real minutes."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), corpus=ROOT / "corpus", open_browser="no")
    assistant = assistant_over(settings, Audience.PUBLIC)
    yield assistant
    assistant.close()


@pytest.mark.parametrize(
    ("question", "frame", "quote"),
    [
        ("When was the meeting held?", "According to the minutes of 2025-08-15", MEETING),
        ("Wann fand die Sitzung statt?", "Laut Protokoll vom 2025-08-15", MEETING),
        ("Wer hat das Weißbuch geschrieben?", "Laut Protokoll", WRITTEN),
        ("Коли відбулося засідання?", "Джерело: протокол від 2025-08-15", MEETING),
        ("Хто написав білу книгу?", "Джерело: протокол", WRITTEN),
        ("متى عقد الاجتماع؟", "المصدر: محضر الاجتماع بتاريخ 2025-08-15", MEETING),
        ("من كتب الكتاب الأبيض؟", "المصدر", WRITTEN),
        ("Was sind die drei Phasen?", "Laut", PHASES),
        ("Які три етапи?", "Джерело", PHASES),
        ("ما هي المراحل الثلاث؟", "المصدر", PHASES),
        ("Wie viel Geld ist für Fremtidens Randers vorgesehen?", "Laut", MONEY),
        ("Скільки грошей виділено на Fremtidens Randers?", "Джерело", MONEY),
        ("When will the city council consider the strategic plan?", "According to", COUNCIL),
        ("Wann wird der strategische Plan behandelt?", "Laut", COUNCIL),
        ("What are the biggest challenges?", "According to", CHALLENGES),
        ("Які найбільші виклики?", "Джерело", CHALLENGES),
        ("ما هي أكبر التحديات؟", "المصدر", CHALLENGES),
        ("Who presented the white paper?", "According to", "v. Lars Sønderby"),
        ("متى نُشر الكتاب الأبيض؟", "المصدر", "Den 3. juni 2025 offentliggjorde"),
    ],
)
def test_a_question_in_another_language_gets_danish_quotes_in_a_frame_of_its_own(
    minutes: Assistant, question: str, frame: str, quote: str
) -> None:
    answer = minutes.ask(question)
    assert answer.status in (Status.FOUND, Status.PARTIAL)
    assert answer.claims[0].frame.startswith(frame)
    assert any(quote in one.quote for one in answer.citations)


@pytest.mark.parametrize(
    ("question", "language", "danish"),
    [
        ("Was the white paper published?", "en", "Er offentliggjort hvidbogen?"),
        ("How many pages does the background material have?", "en", "Hvor mange sider har baggrundsmaterialet?"),
        ("When was the whtie papr published?", "en", "When was the whtie papr published?"),  # two slips, one too short
        ("When was the whtie paper publishd?", "en", "Hvornår blev offentliggjort hvidbogen?"),
        (
            "When was the meeting held and who presented the white paper?",
            "en",
            "Hvornår blev holdt mødet? Hvem har præsenteret hvidbogen?",
        ),
        ("What are the opening hours of the swimming pool?", "en", "What are the opening hours of the swimming pool?"),
        ("Ist das Weißbuch fertig?", "de", "Er hvidbogen færdig?"),
        ("Чи опубліковано білу книгу?", "uk", "Er offentliggjort hvidbogen?"),
        ("هل نُشر الكتاب الأبيض؟", "ar", "Er offentliggjort hvidbogen?"),
    ],
)
def test_a_question_is_put_into_danish_word_by_word_or_left(question: str, language: str, danish: str) -> None:
    found = in_danish(question, frozenset())
    assert found is not None
    assert (found.language, found.question) == (language, danish)


@pytest.mark.parametrize("language", ["en", "de", "uk", "ar"])
def test_every_bridge_can_be_reached(language: str) -> None:
    for key in _bridges(language):
        assert len(key.split()) <= _LONGEST_PHRASE, key
        assert "*" not in key[:-1], key
        assert _WORD.findall(key.rstrip("*")) == key.rstrip("*").split(), key


def test_polite_danish_around_a_foreign_question_is_no_part_of_it(minutes: Assistant) -> None:
    answer = minutes.ask("Hej, jeg vil gerne vide: What are the biggest challenges? På forhånd tak!")
    assert answer.claims[0].frame.startswith("According to")
    assert CHALLENGES in answer.citations[0].quote


@pytest.mark.parametrize("question", ["Wo sind keine Schulen?", "Gibt es keine Schulen?", "Was ist nicht fertig?"])
def test_what_denies_is_no_slip_of_what_says(question: str) -> None:
    found = in_danish(question, frozenset())
    assert found is not None
    assert found.question is None


def test_it_is_asked_back_in_english_too(minutes: Assistant) -> None:
    assert minutes.ask("What does it cost?").status is Status.UNCLEAR


@pytest.mark.parametrize(
    "question",
    [
        "What?",
        "IT-udgifter?",
        "Hvad er IT?",
        "Skal Randers by have et nyt stadion?",
        "Har Randers by to skoler?",
        "Why-Not Festival: hvornår er det?",
    ],
)
def test_a_danish_question_stays_danish(question: str) -> None:
    found = in_danish(question, frozenset())
    assert found is None or found.question == question


@pytest.mark.parametrize(
    "question",
    ["Коли відкриється басейн?", "متى يفتح المسبح؟", "Wann öffnet das Schwimmbad?", "プールはいつ開きますか"],
)
def test_words_without_a_bridge_get_the_kind_sentence(minutes: Assistant, question: str) -> None:
    answer = minutes.ask(question)
    assert (answer.status, answer.reason) == (Status.REFUSED, Reason.LANGUAGE)


def test_what_is_not_in_the_material_is_said_in_the_language(minutes: Assistant) -> None:
    answer = minutes.ask("What is the name of the mayor's dog?")
    assert answer.status is Status.NOT_FOUND
    assert answer.text == "The material does not say. The newest document is from 2025-08-15."


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Hvem er for og imod?", "da"),
        ("Hvad koster die Zeit?", "da"),
        ("hvem vil have what if", "da"),
        ("When was the white paper published?", "en"),
        ("Was hat der Hauptausschuss beschlossen?", "de"),
        ("Що вирішив комітет?", "uk"),
        ("ماذا قررت اللجنة؟", "ar"),
    ],
)
def test_the_language_of_a_question_is_known(question: str, language: str) -> None:
    assert language_of(question) == language


def test_a_question_is_put_into_danish_whole_or_not_at_all() -> None:
    read = in_danish("Was hat der Hauptausschuss beschlossen?", ())
    assert read is not None
    assert read.question == "Hvad besluttede hovedudvalget?"
    unread = in_danish("Was hat der Hauptausschuss gegessen?", ())
    assert unread is not None
    assert unread.question is None
