# SPDX-License-Identifier: Apache-2.0
"""Putting a reading together: the blocks between head and tail become a `Document` and judged sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from guantong.gongwen.model import Annex, Block, Document, Heading, Paragraph, Table
from guantong.gongwen.read.head import Head, issuers_in_title
from guantong.gongwen.read.heal import Block as Piece
from guantong.gongwen.read.outline import Numbered
from guantong.gongwen.read.tail import Tail


def document_of(pieces: Sequence[Piece], head: Head, tail: Tail, numbered: Sequence[Numbered]) -> Document:
    """The document as printed."""
    by_block = {item.block: item for item in numbered}
    parts = [
        Annex(part.title, tuple(_blocks(pieces, range(part.body, part.end), by_block, tail.frame)))
        for part in tail.parts
    ]
    inside = {index for part in tail.parts for index in range(part.first, part.end)}
    body = [index for index in range(head.body, len(pieces)) if index not in inside]
    return Document(
        title=head.title,
        kind=head.kind,
        blocks=tuple(_blocks(pieces, body, by_block, tail.frame)),
        issuer="、".join(_issuers(head, tail)),
        masthead=head.masthead,
        number=head.number,
        urgency=head.urgency,
        signatories=head.signatories,
        addressees=head.addressees or tail.addressees,
        annexes=_annexes(tail.attachments, parts),
        signature=tail.signature,
        issued_on=tail.issued_on or head.dated or tail.printed_on,
        note=tail.note,
        copies=tail.copies,
        printer=tail.printer,
        printed_on=tail.printed_on,
    )


def _issuers(head: Head, tail: Tail) -> tuple[str, ...]:
    """By the letterhead …文件, else by the signature, the head of the title, the bare letterhead of a letter."""
    if head.masthead.endswith("文件"):
        return head.masthead_organs
    return tail.signature or issuers_in_title(head.title) or head.masthead_organs


def _annexes(listed: Sequence[str], parts: Sequence[Annex]) -> tuple[Annex, ...]:
    """The listed titles, each with the blocks of the annex in the text that bears it or its number."""
    if not listed:
        return tuple(parts)
    result = []
    left = list(parts)
    for position, title in enumerate(listed):
        match = next((part for part in left if part.title and part.title in (title, title.strip("《》"))), None)
        if match is None and len(parts) == len(listed):
            match = parts[position] if parts[position] in left else None
        if match is not None:
            left.remove(match)
        result.append(Annex(title, match.blocks if match else ()))
    return (*result, *left)


def _blocks(
    pieces: Sequence[Piece], indices: Iterable[int], numbered: dict[int, Numbered], frame: set[int]
) -> Iterable[Block]:
    rows: list[tuple[str, ...]] = []
    for index in indices:
        if index in frame:
            continue
        piece, item = pieces[index], numbered.get(index)
        if piece.cells:
            rows.append(piece.cells)
            continue
        if rows:
            yield Table(tuple(rows))
            rows = []
        if item is None:
            yield Paragraph(piece.text)
        elif item.is_line:
            yield Heading(item.entry.level, item.entry.marker, piece.text[len(item.entry.marker) :].strip())
        else:
            yield Paragraph(piece.text, piece.text[: item.rest] if item.has_lead else "")
    if rows:
        yield Table(tuple(rows))
