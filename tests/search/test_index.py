# SPDX-License-Identifier: Apache-2.0
"""The index follows every write: found as soon as entered, gone as soon as void, never outside one's reach."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guantong.learning.models import Lecture
from guantong.learning.services import LECTURE
from guantong.org.models import Unit
from guantong.org.services import add_person
from guantong.org.services.traces import trace_bulk
from guantong.search import services, sql
from guantong.search.jobs import index_waiting
from guantong.search.models import Unindexed
from guantong.search.queries import found_in, narrowed, page_of
from guantong.search.services import follow_records, rebuild
from guantong.search.sources import source_of, sources
from guantong.site.cli import main
from guantong.trace.models import Entry
from guantong.trace.services import RowChange, writes

KIND = "learning.lecture"
WHO = {"school": "630121-01", "food": "630121-02", "farm": "630122-01", "hospital": "630223-01"}
SEES = {
    "province": set(WHO),
    "xining": {"school", "food", "farm"},
    "datong": {"school", "food"},
    "industry": {"school", "hospital"},
    "haidong": {"hospital"},
    "food": {"food"},
}


def lecture(federation, word, title, **more):
    """A lecture of a unit."""
    facts = {"held_on": date(2021, 1, 8), "entry": "school", "lecturer": "赵样清", "audience": 30}
    row = Lecture(unit=federation.unit_of(word), title=title, **(facts | more))
    return LECTURE.create(federation.actors[word], row)


def titles(federation, word, query):
    """What a member of the cast finds among lectures."""
    hits = found_in([source_of(KIND)], federation.actors[word], query, limit=50).get(KIND, [])
    return ["".join(piece.text for piece in hit.title) for hit in hits]


@pytest.mark.parametrize("query", ["劳模", "模", "身边的故事", "ZYQ", "zhaoyang", "样清", "劳模 赵样"])
def test_a_record_is_found_as_soon_as_it_is_entered(federation, query):
    lecture(federation, "school", "劳模身边的故事")
    assert titles(federation, "school", query) == ["劳模身边的故事"]


def test_every_word_must_be_there(federation):
    lecture(federation, "school", "劳模身边的故事")
    assert titles(federation, "school", "劳模 钱") == []


def test_a_correction_is_found_by_its_new_words_only(federation):
    row = lecture(federation, "school", "劳模身边的故事")
    row.title = "安全生产一堂课"
    LECTURE.update(federation.school, row)
    assert titles(federation, "school", "安全") == ["安全生产一堂课"]
    assert titles(federation, "school", "劳模") == []


def test_a_voided_record_drops_out_and_comes_back_when_restored(federation):
    row = lecture(federation, "school", "劳模身边的故事")
    LECTURE.void(federation.school, row, reason="登记错了")
    assert titles(federation, "school", "劳模") == []
    LECTURE.restore(federation.school, row)
    assert titles(federation, "school", "劳模") == ["劳模身边的故事"]


def test_the_rows_of_a_bulk_operation_are_found(federation):
    rows = [lecture(federation, "school", f"劳模讲座{number}") for number in range(3)]

    @writes
    def rename_all(actor):
        Lecture.objects.update(title="安全生产一堂课")
        trace_bulk(actor, "correct", Lecture, (RowChange(row.pk) for row in rows), unit=actor.unit)

    rename_all(federation.school)
    assert titles(federation, "school", "安全") == ["安全生产一堂课"] * 3
    assert titles(federation, "school", "劳模") == []


def test_the_rows_of_a_large_operation_are_found_soon_after_its_commit(federation, monkeypatch):
    monkeypatch.setattr(services, "AT_ONCE", 2)
    monkeypatch.setattr(services, "BATCH", 2)
    rows = [lecture(federation, "school", f"劳模讲座{number}") for number in range(5)]

    @writes
    def rename_all(actor):
        Lecture.objects.update(title="安全生产一堂课")
        trace_bulk(actor, "correct", Lecture, (RowChange(row.pk) for row in rows), unit=actor.unit)

    rename_all(federation.school)
    assert titles(federation, "school", "安全") == []
    assert index_waiting() == 5
    assert titles(federation, "school", "安全") == ["安全生产一堂课"] * 5
    assert (index_waiting(), Unindexed.objects.count()) == (0, 0)


def test_nothing_is_found_that_was_rolled_back(federation):
    with pytest.raises(RuntimeError), transaction.atomic():
        lecture(federation, "school", "劳模身边的故事")
        raise RuntimeError
    assert titles(federation, "school", "劳模") == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(sorted(WHO)), st.text("劳模工会讲座安全", min_size=1, max_size=8)), max_size=6
    ),
    pair=st.text("劳模工会讲座安全", min_size=1, max_size=3),
)
def test_what_holds_two_characters_is_found_within_ones_reach_and_nothing_outside(federation, rows, pair):

    with transaction.atomic():
        for word, title in rows:
            lecture(federation, word, title, lecturer="王")
        for reader, seen in SEES.items():
            found = titles(federation, reader, pair)
            holding = [title for word, title in rows if word in seen and pair in title]
            allowed = [title for word, title in rows if word in seen]
            assert not set(holding) - set(found)
            assert len(found) >= len(holding)
            assert not set(found) - set(allowed)
            if len(pair) < 3:
                assert sorted(found) == sorted(holding)
        transaction.set_rollback(True)


def test_one_page_after_another_shows_every_hit_once_newest_first(federation):
    for number in range(7):
        lecture(federation, "school", f"劳模讲座第{number}场")
    seen, before = [], None
    while True:
        hits, before = page_of(source_of(KIND), federation.datong, "劳模", before=before, limit=3)
        seen += ["".join(piece.text for piece in hit.title) for hit in hits]
        if before is None:
            break
    assert seen == [f"劳模讲座第{number}场" for number in range(6, -1, -1)]


@pytest.mark.parametrize("few", [0, 1000])
def test_a_list_is_narrowed_alike_for_rare_and_for_common_words(federation, monkeypatch, few):
    monkeypatch.setattr("guantong.search.queries.FEW", few)
    kept = [lecture(federation, word, f"劳模讲座{word}") for word in WHO]
    lecture(federation, "school", "安全讲座")
    rows = Lecture.objects.visible_to(federation.datong)
    found = narrowed(source_of(KIND), federation.datong, rows, "劳模")
    assert set(found) == {row for row in kept if row.unit.code.startswith("630121")}


def test_the_list_of_a_register_takes_words_in_its_address(federation, sign_in):
    lecture(federation, "school", "劳模身边的故事")
    lecture(federation, "school", "安全生产一堂课")
    page = sign_in("school").get(reverse("learning.lecture.list"), {"q": "劳模"}).context["page"]
    assert [row.first_line for row in page.rows] == ["劳模身边的故事"]


def test_the_index_is_made_anew_from_nothing(federation, capsys):
    lecture(federation, "school", "劳模身边的故事")
    voided = lecture(federation, "school", "劳模作废的讲座")
    LECTURE.void(federation.school, voided, reason="登记错了")
    for source in sources():
        sql.remove_range(source.first, source.first + (1 << 40))
    assert sql.is_empty()
    assert main(["reindex"]) == 0
    assert "讲座  1" in capsys.readouterr().out
    assert titles(federation, "school", "劳模") == ["劳模身边的故事"]
    assert rebuild()[KIND] == 1


def test_records_follow_their_unit_to_its_new_place(federation, guard):
    lecture(federation, "school", "劳模身边的故事")
    school, haidong = federation.unit_of("school"), federation.unit_of("huzhu")
    with guard.lifted("a move in the tree, made by hand"):
        Unit.objects.move(Unit.objects.get(pk=school.pk), Unit.objects.get(pk=haidong.pk), pos="last-child")
    follow_records([Entry(object_kind="org.unit", object_id=str(school.pk), verb="move")])
    assert titles(federation, "haidong", "劳模") == ["劳模身边的故事"]
    assert titles(federation, "datong", "劳模") == []


def test_a_second_line_taken_away_takes_the_hits_away(federation, guard):
    lecture(federation, "school", "劳模身边的故事")
    assert titles(federation, "industry", "劳模")
    school = Unit.objects.filter(pk=federation.unit_of("school").pk)
    with guard.lifted("a line taken away by hand"):
        school.update(industry_path="")
    follow_records([Entry(object_kind="org.unit", object_id=str(federation.unit_of("school").pk), verb="correct")])
    assert titles(federation, "industry", "劳模") == []


def test_the_search_box_finds_every_kind_grouped_and_marked(world, sign_in):
    lecture(world.federation, "school", "大通县第一中学的讲座")
    page = sign_in("datong").get(reverse("search"), {"q": "大通"}).context["page"]
    assert [group.label for group in page.groups] == ["单位", "讲座"]
    text = sign_in("datong").get(reverse("search"), {"q": "大通"}).content.decode()
    assert '<mark class="gt-hit">大通</mark>县第一中学的讲座' in text


def test_the_search_box_finds_notices_people_and_units_by_pinyin(world, sign_in):
    client = sign_in("datong")

    def labels(query):
        return [group.label for group in client.get(reverse("search"), {"q": query}).context["page"].groups]

    assert labels("zsy") == ["人员"]
    assert labels("dtqh") == ["单位"]
    assert "通知" in labels(world.notice.title[:4])


def test_a_word_in_the_middle_of_a_record_is_shown_where_it_stands(federation, sign_in):
    lecture(federation, "school", "一堂课", place="教学楼三层的报告厅")
    (group,) = sign_in("school").get(reverse("search"), {"q": "报告厅"}).context["page"].groups
    assert [piece.text for piece in group.items[0].snippet if piece.is_hit] == ["报告厅"]


def test_the_page_leads_to_all_hits_of_a_kind(federation, sign_in):
    for number in range(8):
        add_person(federation.datong, name=f"钱样{number}", unit=federation.unit_of("school"))
    client = sign_in("datong")
    (group,) = client.get(reverse("search"), {"q": "钱样"}).context["page"].groups
    assert len(group.items) == 6
    assert len(client.get(group.more_url).context["page"].groups[0].items) == 8


@pytest.mark.parametrize("query", [{"kind": "nothing"}, {"kind": "org.person", "before": "x"}, {"kind": "\x00"}])
def test_an_odd_address_of_the_search_box_is_answered_in_words(federation, sign_in, query):
    assert sign_in("datong").get(reverse("search"), {"q": "钱"} | query).status_code in (200, 400, 404)


def test_the_number_of_queries_does_not_depend_on_the_hits(federation, sign_in):
    client, counts = sign_in("datong"), []
    for _ in range(2):
        for number in range(4):
            lecture(federation, "school", f"劳模讲座{number}")
        client.get(reverse("search"), {"q": "劳模"})
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("search"), {"q": "劳模"})
        counts.append(len(asked))
    assert counts[0] == counts[1]
