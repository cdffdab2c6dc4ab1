# SPDX-License-Identifier: Apache-2.0
"""Text tables: any separator, any encoding an office computer writes; read line by line from the bytes each time."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from guantong.sheets.book import Anatomy, Book, Broken, Limits, Sheet, UnreadableSheet, Value

SAMPLE = 1 << 20
SEPARATORS = ",\t;|，"
WRAPPED = re.compile(r'=\s*"([^"]*)"')
FORMULA = re.compile(r"[=@][\s\S]|[+\-][A-Za-z(@=]")
ESCAPED = re.compile(r"'[=+\-@＝＋－＠\t\r']")
SURROGATE = re.compile("[\udc80-\udcff\ufffd]")
# What makes a cell of a line more than its text, wherever in the line it stands; hardly any line has one.
SUSPECT = re.compile("(?:^|\0)[\\s'+\\-@=]*[=+\\-@']|[\udc80-\udcff\ufffd]")
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
ASCII = re.compile("[\x00-\x7f]+")
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read(source: bytes | Path, head: bytes, limits: Limits) -> Book:
    """A text table is one sheet named csv; `head` is how it begins. A file is never held as a whole."""
    encoding = _encoding(head)
    sample = head.decode(encoding, "surrogateescape" if "16" not in encoding else "replace")
    _check_text(sample)
    separator = _separator(sample)

    def walk() -> Iterator[Sequence[Value]]:
        return _walk(source, encoding, separator, limits)

    return Book([Sheet("csv", walk, Anatomy())], "csv")


def _encoding(data: bytes) -> str:
    for mark, name in BOMS.items():
        if data.startswith(mark):
            return name
    head = data[:SAMPLE]
    if head[:2000].count(b"\x00") > len(head[:2000]) // 8:
        return (
            "utf-16-le"
            if head[1:2] == b"\x00" or head[1:2000:2].count(b"\x00") > head[0:2000:2].count(b"\x00")
            else "utf-16-be"
        )
    votes: Counter[str] = Counter()
    for line in head.splitlines():
        if not line.isascii():
            votes[next((each for each in ("utf-8", "gb18030") if _decodes(line, each)), "neither")] += 1
    # GB18030 text is hardly ever valid UTF-8, while UTF-8 text is often valid GB18030: UTF-8 needs fewer votes.
    if votes["utf-8"] >= votes["gb18030"]:
        return "utf-8"
    return "gb18030"


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _check_text(sample: str) -> None:
    """Refuse what is no text, and text that was decoded wrongly once and saved."""
    if len(CONTROL.findall(sample)) > max(len(sample) // 50, 2):
        raise UnreadableSheet("这不是表格。请传 xlsx、xls、ods 或 csv 文件")
    if _is_twice_coded(ASCII.sub("", sample)):
        raise UnreadableSheet("整份文字是乱码，恢复不了。请从原来的表格重新另存一份再传")


def _is_twice_coded(text: str) -> bool:
    """UTF-8 read as GBK and saved turns back into UTF-8 almost whole; of true Chinese hardly a byte does."""
    if text.count("\ufffd") * 10 > len(text) > 0:
        return True
    raw = text.encode("gb18030", "ignore")
    spared = len(raw) - len(raw.decode("utf-8", "ignore").encode())
    return len(raw) >= 12 and spared * 4 < len(raw)


def _separator(sample: str) -> str:
    said = re.match(r"sep=(.)\s*[\r\n]", sample)
    if said:
        return said[1]
    lines = [each for each in sample.splitlines()[:200] if each.strip()][:60]
    best, most = ",", 0.0
    for each in SEPARATORS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=each))
        except csv.Error:
            continue
        width, count = max(widths.items(), key=lambda item: (item[0] > 1) * item[1])
        if width > 1 and count * 1.001 ** min(width, 50) > most:
            best, most = each, count * 1.001 ** min(width, 50)
    return best


def _walk(source: bytes | Path, encoding: str, separator: str, limits: Limits) -> Iterator[Sequence[Value]]:
    errors = "replace" if "16" in encoding else "surrogateescape"
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        text = io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="")
        cells = 0
        try:
            for index, row in enumerate(csv.reader(text, delimiter=separator)):
                cells += len(row)
                _check_row(index, row, cells, limits)
                is_setting = index == 0 and len(row) <= 2 and row and row[0].startswith("sep=")
                if SUSPECT.search("\0".join(row)):
                    yield [] if is_setting else [_value(each) for each in row]
                else:
                    yield row
        except csv.Error as error:
            raise UnreadableSheet("引号没有成对，分不开格子。请用表格软件另存一份再传") from error


def _check_row(index: int, row: Sequence[str], cells: int, limits: Limits) -> None:
    if len(row) > limits.columns:
        raise UnreadableSheet("第 {row} 行有 {columns} 列，太多。请检查分隔符", row=index + 1, columns=len(row))
    if cells > limits.cells:
        raise UnreadableSheet("表格太大。请分成几份再传")


def _value(text: str) -> Value:
    if SURROGATE.search(text):
        return Broken("garbled")
    wrapped = WRAPPED.fullmatch(text.strip())
    if wrapped:
        return wrapped[1]
    if FORMULA.match(text):
        return Broken("formula")
    return text[1:] if ESCAPED.match(text) else text
