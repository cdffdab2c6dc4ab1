# SPDX-License-Identifier: Apache-2.0
"""A document as JSON and back: what `guantong write` takes. Unknown keys are refused by name, none is ignored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from guantong.gongwen.model import Annex, Block, Document, Heading, Paragraph, Table
from guantong.gongwen.write.errors import CannotWrite

BLOCKS: dict[str, type[Heading] | type[Paragraph] | type[Table]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "table": Table,
}
T = TypeVar("T")


def document_to_json(document: Document) -> dict[str, Any]:
    """Every field of a document that is not empty; dates as 2020-12-04, each block with its `block` kind."""
    made: dict[str, Any] = {}
    for field in fields(document):
        value = getattr(document, field.name)
        if field.name == "blocks":
            value = [_block_to_json(block) for block in value]
        elif field.name == "annexes":
            value = [{"title": annex.title, "blocks": [_block_to_json(b) for b in annex.blocks]} for annex in value]
        elif isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, tuple):
            value = list(value)
        if value not in ("", [], None):
            made[field.name] = value
    return made


def _block_to_json(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"block": "heading", "level": block.level, "marker": block.marker, "text": block.text}
    if isinstance(block, Paragraph):
        lead = {"lead": block.lead} if block.lead else {}
        return {"block": "paragraph", "text": block.text, **lead}
    caption = {"caption": block.caption} if block.caption else {}
    return {"block": "table", "rows": [list(row) for row in block.rows], "heads": block.heads, **caption}


def document_from_json(source: object) -> Document:
    """A document from what `json.loads` gives; `CannotWrite` names the place of what does not fit."""
    given = _mapping(source, "公文")
    known = {field.name for field in fields(Document)}
    _refuse_unknown(given, known, "公文")
    for name in ("title", "kind"):
        if name not in given:
            raise CannotWrite(f"公文的 JSON 里缺少 {name}。")
    values: dict[str, Any] = {name: _field(name, value) for name, value in given.items()}
    return Document(**values)


def _field(name: str, value: object) -> object:
    if name == "blocks":
        return _blocks(value, name)
    if name == "annexes":
        return _many(value, name, _annex)
    if name in ("issued_on", "printed_on"):
        return _day(value, name)
    if name in ("signatories", "addressees", "signature", "copies"):
        return _many(value, name, _text)
    return _text(value, name)


def _mapping(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise CannotWrite(f"{where}的 JSON 应当是一个对象。")
    return value


def _refuse_unknown(given: dict[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(given) - known)
    if unknown:
        raise CannotWrite(f"{where}的 JSON 里有不认识的项 {unknown[0]}：只有 {'、'.join(sorted(known))}。")


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise CannotWrite(f"JSON 里的 {where} 应当是文字。")
    return value


def _day(value: object, where: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(_text(value, where))
    except ValueError as error:
        raise CannotWrite(f"JSON 里的 {where} 应当是 2020-12-04 这样的日期。") from error


def _many(value: object, where: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
    if not isinstance(value, list):
        raise CannotWrite(f"JSON 里的 {where} 应当是一个列表。")
    return tuple(read(item, f"{where}[{at}]") for at, item in enumerate(value))


def _annex(value: object, where: str) -> Annex:
    given = _mapping(value, where)
    _refuse_unknown(given, {"title", "blocks"}, where)
    return Annex(_text(given.get("title", ""), f"{where}.title"), _blocks(given.get("blocks", []), f"{where}.blocks"))


def _blocks(value: object, where: str) -> tuple[Block, ...]:
    return _many(value, where, _block)


def _block(value: object, where: str) -> Block:
    given = dict(_mapping(value, where))
    kind = given.pop("block", None)
    if not isinstance(kind, str) or kind not in BLOCKS:
        raise CannotWrite(f"{where} 缺少 block，或不是 {'、'.join(BLOCKS)} 之一。")
    _refuse_unknown(given, {field.name for field in fields(BLOCKS[kind])}, where)
    if kind == "heading":
        level = _whole(given.get("level", 1), f"{where}.level")
        return Heading(
            level, _text(given.get("marker", ""), f"{where}.marker"), _text(given.get("text"), f"{where}.text")
        )
    if kind == "paragraph":
        return Paragraph(_text(given.get("text"), f"{where}.text"), _text(given.get("lead", ""), f"{where}.lead"))
    rows = _many(given.get("rows"), f"{where}.rows", lambda row, at: _many(row, at, _text))
    return Table(
        rows, _whole(given.get("heads", 1), f"{where}.heads"), _text(given.get("caption", ""), f"{where}.caption")
    )


def _whole(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise CannotWrite(f"JSON 里的 {where} 应当是整数。")
    return value
