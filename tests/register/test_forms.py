# SPDX-License-Identifier: Apache-2.0
"""What was typed is never lost: drafts, a session that ended, two writers; and the files of a record."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guantong.kernel import clock
from guantong.register.models import Attachment, Draft
from guantong.register.services.drafts import drop_old_drafts
from guantong.trace.queries import history_of
from tests.contract.pages import PNG
from tests.contract.records import record_of, typed
from tests.walk.fixtures import BACKEND, CONFIRMED

from .visits import KEY, Visit, VisitRegister


def url(name, *args):
    """An address of the register."""
    return reverse(f"{KEY}.{name}", args=args)


@pytest.fixture
def client(sign_in):
    """The chair of the school."""
    return sign_in("school")


@pytest.fixture
def visit(world):
    """A visit of the school."""
    return record_of(VisitRegister, world.federation.school, phone="13909710001")


def test_what_is_not_chosen_yet_says_so_in_words(client):
    page = client.get("/learning/lectures/new/").content.decode()
    assert '<option value="" selected>请选择</option>' in page
    assert "-----" not in page


def test_a_draft_is_there_again_for_its_writer_alone_and_gone_once_saved(client, world, sign_in):
    school = world.federation.school
    client.post(url("draft", 0), typed(VisitRegister, school, title="没写完的", phone="13909710001"))
    answer = client.get(url("new"))
    assert answer.context["page"].resumed
    assert "没写完的" in answer.content.decode()
    assert "13909710001" not in answer.content.decode()
    assert "没写完的" not in sign_in("datong").get(url("new")).content.decode()
    client.post(url("new"), typed(VisitRegister, school, title="写完了"))
    assert not Draft.objects.exists()


def test_a_draft_is_thrown_away_when_its_writer_begins_anew_or_never_comes_back(client, world, monkeypatch):
    client.post(url("draft", 0), {"title": "没写完的"})
    client.post(url("draft.drop", 0))
    assert not client.get(url("new")).context["page"].resumed
    client.post(url("draft", 0), {"title": "没写完的"})
    assert drop_old_drafts() == 0
    later = clock.real_now() + timedelta(days=31)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    assert drop_old_drafts() == 1


def test_what_was_typed_when_the_session_had_ended_is_there_after_signing_in(sign_in, world, federation):
    client = sign_in()
    data = typed(VisitRegister, federation.school, title="过了夜的", phone="13909710001")
    answer = client.post(url("new"), data)
    assert answer.status_code == 302
    client.force_login(federation.accounts["school"], backend=BACKEND)
    session = client.session
    session[CONFIRMED] = True  # the second factor was given, too
    session.save()
    page = client.get(url("new"))
    assert page.context["page"].resumed
    assert "过了夜的" in page.content.decode()
    assert "13909710001" not in str(client.session.items())
    assert not client.get(url("new")).context["page"].resumed


def test_two_tabs_of_one_person_are_two_writers(client, world, visit):
    school = world.federation.school
    first = typed(VisitRegister, school, title="第一页", version=1, family="", phone="", story="")
    assert client.post(url("edit", visit.pk), first).status_code == 302
    assert client.post(url("edit", visit.pk), first | {"title": "第二页"}).status_code == 409


def test_fields_that_only_one_of_the_two_changed_go_together(client, world, visit):
    school = world.federation.school
    unchanged = typed(VisitRegister, school, version=1, family="", phone="", story="")
    client.post(url("edit", visit.pk), unchanged | {"title": "先改的"})
    page = client.post(url("edit", visit.pk), unchanged | {"held_on": "2021-01-05"}).context["page"]
    assert (page.both, [entry.value for entry in page.theirs]) == ([], ["先改的"])
    again = dict(page.typed)
    client.post(url("edit", visit.pk), again)
    visit.refresh_from_db()
    assert (visit.title, str(visit.held_on), visit.phone) == ("先改的", "2021-01-05", "13909710001")


def test_what_two_writers_did_to_a_veiled_field_shows_masked(client, world, visit):
    school = world.federation.school
    data = typed(VisitRegister, school, version=1, family="", story="")
    client.post(url("edit", visit.pk), data | {"phone": "13909712222"})
    answer = client.post(url("edit", visit.pk), data | {"phone": "13909713333"})
    both = answer.context["page"].both
    assert [(field.mine, field.theirs) for field in both] == [("••••3333", "••••2222")]
    assert "13909712222" not in answer.content.decode()


def test_a_record_that_was_voided_meanwhile_is_not_written_over(client, world, visit):
    VisitRegister.void(world.federation.school, visit, reason="重了")
    data = typed(VisitRegister, world.federation.school, version=1)
    answer = client.post(url("edit", visit.pk), data)
    assert answer.status_code == 409
    assert "作废" in answer.content.decode()


def attach(client, visit, name="现场.png", content=PNG):
    """The answer to a posted file."""
    return client.post(url("attach", visit.pk), {"file": [SimpleUploadedFile(name, content)]})


def test_files_are_served_through_their_record_alone(client, visit, world, sign_in):
    assert attach(client, visit).status_code == 302
    found = Attachment.objects.get()
    answer = client.get(url("file", visit.pk, found.pk))
    assert b"".join(answer.streaming_content) == PNG
    assert "attachment" in answer["Content-Disposition"]
    other = record_of(VisitRegister, world.federation.school)
    assert client.get(url("file", other.pk, found.pk)).status_code == 404
    assert sign_in("food").get(url("file", visit.pk, found.pk)).status_code == 404
    client.post(url("detach", visit.pk, found.pk))
    assert client.get(url("file", visit.pk, found.pk)).status_code == 404
    assert [entry.verb for entry in history_of(visit)][:2] == ["detach", "attach"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("页面.html", b"<html>", "不是能收的文件"),
        ("假的.png", b"MZ\x90", "不是它的名字所说"),
        ("没有后缀", PNG, "不是能收的文件"),
    ],
)
def test_a_file_of_another_kind_than_its_name_says_is_refused(name, content, said, client, visit):
    answer = attach(client, visit, name, content)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Attachment.objects.exists()


def test_of_several_files_all_are_kept_or_none(client, visit):
    both = [SimpleUploadedFile("好.png", PNG), SimpleUploadedFile("坏.exe", b"MZ")]
    assert client.post(url("attach", visit.pk), {"file": both}).status_code == 400
    assert not Attachment.objects.exists()


def test_a_field_shows_the_rule_behind_it_and_the_page_what_else_concerns_it(client, visit):
    page = client.get(url("page", visit.pk)).context["page"]
    assert [link.label for link in page.links] == ["单位", "同一单位"]
    assert client.get(page.links[1].url).status_code == 200
    assert "走访办法第二条" in client.get(url("new")).content.decode()
    assert Visit.objects.count() == 1
