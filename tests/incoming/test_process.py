# SPDX-License-Identifier: Apache-2.0
"""A document that comes in: each step by its post, who has it in hand, what the rules forbid, the notice among them."""

from datetime import date

import pytest
from django.urls import reverse

from guantong.dispatch.incoming.queries import fetch_incoming
from guantong.dispatch.incoming.services import (
    Routing,
    file_incoming,
    handle_document,
    pre_review_document,
    receive_document,
    register_document,
    reply_to_document,
    return_to_sender,
    route_document,
    send_back_document,
)
from guantong.dispatch.models import IncomingDocument, Notice
from guantong.dispatch.services import receive_notice
from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotAllowed, NotFound, RuleBroken, Stale, WrongState
from guantong.trace.models import StoredFile
from guantong.trace.queries import history_of
from tests.walk.life import SHORT_NOTICE

from .letters import LETTER

URGENT = f"特急\n\n{LETTER}"
SECRET = f"机密★1年\n\n{LETTER}"


def fresh(document):
    """The document as a page fetches it."""
    return IncomingDocument.objects.select_related("unit", "handler", "file", "notice").get(pk=document.pk)


def arrived(federation, text=LETTER, name="函.txt"):
    """A file that the provincial office signed for."""
    return fresh(receive_document(federation.province, text.encode(), name))


def routed(federation, document, **changes):
    """A document in the hands of the department."""
    register_document(federation.province, document)
    pre_review_document(federation.province, document)
    facts = {"purpose": "action", "handler": federation.unit_of("department"), "instruction": "请宣教部办理。"}
    return fresh(route_document(federation.province, document, Routing(**{**facts, **changes})))


def test_a_letter_goes_from_the_door_to_the_file_and_every_step_leaves_a_trace(federation):
    document = routed(federation, arrived(federation), due_on=date(2021, 1, 20))
    handle_document(federation.department, document, outcome="已商定人选。")
    reply_to_document(federation.province, document, reply="青总办函〔2021〕1号函复。")
    file_incoming(federation.province, document, retention="ten_years")
    done = fresh(document)
    assert (done.state, done.register_number, done.kind, done.number) == (
        "filed",
        "〔2021〕1",
        "函",
        "平工函〔2021〕2号",
    )
    assert (done.filed_on, done.get_retention_display()) == (clock.today(), "定期10年")
    verbs = [entry.verb for entry in history_of(document)]
    assert verbs == ["file", "reply", "handle", "route", "pre_review", "register", "receive"]


def test_a_notice_that_is_received_is_an_incoming_document_too(federation):
    notice = receive_notice(federation.province, SHORT_NOTICE.encode(), "short.txt")
    document = IncomingDocument.objects.get(notice=notice)
    assert (document.state, document.number, document.unit) == ("received", notice.number, notice.unit)
    assert register_document(federation.province, document).state == "registered"


def test_a_document_that_came_in_first_becomes_a_notice_later(federation, sign_in):
    document = arrived(federation, SHORT_NOTICE, "short.txt")
    answer = sign_in("province").post(reverse("incoming.read", args=(document.pk,)))
    notice = Notice.objects.get(pk=int(answer.url.rstrip("/").rpartition("/")[2]))
    assert fresh(document).notice == notice
    assert IncomingDocument.objects.count() == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda f, d: register_document(f.leader, d),
        lambda f, d: register_document(f.xining, d),
        lambda f, d: receive_document(f.department, b"x", "x.txt"),
    ],
)
def test_the_door_is_the_offices(act, federation):
    with pytest.raises(NotAllowed):
        act(federation, arrived(federation))


def test_only_who_has_it_in_hand_says_that_it_is_done(federation):
    document = routed(federation, arrived(federation))
    with pytest.raises(NotAllowed):
        handle_document(federation.affiliated, document, outcome="办了。")
    with pytest.raises(Invalid, match="怎么办的"):
        handle_document(federation.department, document, outcome=" ")
    assert handle_document(federation.department, document, outcome="办了。").state == "handled"


def test_the_department_sees_what_it_has_in_hand_and_nothing_else(federation):
    mine, other = routed(federation, arrived(federation)), arrived(federation, SHORT_NOTICE, "other.txt")
    assert fetch_incoming(federation.department, mine.pk) == mine
    with pytest.raises(NotFound):
        fetch_incoming(federation.department, other.pk)
    with pytest.raises(NotFound):
        fetch_incoming(federation.xining, mine.pk)


def test_an_urgent_document_is_given_a_day(federation):
    document = arrived(federation, URGENT)
    assert document.urgency == "特急"
    register_document(federation.province, document)
    pre_review_document(federation.province, document)
    handler = federation.unit_of("department")
    with pytest.raises(RuleBroken, match="明确办理时限"):
        route_document(federation.province, document, Routing("action", handler))
    with pytest.raises(Invalid, match="已经过了"):
        route_document(federation.province, fresh(document), Routing("action", handler, due_on=date(2021, 1, 12)))
    route_document(federation.province, fresh(document), Routing("action", handler, due_on=date(2021, 1, 14)))


def test_a_document_is_handed_to_ones_own_house_alone(federation):
    document = arrived(federation)
    register_document(federation.province, document)
    pre_review_document(federation.province, document)
    with pytest.raises(Invalid, match="本机关"):
        route_document(federation.province, document, Routing("action", federation.units["630100"]))


def test_what_is_only_read_is_filed_without_a_reply(federation):
    document = routed(federation, arrived(federation), purpose="reading")
    handle_document(federation.department, document, outcome="已阅。")
    assert file_incoming(federation.province, document, retention="ten_years").state == "filed"


def test_what_is_not_done_goes_back_into_the_same_hands_with_a_reason(federation):
    document = routed(federation, arrived(federation))
    handle_document(federation.department, document, outcome="办了。")
    with pytest.raises(Invalid, match="理由"):
        send_back_document(federation.province, document, reason="")
    assert send_back_document(federation.province, document, reason="还差一名").state == "routed"
    assert fresh(document).handler == federation.unit_of("department")


def test_what_is_not_ours_is_sent_back_with_a_reason(federation):
    document = arrived(federation)
    with pytest.raises(WrongState):
        return_to_sender(federation.province, document, reason="不属本机关职权")
    register_document(federation.province, document)
    assert return_to_sender(federation.province, document, reason="不属本机关职权").state == "returned"


def test_register_numbers_run_on_and_two_officers_take_two(federation):
    first, second = arrived(federation), arrived(federation, SHORT_NOTICE, "short.txt")
    register_document(federation.province, first)
    register_document(federation.province, second)
    assert [first.serial, second.serial] == [1, 2]
    again = IncomingDocument.objects.get(pk=second.pk)
    again.state, again.version = "received", 1
    with pytest.raises(Stale):
        register_document(federation.province, again)


@pytest.mark.parametrize("name", ["函.txt", "机密★1年.txt"])
def test_secret_material_is_refused_at_the_door_and_not_even_its_file_is_kept(name, federation):
    before = StoredFile.objects.count()
    for take in (receive_document, receive_notice):
        text = SECRET if name == "函.txt" or take is receive_notice else LETTER
        with pytest.raises(RuleBroken, match="涉密文件不得进入") as refused:
            take(federation.province, text.encode(), name)
        assert "保守国家秘密法" in refused.value.source
    assert not IncomingDocument.objects.exists()
    assert StoredFile.objects.count() == before


def test_a_scan_that_cannot_be_read_is_taken_with_a_typed_title(federation):
    with pytest.raises(Invalid, match="请写上标题"):
        receive_document(federation.province, b"\x00\x01\x02", "scan.bin")
    assert receive_document(federation.province, b"\x00\x01\x02", "scan.bin", title="市委来函").title == "市委来函"


def test_the_same_file_is_not_taken_twice(federation):
    arrived(federation)
    with pytest.raises(Invalid, match="已经收过"):
        arrived(federation)


def test_the_list_says_what_waits_for_whom(federation, sign_in):
    routed(federation, arrived(federation), due_on=date(2021, 1, 20))
    waiting = arrived(federation, SHORT_NOTICE, "short.txt")
    page = sign_in("province").get(reverse("incoming")).context["page"]
    assert [(row.title, row.step) for row in page.mine] == [(waiting.title, "登记")]
    assert [(row.who, bool(row.due_text)) for row in page.others] == [("省总宣教部", True)]
    mine = sign_in("department").get(reverse("incoming")).context["page"].mine
    assert [row.step for row in mine] == ["办结"]


def test_a_bad_upload_comes_back_with_what_is_wrong(federation, sign_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = sign_in("province").post(
        reverse("incoming.receive"), {"file": SimpleUploadedFile("机.txt", SECRET.encode())}
    )
    assert answer.status_code == 400
    assert "涉密文件不得进入本系统" in answer.content.decode()


def test_the_steps_are_taken_from_the_page(federation, sign_in):
    document, client = arrived(federation), sign_in("province")
    for verb in ("register", "pre_review"):
        assert client.post(reverse("incoming.move", args=(document.pk, verb))).status_code == 302
    page = reverse("incoming.move", args=(document.pk, "route"))
    handler = federation.unit_of("department").pk
    assert client.post(page, {"purpose": "action"}).status_code == 400
    assert client.post(page, {"purpose": "action", "handler": handler, "due_on": "2021-01-20"}).status_code == 302
    done = reverse("incoming.move", args=(document.pk, "handle"))
    assert sign_in("department").post(done, {"outcome": "办了。"}).status_code == 302
    assert client.get(reverse("incoming.document", args=(document.pk,))).context["page"].actions[0].label == "答复"
