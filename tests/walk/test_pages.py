# SPDX-License-Identifier: Apache-2.0
"""The same walk through HTTP, as browsers post it: from signing in to the report that reads back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from guantong.dispatch.models import Issue, Notice, Receipt
from guantong.kernel import clock
from guantong.learning.models import Lecture
from guantong.org.models import Theme
from guantong.org.services import SYSTEM, add_person, give_post, open_account
from guantong.reports.models import Report
from guantong.site.cli import main

from .federation import BEGINNING
from .life import DUE, RECEIVED, SUGGESTED, THEME, founding_notice


def posted(client, name, *args, **data):
    """The answer to a form, which must have been taken."""
    answer = client.post(reverse(name, args=args), data)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return answer


def form_of(answer):
    """The data of the form on a page, as a browser would post it back."""
    form = answer.context["page"].form
    return {name: form[name].value() or "" for name in form.fields}


@pytest.fixture
def received(sign_in):
    """The founding notice, uploaded by the province on the day it came."""
    with clock.at(RECEIVED):
        posted(sign_in("province"), "notice.receive", file=SimpleUploadedFile("notice.txt", founding_notice()))
    return Notice.objects.get()


def corrected(client, requirement, **changes):
    """The answer to the form of one requirement."""
    said = {"label": requirement.label, "programme": requirement.programme, "indicator": requirement.indicator}
    said |= {"target": requirement.target or "", "version": requirement.version, "due_on": DUE.isoformat()}
    if requirement.each_part:
        said["each_part"] = "on"
    return client.post(reverse("requirement.correct", args=(requirement.pk,)), said | changes)


@pytest.fixture
def issued(federation, received, sign_in):
    """The same, its measured requirements corrected, confirmed and issued through the pages."""
    client = sign_in("province")
    for requirement in received.requirements.exclude(indicator=""):
        key = {SUGGESTED: "learning.lectures"}.get(requirement.indicator, requirement.indicator)
        assert corrected(client, requirement, indicator=key).status_code == 302
    posted(client, "notice.confirm", received.pk)
    everything = list(received.requirements.values_list("pk", flat=True))
    units = [federation.units[code].pk for code in ("630100", "630200", "630000-cy1")]
    posted(client, "notice.issue", received.pk, theme=THEME, units=units, requirements=everything)
    received.refresh_from_db()
    return received


def light_on(client, requirement, code):
    """The light that the page of an assignment shows."""
    return client.get(reverse("assignment", args=(requirement.pk, code))).context["page"].light


def test_the_whole_walk_through_the_pages(federation, issued, sign_in, tmp_path, capsys):
    province, xining, datong, school = (sign_in(word) for word in ("province", "xining", "datong", "school"))
    requirement = issued.requirements.get(indicator="learning.lectures")
    everything = list(issued.requirements.values_list("pk", flat=True))
    for client, code, below in ((xining, "630100", "630121"), (datong, "630121", "630121-01")):
        posted(client, "receipt.sign", Receipt.objects.get(notice=issued, unit__code=code).pk)
        posted(client, "notice.hand", issued.pk, units=[federation.units[below].pk], requirements=everything)
    posted(school, "receipt.sign", Receipt.objects.get(notice=issued, unit__code="630121-01").pk)
    assert light_on(school, requirement, "630121-01") == "got"

    action = school.get(reverse("assignment", args=(requirement.pk, "630121-01"))).context["page"].action
    form = form_of(school.get(action.url))
    assert (int(form["unit"]), form["themes"]) == (federation.units["630121-01"].pk, [str(issued.theme_id)])
    typed = {
        "title": "劳模身边的故事",
        "held_on": "2021-01-08",
        "entry": "school",
        "lecturer": "周示云",
        "audience": 40,
    }
    posted(school, "learning.lecture.new", **form | typed)
    row = Lecture.objects.get()
    for client in (school, datong, xining, province):
        assert light_on(client, requirement, "630121-01") == "met"
    assert light_on(province, requirement, "630100") == "met"

    posted(school, "learning.lecture.void", row.pk, reason="登记错了")
    assert light_on(province, requirement, "630100") == "got"
    posted(school, "learning.lecture.restore", row.pk)
    shown = province.get(reverse("assignment", args=(requirement.pk, "630100"))).context["page"]
    assert (shown.light, [change.light for change in shown.history]) == ("met", ["met", "got", "met", "got"])
    assert [reason.url for reason in shown.why] == [reverse("learning.lecture.page", args=(row.pk,))]

    posted(xining, "report.compose", issued.pk)
    report = Report.objects.get()
    for verb in ("check", "sign", "send"):
        posted(xining, "report.move", report.pk, verb)
    posted(province, "report.move", report.pk, "accept")
    place = tmp_path / "report.docx"
    place.write_bytes(xining.get(reverse("report.file", args=(report.pk, "docx"))).content)
    assert main(["verify", str(place)]) == 0
    posted(school, "learning.lecture.void", row.pk, reason="登记错了")
    assert main(["verify", str(place)]) == 1
    text = xining.get(reverse("report", args=(report.pk,))).content.decode()
    assert "报送时 1，现 0" in text
    capsys.readouterr()
    assert main(["check"]) == 0


def test_the_original_comes_back_as_it_came_and_is_never_shown_as_a_page(received, sign_in):
    answer = sign_in("province").get(reverse("notice.original", args=(received.pk,)))
    assert answer.content == founding_notice()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_second_of_two_corrections_from_two_open_pages_is_told_and_may_then_save(received, sign_in):
    client, requirement = sign_in("province"), received.requirements.exclude(indicator="")[0]
    assert corrected(client, requirement, label="先改的").status_code == 302
    answer = corrected(client, requirement, label="后改的")
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "别人刚改过" in text
    assert "后改的" in text
    requirement.refresh_from_db()
    assert requirement.label == "先改的"
    assert corrected(client, requirement, label="后改的").status_code == 302


def test_a_wrong_correction_keeps_what_was_typed(received, sign_in):
    client, requirement = sign_in("province"), received.requirements.exclude(indicator="")[0]
    answer = corrected(client, requirement, label="我写的简称", target="")
    assert answer.status_code == 400
    assert "我写的简称" in answer.content.decode()


def test_an_issue_that_is_refused_makes_no_theme_either(received, sign_in):
    client = sign_in("province")
    posted(client, "notice.confirm", received.pk)
    everything = list(received.requirements.values_list("pk", flat=True))
    data = {"theme": "没有下发成的主题", "requirements": everything}
    answer = client.post(reverse("notice.issue", args=(received.pk,)), data)
    assert answer.status_code == 400
    assert "没有下发成的主题" in answer.content.decode()
    assert not Theme.objects.exists()
    assert not Issue.objects.exists()


def test_a_figure_may_not_be_edited_out_through_the_page_either(issued, sign_in):
    client = sign_in("province")
    posted(client, "learning.lecture.new", **lecture_form(client, issued))
    posted(client, "report.compose", issued.pk)
    report = Report.objects.get()
    at = next(at for at, each in enumerate(report.paragraphs) if "[[1]]" in each["text"])
    address = reverse("report.edit", args=(report.pk, at))
    data = form_of(client.get(address))
    answer = client.post(address, data | {"text": "数字我自己写：99场。"})
    assert answer.status_code == 400
    assert "不能删改" in answer.content.decode()
    assert "数字我自己写" in answer.content.decode()
    assert client.post(address, data | {"text": f"总的看，{data['text']}"}).status_code == 302


def lecture_form(client, notice):
    """A lecture of the client's own unit under the notice's theme."""
    form = form_of(client.get(reverse("learning.lecture.new"), {"themes": notice.theme_id}))
    typed = {"title": "省里的宣讲", "held_on": "2021-01-08", "entry": "office", "lecturer": "王例安", "audience": 9}
    return form | typed


def test_signing_in_takes_the_right_password_and_locks_after_five_wrong_ones(federation):
    with clock.at(BEGINNING):
        person = add_person(SYSTEM, name="何例青", unit=federation.units["630000"])
        give_post(SYSTEM, person, unit=federation.units["630000"], role="chair", since=BEGINNING)
    account = open_account(SYSTEM, person, username="qing", password="a long enough password")
    assert account.password.startswith("argon2")
    client, said = Client(), {"login": "qing", "password": "a long enough password"}
    assert client.get("/").url == "/login/?next=/"
    assert client.post("/login/", said | {"password": "wrong"}).status_code == 200
    assert client.get("/").status_code == 302
    assert client.post("/login/", said).url == "/"
    assert "何例青" in client.get("/").content.decode()
    client.post("/logout/")
    assert client.get("/").status_code == 302
    for _attempt in range(5):
        last = client.post("/login/", said | {"password": "wrong"})
    assert last.status_code in (403, 429)
    assert client.post("/login/", said).status_code in (403, 429)


def test_who_has_left_every_post_is_told_so_and_can_sign_out(sign_in):
    client = sign_in("outsider")
    answer = client.get("/")
    assert answer.status_code == 403
    assert "没有在任的岗位" in answer.content.decode()
    assert client.post("/logout/").status_code == 302
