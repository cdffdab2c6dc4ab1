# SPDX-License-Identifier: Apache-2.0
"""The way of one document: source, noise, healing, frame, outline, sentences, requirements, reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from guantong.gongwen.model import Reading, Span, Unreadable
from guantong.gongwen.read.assemble import document_of
from guantong.gongwen.read.dates import Moment
from guantong.gongwen.read.duties import abbreviations_in, reporting_duties
from guantong.gongwen.read.forwarded import second_document
from guantong.gongwen.read.head import Head, read_head
from guantong.gongwen.read.heal import Block, heal
from guantong.gongwen.read.limits import Limits
from guantong.gongwen.read.noise import without_noise
from guantong.gongwen.read.outline import Numbered, read_outline
from guantong.gongwen.read.requirements import heading_deadlines, requirements_of
from guantong.gongwen.read.sources.kinds import load
from guantong.gongwen.read.tail import Tail, read_tail
from guantong.gongwen.read.walk import Moments, judged_sentences


def read_source(source: Path | bytes | str, kind: str | None, limits: Limits) -> Reading:
    """Read a source of any kind."""
    pages = load(source, kind, limits)
    cleaned = without_noise(pages)
    healed = heal(cleaned.lines)
    if not healed.blocks:
        raise Unreadable("文件里没有可以读出的文字，如是扫描件请先做文字识别。", "empty")
    if len(healed.blocks) > limits.paragraphs:
        raise Unreadable(f"段落和表格行超过 {limits.paragraphs} 个，请拆分后分别读取。", "too_large")
    return _read_blocks(healed.text, healed.blocks, cleaned.published, pages.warnings)


def _read_blocks(text: str, blocks: Sequence[Block], published: date | None, warnings: tuple[str, ...]) -> Reading:
    """Read the blocks of one document; a second one behind it is read by itself and joined to it."""
    head = read_head(blocks)
    tail = read_tail(blocks, head.body, head.masthead_organs)
    second = second_document(blocks, head.body, tail)
    if second is not None:
        first = _read_blocks(text, blocks[:second], published, warnings)
        return _with_forwarded(first, _read_blocks(text, blocks[second:], published, ()))
    content = _content(blocks, head, tail)
    numbered = read_outline(blocks, content)
    document = document_of(blocks, head, tail, numbered)
    moments = _moments(document.issued_on, head, published)
    judged = judged_sentences(blocks, content, numbered, moments)
    requirements, deadlines = requirements_of(judged, document.title)
    deadlines += heading_deadlines(_sections(numbered), moments.own, deadlines)
    lines = {item.block for item in numbered if item.is_line}
    whole = [index for index in content if index not in lines and not blocks[index].cells]
    sentences = tuple(item.sentence for item in judged)
    return Reading(
        text=text,
        document=document,
        places={**head.places, **tail.places},
        paragraphs=tuple(blocks[index].text for index in whole),
        paragraph_spans=tuple(Span(blocks[index].start, blocks[index].end) for index in whole),
        outline=tuple(item.entry for item in numbered),
        sentences=sentences,
        requirements=tuple(requirements),
        deadlines=tuple(sorted(deadlines, key=lambda item: item.span)),
        reporting=tuple(reporting_duties(requirements, document.addressees, document.issuer)),
        abbreviations=tuple(abbreviations_in(sentences)),
        warnings=warnings,
    )


def _with_forwarded(first: Reading, second: Reading) -> Reading:
    """One reading over both: the forwarding notice is the document, what it forwards orders as well."""
    sections = len(first.outline)
    moved = tuple(
        replace(item, section=item.section + sections if item.section is not None else None)
        for item in second.sentences
    )
    return replace(
        first,
        paragraphs=first.paragraphs + second.paragraphs,
        paragraph_spans=first.paragraph_spans + second.paragraph_spans,
        outline=first.outline + second.outline,
        sentences=first.sentences + moved,
        requirements=first.requirements + second.requirements,
        deadlines=first.deadlines + second.deadlines,
        reporting=first.reporting + second.reporting,
        abbreviations=first.abbreviations + second.abbreviations,
        forwarded=second,
    )


def _moments(issued: date | None, head: Head, published: date | None) -> Moments:
    return Moments(Moment(published or issued, head.year), Moment(issued or published, head.year), head.first)


def _content(blocks: Sequence[Block], head: Head, tail: Tail) -> list[int]:
    """The blocks that say something: a cover note, the body, the annexes; not the frame and not titles of annexes."""
    titles = {index for part in tail.parts for index in range(part.first, part.body)}
    own = [index for index in range(head.body, len(blocks)) if index not in tail.frame and index not in titles]
    return [*range(head.first), *own]


def _sections(numbered: Sequence[Numbered]) -> list[tuple[str, Span, int]]:
    """Headings on lines of their own, each with where its section ends."""
    result = []
    for position, item in enumerate(numbered):
        if not item.is_line:
            continue
        later = (other.entry.span.start for other in numbered[position + 1 :] if other.entry.level <= item.entry.level)
        result.append((item.entry.heading, item.entry.span, next(later, 1 << 40)))
    return result
