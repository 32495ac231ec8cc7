"""Where the quotes of answers stand on their PDF pages: the boxes of `Citation.boxes`."""

from __future__ import annotations

from threading import Lock

from assistant.citing import Boxes
from assistant.records import Box
from ingest.config import Settings
from ingest.errors import HvidbogError
from ingest.originals import original_path
from ingest.records import Range, Reading

# pdfium may be used by one thread at a time; servers answer in several.
PDF_LOCK = Lock()


def boxes_for(settings: Settings) -> Boxes:
    """A function from a reading and a range to the boxes of that range, in points from the page's top left corner.

    There are none for a document without pages, where the original is not kept, and for pages read by OCR: finding words
    in their image again takes seconds, and an answer should not wait for that. The page viewer finds those itself.
    """

    def boxes(reading: Reading, quote: Range) -> tuple[Box, ...]:
        pages = [page for page in reading.pages if page.range.overlaps(quote)]
        path = original_path(settings.home, reading.document.id, reading.document.source_id)
        if path is None or not pages or any(page.read_by_ocr for page in pages):
            return ()
        # Answers from documents without pages never load pdfium.
        from ingest.pdf_boxes import quote_boxes

        try:
            with PDF_LOCK:
                found = quote_boxes(path.read_bytes(), reading, quote)
        except (OSError, HvidbogError):
            return ()
        return tuple(Box(one.page, one.left, one.top, one.right, one.bottom) for one in found)

    return boxes
