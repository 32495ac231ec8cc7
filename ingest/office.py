"""The outside of a Word or PowerPoint file: whether it is one, and whether it unpacks within limits.

Macros are never run and never read. XML entities are not resolved by the libraries behind this door.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from ingest.catalogue import load_catalogue
from ingest.errors import Unreadable

MEGABYTES = 200
UNPACKED_MEGABYTES = 600
XML_MEGABYTES = 60
MEMBERS = 20_000
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_CHUNK = 1 << 20


def checked_package(data: bytes, main_part: str, wrong_kind: str) -> io.BytesIO:
    """The bytes as a file, once they are known to be a sound package that holds `main_part` and is no zip bomb.

    The declared sizes are summed first; then every member is unpacked once and counted, since what is declared may lie.
    Raises Unreadable, with the text `wrong_kind` of the catalogue where the file is something else.
    """
    texts = load_catalogue("ingest")
    if data.startswith(_OLD_OFFICE):
        raise Unreadable(texts.text("formats.old_office"))
    if not data.startswith(b"PK\x03\x04"):
        raise Unreadable(texts.text(wrong_kind))
    if len(data) > MEGABYTES * 1_000_000:
        raise Unreadable(texts.text("formats.too_large", megabytes=MEGABYTES))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            names = {member.filename for member in members}
            if "[Content_Types].xml" not in names or main_part not in names:
                raise Unreadable(texts.text(wrong_kind))
            _check_sizes(package, members)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise Unreadable(texts.text("formats.packed_broken")) from error
    return io.BytesIO(data)


def _check_sizes(package: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    limit = UNPACKED_MEGABYTES * 1_000_000
    declared = sum(member.file_size for member in members)
    if len(members) > MEMBERS or declared > limit:
        raise _too_large()
    actual = 0
    for member in members:
        size = 0
        with package.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if actual + size > limit or (
                    size > XML_MEGABYTES * 1_000_000 and member.filename.endswith((".xml", ".rels"))
                ):
                    raise _too_large()
        actual += size


def _too_large() -> Unreadable:
    return Unreadable(load_catalogue("ingest").text("formats.packed_too_large", megabytes=UNPACKED_MEGABYTES))
