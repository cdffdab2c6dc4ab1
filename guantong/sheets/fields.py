# SPDX-License-Identifier: Apache-2.0
"""What the caller wants out of a sheet: fields with the words people use for them, and how a label is compared."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal["text", "person", "date", "integer", "choice", "boolean", "id_number", "phone", "unit"]


class Found(NamedTuple):
    """What a name stands for, or what it may have meant."""

    value: str | None
    candidates: tuple[str, ...] = ()


Lookup = Callable[[str], Found]


@dataclass(frozen=True)
class Field:
    """One field of the caller. ``in_period``: its date lies in the period that a sheet's title speaks of."""

    name: str
    label: str
    kind: Kind = "text"
    synonyms: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = default(default_factory=dict)
    required: bool = False
    units: Lookup | None = None
    counted_in: tuple[str, ...] = ("人", "名", "位")
    in_period: bool = False
    example: str = ""


# Heads that tell of another person or another moment than the record's own.
FOREIGN = re.compile(
    "家庭|家属|亲属|紧急|联系人|配偶|爱人|子女|父|母|监护|推荐人|介绍人|填表|填报|经办|审核|提交|登记时间|登记日期|打印|导出|更新|创建|修改|录入|昵称"
)
NEUTRAL = re.compile("情况|信息|资料|基本|本人|内容|安排|概况")
GENERIC = re.compile(
    "序号|编号|备注|说明|地点|地址|职务|职称|岗位|年龄|民族|学历|政治面貌|籍贯|邮箱|微信|昵称|签名|签字|附件|时长|内容|类型|状态|关系"
    "|提交时间|填表时间|发送人|消息|no|id|.*(?:人数|金额|时间|日期|电话|姓名|单位|名称|情况|场次|联系人)"
)
INDEX = re.compile("序号|编号|序|号|no|#|项次|行号")
_SPACES = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_NUMBERED = re.compile(r"^[(（]?\d{1,2}[)）.、．:：]+")
_POLITE = re.compile(r"^(?:请(?:填写|输入|选择|问)?)?(?:您|你)(?:所在|的)?|^请(?:填写|输入|选择)")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")


@lru_cache(maxsize=8192)
def plain(label: str) -> str:
    """A label as it is compared: no spaces, numbering, courtesy, brackets or marks."""
    text = _SPACES.sub("", unicodedata.normalize("NFKC", label)).casefold()
    text = _POLITE.sub("", _NUMBERED.sub("", text))
    return _BRACKETS.sub("", text).strip("*:：?。.、_") or text


@lru_cache(maxsize=256)
def any_of(words: frozenset[str]) -> re.Pattern[str]:
    """Finds a cell that is one of the words, but for numbering and brackets; other rows need no closer look."""
    said = "|".join(map(re.escape, sorted(words - {""}, key=len, reverse=True))) or "(?!)"
    return re.compile(rf"(?:^|\|)[^|]{{0,7}}?(?:{said})(?=$|[|(（\[【*＊:：?？.。、_])")


def joined(cells: Iterable[object]) -> str:
    """The texts of a row in one, without spaces."""
    return _SPACES.sub("", "|".join([each for each in cells if type(each) is str])).casefold()


class Words:
    """Which labels mean which field."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self.fields = tuple(fields)
        self.rank: dict[str, list[tuple[int, Field]]] = {}
        for each in self.fields:
            for rank, word in enumerate((each.label, *each.synonyms)):
                self.rank.setdefault(plain(word), []).append((rank, each))

    def may_be_in(self, cells: Iterable[object]) -> bool:
        """Whether a row holds any word of any field."""
        return bool(any_of(frozenset(self.rank)).search(joined(cells)))

    def meant(self, label: str) -> list[tuple[int, Field]]:
        """The fields that this label names, with how far down their list of words it stands."""
        exact = self.rank.get(plain(label), [])
        return exact if label_is_own(label) or _is_said(label, exact) else []

    def near(self, label: str) -> list[tuple[int, Field]]:
        """The fields whose word this label ends with, after a short qualifier (会员姓名, 举办日期)."""
        text = plain(label)
        if not label_is_own(label):
            return []
        ending = [
            (50 + len(text) - len(word), each)
            for word, meant in self.rank.items()
            for _, each in meant
            if len(word) >= 2 and text != word and text.endswith(word) and len(text) - len(word) <= 4
        ]
        return sorted(ending, key=lambda item: item[0])[:1]

    def knows(self, label: str) -> bool:
        return bool(self.meant(label))


def label_is_own(label: str) -> bool:
    """Whether a label speaks of the record itself and of no other person or moment."""
    return not FOREIGN.search(_SPACES.sub("", unicodedata.normalize("NFKC", label)))


def _is_said(label: str, meant: Sequence[tuple[int, Field]]) -> bool:
    text = _SPACES.sub("", label)
    return any(text == _SPACES.sub("", word) for _, each in meant for word in (each.label, *each.synonyms))


class Names:
    """A lookup over a list of names with short names; what is not found brings the nearest with it."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        self.exact: dict[str, set[str]] = {}
        self.pairs: dict[str, set[str]] = {}
        for name, short in named:
            for said in filter(None, (name, short)):
                self.exact.setdefault(squeeze(said), set()).add(name)
                for pair in _pairs(squeeze(said)):
                    self.pairs.setdefault(pair, set()).add(name)

    def __call__(self, text: str) -> Found:
        said = squeeze(text)
        exact = self.exact.get(said, set())
        if len(exact) == 1:
            return Found(next(iter(exact)))
        return Found(None, tuple(sorted(exact)) or self._near(said))

    def _near(self, said: str) -> tuple[str, ...]:
        votes: dict[str, float] = {}
        for pair in _pairs(said):
            sharing = self.pairs.get(pair, set())
            for name in sharing:
                votes[name] = votes.get(name, 0) + 1 / len(sharing)
        return tuple(sorted(votes, key=lambda name: (-votes[name], name))[:3])


def squeeze(text: str) -> str:
    """A name without spaces, widths and kinds of bracket."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).translate(str.maketrans("〔〕【】[]", "()()()"))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
