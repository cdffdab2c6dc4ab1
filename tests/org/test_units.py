# SPDX-License-Identifier: Apache-2.0
"""Changes of the tree: each one step, with the past kept, nobody lost, and the bad ones refused in words."""

from datetime import date, timedelta

import pytest

from guantong.kernel.errors import Invalid, NotAllowed, RuleBroken, Stale, WrongState
from guantong.org.actors import Actor
from guantong.org.models import Person, Post, Unit, UnitPast
from guantong.org.queries import moved_paths, name_on, parent_on, units_called
from guantong.org.services import (
    SYSTEM,
    add_person,
    change_unit,
    close_unit,
    found_unit,
    give_post,
    merge_units,
    move_unit,
    place_on_line,
    rename_unit,
    reopen_unit,
    split_unit,
)
from guantong.trace.models import Entry
from guantong.trace.queries import rows_of
from tests.walk.federation import BEGINNING, TODAY
from tests.walk.life import lecture

YESTERDAY = TODAY - timedelta(days=1)


def unit(code):
    """The unit of that code as it is now."""
    return Unit.objects.get(code=code)


def above(code):
    """The code of the unit under which a unit stands."""
    return Unit.objects.get(path=unit(code).path[: -Unit.steplen]).code


def basic(code, name="新建工会委员会", **more):
    """A basic union that is not founded yet."""
    return Unit(code=code, name=name, kind="basic", level="basic", **more)


@pytest.fixture(autouse=True)
def whole_afterwards(db, federation):
    """Whatever a test does, the tree stays whole."""
    yield
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_a_renamed_unit_is_found_by_its_old_name_and_called_by_it_on_its_days(federation):
    school = rename_unit(federation.xining, unit("630121-01"), name="大通县民族中学工会委员会", on=YESTERDAY)
    assert name_on(school, YESTERDAY - timedelta(days=1)) == "大通县第一中学工会委员会"
    assert name_on(school, YESTERDAY) == name_on(school, TODAY) == "大通县民族中学工会委员会"
    assert [each.code for each in Unit.objects.filter(units_called("第一中学"))] == ["630121-01"]


def test_two_changes_of_one_day_keep_what_was_before_the_day(federation):
    for name in ("甲工会委员会", "乙工会委员会"):
        rename_unit(federation.xining, unit("630121-01"), name=name, on=TODAY)
    assert UnitPast.objects.get(unit=unit("630121-01")).name == "大通县第一中学工会委员会"


@pytest.mark.parametrize("name", ["名" * 60, "名" * 120])
def test_long_names_are_kept_whole(name, federation):
    assert rename_unit(federation.xining, unit("630121-01"), name=name, on=TODAY).name == name


@pytest.mark.parametrize("name", ["名" * 121, "  ", "名\0称", "两\n行"])
def test_names_that_no_unit_bears_are_refused(name, federation):
    with pytest.raises(Invalid):
        rename_unit(federation.xining, unit("630121-01"), name=name, on=TODAY)


def test_only_the_unit_above_decides_on_a_unit(federation):
    with pytest.raises(NotAllowed):
        rename_unit(federation.datong, unit("630121"), name="大通", on=TODAY)
    with pytest.raises(NotAllowed):
        move_unit(federation.xining, unit("630121"), to=unit("630200"), on=TODAY)
    rename_unit(federation.xining, unit("630121"), name="大通", on=TODAY)


def test_an_industrial_union_writes_nothing_along_its_line(federation):
    with pytest.raises(NotAllowed):
        rename_unit(federation.industry, unit("630121-01"), name="大通", on=TODAY)
    with pytest.raises(NotAllowed):
        close_unit(federation.industry, unit("630121-01"), on=TODAY, reason="撤")


def test_a_change_is_dated_no_later_than_today_and_no_earlier_than_the_last_one(federation):
    with pytest.raises(Invalid):
        rename_unit(federation.xining, unit("630121-01"), name="甲", on=TODAY + timedelta(days=1))
    rename_unit(federation.xining, unit("630121-01"), name="甲", on=YESTERDAY)
    with pytest.raises(Invalid):
        rename_unit(federation.xining, unit("630121-01"), name="乙", on=YESTERDAY - timedelta(days=1))


def test_the_second_of_two_officers_who_edit_one_unit_is_told(federation):
    seen = unit("630121-01")
    rename_unit(federation.xining, unit("630121-01"), name="甲", on=TODAY)
    with pytest.raises(Stale):
        rename_unit(federation.datong, seen, name="乙", on=TODAY)


def test_a_unit_moves_with_all_below_it_and_its_place_of_each_day_is_known(federation):
    moved = move_unit(federation.province, unit("630121"), to=unit("630200"), on=TODAY, reason="区划调整")
    assert above("630121") == "630200"
    assert above("630121-01") == "630121"
    assert parent_on(moved, YESTERDAY).code == "630100"
    assert parent_on(moved, TODAY).code == "630200"
    assert federation.haidong.may("org.unit.read", unit("630121-01"))


def test_whoever_keeps_a_path_reads_from_the_trace_how_it_changed(federation):
    old = unit("630121").path
    moved = move_unit(federation.province, unit("630121"), to=unit("630200"), on=TODAY)
    operation = Entry.objects.order_by("-id").first().operation
    assert moved_paths(Entry.objects.filter(operation=operation)) == [(old, moved.path)]


def test_a_unit_is_not_moved_under_itself(federation):
    for target in ("630100", "630121", "630121-01"):
        with pytest.raises((Invalid, RuleBroken)):
            move_unit(SYSTEM, unit("630100"), to=unit(target), on=TODAY)


def test_kinds_and_levels_decide_what_stands_where(federation):
    with pytest.raises(RuleBroken) as refused:
        move_unit(SYSTEM, unit("630100"), to=unit("630223"), on=TODAY)
    assert "工会法" in refused.value.source
    with pytest.raises(RuleBroken):
        found_unit(SYSTEM, unit("630121-01"), Unit(code="x1", name="甲", kind="federation", level="county"))
    with pytest.raises(RuleBroken):
        found_unit(SYSTEM, unit("630121"), Unit(code="x1", name="甲", kind="basic", level="county"))
    changed = unit("630121")
    changed.kind = "department"
    with pytest.raises(RuleBroken):
        change_unit(SYSTEM, changed, on=TODAY)


@pytest.mark.parametrize("code", ["6301", "63012X", "639999", "990000"])
def test_a_region_that_does_not_exist_is_refused(code, federation):
    with pytest.raises(Invalid) as refused:
        found_unit(SYSTEM, unit("630121"), basic("x1", region_code=code))
    assert refused.value.field == "region_code"


@pytest.mark.parametrize("code", ["", "630121", "630106", "632857", "630121100", "630121100201"])
def test_a_region_that_exists_is_taken_administrative_committees_included(code, federation):
    assert found_unit(SYSTEM, unit("630121"), basic("x1", region_code=code)).region_code == code


def test_a_code_is_given_once(federation):
    with pytest.raises(Invalid):
        found_unit(SYSTEM, unit("630121"), basic("630121-01"))


def test_units_below_each_other_without_end_are_refused(federation):
    last = unit("630121-01")
    with pytest.raises(RuleBroken):
        for number in range(30):
            last = found_unit(SYSTEM, last, basic(f"x{number}"))


def test_a_place_on_a_line_follows_the_industrial_union_when_it_moves(federation):
    assert federation.industry.may("org.unit.read", unit("630121-01"))
    moved = move_unit(SYSTEM, unit("630000-cy1"), to=found_union("cy9", unit("630000")), on=TODAY)
    assert unit("630121-01").industry_path == moved.path
    assert seen_by("cy9") >= {"630000-cy1", "630121-01", "630223-01"}
    assert seen_by("630000-cy1") >= {"630121-01", "630223-01"}


def found_union(code, parent, **more):
    """An industrial union of the province."""
    return found_unit(SYSTEM, parent, Unit(code=code, name=code, kind="industrial", level="province"), **more)


def seen_by(code):
    """The codes of the units that an officer of a unit reaches on both lines."""
    person = add_person(SYSTEM, name="读", unit=unit(code))
    post = give_post(SYSTEM, person, unit=unit(code), role="office", since=BEGINNING)
    return set(Unit.objects.visible_to(Actor.in_post(post)).values_list("code", flat=True))


def test_an_industrial_union_reaches_what_the_unions_on_its_line_lead_and_what_stands_on_theirs(federation):
    city = Unit(code="c1", name="西宁市教育工会", kind="industrial", level="prefecture")
    found_unit(SYSTEM, unit("630100"), city, industry=unit("630000-cy1"))
    found_unit(SYSTEM, city, basic("led"))
    found_unit(SYSTEM, unit("led"), basic("led-further"))
    found_unit(SYSTEM, unit("630122"), basic("placed"), industry=city)
    assert seen_by("630000-cy1") == {"630000-cy1", "c1", "led", "led-further", "placed", "630121-01", "630223-01"}
    assert seen_by("c1") == {"c1", "led", "led-further", "placed"}
    place_on_line(SYSTEM, unit("c1"), industry=None, on=TODAY)
    assert seen_by("630000-cy1") == {"630000-cy1", "630121-01", "630223-01"}
    assert seen_by("c1") == {"c1", "led", "led-further", "placed"}


def test_only_the_industrial_union_reaches_along_its_line_not_the_unit_that_leads_it(federation):
    city = Unit(code="c1", name="西宁市教育工会", kind="industrial", level="prefecture")
    found_unit(SYSTEM, unit("630100"), city)
    place_on_line(SYSTEM, unit("630223-01"), industry=city, on=TODAY)
    assert "630223-01" in seen_by("c1")
    assert "630223-01" not in seen_by("630100")


def test_a_line_that_leads_back_to_itself_is_refused(federation):
    first, second = found_union("c1", unit("630000")), found_union("c2", unit("630000"))
    place_on_line(SYSTEM, unit("c1"), industry=second, on=TODAY)
    for back in (first, second):
        with pytest.raises(Invalid):
            place_on_line(SYSTEM, unit("c2"), industry=back, on=TODAY)
    with pytest.raises(Invalid):
        place_on_line(SYSTEM, unit("630121-01"), industry=unit("630122"), on=TODAY)


def test_a_merger_hands_over_children_people_and_office_and_keeps_records_readable(world):
    federation = world.federation
    told = lecture(world, "datong", unit=unit("630121"))
    clerk = add_person(SYSTEM, name="周样文", unit=unit("630121"))
    give_post(SYSTEM, clerk, unit=unit("630121"), role="chair", since=BEGINNING)
    heir = merge_units(federation.xining, unit("630121"), into=unit("630122"), on=TODAY, reason="合署")
    closed = unit("630121")
    assert (closed.closed_on, closed.successor) == (TODAY, heir)
    assert {above(code) for code in ("630121-01", "630121-02", "630122-01", "630121")} == {"630122"}
    assert Person.objects.get(pk=clerk.pk).unit == heir
    assert {post.role for post in Post.objects.in_force(TODAY).filter(unit=heir)} == {"office"}
    assert not Post.objects.in_force(TODAY).filter(unit=closed).exists()
    assert Post.objects.in_force(TODAY).filter(unit=heir, person__name="杨样禾").count() == 1
    told.refresh_from_db()
    assert told.unit == closed
    assert type(told).objects.visible_to(federation.huangzhong).filter(pk=told.pk).exists()
    assert federation.huangzhong.may("org.unit.read", unit("630121-01"))


def test_a_merger_is_one_operation_whose_rows_can_be_read(federation):
    merge_units(federation.xining, unit("630121"), into=unit("630122"), on=TODAY, reason="合署")
    operation = Entry.objects.order_by("-id").first().operation
    entries = {entry.verb: entry for entry in Entry.objects.filter(operation=operation).order_by("id")}
    assert set(entries) >= {"move_unit", "hand_over", "end_posts", "appoint", "merge_unit"}
    assert [row.after["unit"] for row in rows_of(entries["hand_over"])] == [unit("630122").pk]


def test_two_units_are_not_merged_into_each_other_nor_one_of_them_twice(federation):
    first, second = unit("630121"), unit("630122")
    merge_units(federation.xining, first, into=second, on=TODAY, reason="合署")
    with pytest.raises((Stale, WrongState)):
        merge_units(federation.xining, second, into=first, on=TODAY, reason="合署")
    with pytest.raises(WrongState) as refused:
        merge_units(federation.xining, first, into=second, on=TODAY, reason="合署")
    assert "湟中区总工会" in str(refused.value)
    with pytest.raises(WrongState):
        reopen_unit(federation.xining, unit("630121"), reason="再开")


def test_a_unit_is_not_merged_into_itself_or_into_one_below_it(federation):
    for target in ("630121", "630121-01"):
        with pytest.raises(Invalid):
            merge_units(federation.xining, unit("630121"), into=unit(target), on=TODAY, reason="合")


def test_a_merged_industrial_union_hands_its_line_to_its_successor(federation):
    heir = found_union("cy9", unit("630000"))
    merge_units(federation.province, unit("630000-cy1"), into=heir, on=TODAY, reason="合并")
    assert unit("630121-01").industry_path == unit("cy9").line
    assert {"630121-01", "630223-01"} <= seen_by("cy9")
    with pytest.raises(WrongState):
        merge_units(federation.province, unit("cy9"), into=unit("630000-zs1"), on=TODAY, reason="合并")


def test_a_split_takes_the_children_and_people_that_are_named_and_no_others(federation):
    person = Person.objects.get(name="杨样禾")
    new = Unit(code="630125", name="朔山区总工会", kind="federation", level="county", founded_on=TODAY)
    named = {"children": [unit("630121-02")], "people": [person]}
    split_unit(federation.xining, unit("630121"), new, **named, reason="分设")
    assert (above("630125"), above("630121-02"), above("630121-01")) == ("630100", "630125", "630121")
    assert unit("630125").origin == unit("630121")
    assert [post.unit.code for post in Post.objects.in_force(TODAY).filter(person=person)] == ["630125"]
    stray = Unit(code="630126", name="甲", kind="federation", level="county")
    with pytest.raises(Invalid):
        split_unit(federation.xining, unit("630121"), stray, children=[unit("630122-01")], people=[], reason="分")


def test_a_unit_with_open_children_is_closed_only_with_them_or_after_them(federation):
    with pytest.raises(WrongState):
        close_unit(federation.xining, unit("630121"), on=TODAY, reason="撤销")
    close_unit(federation.xining, unit("630121"), on=TODAY, reason="撤销", children_to=unit("630122"))
    assert above("630121-01") == "630122"
    close_unit(federation.xining, unit("630122"), on=TODAY, reason="撤销", with_children=True)
    assert not Unit.objects.in_force().below(unit("630100")).exists()
    assert set(Person.objects.filter(name__in=["周示云", "黄示岭"]).values_list("unit__code", flat=True)) == {"630100"}


def test_a_closed_unit_takes_nothing_more_and_opens_again_with_a_reason(federation):
    closed = close_unit(federation.datong, unit("630121-02"), on=TODAY, reason="企业破产")
    with pytest.raises(WrongState):
        rename_unit(federation.datong, closed, name="甲", on=TODAY)
    with pytest.raises(WrongState):
        move_unit(federation.xining, unit("630121-01"), to=closed, on=TODAY)
    with pytest.raises(WrongState):
        found_unit(federation.datong, closed, basic("x1"))
    with pytest.raises(Invalid):
        reopen_unit(federation.datong, closed, reason=" ")
    assert reopen_unit(federation.datong, closed, reason="重整成功").closed_on is None


def test_the_top_is_never_closed_split_or_founded_by_somebody(federation):
    with pytest.raises(WrongState):
        close_unit(federation.province, unit("630000"), on=TODAY, reason="撤", with_children=True)
    with pytest.raises(NotAllowed):
        found_unit(federation.province, None, Unit(code="x", name="甲", kind="federation", level="province"))
    with pytest.raises(Invalid):
        stray = Unit(code="x", name="甲", kind="federation", level="province", founded_on=date(2021, 1, 1))
        split_unit(federation.province, unit("630000"), stray, children=[], people=[], reason="分")


def test_whoever_worked_only_in_a_closed_unit_can_do_nothing_any_more(sign_in, federation):
    assert sign_in("food").get("/").status_code == 200
    close_unit(federation.datong, unit("630121-02"), on=TODAY, reason="企业破产")
    assert sign_in("food").get("/").status_code == 403
