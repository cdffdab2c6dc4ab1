# SPDX-License-Identifier: Apache-2.0
"""A veiled value is masked wherever it could show, and a correction neither shows nor loses it."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from guantong.register.fields import F
from guantong.register.veil import HIDDEN, VEILS, veiled
from tests.contract.records import record_of, typed

from .visits import KEY, VisitRegister

SECRETS = {"family": "诸葛例明", "phone": "13909710001", "story": "爱人长期卧病在床"}


@pytest.fixture
def visit(world):
    """A visit with something to hide."""
    return record_of(VisitRegister, world.federation.school, **SECRETS)


def url(name, *args):
    """An address of the register."""
    return reverse(f"{KEY}.{name}", args=args)


@pytest.mark.parametrize("name", ["list", "page", "edit", "history", "void"])
def test_no_page_shows_what_is_veiled(name, visit, sign_in):
    client = sign_in("school")
    client.post(url("edit", visit.pk), typed(VisitRegister, visit, **SECRETS | {"phone": "13909719999"}, version=1))
    text = client.get(url(name, *([] if name == "list" else [visit.pk]))).content.decode()
    for value in (*SECRETS.values(), "13909719999"):
        assert value not in text


def test_masks_say_that_there_is_something(visit, sign_in):
    page = sign_in("school").get(url("page", visit.pk)).context["page"]
    shown = {field.label: field.value for panel in page.panels for field in panel.fields if field.is_masked}
    assert shown == {"户主": "诸**", "电话": f"{HIDDEN}0001", "家庭情况": HIDDEN}


def test_a_veiled_field_left_empty_keeps_its_value_and_a_new_one_replaces_it(visit, sign_in):
    client = sign_in("school")
    data = typed(VisitRegister, visit, title="再访", family="", phone="13909719999", story="", version=1)
    assert client.post(url("edit", visit.pk), data).status_code == 302
    visit.refresh_from_db()
    assert (visit.title, visit.family, visit.phone, visit.story) == (
        "再访",
        SECRETS["family"],
        "13909719999",
        SECRETS["story"],
    )


def test_a_veiled_field_is_asked_for_when_the_record_is_new(sign_in, world):
    answer = sign_in("school").post(url("new"), typed(VisitRegister, world.federation.school, family=""))
    assert "family" in answer.context["page"].form.errors


@pytest.mark.parametrize("wrong", [{"veil": "half"}, {"veil": "last4", "find": "text"}])
def test_an_unknown_veil_is_refused_and_so_is_finding_what_is_veiled(wrong):
    with pytest.raises(ValueError, match="veil"):
        F("phone", **wrong)


@given(st.sampled_from([veil for veil in VEILS if veil]), st.text(min_size=5, max_size=40))
def test_a_mask_never_gives_back_the_value_nor_more_than_four_characters_of_it(veil, text):
    mask = veiled(veil, text)
    assert mask
    assert mask != text
    assert len(mask) <= len(HIDDEN) + 4


def test_nothing_stays_nothing():
    assert [veiled(veil, "") for veil in VEILS] == [""] * len(VEILS)
