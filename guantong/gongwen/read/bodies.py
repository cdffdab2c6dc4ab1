# SPDX-License-Identifier: Apache-2.0
"""Bodies: who is named as the one to act, at the head of a clause, after 由 and 请, or behind a label (责任单位：…)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from guantong.gongwen.read.words import any_of, either, vocabulary

_END = re.compile(rf"{any_of('bodies', 'organs', 'people')}(?:[（(“][^（）()“”]{{0,30}}[）)”])?")
_ORGAN_END = re.compile(f"{any_of('bodies', 'organs')}(?:[（(][^（）()]*[）)])?$")
_OPENER = re.compile(any_of("bodies", "openers"))
_TIME = (
    r"(?:(?:每年|每月|每季度|每周|今年|明年|本年度|本学期|本月|(?:19|20)\d\d年(?:度)?)?"
    r"[\d一二三四五六七八九十上中下旬月日号年前后底初至到－—~～\-\s]{0,24}(?:前|底|后|期间|之前|以前|起|内|日|旬|止|末))?"
)
_LEAD = re.compile(
    rf"(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]，|[①-⑳]|（\\d{{1,2}}）)?(?:同时|此外|另外|其中|在此基础上|因此|为此|特别是|尤其是|对此|届时|期间|即日起|原则上|凡|如|若)?{_TIME}[，,]?"
    r"(?P<by>由|请|希望|望|敬请|恳请|务请|经)?"
)
# A name holds none of these; where one comes first, the clause has no subject at its head.
_NOT_IN_NAME = re.compile(
    "^(?:可|没有|无|是|如|若|不|某|符合)|可(?!靠)|由|允许|实现|选送|提交|提供|一名|[两一]位|要|应当|必须|不得|^[把对将于按从为以与向在]|按照|根据|通过(?!审)|[^“”]是|为[^主]|使|让|请|已|并|也|不(?!同)|从(?!业|事)|^[须应需请]|结合|作为|利用|[给了着]|围绕|针对|依托|借助|各自"
    "|进一步|认真|切实|积极|充分|加强|做好|开展|推动|组织(?=[^部织者单机内、和及委方]{2})|关心|关爱|服务(?=[^中单机平公部有站处]{2})|提高|引导|动员|坚持|建立|完善|落实|健全|报送|深入"
)
_DIRECTIVE = vocabulary("directive")
# 引领广大职工 is a verb with its object; 承办单位 is a name.
_VERB_OPENS = re.compile(
    either(set(_DIRECTIVE["verbs"]) - set(_DIRECTIVE["weak_verbs"]))
    + r"(?!(?:服务|管理|工作)?(?:单位|部门|机构|企业|学校|人员|小组|组|方|者|人|局|厅|部|处|中心|委员会|员))"
)
_ADVERB_OPENS = re.compile(any_of("directive", "adverbs"))
# In 团委留存团费的比例不得 the share is spoken of, not the body.
_OF_BODY = re.compile("[^，]{1,14}的[一-鿿]{2,4}(?:不得|应|要|须|必须|为|是)")
# 有需要并符合条件的教工: a group described rather than named.
_WHOEVER = re.compile(f"(?!对|为|由于|按照|根据|在)[^，]{{2,30}}的{any_of('bodies', 'people')}$")
_ACT = re.compile(
    r"(?:"
    + either(
        [
            *_DIRECTIVE["verbs"],
            *_DIRECTIVE["adverbs"],
            *_DIRECTIVE["prepositions"],
            *_DIRECTIVE["strict"],
            *vocabulary("bodies")["acts"],
        ]
    )
    + r"|(?:要|应|需|可|将|把|均|都|也|每|听|选|只|限|再|会(?!员|议|计)))"
)
# 申报表 and 提供材料 after a noun are things, not acts.
_THING = re.compile("..(?:表(?![彰态决扬])|书(?![面写])|单(?![独位])|证(?!明)|率|数(?!据)|额|费|档(?!案))")
_SURE_ACT = re.compile("要|应|须|需|请|将|把|对|于|按|必须|不得|负责|根据|结合|可|$")
_NO_VERB = re.compile(
    r"的|等的|方面|之间|之一|工作|活动|中(?!旬)|内|上(?!报|交|传)|下(?!发|达)|里|建设|精神|管理(?!好)|服务(?!好)|制度|文化|身份|作用|队伍|情况|意识|素质|代表大会|[:：]|和|及(?!时)|与|、|或|教育|培训|发展|宣传(?!好)|学习(?=[^，贯领传]{0,3}$)|以上|以下|以内|以外|创新"
)
_LABEL = re.compile(
    rf"{any_of('bodies', 'labels')}\s*[：:]\s*(?P<names>(?:[^。；;：:\n（）()]|[（(][^（）()]{{1,12}}[）)]){{2,200}})"
)
_CHARGED = re.compile(
    r"[（(](?P<names>(?:[^（）()]|[（(][^（）()]{1,12}[）)]){2,200}?)(?:按职责分工)?(?:分别)?(?P<act>牵头|负责|配合|落实)(?!单位|部门|科室|处室|领导|人)(?=[，；、）)]|等|按)(?P<more>(?:[^（）()]|[（(][^（）()]{1,12}[）)])*)[）)]"
)
_FARTHEST = 70


@dataclass(frozen=True, slots=True)
class Subject:
    """Where the named group stands in a clause; general where it speaks of all of a kind (各, 每, 全体)."""

    start: int
    end: int
    is_general: bool


@lru_cache(maxsize=2048)
def subject_of(clause: str) -> Subject | None:
    """The group named at the head of a clause as the one that acts."""
    lead = _LEAD.match(clause)
    start = lead.end() if lead else 0
    if lead is not None and lead["by"] == "经":
        return None
    if _VERB_OPENS.match(clause, start) or _ADVERB_OPENS.match(clause, start):
        return None
    for match in _END.finditer(clause, start, min(len(clause), start + _FARTHEST)):
        end = match.end()
        wrong = _NOT_IN_NAME.search(clause, start, end)
        if wrong is not None and wrong.start() < match.start():
            return None
        if _can_act(clause, end, is_called=bool(lead and lead["by"])) and not _NO_VERB.match(clause, end):
            if _OF_BODY.match(clause, end):
                return None
            end = _longer(clause, end)
            return Subject(start, end, bool(_OPENER.match(clause, start)))
    return None


def _can_act(clause: str, end: int, *, is_called: bool) -> bool:
    """Whether an act follows; after 请 and 由 the name may also end the clause (请市产业工会，市直部门…)."""
    if end == len(clause):
        return is_called
    return bool(_ACT.match(clause, end)) and not _THING.match(clause, end)


def name_alone(clause: str) -> bool:
    """Whether a clause is nothing but names, so that the act comes in the next one (各市总工会，省直工会将…)."""
    lead = _LEAD.match(clause)
    start = lead.end() if lead else 0
    if _WHOEVER.match(clause):
        return True
    if _VERB_OPENS.match(clause, start) or _ADVERB_OPENS.match(clause, start) or len(clause) > _FARTHEST:
        return False
    ends = [match.end() for match in _END.finditer(clause, start)]
    return bool(ends) and ends[-1] == len(clause) and not _NOT_IN_NAME.search(clause, start)


def _longer(clause: str, end: int) -> int:
    """工会|组织 before 要 is one name, not a verb."""
    match = _END.match(clause, end)
    return match.end() if match and _SURE_ACT.match(clause, match.end()) and match.end() < len(clause) else end


def split_names(text: str) -> list[str]:
    """The names in a list, split at 、 and ， outside brackets; words that are no name are left out."""
    names, depth, start = [], 0, 0
    for index, char in enumerate(text):
        depth += (char in "（(“") - (char in "）)”")
        if depth <= 0 and char in "、，,；;":
            names.append(text[start:index])
            start = index + 1
    names.append(text[start:])
    return [stripped for name in names if (stripped := name.strip().strip("。"))]


def organs_alone(text: str) -> list[str]:
    """The names in a bracket that holds nothing but organs (（宣教部、各产业工会）)."""
    names = split_names(text.strip("（()） 。"))
    return names if names and all(len(name) <= 24 and _ORGAN_END.search(name) for name in names) else []


def charged_in(text: str) -> list[str]:
    """Bodies that a label or a bracket names as responsible (责任单位：甲、乙; （甲牵头，乙配合）)."""
    found: list[str] = []
    for match in _LABEL.finditer(text):
        found.extend(split_names(match["names"]))
    for match in _CHARGED.finditer(text):
        for part in re.split("牵头|负责|配合|落实|按职责分工|分别|[，；]", match["names"] + "，" + match["more"]):
            found.extend(name for name in split_names(part) if len(name) > 1)
    return found
