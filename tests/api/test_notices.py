# SPDX-License-Identifier: Apache-2.0
"""A notice handed in by a program is the one that the page would have received."""

import base64

from guantong.dispatch.models import Notice
from guantong.org.services import make_token
from tests.walk.life import SHORT_NOTICE

from .asking import Program

NOTICES = "/api/v1/notices/"


def program(federation, word, right="dispatch.notice.receive"):
    """A program of a member of the cast with one right."""
    _token, key = make_token(federation.actors[word], federation.accounts[word], name="对接", rights=[right], days=30)
    return Program(key)


def test_a_file_or_a_text_becomes_a_notice_with_its_requirements(federation):
    office = program(federation, "province")
    content = base64.b64encode(SHORT_NOTICE.encode()).decode()
    answer = office.post(NOTICES, {"name": "安全.txt", "content": content})
    assert answer.status_code == 201, answer.content.decode()
    said, notice = answer.json(), Notice.objects.get()
    assert (said["id"], said["requirements"], said["state"]) == (notice.pk, notice.requirements.count(), "read")
    assert said["url"] == f"/notices/{notice.pk}/"
    again = office.post(NOTICES, {"text": SHORT_NOTICE})
    assert (again.status_code, "已经收过" in again.content.decode()) == (400, True)


def test_what_is_no_notice_is_refused_and_nothing_is_kept(federation):
    office = program(federation, "province")
    bad = (
        {},
        {"text": "春眠不觉晓"},
        {"content": "不是 base64"},
        {"text": "a", "content": "YQ=="},
        {"text": 3},
        {"x": 1},
    )
    for said in bad:
        assert office.post(NOTICES, said).status_code == 400, said
    assert not Notice.objects.exists()


def test_only_an_office_hands_a_notice_in(federation):
    assert (
        program(federation, "province", "dispatch.notice.read").post(NOTICES, {"text": SHORT_NOTICE}).status_code == 403
    )
