# SPDX-License-Identifier: Apache-2.0
"""A bulk operation is one entry: its manifest says what became of each row, and each row finds it in its history."""

from datetime import date

import pytest
from django.urls import reverse

from guantong.dispatch.models import LightChange
from guantong.learning.models import Lecture
from guantong.org.services import trace_bulk
from guantong.site.cli import main
from guantong.trace import files
from guantong.trace.models import Entry, canonical
from guantong.trace.queries import change_of, history_of, rows_of, rows_touched, units_touched
from guantong.trace.services import RowChange, RowLine, writes
from tests.walk.life import lecture


@writes
def postpone(actor, rows, day):
    """Move many lectures to a day, in one operation."""
    before = {row.pk: row.held_on for row in rows}
    Lecture.objects.filter(pk__in=before).update(held_on=day)
    said = (RowChange(row.pk, row.version, row.unit_id, {"held_on": before[row.pk]}, {"held_on": day}) for row in rows)
    return trace_bulk(actor, "correct", Lecture, said, unit=actor.unit)


@pytest.fixture
def postponed(world):
    """Three lectures of two units, moved by one operation of the city."""
    federation = world.federation
    rows = [lecture(world), lecture(world, title="第二场"), lecture(world, "food", title="第三场")]
    return postpone(federation.xining, rows, date(2021, 1, 12)), rows


def test_one_entry_stands_for_all_rows_and_names_each(postponed):
    entry, rows = postponed
    assert Entry.objects.filter(operation=entry.operation).count() == 1
    assert rows_touched(entry) == [row.pk for row in rows]
    assert units_touched(entry) == {row.unit_id for row in rows}
    assert entry.after == {"rows": 3}
    assert [line.before for line in rows_of(entry)] == [{"held_on": str(row.held_on)} for row in rows]


def test_each_row_finds_the_bulk_entry_in_its_own_history(postponed):
    entry, rows = postponed
    assert [each.verb for each in history_of(rows[2])] == ["correct", "record"]
    assert change_of(entry, rows[2]).after == {"held_on": "2021-01-12"}
    assert change_of(history_of(rows[1]).last(), rows[1]).after["title"] == "第二场"


def test_rows_whose_ids_follow_each_other_share_one_touch_and_each_still_finds_its_own_line(world):
    rows = [lecture(world, title=f"第{number}场") for number in range(4)]
    kept = [row for row in rows if row.title != "第1场"]
    entry = postpone(world.federation.xining, kept, date(2021, 1, 11))
    assert list(entry.touches.order_by("pk").values_list("object_id", "length")) == [(rows[0].pk, 1), (rows[2].pk, 2)]
    assert [history_of(row).count() for row in rows] == [2, 1, 2, 2]
    assert [change_of(entry, row).id for row in kept] == [row.pk for row in kept]


def test_values_that_are_written_down_already_make_the_same_line(world):
    row, other = lecture(world), lecture(world)
    said = {"title": "“引号”与\n换行", "held_on": "2021-01-11"}

    @writes
    def note(line):
        return trace_bulk(world.federation.xining, "correct", Lecture, [line], unit=row.unit)

    first = note(RowChange(row.pk, 2, row.unit_id, {}, said))
    second = note(RowLine(row.pk, 2, row.unit_id, "{}", canonical(said)))
    assert first.manifest == second.manifest
    assert change_of(second, row) == change_of(first, row)
    assert other.pk not in rows_touched(second)


def test_an_entry_about_one_object_names_it_and_its_unit(world):
    row = lecture(world)
    entry = history_of(row).get()
    assert rows_touched(entry) == [row.pk]
    assert units_touched(entry) == {row.unit_id}


def test_the_history_page_shows_what_a_bulk_operation_did_to_this_row(postponed, sign_in):
    _entry, rows = postponed
    text = sign_in("school").get(reverse("learning.lecture.history", args=(rows[0].pk,))).content.decode()
    assert "2021-01-12" in text or "2021年1月12日" in text


def test_a_bulk_operation_turns_the_lights_of_the_units_that_it_touched(world):
    federation = world.federation
    row = lecture(world)

    @writes
    def void_all():
        Lecture.objects.filter(pk=row.pk).update(voided_at=row.recorded_at)
        return trace_bulk(federation.xining, "void", Lecture, [RowChange(row.pk, 1, row.unit_id)], unit=row.unit)

    entry = void_all()
    turned = LightChange.objects.filter(operation=entry.operation)
    assert set(turned.values_list("unit__code", flat=True)) == {"630121-01", "630121", "630100"}


def test_a_manifest_that_was_changed_is_found(postponed, capsys):
    entry, _rows = postponed
    place = files.place_of(entry.manifest)
    kept = place.read_bytes()
    place.write_bytes(kept.replace(b"2021-01-12", b"2021-01-02"))
    try:
        assert main(["check"]) == 1
        assert "被改过" in capsys.readouterr().out
    finally:
        place.write_bytes(kept)


def test_a_process_that_dies_half_way_leaves_no_half_file(settings, tmp_path):
    settings.FILES_DIR = tmp_path

    def lines():
        yield b"first\n"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        files.keep_lines(lines(), name="half", media_type="text/plain")
    assert list(tmp_path.rglob("*")) == []
