# SPDX-License-Identifier: Apache-2.0
"""The life of one notice through the services: read, corrected, issued, signed, handed on, done, undone, done again."""

from datetime import date

import pytest

from guantong.dispatch.models import Issue, Notice, Receipt
from guantong.dispatch.services import (
    answer_requirement,
    confirm_notice,
    correct_requirement,
    drop_requirement,
    hand_on,
    issue_notice,
    receive_notice,
    sign_receipt,
    split_requirement,
)
from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotAllowed, Stale, WrongState
from guantong.learning.services import LECTURE
from guantong.org.services import use_theme
from guantong.trace.queries import history_of

from .life import DUE, RECEIVED, SUGGESTED, correction, founding_notice, lecture, narrative_of, requirement_for


@pytest.fixture
def received(federation):
    """The founding notice as the province has just received it."""
    with clock.at(RECEIVED):
        yield receive_notice(federation.province, founding_notice(), "notice.txt")


def measured(notice, indicator):
    """A requirement as a page fetches it."""
    return notice.requirements.select_related("unit", "notice").filter(indicator=indicator)[0]


def verbs(thing):
    """What was done to a thing, oldest first."""
    return [entry.verb for entry in history_of(thing)][::-1]


def test_every_requirement_stands_at_its_exact_characters(received):
    requirements = list(received.requirements.all())
    assert received.number == "青总办〔2020〕53号"
    assert [each.number for each in requirements] == list(range(1, len(requirements) + 1))
    assert requirements
    for each in requirements:
        assert received.text[each.start : each.end].strip()
        assert each.text.replace("\n", "")[:4] in received.text.replace("\n", "")


def test_the_office_sets_indicator_target_due_date_and_each_part(federation, received):
    requirement = measured(received, SUGGESTED)
    wanted = correction(requirement, label="宣讲", target=2, each_part=True, due_on=DUE)
    corrected = correct_requirement(federation.province, requirement, wanted)
    assert (corrected.label, corrected.target, corrected.each_part, corrected.due_on) == ("宣讲", 2, True, DUE)
    assert corrected.state == "confirmed"
    assert verbs(corrected) == ["correct"]


def test_taking_the_indicator_away_makes_a_requirement_narrative(federation, received):
    requirement = measured(received, SUGGESTED)
    corrected = correct_requirement(federation.province, requirement, correction(requirement, indicator=""))
    assert (corrected.is_measured, corrected.target, corrected.each_part) == (False, None, False)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"target": None}, "target"),
        ({"target": 0}, "target"),
        ({"indicator": "learning.sessions", "each_part": True}, "each_part"),
        ({"due_on": date(2020, 12, 6)}, "due_on"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused_at_its_field(federation, received, changes, field):
    requirement = measured(received, SUGGESTED)
    with pytest.raises(Invalid) as refused:
        correct_requirement(federation.province, requirement, correction(requirement, **changes))
    assert refused.value.field == field


def test_an_unknown_indicator_is_refused(federation, received):
    requirement = measured(received, SUGGESTED)
    with pytest.raises(Invalid):
        correct_requirement(federation.province, requirement, correction(requirement, indicator="learning.nothing"))


def test_the_second_of_two_corrections_made_side_by_side_is_stale(federation, received):
    first, second = measured(received, SUGGESTED), measured(received, SUGGESTED)
    correct_requirement(federation.province, first, correction(first, target=3))
    with pytest.raises(Stale):
        correct_requirement(federation.province, second, correction(second, target=4))
    assert measured(received, SUGGESTED).target == 3


def test_a_requirement_is_split_into_two_that_join_to_its_characters(federation, received):
    requirement = max(received.requirements.select_related("unit", "notice"), key=lambda each: len(each.text))
    start, end = requirement.start, requirement.end
    first, second = split_requirement(federation.province, requirement, at=start + 8)
    assert (first.start, first.end, second.start, second.end) == (start, start + 8, start + 8, end)
    rows = received.requirements.order_by("start").values_list("number", flat=True)
    assert list(rows) == list(range(1, len(rows) + 1))
    assert (verbs(first), verbs(second)) == (["split"], ["split_off"])


@pytest.mark.parametrize("place", ["start", "end"])
def test_a_split_outside_the_requirement_is_refused(federation, received, place):
    requirement = received.requirements.select_related("unit", "notice")[0]
    with pytest.raises(Invalid):
        split_requirement(federation.province, requirement, at=getattr(requirement, place))


def test_a_split_of_a_requirement_that_was_corrected_meanwhile_is_stale(federation, received):
    old, new = measured(received, SUGGESTED), measured(received, SUGGESTED)
    correct_requirement(federation.province, new, correction(new, target=3))
    with pytest.raises(Stale):
        split_requirement(federation.province, old, at=old.start + 4)
    assert measured(received, SUGGESTED).target == 3


def test_what_was_dropped_is_not_issued(federation, received):
    dropped = received.requirements.select_related("unit", "notice")[0]
    drop_requirement(federation.province, dropped)
    confirm_notice(federation.province, received)
    theme = use_theme(federation.province, "一个主题")
    issue = issue_notice(federation.province, received, theme=theme, units=[federation.units["630100"]], without=set())
    assert dropped.pk not in issue.requirements.values_list("pk", flat=True)
    assert issue.requirements.count() == received.requirements.count() - 1


def test_a_notice_of_which_everything_was_dropped_cannot_be_confirmed(federation, received):
    for requirement in received.requirements.select_related("unit", "notice"):
        drop_requirement(federation.province, requirement)
    with pytest.raises(WrongState):
        confirm_notice(federation.province, received)


def test_a_notice_is_issued_only_after_it_was_confirmed(federation, received):
    theme = use_theme(federation.province, "一个主题")
    with pytest.raises(WrongState):
        issue_notice(federation.province, received, theme=theme, units=[federation.units["630100"]], without=set())
    assert not Issue.objects.filter(notice=received).exists()


def test_the_first_issue_needs_a_theme(federation, received):
    confirm_notice(federation.province, received)
    units = [federation.units["630100"]]
    with pytest.raises(Invalid) as refused:
        issue_notice(federation.province, received, theme=None, units=units, without=set())
    assert refused.value.field == "theme"


def test_nobody_issues_to_a_unit_that_is_not_below(federation, world):
    with pytest.raises(Invalid):
        borne = list(world.notice.requirements.all())
        hand_on(federation.xining, world.notice, requirements=borne, units=[federation.units["630223"]])
    assert not Receipt.objects.filter(notice=world.notice, unit=federation.units["630223"]).exists()


def test_what_was_confirmed_cannot_be_corrected_or_dropped_or_split(federation, world):
    requirement = requirement_for(world.notice, "learning.lectures")
    for act in (
        lambda: correct_requirement(federation.province, requirement, correction(requirement, target=9)),
        lambda: drop_requirement(federation.province, requirement),
        lambda: split_requirement(federation.province, requirement, at=requirement.start + 2),
    ):
        with pytest.raises(WrongState):
            act()


def test_a_unit_hands_on_only_after_it_signed(federation, world):
    unsigned = Notice.objects.select_related("theme", "unit").get(pk=world.notice.pk)
    with pytest.raises(WrongState):
        borne = list(unsigned.requirements.all())
        hand_on(federation.affiliated, unsigned, requirements=borne, units=[federation.units["630000-zs1"]])


def test_signing_twice_changes_nothing(federation, world):
    receipt = Receipt.objects.select_related("unit", "notice__theme", "notice__unit").get(
        notice=world.notice, unit=federation.units["630100"]
    )
    before, entries = receipt.signed_at, len(history_of(receipt))
    sign_receipt(federation.leader, receipt)
    assert (receipt.signed_at, len(history_of(receipt))) == (before, entries)


def test_a_record_turns_the_light_green_voiding_it_turns_it_back_and_restoring_it_green_again(federation, world):
    assert world.light("learning.lectures", "school") == "got"
    row = lecture(world)
    assert world.light("learning.lectures", "school") == "met"
    LECTURE.void(federation.school, row, reason="登记错了单位")
    assert world.light("learning.lectures", "school") == "got"
    row.refresh_from_db()
    LECTURE.restore(federation.school, row)
    assert world.light("learning.lectures", "school") == "met"
    assert world.past_lights("learning.lectures", "school") == ["got", "met", "got", "met"]
    assert verbs(row) == ["record", "void", "restore"]


def test_the_lights_of_every_unit_above_follow_the_record(world):
    for word in ("datong", "xining"):
        assert world.light("learning.lectures", word) == "got"
    lecture(world)
    for word in ("datong", "xining"):
        assert world.light("learning.lectures", word) == "met"
        assert world.past_lights("learning.lectures", word)[-1] == "met"
    assert world.light("learning.lectures", "haidong") == "got"


@pytest.mark.parametrize("change", ["theme", "date", "unit"])
def test_a_correction_that_takes_the_record_out_of_the_notice_turns_the_light_back(federation, world, change):
    row = lecture(world, "datong", unit=federation.units["630121-01"])
    themes = [world.theme]
    assert world.light("learning.lectures", "school") == "met"
    if change == "theme":
        themes = []
    elif change == "date":
        row.held_on = date(2020, 11, 1)
    else:
        row.unit = federation.units["630121-02"]
    LECTURE.update(federation.datong, row, themes=themes)
    assert world.light("learning.lectures", "school") == "got"
    assert world.past_lights("learning.lectures", "school")[-1] == "got"


def test_a_record_without_the_theme_counts_for_no_notice(federation, world):
    row = lecture(world)
    LECTURE.update(federation.school, row, themes=[])
    assert world.light("learning.lectures", "school") == "got"


def test_each_part_is_asked_for_by_itself(federation, world):
    requirement = requirement_for(world.notice, "learning.eight_entries")
    assert requirement.each_part
    for entry in ("office", "community", "enterprise", "workshop", "school"):
        lecture(world, entry=entry)
    assert world.light("learning.eight_entries", "school") == "got"


def test_a_narrative_requirement_is_answered_and_never_green(federation, world):
    requirement = narrative_of(world.notice)
    answer_requirement(federation.school, requirement, unit=federation.unit_of("school"), text="一句话。")
    assert world.light("", "school") == "answered"
    assert world.past_lights("", "school")[-1] == "answered"
    lecture(world)
    assert world.light("", "school") == "answered"


@pytest.mark.parametrize("text", ["", "   ", "很" * 301])
def test_an_answer_is_one_sentence(federation, world, text):
    with pytest.raises(Invalid):
        answer_requirement(federation.school, narrative_of(world.notice), unit=federation.unit_of("school"), text=text)


def test_a_measured_requirement_is_never_answered_by_words(federation, world):
    requirement = requirement_for(world.notice, "learning.lectures")
    with pytest.raises(WrongState):
        answer_requirement(federation.school, requirement, unit=federation.unit_of("school"), text="已完成。")


def test_a_unit_above_records_on_behalf_and_the_trace_names_both(federation, world):
    row = lecture(world, "datong", unit=federation.units["630121-01"])
    entry = history_of(row)[0]
    assert (entry.verb, entry.unit_name) == ("record_on_behalf", "大通县总工会")
    assert entry.object_unit_id == federation.units["630121-01"].pk


def test_nobody_records_for_a_unit_that_is_not_below(federation, world):
    for word in ("food", "industry", "haidong"):
        with pytest.raises(NotAllowed):
            lecture(world, word, unit=federation.units["630121-01"])


def test_what_has_not_happened_yet_cannot_be_recorded(world):
    with pytest.raises(Invalid) as refused:
        lecture(world, held_on=date(2021, 1, 14))
    assert refused.value.field == "held_on"
