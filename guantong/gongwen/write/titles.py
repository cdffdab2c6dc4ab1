# SPDX-License-Identifier: Apache-2.0
"""Where the title of an official document breaks: between words, never inside a name or a term, in balanced lines.

The same title always breaks the same way, on paper and in the browser. Nothing about faces or pages here.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources

import rjieba

from guantong.gongwen.write.standard import AREA_WIDTH, FORMATS, MM, Place, width

EXTRA_LINE = 60
"""What a line more than needed costs, in squares of characters off balance."""
LINE_LIMIT = int(AREA_WIDTH * MM / FORMATS[Place.TITLE].size)
"""Full-width characters of the title's size that fit one line of the type area."""

ORGANIZATION_TAILS = re.compile(
    "(?:总工会|工会|联合会|委员会|办公[室厅]|政府|党委|公司|集团|协会|学院|大学|学校|医院|研究[院所]|银行|局|厅|处|部)$"
)
NAME_TAGS = frozenset({"ns", "nr", "nt", "nz", "nrt", "j"})
LINKS = frozenset({"l", "j", "b", "vn"})
"""Tags beside nouns that occur inside the name of an organization (有限责任 is one)."""
OPENERS, CLOSERS = "《〈“‘（〔【(", "》〉”’）〕】)，。、；：！？,;:·"
WEAK_STARTS = frozenset("的地得了着和与及或暨等上中下内们之以后前")
WEAK_ENDS = frozenset(("关于", "进一步", *"在对向从把被为以于和与及或暨的"))
QUOTED = re.compile(
    r"《[^《》]*》|“[^“”]*”|〔[^〔〕]*〕|（[^（）]*）|[0-9A-Za-z.,%·]+(?:年|月|日|号|届|次|个|名|周年)*"
)


@cache
def _terms() -> re.Pattern[str]:
    listed = resources.files(__package__).joinpath("title_terms.txt").read_text(encoding="utf-8")
    terms = [line for line in listed.splitlines() if line and not line.startswith("#")]
    return re.compile("|".join(re.escape(term) for term in sorted(terms, key=lambda term: (-len(term), term))))


def _name_end(tagged: list[tuple[str, str]], start: int) -> int:
    """Where the name of an organization that opens at a word ends: at the last tail that nouns lead to."""
    if not (tagged[start][1] in NAME_TAGS or ORGANIZATION_TAILS.search(tagged[start][0])):
        return start + 1
    end, length = start + 1, width(tagged[start][0])
    for at in range(start + 1, len(tagged)):
        word, tag = tagged[at]
        length += width(word)
        if length > LINE_LIMIT or not (tag.startswith("n") or tag in LINKS):
            break
        if ORGANIZATION_TAILS.search(word):
            end = at + 1
    return end


def _join_organizations(tagged: list[tuple[str, str]]) -> list[str]:
    """青海 | 省 | 总工会 | 办公室 stays one name: from a place or a proper name to the tail of an organization."""
    words: list[str] = []
    at = 0
    while at < len(tagged):
        end = _name_end(tagged, at)
        words.append("".join(word for word, _ in tagged[at:end]))
        at = end
    return words


def _segment(text: str) -> list[str]:
    """Words of a text without quotes or brackets: listed terms first, then the segmenter."""
    words: list[str] = []
    at = 0
    for found in _terms().finditer(text):
        words += _join_organizations(list(rjieba.tag(text[at : found.start()])))
        words.append(found.group())
        at = found.end()
    return words + _join_organizations(list(rjieba.tag(text[at:])))


def _fits_or_inner(word: str, limit: int) -> list[str]:
    """A quoted piece stays whole where a line can hold it; a longer one opens into its own words."""
    if width(word) <= limit:
        return [word]
    inner = _segment(word)
    return [part for piece in inner for part in (_slices(piece, limit) if width(piece) > limit else [piece])]


def _slices(word: str, limit: int) -> list[str]:
    return [word[at : at + limit] for at in range(0, len(word), limit)]


def _glue_marks(words: list[str]) -> list[str]:
    """A closing mark never opens a line, an opening one never ends it."""
    glued: list[str] = []
    for word in words:
        if glued and (word[0] in CLOSERS or glued[-1][-1] in OPENERS):
            glued[-1] += word
        else:
            glued.append(word)
    return glued


def words_of(title: str, limit: int = LINE_LIMIT) -> list[str]:
    """The pieces that a title may be broken between."""
    issuer, about, rest = title.partition("关于")
    if about and issuer and width(issuer) <= limit and not QUOTED.search(issuer):
        return [issuer, *words_of(about + rest, limit)]
    words: list[str] = []
    at = 0
    for found in QUOTED.finditer(title):
        words += _segment(title[at : found.start()]) + _fits_or_inner(found.group(), limit)
        at = found.end()
    words += _segment(title[at:])
    fitting = [part for word in words if word for part in _fits_or_inner(word, limit)]
    return _glue_marks(fitting)


def _break_cost(before: str, after: str) -> float:
    """How badly a line break between two words reads."""
    cost = 0.0
    if after in WEAK_STARTS:
        cost += 60
    if before in WEAK_ENDS:
        cost += 40
    if len(after) == 1 or len(before) == 1:
        cost += 6
    if after == "关于":
        cost -= 30
    return cost


def _best_breaks(words: list[str], count: int, limit: int) -> tuple[float, tuple[int, ...]] | None:
    """Cheapest way to set the words in exactly `count` lines: cost, and the index at which each line starts."""
    target = width("".join(words)) / count
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for line in range(count):
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, starts) in sorted(best.items()):
            length = 0.0
            for end in range(start + 1, len(words) + 1):
                length += width(words[end - 1])
                if length > limit:
                    break
                if (end == len(words)) != (line == count - 1):
                    continue
                step = (length - target) ** 2 + (_break_cost(words[end - 1], words[end]) if end < len(words) else 0)
                candidate = (cost + step, (*starts, start))
                if end not in reached or candidate < reached[end]:
                    reached[end] = candidate
        best = reached
    return best.get(len(words))


@lru_cache(maxsize=4096)
def title_lines(title: str) -> tuple[str, ...]:
    """Lines of a title: as few as fit, balanced, broken by sense between words.

    >>> title_lines("关于开展春季劳动竞赛的通知")
    ('关于开展春季劳动竞赛的通知',)
    """
    if width(title) <= LINE_LIMIT:
        return (title,)
    words = words_of(title)
    fewest = -int(-width(title) // LINE_LIMIT)
    found = []
    for count in range(fewest, len(words) + 1):
        choice = _best_breaks(words, count, LINE_LIMIT)
        if choice is not None:
            found.append((choice[0] + EXTRA_LINE * (count - fewest), choice[1]))
        if found and count > fewest + 1:
            break
    if not found:
        return tuple(_slices(title, LINE_LIMIT))
    _, starts = min(found)
    ends = (*starts[1:], len(words))
    return tuple("".join(words[start:end]) for start, end in zip(starts, ends, strict=True))
