# SPDX-License-Identifier: Apache-2.0
"""Tokens: made and revoked by their person, shown once, kept as a digest, never more than the post may do."""

from datetime import timedelta

import pytest
from django.urls import reverse

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotAllowed
from guantong.learning.registers import LectureRegister, MediaPieceRegister
from guantong.org.models import Post, Token
from guantong.org.services import make_token, revoke_token
from guantong.trace.queries import history_of

from .asking import Program, body, program_of

LIST = "/api/v1/learning/lectures/"
FORM = {"name": "人事系统", "registers": ["learning.lecture"], "reach": "write", "days": "30"}


def test_a_token_is_made_on_its_page_shown_once_and_opens_what_was_chosen(federation, sign_in):
    client = sign_in("school")
    answer = client.post(reverse("tokens"), FORM)
    key = answer.context["page"].key
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert key in answer.content.decode()
    assert key not in client.get(reverse("tokens")).content.decode()
    token = Token.objects.get()
    assert key not in str(vars(token))
    assert token.rights == ["learning.lecture.correct", "learning.lecture.read", "learning.lecture.record"]
    assert Program(key).post(LIST, body(LectureRegister, federation)).status_code == 201
    assert [entry.verb for entry in history_of(token)] == ["make_token"]


def test_a_token_for_reading_writes_nothing_and_says_why(federation):
    program = program_of(federation, "school", LectureRegister, only="read")
    assert program.get(LIST).status_code == 200
    answer = program.post(LIST, body(LectureRegister, federation))
    assert (answer.status_code, "令牌不含" in answer.json()["detail"]) == (403, True)


def test_a_token_opens_only_its_registers(federation):
    program = program_of(federation, "school", MediaPieceRegister)
    assert program.get("/api/v1/learning/media/").status_code == 200
    assert program.get(LIST).status_code == 403


def test_a_revoked_token_opens_nothing(federation, sign_in):
    program = program_of(federation, "school", LectureRegister)
    sign_in("school").post(reverse("token.revoke", args=(Token.objects.get().pk,)))
    assert program.get(LIST).status_code == 401
    assert [entry.verb for entry in history_of(Token.objects.get())] == ["revoke_token", "make_token"]


def test_nobody_revokes_the_token_of_another(federation, sign_in):
    program = program_of(federation, "school", LectureRegister)
    assert sign_in("food").post(reverse("token.revoke", args=(Token.objects.get().pk,))).status_code == 404
    assert program.get(LIST).status_code == 200


def test_a_token_past_its_time_opens_nothing(federation, monkeypatch):
    program = program_of(federation, "school", LectureRegister, days=1)
    later = clock.real_now() + timedelta(days=1, seconds=1)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    answer = program.get(LIST)
    assert (answer.status_code, "到期" in answer.json()["detail"]) == (401, True)


def test_a_token_ends_with_the_post_of_its_person(federation, guard):
    program = program_of(federation, "school", LectureRegister)
    with guard.lifted("the post ended before today"):
        Post.objects.filter(person=federation.school.person_id).update(ends_on="2021-01-12")
    assert program.get(LIST).status_code == 401


@pytest.mark.parametrize("key", ["gt_", "gt_" + "x" * 43, "Bearer", "中文", "x" * 5000, "a b"])
def test_a_made_up_key_opens_nothing(federation, key):
    answer = Program().client.get(LIST, headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 401


def test_a_token_never_holds_more_than_the_post(federation):
    with pytest.raises(NotAllowed):
        make_token(federation.school, federation.accounts["school"], name="全开", rights=["org.unit.found"], days=30)


@pytest.mark.parametrize(
    ("rights", "days"), [((), 30), (("learning.lecture.read",), 0), (("learning.lecture.read",), 400)]
)
def test_a_token_for_nothing_or_for_ever_is_refused(federation, rights, days):
    with pytest.raises(Invalid):
        make_token(federation.school, federation.accounts["school"], name="对接", rights=rights, days=days)


def test_revoking_twice_is_told(federation):
    program_of(federation, "school", LectureRegister)
    token = Token.objects.get()
    revoke_token(federation.school, token)
    with pytest.raises(Exception, match="已经停用"):
        revoke_token(federation.school, Token.objects.get())
