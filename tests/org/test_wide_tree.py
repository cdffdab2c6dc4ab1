# SPDX-License-Identifier: Apache-2.0
"""A federation of some thousand units: what is asked of the tree is asked of an index, on both databases."""

import pytest
from django.db import transaction

from guantong.org import sql
from guantong.org.actors import Actor
from guantong.org.models import Post, Unit
from guantong.org.queries import ancestors_of, level_below, tree_faults
from guantong.site.bench.federation import synthetic_federation

UNITS = 3_000


@pytest.fixture(scope="module")
def wide(django_db_setup, django_db_blocker):
    """A federation large enough for a planner to prefer an index."""
    with django_db_blocker.unblock(), transaction.atomic():
        federation = synthetic_federation(UNITS)
        sql.analyze()
        yield federation
        transaction.set_rollback(True)


def plan(rows):
    """How the database means to find these rows."""
    said = rows.explain()
    assert "Seq Scan" not in said, said
    assert "SCAN org_unit" not in said, said
    return said


def test_a_subtree_is_one_range_of_the_index_of_paths(wide, db):
    assert "path" in plan(Unit.objects.below(wide.counties[0]))


def test_both_lines_of_an_industrial_union_are_two_ranges_of_two_indexes(wide, db):
    actor = Actor.in_post(Post.objects.get(unit=wide.industries[0]))
    said = plan(Unit.objects.visible_to(actor).order_by())
    assert "industry_path" in said


def test_one_level_is_found_without_reading_what_lies_below_it(wide, db):
    rows = Unit.objects.in_force().below(wide.root).filter(depth=2, path__gt=wide.prefectures[3].path)
    assert "org_unit_level" in plan(rows[:50])


def test_ancestors_are_found_by_their_paths(wide, db):
    plan(ancestors_of(Unit.objects.below(wide.counties[0])[0]))


def test_a_level_is_walked_page_by_page_and_nobody_is_left_out(wide, db):
    county, seen, after = Unit.objects.get(pk=wide.counties[0].pk), [], ""
    while page := level_below(county, after=after, limit=5):
        seen += page[:5]
        after = seen[-1].path
        if len(page) <= 5:
            break
    assert [each.pk for each in seen] == [each.pk for each in Unit.objects.below(county)]


def test_the_synthetic_federation_is_whole(wide, db):
    assert list(tree_faults()) == []
    assert Unit.objects.count() == UNITS
