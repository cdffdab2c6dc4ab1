# SPDX-License-Identifier: Apache-2.0
"""Documents at the desk: each waits for the post whose step is next, and for nobody else."""

import pytest

from guantong.reports.outgoing.services import name_co_signers

from .steps import a_draft, fresh, taken_to

MEMBERS = ("province", "leader", "department", "xining", "school")


def waiting(sign_in, member):
    """The buttons of the tasks that are documents, as the desk of a member of the cast shows them."""
    tasks = sign_in(member).get("/").context["page"].tasks
    return [task.action_label for task in tasks if task.action_url.startswith(("/outgoing/", "/incoming/"))]


@pytest.mark.parametrize(
    ("state", "member", "step"),
    [
        ("draft", "province", "审核"),
        ("checked", "leader", "签发"),
        ("signed", "province", "复核"),
        ("issued", "province", "归档"),
    ],
)
def test_a_document_waits_at_the_desk_of_whoever_takes_the_next_step(federation, sign_in, state, member, step):
    draft = a_draft(federation.province)
    if state != "draft":
        taken_to(state, federation, draft)
    assert waiting(sign_in, member) == [step]
    assert not any(waiting(sign_in, other) for other in MEMBERS if other not in (member, "leader"))


def test_a_department_is_told_that_its_signature_is_asked_for(federation, sign_in):
    draft = a_draft(federation.province)
    name_co_signers(federation.province, draft, [federation.unit_of("department")])
    taken_to("checked", federation, fresh(draft))
    assert waiting(sign_in, "department") == ["会签"]
    assert waiting(sign_in, "leader") == []


def test_what_is_filed_waits_for_nobody(federation, sign_in):
    taken_to("filed", federation, a_draft(federation.province))
    assert not any(waiting(sign_in, member) for member in MEMBERS)
