# SPDX-License-Identifier: Apache-2.0
"""A record counts for a notice by its theme: who takes the theme away turns the light back, and other themes do not."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from guantong.learning.services import LECTURE
from guantong.org.services import use_theme
from tests.walk.life import lecture

LECTURES = "learning.lectures"


def test_a_theme_taken_off_the_only_record_turns_the_lights_back_up_to_the_top(federation, world):
    row = lecture(world)
    assert [world.past_lights(LECTURES, word)[-1] for word in ("school", "xining")] == ["met", "met"]
    LECTURE.update(federation.school, row, themes=[])
    assert "met" not in [world.past_lights(LECTURES, word)[-1] for word in ("school", "xining")]
    assert world.light(LECTURES, "school") != "met"


def test_a_record_under_another_theme_looks_at_no_light(federation, world):
    other = use_theme(federation.province, "普法月")
    row = LECTURE.update(federation.school, lecture(world), themes=[])
    noted = world.past_lights(LECTURES, "school")
    with CaptureQueriesContext(connection) as asked:
        LECTURE.update(federation.school, row, themes=[other])
    assert not [each for each in asked.captured_queries if "dispatch_receipt" in each["sql"]]
    assert world.past_lights(LECTURES, "school") == noted
