# SPDX-License-Identifier: Apache-2.0
"""How fast documents are read, as a ratio to extracting the plain text of the same files in the same run."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

from guantong.gongwen.read.heal import heal
from guantong.gongwen.read.limits import Limits
from guantong.gongwen.read.noise import without_noise
from guantong.gongwen.read.pipeline import read_source
from guantong.gongwen.read.sources.kinds import load

_SECTIONS = "一二三四五六七八"
_PARAGRAPH = (
    "各县（市、区）总工会要结合实际制定工作方案，明确责任分工，认真组织开展第{n}批活动，于{month}月底前将进展情况报市总工会办公室。"
    "要加强宣传引导，充分利用职工书屋、宣传栏和微信公众号等阵地，营造良好氛围。去年以来，全市各级工会做了大量工作，取得了明显成效。"
)
_NOTICES = 60
_PAGES = 30
_ROUNDS = 3


def notice(serial: int, paragraphs: int = 14) -> str:
    """An invented notice of about 2,000 characters; each serial number gives another text."""
    lines = [
        "临水市总工会文件",
        f"临工发〔2024〕{serial + 1}号",
        f"临水市总工会关于开展第{serial + 1}批职工服务活动的通知",
        "各县（市、区）总工会，市级各产业工会：",
        "为做好今年职工服务工作，现将有关事项通知如下：",
    ]
    for index in range(paragraphs):
        if index % 2 == 0:
            lines.append(f"{_SECTIONS[(index // 2) % 8]}、做好第{serial * 7 + index}项工作")
        lines.append(_PARAGRAPH.format(n=serial * 31 + index, month=index % 12 + 1))
    return "\n\n".join([*lines, "临水市总工会", "2024年3月5日"])


def bench() -> dict[str, Any]:
    """Notices a second, seconds for a docx of 30 pages, and both as ratios to plain extraction."""
    texts = [notice(serial).encode() for serial in range(_NOTICES)]
    document = _docx("\n\n".join(notice(serial) for serial in range(_PAGES // 2)))
    read_source(texts[0], None, Limits())
    read_source(document, None, Limits())
    text_read, text_plain = _best(texts, _read), _best(texts, _extract)
    docx_read, docx_plain = _best([document], _read), _best([document], _extract)
    characters = sum(len(text.decode()) for text in texts)
    return {
        "text_notices_per_second": round(characters / 2000 / text_read, 1),
        "text_ratio_to_extraction": round(text_read / text_plain, 2),
        "docx_30_pages_seconds": round(docx_read, 3),
        "docx_ratio_to_extraction": round(docx_read / docx_plain, 2),
        "characters": characters,
    }


def _read(data: bytes) -> None:
    read_source(data, None, Limits())


def _extract(data: bytes) -> None:
    """The plain text alone: opened, cleaned and healed, nothing understood."""
    heal(without_noise(load(data, None, Limits())).lines)


def _best(items: list[bytes], work: Callable[[bytes], None]) -> float:
    """The least processor time of several rounds, so that a busy machine disturbs little."""
    times = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        for item in items:
            work(item)
        times.append(time.process_time() - start)
    return min(times)


def _docx(text: str) -> bytes:
    from docx import Document

    document = Document()
    for line in text.split("\n\n"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
