# SPDX-License-Identifier: Apache-2.0
"""The API of a register: the same form, services and sentences as its pages, for programs."""

import json
from datetime import date

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guantong.learning.models import Lecture
from guantong.learning.registers import LectureRegister
from guantong.org.models import Once
from guantong.org.services.tokens import forget_old_requests
from guantong.trace.queries import history_of

from .asking import Program, body, program_of

LIST = "/api/v1/learning/lectures/"


def one(pk, verb=""):
    """The address of a record."""
    return f"{LIST}{pk}/{verb + '/' if verb else ''}"


@pytest.fixture
def program(federation):
    """A program of the school's chair."""
    return program_of(federation, "school", LectureRegister)


@pytest.fixture
def row(federation, program):
    """A lecture that the program entered."""
    return Lecture.objects.get(pk=program.post(LIST, body(LectureRegister, federation)).json()["id"])


def test_what_a_program_enters_is_a_record_like_any_other(federation, program, sign_in):
    answer = program.post(LIST, body(LectureRegister, federation, title="劳模身边的故事"))
    assert answer.status_code == 201
    said = answer.json()
    assert answer["Location"] == one(said["id"])
    assert (said["title"], said["version"], said["unit"]["code"]) == ("劳模身边的故事", 1, "630121-01")
    assert "劳模身边的故事" in sign_in("school").get(said["url"]).content.decode()
    entry = history_of(Lecture.objects.get())[0]
    assert (entry.verb, entry.actor_name) == ("record", "周示云")
    assert "对接" in entry.post_label


def test_a_unit_may_be_named_by_its_code(federation, program):
    answer = program.post(LIST, body(LectureRegister, federation, unit="630121-01"))
    assert answer.json()["unit"]["id"] == federation.unit_of("school").pk


def test_the_same_sentence_stands_at_the_same_field_as_on_the_page(federation, program, sign_in):
    wrong = body(LectureRegister, federation, held_on="2021-01-14", title="")
    page = sign_in("school").post(reverse("learning.lecture.new"), wrong).context["page"].form.errors
    said = program.post(LIST, wrong).json()
    assert said["errors"] == {name: list(errors) for name, errors in page.items()}
    later = body(LectureRegister, federation, held_on="2021-01-14")
    answer = program.post(LIST, later)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["held_on"])
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"titel": "错"}, "titel"),
        ({"state": "done"}, "state"),
        ({"recorded_by": "别人"}, "recorded_by"),
        ({"title": ["一", "二"]}, "title"),
        ({"title": {"a": 1}}, "title"),
        ({"title": "空\x00字"}, "title"),
        ({"title": "长" * 121}, "title"),
        ({"audience": 10**30}, "audience"),
        ({"audience": "许多"}, "audience"),
        ({"by_model_worker": "yes"}, "by_model_worker"),
        ({"themes": 5}, "themes"),
        ({"themes": [10**30]}, "themes"),
        ({"themes": [True]}, "themes"),
        ({"unit": 999999}, "unit"),
        ({"unit": None}, "unit"),
        ({"unit": True}, "unit"),
        ({"held_on": 20210108}, "held_on"),
        ({"entry": "moon"}, "entry"),
    ],
    ids=str,
)
def test_what_a_body_gets_wrong_is_named_by_its_field_and_nothing_is_kept(federation, program, changes, field):
    answer = program.post(LIST, body(LectureRegister, federation, **changes))
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not Lecture.objects.exists()


@pytest.mark.parametrize(
    "said", ["", "{", "[]", "null", '"x"', '{"title": "\\ud800"}', "[" * 100_000, "\ufeff{}", "1e999"]
)
def test_a_body_that_is_no_object_is_answered_in_words(program, said):
    answer = program.post(LIST, said)
    assert answer.status_code == 400
    assert answer.json()["detail"].endswith("。")


def test_characters_of_four_bytes_are_kept(federation, program):
    answer = program.post(LIST, body(LectureRegister, federation, title="𠮷野家讲座🙂"))
    assert program.get(one(answer.json()["id"])).json()["title"] == "𠮷野家讲座🙂"


def test_a_change_names_what_was_seen_and_only_what_it_changes(program, row):
    assert program.patch(one(row.pk), {"title": "新题目"}).json()["errors"].keys() == {"version"}
    answer = program.patch(one(row.pk), {"title": "新题目"}, **{"If-Match": '"1"'})
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    said = answer.json()
    assert (said["title"], said["lecturer"]) == ("新题目", row.lecturer)
    second = program.patch(one(row.pk), {"title": "别的题目", "version": 1})
    assert (second.status_code, second.json()["title"]) == (409, "stale")
    assert "别人刚改过" in second.json()["detail"]


def test_a_record_is_voided_with_a_reason_and_restored(program, row):
    assert program.post(one(row.pk, "void"), {}).status_code == 400
    assert program.post(one(row.pk, "void"), {"reason": "登记重了", "version": 7}).status_code == 409
    assert program.post(one(row.pk, "void"), {"reason": "登记重了"}).json()["voided_at"]
    assert program.get(LIST).json()["results"] == []
    assert program.post(one(row.pk, "restore"), {}).json()["voided_at"] is None


def test_a_list_pages_by_its_own_links_and_takes_the_filters_of_the_screen(federation, program):
    for number in range(5):
        program.post(LIST, body(LectureRegister, federation, title=f"讲座{number}", held_on=date(2021, 1, 1 + number)))
    seen, address = [], f"{LIST}?size=2&sort=held_on"
    while address:
        said = program.get(address).json()
        seen += [each["title"] for each in said["results"]]
        address = said["next"]
    assert seen == [f"讲座{number}" for number in range(5)]
    assert [each["title"] for each in program.get(LIST, q="讲座3").json()["results"]] == ["讲座3"]
    assert len(program.get(LIST, held_on__gte="2021-01-04").json()["results"]) == 2


@pytest.mark.parametrize(
    "query",
    [{"titel": "x"}, {"size": "10000"}, {"size": "x"}, {"at": "x"}, {"sort": "place"}, {"held_on__gte": "bald"}],
)
def test_an_odd_question_is_answered_in_words(program, query):
    answer = program.get(LIST, **query)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_cursor_of_another_list_is_refused(federation, program):
    for number in range(3):
        program.post(LIST, body(LectureRegister, federation, title=f"讲座{number}"))
    address = program.get(LIST, size=1).json()["next"]
    assert program.get(address.replace("size=1", "size=1&sort=held_on")).status_code == 400


def test_many_rows_are_written_in_one_operation_or_none(federation, program, row):
    new = [body(LectureRegister, federation, title=f"讲座{number}") for number in range(3)]
    changed = {"id": row.pk, "version": 1, "title": "改过的题目"}
    answer = program.post(f"{LIST}bulk/", {"rows": [*new, changed]})
    assert answer.status_code == 200
    rows = [Lecture.objects.get(pk=each["id"]) for each in answer.json()["results"]]
    assert len({history_of(each)[0].operation for each in rows}) == 1
    wrong = [
        *new,
        body(LectureRegister, federation, title=""),
        {"id": 999999, "version": 1},
        {"id": row.pk, "version": 1},
        7,
    ]
    refused = program.post(f"{LIST}bulk/", {"rows": wrong})
    assert refused.status_code == 400
    assert set(refused.json()["errors"]) == {"rows.3", "rows.4", "rows.5", "rows.6"}
    assert Lecture.objects.count() == 4


@pytest.mark.parametrize("rows", [[], None, {}, [{}] * 201])
def test_a_bulk_of_nothing_or_of_too_much_is_refused(program, rows):
    assert program.post(f"{LIST}bulk/", {"rows": rows}).status_code == 400


def test_the_same_request_under_one_key_is_done_once(federation, program):
    said, key = body(LectureRegister, federation), {"Idempotency-Key": "2021-0001"}
    first, second = program.post(LIST, said, **key), program.post(LIST, said, **key)
    assert (first.status_code, first.json()) == (second.status_code, second.json()) == (201, first.json())
    assert Lecture.objects.count() == 1
    assert Once.objects.get().operation == history_of(Lecture.objects.get())[0].operation
    other = program.post(LIST, said | {"title": "别的"}, **key)
    assert (other.status_code, list(other.json()["errors"])) == (400, ["Idempotency-Key"])
    assert program.post(LIST, said, **{"Idempotency-Key": "x" * 81}).status_code == 400


def test_a_refused_request_leaves_its_key_free(federation, program):
    said, key = body(LectureRegister, federation, title=""), {"Idempotency-Key": "2021-0002"}
    assert program.post(LIST, said, **key).status_code == 400
    assert program.post(LIST, said | {"title": "好的"}, **key).status_code == 201


def test_old_answers_are_forgotten(federation, program, guard):
    program.post(LIST, body(LectureRegister, federation), **{"Idempotency-Key": "2021-0003"})
    assert forget_old_requests() == 0
    with guard.lifted("the clock of the kept answer is turned back"):
        Once.objects.update(at="2021-01-01T00:00:00+08:00")
    assert forget_old_requests() == 1


def test_a_page_of_ours_may_use_the_api_with_its_csrf_token(federation, sign_in):
    client = sign_in("school", enforce_csrf_checks=True)
    said = json.dumps(body(LectureRegister, federation), default=str)
    refused = client.post(LIST, said, content_type="application/json")
    assert (refused.status_code, "CSRF" in refused.json()["detail"]) == (403, True)
    client.get(reverse("learning.lecture.new"))
    token = client.cookies["csrftoken"].value
    assert client.post(LIST, said, content_type="application/json", headers={"X-CSRFToken": token}).status_code == 201


def test_a_list_takes_a_constant_number_of_queries(federation, program):
    counts = []
    for _ in range(2):
        for _row in range(4):
            program.post(LIST, body(LectureRegister, federation, themes=[]))
        with CaptureQueriesContext(connection) as asked:
            program.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_too_many_requests_are_told_when_to_come_back(program, settings):
    settings.API_RATE = 2
    caches["rates"].clear()
    for _ in range(2):
        assert program.get(LIST).status_code == 200
    answer = program.get(LIST)
    assert (answer.status_code, answer.json()["title"]) == (429, "throttled")
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_nobody_gets_nothing_but_the_way_to_ask(federation):
    answer = Program().get(LIST)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_an_address_outside_the_api_is_not_opened_by_a_token(program):
    assert program.get("/learning/lectures/").status_code == 302
