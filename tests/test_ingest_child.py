"""Reading in processes of their own: limits hold, a dead worker hurts one file, results come in order."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import signal
import socket
import sys
import zlib
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from ingest.catalogue import load_catalogue
from ingest.child import Limits, with_all_pages_told
from ingest.masking import Policy
from ingest.reading_json import READING, parts_of, reading_of_parts
from ingest.records import Document, FileStatus, Kind
from ingest.workers import GROWN, Job, Result, Workers, _parts
from tests.conftest import ROOT
from tests.ingest_workplace import NOTICE, SUBJECTS, Workplace, note, pdf

TEXTS = load_catalogue("ingest")
QUICK = Limits(cpu_seconds=2, cpu_seconds_a_megabyte=0)
SMALL = Limits(memory=200 << 20)


def job(name: str, content: str | bytes, policy: Policy | None = None) -> Job:
    data = content.encode() if isinstance(content, str) else content
    return Job(data, Document(hashlib.sha256(data).hexdigest(), name, name, Kind.PAGE), policy or Policy())


def results(jobs: list[Job], limits: Limits | None = None, workers: int = 2) -> list[Result]:
    with Workers(workers, limits or Limits()) as pool:
        return [result for _, result in pool.read((None, one) for one in jobs) if result]


def one_object_pdf(stream: bytes, extra: bytes = b"", filters: bytes = b"/FlateDecode") -> bytes:
    """A PDF of one page whose content is `stream`."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>"
        + extra
        + b">>>>",
        b"<</Length %d/Filter%s>>stream\n" % (len(stream), filters) + stream + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj" % number + one + b"endobj\n"
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)


def busy_pdf() -> bytes:
    """A small file whose page draws hundreds of thousands of words, one by one."""
    words = b"".join(b"BT /F 9 Tf %d %d Td (ord%d) Tj ET\n" % (n % 500, n % 800, n) for n in range(400_000))
    return one_object_pdf(zlib.compress(words, 9))


def test_results_come_in_the_order_of_the_jobs() -> None:
    jobs = [job(f"{subject}.md", note(subject)) for subject in SUBJECTS * 4]
    found = results(jobs)
    assert len(found) == len(jobs)
    for given, result in zip(jobs, found, strict=True):
        reading = result.reading()
        assert reading is not None
        assert reading.document == given.document


def test_a_pool_is_started_when_it_is_needed_and_kept_warm() -> None:
    with Workers(2, Limits()) as pool:
        assert pool.started == 0
        assert list(pool.read([("same", None)])) == [("same", None)]
        assert pool.started == 0
        for _ in range(3):
            list(pool.read((None, job(f"{subject}.md", note(subject))) for subject in SUBJECTS))
        assert pool.started == 2


def test_a_file_that_takes_too_long_is_given_up_and_the_rest_goes_on() -> None:
    honest = job("ren.pdf", pdf([["Kommunen bygger en ny havn."]]))
    slow, good = results([job("travl.pdf", busy_pdf()), honest], QUICK)
    assert (slow.status, slow.reason) == (FileStatus.REFUSED, TEXTS.text("file.too_slow"))
    assert slow.retry
    assert good.status is FileStatus.OK


def test_a_file_that_takes_too_much_memory_is_given_up_and_the_rest_goes_on() -> None:
    # 60 MB of text from a file of 60 kB.
    bomb = one_object_pdf(zlib.compress(b"BT /F 9 Tf 72 700 Td (" + b"ord " * 15_000_000 + b") Tj ET", 9))
    honest = job("ren.pdf", pdf([["Kommunen bygger en ny havn."]]))
    big, good = results([job("stor.pdf", bomb), honest], SMALL, workers=1)
    assert big.status in (FileStatus.REFUSED, FileStatus.CRASHED)
    assert big.parts is None
    assert big.reason
    assert good.status is FileStatus.OK


def test_too_many_pages_are_refused() -> None:
    data = pdf([["Kommunen bygger en ny havn."]] * 4)
    (refused,) = results([job("lang.pdf", data)], Limits(pages=3))
    assert (refused.status, refused.reason) == (FileStatus.REFUSED, TEXTS.text("file.too_many_pages", limit=3))
    (control,) = results([job("lang.pdf", data)], Limits(pages=4))
    assert control.status is FileStatus.OK


def test_pages_that_no_reader_finds_are_told() -> None:
    # A broken page tree can make both readers see one page of many; here the reading of it is cut to one page.
    data = pdf([[f"Kommunen har set på {subject} i år.", f"En plan for {subject}."] for subject in SUBJECTS[:5]])
    reading = results([job("hel.pdf", data)])[0].reading()
    assert reading is not None
    assert (len(reading.pages), with_all_pages_told(reading, data)) == (5, reading)
    short = with_all_pages_told(dataclasses.replace(reading, pages=reading.pages[:1]), data)
    assert [(finding.code, finding.detail) for finding in short.findings] == [("page_count", "1/5")]
    empty = dataclasses.replace(reading, text=" " * len(reading.text))
    assert [finding.code for finding in with_all_pages_told(empty, data).findings] == ["blank_page"] * 5


def test_too_much_text_is_refused() -> None:
    text = note("vejene")
    (refused,) = results([job("lang.md", text)], Limits(characters=40))
    assert (refused.status, refused.reason) == (FileStatus.REFUSED, TEXTS.text("file.too_much"))
    (control,) = results([job("lang.md", text)], Limits(characters=4_000))
    assert control.status is FileStatus.OK


def test_a_file_over_the_limit_is_not_even_loaded(tmp_path: Path) -> None:
    place = Workplace.at(tmp_path)
    place.put("stor.md", note("vejene"))
    place.put("lille.md", "# Lille\n\nEn linje.\n")
    result = place.ingest(limits=Limits(file_bytes=60))
    assert place.line(result, "stor.md").status is FileStatus.REFUSED
    assert place.line(result, "lille.md").status is FileStatus.OK


def test_a_worker_is_kept_however_much_the_process_holds_that_started_it() -> None:
    ballast = bytearray(b"x") * (GROWN + (64 << 20))
    with Workers(1, Limits()) as pool:
        for _ in range(2):
            list(pool.read((None, job(f"{subject}.md", note(subject))) for subject in SUBJECTS))
        assert pool.started == 1
    assert ballast


def test_a_killed_worker_costs_its_own_file_and_no_other() -> None:
    with Workers(1, Limits()) as pool:
        list(pool.read([(None, job("foer.md", note("vejene")))]))
        victim = pool._idle[0]._process.pid
        os.kill(victim, signal.SIGKILL)
        jobs = [job(f"{subject}.md", note(subject)) for subject in SUBJECTS[:3]]
        first, *rest = [result for _, result in pool.read((None, one) for one in jobs) if result]
        assert (first.status, first.retry) == (FileStatus.CRASHED, True)
        assert first.reason == TEXTS.text("file.crashed", detail="SIGKILL")
        assert [result.status for result in rest] == [FileStatus.OK] * 2
        assert pool.started == 2


def test_leaving_ends_the_workers() -> None:
    with Workers(2, Limits()) as pool:
        list(pool.read((None, job(f"{subject}.md", note(subject))) for subject in SUBJECTS))
        processes = [worker._process for worker in pool._idle]
        assert all(process.poll() is None for process in processes)
    assert all(process.poll() is not None for process in processes)


def test_an_interrupted_read_ends_the_workers() -> None:
    def jobs() -> Iterator[tuple[None, Job]]:
        yield None, job("travl.pdf", busy_pdf())
        raise KeyboardInterrupt

    pool = Workers(2, Limits())
    processes = []
    try:
        with pool:
            with pytest.raises(KeyboardInterrupt):
                list(pool.read(jobs()))
            processes = [worker._process for worker in [*pool._busy, *pool._idle]]
    finally:
        assert processes
        assert all(process.poll() is not None for process in processes)


@pytest.mark.parametrize("place", [0, -1])
def test_a_child_that_sends_no_reading_is_not_believed(place: int) -> None:
    (honest,) = results([job("vejene.md", note("vejene"))])
    assert honest.parts is not None
    assert len(honest.parts) > 1
    assert honest.reading() is not None
    parts = [*honest.parts]
    parts[place] = b"[1, 2]"
    with pytest.raises(ValueError, match=r"Reading|_Part"):
        Result(tuple(parts), FileStatus.OK).reading()


def test_a_long_reading_is_passed_in_small_parts() -> None:
    text = "\n\n".join(f"## Afsnit {number}\n\n{note('vejene')}" for number in range(1_200))
    (result,) = results([job("lang.md", text)])
    reading = result.reading()
    assert reading is not None
    assert result.parts is not None
    assert reading.document.source_id == "lang.md"
    assert len(reading.sections) > 1_200
    assert max(map(len, result.parts)) < 0.25 * len(READING.dump_json(reading))
    count, parts = parts_of(reading)
    assert [*parts] == [*result.parts]
    assert count == len(result.parts)
    assert reading_of_parts(result.parts) == reading


@pytest.mark.parametrize("sent", [(), (b"x",) * 4, (b"x" * 11,)], ids=["none", "too many", "too long"])
def test_parts_that_are_none_or_too_long_are_a_death(monkeypatch: pytest.MonkeyPatch, sent: tuple[bytes, ...]) -> None:
    monkeypatch.setattr("ingest.workers.LARGEST_REPLY", 10)
    monkeypatch.setattr("ingest.workers.MOST_PARTS", 3)
    ours, theirs = (Connection(end.detach()) for end in socket.socketpair())
    with ours, theirs:
        for part in (b"12345", b"67890", *sent):
            theirs.send_bytes(part)
        assert _parts(ours, 2) == (b"12345", b"67890")
        with pytest.raises(OSError):  # noqa: PT011  what `receive` takes for a death
            _parts(ours, len(sent))


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str) -> None:
    """Has workers run `body` in the place of `ingest.child`, whose module it may use as `child`."""
    path = folder / "stand_in"
    path.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom ingest import child\n{body}"
    )
    path.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(path))


@pytest.mark.parametrize("begun", ["child.REPLY.dump_json(child.Reply('reading', count=3))", "b'{'"])
def test_a_worker_that_begins_a_reply_and_falls_silent_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, begun: str
) -> None:
    silent = "import os, struct, time\nfd = int(sys.argv[3])\n"
    silent += (
        f"begun = {begun}\nos.write(fd, struct.pack('!i', len(begun) + (len(begun) < 2)) + begun)\ntime.sleep(600)\n"
    )
    stand_in(monkeypatch, tmp_path, silent)
    (result,) = results([job("tavs.md", note("vejene"))], Limits(cpu_seconds=1, cpu_seconds_a_megabyte=0), workers=1)
    assert (result.status, result.reason) == (FileStatus.REFUSED, TEXTS.text("file.too_slow"))
    assert result.retry


def test_memory_that_ends_while_a_reading_is_sent_is_told_as_such(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    full = "import ingest.reading_json\ndef full(*_):\n    raise MemoryError\n"
    full += "ingest.reading_json._part = full\nsys.exit(child.main(sys.argv[3:]))\n"
    stand_in(monkeypatch, tmp_path, full)
    (result,) = results([job("stor.md", note("vejene"))], workers=1)
    assert (result.status, result.reason) == (FileStatus.REFUSED, TEXTS.text("file.too_much"))
    assert not result.retry


def test_identity_and_audience_are_the_parents(tmp_path: Path) -> None:
    # What the child says of the document is overwritten, but for a title that it may have masked.
    place = Workplace.at(tmp_path)
    place.put("vejene.md", note("vejene"), audience="staff", title="Vejene")
    place.ingest()
    from ingest.records import Audience

    assert list(place.texts(Audience.PUBLIC)) == []
    assert list(place.texts(Audience.STAFF)) == ["vejene.md"]


def test_pictures_are_read_by_ocr_in_time_of_their_own() -> None:
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (1240, 400), "white")
    font = ImageFont.load_default(size=48)
    ImageDraw.Draw(image).text((60, 120), f"{NOTICE}: Havnen bygges i maj", fill="black", font=font)
    import io

    stream = io.BytesIO()
    image.save(stream, "PDF", resolution=150)
    (result,) = results([job("billede.pdf", stream.getvalue())])
    reading = result.reading()
    assert reading is not None, result.reason
    assert "Havnen bygges i maj" in reading.text
