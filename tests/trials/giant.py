"""The control of all limits: a large honest PDF, with tables, form fields and many megabytes of pictures, is read whole."""

from __future__ import annotations

import hashlib
import io
import random

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.child import Limits
from ingest.masking import Policy
from ingest.records import Document, FileStatus, Kind, Reading
from ingest.workers import Job, Workers
from tests.ingest_workplace import NOTICE
from tests.trials.state import Score

_SIDE = 125  # pixels: three bytes each that no packing makes smaller


def giant(pages: int, hides: bool = False) -> bytes:
    """A PDF of so many pages, about 60 kB each; the last page hides a line from its reader where `hides` is set."""
    chance = random.Random(1)
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=True)
    for page in range(1, pages + 1):
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60, 790, f"{NOTICE} kan læse æ, ø og å på blad {page * 37 % 1000}.")
        for line in range(8):
            canvas.drawString(
                60, 760 - 15 * line, f"Åen løber {page * 10 + line} meter forbi øens æbletræer i kvarter {line}."
            )
        canvas.grid([60, 200, 340], [560, 580, 600])
        canvas.drawString(65, 585, "Beløb i kr.")
        canvas.drawString(205, 585, f"{page}.234,5")
        canvas.drawString(65, 565, "I alt")
        canvas.drawString(205, 565, f"{page}.999,0")
        canvas.acroForm.textfield(name=f"felt{page}", x=60, y=500, width=200, height=20, value="")
        noise = Image.frombytes("RGB", (_SIDE, _SIDE), chance.randbytes(3 * _SIDE * _SIDE))
        canvas.drawImage(ImageReader(noise), 60, 300, 140, 140)
        if hides and page == pages:
            canvas.setFillColorRGB(1, 1, 1)
            canvas.drawString(60, 200, "Skjult linje, som ingen ser.")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def giant_trial(pages: int) -> Score:
    """Read the giant within the usual limits, and once more with a hidden line, which must be noticed."""
    files = [giant(pages), giant(pages, hides=True)]
    failures: list[str] = []
    with Workers(1, Limits()) as pool:
        results = [result for _, result in pool.read((None, _job(data)) for data in files)]
    readings = [result.reading() if result else None for result in results]
    honest, hiding = readings
    if honest is None or results[0] is None or results[0].status is not FileStatus.OK:
        failures.append(f"the honest file was {results[0].status.value if results[0] else 'lost'}")
    else:
        failures += [
            f"page {page}: its text is not whole" for page in range(1, pages + 1) if not _is_whole(honest, page)
        ]
        failures += [f"said {one.code} of page {one.page}" for one in honest.findings]
    control = hiding is not None and [(one.code, one.page) for one in hiding.findings] == [("hidden_text", pages)]
    return Score(1, 1, failures, control, f"{pages} pages, {len(files[0]) / 1e6:.1f} MB")


def _is_whole(reading: Reading, page: int) -> bool:
    if page > len(reading.pages):
        return False
    text = reading.pages[page - 1].range.of(reading.text)
    return f"på blad {page * 37 % 1000}." in text and f"{page * 10 + 7} meter" in text and f"{page}.234,5" in text


def _job(data: bytes) -> Job:
    return Job(data, Document(hashlib.sha256(data).hexdigest(), "stor.pdf", NOTICE, Kind.PAGE), Policy())
