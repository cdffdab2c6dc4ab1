# SPDX-License-Identifier: Apache-2.0
"""A register with a flow: who may take which move from where, what it asks, what the pages show."""

import pytest
from django.urls import reverse

from guantong.register.fields import F, Panel
from guantong.register.register import Register
from guantong.trace.queries import history_of
from tests.contract.records import moved, record_of

from .visits import KEY, VisitRegister


def url(name, *args):
    """An address of the register."""
    return reverse(f"{KEY}.{name}", args=args)


@pytest.fixture
def visit(world):
    """A visit of the school, planned."""
    return record_of(VisitRegister, world.federation.school)


def test_the_page_offers_the_moves_of_the_state_to_whoever_may_take_them(visit, sign_in):
    offered = {}
    for word in ("school", "datong"):
        page = sign_in(word).get(url("page", visit.pk)).context["page"]
        offered[word] = [(button.label, button.is_primary) for button in page.moves]
    assert offered["school"] == [("上报", True), ("作废", False)]
    assert offered["datong"] == [("上报", True), ("不同意", False), ("作废", False)]


def test_a_move_that_asks_why_is_refused_without_a_reason_and_keeps_it_with_one(visit, world, sign_in):
    moved(VisitRegister, visit, ("file",), world.federation.school)
    client, address = sign_in("datong"), url("move", visit.pk, "return")
    assert client.post(address, {"reason": " "}).status_code == 400
    client.post(address, {"reason": "电话写错了"})
    visit.refresh_from_db()
    assert visit.state == "planned"
    assert history_of(visit)[0].reason == "电话写错了"
    history = client.get(url("history", visit.pk)).content.decode()
    assert "退回" in history
    assert "已上报" in history


def test_a_rule_of_the_room_stands_before_the_move(visit, world, sign_in):
    visit.story = ""
    bare = VisitRegister.update(world.federation.school, visit)
    moved(VisitRegister, bare, ("file",), world.federation.school)
    answer = sign_in("datong").post(url("move", bare.pk, "confirm"))
    assert answer.status_code == 409
    assert "走访办法第三条" in answer.content.decode()
    bare.refresh_from_db()
    assert bare.state == "filed"


def test_a_second_click_is_told_where_the_record_stands(visit, sign_in):
    client = sign_in("school")
    assert client.post(url("move", visit.pk, "file")).status_code == 302
    answer = client.post(url("move", visit.pk, "file"))
    assert answer.status_code == 409
    assert "现在是“已上报”" in answer.content.decode()


def test_a_move_over_a_version_that_somebody_has_changed_since_is_refused(visit, world, sign_in):
    seen = visit.version
    VisitRegister.update(world.federation.school, visit)
    answer = sign_in("school").post(url("move", visit.pk, "file"), {"version": seen})
    assert answer.status_code == 409
    visit.refresh_from_db()
    assert visit.state == "planned"


def test_a_void_record_makes_no_move_and_offers_none(visit, world, sign_in):
    VisitRegister.void(world.federation.school, visit, reason="重了")
    client = sign_in("school")
    assert client.post(url("move", visit.pk, "file")).status_code == 409
    assert [button.label for button in client.get(url("page", visit.pk)).context["page"].moves] == ["恢复"]


def test_a_move_that_nobody_declared_is_not_there(visit, sign_in):
    assert sign_in("school").post(url("move", visit.pk, "burn")).status_code == 404


def test_the_state_is_shown_with_its_tone_and_found(visit, world, sign_in):
    client = sign_in("school")
    cell = next(cell for cell in client.get(url("list")).context["page"].rows[0].cells if cell.label == "状态")
    assert (cell.text, cell.tone) == ("拟走访", "edit")
    assert len(client.get(url("list"), {"state": "planned"}).context["page"].rows) == 1
    assert client.get(url("list"), {"state": "filed"}).context["page"].rows == []
    moved(VisitRegister, visit, ("refuse",), world.federation.datong)
    visit.refresh_from_db()
    page = client.get(url("page", visit.pk)).context["page"]
    assert (page.state_word, page.state_tone) == ("不予走访", "no")


def test_rights_follow_from_the_flow_and_a_room_may_say_whose_they_are():
    found = {right.name.rpartition(".")[2]: right.roles for right in VisitRegister.rights()}
    assert list(found) == ["read", "record", "correct", "void", "confirm"]
    assert found["confirm"] == ("office",)


GIVEN = {name: getattr(VisitRegister, name) for name in ("key", "model", "slug", "event_date", "panels", "flow")}
GIVEN |= {name: getattr(VisitRegister, name) for name in ("create", "update", "void", "restore")}


@pytest.mark.parametrize(
    "changes",
    [
        {"fields": (F("title"), F("held_on"), F("unit"))},
        {"fields": (F("title"), F("held_on"), F("unit"), F("state"))},
        {"moves": {"burn": print}},
        {"flow": None, "moves": {"confirm": print}},
    ],
    ids=("no state", "state on the form", "unknown move", "moves without a flow"),
)
def test_a_wrong_flow_stops_the_declaration(changes):
    fields = {"fields": VisitRegister.fields, "panels": (Panel("走访", "title"),)}
    with pytest.raises(TypeError):
        type("Other", (Register,), GIVEN | fields | changes)
