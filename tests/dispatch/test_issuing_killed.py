# SPDX-License-Identifier: Apache-2.0
"""A process is killed while it issues a notice, a worker while it lights it: once and only once all the same."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("dying.py")
TIMES = 6
UNITS = 40


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


def test_killed_in_mid_issue_every_unit_has_the_notice_or_none(told):
    nothing = {"state": "confirmed", "issues": 0, "receipts": 0, "entries": 0}
    everything = {"state": "issued", "issues": 1, "receipts": UNITS, "entries": 1}
    assert len(told["issuing"]) == TIMES
    for each in told["issuing"]:
        assert {key: each["died"][key] for key in nothing} in (nothing, everything)
        assert {key: each["finished"][key] for key in nothing} == everything


def test_killed_over_the_lights_the_next_worker_goes_on_and_notes_each_once(told):
    whole = {each["finished"]["lights"] for part in told.values() for each in part}
    assert len(whole) == 1
    for each in told["lights"]:
        assert (each["died"]["receipts"], each["died"]["twice"]) == (UNITS, 0)
        assert (each["finished"]["lit"], each["finished"]["twice"]) == (1, 0)


def test_no_chain_of_the_trace_is_broken_by_a_death(told):
    assert [each for part in told.values() for step in part for each in step["died"]["broken"]] == []
