# SPDX-License-Identifier: Apache-2.0
"""More people than can be served: those beyond the door are told to come again, and those inside are served."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import override

from guantong.site import middleware


@pytest.fixture
def door(monkeypatch):
    """A door with one place and one who waits, and what keeps the place taken."""
    monkeypatch.setattr(middleware, "AT_ONCE", 1)
    monkeypatch.setattr(middleware, "WAITING", 1)
    inside, done = Event(), Event()

    def respond(request):
        inside.set()
        assert done.wait(10)
        return HttpResponse(request.path)

    yield middleware.BusyMiddleware(respond), inside, done
    done.set()


def ask(door, path="/"):
    return door(RequestFactory().get(path))


def test_whoever_finds_no_place_is_told_to_come_again_and_whoever_waits_is_served(door):
    busy, inside, done = door
    with ThreadPoolExecutor(2) as hands:
        first = hands.submit(ask, busy, "/first/")
        assert inside.wait(10)
        second = hands.submit(ask, busy, "/second/")
        while busy.waiting.acquire(blocking=False):  # until the second one waits
            busy.waiting.release()
        page, answer = ask(busy), ask(busy, "/api/v1/learning/lectures/")
        done.set()
        assert [each.result().content for each in (first, second)] == [b"/first/", b"/second/"]
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "没有保存，您写的还在" in page.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert json.loads(answer.content)["title"] == "busy"
    assert ask(busy).status_code == 200


def test_who_waits_too_long_is_told_too(door, monkeypatch):
    monkeypatch.setattr(middleware, "PATIENCE", 0.01)
    busy, inside, done = door
    with ThreadPoolExecutor(1) as hands:
        first = hands.submit(ask, busy)
        assert inside.wait(10)
        with override("en"):
            page = ask(busy)
        done.set()
        assert first.result().status_code == 200
    assert page.status_code == 503
    assert "nothing was saved" in page.content.decode()


def test_whether_the_house_stands_is_told_without_a_place(door):
    busy, _inside, done = door
    busy.places.acquire()
    done.set()
    assert ask(busy, "/healthz").status_code == 200
    busy.places.release()
