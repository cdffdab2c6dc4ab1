# SPDX-License-Identifier: Apache-2.0
"""Incoming documents at the desk: with the office until they are routed, then with the handler."""

from datetime import date

from guantong.dispatch.incoming.services import handle_document

from .test_process import arrived, routed


def waiting(sign_in, member):
    """What the desk of a member of the cast says of documents: the button and until when."""
    tasks = sign_in(member).get("/").context["page"].tasks
    return [(task.action_label, task.due_text) for task in tasks if task.action_url.startswith("/incoming/")]


def test_a_letter_waits_with_the_office_then_with_the_handler_then_with_the_office_again(federation, sign_in):
    letter = arrived(federation)
    assert waiting(sign_in, "province") == [("登记", "1月13日收到")]
    assert waiting(sign_in, "department") == []
    letter = routed(federation, letter, due_on=date(2021, 1, 20))
    assert waiting(sign_in, "province") == []
    assert waiting(sign_in, "department") == [("办结", "1月20日前")]
    handle_document(federation.department, letter, outcome="已商定人选。")
    assert waiting(sign_in, "province") == [("答复", "1月20日前")]
    assert waiting(sign_in, "department") == waiting(sign_in, "xining") == []
