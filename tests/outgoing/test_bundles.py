# SPDX-License-Identifier: Apache-2.0
"""All reports on a notice as one archive: written by a job that says how far it is and can be started again."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse

from guantong.gongwen import read
from guantong.kernel import clock
from guantong.kernel.errors import NotFound, WrongState
from guantong.reports.models import DocumentBundle
from guantong.reports.outgoing.bundles import ask_again, ask_for_bundle, write_reports
from guantong.reports.outgoing.jobs import write_bundle
from guantong.reports.services import check_report, compose_report, send_report, sign_report


def sent(actor, notice):
    """A report taken all the way up by one post."""
    report = compose_report(actor, notice)
    for step in (check_report, sign_report, send_report):
        step(actor, report)


@pytest.fixture
def bundle(world):
    """Asked for by the province when two prefectures had reported."""
    for word in ("xining", "haidong"):
        sent(world.federation.actors[word], world.notice)
    return ask_for_bundle(world.federation.province, world.notice, form="docx")


def fresh(bundle):
    """The bundle as a page fetches it."""
    return DocumentBundle.objects.select_related("unit", "notice", "file").get(pk=bundle.pk)


def test_every_report_is_in_the_archive_in_the_order_of_the_tree(bundle, world, sign_in):
    write_bundle.call(bundle.pk)
    client = sign_in("province")
    content = b"".join(client.get(reverse("bundle.file", args=(bundle.pk,))).streaming_content)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.namelist() == ["0001-西宁市总.docx", "0002-海东市总.docx"]
        first = read(archive.read("0001-西宁市总.docx"), kind="docx").document
    assert first.number == "宁工〔2021〕1号"
    assert (fresh(bundle).done, fresh(bundle).total) == (2, 2)


def test_the_page_says_how_far_it_is_and_then_gives_the_file(bundle, sign_in):
    client, address = sign_in("province"), reverse("bundle", args=(bundle.pk,))
    page = client.get(address).context["page"]
    assert (page.progress.count_text, page.is_working, page.file_url) == ("0/2 份", True, "")
    write_reports(fresh(bundle))
    page = client.get(address).context["page"]
    assert (page.progress.percent, page.is_working) == (100, False)
    assert page.file_url


def test_a_bundle_whose_worker_was_killed_is_asked_for_again(bundle, world):
    with pytest.raises(WrongState):
        ask_again(world.federation.province, bundle)
    DocumentBundle.objects.filter(pk=bundle.pk).update(done=1, moved_at=clock.real_now() - timedelta(minutes=5))
    ask_again(world.federation.province, fresh(bundle))
    write_reports(fresh(bundle))
    assert fresh(bundle).file is not None


def test_a_report_that_cannot_be_written_is_named(bundle, monkeypatch):
    from guantong.kernel.errors import Invalid
    from guantong.reports.outgoing import bundles

    def refused(report, form):
        raise Invalid("字体里没有这个字。")

    monkeypatch.setattr(bundles, "file_of", refused)
    write_reports(fresh(bundle))
    assert fresh(bundle).message == "西宁市总工会：字体里没有这个字。"
    assert fresh(bundle).file is None


def test_a_bundle_is_seen_by_the_unit_that_asked_alone(bundle, sign_in):
    assert sign_in("xining").get(reverse("bundle", args=(bundle.pk,))).status_code == 404


def test_nothing_is_asked_for_where_nobody_reported(world):
    with pytest.raises(NotFound):
        ask_for_bundle(world.federation.datong, world.notice, form="pdf")


def test_the_list_of_reports_offers_it_where_several_arrived(bundle, sign_in):
    [row] = sign_in("province").get(reverse("reports")).context["page"].bundles
    assert row.count_text == "2 份"
    assert sign_in("province").post(row.pdf_url).status_code == 302
