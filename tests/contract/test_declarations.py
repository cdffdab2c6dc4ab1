# SPDX-License-Identifier: Apache-2.0
"""A wrong declaration stops the process when the class is made, and says which names there are."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from guantong.kernel.errors import Misconfigured
from guantong.learning.models import Lecture
from guantong.learning.registers import LectureRegister
from guantong.org import rights
from guantong.org.rights import Right
from guantong.register import catalogue
from guantong.register.catalogue import indicators, registers
from guantong.register.fields import F, Panel
from guantong.register.register import Register

GIVEN = {
    "key": "learning.other",
    "model": Lecture,
    "slug": "learning/other",
    "event_date": "held_on",
    "fields": (F("title"), F("held_on"), F("unit")),
    "panels": (Panel("讲座", "title held_on unit"),),
    "create": LectureRegister.create,
    "update": LectureRegister.update,
    "void": LectureRegister.void,
    "restore": LectureRegister.restore,
}


def declared(**changes):
    """A register declared as given but for the changes; None takes a setting away."""
    return type("Other", (Register,), {key: each for key, each in (GIVEN | changes).items() if each is not None})


def test_what_is_given_is_a_declaration():
    assert declared().key == "learning.other"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"colour": "red"}, "colour"),
        ({"fields": (F("titel"),)}, "titel"),
        ({"panels": (Panel("讲座", "title heldon"),)}, "heldon"),
        ({"event_date": "day"}, "day"),
        *(({name: None}, name) for name in GIVEN),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_an_unknown_or_missing_name_is_named_with_those_there_are(changes, named):
    with pytest.raises(TypeError, match=named):
        declared(**changes)


def test_the_refusal_of_an_unknown_setting_lists_the_settings():
    with pytest.raises(TypeError, match="event_date"):
        declared(colour="red")


@pytest.mark.parametrize("wrong", [{"on": "list wall"}, {"find": "smell"}])
def test_an_unknown_place_or_way_of_finding_is_refused(wrong):
    with pytest.raises(ValueError, match=r"wall|smell"):
        F("title", **wrong)


def test_a_mask_over_a_column_that_the_trace_would_write_open_stops_the_process(monkeypatch):
    masked = (*GIVEN["fields"], F("lecturer", veil="name"))
    with pytest.raises(TypeError, match=r"'lecturer', which Lecture writes open into the trace"):
        declared(fields=masked)
    monkeypatch.setattr(Lecture, "veiled", frozenset({"lecturer"}))
    assert declared(fields=masked).veiled_on_page() == {"lecturer"}


def test_a_column_that_the_trace_seals_is_never_shown_open(monkeypatch):
    monkeypatch.setattr(Lecture, "veiled", frozenset({"lecturer"}))
    with pytest.raises(TypeError, match=r"shows 'lecturer' open"):
        declared(fields=(*GIVEN["fields"], F("lecturer")))


def test_a_joining_table_cannot_be_masked():
    with pytest.raises(TypeError, match="themes"):
        declared(fields=(*GIVEN["fields"], F("themes", veil="all")))


@pytest.fixture
def catalogues_as_they_were():
    """The catalogues, put back after a test filled them otherwise."""
    kept = registers(), indicators(), catalogue._counts[0], rights.catalogue()
    yield
    catalogue.install(*kept[:3])
    rights.install(kept[3])


def test_a_register_or_indicator_that_stands_twice_is_refused(catalogues_as_they_were):
    both = registers(), indicators()
    for twice in ((both[0] * 2, both[1]), (both[0], both[1] * 2)):
        with pytest.raises(Misconfigured):
            catalogue.install(*twice, lambda row: [])


def test_an_indicator_recorded_in_no_register_is_refused(catalogues_as_they_were):
    with pytest.raises(Misconfigured):
        catalogue.install((), indicators(), lambda row: [])


@pytest.mark.parametrize("right", [Right("room.thing.do", "做", ("queen",)), rights.RIGHTS[0]])
def test_a_right_of_an_unknown_role_or_given_twice_is_refused(catalogues_as_they_were, right):
    with pytest.raises(Misconfigured):
        rights.install((*rights.RIGHTS, right))


def test_a_right_that_nobody_declared_stops_whoever_asks_for_it():
    with pytest.raises(Misconfigured, match=r"org\.unit\.read"):
        rights.named("org.unit.burn")


def test_the_icon_that_a_register_names_is_drawn():
    drawn = Path(str(finders.find("guantong/icons.svg"))).read_text(encoding="utf-8")
    assert [register.key for register in registers() if f'id="{register.icon}"' not in drawn] == []
