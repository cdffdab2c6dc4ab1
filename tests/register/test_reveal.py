# SPDX-License-Identifier: Apache-2.0
"""A masked value of a record opens on its page: for a reason, for a while, traced, and the person can see it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from guantong.kernel import clock
from guantong.org.models import Reveal
from guantong.org.services import move
from guantong.trace.models import Entry, Sealed
from guantong.trace.queries import history_of
from tests.contract.records import record_of
from tests.contract.test_access_others import signed_in

from .visits import KEY, VISIT_FLOW, Visit, VisitRegister

SECRETS = {"family": "诸葛例明", "phone": "13909710001", "story": "爱人长期卧病在床"}
REASON = "核对慰问金发放名册"


@pytest.fixture
def visit(world):
    """A visit with something to hide."""
    return record_of(VisitRegister, world.federation.school, **SECRETS)


def page_of(visit):
    """The address of its page."""
    return reverse(f"{KEY}.page", args=(visit.pk,))


def opening(visit, field="phone"):
    """The address at which one of its values is opened."""
    return reverse(f"{KEY}.reveal", args=(visit.pk, field))


def test_a_value_opens_on_the_page_for_a_reason_and_closes_by_itself(visit, sign_in, monkeypatch):
    client = sign_in("school")
    assert f'href="{opening(visit)}"' in client.get(page_of(visit)).content.decode()
    assert "5分钟" in client.get(opening(visit)).content.decode()
    assert client.post(opening(visit), {"reason": REASON}).url == page_of(visit)
    answer = client.get(page_of(visit))
    text = answer.content.decode()
    assert SECRETS["phone"] in text
    assert SECRETS["family"] not in text
    assert f'href="{opening(visit)}"' not in text
    assert 290 <= int(answer["Refresh"]) <= 300
    assert answer["Cache-Control"] == "no-store"
    later = clock.real_now() + timedelta(minutes=5, seconds=1)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    answer = client.get(page_of(visit))
    assert SECRETS["phone"] not in answer.content.decode()
    assert "Refresh" not in answer


def test_nobody_else_sees_what_one_reader_opened_nor_does_any_other_page(visit, sign_in):
    client = sign_in("school")
    client.post(opening(visit), {"reason": REASON})
    assert SECRETS["phone"] not in sign_in("datong").get(page_of(visit)).content.decode()
    for name in ("list", "edit", "history"):
        address = reverse(f"{KEY}.{name}", args=() if name == "list" else (visit.pk,))
        assert SECRETS["phone"] not in client.get(address).content.decode(), name


def test_the_history_says_who_looked_at_what_and_why(visit, sign_in):
    client = sign_in("school")
    client.post(opening(visit), {"reason": REASON})
    text = client.get(reverse(f"{KEY}.history", args=(visit.pk,))).content.decode()
    for said in ("看了遮住的内容", "周示云", REASON, "电话"):
        assert said in text
    assert history_of(visit)[0].after == {"field": "phone"}


@pytest.mark.parametrize("reason", ["", "   ", "看看", "\x00"])
def test_without_a_reason_the_form_comes_back_and_nothing_opens(reason, visit, sign_in):
    client = sign_in("school")
    answer = client.post(opening(visit), {"reason": reason})
    assert answer.status_code == 400
    assert "reason" in answer.context["page"].form.errors
    assert not Reveal.objects.exists()


@pytest.mark.parametrize("field", ["title", "unit", "nothing", "version"])
def test_there_is_nothing_to_open_where_nothing_is_masked(field, visit, sign_in):
    assert sign_in("school").post(opening(visit, field), {"reason": REASON}).status_code == 404


def test_an_empty_value_offers_nothing_to_open(world, sign_in):
    visit = record_of(VisitRegister, world.federation.school, **SECRETS | {"phone": ""})
    client = sign_in("school")
    assert opening(visit) not in client.get(page_of(visit)).content.decode()
    assert client.get(opening(visit)).status_code == 404


def test_industry_sees_the_mask_and_no_way_to_open_it(visit, sign_in):
    text = sign_in("industry").get(page_of(visit)).content.decode()
    assert "••••0001" in text
    assert opening(visit) not in text


def test_the_person_reads_in_the_own_file_who_looked_and_why(world, visit, sign_in, guard):
    account = world.federation.accounts["food"]
    with guard.lifted("the form of this register does not ask for the person"):
        Visit.objects.filter(pk=visit.pk).update(person=account.person)
    sign_in("school").post(opening(visit), {"reason": REASON})
    text = signed_in(account).get(reverse("privacy.file")).content.decode()
    for said in ("周示云", REASON, "电话"):
        assert said in text


def test_what_a_page_masks_the_trace_seals(visit):
    told = str([(each.before, each.after, each.object_label) for each in Entry.objects.all()])
    assert not [value for value in SECRETS.values() if value in told]
    boxes = "".join(Sealed.objects.values_list("box", flat=True))
    assert all(value in boxes for value in SECRETS.values())


def test_a_move_leaves_masked_values_as_they_are(world, visit):
    move(visit, VISIT_FLOW, "file", by=world.federation.school)
    visit.refresh_from_db()
    assert {name: getattr(visit, name) for name in SECRETS} == SECRETS
