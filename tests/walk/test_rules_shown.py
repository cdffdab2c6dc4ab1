# SPDX-License-Identifier: Apache-2.0
"""A number from a rule stands with its source and its first day on the page where it decides."""

from django.urls import reverse

from guantong.dispatch.models import Receipt
from guantong.dispatch.services import draw_verification
from guantong.kernel import clock
from guantong.org.models import RuleValue
from tests.walk.life import lecture, requirement_for

CODE = "630121-01"


def stands_on(answer, key):
    """Whether the page says the value of a rule, where it comes from and since when."""
    rule, text = RuleValue.objects.get(key=key), answer.content.decode()
    said = [f"{rule.value}{rule.measure}", rule.source, f"{rule.valid_from.year}年1月1日起"]
    return answer.status_code == 200 and all(each in text for each in said)


def test_days_within_which_a_notice_may_be_sent_back(world, sign_in):
    receipt = Receipt.objects.get(notice=world.notice, unit=world.federation.unit_of("school"))
    assert stands_on(sign_in("school").get(reverse("receipt.refuse", args=(receipt.pk,))), "supervision.refuse_days")


def test_days_for_which_nothing_is_checked_again(world, sign_in):
    lecture(world)
    requirement, unit = requirement_for(world.notice, "learning.lectures"), world.federation.unit_of("school")
    drawn = draw_verification(world.federation.datong, requirement, unit=unit)
    assert stands_on(sign_in("datong").get(reverse("verification", args=(drawn.pk,))), "supervision.recheck_days")


def test_days_in_which_a_record_is_timely(world, sign_in):
    assert stands_on(sign_in("school").get(reverse("quality", args=(CODE,))), "rollup.timely_days")


def test_working_days_that_make_a_light_amber_stand_by_an_amber_light_alone(world, sign_in):
    requirement = requirement_for(world.notice, "learning.lectures")
    address, client = reverse("assignment", args=(requirement.pk, CODE)), sign_in("school")
    assert not stands_on(client.get(address), "supervision.soon_days")
    with clock.at(requirement.due_on):
        answer = client.get(address)
    assert answer.context["page"].light == "soon"
    assert stands_on(answer, "supervision.soon_days")
