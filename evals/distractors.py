"""Made-up passages that an answer must survive: the right words in the wrong municipality. Seeded, the same every time."""

from __future__ import annotations

import json
import random
from pathlib import Path

from ingest.sources import BEIR_FILE

SEED = 20250815
_BODIES = "Teknikudvalget Børneudvalget Kulturudvalget Økonomiudvalget Ældreudvalget Byrådet Direktionen Klimaudvalget".split()
_VERBS = ("drøftede", "behandlede", "fik en orientering om", "udsatte", "godkendte", "afviste")
_MATTERS = (
    "cykelstien langs Fjordvej", "en helhedsplan for havneområdet", "normeringen i dagtilbud", "renoveringen af svømmehallen",
    "takster for madservice", "en strategi for frivillige foreninger", "boligernes kvalitet i Sømarken by",
    "antallet af private arbejdspladser", "klimasikring af kysten", "en ny skolestruktur", "bibliotekets indkøb",
    "budgettet for vejvedligehold", "en hvidbog om landsbyerne", "inddragelse af borgerne i lokalplanen",
)  # fmt: skip
_ENDS = (
    "Der er afsat {amount} mio. kr. i {year}.",
    "Sagen genoptages den {day}. {month} {year}.",
    "Andelen er steget fra {a} til {b} procent siden {year}.",
    "Forvaltningen vender tilbage senest den {day}. {month} {year}.",
    "Fristen for bemærkninger er den {day}. {month} {year}.",
    "Indsatsen omfatter {a} borgere og {b} medarbejdere.",
)
_MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()


def distractor(number: int) -> dict[str, str]:
    """The record with this number: a made-up note of a made-up municipality."""
    draw = random.Random(f"{SEED}-{number}")
    sentences = []
    for _ in range(draw.randint(2, 4)):
        sentences.append(f"{draw.choice(_BODIES)} {draw.choice(_VERBS)} {draw.choice(_MATTERS)}.")
        values = {"amount": f"{draw.randint(1, 90)},{draw.randint(1, 9)}", "year": draw.randint(2008, 2024)}
        values |= {"day": draw.randint(1, 28), "month": draw.choice(_MONTHS)}
        values |= {"a": draw.randint(3, 60), "b": draw.randint(61, 900)}
        sentences.append(draw.choice(_ENDS).format(**values))
    title = f"Notat {number} fra Sømarken Kommune (opdigtet)"
    return {"_id": f"distraktor-{number}", "title": title, "text": " ".join(sentences)}


def write_distractors(folder: Path, count: int) -> Path:
    """The BEIR corpus of `count` records in `folder`, written unless it is there."""
    path = folder / BEIR_FILE
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps(distractor(number), ensure_ascii=False) + "\n" for number in range(count))
        path.write_text("".join(lines), encoding="utf-8")
    return path
