# SPDX-License-Identifier: Apache-2.0
"""What stands inside sentences beside the order itself: who reports to whom, and quoted short names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guantong.gongwen.model import Abbreviation, ReportingDuty, Requirement, Sentence
from guantong.gongwen.read.words import any_of

_RECEIVER = re.compile(
    r"(?:报送?|上报|报告|报备|反馈|提交|报至|报到|发送|发|交|寄|备案|汇总)(?:至|到|给|送|送至|向)?(?P<to>[一-鿿A-Za-z（）()×]{2,24}?"
    rf"(?:{any_of('bodies', 'organs')}|老师|同志|邮箱|处))(?=[，。；、（(：:]|$|审|备|汇总)"
)
_TO = re.compile(rf"[向](?P<to>[一-鿿]{{2,24}}?{any_of('bodies', 'organs')})(?:报|提交|备案|反馈)")
_WHEN = re.compile(r"及时|随时|立即|尽快|第一时间|按时|定期|每[年月周日季][^，。；]{0,10}?(?=报|将|向)|按[月季年周]度?")
_ABOUT = re.compile(r"将(?P<about>[^，。；]{2,60}?)(?:于|在|及时|按时|报|上报|提交|反馈|分别|统一|一并|[一二]〇|\d)")
_TERM = re.compile("“(?P<term>[^“”]{2,12})”")
_COUNTED = re.compile(
    r"^[一二三四五六七八九十两两百\d]+[^，。；、]{1,6}$|^[^，。；、]{0,4}[一二三四五六七八九十\d][^，。；、]{0,6}$"
)
_EXPLAINS = "即|指|是指|包括|分别是|分别为|：|——|进"


def reporting_duties(
    requirements: Sequence[Requirement], addressees: tuple[str, ...], issuer: str
) -> list[ReportingDuty]:
    """For each requirement that asks for a report: who, to whom, when, about what.

    Where the sentence does not say, those addressed report to the issuer.
    """
    duties = []
    for item in requirements:
        if not item.is_reporting:
            continue
        receiver = _RECEIVER.search(item.text) or _TO.search(item.text)
        when, about = _WHEN.search(item.text), _ABOUT.search(item.text)
        duties.append(
            ReportingDuty(
                span=item.span,
                text=item.text,
                reporters=item.bodies or addressees,
                receiver=receiver["to"] if receiver else issuer,
                when=item.recurs or (when[0] if when else ""),
                about=about["about"] if about else "",
                due=item.due,
            )
        )
    return duties


def abbreviations_in(sentences: Sequence[Sentence]) -> list[Abbreviation]:
    """Quoted short names with a number in them (“八进”), once each, with the sentence that spells them out."""
    found: dict[str, Abbreviation] = {}
    for index, sentence in enumerate(sentences):
        for match in _TERM.finditer(sentence.text):
            term = match["term"]
            if term in found or not _COUNTED.match(term):
                continue
            span = type(sentence.span)(
                sentence.span.start + match.start("term"), sentence.span.start + match.end("term")
            )
            found[term] = Abbreviation(term, span, None)
            explained = _explanation(term, sentences, index)
            if explained is not None:
                found[term] = Abbreviation(term, span, explained.span)
    return list(found.values())


def _explanation(term: str, sentences: Sequence[Sentence], index: int) -> Sentence | None:
    """The sentence that says what the term stands for: here or next, after 即 or as a series of as many items."""
    spoken = re.compile(rf"“{re.escape(term)}”[^。；]{{0,8}}(?:{_EXPLAINS})")
    for sentence in sentences[index : index + 2]:
        if spoken.search(sentence.text):
            return sentence
    stem = term[-1]
    for sentence in sentences[index : index + 2]:
        if sentence.text.count(stem) >= 3 and f"“{term}”" not in sentence.text:
            return sentence
    return None
