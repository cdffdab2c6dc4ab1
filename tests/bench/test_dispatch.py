# SPDX-License-Identifier: Apache-2.0
"""The bench of dispatch, tiny: it says what it is there to say. How fast a machine is, no test judges."""

import pytest

from guantong.site.bench import visits
from guantong.site.bench.dispatch import bench, crowd
from guantong.site.commands.bench import is_met, lines_of, target_of


@pytest.fixture
def figures(db, monkeypatch):
    """What a tiny run finds."""
    monkeypatch.setattr(visits, "TIMES", 1)
    monkeypatch.setattr(bench, "SAVES", 1)
    return bench.measured(200)


def test_every_target_of_dispatch_has_a_line_and_what_can_be_counted_is_met(figures):
    for line in ("trace entries of the issue", "record to its lights, queries", "levels whose lights did not turn"):
        target = target_of(line, bench.TARGETS)
        assert target
        assert is_met(figures[line], target), (line, figures[line])
    assert sum(key.endswith("ms above its SQL") for key in figures) == 5
    assert {"issue, times the bare rows", "record to its lights, ms"} <= set(figures)
    assert all(line.endswith(("met", "MISSED")) for line in lines_of(figures, bench.TARGETS) if " ≤ " in line)


def test_what_a_crowd_was_told_is_set_beside_what_is_stored(db):
    office = crowd.Office(0, 0)
    for status in (302, 302, 503):
        office.note(status)
    calm, crowded = [(302, 0.1), (500, 0.2)], [(302, 0.1), (503, 0.01), (0, 60.0)]
    said = crowd.said(calm, crowded, 12.0, office)
    assert said["last minute: errors"] == 1
    assert said["three times too many: told to retry"] == 1
    assert said["three times too many: answers that are no record and no retry"] == 1
    assert said["all: acknowledged and not stored"] == 2
