# SPDX-License-Identifier: Apache-2.0
"""What is linted: a reading as it is, a pasted text, or a document that is read as its readers will read it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guantong.gongwen.model import Block, Document, Heading, Paragraph, Reading
from guantong.gongwen.read import read
from guantong.gongwen.write.pieces import chinese_date

WHITE_SPACE = re.compile(r"\s+")


def characters(text: str) -> int:
    """Characters without white space."""
    return len(WHITE_SPACE.sub("", text))


def _block_lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block.marker + block.text
        elif isinstance(block, Paragraph):
            yield block.text
        else:
            if block.caption:
                yield block.caption
            yield from ("\t".join(row) for row in block.rows)


def text_of(document: Document) -> str:
    """A document as plain text in the order of the page, one piece a line."""
    lines = [document.urgency, document.masthead, document.number]
    lines += [f"签发人：{'　'.join(document.signatories)}"] if document.signatories else []
    lines += [document.title]
    lines += ["、".join(document.addressees) + "："] if document.addressees else []
    lines += _block_lines(document.blocks)
    many = len(document.annexes) > 1
    for at, annex in enumerate(document.annexes):
        lines.append(("附件：" if at == 0 else "") + (f"{at + 1}." if many else "") + annex.title)
    lines += document.signature
    lines += [chinese_date(document.issued_on)] if document.issued_on else []
    lines += [f"（{document.note}）"] if document.note else []
    for at, annex in enumerate(document.annexes):
        if annex.blocks:
            lines += [f"附件{at + 1}" if many else "附件", annex.title, *_block_lines(annex.blocks)]
    lines += [f"抄送：{'，'.join(document.copies)}。"] if document.copies else []
    return "\n\n".join(line for line in lines if line)


def reading_of(source: Document | Reading | str) -> tuple[Reading, int]:
    """The reading to lint, and the characters of its copy with the marks that healing takes out."""
    if isinstance(source, Reading):
        return source, characters(source.text)
    text = text_of(source) if isinstance(source, Document) else source
    return read(text), characters(text)
