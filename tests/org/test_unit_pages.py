# SPDX-License-Identifier: Apache-2.0
"""Changing units from the pages: the form, the numbers of what it will do, the doing, and what the unit page shows."""

import pytest
from django.urls import reverse

from guantong.org.models import Unit
from tests.walk.federation import TODAY


def at(code, verb):
    """The address of one change."""
    return reverse("unit.change", args=(code, verb))


PICKED = ("to", "into", "industry", "children_to")


def typed(code, /, **values):
    """What an officer typed and picked (here by code), on the version that was on the screen."""
    picks = {name: Unit.objects.get(code=values[name]).pk for name in PICKED if values.get(name)}
    first = {"on": TODAY.isoformat(), "reason": "区划调整", "version": Unit.objects.get(code=code).version}
    return first | values | picks


CHANGES = (
    ("630121", "merge", {"into": "630122"}, "2 个直接下级单位、1 人、1 个办公室岗位转入“湟中区总工会”", "630122"),
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


def test_a_unit_is_found_by_name_or_code_or_level_by_level(sign_in, federation):
    officer, address = sign_in("province"), reverse("unit.pick", args=("630121", "move", "to"))
    for words in ("海东市", "630200", "hds"):
        found = officer.get(address, {"to__q": words}).context["offer"]
        assert "海东市总工会" in [each.name for each in found.candidates], words
    top = officer.get(address).context["offer"]
    assert (top.candidates, [step.name for step in top.steps]) == ([], ["省总"])
    level = officer.get(address, {"_find": f"to:{top.steps[0].pk}"}).context["offer"]
    assert {"西宁市总工会", "海东市总工会"} <= {each.name for each in level.candidates}
    city = next(each for each in level.candidates if each.name == "西宁市总工会")
    assert city.has_below
    below = officer.get(address, {"_find": f"to:{city.pk}"}).context["offer"]
    assert [step.name for step in below.steps] == ["省总", "西宁市总"]
    names = [each.name for each in below.candidates]
    assert "湟中区总工会" in names
    assert "大通县总工会" not in [each.name for each in below.candidates if each.is_offered], (
        "itself is no place for it"
    )


def test_without_a_script_a_button_goes_down_the_tree_and_keeps_what_was_typed(sign_in, federation):
    top = federation.unit_of("province").pk
    data = typed("630121", _find=f"to:{top}") | {"reason": "写了一半"}
    answer = sign_in("province").post(at("630121", "move"), data)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "写了一半" in text
    assert "海东市总工会" in text


def test_what_cannot_be_picked_is_refused_in_the_form(sign_in, federation):
    outside = Unit.objects.get(code="630200").pk
    data = typed("630121-01", version=1) | {"to": outside}
    assert sign_in("xining").post(at("630121-01", "move"), data).status_code == 400
    assert sign_in("province").post(at("630121", "move"), typed("630121") | {"to": "x"}).status_code == 400


def test_a_new_unit_is_placed_on_an_industrial_line_as_it_is_founded(sign_in, federation):
    head = federation.unit_of("industry")
    new = {"code": "x2", "name": "大通二中工会", "kind": "basic", "level": "basic", "industry": head.code}
    officer = sign_in("xining")
    assert (
        f"放到“{head.name}”的产业线上" in officer.post(at("630121", "found"), typed("630121", **new)).content.decode()
    )
    assert officer.post(at("630121", "found"), typed("630121", **new, sure="yes")).status_code == 302
    founded = Unit.objects.get(code="x2")
    assert (founded.industry, founded.industry_path) == (head, head.line)
    assert sign_in("industry").get(reverse("unit", args=("x2",))).status_code == 200


def test_only_an_industrial_union_is_offered_as_a_line(sign_in, federation):
    offer = sign_in("province").get(reverse("unit.pick", args=("630121", "found", "industry"))).context["offer"]
    offered = {Unit.objects.get(pk=each.pk).kind for each in offer.candidates}
    assert offered == {"industrial"}


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
