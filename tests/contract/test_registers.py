# SPDX-License-Identifier: Apache-2.0
"""What holds of every register, from its declaration alone: form, list, filters, paging, history, voiding."""

from datetime import date, timedelta

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guantong.kernel import clock
from guantong.register.catalogue import registers
from guantong.register.screens.words import said
from guantong.trace.queries import history_of

from .records import record_of, typed

REGISTERS = registers()
every_register = pytest.mark.parametrize("register", REGISTERS, ids=lambda each: each.key)
FINDABLE = [(register, field) for register in REGISTERS for field in register.fields if field.find]
# Fields by which nobody looks for a record, each with the reason.
EXCUSED = {
    "attended": "a headcount is added up, not looked for",
    "audience": "a headcount is added up, not looked for",
    "trainees": "a headcount is added up, not looked for",
    "took_part": "a headcount is added up, not looked for",
    "mastered": "a headcount is added up, not looked for",
    "starts_on": "a class is found by the day it ended, which is the day it counts",
    "speakers": "named beside the topic by which a session is found",
    "minutes": "long text, read on the page",
    "text": "long text, read on the page",
    "owner": "named beside the measure by which a plan is found",
    "requirement": "the notice leads from a duty to its plans",
    "taken_by": "written by a move, read on the page",
    "solved_on": "written by a move, read on the page",
    "solution": "written by a move, read on the page",
    "courses": "long text, read on the page",
    "place": "free text that repeats the kind of place, by which a lecture is found",
    "used_in": "read beside the title by which a material is found",
    "link": "followed, not looked for",
    "themes": "a theme's records are found through the notice and its figures",
}


def url(register, name, *args):
    """The address of a page of a register."""
    return reverse(f"{register.key}.{name}", args=args)


def rows_on(client, address):
    """The records that one page of a list shows, in order, and the page."""
    page = client.get(address).context["page"]
    return [row.url for row in page.rows], page


def many(register, unit, number):
    """Rows of a long list, several a day."""
    fields = register.on("form")
    kinds = {field.name: register.model._meta.get_field(field.name) for field in fields}
    form = {name: value for name, value in typed(register, unit).items() if not kinds[name].is_relation}
    for field in fields:
        if isinstance(register.model._meta.get_field(field.name), models.BooleanField):
            form[field.name] = False
    days = [field.name for field in fields if isinstance(register.model._meta.get_field(field.name), models.DateField)]
    return [
        register.model(
            **form | {day: date(2021, 1, 8) - timedelta(days=at % 7) for day in days},
            unit=unit.unit,
            recorded_at=clock.now(),
            recorded_by="周示云",
        )
        for at in range(number)
    ]


@pytest.fixture
def client(sign_in):
    """The chair of the school."""
    return sign_in("school")


@every_register
def test_a_form_as_a_browser_posts_it_becomes_a_record(register, world, client):
    data = typed(register, world.federation.school, world.theme)
    answer = client.post(url(register, "new"), data)
    row = register.model.objects.get()
    assert answer.url == url(register, "page", row.pk)
    assert (row.unit.code, row.recorded_by, list(row.themes.all())) == ("630121-01", "周示云", [world.theme])
    text = client.get(answer.url).content.decode()
    for field in register.on("page"):
        if said(row, field.name):
            assert said(row, field.name) in text, field.name


@every_register
def test_an_incomplete_form_comes_back_with_what_was_typed_and_stores_nothing(register, world, client):
    data = typed(register, world.federation.school, world.theme, title="写了一半的题目")
    data[register.event_date] = ""
    answer = client.post(url(register, "new"), data)
    assert answer.status_code == 400
    assert "写了一半的题目" in answer.content.decode()
    assert not register.model.objects.exists()


@every_register
def test_a_day_that_has_not_come_is_refused_at_its_field(register, world, client):
    days = {
        field.name: "2021-01-14"
        for field in register.on("form")
        if isinstance(register.model._meta.get_field(field.name), models.DateField)
    }
    answer = client.post(url(register, "new"), typed(register, world.federation.school, **days))
    assert answer.status_code == 400
    assert register.event_date in answer.context["page"].form.errors


@every_register
def test_the_address_of_a_form_fills_it_in(register, world, client):
    answer = client.get(url(register, "new"), {"unit": world.federation.unit_of("school").pk, "themes": world.theme.pk})
    assert [entry.value for entry in answer.context["page"].prefilled] == [
        str(world.federation.unit_of("school")),
        world.theme.title,
    ]


@every_register
@pytest.mark.parametrize("given", [{"unit": "abc"}, {"themes": "abc"}, {"unit": "9" * 30}, {"nothing": "1"}])
def test_an_address_that_fills_in_nonsense_still_gives_a_form(register, world, client, given):
    assert client.get(url(register, "new"), given).status_code == 200


@pytest.mark.parametrize(("register", "field"), FINDABLE, ids=[f"{each.key}.{field.name}" for each, field in FINDABLE])
def test_a_list_is_narrowed_by_each_field_that_may_be_asked(register, field, world, client):
    row = record_of(register, world.federation.school, world.theme)
    value = getattr(row, field.name)
    if field.find == "range":
        day = timedelta(days=1)
        hits = {f"{field.name}__gte": value, f"{field.name}__lte": value}
        misses = [{f"{field.name}__gte": value + day}, {f"{field.name}__lte": value - day}]
    elif field.name == "unit":
        hits, misses = {"unit": row.unit_id}, []
    elif field.find == "text":
        hits, misses = {field.name: value[1:4]}, [{field.name: "没有这样的字"}]
    else:
        keys = [key for key, _label in row._meta.get_field(field.name).choices or ((True, ""), (False, ""))]
        hits, misses = {field.name: value}, [{field.name: key} for key in keys if key != value]
    address = url(register, "list")
    assert len(client.get(address, hits).context["page"].rows) == 1
    for query in misses:
        assert client.get(address, query).context["page"].rows == [], query


@every_register
def test_a_unit_is_asked_with_all_below_it(register, world, sign_in):
    record_of(register, world.federation.school)
    client = sign_in("province")
    units = world.federation.units
    assert len(client.get(url(register, "list"), {"unit": units["630100"].pk}).context["page"].rows) == 1
    assert client.get(url(register, "list"), {"unit": units["630200"].pk}).context["page"].rows == []


@every_register
def test_every_field_can_be_asked_or_is_excused(register):
    unasked = {field.name for field in register.fields if not field.find}
    assert unasked <= set(EXCUSED)


def test_no_excuse_outlives_its_field():
    assert set(EXCUSED) <= {field.name for register in REGISTERS for field in register.fields if not field.find}


@every_register
def test_paging_forth_and_back_shows_every_row_once_and_never_counts_or_skips(register, world, client, guard):
    with guard.lifted("a long list, made at once"):
        register.model.objects.bulk_create(many(register, world.federation.school, 120))
    address, forth = url(register, "list"), []
    with CaptureQueriesContext(
        connection,
    ) as asked:
        while address:
            rows, page = rows_on(client, address)
            forth.append(rows)
            address = page.next_url
        back, address = [forth[-1]], page.previous_url
        while address:
            rows, page = rows_on(client, address)
            back.insert(0, rows)
            address = page.previous_url
    assert [len(rows) for rows in forth] == [50, 50, 20]
    assert len({row for rows in forth for row in rows}) == 120
    assert back == forth
    of_rows = [query["sql"] for query in asked if register.model._meta.db_table in query["sql"]]
    assert of_rows
    assert not any("OFFSET" in sql or "COUNT(" in sql for sql in of_rows)


@every_register
@pytest.mark.parametrize("cursor", ["x", "eyJ9", "W10", "WyJvbGRlciIsIDEsIDJd", "²", "W1tdLFtdLFtdXQ"])
def test_a_cursor_that_is_not_ours_is_refused_with_a_sentence(register, client, cursor):
    answer = client.get(url(register, "list"), {"at": cursor})
    assert answer.status_code == 400
    assert "第一页" in answer.content.decode()


@every_register
def test_the_number_of_queries_of_a_list_does_not_depend_on_its_rows(register, world, client, guard):
    counts = []
    for number in (10, 50):
        with guard.lifted("a long list, made at once"):
            register.model.objects.bulk_create(many(register, world.federation.school, number))
        client.get(url(register, "list"))
        with CaptureQueriesContext(connection) as asked:
            client.get(url(register, "list"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


@every_register
def test_a_correction_is_kept_with_what_it_changed(register, world, client):
    row = record_of(register, world.federation.school, world.theme)
    data = typed(register, world.federation.school, world.theme, title="改过的题目", version=row.version)
    assert client.post(url(register, "edit", row.pk), data).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.version) == ("改过的题目", 2)
    entry = history_of(row)[0]
    assert (entry.verb, list(entry.after), entry.after["title"]) == ("correct", ["title"], "改过的题目")
    assert "改过的题目" in client.get(url(register, "history", row.pk)).content.decode()


@every_register
@pytest.mark.parametrize(("choice", "kept"), [("mine", "后改的题目"), ("theirs", "先改的题目")])
def test_the_second_of_two_writers_is_told_and_chooses_field_by_field(register, choice, kept, world, client):
    row = record_of(register, world.federation.school)
    address = url(register, "edit", row.pk)
    first = typed(register, world.federation.school, title="先改的题目", version=1, themes=[world.theme.pk])
    client.post(address, first)
    answer = client.post(address, typed(register, world.federation.school, title="后改的题目", version=1))
    assert answer.status_code == 409
    page = answer.context["page"]
    assert [(field.mine, field.theirs) for field in page.both] == [("后改的题目", "先改的题目")]
    assert [entry.value for entry in page.theirs] == [world.theme.title]
    assert register.model.objects.get().title == "先改的题目"
    again: dict[str, list[str]] = {}
    for name, value in [*page.typed, (page.both[0].name, choice)]:
        again.setdefault(name, []).append(value)
    assert client.post(address, again).status_code == 302
    saved = register.model.objects.get()
    assert (saved.title, list(saved.themes.all())) == (kept, [world.theme])


@every_register
def test_voiding_takes_a_reason_and_is_undone_by_restoring(register, world, client):
    row = record_of(register, world.federation.school)
    assert client.post(url(register, "void", row.pk), {"reason": " "}).status_code == 400
    client.post(url(register, "void", row.pk), {"reason": "登记重了"})
    assert rows_on(client, url(register, "list"))[0] == []
    assert "登记重了" in client.get(url(register, "page", row.pk)).content.decode()
    assert "登记重了" in client.get(url(register, "history", row.pk)).content.decode()
    client.post(url(register, "restore", row.pk))
    assert rows_on(client, url(register, "list"))[0] == [url(register, "page", row.pk)]
    assert [entry.verb for entry in history_of(row)] == ["restore", "void", "record"]


@every_register
def test_a_voided_record_cannot_be_corrected(register, world, client):
    row = record_of(register, world.federation.school)
    register.void(world.federation.school, row, reason="登记重了")
    data = typed(register, world.federation.school, title="改过的题目", version=row.version)
    assert client.post(url(register, "edit", row.pk), data).status_code in (400, 409)
    row.refresh_from_db()
    assert row.title != "改过的题目"
