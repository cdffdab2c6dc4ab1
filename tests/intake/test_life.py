# SPDX-License-Identifier: Apache-2.0
"""A sheet from its file to records and back again, through the services and the worker."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guantong.dispatch.lights import assignments_of
from guantong.dispatch.models import LightChange
from guantong.intake import sql
from guantong.intake.fields import names_on_sheet
from guantong.intake.jobs import carry_on, carry_on_all, tidy
from guantong.intake.models import StagedRow, Upload
from guantong.intake.services import ask_to_enter, ask_to_undo, bring_in, cancel, confirm_columns, leave_out, mend_row
from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotAllowed, WrongState
from guantong.learning.models import Lecture
from guantong.learning.registers import LectureRegister
from guantong.learning.services import LECTURE
from guantong.org.models import IdentityDocument, Post, Unit
from guantong.register.fields import F
from guantong.rollup.models import Pending
from guantong.trace import queries as trace_queries
from guantong.trace.files import content_of
from guantong.trace.models import Entry, Sealed, StoredFile, Touch
from guantong.trace.queries import history_of, rows_touched, units_touched
from tests.sheets.registers import UGLY
from tests.walk.federation import TODAY
from tests.walk.life import requirement_for

from .sheets import BAD, FIRST, HEADS, SECOND, brought, entered, outcomes, proposed, seen, text, undone, work


def table_of(model):
    """Every row of a table as it stands, byte for byte, the themes of records included."""
    return list(model.objects.order_by("pk").values()), list(
        model.themes.through.objects.order_by("pk").values_list("lecture_id", "theme_id")
    )


def more(row, **changes):
    """A row of the sheet with other cells."""
    return tuple(changes.get(head, cell) for head, cell in zip(HEADS, row, strict=True))


def notes(upload):
    """What holding each row against the register said."""
    return list(StagedRow.objects.filter(upload=upload).order_by("number").values_list("note", flat=True))


def test_a_sheet_becomes_records_and_is_taken_back_to_the_byte(federation, world):
    before = table_of(Lecture)
    upload = seen(federation.school, text(FIRST, SECOND, BAD), themes=[world.theme])
    assert (upload.state, outcomes(upload)) == ("ready", ["new", "new", "refused"])
    assert table_of(Lecture) == before
    upload = work(ask_to_enter(federation.school, upload))
    assert upload.state == "applied", upload.message
    assert [row.title for row in Lecture.objects.order_by("held_on")] == [FIRST[0], SECOND[0]]
    assert {theme for row in Lecture.objects.all() for theme in row.themes.all()} == {world.theme}
    assert undone(federation.school, upload).state == "undone"
    assert table_of(Lecture) == before


def test_an_upload_is_one_entry_that_knows_its_rows_and_units_and_stands_in_the_history_of_each(federation, world):
    entered(federation.school, text(FIRST, SECOND))
    entry = Entry.objects.exclude(manifest="").get()
    rows = list(Lecture.objects.order_by("pk"))
    assert (entry.verb, list(rows_touched(entry))) == ("enter", [row.pk for row in rows])
    assert units_touched(entry) >= {federation.unit_of("school").pk}
    assert [each.verb for each in history_of(rows[0])] == ["enter"]


def test_what_a_register_masks_is_sealed_in_the_manifest_of_an_upload_and_of_its_undo(federation, world, monkeypatch):
    monkeypatch.setattr(Lecture, "veiled", frozenset({"lecturer"}))
    upload = entered(federation.school, text(FIRST, SECOND))
    undone(federation.school, upload)
    entries = Entry.objects.exclude(manifest="")
    assert [entry.verb for entry in entries.order_by("pk")] == ["enter", "take_back"]
    told = "".join(content_of(StoredFile.objects.get(digest=entry.manifest)).decode() for entry in entries)
    assert FIRST[0] in told
    assert FIRST[3] not in told
    assert sum(FIRST[3] in sealed.box for sealed in Sealed.objects.filter(entry__in=entries)) == 2


def test_a_change_keeps_what_the_sheet_leaves_blank_and_undo_gives_the_record_back_to_the_byte(federation, world):
    row = Lecture(title=FIRST[0], held_on="2021-01-05", entry="workshop", lecturer="例先生", audience=30, place="车间")
    row.held_on = TODAY - timedelta(days=8)
    row.unit = federation.unit_of("school")
    LECTURE.create(federation.school, row, themes=[world.theme])
    before = table_of(Lecture)
    upload = seen(federation.school, text(more(FIRST, 宣讲人="")), themes=[])
    assert outcomes(upload) == ["refused"]  # the form wants a lecturer
    upload = entered(federation.school, text(FIRST))
    row.refresh_from_db()
    assert (row.audience, row.lecturer, row.place, list(row.themes.all())) == (40, "例先生", "车间", [world.theme])
    assert row.version == 1 + sql.LEAP
    entry = history_of(row)[0]
    assert entry.verb == "enter"
    undone(federation.school, upload)
    assert table_of(Lecture) == before


def test_totals_follow_many_rows_at_once_as_they_follow_a_few(federation, world, monkeypatch):
    def touched():
        cells = set(Pending.objects.values_list("kind", "unit", "month"))
        Pending.objects.all().delete()
        return cells

    touched()
    rows = [more(FIRST, 题目=f"第{number}场", 宣讲日期=f"2020-{number}-05") for number in range(9, 12)]
    undone(federation.school, entered(federation.school, text(*rows)))
    few = touched()
    monkeypatch.setattr(trace_queries, "FEW", 1)
    upload = entered(federation.school, text(*rows))
    assert (touched(), len(few)) == (few, 3)
    assert Touch.objects.filter(entry__verb="enter").order_by("-pk")[0].length == 3
    undone(federation.school, upload)
    assert touched() == few


def test_what_was_edited_since_is_left_alone_and_listed(federation, world):
    upload = entered(federation.school, text(FIRST, SECOND))
    edited = Lecture.objects.get(title=FIRST[0])
    edited.audience = 41
    LECTURE.update(federation.school, edited, themes=[world.theme])
    upload = undone(federation.school, upload)
    assert [(row.title, row.audience) for row in Lecture.objects.all()] == [(FIRST[0], 41)]
    assert (upload.counts["kept"], upload.counts["taken_back"]) == (1, 1)
    assert StagedRow.objects.get(upload=upload, fate="kept").record == edited.pk


def test_a_record_that_moved_to_another_unit_or_was_voided_since_is_left_alone(federation, world):
    """What a merge of two persons or units does to a record is a change of the record: its version says so."""
    upload = entered(federation.datong, text(FIRST, SECOND))
    moved, voided = Lecture.objects.order_by("held_on")
    moved.unit = federation.unit_of("food")
    LECTURE.update(federation.datong, moved, themes=())
    LECTURE.void(federation.datong, voided, reason="登记错了")
    before = table_of(Lecture)
    assert undone(federation.datong, upload).counts["kept"] == 2
    assert table_of(Lecture) == before


def test_lights_turn_with_an_upload_and_turn_back_with_its_undo(federation, world):
    duty = requirement_for(world.notice, "learning.lectures")

    def light():
        return next(
            each.light for each in assignments_of(world.notice, [federation.unit_of("school")], {duty.indicator})
        )

    before = light()
    upload = entered(federation.school, text(FIRST, SECOND), themes=[world.theme])
    noted = LightChange.objects.filter(requirement=duty, unit=federation.unit_of("school")).order_by("-pk")
    assert (before != "met", light(), noted[0].light) == (True, "met", "met")
    undone(federation.school, upload)
    assert light() == before
    assert noted[0].light == before


def test_the_same_file_on_its_way_is_that_upload_and_an_entered_one_enters_nothing_twice(federation, world):
    upload = seen(federation.school, text(FIRST))
    assert bring_in(federation.school, LectureRegister, content=text(FIRST), name="又一份.csv") == upload
    work(ask_to_enter(federation.school, upload))
    again = seen(federation.school, text(FIRST))
    assert (again == upload, again.counts["same"], again.counts["to_enter"]) == (False, 1, 0)
    with pytest.raises(WrongState):
        ask_to_enter(federation.school, again)


def test_of_two_officers_with_one_list_the_second_is_told_and_nothing_is_entered_twice(federation, world):
    first, second = (seen(actor, text(FIRST, SECOND)) for actor in (federation.school, federation.datong))
    ask_to_enter(federation.school, first)
    ask_to_enter(federation.datong, second)
    assert work(first).state == "applied"
    second = work(second)
    assert (second.state, second.counts["same"], second.counts["to_enter"]) == ("ready", 2, 0)
    assert "一条也没写" in second.message
    assert Lecture.objects.count() == 2


def test_a_record_changed_after_it_was_looked_at_gives_the_upload_back(federation, world):
    entered(federation.school, text(FIRST))
    upload = seen(federation.school, text(more(FIRST, 听众人数="45")))
    assert outcomes(upload) == ["change"]
    row = Lecture.objects.get()
    row.place = "二楼"
    LECTURE.update(federation.school, row, themes=())
    upload = work(ask_to_enter(federation.school, upload))
    assert (upload.state, Lecture.objects.get().audience) == ("ready", 40)
    assert work(ask_to_enter(federation.school, upload)).state == "applied"
    assert (Lecture.objects.get().audience, Lecture.objects.get().place) == (45, "二楼")


def test_rows_of_a_unit_that_closed_meanwhile_are_refused_and_nothing_is_entered(federation, world, guard):
    upload = seen(federation.datong, text(FIRST))
    with guard.lifted("the unit is closed by the founders' room"):
        Unit.objects.filter(pk=federation.unit_of("school").pk).update(closed_on=TODAY)
    upload = work(ask_to_enter(federation.datong, upload))
    assert (upload.state, notes(upload), Lecture.objects.count()) == ("ready", ["closed"], 0)


def test_a_unit_out_of_reach_is_refused_in_the_sheet_as_on_the_screen(federation, world):
    upload = seen(federation.school, text(more(FIRST, 单位="青禾食品工会")))
    assert outcomes(upload) == ["refused"]


def test_rows_that_repeat_in_the_file_are_told(federation, world):
    resembling = more(FIRST, 听众人数="50")
    upload = seen(federation.school, text(FIRST, FIRST, resembling))
    assert (outcomes(upload), notes(upload)) == (["new", "same", "new"], ["", "repeats", "resembles"])
    work(ask_to_enter(federation.school, upload))
    third = seen(federation.school, text(more(FIRST, 听众人数="60")))
    assert (outcomes(third), notes(third)) == (["refused"], ["many"])


def test_two_rows_about_one_record_change_it_once(federation, world):
    entered(federation.school, text(FIRST))
    upload = seen(federation.school, text(more(FIRST, 听众人数="45"), more(FIRST, 听众人数="46")))
    assert (outcomes(upload), notes(upload)) == (["change", "refused"], ["", "twice"])


def test_a_record_is_found_by_its_number_and_then_even_its_day_may_change(federation, world):
    entered(federation.school, text(FIRST))
    row = Lecture.objects.get()
    heads = (*HEADS, "登记编号")
    upload = seen(federation.school, text((*more(FIRST, 宣讲日期="2021-01-04"), row.pk), (*SECOND, 999), heads=heads))
    assert (outcomes(upload), notes(upload)) == (["change", "refused"], ["", "unknown"])
    upload = work(ask_to_enter(federation.school, upload))
    assert (Lecture.objects.get().held_on.day, Lecture.objects.get().pk) == (4, row.pk)
    undone(federation.school, upload)
    assert Lecture.objects.get().held_on.day == 5


def test_a_row_that_is_mended_is_judged_again_and_one_left_out_stays_out(federation, world):
    upload = seen(federation.school, text(BAD, SECOND, heads=HEADS))
    bad, good = StagedRow.objects.filter(upload=upload).order_by("number")
    said = {"title": BAD[0], "held_on": "2021-13-03", "entry": "企业", "lecturer": "例女士", "unit": "大通一中工会"}
    assert mend_row(federation.school, upload, bad, said=said | {"audience": "25"}).outcome == "refused"
    assert (
        mend_row(federation.school, upload, bad, said=said | {"audience": "25", "held_on": "1月3日"}).outcome
        == "refused"
    )
    mended = mend_row(federation.school, upload, bad, said=said | {"audience": "25", "held_on": "2021年1月3日"})
    assert (mended.outcome, mended.reasons) == ("new", [])
    leave_out(federation.school, upload, good, is_left_out=True)
    upload.refresh_from_db()
    assert upload.counts["to_enter"] == 1
    work(ask_to_enter(federation.school, upload))
    assert [row.title for row in Lecture.objects.all()] == [BAD[0]]


def test_rows_cannot_be_mended_or_columns_confirmed_once_entered(federation, world):
    upload = entered(federation.school, text(FIRST))
    row = StagedRow.objects.get(upload=upload)
    with pytest.raises(WrongState):
        mend_row(federation.school, upload, row, said={})
    with pytest.raises(WrongState):
        leave_out(federation.school, upload, row, is_left_out=True)
    with pytest.raises(WrongState):
        cancel(federation.school, upload)


def test_an_upload_that_is_stopped_leaves_no_rows_and_a_worker_that_comes_later_does_nothing(federation, world):
    upload = seen(federation.school, text(FIRST))
    cancel(federation.school, upload)
    assert (work(upload).state, StagedRow.objects.count()) == ("cancelled", 0)


def test_what_a_worker_left_is_taken_up_again_and_old_rows_are_let_go(federation, world):
    waiting = bring_in(federation.school, LectureRegister, content=text(FIRST), name="讲座.csv")
    assert carry_on_all.func() == 1
    done = entered(federation.school, text(SECOND))
    with clock.at(TODAY + timedelta(days=31)):
        assert tidy.func() == 1
    assert StagedRow.objects.filter(upload=done).count() == 0
    with pytest.raises(WrongState, match="逐条作废"):
        ask_to_undo(federation.school, done)
    assert work(waiting).state == "matching"


def test_an_officer_whose_post_has_ended_enters_nothing_any_more(federation, world, guard):
    upload = seen(federation.school, text(FIRST))
    ask_to_enter(federation.school, upload)
    with guard.lifted("the post is ended by the founders' room"):
        Post.objects.filter(pk=federation.school.post_id).update(ends_on=TODAY - timedelta(days=1))
    with pytest.raises(WrongState, match="到期"):
        carry_on.func(upload.pk)
    assert Lecture.objects.count() == 0


def test_only_officers_bring_sheets_in(federation, world):
    with pytest.raises(NotAllowed):
        bring_in(federation.auditor, LectureRegister, content=text(FIRST), name="讲座.csv")


def test_heads_once_confirmed_are_known_the_next_time(federation, world):
    heads = ("讲了什么", *HEADS[1:])
    upload = brought(federation.school, text(FIRST, heads=heads))
    chosen = proposed(upload)
    assert chosen[0]["columns"].get("title") is None
    chosen[0]["columns"]["title"] = 0
    work(confirm_columns(federation.school, upload, chosen, themes=()))
    again = brought(federation.school, text(SECOND, heads=heads))
    assert again.found[0]["proposed"]["title"] == 0
    assert "title" in again.found[0]["known"]


def test_a_sheet_without_a_unit_column_may_be_all_of_ones_own_unit(federation, world):
    upload = brought(federation.school, text(FIRST[:-1], heads=HEADS[:-1]))
    chosen = proposed(upload, unit=federation.unit_of("school").pk)
    upload = work(confirm_columns(federation.school, upload, chosen, themes=()))
    assert outcomes(upload) == ["new"]


@pytest.mark.parametrize("name", ["12-gb18030.csv", "08-subtotals.xlsx", "15-unit-names.xlsx", "36-no-head.csv"])
def test_an_ugly_sheet_comes_through_without_a_fault(federation, world, name):
    upload = seen(federation.datong, (UGLY / name).read_bytes(), name=name)
    assert upload.state == "ready", upload.message


def test_nothing_in_an_empty_file(federation, world):
    with pytest.raises(Invalid):
        bring_in(federation.school, LectureRegister, content=b"", name="空.xlsx")
    assert not Upload.objects.exists()


def test_a_sealed_column_is_never_filled_from_a_sheet():
    class Papers:
        """A register with a number that lies encrypted."""

        model, fields = IdentityDocument, (F("number", on="form sheet"), F("kind", on="form sheet"))
        on = classmethod(lambda cls, place: cls.fields)

    assert names_on_sheet(Papers) == ("kind",)
