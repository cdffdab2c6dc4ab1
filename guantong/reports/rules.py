# SPDX-License-Identifier: Apache-2.0
"""Pure rules of report prose: tokens, Chinese enumeration, how a title and a heading are made."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

TOKEN = re.compile(r"\[\[(\d+)\]\]")
ORDINALS = "一二三四五六七八九十"


def tokens_of(text: str) -> list[int]:
    """The numbers of the figures that a paragraph holds, in order."""
    return [int(number) for number in TOKEN.findall(text)]


def filled(text: str, values: Mapping[int, int]) -> str:
    """The paragraph with each token replaced by its value."""
    return TOKEN.sub(lambda found: str(values[int(found[1])]), text)


def pieces_of(text: str) -> list[tuple[str, int | None]]:
    """The paragraph cut at its tokens: (words, None) or ("", number of the figure)."""
    pieces: list[tuple[str, int | None]] = []
    at = 0
    for found in TOKEN.finditer(text):
        if found.start() > at:
            pieces.append((text[at : found.start()], None))
        pieces.append(("", int(found[1])))
        at = found.end()
    if at < len(text):
        pieces.append((text[at:], None))
    return pieces


def keeps_tokens(before: str, after: str) -> bool:
    """Whether an edited paragraph still holds exactly the figures it held."""
    return sorted(tokens_of(before)) == sorted(tokens_of(after))


def listed(names: Sequence[str], at_most: int = 5) -> str:
    """Names joined as an office writes them, the rest as 等."""
    return "、".join(names[:at_most]) + ("等" if len(names) > at_most else "")


def quoted(text: str) -> str:
    """The text in quotation marks; those inside it become single ones, as the standard for punctuation asks."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def topic_of(notice_title: str) -> str:
    """What a notice is about: the words between 关于 and the document kind."""
    found = re.search(r"关于(.+?)的(?:通知|意见|方案|决定|通报|函)$", notice_title)
    return found[1] if found else notice_title


def report_title(unit: str, notice_title: str) -> str:
    """The title of a report on a notice: issuer, matter, kind."""
    return f"{unit}关于{topic_of(notice_title)}情况的报告"


def heading_of(section: str) -> str:
    """The heading of a report's part from that of the notice: its first clause."""
    words = re.sub(r"^[一二三四五六七八九十]+、", "", section)
    return re.split(r"[，,。]", words)[0] + "情况"
