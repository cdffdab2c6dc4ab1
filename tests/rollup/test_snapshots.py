# SPDX-License-Identifier: Apache-2.0
"""A frozen figure keeps its records, and later says which of them made the difference, and why."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guantong.learning.services import LECTURE
from guantong.rollup.evidence import packed, unpacked
from guantong.rollup.figures import Question
from guantong.rollup.models import Snapshot
from guantong.rollup.services import freeze
from guantong.trace.services import writes
from tests.walk.life import lecture

IDS = st.sets(st.one_of(st.integers(1, 200), st.integers(65_000, 70_000), st.integers(1, 2**40)))


@given(records=st.dictionaries(st.sampled_from(("learning.lecture", "org.post")), IDS))
def test_packed_ids_come_back_as_they_were(records):
    assert unpacked(packed(records)) == {kind: sorted(ids) for kind, ids in records.items()}


def test_a_full_block_is_a_bitmap_and_small():
    ids = set(range(1, 60_000))
    assert unpacked(packed({"a.b": ids})) == {"a.b": sorted(ids)}
    assert len(packed({"a.b": ids})) < 500


@writes
def frozen(question):
    """A snapshot, as sending a report makes one."""
    return freeze(question)


def test_a_figure_says_what_it_was_and_which_records_changed_it(world, sign_in, guard):
    gone, raised = lecture(world, title="将作废的"), lecture(world, title="将更正的", audience=10)
    with guard.lifted("a snapshot by itself; the report that freezes it leaves the trace"):
        heard = frozen(Question("learning.audience", "630100", "2021"))
        held = frozen(Question("learning.lectures", "630100", "2021"))
    LECTURE.void(world.federation.school, gone, reason="重复登记")
    raised.audience = 25
    LECTURE.update(world.federation.school, raised)
    lecture(world, title="补登的", audience=1)
    client = sign_in("xining")
    page = client.get(f"{Question('learning.audience', '630100', '2021').url}&was={heard.pk}").content.decode()
    assert "报送时 50，现 26" in page
    assert "《将作废的》不再计入：周示云作废（重复登记）" in page
    assert "《将更正的》仍计入：周示云更正" in page
    assert "《补登的》新计入：周示云补登" in page
    other = client.get(f"{Question('learning.audience', '630100', '2021').url}&was={held.pk}").content.decode()
    assert "报送时" not in other, "a snapshot of another question says nothing here"


def test_the_same_evidence_is_stored_once(world, guard):
    lecture(world)
    with guard.lifted("snapshots by themselves"):
        one, other = (frozen(Question("learning.lectures", code, "2021")) for code in ("630100", "630121"))
    assert one.evidence_id == other.evidence_id
    assert Snapshot.objects.count() == 2
