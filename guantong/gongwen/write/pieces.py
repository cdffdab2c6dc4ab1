# SPDX-License-Identifier: Apache-2.0
"""An official document as a row of lines, tables and page breaks in the order of the page.

Both writers set these pieces; what stands where is decided here, how it is drawn is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from guantong.gongwen.model import Annex, Block, Document, Heading, Kind, Paragraph, Table
from guantong.gongwen.write.standard import (
    CELL_PADDING,
    CHAR_PITCH,
    CHARS,
    FORMATS,
    HEADING_PLACES,
    Face,
    Format,
    Place,
    width,
)
from guantong.gongwen.write.titles import title_lines


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `face` is None where it follows its line."""

    text: str
    face: Face | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph on paper. `rows` are forced lines (a title), each a row of runs.

    `keep` holds it on the page of what follows; `tail` are lines held on the page of its own last line.
    """

    place: Place
    rows: tuple[tuple[Run, ...], ...]
    format: Format
    hang: float = 0.0
    keep: bool = False
    tail: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        return "".join(run.text for row in self.rows for run in row)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with the size of its letters and the share of the width that each column takes."""

    table: Table
    size: float
    shares: tuple[float, ...]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows, each filled up with empty cells to the number of columns."""
        columns = len(self.shares)
        return tuple((*row, *("",) * (columns - len(row))) for row in self.table.rows)


@dataclass(frozen=True, slots=True)
class NewPage:
    """An annex begins on a page of its own."""


Piece = Line | Grid | NewPage


def line(place: Place, text: str, **changes: float | str) -> Line:
    """A line of plain text in the format of its place, with some of its indents changed."""
    return Line(place, ((Run(text),),), replace(FORMATS[place], **changes))  # type: ignore[arg-type]


def chinese_date(day: object) -> str:
    """2020年12月4日: Arabic figures, full year, no leading zeros (7.3.5.4)."""
    year, month, number = (int(part) for part in str(day).split("-"))
    return f"{year}年{month}月{number}日"


def title_piece(place: Place, title: str) -> Line:
    """A title in balanced lines, in small Song of size 2."""
    return Line(place, tuple((Run(row),) for row in title_lines(title)), FORMATS[place], keep=True)


def paragraph_piece(paragraph: Paragraph) -> Line:
    """A body paragraph; its run-in heading stands out the way a heading of its level would."""
    shape = FORMATS[Place.BODY]
    lead = paragraph.lead
    if not lead or not paragraph.text.startswith(lead):
        return Line(Place.BODY, ((Run(paragraph.text),),), shape)
    rest = paragraph.text[len(lead) :]
    opening = Run(lead, Face.KAI) if lead.startswith("（") else Run(lead, bold=True)
    return Line(Place.BODY, ((opening, Run(rest)) if rest else (opening,),), shape)


def heading_piece(heading: Heading) -> Line:
    """A heading on its own line, kept with what follows."""
    place = HEADING_PLACES[heading.level]
    return Line(place, ((Run(heading.marker + heading.text),),), FORMATS[place], keep=True)


ATTENDANCE = re.compile(r"(?:主持|出席|请假|列席|缺席|记录)(?:人员?)?：")


def attendance_piece(paragraph: Paragraph) -> Line:
    """Who was there, in minutes: the label in Hei, wrapped lines aligned after its colon (10.3)."""
    found = ATTENDANCE.match(paragraph.text)
    assert found is not None
    label, names = found.group(), paragraph.text[found.end() :]
    hang = width(label)
    return Line(
        Place.BODY, ((Run(label, Face.HEI), Run(names)),), replace(FORMATS[Place.BODY], first=0, left=2 + hang), hang
    )


TABLE_SIZES = (14.0, 12.0, 10.5, 9.0)
MAX_COLUMNS = int(CHARS * CHAR_PITCH / (2 * TABLE_SIZES[-1] + CELL_PADDING))
"""Columns of two characters in the smallest letters: more do not fit the type area."""


def grid_piece(table: Table) -> Grid:
    """The largest letters in which no column has to break its longest unbreakable stretch, else the smallest."""
    columns = max(len(row) for row in table.rows)
    widest = [max((width(row[at]) for row in table.rows if at < len(row)), default=1.0) for at in range(columns)]
    shares = [min(max(chars, 2.0), 12.0) for chars in widest]
    total = sum(shares)
    area = CHARS * CHAR_PITCH
    for size in TABLE_SIZES:
        if sum(min(chars, 4.0) * size + CELL_PADDING for chars in widest) <= area:
            return Grid(table, size, tuple(share / total for share in shares))
    return Grid(table, TABLE_SIZES[-1], tuple(share / total for share in shares))


def block_pieces(blocks: tuple[Block, ...], *, is_minutes: bool = False) -> Iterator[Piece]:
    """The body of a document or an annex."""
    for block in blocks:
        if isinstance(block, Heading):
            yield heading_piece(block)
        elif is_minutes and isinstance(block, Paragraph) and ATTENDANCE.match(block.text):
            yield attendance_piece(block)
        elif isinstance(block, Paragraph):
            yield paragraph_piece(block)
        else:
            if block.caption:
                yield replace(line(Place.CAPTION, block.caption), keep=True)
            yield grid_piece(block)


MOST_HELD = 6
"""Annex notes that still hold together with the signature; of a longer list only the last line does."""


def annex_notes(annexes: tuple[Annex, ...]) -> Iterator[Line]:
    """附件：1.名称, one line each, wrapped lines aligned to the name (7.3.4)."""
    label = "附件："
    for at, annex in enumerate(annexes):
        number = f"{at + 1}." if len(annexes) > 1 else ""
        opening = label if at == 0 else ""
        left = 2 + width(label) + width(number)
        piece = line(Place.ANNEX_NOTE, opening + number + annex.title, left=left, blank_before=int(at == 0))
        yield replace(piece, hang=width(opening) + width(number))


def sealed_closing(signature: tuple[str, ...], day: str) -> Iterator[Line]:
    """Date four characters from the right, the issuer centered above it: the seal covers both (7.3.5.1)."""
    longest = max((width(name) for name in signature), default=0.0)
    date_right = max(4.0, (longest - width(day)) / 2)
    for at, name in enumerate(signature):
        right = max(0.0, date_right + (width(day) - width(name)) / 2)
        yield line(Place.SIGNATURE, name, right=right, blank_before=2 * int(at == 0))
    if day:
        yield line(Place.DATE, day, right=date_right, blank_before=0 if signature else 2)


def unsealed_closing(signature: tuple[str, ...], day: str) -> Iterator[Line]:
    """Issuer two characters from the right, the date starting two characters right of it (7.3.5.2)."""
    last = width(signature[-1]) if signature else 0.0
    date_right = last - width(day) if signature else 2.0
    shift = max(0.0, 2.0 - date_right)
    for at, name in enumerate(signature):
        yield line(Place.SIGNATURE, name, right=2 + shift, blank_before=int(at == 0))
    if day:
        yield line(Place.DATE, day, right=date_right + shift, blank_before=0 if signature else 1)


def closing_lines(document: Document, sealed: bool) -> tuple[Line, ...]:
    """Signature, date and note, in this order."""
    day = chinese_date(document.issued_on) if document.issued_on else ""
    closing = sealed_closing if sealed else unsealed_closing
    note = [line(Place.NOTE, f"（{document.note}）")] if document.note else []
    return (*closing(document.signature, day), *note)


def close(pieces: list[Piece], document: Document, sealed: bool) -> list[Piece]:
    """The body with what closes it: a signature never stands on a page without text above it (7.3.5)."""
    notes = tuple(annex_notes(document.annexes))
    tail = closing_lines(document, sealed)
    if len(notes) <= MOST_HELD:
        tail = (*notes, *tail)
    else:
        pieces = [*pieces, *notes]
    host = pieces[-1]
    if isinstance(host, Line):
        return [*pieces[:-1], replace(host, tail=tail)]
    return [*pieces, *tail]


def annex_pages(annexes: tuple[Annex, ...]) -> Iterator[Piece]:
    """Each annex that holds something, on a new page: its mark on line 1, its title on line 3 (7.3.7)."""
    for at, annex in enumerate(annexes):
        if annex.blocks:
            yield NewPage()
            yield replace(line(Place.ANNEX_MARK, f"附件{at + 1}" if len(annexes) > 1 else "附件"), keep=True)
            yield title_piece(Place.ANNEX_TITLE, annex.title)
            yield from _after_blank(block_pieces(annex.blocks))


def addressee_line(addressees: tuple[str, ...]) -> Line:
    """Main addressees, flush left, closed by a colon (7.3.2)."""
    return line(Place.ADDRESSEES, "、".join(addressees) + "：")


def _after_blank(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """One empty line between a title and the text that follows it."""
    for at, piece in enumerate(pieces):
        if at == 0 and isinstance(piece, Line):
            yield replace(piece, format=replace(piece.format, blank_before=1))
        else:
            yield piece


def body_pieces(document: Document, *, sealed: bool, addressees: tuple[str, ...]) -> list[Piece]:
    """Everything from the title to the last annex."""
    blocks = block_pieces(document.blocks, is_minutes=document.kind == Kind.MINUTES)
    pieces: list[Piece] = [title_piece(Place.TITLE, document.title)]
    pieces += [addressee_line(addressees), *blocks] if addressees else _after_blank(blocks)
    return [*close(pieces, document, sealed), *annex_pages(document.annexes)]
