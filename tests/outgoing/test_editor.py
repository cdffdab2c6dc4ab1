# SPDX-License-Identifier: Apache-2.0
"""The editor: saving by itself, two at once, figures by token, the real pages, findings, versions."""

import pytest
from django.urls import reverse

from guantong.kernel.errors import Invalid, Stale
from guantong.reports.models import DocumentVersion
from guantong.reports.outgoing.services import add_figure, content_of
from guantong.rollup.figures import Question
from tests.walk.life import lecture

from .steps import a_draft, fresh, saved, written

HTMX = {"HX-Request": "true"}


@pytest.fixture
def draft(federation):
    """A draft of the provincial office."""
    return a_draft(federation.province)


def posted(document, *boxes, **changes):
    """What a browser posts: the boxes of the text and what stands around them."""
    content = content_of(document)
    typed = boxes or tuple((block["kind"], block["text"]) for block in content.blocks)
    return {
        "kind": content.kind,
        "title": content.title,
        "addressees": "、".join(content.addressees),
        "urgency": content.urgency,
        "copies": "，".join(content.copies),
        "note": content.note,
        "version": document.version,
        "block_kind": [kind for kind, _text in typed],
        "block_text": [text for _kind, text in typed],
        **changes,
    }


def test_what_is_typed_saves_itself_and_the_page_beside_it_follows(draft, sign_in):
    client, address = sign_in("province"), reverse("outgoing.edit", args=(draft.pk,))
    answer = client.post(address, posted(draft, ("text", "改过的一段。")), headers=HTMX)
    assert answer.status_code == 200
    assert content_of(fresh(draft)).blocks == [{"kind": "text", "text": "改过的一段。"}]
    assert answer.context["page"].version == fresh(draft).version
    [sheet, *_] = answer.context["page"].paper.pages
    picture = client.get(sheet.url)
    assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")


def test_a_page_that_changed_has_a_new_address(draft, sign_in):
    client, address = sign_in("province"), reverse("outgoing.edit", args=(draft.pk,))
    first = client.get(address).context["page"].paper.pages[0].url
    client.post(address, posted(draft, ("text", "改过的一段。")))
    assert client.get(address).context["page"].paper.pages[0].url != first


def test_two_editors_at_once_lose_nothing(draft, sign_in, federation):
    data = posted(draft, ("text", "后存的一份。"))
    saved(federation.leader, draft, blocks=written("先存的一份。"))
    client, address = sign_in("province"), reverse("outgoing.edit", args=(draft.pk,))
    answer = client.post(address, data)
    assert answer.status_code == 400
    page = answer.context["page"]
    assert page.boxes[0].text == "后存的一份。"
    shown = {stretch.text for change in page.meeting.changes for stretch in change.stretches}
    assert {"先", "后"} <= shown
    assert content_of(fresh(draft)).blocks[0]["text"] == "先存的一份。"
    assert client.post(address, data | {"over": page.meeting.over}).status_code == 302
    assert content_of(fresh(draft)).blocks[0]["text"] == "后存的一份。"
    lines = [DocumentVersion.objects.get(document=draft, number=n).content["blocks"][0]["text"] for n in (2, 3)]
    assert lines == ["先存的一份。", "后存的一份。"]


def test_an_old_version_is_stale_in_the_service_too(draft, federation):
    old = fresh(draft)
    saved(federation.leader, draft, blocks=written("先存的一份。"))
    with pytest.raises(Stale):
        saved(federation.province, old, blocks=written("后存的一份。"))


def test_a_mistake_comes_back_with_all_that_was_typed(draft, sign_in):
    client, address = sign_in("province"), reverse("outgoing.edit", args=(draft.pk,))
    answer = client.post(address, posted(draft, ("text", "新写的一段。"), title=""))
    assert answer.status_code == 400
    assert answer.context["page"].boxes[0].text == "新写的一段。"
    secret = client.post(address, posted(draft, ("text", "机密★1年")))
    assert "涉密文件不得进入本系统" in secret.content.decode()
    assert content_of(fresh(draft)) == content_of(draft)


def test_a_figure_is_put_in_by_its_token_and_follows_the_records(world, sign_in):
    lecture(world)
    province = world.federation.province
    draft, client = a_draft(province), sign_in("province")
    data = {"what": "learning.lectures|", "unit": "630000", "period": "2021"}
    client.post(reverse("outgoing.figure", args=(draft.pk,)), data)
    client.post(reverse("outgoing.figure", args=(draft.pk,)), data)
    assert [str(each) for each in draft.figures.all()] == ["[[1]]"]
    saved(province, draft, blocks=written("已开展宣讲[[1]]场。"))
    page = client.get(reverse("outgoing.edit", args=(draft.pk,))).context["page"]
    assert [(row.token, row.figure.value) for row in page.tokens] == [("[[1]]", 1)]
    assert page.tokens[0].figure.url.startswith("/figures/") or "learning.lectures" in page.tokens[0].figure.url


def test_a_token_that_stands_for_nothing_is_refused(draft, federation):
    with pytest.raises(Invalid, match=r"\[\[7\]\] 没有对应的数"):
        saved(federation.province, draft, blocks=written("已开展宣讲[[7]]场。"))


def test_a_figure_of_a_unit_out_of_reach_is_refused(federation):
    draft = a_draft(federation.xining)
    with pytest.raises(Exception, match="不在"):
        add_figure(federation.xining, draft, Question("learning.lectures", "630200", "2021"))


def test_what_will_cost_the_readers_is_said_before_it_is_sent(draft, sign_in, federation):
    saved(federation.province, draft, blocks=written("各单位要及时报送活动现场照片，并通报学习时长排名。"))
    page = sign_in("province").get(reverse("outgoing.edit", args=(draft.pk,))).context["page"]
    said = "".join(row.text for row in page.findings)
    assert "照片" in said
    assert "排名" in said


def test_a_character_that_no_face_can_print_is_said_before_it_is_sent(draft, sign_in, federation):
    saved(federation.province, draft, blocks=written("请向\U0003fff0同志学习。"))
    page = sign_in("province").get(reverse("outgoing.edit", args=(draft.pk,))).context["page"]
    assert page.findings[0].tone == "late"
    assert "字形" in page.findings[0].text
    assert page.paper.refusal


def test_what_one_person_types_in_one_go_is_one_version(draft, federation, sign_in):
    for text in ("第一遍。", "第二遍。", "第三遍。"):
        draft = saved(federation.province, draft, blocks=written(text))
    assert draft.versions.count() == 2
    saved(federation.leader, draft, blocks=written("别人改的。"))
    assert draft.versions.count() == 3
    page = sign_in("province").get(reverse("outgoing.version", args=(draft.pk, 3))).context["page"]
    marks = {stretch.mark for change in page.changes for stretch in change.stretches}
    assert marks == {"same", "added", "removed"}
    assert sign_in("province").get(reverse("outgoing.version", args=(draft.pk, 9))).status_code == 404


def test_a_document_of_forty_paragraphs_opens_in_few_queries(draft, federation, sign_in, django_assert_max_num_queries):
    saved(federation.province, draft, blocks=written("各单位要认真组织。\n" * 40))
    client, address = sign_in("province"), reverse("outgoing.edit", args=(draft.pk,))
    client.get(address)
    with django_assert_max_num_queries(24):
        client.get(address)


@pytest.mark.parametrize("kind", ["通知", "报告", "请示", "函", "纪要", "通报", "意见", "批复"])
def test_every_kind_is_laid_out(kind, federation, sign_in):
    draft = a_draft(federation.province, kind=kind, addressees=["中华全国总工会"])
    page = sign_in("province").get(reverse("outgoing.document", args=(draft.pk,))).context["page"]
    assert page.paper.pages
    assert not page.paper.refusal


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "青海省总工会关于" + "深入开展劳动竞赛活动" * 11 + "的通知"},
        {"blocks": written("\t".join(f"第{number}栏" for number in range(31)))},
        {"blocks": []},
        {"addressees": [f"平川市第{number}直属基层工会委员会" for number in range(300)]},
        {"blocks": written("请张堃、李喆、王珺、欧阳祎同志参加。")},
    ],
)
def test_odd_input_is_laid_out_or_refused_in_a_sentence_and_never_breaks_a_page(changes, federation, sign_in):
    draft = a_draft(federation.province, **changes)
    page = sign_in("province").get(reverse("outgoing.edit", args=(draft.pk,))).context["page"]
    assert bool(page.paper.pages) != bool(page.paper.refusal)
    if page.paper.refusal:
        assert "\n" not in page.paper.refusal
