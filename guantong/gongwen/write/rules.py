# SPDX-License-Identifier: Apache-2.0
"""What keeps a document from being written: the rules of its kind and the limits of the page, each with its text.

A rule that only weakens a document is a finding of the linter, not a refusal; refused is what cannot be printed
rightly or must not be sent at all.
"""

from __future__ import annotations

import re
from itertools import chain

from guantong.gongwen.model import Annex, Block, Document, Heading, Kind, Paragraph, Table
from guantong.gongwen.write.errors import CannotWrite
from guantong.gongwen.write.pieces import MAX_COLUMNS

SECRECY = re.compile(r"(?:绝密|机密|秘密)\s*(?:★|[0-9一二三四五六七八九十]+年$|$)")
URGENCIES = ("特提", "特急", "加急", "平急")
REQUESTING = re.compile(
    r"(?:妥否|当否|可否|是否可行|如无不[妥当]|以上请示)，?(?:敬?请|望|恳请).{0,6}(?:批示|批复|审批|批准|指示|核准)"
    r"|(?:特此|现)请示|请予(?:批准|批复|审批|批示)"
)
UPWARD = frozenset({Kind.REQUEST, Kind.REPORT})
MAY_GO_UP = UPWARD | {Kind.OPINION}
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff\n\t]")
CLOSER = re.compile(r"(?:妥否|当否|可否)，?(?:敬?请|望|恳请)")
LONGEST_TITLE = 200


def check(document: Document) -> None:
    """Refuse a document that no layout can make right."""
    _check_kind(document)
    _check_text(document)
    _check_body(document)
    check_direction(document)
    _check_special_forms(document)


def _check_kind(document: Document) -> None:
    if document.kind not in set(Kind):
        raise CannotWrite(
            f"不会写文种“{document.kind}”：只写{'、'.join(Kind)}八种（《党政机关公文处理工作条例》第八条）。"
        )
    if not document.title.strip():
        raise CannotWrite("公文没有标题：标题由发文机关名称、事由和文种组成（条例第九条）。")
    if len(document.title) > LONGEST_TITLE:
        raise CannotWrite(f"标题有{len(document.title)}个字，超过{LONGEST_TITLE}字，首页将显示不出正文：请改短。")
    if document.urgency and document.urgency not in URGENCIES:
        raise CannotWrite(f"紧急程度不能写“{document.urgency}”：只能是{'、'.join(URGENCIES)}。")
    marks = (document.urgency, document.masthead, document.title, document.number, document.note)
    if any(SECRECY.search(mark) for mark in marks):
        raise CannotWrite("本系统不得处理涉密公文：请移出密级标志，涉密文件走机要渠道。")


def _texts(blocks: tuple[Block, ...]) -> chain[str]:
    return chain.from_iterable(_block_texts(block) for block in blocks)


def _block_texts(block: Block) -> tuple[str, ...]:
    if isinstance(block, Heading):
        return (block.marker, block.text)
    if isinstance(block, Paragraph):
        return (block.text,)
    return (block.caption, *chain.from_iterable(block.rows))


def texts_of(document: Document) -> list[str]:
    """Every piece of text that the document prints."""
    annexes = (chain((annex.title,), _texts(annex.blocks)) for annex in document.annexes)
    single = (document.title, document.masthead, document.number, document.urgency, document.note, document.printer)
    several = (document.signatories, document.addressees, document.signature, document.copies)
    return [*single, *chain.from_iterable(several), *_texts(document.blocks), *chain.from_iterable(annexes)]


def _check_text(document: Document) -> None:
    for text in texts_of(document):
        found = CONTROL.search(text)
        if found:
            sample = CONTROL.sub("□", text)[:20]
            raise CannotWrite(f"“{sample}”里有换行、制表符或不能印出的字符：请删去，另起一段用另一个段落。")


def _check_body(document: Document) -> None:
    if not any(text.strip() for text in _texts(document.blocks)):
        raise CannotWrite("公文没有正文：公文首页必须显示正文（GB/T 9704-2012 第7.3.3条）。")
    bodies: tuple[tuple[str, tuple[Block, ...]], ...] = (
        ("正文", document.blocks),
        *((annex.title, annex.blocks) for annex in document.annexes),
    )
    for where, blocks in bodies:
        for block in blocks:
            if isinstance(block, Table):
                _check_table(where, block)
            elif isinstance(block, Heading) and block.level not in (1, 2, 3, 4):
                raise CannotWrite(f"标题“{block.text[:20]}”是第{block.level}级：结构层次只有四级（第7.3.3条）。")
            elif isinstance(block, Paragraph) and not block.text.strip():
                raise CannotWrite(f"{where}里有一个空段落：请删去。")


def _check_table(where: str, table: Table) -> None:
    columns = max((len(row) for row in table.rows), default=0)
    if columns == 0:
        raise CannotWrite(f"{where}里有一张空表：请填上或删去。")
    if columns > MAX_COLUMNS:
        raise CannotWrite(
            f"{where}里的表格有{columns}栏，版心宽156毫米最多排{MAX_COLUMNS}栏：请拆成几张表，或另作电子表格附送。"
        )


def check_direction(document: Document) -> None:
    """The rules of documents that go up: one addressee, no request inside a report, one matter a request."""
    if document.kind in UPWARD and len(document.addressees) > 1:
        raise CannotWrite(
            f"{document.kind}主送了{len(document.addressees)}个机关：上行文原则上只主送一个上级机关（条例第十五条）。"
        )
    if document.signatories and document.kind not in MAY_GO_UP:
        raise CannotWrite(f"{document.kind}不标注签发人：签发人只标注于上行文（第7.2.6条）。")
    if document.kind == Kind.REPORT:
        for text in _texts(document.blocks):
            found = REQUESTING.search(text)
            if found:
                raise CannotWrite(
                    f"报告中写了“{found.group()}”：不得在报告等非请示性公文中夹带请示事项（条例第十五条）。"
                )
    if document.kind == Kind.REQUEST:
        asked = sum(1 for text in _texts(document.blocks) for _ in CLOSER.finditer(text))
        if asked > 1:
            raise CannotWrite(f"请示中有{asked}处请求批示：请示应当一文一事，请分开行文（条例第十五条）。")


def _check_special_forms(document: Document) -> None:
    if document.kind == Kind.LETTER and (document.printer or document.printed_on):
        raise CannotWrite("函采用信函格式，版记不加印发机关和印发日期（第10.1条）：请删去。")
    if any(annex == Annex("") for annex in document.annexes):
        raise CannotWrite("有一个附件没有名称：附件说明要写附件名称（第7.3.4条）。")
