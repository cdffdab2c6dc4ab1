# SPDX-License-Identifier: Apache-2.0
"""A worker is killed at random moments: of what it was at, there is nothing or everything; a new one ends it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROWS, BATCH = 500, 100
PROGRAM = Path(__file__).with_name("dying.py")
TIMES = 20


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What stood after each death."""
    home = tmp_path_factory.mktemp("dying")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GUANTONG_")}
    environment = {**kept, "GUANTONG_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2])}
    said = subprocess.run(
        [sys.executable, str(PROGRAM), str(TIMES)], env=environment, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr[-3000:]
    return json.loads(said.stdout)


def test_killed_in_mid_apply_a_worker_leaves_nothing_or_everything(told):
    nothing = {"state": "applying", "records": 0, "fates": 0, "entries": 0}
    everything = {"state": "applied", "records": ROWS, "fates": ROWS, "entries": 1}
    assert len(told["applying"]) == TIMES
    for each in told["applying"]:
        assert {key: each["died"][key] for key in nothing} in (nothing, everything)
        assert {key: each.get("finished", everything)[key] for key in nothing} == everything


def test_killed_in_mid_undo_a_worker_leaves_nothing_or_everything(told):
    nothing = {"state": "undoing", "records": ROWS, "entries": 1}
    everything = {"state": "undone", "records": 0, "entries": 2}
    for each in told["undoing"]:
        assert {key: each["died"][key] for key in nothing} in (nothing, everything)
        assert {key: each.get("finished", everything)[key] for key in nothing} == everything


def test_killed_in_mid_staging_the_next_worker_goes_on_and_stages_each_row_once(told):
    for each in told["staging"]:
        assert each["died"]["staged"] in range(0, ROWS + 1, BATCH)
        assert each["died"]["records"] == 0
        if "finished" in each:
            assert (each["finished"]["state"], each["finished"]["staged"]) == ("ready", ROWS)


def test_no_chain_of_the_trace_is_broken_by_a_death(told):
    assert [each for part in told.values() for step in part for each in step["died"]["broken"]] == []
