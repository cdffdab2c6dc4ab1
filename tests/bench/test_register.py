# SPDX-License-Identifier: Apache-2.0
"""The bench of registers, tiny: it says what it is there to say. How fast a machine is, no test judges."""

import pytest

from guantong.site.bench import visits
from guantong.site.bench.register import bench
from guantong.site.commands.bench import lines_of


@pytest.fixture
def figures(db, monkeypatch):
    """What a tiny run finds."""
    monkeypatch.setattr(visits, "TIMES", 1)
    monkeypatch.setattr(bench, "CREATES", 2)
    monkeypatch.setattr(bench, "LEAST_UNITS", 200)
    return bench.measured(200)


def test_every_target_of_registers_has_a_line_and_no_page_asks_more_for_more_rows(figures):
    lines = lines_of(figures, bench.TARGETS)
    for who in ("county", "province"):
        assert f"{who}: most ms above its SQL" in figures
        assert figures[f"{who}: queries of ten rows less those of 200"] == 0
        assert any(key.startswith(f"{who}: page ") and key.endswith("times the first page") for key in figures)
        assert sum(key.startswith(f"{who}: search for") for key in figures) == 4
        assert len(figures[f"{who}: lists"]) == len(bench.CONDITIONS) * len(bench.ORDERS)
    assert all(line.endswith(("met", "MISSED")) for line in lines if " ≤ " in line or " ≥ " in line)
    assert {"API creates to those of a plain view", "service, times a bare insert"} <= set(figures)
