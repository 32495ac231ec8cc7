"""A hand-written assistant with the interface of the real one, over minutes of a made-up municipality."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from assistant.llm_answer import Step
from assistant.records import Answer, Citation, Claim, Dropped, Note, Reason, Searched, Status, Turn, Verdict
from ingest.blocks import build_reading
from ingest.config import Settings
from ingest.errors import DamagedIndex, NoIndex
from ingest.filters import ANYTHING, Filters
from ingest.markdown import markdown_blocks
from ingest.profile import CorpusProfile, Term
from ingest.records import Audience, Document, Kind, Range, Reading

MINUTES = """# Referat fra Sømarken Kommune (opdigtet)

**Mødedato** Tirsdag d. 4. marts 2031 kl. 09:00

## Punkt 7: Ny svømmehal i Sømarken Kommune (opdigtet)

### Resumé

Sømarken Kommune (opdigtet) afsatte 12,5 mio. kr. til en svømmehal. Hallen åbner den 3. juni 2032. Den ligger ved havnen.

### Indstilling

Forvaltningen i Sømarken Kommune (opdigtet) indstiller

1. at drøfte hallens placering
2. at drøfte hallens åbningstider.

### Beslutning

Udvalget i Sømarken Kommune (opdigtet) drøftede sagen.

Et farligt afsnit i Sømarken Kommune (opdigtet): &lt;script&gt;alert("x")&lt;/script&gt; ![billede](http://x.invalid/a.png)
$x^2$ og :material/home: samt [a](javascript:alert(1)) og www.x.invalid.
"""
TITLE = "Referat fra Sømarken Kommune (opdigtet)"
SWIM = "Hallen åbner den 3. juni 2032."
MONEY = "Sømarken Kommune (opdigtet) afsatte 12,5 mio. kr. til en svømmehal."
HOSTILE = (
    '<script>alert("x")</script> ![billede](http://x.invalid/a.png) $x^2$ :material/home: [a](javascript:alert(1))'
)


@cache
def minutes() -> Reading:
    """The made-up minutes as the product reads them."""
    document = Document("fa4e" * 16, "referat.md", TITLE, Kind.MINUTES, meeting_date=dt.date(2031, 3, 4))
    return build_reading(document, markdown_blocks(MINUTES))


def cite(n: int, quote: str) -> Citation:
    """A citation of `quote`, which stands in the minutes, with number `n` (0: without a number)."""
    reading = minutes()
    start = reading.text.index(quote)
    section = reading.section_at(start)
    document = reading.document
    return Citation(
        n=n,
        document_id=document.id,
        source_id=document.source_id,
        title=document.title,
        kind=document.kind,
        date=document.date,
        page=None,
        page_label=None,
        anchor=section.anchor if section else None,
        section=section.path if section else (),
        quote=quote,
        range=Range(start, start + len(quote)),
    )


class HiddenFault:
    """What no page can draw."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError("hemmelig detalje")


class FakeAssistant:
    """Answers by words of the question, counts what it was asked, and raises where the question says so."""

    index_version = "fake-1"
    switched_off = False

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.histories: list[tuple[Turn, ...]] = []
        self.filters: list[Filters] = []
        self.refreshed = 0
        self.present: tuple[Document, ...] | None = None
        self.profile = CorpusProfile(
            name="Svømmehallen i Sømarken Kommune (opdigtet)",
            municipality="Sømarken Kommune (opdigtet)",
            suggested_questions=("Hvornår åbner svømmehallen?", "Hvor mange penge er der afsat?"),
            focus_areas=("Vand", "Havn"),
            glossary=(Term(term="MED"),),
        )

    def ask(
        self, text: str, history: Sequence[Turn] = (), engine: str | None = None, filters: Filters = ANYTHING
    ) -> Answer:
        """The answer to a question about the swimming pool."""
        self.asked.append(text)
        self.filters.append(filters)
        self.histories.append(tuple(history))
        lower = text.lower()
        if "knæk" in lower:
            return replace(Answer("", Audience.STAFF, Status.FOUND, ""), citations=(HiddenFault(),))  # type: ignore[arg-type]
        if "brydsammen" in lower:
            raise RuntimeError("hemmelig detalje")
        answer = Answer(text, Audience.STAFF, Status.NOT_FOUND, "Det står ikke i materialet.", index_version="fake-1")
        if "farlig" in lower:
            claim = Claim(HOSTILE, "", (), {"quote": Verdict.PASS})
            return replace(answer, status=Status.FOUND, text="", claims=(claim,))
        if "cpr" in lower:
            masked = "Mit nummer er ██████-████"
            return replace(
                answer, question=masked, status=Status.REFUSED, reason=Reason.PERSONAL_DATA, text="Skriv ikke CPR-numre.",
                masked=("cpr",),
            )  # fmt: skip
        if "åbner" in lower:
            claims = (Claim(SWIM, "Ifølge referatet: ", (1,), {"quote": Verdict.PASS}), Claim(MONEY, "", (2,)))
            return replace(
                answer, status=Status.FOUND, text="", claims=claims, citations=(cite(1, SWIM), cite(2, MONEY)),
                newest_document=dt.date(2031, 3, 4),
            )  # fmt: skip
        if "penge" in lower:
            return replace(
                answer, status=Status.PARTIAL, text="", claims=(Claim(MONEY, "", (1,)),), citations=(cite(1, MONEY),),
                missing=("prisen på billetter",), notes=(Note("lexical_only", "Søgt med ord alene."),),
                dropped=(Dropped("Hallen koster 13 mio. kr.", ("numbers",)),), nearest=(cite(0, "Den ligger ved havnen."),),
                searched=Searched("svømmehal penge afsat", from_history=bool(history)),
            )  # fmt: skip
        return answer

    def ask_steps(
        self, text: str, history: Sequence[Turn] = (), engine: str | None = None, filters: Filters = ANYTHING
    ) -> Iterator[Step | Answer]:
        """The claims one by one, then the answer."""
        answer = self.ask(text, history, engine, filters)
        for claim in answer.claims:
            yield Step(claim, next(one for one in answer.citations if one.n == claim.citations[0]))
        yield answer

    def reading(self, document_id: str) -> Reading:
        """The minutes, whatever the identity."""
        return minutes()

    def documents(self) -> tuple[Document, ...]:
        """The one document, or what `present` says."""
        return (minutes().document,) if self.present is None else self.present

    def refresh(self) -> None:
        """Counts the calls."""
        self.refreshed += 1


def open_fake(settings: Settings, audience: str = "staff") -> FakeAssistant:
    """What `assistant.open_assistant` gives, with the fake."""
    return FakeAssistant()


def open_nothing(settings: Settings, audience: str = "staff") -> FakeAssistant:
    """As where nothing was ingested."""
    raise NoIndex("Der er ikke noget materiale endnu.")


def open_damaged(settings: Settings, audience: str = "staff") -> FakeAssistant:
    """As where the index was damaged."""
    raise DamagedIndex("Materialet er beskadiget.")
