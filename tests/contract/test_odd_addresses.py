# SPDX-License-Identifier: Apache-2.0
"""An address that somebody mistyped gets a page or a sentence, never a server error."""

import pytest
from django.urls import reverse

ODD = ("²", "٣", "-1", "1.5", "abc", "9" * 30, "9" * 5000, "%00", "\x00", "' OR 1=1", "🙂", "../..")
QUERIES = (
    ("desk", {}, "light"),
    ("search", {}, "q"),
    ("traces", {}, "before"),
    ("unit.borne", {"code": "630121-01"}, "notice"),
    ("unit.borne", {"code": "630121-01"}, "light"),
    ("notice", {"pk": 0}, "choose"),
    ("matrix", {"pk": 0}, "open"),
    ("matrix", {"pk": 0}, "after"),
    ("figure", {"key": "learning.lectures"}, "theme"),
    ("figure", {"key": "learning.lectures"}, "period"),
    ("figure", {"key": "learning.lectures"}, "unit"),
    ("figure", {"key": "learning.lectures"}, "part"),
    ("figure", {"key": "learning.lectures"}, "start"),
    ("figure", {"key": "learning.lectures"}, "alone"),
    ("learning.lecture.list", {}, "at"),
    ("learning.lecture.list", {}, "unit"),
    ("learning.lecture.list", {}, "title"),
    ("learning.lecture.list", {}, "entry"),
    ("learning.lecture.list", {}, "held_on__gte"),
    ("learning.lecture.list", {}, "by_model_worker"),
    ("learning.lecture.new", {}, "themes"),
)
FIGURE = {"unit": "630121-01", "period": "2021"}


@pytest.mark.parametrize(("name", "args", "key"), QUERIES, ids=lambda each: each if isinstance(each, str) else "")
def test_an_odd_value_in_an_address_gets_a_page_or_a_sentence(name, args, key, things, sign_in):
    client = sign_in("auditor" if name == "traces" else "province")
    kwargs = args | ({"pk": things.world.notice.pk} if "pk" in args else {})
    for odd in ODD:
        query = (FIGURE if name == "figure" else {}) | {key: odd}
        assert client.get(reverse(name, kwargs=kwargs), query).status_code in (200, 302, 400, 404), odd


@pytest.mark.parametrize("pk", [0, 999_999, 9 * 10**30])
@pytest.mark.parametrize("name", ["notice", "matrix", "notice.original", "report", "learning.lecture.page"])
def test_a_number_that_names_nothing_is_not_found(name, pk, sign_in):
    assert sign_in("province").get(reverse(name, args=(pk,))).status_code == 404


@pytest.mark.parametrize("key", ["units", "requirements"])
@pytest.mark.parametrize("odd", ODD)
def test_an_odd_choice_on_a_posted_page_is_no_choice(key, odd, things, sign_in):
    data = things.issue_choice | {key: [odd]}
    answer = sign_in("province").post(reverse("notice.issue", args=(things.world.notice.pk,)), data)
    assert answer.status_code == 400


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_place_to_cut_at_cuts_nothing(odd, things, sign_in):
    first = things.draft.requirements.first()
    answer = sign_in("province").post(reverse("requirement.split", args=(first.pk,)), {"at": odd})
    assert answer.status_code in (200, 400)
    assert things.draft.requirements.count() == 2


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_post_is_not_taken_on(odd, sign_in):
    assert sign_in("province").post(reverse("switch_post"), {"post": odd}).status_code == 302


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)"])
@pytest.mark.parametrize("name", ["theme", "set_language"])
def test_nobody_is_led_out_of_the_house(name, target, sign_in):
    answer = sign_in("province").post(reverse(name), {"next": target, "language": "en", "theme": "dark"})
    assert answer.url.startswith("/")
    assert not answer.url.startswith(("//", "/\\"))
