# SPDX-License-Identifier: Apache-2.0
"""An official document as a row of lines, tables and page breaks in the order of the page.

Both writers set these pieces; what stands where is decided here, how it is drawn is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from guantong.gongwen.model import Annex, Block, Document, Heading, Paragraph, Table
from guantong.gongwen.write.standard import CHARS, FORMATS, HEADING_PLACES, Face, Format, Place, width
from guantong.gongwen.write.titles import title_lines


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `face` is None where it follows its line."""

    text: str
    face: Face | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph on paper. `rows` are forced lines (a title), each a row of runs."""

    place: Place
    rows: tuple[tuple[Run, ...], ...]
    format: Format
    hang: float = 0.0
    keep: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for row in self.rows for run in row)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with the size of its letters and the share of the width that each column takes."""

    table: Table
    size: float
    shares: tuple[float, ...]


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


TABLE_SIZES = (14.0, 12.0, 10.5, 9.0)
CELL_PADDING = 8.0
"""Points that the two sides of a cell take."""


def grid_piece(table: Table) -> Grid:
    """The largest letters in which no column has to break its longest unbreakable stretch, else the smallest."""
    columns = max(len(row) for row in table.rows)
    widest = [max((width(row[at]) for row in table.rows if at < len(row)), default=1.0) for at in range(columns)]
    shares = [min(max(chars, 2.0), 12.0) for chars in widest]
    total = sum(shares)
    area = CHARS * 15.79
    for size in TABLE_SIZES:
        if sum(min(chars, 4.0) * size + CELL_PADDING for chars in widest) <= area:
            return Grid(table, size, tuple(share / total for share in shares))
    return Grid(table, TABLE_SIZES[-1], tuple(share / total for share in shares))


def block_pieces(blocks: tuple[Block, ...]) -> Iterator[Piece]:
    """The body of a document or an annex."""
    for block in blocks:
        if isinstance(block, Heading):
            yield heading_piece(block)
        elif isinstance(block, Paragraph):
            yield paragraph_piece(block)
        else:
            if block.caption:
                yield replace(line(Place.CAPTION, block.caption), keep=True)
            yield grid_piece(block)


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


def closing_pieces(document: Document, sealed: bool) -> Iterator[Line]:
    """Annex notes, signature, date and note, in this order."""
    yield from annex_notes(document.annexes)
    day = chinese_date(document.issued_on) if document.issued_on else ""
    closing = sealed_closing if sealed else unsealed_closing
    lines = list(closing(document.signature, day))
    for at, piece in enumerate(lines):
        yield replace(piece, keep=at < len(lines) - 1)
    if document.note:
        yield line(Place.NOTE, f"（{document.note}）")


def annex_pages(annexes: tuple[Annex, ...]) -> Iterator[Piece]:
    """Each annex that holds something, on a new page: its mark on line 1, its title on line 3 (7.3.7)."""
    for at, annex in enumerate(annexes):
        if annex.blocks:
            yield NewPage()
            yield replace(line(Place.ANNEX_MARK, f"附件{at + 1}" if len(annexes) > 1 else "附件"), keep=True)
            yield title_piece(Place.ANNEX_TITLE, annex.title)
            yield from block_pieces(annex.blocks)


def addressee_line(addressees: tuple[str, ...]) -> Line:
    """Main addressees, flush left, closed by a colon (7.3.2)."""
    return line(Place.ADDRESSEES, "、".join(addressees) + "：")


def body_pieces(document: Document, *, sealed: bool, addressees: tuple[str, ...]) -> list[Piece]:
    """Everything from the title to the last annex."""
    pieces: list[Piece] = [title_piece(Place.TITLE, document.title)]
    if addressees:
        pieces.append(addressee_line(addressees))
    blocks = list(block_pieces(document.blocks))
    if not addressees and blocks and isinstance(blocks[0], Line):
        blocks[0] = replace(blocks[0], format=replace(blocks[0].format, blank_before=1))
    pieces += blocks
    pieces += closing_pieces(document, sealed)
    pieces += annex_pages(document.annexes)
    return pieces
