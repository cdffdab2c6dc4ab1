# SPDX-License-Identifier: Apache-2.0
"""State tables: what may be done from where, and what a wrong table or a wrong move says."""

from enum import StrEnum

import pytest

from guantong.kernel.errors import WrongState
from guantong.kernel.flow import Flow, Move


class HonorState(StrEnum):
    DRAFT = "draft"
    FILED = "filed"
    CONFIRMED = "confirmed"

    @property
    def label(self) -> str:
        return {"draft": "草稿", "filed": "已上报", "confirmed": "已审定"}[self.value]


FILE = Move("file", "上报", "draft", "filed", right="honors.honor.file")
RETURN = Move("return", "退回", ("filed", "confirmed"), "draft", right="honors.honor.confirm", reason=True)
CONFIRM = Move("confirm", "审定", "filed", "confirmed", right="honors.honor.confirm")
FLOW = Flow(HonorState, "draft", (FILE, RETURN, CONFIRM))


def test_a_verb_leads_from_its_state_to_the_next():
    assert FLOW.move("file", "draft").target == "filed"
    assert FLOW.move("return", HonorState.CONFIRMED) is RETURN


def test_a_move_from_the_wrong_state_is_refused_in_words():
    with pytest.raises(WrongState) as refused:
        FLOW.move("return", "draft")
    assert str(refused.value) == "现在是“草稿”，不能退回；只有“已上报”“已审定”才能退回。"


def test_a_state_offers_its_own_moves_in_the_order_of_the_table():
    assert FLOW.moves_from("filed") == (RETURN, CONFIRM)
    assert FLOW.moves_from(HonorState.DRAFT) == (FILE,)


def test_verbs_and_rights_are_listed_once():
    assert FLOW.verbs == ("file", "return", "confirm")
    assert FLOW.rights == ("honors.honor.file", "honors.honor.confirm")


def test_the_diagram_shows_every_state_and_every_move():
    assert FLOW.diagram() == (
        "stateDiagram-v2\n"
        "    [*] --> draft\n"
        "    draft : 草稿\n"
        "    filed : 已上报\n"
        "    confirmed : 已审定\n"
        "    draft --> filed : 上报\n"
        "    filed --> draft : 退回\n"
        "    confirmed --> draft : 退回\n"
        "    filed --> confirmed : 审定\n"
    )


@pytest.mark.parametrize(
    ("start", "move"),
    [
        ("begun", FILE),
        ("draft", Move("file", "上报", "drafted", "filed", right="x.y.z")),
        ("draft", Move("file", "上报", ("draft", "fled"), "filed", right="x.y.z")),
        ("draft", Move("file", "上报", "draft", "field", right="x.y.z")),
    ],
)
def test_an_unknown_state_stops_the_table_and_lists_the_states(start, move):
    with pytest.raises(ValueError, match="the states are draft, filed, confirmed"):
        Flow(HonorState, start, (move,))


def test_two_moves_of_one_name_from_one_state_stop_the_table():
    with pytest.raises(ValueError, match="two moves are called 'file' from 'draft'"):
        Flow(HonorState, "draft", (FILE, Move("file", "再报", "draft", "confirmed", right="x.y.z")))


def test_one_name_may_lead_to_different_states_from_different_states():
    up = (FILE, Move("file", "再报", "filed", "confirmed", right="honors.honor.file"))
    flow = Flow(HonorState, "draft", up)
    assert [flow.move("file", state).target for state in ("draft", "filed")] == ["filed", "confirmed"]


def test_an_unknown_verb_or_state_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="the moves are file, return, confirm"):
        FLOW.move("publish", "draft")
    with pytest.raises(ValueError, match="the states are draft, filed, confirmed"):
        FLOW.moves_from("published")
    with pytest.raises(ValueError, match="the states are draft, filed, confirmed"):
        FLOW.move("file", "published")


def test_a_state_is_done_where_nothing_leads_out_of_it_and_loud_only_where_the_table_says():
    open_end = Flow(HonorState, "draft", (FILE, CONFIRM), tones={"filed": "ask"})
    assert [open_end.tone(state) for state in HonorState] == ["edit", "ask", "new"]


@pytest.mark.parametrize("tones", [{"lost": "no"}, {"draft": "purple"}])
def test_a_tone_of_no_state_or_an_unknown_tone_stops_the_table(tones):
    with pytest.raises(ValueError, match=r"lost|purple"):
        Flow(HonorState, "draft", (FILE,), tones=tones)
