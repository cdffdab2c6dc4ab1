# SPDX-License-Identifier: Apache-2.0
"""Clauses: how each part of a sentence between commas begins. Quotations and brackets are masked, offsets stay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from guantong.gongwen.read.words import any_of, either, vocabulary

_DATA = vocabulary("directive")
_MASKED = re.compile("“[^”]{0,300}”|《[^》]{0,200}》|[（(][^（）()]{0,600}[）)]")
_CLAUSE = re.compile("[^，,：:；;]+")
_ADVERB = any_of("directive", "adverbs")
_STRONG = either(set(_DATA["verbs"]) - set(_DATA["weak_verbs"]))
_WEAK = any_of("directive", "weak_verbs")
_WEAK_PAIR = either(word for word in _DATA["weak_verbs"] if len(word) > 1)
# A circumstance inside the clause before its verb: 在适当范围内进行通报, 按有关规定处理.
_TIME = (
    r"(?:(?:自|从)\d{1,2}月(?:份)?起[，,]?)?(?:(?:活动|整治|行动|培训|竞赛|实施|放假|值班|假期)?期间)?"
    r"(?:(?:到|至)?(?:(?:19|20)\d\d年|今年|明年|本年|年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:上旬|中旬|下旬)?(?:底|末|初)?(?:之?前|以前|起|内|，)?"
    r"|每(?:年|半年|季度?|个?月|周|两周|学期)(?:首月|末月)?[一二三四五六日末底]?(?:\d{1,2}[月日])*(?:\d{1,2}[时点])?(?:之?前|以前|底|末)?)"
)
_INSIDE = (
    "(?:(?:在|于|以|对|从|向|为|与|同|按照?|根据|依据|通过|围绕|紧扣|结合|针对|聚焦|把|将(?!严格|按|依|会|对|在|于|以|追究|取消|视|给予))[^，]{1,40}?"
    "(?:后|前|时|中|内|上|下|地|式|度|期间|之际|方面|精神|要求|规定|顺序|原则|实际|情况|等|主题|问题|区域|场所|领域|地区|环节|阶段|行业|城市))?"
)
# Bounded, so that a text of nothing but adverbs costs no more than another.
_LEAD = rf"(?:{_ADVERB}|地|、|，){{0,6}}"
# 完成率, 报名者 and 申报表 are nouns; so is 推荐名额 and a clause that ends in 的人员.
_NOT_NOUN = "(?![的了率额者人表方]|数(?!据)|量(?!化)|单位|[^，]{0,14}(?:时间|名额)$|[^，]*的[一-鿿]{0,6}[员者人生师]$)"
_IMPERATIVE = re.compile(rf"{_TIME}{_LEAD}{_INSIDE}{_LEAD}(?P<verb>{_STRONG}){_NOT_NOUN}")
_IMPERATIVE_WEAK = re.compile(
    rf"{_TIME}(?:{_ADVERB}|地|、){{1,6}}(?P<verb>{_WEAK}){_NOT_NOUN}|(?P<bare>{_WEAK_PAIR}){_NOT_NOUN}(?!工作|活动|中|后)"
)
_DISPOSAL = re.compile(
    rf"{_TIME}(?:{_ADVERB}|地){{0,6}}(?:把|将)"
    "(?!严格|按照|追究|给予|予以|视情|依法|纳入考核|作为考核|于|会|要|在|以|对|由|是|有|继续|适时|组织|组成|取消|择优|根据|按|依|视|通过|另|作为|为|统一)"
)
_PREPOSITION = re.compile(rf"(?:{_ADVERB}){{0,6}}{any_of('directive', 'prepositions')}")
_PURPOSE = re.compile("(?:为|为了)(?!民|期|主|准|重点|抓手|载体|契机|核心|基础|依据|各|广大)")
_COPULA = re.compile(
    rf"(?:{_ADVERB}){{0,6}}(?:既|就|主要|正|也|更|都|均)?(?:是|为)(?!了|期|民|切)|"
    "[^，]{2,20}(?<![就但只还凡若可而或总老国别其])是(?!否|指导)[^，]"
)
_CONDITIONAL = re.compile("如(?!实|期|下)|若|如果|倘若|假如")
_WHEN = re.compile("(?:后|时|前|期间|之际|中|下|上|内)$")
_FOUR = re.compile("[一-鿿]{4}地?")


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a sentence between commas: `verb` holds the opening up to the verb of instruction, "" without one."""

    text: str
    start: int
    end: int
    verb: str
    is_nominal: bool
    is_purpose: bool
    is_copula: bool
    is_conditional: bool


def masked(text: str, kept: int = 0) -> str:
    """The text with quotations, titles and brackets of more than `kept` characters blanked, character for character."""
    return _MASKED.sub(
        lambda match: match[0] if len(match[0]) <= kept else match[0][0] + "〇" * (len(match[0]) - 2) + match[0][-1],
        text,
    )


def clauses_of(text: str) -> list[Clause]:
    """The clauses of a masked sentence."""
    found: list[Clause] = []
    in_purpose = False
    for match in _CLAUSE.finditer(text):
        clause = match[0].strip()
        if not clause:
            continue
        verb = opening_verb(clause)
        opens_purpose = _PURPOSE.match(clause) is not None
        in_purpose = opens_purpose
        start = match.start() + match[0].index(clause)
        found.append(
            Clause(
                clause,
                start,
                start + len(clause),
                verb,
                not verb and _is_nominal(clause),
                in_purpose,
                _COPULA.match(clause) is not None,
                _CONDITIONAL.match(clause) is not None,
            )
        )
    return found


@lru_cache(maxsize=2048)
def opening_verb(clause: str) -> str:
    """The opening of a clause up to its verb of instruction."""
    match = _IMPERATIVE.match(clause) or _IMPERATIVE_WEAK.match(clause) or _DISPOSAL.match(clause)
    if match:
        return match[0]
    adverbial = _FOUR.match(clause)
    if adverbial and len(clause) > adverbial.end() + 3:
        tags = rjieba.tag(clause[:8])
        if tags[0][1] in ("d", "ad", "l", "i", "z") and (match := _IMPERATIVE.match(clause, adverbial.end())):
            return clause[: match.end()]
    return ""


def _is_nominal(clause: str) -> bool:
    """Whether a clause begins with a noun, so that what follows speaks about it."""
    if _PREPOSITION.match(clause) or _WHEN.search(clause):
        return False
    tags = rjieba.tag(clause[:10])
    return bool(tags) and tags[0][1] in ("n", "nr", "ns", "nt", "nz", "r", "nrt", "s", "b", "an")
