# SPDX-License-Identifier: Apache-2.0
"""The two notices that the demo has beside the founding one, read by the reader from the files our writer set."""

import json
from datetime import date
from importlib import resources

from guantong.dispatch.models import Repeats
from guantong.dispatch.services import receive_notice
from guantong.gongwen.read import read
from guantong.gongwen.write import document_from_json, write
from guantong.kernel import clock


def document(name):
    """One of the notices as its author wrote it."""
    source = (resources.files("guantong.site.demo") / "notices" / f"{name}.json").read_text(encoding="utf-8")
    return document_from_json(json.loads(source))


def received(federation, name):
    """The notice as it comes in at the provincial office, its requirements by indicator."""
    written = document(name)
    with clock.at(written.issued_on):
        notice = receive_notice(federation.province, write(written, "docx"), f"{written.title}.docx")
    return {each.indicator: each for each in notice.requirements.exclude(indicator="")}


def test_what_our_writer_set_is_read_back_word_by_word():
    for name in ("drive", "quarterly"):
        written = document(name)
        assert read(write(written, "docx"), kind="docx").document == written


def test_each_row_of_a_table_of_tasks_brings_its_own_day_and_target(federation):
    found = received(federation, "drive")
    said = {key: (each.target, each.due_on) for key, each in found.items()}
    assert said["learning.lectures"] == (4, date(2021, 1, 8))
    assert said["learning.media"] == (2, date(2021, 1, 15))
    assert said["learning.classes"] == (1, date(2021, 1, 29))
    assert said["dispatch.plans"] == (1, date(2020, 12, 25))
    assert not any(each.repeats for each in found.values())


def test_a_duty_of_every_quarter_is_read_as_one_that_comes_round(federation):
    found = received(federation, "quarterly")
    said = {key: (each.target, each.repeats, each.due_on) for key, each in found.items()}
    assert said["learning.lectures"] == (2, Repeats.QUARTER, None)
    assert said["dispatch.difficulties_solved"] == (1, Repeats.QUARTER, None)
    assert said["dispatch.experiences"] == (1, Repeats.YEAR, None)
