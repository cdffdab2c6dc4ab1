# SPDX-License-Identifier: Apache-2.0
"""What a document costs: warm milliseconds beside the bare libraries in the same run, and memory over one long job."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO

import typst
from docx import Document as new_document
from tqdm import tqdm

from guantong.gongwen.model import Document, Heading, Paragraph, Table
from guantong.gongwen.write import write
from guantong.gongwen.write.fonts import font_roles, load_fonts
from guantong.gongwen.write.standard import Face

SENTENCE = "全年走访慰问困难职工{number}户，举办宣讲{number}场，职工的获得感稳步提升，各项工作取得新的进展。"
TOPICS = ("学习宣传", "劳模服务", "技能竞赛", "权益维护", "困难帮扶", "组织建设")
NUMERALS = "一二三四五六"
SAMPLE = 40
"""Different documents timed for each figure: the typesetter remembers what it has set before."""


def unit_report(number: int) -> Document:
    """The report of one unit: six sections and a table, about 1,500 characters on four pages."""
    blocks: list[Heading | Paragraph | Table] = []
    for numeral, topic in zip(NUMERALS, TOPICS, strict=True):
        sentences = "".join(SENTENCE.format(number=number * 7 + at) for at in range(5))
        blocks += [Heading(1, f"{numeral}、", topic), Paragraph(topic + "情况如下。" + sentences)]
    blocks.append(Table((("项目", "场次", "人数"), *((topic, str(number), str(number * 3)) for topic in TOPICS))))
    blocks.append(Paragraph("下一步，继续抓好落实。"))
    issuer = f"平川市第{number}分会总工会"
    return Document(
        title=f"{issuer}关于2020年工作情况的报告",
        kind="报告",
        blocks=tuple(blocks),
        issuer=issuer,
        masthead=f"{issuer}文件",
        number=f"平工〔2021〕{number}号",
        signatories=("张晓堃",),
        addressees=("平川市总工会",),
        signature=(issuer,),
        issued_on=date(2021, 1, 13),
    )


def texts_of(document: Document) -> list[str]:
    """The paragraphs of a document without any form, for the bare libraries."""
    return [block.text for block in document.blocks if not isinstance(block, Table)]


def bare_word(document: Document) -> bytes:
    """The same words by python-docx alone: no faces, no grid, no head."""
    word = new_document()
    for text in (document.title, *texts_of(document)):
        word.add_paragraph(text)
    for block in document.blocks:
        if isinstance(block, Table):
            table = word.add_table(rows=len(block.rows), cols=len(block.rows[0]))
            for row, cells in zip(block.rows, table.rows, strict=True):
                for text, cell in zip(row, cells.cells, strict=True):
                    cell.text = text
    packed = BytesIO()
    word.save(packed)
    return packed.getvalue()


def bare_typst(compiler: typst.Compiler, document: Document) -> object:
    """The same words by typst alone, in one face, without tables."""
    family = next(role.family for role in font_roles() if role.face is Face.FANG)
    words = "\n\n".join((document.title, *texts_of(document)))
    return compiler.compile(input=f'#set text(font: "{family}", size: 16pt)\n{words}'.encode(), format="pdf")


def milliseconds(job: Callable[[Document], object], first: int) -> float:
    """Mean processor cost of a job over documents that it has not seen before; other processes do not count."""
    job(unit_report(first))
    documents = [unit_report(first + 1 + at) for at in range(SAMPLE)]
    started = time.process_time()
    for document in documents:
        job(document)
    return (time.process_time() - started) / SAMPLE * 1000


def megabytes() -> float:
    """The most memory that the process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bench(documents: int = 400) -> dict[str, float]:
    """Warm cost of both formats with the ratio to the bare library, then one job of many unit reports."""
    compiler = typst.Compiler(font_paths=load_fonts(), ignore_system_fonts=True)
    word = milliseconds(lambda document: write(document, "docx"), 1000)
    imprint = milliseconds(lambda document: write(replace(document, copies=("平川市委",)), "docx"), 2000)
    pdf = milliseconds(lambda document: write(document, "pdf"), 3000)
    plain_word = milliseconds(bare_word, 1000)
    plain_pdf = milliseconds(lambda document: bare_typst(compiler, document), 4000)
    grown, seconds = long_job(documents)
    return {
        "docx_ms": round(word, 1),
        "docx_with_imprint_ms": round(imprint, 1),
        "bare_docx_ms": round(plain_word, 1),
        "docx_ratio": round(word / plain_word, 2),
        "pdf_ms": round(pdf, 1),
        "bare_typst_ms": round(plain_pdf, 1),
        "pdf_ratio": round(pdf / plain_pdf, 2),
        "documents": documents,
        "job_seconds": round(seconds, 1),
        "job_memory_growth_mb": round(grown, 1),
    }


def long_job(documents: int) -> tuple[float, float]:
    """Write many reports in both formats: megabytes that the peak grew after the first tenth, and seconds."""
    started = time.perf_counter()
    settled = 0.0
    for number in tqdm(range(documents), desc="公文", unit="份", disable=None):
        document = unit_report(5000 + number)
        write(document, "docx")
        write(document, "pdf")
        if number == documents // 10:
            settled = megabytes()
    return megabytes() - settled, time.perf_counter() - started
