# SPDX-License-Identifier: Apache-2.0
"""Refusals: words for people, a code for machines, one family for handlers."""

import pytest

from guantong.kernel import errors
from guantong.kernel.errors import Invalid, Misconfigured, NotAllowed, Refused, RuleBroken

FAMILY = (
    errors.NotAllowed,
    errors.WrongState,
    errors.RuleBroken,
    errors.Stale,
    errors.Invalid,
    errors.NotFound,
    errors.Unset,
    errors.Misconfigured,
)


class LazyLabel:
    """Stands in for a lazy translation: it has no text until somebody asks for it."""

    def __str__(self) -> str:
        return "上报"


def test_a_refusal_reads_as_a_sentence_with_its_values_filled_in():
    assert str(Refused("{unit}还没有签收", unit="西宁市总工会")) == "西宁市总工会还没有签收"


def test_a_lazy_label_is_read_only_when_the_sentence_is_shown():
    assert str(Refused("不能{verb}", verb=LazyLabel())) == "不能上报"


def test_message_and_values_stay_apart_so_that_the_sentence_can_be_translated():
    refusal = Refused("{count}条记录有误", count=3)
    assert (refusal.msgid, refusal.params) == ("{count}条记录有误", {"count": 3})


def test_every_kind_of_refusal_belongs_to_the_family_and_has_its_own_code():
    codes = {kind.code for kind in FAMILY}
    assert len(codes) == len(FAMILY)
    assert all(issubclass(kind, Refused) for kind in FAMILY)
    assert Refused.code not in codes


def test_a_forbidden_act_names_the_right_it_takes():
    refusal = NotAllowed("您没有“{right}”的权限", right="honors.honor.confirm")
    assert refusal.right == "honors.honor.confirm"
    assert "honors.honor.confirm" in str(refusal)
    with pytest.raises(TypeError):
        NotAllowed("没有权限")  # type: ignore[call-arg]


def test_a_broken_rule_names_its_source_and_may_show_it():
    refusal = RuleBroken("公示不得少于{days}个工作日（{source}）", days=5, source="评选通知第三条")
    assert refusal.source == "评选通知第三条"
    assert str(refusal) == "公示不得少于5个工作日（评选通知第三条）"
    assert RuleBroken("不行").source == ""


def test_bad_input_names_its_field_and_a_wrong_setting_its_setting():
    assert Invalid("日期不对", field="held_on").field == "held_on"
    assert Misconfigured("不认识的设置：{setting}", setting="GUANTONG_COLOUR").setting == "GUANTONG_COLOUR"
