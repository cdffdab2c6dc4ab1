# SPDX-License-Identifier: Apache-2.0
"""A list's whole state is its address; what is done with a list holds for exactly what is filtered."""

import csv
import io
from zipfile import ZipFile

import pytest
from django.urls import reverse

from guantong.org.models import Unit
from guantong.register.catalogue import register_named
from guantong.register.models import Export, SavedView
from guantong.register.services import exporting, exports
from guantong.trace.models import Entry
from tests.contract.records import moved, record_of

from .visits import KEY, Visit, VisitRegister

LECTURES = "learning.lecture"


def url(name, *args, key=KEY):
    """An address of the register."""
    return reverse(f"{key}.{name}", args=args)


@pytest.fixture
def client(sign_in):
    """The chair of the school."""
    return sign_in("school")


@pytest.fixture
def three(world):
    """Three visits of the school."""
    titles = ("慰问困难职工", "慰问劳模", "=1+1")
    return [record_of(VisitRegister, world.federation.school, title=title, phone="13909710001") for title in titles]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"titel": "x"}, "没有“titel”这个条件"),
        ({"title__icontains": "x"}, "没有“title__icontains”这个条件"),
        ({"column": "secret"}, "没有“secret”这一列"),
        ({"sort": "phone"}, "不能按“phone”排序"),
        ({"sort": "-story"}, "不能按“story”排序"),
        ({"size": "10000"}, "一页最多 200 条"),
        ({"size": "-1"}, "一页最多 200 条"),
        ({"held_on__gte": "昨天"}, "没有看懂"),
        ({"unit": "999999"}, "没有看懂"),
    ],
    ids=lambda each: "" if isinstance(each, str) else next(iter(each.items())),
)
def test_an_address_that_means_nothing_is_told_so(query, said, client, three):
    answer = client.get(url("list"), query)
    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_a_cursor_is_taken_by_its_own_list_and_order_only(client, three, world):
    page = client.get(url("list"), {"size": 1}).context["page"]
    cursor = page.next_url.split("at=")[1].split("&")[0]
    assert client.get(url("list"), {"at": cursor}).status_code == 200
    assert client.get(url("list"), {"at": cursor, "sort": "held_on"}).status_code == 400
    assert client.get(url("list", key=LECTURES), {"at": cursor}).status_code == 400


def test_a_list_sorts_by_its_indexed_fields_both_ways_and_pages_on(client, three):
    heads = {head.label: head for head in client.get(url("list")).context["page"].heads}
    assert heads["走访日期"].sorted == "descending"
    assert (heads["户主"].sort_url, heads["走访事由"].sort_url) == ("", "")
    rows = []
    address = url("list") + "?sort=held_on&size=1"
    while address:
        page = client.get(address).context["page"]
        rows += [row.pk for row in page.rows]
        address = page.next_url
    assert rows == sorted(visit.pk for visit in three)


def test_rows_that_share_a_day_are_paged_through_both_ways_and_none_is_left_out(client, three):
    for sort in ("held_on", "-held_on"):
        seen, page = [], client.get(url("list"), {"sort": sort, "size": 1}).context["page"]
        while True:
            seen += [row.pk for row in page.rows]
            if not page.next_url:
                break
            page = client.get(page.next_url).context["page"]
        assert sorted(seen) == sorted(row.pk for row in three)
        back = [row.pk for row in page.rows]
        while page.previous_url:
            page = client.get(page.previous_url).context["page"]
            back += [row.pk for row in page.rows]
        assert back == seen[::-1]


def test_columns_are_chosen_in_the_address_and_stay_behind_their_veil(client, three):
    answer = client.get(url("list"), {"column": ["story", "title"]})
    assert [head.label for head in answer.context["page"].heads] == ["走访事由", "家庭情况"]
    assert "示例家庭情况" not in answer.content.decode()


def test_totals_are_counted_only_when_asked(client, world):
    for audience in (30, 12):
        record_of(register_named(LECTURES), world.federation.school, audience=audience)
    assert client.get(url("list", key=LECTURES)).context["page"].tools.totals == []
    page = client.get(url("list", key=LECTURES), {"total": "1"}).context["page"]
    assert {total.label: total.text for total in page.tools.totals} == {"共": "2 条", "听众人数": "42"}


def test_a_view_keeps_conditions_order_and_columns_and_is_ones_own(client, three, sign_in):
    query = "title=慰问&column=title&sort=held_on&at=&total=1"
    client.post(url("views"), {"title": "慰问的", "query": query})
    page = client.get(url("list")).context["page"]
    mine = page.views[1]
    assert (mine.label, "title=" in mine.url, "total" in mine.url) == ("慰问的", True, False)
    shown = client.get(mine.url).context["page"]
    assert len(shown.rows) == 2
    assert shown.views[1].is_current
    assert sign_in("datong").get(url("list")).context["page"].views == ()
    assert sign_in("datong").get(mine.url).status_code == 200
    assert client.post(url("views"), {"title": " ", "query": ""}).status_code == 400
    client.post(mine.drop_url or shown.views[1].drop_url)
    assert not SavedView.objects.exists()


def test_a_step_over_many_is_one_operation_and_is_undone_at_once(client, three):
    chosen = {"act": "void", "pk": [visit.pk for visit in three]}
    shown = client.post(url("bulk"), chosen)
    assert [line.label for line in shown.context["page"].lines] == [visit.title for visit in three]
    assert client.post(url("bulk"), chosen | {"sure": "yes", "reason": ""}).status_code == 400
    answer = client.post(url("bulk"), chosen | {"sure": "yes", "reason": "登记重了"}, follow=True)
    assert answer.context["page"].rows == []
    assert Entry.objects.filter(verb="void", object_kind="learning.visit").values("operation").distinct().count() == 1
    assert len(client.get(url("list"), {"voided": "yes"}).context["page"].rows) == 3
    undo = next(message.extra_tags for message in answer.context["messages"])
    client.post(undo)
    assert len(client.get(url("list")).context["page"].rows) == 3


def test_a_move_over_many_leaves_out_what_cannot_take_it_and_says_why(client, three, world):
    moved(VisitRegister, three[0], ("file",), world.federation.school)
    chosen = {"act": "file", "pk": [visit.pk for visit in three]}
    page = client.post(url("bulk"), chosen).context["page"]
    assert [(each.line, "已上报" in each.why) for each in page.left] == [(three[0].title, True)]
    client.post(url("bulk"), chosen | {"sure": "yes"})
    assert set(Visit.objects.values_list("state", flat=True)) == {"filed"}


def test_a_theme_is_added_to_many(client, three, world):
    chosen = {"act": "theme", "pk": [visit.pk for visit in three], "sure": "yes", "theme": world.theme.pk}
    client.post(url("bulk"), chosen)
    assert all(list(visit.themes.all()) == [world.theme] for visit in Visit.objects.all())


def test_nobody_takes_a_step_over_what_lies_out_of_reach(sign_in, three):
    client = sign_in("food")
    page = client.post(url("bulk"), {"act": "void", "pk": [three[0].pk, "abc"]}).context["page"]
    assert (page.lines, page.submit_label) == ([], "")


def test_too_many_at_once_are_refused_with_a_sentence(client):
    answer = client.post(url("bulk"), {"act": "void", "pk": list(range(1, 300))})
    assert answer.status_code == 400
    assert "一次最多办 200 条" in answer.content.decode()


def exported(client, form, query=""):
    """The content of an export."""
    answer = client.post(url("export"), {"form": form, "query": query}, follow=True)
    return b"".join(answer.streaming_content)


def test_an_export_holds_exactly_what_is_filtered_with_masks_and_harmless_text(client, three):
    rows = list(csv.DictReader(io.StringIO(exported(client, "csv", "sort=held_on").decode("utf-8-sig"))))
    assert [row["走访事由"] for row in rows] == ["慰问困难职工", "慰问劳模", "'=1+1"]
    assert {row["电话"] for row in rows} == {"••••0001"}
    assert {row["走访日期"] for row in rows} == {"2021-01-08"}
    narrowed = exported(client, "csv", "title=劳模&column=title").decode("utf-8-sig").split()
    assert narrowed == ["走访事由", "慰问劳模"]
    book = exported(client, "xlsx", "title=慰问")
    text = "".join(ZipFile(io.BytesIO(book)).read(name).decode() for name in ZipFile(io.BytesIO(book)).namelist())
    assert "慰问劳模" in text
    assert "13909710001" not in text
    assert "走访事由：慰问" in text


def test_each_export_leaves_its_question_and_its_number_of_rows(client, three):
    exported(client, "csv", "title=劳模")
    asked, done = Entry.objects.filter(object_kind="register.export").order_by("pk")
    assert (asked.verb, asked.after["query"], asked.actor_name) == ("export", "title=%E5%8A%B3%E6%A8%A1", "周示云")
    assert (done.verb, done.after["rows"]) == ("exported", 1)


def test_a_long_export_is_a_job_that_shows_how_far_it_is_and_can_be_stopped(client, three, monkeypatch):
    monkeypatch.setattr(exports, "SHORT", 1)
    assert client.post(url("export"), {"form": "csv"}).url == reverse("exports")
    export = Export.objects.get()
    row = client.get(reverse("exports")).context["page"].rows[0]
    assert (export.state, row.state_word, row.file_url) == ("waiting", "排队中", "")
    assert client.get(reverse("export.file", args=(export.pk,))).status_code == 409
    exporting.run_export(export.pk)
    page = client.get(reverse("exports")).context["page"]
    assert (page.rows[0].rows_text, page.is_running) == ("3 条", False)
    client.post(url("export"), {"form": "csv"})
    second = Export.objects.first()
    client.post(reverse("export.stop", args=(second.pk,)))
    exporting.run_export(second.pk)
    second.refresh_from_db()
    assert (second.state, second.file) == ("stopped", None)


def test_an_export_that_is_stopped_while_it_is_written_leaves_no_file(client, three, monkeypatch):
    monkeypatch.setattr(exports, "SHORT", 1)
    monkeypatch.setattr(exporting, "STEP", 2)
    client.post(url("export"), {"form": "csv"})
    export = Export.objects.get()
    kept = exporting.note

    def stopped_meanwhile(pk, state, *, was, **facts):
        return False if facts.get("written") else kept(pk, state, was=was, **facts)

    monkeypatch.setattr(exporting, "note", stopped_meanwhile)
    exporting.run_export(export.pk)
    export.refresh_from_db()
    assert export.file is None


@pytest.mark.parametrize("odd", ["\x00", "𠮷田", "é", "Ａ", "🙂" * 20, "'; --"])
def test_odd_characters_in_a_condition_or_a_text_get_the_same_answer_from_either_database(odd, client, world):
    assert client.get(url("list"), {"title": odd}).status_code in (200, 400)
    data = {"title": odd, "held_on": "2021-01-08", "family": "张", "unit": world.federation.unit_of("school").pk}
    answer = client.post(url("new"), data)
    assert answer.status_code == (400 if "\x00" in odd else 302)
    if answer.status_code == 302:
        assert Visit.objects.get().title == odd


def test_a_picker_finds_a_unit_by_name_short_name_code_and_initials(sign_in, world):
    client = sign_in("province")
    for query in ("大通县第一", "大通一中", "630121-01", "dtxdyzx"):
        answer = client.get(url("pick", "form", "unit"), {"unit__q": query})
        assert [each.name for each in answer.context["offer"].candidates] == ["大通县第一中学工会委员会"], query
        assert answer.context["offer"].candidates[0].place == "省总 › 西宁市总 › 大通县总"


def test_a_picker_offers_only_what_may_be_picked_and_keeps_what_is_chosen(sign_in, world, guard):
    client = sign_in("xining")
    offer = client.get(url("pick", "form", "unit"), {"unit__q": "互助"}).context["offer"]
    assert not any("互助" in each.name for each in offer.candidates)
    own = world.federation.unit_of("xining").pk
    with guard.lifted("a unit closed long ago"):
        Unit.objects.filter(code="630122").update(closed_on="2020-12-31")
    offer = client.get(url("pick", "form", "unit"), {"unit__q": "湟中区", "unit": own}).context["offer"]
    assert "630122" not in {Unit.objects.get(pk=each.pk).code for each in offer.candidates}
    assert client.get(url("pick", "form", "title")).status_code == 404


def test_without_a_script_a_button_looks_and_keeps_what_was_typed(sign_in):
    client = sign_in("province")
    answer = client.post(url("new"), {"_find": "unit", "unit__q": "互助医院", "title": "写了一半"})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "互助县人民医院工会委员会" in text
    assert "写了一半" in text
    assert not Visit.objects.exists()
    found = client.get(url("list"), {"_find": "unit", "unit__q": "互助医院"}).content.decode()
    assert "互助县人民医院工会委员会" in found
