# SPDX-License-Identifier: Apache-2.0
"""The mark by which a secret document is known at the door. Such documents may not enter this system at all."""

from __future__ import annotations

import re

RULE = "《保守国家秘密法》第三十条：不得在未采取保密措施的信息系统中处理国家秘密"
MARK = re.compile(
    r"(?:绝\s*密|机\s*密|秘\s*密)\s*(?:★|☆|\*\s*[0-9一二三四五六七八九十]|[0-9一二三四五六七八九十]{1,3}年$|$)"
)
HEAD_LINES = 12
"""The mark stands at the upper left of the first page; further down the words are only words."""


def secrecy_mark(text: str) -> str:
    """The mark that a text carries among its first lines, "" where it carries none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines[:HEAD_LINES]:
        found = MARK.match(line) or (MARK.search(line) if "★" in line else None)
        if found:
            return found[0]
    return ""
