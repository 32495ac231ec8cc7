"""Small files made to eat time, memory or stack: each must end within the limits, and the reader must live on."""

from __future__ import annotations

import hashlib
import io
import time
import zipfile
import zlib
from collections.abc import Callable

from ingest.child import Limits
from ingest.masking import Policy
from ingest.records import Document, FileStatus, Kind
from ingest.workers import Job, Workers
from tests.ingest_workplace import NOTICE, pdf
from tests.trials.state import Score


def built(objects: dict[int, bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects with a right cross-reference table."""
    body, places = bytearray(b"%PDF-1.7\n"), {}
    for number, one in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    size = max(objects) + 1
    rows = [
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n" for number in range(size)
    ]
    start = len(body)
    body += b"xref\n0 %d\n" % size + b"".join(rows)
    return bytes(body) + b"trailer<</Size %d%s>>\nstartxref\n%d\n%%%%EOF" % (size, trailer, start)


def stream(content: bytes, about: bytes = b"", packed: int = 1) -> bytes:
    """A stream object, packed so many times over."""
    for _ in range(packed):
        content = zlib.compress(content, 9)
    filters = b"/Filter[" + b"/FlateDecode" * packed + b"]" if packed else b""
    return b"<<" + about + filters + b"/Length %d>>stream\n" % len(content) + content + b"\nendstream"


def page(
    content: bytes,
    more: dict[int, bytes] | None = None,
    resources: bytes = b"",
    box: bytes = b"0 0 595 842",
    packed: int = 1,
) -> bytes:
    """A PDF of one page with this content stream."""
    return built(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox["
            + box
            + b"]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>"
            + resources
            + b">>>>",
            4: stream(content, packed=packed),
            5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            **(more or {}),
        }
    )


def tree(kids: bytes, count: int, more: dict[int, bytes] | None = None, catalog: bytes = b"") -> bytes:
    """A PDF with this page tree; object 3 is an empty page."""
    return built(
        {
            1: b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
            2: b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % count,
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
            **(more or {}),
        }
    )


def packed_pages(pages: int, size: int) -> bytes:
    """A PDF of so many pages, the content of each one unpacking to `size` bytes."""
    content = stream(b" " * (size - 40) + b"BT /F 9 Tf 72 700 Td (ord) Tj ET", packed=1)
    more = {}
    for number in range(pages):
        about = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F 5 0 R>>>>>>"
        more |= {10 + 2 * number: about % (11 + 2 * number), 11 + 2 * number: content}
    more[5] = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return tree(b" ".join(b"%d 0 R" % (10 + 2 * number) for number in range(pages)), pages, more)


def many_pages(pages: int) -> bytes:
    """A PDF of so many pages that are objects of their own."""
    one = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    more = dict.fromkeys(range(10, 10 + pages), one)
    return tree(b" ".join(b"%d 0 R" % number for number in more), pages, more)


def _form(number: int, content: bytes, uses: bytes) -> bytes:
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<<" + uses + b">>>>")


def _fan() -> bytes:
    forms = {10 + n: _form(n, b"/X Do " * 12, b"/X %d 0 R" % (11 + n)) for n in range(12)}
    forms[22] = stream(b"BT (ord) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return page(b"/X Do " * 12, forms, b"/XObject<</X 10 0 R>>")


def _image(width: int, packed: bytes) -> bytes:
    about = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % (width, width)
    return page(b"q 500 0 0 500 0 0 cm /I Do Q", {10: stream(packed, about)}, b"/XObject<</I 10 0 R>>")


def _outline(loop: bool) -> bytes:
    deep = 1 if loop else 60_000
    rows = {
        10 + n: b"<</Title(a)/Parent 9 0 R/First %d 0 R/Next %d 0 R>>" % ((10, 10) if loop else (11 + n, 11 + n))
        for n in range(deep)
    }
    return tree(b"3 0 R", 1, {9: b"<</Type/Outlines/First 10 0 R/Last 10 0 R/Count 9>>", **rows}, b"/Outlines 9 0 R")


def _word(document: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'  # fmt: skip  # noqa: E501
        relations = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'  # fmt: skip  # noqa: E501
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", relations)
        archive.writestr("word/document.xml", document)
    return made.getvalue()


def _laughs() -> bytes:
    rows = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ord ">{rows}]><x>&a11;</x>'.encode()


WORDS = b"".join(b"BT /F 9 Tf %d %d Td (ord%d) Tj ET\n" % (n % 500, n % 800, n) for n in range(600_000))
BOMBS: dict[str, Callable[[], bytes]] = {
    "long text.pdf": lambda: page(b"BT /F 9 Tf 72 700 Td (" + b"ord " * 15_000_000 + b") Tj ET"),
    "packed twice.pdf": lambda: page(b"BT /F 9 Tf (" + b"a" * 400_000_000 + b") Tj ET", packed=2),
    "packed four times.pdf": lambda: page(b" " * 600_000_000, packed=4),
    "packed pages.pdf": lambda: packed_pages(20, 70_000_000),
    "many pages.pdf": lambda: many_pages(200_000),
    "many words.pdf": lambda: page(WORDS),
    "no spaces.pdf": lambda: page(b"BT /F 9 Tf 72 700 Td (" + b"a" * 30_000_000 + b") Tj ET"),
    "deep states.pdf": lambda: page(b"q " * 5_000_000),
    "deep text.pdf": lambda: page(b"BT " * 5_000_000),
    "deep arrays.pdf": lambda: page(b"[" * 3_000_000),
    "deep dictionaries.pdf": lambda: page(b"/A " + b"<</A" * 1_000_000 + b" BDC"),
    "deep object.pdf": lambda: tree(b"3 0 R", 1, {9: b"[" * 500_000 + b"]" * 500_000}, b"/Names 9 0 R"),
    "many lines.pdf": lambda: page(b"".join(b"%d 0 m %d 800 l S\n" % (n % 595, n % 590) for n in range(800_000))),
    "many boxes.pdf": lambda: page(b"".join(b"%d %d 9 9 re S\n" % (n % 590, n % 830) for n in range(500_000))),
    "grid.pdf": lambda: page(
        b"".join(b"0 %d.%d 595 0 re S %d.%d 0 0 842 re S\n" % (n % 842, n % 97, n % 595, n % 89) for n in range(60_000))
    ),
    "curves.pdf": lambda: page(b"0 0 m " + b"1 2 3 4 5 6 c " * 2_000_000 + b"f"),
    "page loop.pdf": lambda: tree(b"2 0 R", 1_000_000),
    "page loop of two.pdf": lambda: tree(b"7 0 R", 9, {7: b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 2 0 R]/Count 9>>"}),
    "page named often.pdf": lambda: tree(b"3 0 R " * 200_000, 200_000),
    "page count.pdf": lambda: tree(b"3 0 R", 2_000_000_000),
    "page tree deep.pdf": lambda: tree(
        b"10 0 R",
        1,
        {10 + n: b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (9 + n, 11 + n) for n in range(50_000)},
    ),
    "form calls itself.pdf": lambda: page(
        b"/X Do", {10: _form(0, b"/X Do /X Do", b"/X 10 0 R")}, b"/XObject<</X 10 0 R>>"
    ),
    "forms fan out.pdf": _fan,
    "huge image.pdf": lambda: _image(60_000, b"\0" * 1_000_000),
    "long image.pdf": lambda: _image(20_000, b"\0" * 400_000_000),
    "outline loop.pdf": lambda: _outline(True),
    "outline deep.pdf": lambda: _outline(False),
    "labels.pdf": lambda: tree(
        b"3 0 R", 1, {}, b"/PageLabels<</Nums[0<</S/r/St 2000000000>>" + b" 1<</S/r>>" * 300_000 + b"]>>"
    ),
    "names loop.pdf": lambda: tree(
        b"3 0 R", 1, {9: b"<</Kids[9 0 R 9 0 R]>>"}, b"/Names<</EmbeddedFiles 9 0 R>>/PageLabels 9 0 R"
    ),
    "metadata.pdf": lambda: tree(
        b"3 0 R", 1, {9: stream(_laughs(), b"/Type/Metadata/Subtype/XML")}, b"/Metadata 9 0 R"
    ),
    "huge page.pdf": lambda: page(b"BT /F 9 Tf (ord) Tj ET", box=b"0 0 90000000 90000000"),
    "table of references loops.pdf": lambda: tree(b"3 0 R", 1).replace(b"trailer<<", b"trailer<</Prev 9 "),
    "predictor.pdf": lambda: page(
        b"", {4: stream(b"\2" * 50_000_000, b"/DecodeParms<</Predictor 15/Columns 2000000000>>")}
    ),
    "object stream.pdf": lambda: tree(
        b"3 0 R", 1, {9: stream(b"1 0 " * 9_000_000, b"/Type/ObjStm/N 2000000000/First 9/Extends 9 0 R")}
    ),
    "map of characters.pdf": lambda: page(
        b"BT /F 9 Tf (ord) Tj ET",
        {
            5: b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 9 0 R>>",
            9: stream(b"9 beginbfrange " + b"<0000><FFFF><0041>" * 400_000),
        },
    ),
    "deep.html": lambda: b"<html><body>" + b"<div>" * 3_000_000 + b"ord",
    "table.html": lambda: b"<html><body><table>" + b"<tr><td colspan=1000 rowspan=60000>ord" * 200_000,
    "quotes.md": lambda: b">" * 2_000_000 + b" ord",
    "brackets.md": lambda: b"[" * 2_000_000 + b"ord",
    "stars.md": lambda: b"*a_ " * 1_000_000,
    "laughs.docx": lambda: _word(_laughs()),
    "packed.docx": lambda: _word(b"<x>" + b"ord " * 200_000_000 + b"</x>"),
    "deep.docx": lambda: _word(b"<x>" * 3_000_000),
}
# Those that end in seconds at most, for the part that every test run has.
QUICK = (
    "page loop.pdf",
    "page count.pdf",
    "form calls itself.pdf",
    "laughs.docx",
    "outline loop.pdf",
    "deep arrays.pdf",
)


def bomb_trial(names: list[str], limits: Limits | None = None) -> Score:
    """Read these bombs, an honest file between them, and say which of them did not end as they should."""
    limits = limits or Limits()
    failures: list[str] = []
    told: list[str] = []
    honest = pdf([["Kommunen bygger en ny havn."]] * 3)
    effective = 0
    with Workers(1, limits) as pool:
        for name in names:
            data = BOMBS[name]()
            began = time.monotonic()
            results = [result for _, result in pool.read([(None, _job(name, data)), (None, _job("ren.pdf", honest))])]
            took = time.monotonic() - began
            bomb, good = results
            assert bomb is not None
            assert good is not None
            effective += 1
            told.append(f"{name} {bomb.status.value} {took:.0f} s")
            if took > limits.wall(len(data)) + limits.wall(len(honest)):
                failures.append(f"{name} ran {took:.0f} s")
            if bomb.status is not FileStatus.OK and not bomb.reason:
                failures.append(f"{name} ended without a sentence")
            if good.status is not FileStatus.OK:
                failures.append(f"after {name} an honest file was {good.status.value}")
    return Score(len(names), effective, failures, _is_stopped_only_by_limits(), "; ".join(told))


def _is_stopped_only_by_limits() -> bool:
    """The control: a file that one second of processor time stops, and sixty do not; a fast machine needs three for it."""
    busy = page(WORDS[: len(WORDS) // 3])
    statuses = []
    for seconds in (1, 60):
        with Workers(1, Limits(cpu_seconds=seconds, cpu_seconds_a_megabyte=0)) as pool:
            statuses += [result.status for _, result in pool.read([(None, _job("travl.pdf", busy))]) if result]
    return statuses[0] is FileStatus.REFUSED and statuses[1] is not statuses[0]


def _job(name: str, data: bytes) -> Job:
    return Job(data, Document(hashlib.sha256(data).hexdigest(), name, NOTICE, Kind.PAGE), Policy())
