"""Open a workbook as the archive that it is, within limits, and run nothing of it."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from handlers.chat.rows import reason
from handlers.documents.tables import UnreadableTable

#: maximum size of everything in the archive once it is unpacked, and number of its parts
MOST_UNPACKED, MOST_PARTS = 50_000_000, 2_000
#: bit of a part that needs a password, and how parts of workbooks are packed
_LOCKED, _PACKINGS = 1, (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: what tells programs in a workbook
_PROGRAMS: Final = ("vbaproject.bin", "xl/macrosheets/", "xl/activex/")


class WorkbookArchive:
    """Hold the parts of a workbook. Every method raises UnreadableTable for what is no workbook."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise build_unreadable_error() from error
        parts = self._archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise UnreadableTable(
                reason("Unpacked, the file is larger than {most} MB.", most=MOST_UNPACKED // 1_000_000)
            )
        if any(part.flag_bits & _LOCKED or part.compress_type not in _PACKINGS for part in parts):
            raise build_unreadable_error()
        names = [part.filename.casefold() for part in parts]
        if any(sign in name for name in names for sign in _PROGRAMS):
            raise UnreadableTable(reason("The workbook has macros. Save it as .xlsx without them."))
        self._names = {part.filename for part in parts}

    def has_part(self, name: str) -> bool:
        return name in self._names

    def read_part(self, name: str) -> bytes:
        """Return a part. What its head says of its size is not believed."""
        try:
            with self._archive.open(name) as part:
                content = part.read(MOST_UNPACKED + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
            raise build_unreadable_error() from error
        if len(content) > MOST_UNPACKED:
            raise build_unreadable_error()
        return content

    def parse_part(self, name: str) -> Element:
        try:
            root: Element = fromstring(self.read_part(name))
        except (DefusedXmlException, ParseError, ValueError, LookupError) as error:
            raise build_unreadable_error() from error
        return root

    def iterate_elements(self, name: str) -> Iterator[Element]:
        """Yield each element of a large part when it ends; whoever reads one clears it."""
        try:
            for _, element in iterparse(io.BytesIO(self.read_part(name)), events=("end",)):
                yield element
        except (DefusedXmlException, ParseError, ValueError, LookupError) as error:
            raise build_unreadable_error() from error

    def map_targets(self, name: str) -> dict[str, str]:
        """Return id -> part of the relations of a part; those that lead out of the file are left out."""
        folder, _, file = name.rpartition("/")
        relations = f"{folder}/_rels/{file}.rels".lstrip("/")
        if not self.has_part(relations):
            return {}
        return {
            one.get("Id", ""): posixpath.normpath(posixpath.join(f"/{folder}", one.get("Target", ""))).lstrip("/")
            for one in self.parse_part(relations)
            if one.get("TargetMode") != "External"
        }


def build_unreadable_error() -> UnreadableTable:
    return UnreadableTable(reason("This is no workbook that I can read. Save it as .xlsx, or paste the cells."))


def get_local_name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
