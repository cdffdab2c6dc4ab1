# SPDX-License-Identifier: Apache-2.0
"""The role of a sentence: does it tell its readers to do something, and by which words.

Evidence is collected, for and against, from the vocabulary in `data/directive.toml`; each piece has a name that a
person can read. The order of the checks is the order of `docs/reading.md`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from guantong.gongwen.model import Role
from guantong.gongwen.read.bodies import Subject, subject_of
from guantong.gongwen.read.words import any_of, either, vocabulary

_DATA = vocabulary("directive")
_MODAL = re.compile(
    rf"(?<![{_DATA['modal_before']}])要(?![{_DATA['modal_after']}])|"
    rf"(?<![{_DATA['should_before']}])应(?![{_DATA['should_after']}])|"
    r"需要?(?![求方])|(?<![申邀聘提])请(?![求示假柬客教])|" + any_of("directive", "strict") + r"|限(?:报|投|\d)"
)
_STRICT = re.compile(any_of("directive", "strict") + r"|(?<![申邀聘提])请(?![求示假柬客教])|均[应需须]")
_QUOTED = re.compile("“[^”]*”|《[^》]*》|[（(][^（）()]*[）)]")
_CLAUSE = re.compile("[，,：:]")
_ADVERB = any_of("directive", "adverbs")
_STRONG = either(set(_DATA["verbs"]) - set(_DATA["weak_verbs"]))
_WEAK = either(_DATA["weak_verbs"])
_IN_CLAUSE = r"(?:(?:在|于|以|对|从|向|为|与|同|按照?|根据|通过|围绕|结合|将|把)[^，]{1,40}?(?:后|前|时|中|内|上|下|地|式|度|期间|之前|之后|之际|方面|精神|要求|规定|顺序|原则|实际|情况))?"
_IMPERATIVE = re.compile(rf"^(?:{_ADVERB}|地|、)*{_IN_CLAUSE}(?:{_ADVERB}|地|、)*(?P<verb>{_STRONG})(?!的|了)")
_IMPERATIVE_WEAK = re.compile(
    rf"^(?:{_ADVERB}|地|、)+(?P<verb>{_WEAK})(?!的|了)|^(?P<bare>{_WEAK})(?!的|了|工作|活动|中|后)"
)
_DISPOSAL = re.compile(
    rf"^(?:{_ADVERB}|地)*(?:把|将)(?!于|会|要|在|以|对|由|是|有|继续|适时|组织|组成|取消|择优|根据|按|依|视|通过|另)"
)
_PREPOSITION = re.compile(rf"^(?:{_ADVERB})*{any_of('directive', 'prepositions')}")
_PURPOSE = re.compile("^(?:为|为了)(?!民|期|主|准|重点|抓手|载体|契机|核心|基础|依据)")
_AUTHORITY = re.compile(any_of("directive", "authorities"))
_PAST = re.compile(any_of("directive", "past"))
_ANNOUNCING = re.compile(any_of("directive", "announcing"))
_FACT = re.compile(any_of("directive", "facts"))
_COPULA = re.compile(
    rf"^(?:{_ADVERB})*(?:既|就|主要|正|也|更|都|均)?(?:是|为)(?!了|期|民)|[^，]{{2,20}}(?<![就但只还凡若可而或总老国])是(?!否|指导)[^，]"
)
_PERMISSION = re.compile(
    any_of("directive", "permissions") + r"|可(?=[一-鿿])(?!持续|靠|行|能|见|操作|视|比|信|控|喜|贵|复制)"
)
_SENDING = re.compile(
    any_of("directive", "papers")
    + r"[^，。；]{0,24}?"
    + any_of("directive", "sending")
    + r"(?![展现生挥布放扬票给我表明名告销刊考])"
)
_CRITERIA = re.compile(any_of("directive", "criteria_headings"))
_DUTIES = re.compile(any_of("directive", "duty_headings"))
_REPORTING = re.compile(r"(?:报送?|上报|报告|反馈|备案|报备|提交|报至)(?![名纸刊社考销])")
_EXHORTING = re.compile(
    "坚持|弘扬|深刻|充分认识|高度重视|树立|增强|牢固|自觉|争做|争当|践行|传承|凝聚|激励|引导|引领|以.{2,20}为指导"
)
_OWN = re.compile(
    "将(?:于|会|组织|组成|对|在|以|根据|按|适时|择优|视|通过|取消|为|从|定期|不定期|进行|另行|予以|统一|结合|安排|给予|开展|联合|成立|建立)"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a sentence stands: what its section is about, and whether it opens the document."""

    is_opening: bool = False
    is_criteria: bool = False
    is_row: bool = False
    is_annex: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The role of a sentence and the rules that spoke, for a person to read."""

    role: Role
    why: tuple[str, ...]

    @property
    def is_directive(self) -> bool:
        return self.role in (Role.DUTY, Role.EXHORTATION, Role.REPORTING)


@lru_cache(maxsize=2048)
def is_criteria_heading(heading: str) -> bool:
    """Whether a section under this heading sets criteria, prizes or ways of counting."""
    return bool(_CRITERIA.search(heading)) and not _DUTIES.search(heading)


def role_of(text: str, setting: Setting) -> Verdict:
    """The role of one sentence."""
    masked = _QUOTED.sub(lambda match: "“" + "〇" * (len(match[0]) - 2) + "”", text)
    clauses = [clause for clause in _CLAUSE.split(masked.rstrip("。；！？;!?")) if clause]
    if not clauses:
        return Verdict(Role.INFORMATION, ("没有内容",))
    modal = _MODAL.search(masked) or (_STRICT.search(text) if "（" in text else None)
    for check in (_told, _by_modal, _by_subject, _by_sending, _by_imperative):
        verdict = check(masked, clauses, modal, setting)
        if verdict is not None:
            return _refined(verdict, text)
    return _without_order(masked, setting)


def _refined(verdict: Verdict, text: str) -> Verdict:
    if verdict.role is not Role.DUTY:
        return verdict
    if _REPORTING.search(text):
        return Verdict(Role.REPORTING, (*verdict.why, "要求报送"))
    if _EXHORTING.search(text) and not re.search(r"\d", text):
        return Verdict(Role.EXHORTATION, (*verdict.why, "倡导性用语"))
    return verdict


def _without_order(text: str, setting: Setting) -> Verdict:
    if _PERMISSION.search(text):
        return Verdict(Role.PERMISSION, ("只说可以",))
    if setting.is_criteria:
        return Verdict(Role.CONDITION, ("所在部分讲条件、标准或奖励",))
    return Verdict(Role.INFORMATION, ("没有要求性用语",))


def _told(text: str, clauses: list[str], modal: re.Match[str] | None, setting: Setting) -> Verdict | None:
    """Words of others, the past, and the document's announcement of itself."""
    authority = _AUTHORITY.search(text)
    if authority and (modal is None or authority.start() < modal.start()) and not _IMPERATIVE.match(clauses[0]):
        return Verdict(Role.INFORMATION, (f"转述“{authority[0]}”的内容",))
    if setting.is_row and not _STRICT.search(text):
        return Verdict(Role.INFORMATION, ("表格中的内容",))
    if modal is None and (past := _PAST.search(text)):
        return Verdict(Role.INFORMATION, (f"叙述已有情况“{past[0]}”",))
    announcing = _ANNOUNCING.search(text)
    if announcing and (modal is None or modal[0] not in ("请", "望", "要", "须") or modal.start() < announcing.start()):
        return Verdict(Role.INFORMATION, (f"引出下文“{announcing[0]}”",))
    return None


def _by_modal(text: str, clauses: list[str], modal: re.Match[str] | None, setting: Setting) -> Verdict | None:
    if modal is None:
        return None
    return Verdict(Role.DUTY, (f"含有“{modal[0]}”",))


def _by_subject(text: str, clauses: list[str], modal: re.Match[str] | None, setting: Setting) -> Verdict | None:
    """Somebody is named at the head of a clause and a verb follows (各支部提交1份调研报告)."""
    if setting.is_criteria or _FACT.search(text):
        return None
    for clause in clauses:
        subject = subject_of(clause)
        if subject is None:
            continue
        if _is_own_act(clause, subject) or _PERMISSION.match(clause[subject.end :]) or not _acts(clause[subject.end :]):
            continue
        if any(_COPULA.match(other) for other in clauses):
            return None
        return Verdict(Role.DUTY, (f"指明由“{clause[subject.start : subject.end]}”去做",))
    return None


def _is_own_act(clause: str, subject: Subject) -> bool:
    """An organ without 各 that 将 do something announces its own act."""
    return not subject.is_general and bool(_OWN.match(clause[subject.end :]))


def _acts(rest: str) -> bool:
    """Whether what follows a subject is a verb phrase, or nothing (the verb comes in the next clause)."""
    return not rest.startswith(("的", "、", "和", "是", "为", "在内", "等", "已", "或", "及", "与")) and not re.search(
        "了|过$", rest
    )


def _by_sending(text: str, clauses: list[str], modal: re.Match[str] | None, setting: Setting) -> Verdict | None:
    match = _SENDING.search(text)
    if match is None or setting.is_criteria or re.search("经|已|将由|分为", text[: match.start()]):
        return None
    return Verdict(Role.DUTY, (f"要求送交“{match[0]}”",))


def _by_imperative(text: str, clauses: list[str], modal: re.Match[str] | None, setting: Setting) -> Verdict | None:
    """A clause that opens with a verb of instruction, no subject before it."""
    if setting.is_criteria or setting.is_opening or _FACT.search(text):
        return None
    purpose = _PURPOSE.match(clauses[0]) is not None
    if any(_COPULA.match(clause) for clause in clauses[:2]):
        return None
    for index, clause in enumerate(clauses):
        match = _IMPERATIVE.match(clause) or _IMPERATIVE_WEAK.match(clause) or _DISPOSAL.match(clause)
        if match and not (purpose and index == 0):
            return Verdict(Role.DUTY, (f"以“{match[0]}”起句",))
        if not _PREPOSITION.match(clause) and not match and index >= 2:
            return None
    return None
