# SPDX-License-Identifier: Apache-2.0
"""The bench of totals, tiny: it says what it is there to say. How fast a machine is, no test judges."""

import pytest

from guantong.site.bench import rollup
from guantong.site.commands.bench import target_of


@pytest.fixture
def figures(db, monkeypatch):
    """What a tiny run finds."""
    monkeypatch.setattr(rollup, "READINGS", 3)
    return rollup.measured(250, 400, 3)


def test_every_target_of_totals_has_a_line_and_totals_are_right_at_once(figures):
    counted = {line for line, _sign, _limit in rollup.TARGETS if not line.startswith(("growth", "writers_at_once"))}
    assert counted <= set(figures)
    assert figures["total_at_once_is_right"] is True
    assert figures["values"] == figures["units"] * rollup.INDICATORS * 12
    assert target_of("rebuild_ratio", rollup.TARGETS)
