# SPDX-License-Identifier: Apache-2.0
"""A zipped book opened safely: every part is unpacked once, in pieces, and checked before anything parses it."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from types import TracebackType
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from guantong.sheets.book import Limits, UnreadableSheet

PIECE = 1 << 20
ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
SMALL = 32 * 2**20
DAMAGED = "文件坏了，打不开。请用表格软件打开后另存一份再传"


class Package:
    """The parts of a zipped book."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        self.limits = limits
        self.unpacked = 0
        parts = self.zip.infolist()
        if len(parts) > 10_000 or len({part.filename for part in parts}) != len(parts):
            raise UnreadableSheet(DAMAGED)
        if any(part.flag_bits & 1 for part in parts):
            raise UnreadableSheet("表格加了密码。请去掉密码后再传")
        for part in parts:
            self._check_size(part.file_size, part.compress_size)
        if sum(part.file_size for part in parts) > limits.unpacked:
            self._refuse_size()

    def names(self) -> list[str]:
        return self.zip.namelist()

    def pieces(self, name: str) -> Iterator[bytes]:
        """The part, piece by piece; its length and checksum are those that it claims."""
        tail = b""
        try:
            with self.zip.open(name) as part:
                while piece := part.read(PIECE):
                    self.unpacked += len(piece)
                    if self.unpacked > 2 * self.limits.unpacked:
                        self._refuse_size()
                    if ENTITIES.search(tail + piece):
                        raise UnreadableSheet("文件里夹有不安全的内容，不收。请用表格软件另存一份再传")
                    tail = piece[-16:]
                    yield piece
        except (KeyError, ValueError, zlib.error, struct.error, RuntimeError) as error:
            raise UnreadableSheet(DAMAGED) from error

    def part(self, name: str) -> bytes:
        """A whole part that is small by its nature."""
        if name in self.zip.NameToInfo and self.zip.getinfo(name).file_size > SMALL:
            self._refuse_size()
        return b"".join(self.pieces(name))

    def tree(self, name: str) -> Element:
        """A small part as XML."""
        try:
            tree: Element = fromstring(self.part(name))
            return tree
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise UnreadableSheet(DAMAGED) from error

    def _check_size(self, unpacked: int, packed: int) -> None:
        if unpacked > SMALL and unpacked > self.limits.ratio * max(packed, 1):
            self._refuse_size()

    def _refuse_size(self) -> None:
        raise UnreadableSheet("文件解开后太大，不收。请删去多余的格式和空行后再传")


class Guard:
    """Turns a crash inside a compiled reader into a refusal; its exception type has no name to import."""

    def __enter__(self) -> "Guard":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is not None and kind.__name__ == "PanicException":
            raise UnreadableSheet(DAMAGED) from error
