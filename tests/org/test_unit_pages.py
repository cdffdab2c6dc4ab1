# SPDX-License-Identifier: Apache-2.0
"""Changing units from the pages: the form, the numbers of what it will do, the doing, and what the unit page shows."""

import pytest
from django.urls import reverse

from guantong.org.models import Unit
from tests.walk.federation import TODAY


def at(code, verb):
    """The address of one change."""
    return reverse("unit.change", args=(code, verb))


def typed(code, /, **values):
    """What an officer typed, on the version that was on the screen."""
    return {"on": TODAY.isoformat(), "reason": "区划调整", "version": Unit.objects.get(code=code).version} | values


CHANGES = (
    ("630121", "merge", {"into": "湟中区总工会"}, "2 个直接下级单位、1 人、1 个办公室岗位转入“湟中区总工会”", "630122"),
    ("630121", "move", {"to": "630200"}, "连同 2 个下级单位转到“海东市总工会”下面", "630121"),
    ("630121-01", "place", {"industry": ""}, "不再单独放在产业线上", "630121-01"),
    ("630121", "close", {"below": "close"}, "和 2 个下级单位一起撤销", "630121"),
    ("630121", "close", {"below": "move", "children_to": "630122"}, "2 个直接下级单位转到“湟中区总工会”", "630121"),
    ("630121", "split", {"code": "630125", "name": "朔山区总工会"}, "新建“朔山区总工会”", "630125"),
    ("630121", "found", {"code": "x1", "name": "甲", "kind": "basic", "level": "basic"}, "新建“甲”", "x1"),
)


@pytest.mark.parametrize(
    ("code", "verb", "values", "effect", "goes_to"),
    CHANGES,
    ids=lambda each: each if isinstance(each, str) and each.isascii() else "",
)
def test_a_change_says_in_numbers_what_it_will_do_before_it_is_done(
    code, verb, values, effect, goes_to, sign_in, federation
):
    officer, before = sign_in("province"), list(Unit.objects.values_list("path", "version"))
    assert 'value="2021-01-13"' in officer.get(at(code, verb)).content.decode(), "today is filled in"
    shown = officer.post(at(code, verb), typed(code, **values))
    assert effect in shown.content.decode()
    assert list(Unit.objects.values_list("path", "version")) == before
    done = officer.post(at(code, verb), typed(code, **values) | {"sure": "yes"})
    assert done.url == reverse("unit", args=(goes_to,))


def test_the_page_of_a_unit_tells_what_became_of_it(sign_in, federation):
    officer = sign_in("province")
    officer.post(at("630121", "merge"), typed("630121", into="630122", sure="yes"))
    closed = officer.get(reverse("unit", args=("630121",))).content.decode()
    assert "并入" in closed
    assert reverse("unit", args=("630122",)) in closed
    assert "大通县总工会" in officer.get(reverse("unit", args=("630121-01",))).content.decode()
    officer.post(at("630122", "close"), typed("630122", below="close", sure="yes"))
    assert officer.get(reverse("unit.changes", args=("630122",))).content.decode().count("/changes/reopen/") == 1
    officer.post(at("630122", "reopen"), typed("630122", sure="yes"))
    assert Unit.objects.get(code="630122").closed_on is None


def test_a_name_that_several_units_bear_is_asked_for_again_with_their_codes(sign_in, federation):
    answer = sign_in("province").post(at("630121", "move"), typed("630121", to="总工会"))
    assert answer.status_code == 400
    assert "630200" in answer.content.decode()
    assert sign_in("province").post(at("630121", "move"), typed("630121", to="没有的单位")).status_code == 400


def test_what_is_refused_stays_in_the_form_with_the_reason(sign_in, federation):
    answer = sign_in("province").post(at("630121", "move"), typed("630121", to="630121-01", sure="yes"))
    assert answer.status_code == 409
    assert "不能移到自己或自己的下级下面" in answer.content.decode()


def test_the_second_of_two_officers_sees_that_the_first_was_faster(sign_in, federation):
    seen = typed("630121", name="甲", sure="yes")
    assert sign_in("province").post(at("630121", "rename"), seen).status_code == 302
    answer = sign_in("xining").post(at("630121-01", "rename"), seen | {"version": 99})
    assert answer.status_code == 409
    assert "别人刚改过" in answer.content.decode()


def test_a_change_that_nobody_knows_is_not_there(sign_in, federation):
    assert sign_in("province").get(at("630121", "burn")).status_code == 404


def test_the_successor_bears_the_notices_under_way_that_the_merged_unit_bore(sign_in, world):
    school, heir = Unit.objects.get(code="630121-01"), Unit.objects.get(code="630121-02")
    notice = world.notice
    assert notice.receipts.filter(unit=school).exists()
    assert not notice.receipts.filter(unit=heir).exists()
    shown = sign_in("province").post(at(school.code, "merge"), typed(school.code, into=heir.code))
    assert "1 份在办的通知转由“大通青禾食品公司工会委员会”签收办理" in shown.content.decode()
    sign_in("province").post(at(school.code, "merge"), typed(school.code, into=heir.code, sure="yes"))
    taken = notice.receipts.get(unit=heir)
    assert (taken.signed_at, taken.issue) == (None, notice.receipts.get(unit=school).issue)
    assert sign_in("food").get(reverse("notice", args=(notice.pk,))).status_code == 200
