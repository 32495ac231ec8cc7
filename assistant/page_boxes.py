"""Where the quotes of answers stand on their PDF pages: the boxes of `Citation.boxes`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from threading import Lock
from typing import Any

from assistant.citing import Boxes
from assistant.records import Box
from ingest.config import Settings
from ingest.errors import HvidbogError
from ingest.originals import original_path
from ingest.records import Range, Reading

# pdfium may be used by one thread at a time; servers answer in several.
PDF_LOCK = Lock()


class PageBoxes:
    """Gives for a reading and a range the boxes of that range, in points from the page's top left corner.

    There are none for a document without pages, where the original is not kept, and for pages read by OCR: finding words
    in their image again takes seconds, and an answer should not wait for that. The page viewer finds those itself.
    """

    def __init__(self, settings: Settings) -> None:
        self._home = settings.home

    def __call__(self, reading: Reading, quote: Range) -> tuple[Box, ...]:
        with self.kept_open() as boxes:
            return boxes(reading, quote)

    @contextmanager
    def kept_open(self) -> Iterator[Boxes]:
        """The same for the quotes of one answer: each PDF is opened once, when it is first asked for, and closed at the end."""
        files: dict[str, Any] = {}
        stack = ExitStack()
        try:
            yield partial(self._boxes, stack, files)
        finally:
            with PDF_LOCK:
                stack.close()

    def _boxes(self, stack: ExitStack, files: dict[str, Any], reading: Reading, quote: Range) -> tuple[Box, ...]:
        pages = [page for page in reading.pages if page.range.overlaps(quote)]
        if not pages or any(page.read_by_ocr for page in pages):
            return ()
        # Answers from documents without pages never load pdfium.
        from ingest.pdf_boxes import boxes_in
        from ingest.pdf_file import opened_pdf

        identity = reading.document.id
        try:
            with PDF_LOCK:
                if identity not in files:
                    files[identity] = None
                    path = original_path(self._home, identity, reading.document.source_id)
                    if path is not None:
                        files[identity] = stack.enter_context(opened_pdf(path.read_bytes()))
                pdf = files[identity]
                found = boxes_in(pdf, reading, quote) if pdf is not None else ()
        except (OSError, HvidbogError):
            return ()
        return tuple(Box(one.page, one.left, one.top, one.right, one.bottom) for one in found)
