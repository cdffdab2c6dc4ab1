# SPDX-License-Identifier: Apache-2.0
"""Zip packages (docx, OFD) from strangers: bounded in entries, size, ratio and XML depth; nothing is ever written."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]

from guantong.gongwen.model import Unreadable
from guantong.gongwen.read.limits import Limits

_BROKEN = "文件已损坏，打不开，请用原来的软件重新保存后再上传。"
_BOMB = "压缩包展开后过大，可能是恶意文件，已拒绝读取。"


class Pack:
    """A zip package whose parts are read one by one within the limits."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Unreadable(_BROKEN, "broken") from error
        infos = self.zip.infolist()
        unpacked = sum(info.file_size for info in infos)
        if len(infos) > limits.pack_entries or unpacked > limits.unpacked_bytes:
            raise Unreadable(_BOMB, "too_large")
        if unpacked > limits.part_bytes // 4 and unpacked > limits.pack_ratio * max(1, len(data)):
            raise Unreadable(_BOMB, "too_large")
        if any(info.flag_bits & 0x1 for info in infos):
            raise Unreadable("文件有密码，请取消密码后再上传。", "encrypted")
        self.names = {info.filename.lstrip("/"): info for info in infos}

    def has(self, name: str) -> bool:
        """Whether the package holds this part."""
        return name.lstrip("/") in self.names

    def part(self, name: str) -> bytes:
        """The bytes of one part. A header that lies about the size is found out while reading."""
        info = self.names.get(name.lstrip("/"))
        if info is None:
            raise Unreadable(_BROKEN, "broken")
        try:
            with self.zip.open(info) as stream:
                data = stream.read(self.limits.part_bytes + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            ValueError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise Unreadable(_BROKEN, "broken") from error
        if len(data) > self.limits.part_bytes:
            raise Unreadable(_BOMB, "too_large")
        return data

    def tree(self, name: str) -> Element:
        """One part as XML without entities, external references or abysmal nesting."""
        return parsed(self.part(name), self.limits)


def parsed(data: bytes, limits: Limits) -> Element:
    """XML of bounded depth; document types and entities are refused."""
    depth = 0
    root: Element | None = None
    try:
        for event, element in iterparse(
            io.BytesIO(data), events=("start", "end"), forbid_dtd=True, forbid_entities=True, forbid_external=True
        ):
            if event == "start":
                root = element if root is None else root
                depth += 1
                if depth > limits.xml_depth:
                    raise Unreadable("文件内部层层嵌套过深，已拒绝读取。", "too_large")
            else:
                depth -= 1
    except DefusedXmlException as error:
        raise Unreadable("文件里有不安全的外部引用或实体，已拒绝读取。", "broken") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable(_BROKEN, "broken") from error
    if root is None:
        raise Unreadable(_BROKEN, "broken")
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str:
    """An attribute by its name without namespace, "" where it is missing."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if key == name or key.endswith("}" + name):
            return value
    return ""


def child(element: Element | None, *names: str) -> Element | None:
    """The first child along a path of names without namespaces."""
    for name in names:
        if element is None:
            return None
        element = next((item for item in element if local(item) == name), None)
    return element
