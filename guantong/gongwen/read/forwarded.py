# SPDX-License-Identifier: Apache-2.0
"""Two documents in one file: a forwarding notice and, after its signature, the document it forwards."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guantong.gongwen.read.calendar import FULL_DATE
from guantong.gongwen.read.frame import find_number, is_addressee_line, kind_of
from guantong.gongwen.read.heal import Block
from guantong.gongwen.read.tail import Tail, is_annex_line, is_imprint_line, is_note_line
from guantong.gongwen.read.tidy import bare

_NAMED = re.compile("《([^》]+)》")
_NEAR = 9
_FEWEST = 4


def second_document(blocks: Sequence[Block], body: int, tail: Tail) -> int | None:
    """The index of the block with which a second document begins, after the signature of the first.

    It must have the head of one: a title in a document kind, with a number or main addressees beside it.
    """
    if tail.issued_on is None and not tail.signature:
        return None
    place = tail.places.get("issued_on") or tail.places["signature"]
    after = next(
        (index for index, block in enumerate(blocks) if block.start > place.start and block.start >= place.end), None
    )
    while (
        after is not None
        and after < len(blocks)
        and (is_imprint_line(blocks[after].text) or is_note_line(blocks[after].text))
    ):
        after += 1
    if after is None or len(blocks) - after < _FEWEST:
        return None
    near = [block.text for block in blocks[after : after + _NEAR]]
    if is_annex_line(near[0]) or any(block.cells for block in blocks[after : after + 3]):
        return None
    addressed = next((position for position, text in enumerate(near) if is_addressee_line(text)), None)
    numbered = next((position for position, text in enumerate(near) if _is_number_line(text)), None)
    titled = next((position for position, text in enumerate(near) if kind_of(text) and len(text) < 80), None)
    if titled is None:
        return None
    if addressed is None and numbered is None:
        return after if _is_named(near[: titled + 1], blocks[:after]) else None
    if addressed is not None and titled > addressed:
        return None
    return after


def _is_named(lines: Sequence[str], before: Sequence[Block]) -> bool:
    """Whether the first document names the title in these lines, as one that it forwards or issues (现将《…》印发)."""
    told = bare("".join(block.text for block in before))
    named = {name for name in _NAMED.findall(told) if len(name) > 6}
    return any(bare("".join(lines[start:])) in named for start in range(len(lines)))


def _is_number_line(text: str) -> bool:
    number = find_number(text)
    return number is not None and len(text) <= len(number.text) + 20 and not FULL_DATE.search(text)
