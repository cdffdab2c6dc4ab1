# SPDX-License-Identifier: Apache-2.0
"""The role of a sentence: does it tell its readers to do something, and by which words.

Evidence is collected, for and against, from the vocabulary in `data/directive.toml`; each piece has a name that a
person can read. The order of the checks is the order of `docs/reading.md`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from guantong.gongwen.model import Role
from guantong.gongwen.read.bodies import Subject, subject_of
from guantong.gongwen.read.clauses import Clause, clauses_of, masked, opening_verb
from guantong.gongwen.read.tidy import normal
from guantong.gongwen.read.words import any_of, vocabulary

_DATA = vocabulary("directive")
_MODAL = re.compile(
    rf"(?<![{_DATA['modal_before']}])要(?![{_DATA['modal_after']}])|"
    rf"(?<![{_DATA['should_before']}])应(?![{_DATA['should_after']}])|"
    r"(?<![如不无若急亟])需要?(?![求方])|(?<![申邀聘提])请(?![求示假柬客教])|"
    r"必须(?![^，。]{1,8}的)|(?<!必)须(?!知)|" + any_of("directive", "strict") + r"|限(?:报|投|\d)"
)
_STRICT = re.compile(any_of("directive", "strict") + r"|须(?!知)|(?<![申邀聘提])请(?![求示假柬客教])|均[应需须]")
_AUTHORITY = re.compile(
    any_of("directive", "speakers") + r"[^。；]{0,40}?" + any_of("directive", "authorities") + "(?!的)"
)
_PAST = re.compile(r"(?<!\d)" + any_of("directive", "past"))
_ANNOUNCING = re.compile(any_of("directive", "announcing"))
_FACT = re.compile(any_of("directive", "facts") + r"|具有[^，。]{0,30}意义|由[^，。]{2,60}(?:举办|主办|承办|协办)")
_MANNER = re.compile(r"^采[用取][^，。]{0,24}(?:形式|方式|办法|制)(?:开展|进行|实施)?$")
_LABELLED = re.compile(r"^[^，。：:；]{2,12}[：:][^，。；]{0,40}$")
_QUALITY = re.compile("具有|具备|年满|热爱|拥护|品行|身体健康|业绩|作风|工作满|周岁|学历|职称|为人|表现")
_PERMISSION = re.compile(
    any_of("directive", "permissions")
    + r"|(?<![不认许宁])可(?=[一-鿿])(?!持续|靠|行|能|见|操作|视|比|信|控|喜|贵|复制)"
)
# 有残疾人员的提供残疾证复印件: whom the condition fits must hand in.
_CASE = re.compile(r"^[^，。；]{2,30}的[，]?(?:提供|提交|出具|填写|填报|报送|附上|出示|携带)(?!的)")
_SENDING = re.compile(
    any_of("directive", "papers")
    + r"[^，。；]{0,24}?"
    + any_of("directive", "sending")
    + "(?![展现生挥布放扬票给我表明名告销刊考道出]|[送寄]?(?:地址|时间|方式|对象|单位|要求|邮箱|内容|名额))"
)
_CHARGE = re.compile(
    "^[（(](?:[^（）()]|[（(][^（）()]*[）)])*(?:牵头|负责|配合|落实)[）)]。?$|"
    "^[（(]?(?:责任|牵头|配合|负责|落实)(?:单位|部门|科室|处室|领导|人)[：:]"
)
# 到2025年底，全省开展竞赛不少于30项: a target set for the readers.
_TARGET = re.compile(
    r"^(?:力争|确保|争取)?(?:到|至)?(?:20\d\d年|今年|本年|年|\d+月)[^，。]{0,8}[，,]?.*"
    "(?:不少于|不低于|达到|以上|全覆盖|以内|实现)|^力争|"
    r"(?:率|比例|面|占比|人数|数量)[^，。]{0,12}(?:保持在|达到|提高到|不低于|不少于|控制在|稳定在)[^，。]{0,6}\d"
)
# The marker of an item inside a paragraph is no part of its order.
_ITEM = re.compile(
    r"^(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]，|[①-⑳]|（\d{1,2}）|\d{1,2}[.．、](?!\d)|注：|备注：)"
)
_SHORT_HEADING = 8
_CRITERIA = re.compile(f"{any_of('directive', 'criteria_headings')}(?:$|[（(及和与、])")
_DUTIES = re.compile(any_of("directive", "duty_headings"))
_REPORTING = re.compile(r"(?:报送?|上报|报告|反馈|备案|报备|提交|报至)(?![名纸刊社考销])")
# An appeal opens with its spirit (要坚持…) and names nothing that could be counted or handed in.
_OPENING = 22
_CONCRETE = re.compile(r"\d|举办|组织|开展|制定|建立|成立|走访|推荐|评选|培训|活动|清单|台账|方案|不得|必须")
_EXHORTING = re.compile(
    "坚持|弘扬|深刻|充分认识|高度重视|树立|增强|牢固|自觉|争做|争当|践行|传承|凝聚|激励|引导|引领|以.{2,20}为指导"
)
_OWN = re.compile(
    "将(?:于|会|组织|组成|对|在|以|根据|按|适时|择优|视|通过|取消|为|从|定期|不定期|进行|另行|予以|统一|结合|安排|给予|开展|联合|成立|建立|继续|举办|举行|召开|派出|会同|邀请|不再|采取|采用|加强|加大|进一步|全面|及时|严格|认真|利用)|"
    "(?:已|现)(?:于|启用|开通|将|决定|研究|制定|印发)|决定|拟"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a sentence stands: what its section is about, and whether it opens the document."""

    is_opening: bool = False
    is_criteria: bool = False
    is_row: bool = False
    is_task: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The role of a sentence and the rules that spoke, for a person to read."""

    role: Role
    why: tuple[str, ...]

    @property
    def is_directive(self) -> bool:
        return self.role in (Role.DUTY, Role.EXHORTATION, Role.REPORTING)


@lru_cache(maxsize=2048)
def is_criteria(headings: tuple[str, ...]) -> bool:
    """Whether a section sets criteria, prizes or ways of counting; the nearest heading that says so decides."""
    for heading in headings:
        if _DUTIES.search(heading) or (len(heading) > _SHORT_HEADING and opening_verb(heading)):
            return False
        if _CRITERIA.search(heading):
            return True
    return False


def role_of(text: str, setting: Setting) -> Verdict:
    """The role of one sentence."""
    text = _ITEM.sub("", normal(text))
    if setting.is_row and not setting.is_task and not _STRICT.search(text):
        return Verdict(Role.INFORMATION, ("表格中的内容",))
    plain = masked(text).rstrip("。；！？;!?")
    clauses = clauses_of(plain)
    if _CHARGE.match(text):
        return Verdict(Role.INFORMATION, ("分工说明",))
    if not clauses or (plain.endswith("：") and len(plain) <= 12):
        return Verdict(Role.INFORMATION, ("只是标签",))
    modal = _modal(text, plain, clauses)
    for check in (_by_task, _told, _by_modal, _by_subject, _by_sending, _by_target, _by_imperative):
        verdict = check(plain, clauses, modal, setting)
        if verdict is not None:
            return _refined(verdict, text)
    return _without_order(plain, setting)


def _modal(text: str, plain: str, clauses: Sequence[Clause]) -> re.Match[str] | None:
    """The first modal word outside conditions (如需…) and quotations; inside brackets only a strict one counts."""
    for clause in clauses:
        match = None if clause.is_conditional and len(clauses) > 1 else _MODAL.search(plain, clause.start, clause.end)
        if match and not re.match("[^，。]{0,20}的可以?", plain[match.end() :]):
            return match
    return _STRICT.search(text) if re.search("[（(]", text) else None


def _refined(verdict: Verdict, text: str) -> Verdict:
    if verdict.role is not Role.DUTY:
        return verdict
    if _REPORTING.search(text):
        return Verdict(Role.REPORTING, (*verdict.why, "要求报送"))
    exhorting = _EXHORTING.search(text, 0, _OPENING)
    if exhorting and not _CONCRETE.search(text):
        return Verdict(Role.EXHORTATION, (*verdict.why, "倡导性用语"))
    return verdict


def _without_order(text: str, setting: Setting) -> Verdict:
    if _PERMISSION.search(text):
        return Verdict(Role.PERMISSION, ("只说可以",))
    if setting.is_criteria:
        return Verdict(Role.CONDITION, ("所在部分讲条件、标准或奖励",))
    return Verdict(Role.INFORMATION, ("没有要求性用语",))


def _by_task(text: str, clauses: Sequence[Clause], modal: re.Match[str] | None, setting: Setting) -> Verdict | None:
    return Verdict(Role.DUTY, ("任务表中的一项",)) if setting.is_task else None


def _by_target(text: str, clauses: Sequence[Clause], modal: re.Match[str] | None, setting: Setting) -> Verdict | None:
    if setting.is_criteria or setting.is_opening or not _TARGET.search(text):
        return None
    return Verdict(Role.DUTY, ("到期要达到的目标",))


def _told(text: str, clauses: Sequence[Clause], modal: re.Match[str] | None, setting: Setting) -> Verdict | None:
    """Words of others, the past, labels, and the document's announcement of itself."""
    authority = _AUTHORITY.search(text)
    if authority and (modal is None or authority.start() < modal.start()) and not clauses[0].verb:
        return Verdict(Role.INFORMATION, ("转述他人的话",))
    if modal is None and (past := _PAST.search(text)):
        return Verdict(Role.INFORMATION, (f"叙述已有情况“{past[0]}”",))
    if modal is None and _LABELLED.match(text) and not _SENDING.search(text):
        return Verdict(Role.INFORMATION, ("标签和内容",))
    announcing = _ANNOUNCING.search(text)
    if announcing and (modal is None or (text.endswith("如下") and modal[0] != "请")):
        return Verdict(Role.INFORMATION, (f"引出下文“{announcing[0]}”",))
    return None


def _by_modal(text: str, clauses: Sequence[Clause], modal: re.Match[str] | None, setting: Setting) -> Verdict | None:
    if modal is None:
        return None
    if setting.is_criteria and _QUALITY.search(text) and not _STRICT.search(text):
        return Verdict(Role.CONDITION, ("所在部分讲条件、标准或奖励",))
    return Verdict(Role.DUTY, (f"含有“{modal[0]}”",))


def _by_subject(text: str, clauses: Sequence[Clause], modal: re.Match[str] | None, setting: Setting) -> Verdict | None:
    """Somebody is named at the head of a clause and a verb follows (各支部提交1份调研报告)."""
    if setting.is_criteria or _FACT.search(text) or any(clause.is_copula for clause in clauses):
        return None
    for clause in clauses:
        subject = subject_of(clause.text)
        if subject is None:
            continue
        rest = clause.text[subject.end :]
        if _is_own_act(rest, subject):
            if clause is clauses[0] and not any(subject_of(other.text) for other in clauses[1:]):
                return Verdict(Role.INFORMATION, ("发文机关自己的工作",))
            continue
        if not _PERMISSION.search(rest[:4]) and _acts(rest):
            return Verdict(Role.DUTY, (f"指明由“{clause.text[subject.start : subject.end]}”去做",))
    return None


def _is_own_act(rest: str, subject: Subject) -> bool:
    """An organ without 各 that 将 do something announces its own act."""
    return not subject.is_general and bool(_OWN.match(rest))


def _acts(rest: str) -> bool:
    """Whether what follows a subject is a verb phrase."""
    return not rest.startswith(
        ("的", "、", "和", "是", "为", "在内", "等", "已", "或", "及其", "与")
    ) and not re.search("了|过$", rest)


def _by_sending(text: str, clauses: Sequence[Clause], modal: re.Match[str] | None, setting: Setting) -> Verdict | None:
    match = _CASE.match(text) or _SENDING.search(text)
    if match is None or setting.is_criteria or re.search("经|已|将由|分为", text[: match.start()]):
        return None
    return Verdict(Role.DUTY, (f"要求送交“{match[0]}”",))


def _by_imperative(
    text: str, clauses: Sequence[Clause], modal: re.Match[str] | None, setting: Setting
) -> Verdict | None:
    """A clause that opens with a verb of instruction, no subject before it."""
    if setting.is_criteria or setting.is_opening or _FACT.search(text):
        return None
    if any(clause.is_copula for clause in clauses[:2]) or (len(clauses) == 1 and _MANNER.match(text)):
        return None
    for clause in clauses:
        if clause.verb and not clause.is_purpose:
            return Verdict(Role.DUTY, (f"以“{clause.verb}”起句",))
        if clause.is_nominal:
            return None
    return None
