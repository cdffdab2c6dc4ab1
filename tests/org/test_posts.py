# SPDX-License-Identifier: Apache-2.0
"""Posts: from when to when, never twice at once, never two administrators in one human, and standing in on leave."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotAllowed, RuleBroken, Stale
from guantong.org.actors import Actor, actors_of
from guantong.org.models import Deputy, Post
from guantong.org.queries import unsound_posts
from guantong.org.rights import ADMINISTRATORS, GIVEN_BY, ROLES, catalogue
from guantong.org.services import (
    SYSTEM,
    add_person,
    appoint,
    end_deputy,
    end_post,
    extend_post,
    give_deputy,
    give_post,
)
from guantong.trace.models import Entry
from tests.walk.federation import TODAY

LATER = TODAY + timedelta(days=30)


@pytest.fixture
def person(federation):
    """Somebody new in Datong."""
    return add_person(SYSTEM, name="何样新", unit=federation.unit_of("datong"))


def post_of(federation, word):
    """The post of a member of the cast."""
    return Post.objects.get(pk=federation.actors[word].post_id)


def datong_post(federation, person, **more):
    """The person made head of something in Datong by its office."""
    return appointed(federation.datong, person, **({"unit": federation.unit_of("datong"), "role": "head"} | more))


def appointed(actor, person, *, unit, role, since=TODAY, until=None):
    """Somebody put in a post."""
    return appoint(actor, Post(person=person, unit=unit, role=role, starts_on=since, ends_on=until))


def test_an_expired_post_carries_no_right(federation):
    account = federation.accounts["datong"]
    end_post(federation.xining, post_of(federation, "datong"), on=TODAY, reason="退休")
    assert len(actors_of(account)) == 1, "the last day still counts"
    with clock.at(TODAY + timedelta(days=1)):
        assert actors_of(account) == []


def test_a_post_that_has_not_begun_carries_no_right(federation, person):
    datong_post(federation, person, since=LATER)
    assert not Post.objects.in_force(TODAY).filter(person=person).exists()


@pytest.mark.parametrize(
    ("since", "until"),
    [(TODAY, None), (LATER, None), (TODAY - timedelta(days=9), TODAY), (date(2020, 1, 1), date(2030, 1, 1))],
)
def test_a_post_that_overlaps_itself_is_refused(federation, person, since, until):
    datong_post(federation, person)
    with pytest.raises(RuleBroken, match="不能重叠"):
        datong_post(federation, person, since=since, until=until)


def test_the_same_post_may_follow_upon_itself(federation, person):
    datong_post(federation, person, until=LATER)
    datong_post(federation, person, since=LATER + timedelta(days=1))
    assert unsound_posts() == []


def test_the_database_refuses_what_it_can_see_of_an_overlap(federation, person, guard):
    post = datong_post(federation, person)
    with guard.lifted("past the service, on purpose"), pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(person=person, unit=post.unit, role=post.role, starts_on=LATER, title="再来")


def test_a_post_is_extended_unless_the_next_span_is_in_the_way(federation, person):
    first = datong_post(federation, person, until=LATER)
    datong_post(federation, person, since=LATER + timedelta(days=10))
    extended = extend_post(federation.datong, first, until=LATER + timedelta(days=9), reason="届期未满")
    assert extended.ends_on == LATER + timedelta(days=9)
    with pytest.raises(RuleBroken, match="不能重叠"):
        extend_post(federation.datong, first, until=None, reason="再延")
    with pytest.raises(Invalid):
        extend_post(federation.datong, first, until=TODAY, reason="提前")


def test_two_offices_that_end_one_post_at_once_do_not_overwrite_each_other(federation, person):
    post = datong_post(federation, person)
    other = Post.objects.get(pk=post.pk)
    end_post(federation.datong, post, on=LATER, reason="到龄")
    with pytest.raises(Stale):
        end_post(federation.xining, other, on=TODAY, reason="调离")
    other.refresh_from_db()
    assert other.ends_on == LATER


def test_ending_needs_a_reason_and_a_day_after_the_first(federation, person):
    post = datong_post(federation, person)
    with pytest.raises(Invalid):
        end_post(federation.datong, post, on=LATER, reason=" ")
    with pytest.raises(Invalid):
        end_post(federation.datong, post, on=TODAY - timedelta(days=1), reason="写错")


def test_nobody_appoints_himself_nor_to_what_his_role_may_not_give(federation, person):
    own = post_of(federation, "datong").person
    with pytest.raises(NotAllowed, match="不能任命自己"):
        datong_post(federation, own)
    with pytest.raises(NotAllowed, match="分管领导"):
        datong_post(federation, person, role="auditor")
    with pytest.raises(NotAllowed):
        give_post(federation.datong, person, unit=federation.unit_of("huangzhong"), role="head", since=TODAY)
    give_post(federation.leader, person, unit=federation.unit_of("datong"), role="system", since=TODAY)


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_the_three_administrators_are_never_one_human(federation, person, role, guard):
    unit = federation.unit_of("province")
    appointed(federation.leader, person, unit=unit, role=role, until=LATER)
    for other in set(ADMINISTRATORS) - {role}:
        with pytest.raises(RuleBroken, match="不能是同一个人"):
            give_post(federation.leader, person, unit=federation.unit_of("datong"), role=other, since=LATER)
    after = give_post(
        federation.leader, person, unit=unit, role=next(iter(set(ADMINISTRATORS) - {role})), since=LATER + timedelta(1)
    )
    assert unsound_posts() == []
    with guard.lifted("past the service, on purpose"):
        Post.objects.filter(pk=after.pk).update(starts_on=TODAY)
    assert len(unsound_posts()) == 1


def test_an_administrator_does_not_stand_in_for_another(federation, person):
    give_post(federation.leader, person, unit=federation.unit_of("province"), role="system", since=TODAY)
    auditor = post_of(federation, "auditor")
    with pytest.raises(RuleBroken, match="不能是同一个人"):
        give_deputy(federation.auditor, auditor, person, since=TODAY, until=LATER, reason="休假")


def test_an_overlap_made_past_the_service_is_found(federation, person, guard):
    datong_post(federation, person, until=LATER)
    late = datong_post(federation, person, since=LATER + timedelta(days=2))
    with guard.lifted("past the service, on purpose"):
        Post.objects.filter(pk=late.pk).update(starts_on=TODAY + timedelta(days=1))
    assert ["重叠" in fault for fault in unsound_posts()] == [True]


def test_a_stand_in_acts_in_the_post_and_the_trace_names_both(federation, world):
    huangzhong = post_of(federation, "huangzhong")
    mine = federation.accounts["datong"].person
    give_deputy(federation.huangzhong, huangzhong, mine, since=TODAY, until=LATER, reason="黄示岭休年假")
    actors = actors_of(federation.accounts["datong"])
    assert [(each.unit.code, each.acting_for) for each in actors] == [("630121", ""), ("630122", "黄示岭")]
    end = end_post(actors[1], post_of(federation, "farm"), on=LATER, reason="换届")
    entry = Entry.objects.filter(verb="end_post", object_id=str(end.pk)).get()
    assert (entry.actor_name, entry.acting_for) == (mine.name, "黄示岭")
    with clock.at(LATER + timedelta(days=1)):
        assert len(actors_of(federation.accounts["datong"])) == 1


def test_who_may_give_a_stand_in(federation):
    post, other = post_of(federation, "huangzhong"), federation.accounts["datong"].person
    span = {"since": TODAY, "until": LATER, "reason": "休假"}
    with pytest.raises(NotAllowed):
        give_deputy(federation.datong, post, other, **span)
    with pytest.raises(Invalid):
        give_deputy(federation.huangzhong, post, post.person, **span)
    with pytest.raises(Invalid):
        give_deputy(federation.huangzhong, post, other, **(span | {"reason": " "}))
    deputy = give_deputy(federation.xining, post, other, **span)
    with pytest.raises(RuleBroken):
        give_deputy(federation.huangzhong, post, other, **span)
    stand_in = Actor.for_colleague(post, other)
    with pytest.raises(NotAllowed):
        give_deputy(stand_in, post, federation.accounts["farm"].person, **span)
    end_deputy(federation.huangzhong, deputy, on=TODAY)
    with pytest.raises(Stale):
        end_deputy(federation.huangzhong, Deputy.objects.get(pk=deputy.pk), on=TODAY)


def test_a_stand_in_ends_with_the_post(federation):
    post, other = post_of(federation, "huangzhong"), federation.accounts["datong"].person
    give_deputy(federation.huangzhong, post, other, since=TODAY, until=LATER, reason="休假")
    end_post(federation.xining, post, on=TODAY, reason="调离")
    with clock.at(TODAY + timedelta(days=1)):
        assert all(not actor.acting_for for actor in actors_of(federation.accounts["datong"]))


def test_a_person_in_two_posts_chooses_in_which_to_act(federation, sign_in):
    person = federation.accounts["datong"].person
    second = give_post(federation.province, person, unit=federation.unit_of("food"), role="chair", since=TODAY)
    client = sign_in("datong")
    assert client.get("/").context["request"].actor.unit.code == "630121"
    client.post("/me/post/", {"post": second.pk})
    assert client.get("/").context["request"].actor.unit.code == "630121-02"
    client.post("/me/post/", {"post": post_of(federation, "school").pk})
    assert client.get("/").context["request"].actor.unit.code == "630121-02", "a post of somebody else is not taken on"


def test_every_role_and_every_right_says_who_grants_it():
    assert set(GIVEN_BY) == set(ROLES)
    assert all(givers and set(givers) <= set(ROLES) for givers in GIVEN_BY.values())
    for right in catalogue():
        assert right.granted_by
        givers = {role for role in right.granted_by if role in ROLES}
        assert givers == set(right.granted_by), right.name


def test_the_auditor_carries_the_right_to_read_traces_and_no_other():
    assert {right.name for right in catalogue() if "auditor" in right.roles} == {"trace.entry.read"}
