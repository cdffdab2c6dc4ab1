# SPDX-License-Identifier: Apache-2.0
"""To whom a notice goes: by what and where units are, by a kept list, one by one; looked at first, then frozen."""

import pytest
from django.urls import reverse

from guantong.dispatch.models import Issue, Receipt, UnitList
from guantong.dispatch.queries import is_lit
from guantong.dispatch.services import (
    AlreadyThere,
    Selection,
    changes,
    drop_list,
    issue_notice,
    issuing,
    keep_list,
    light_open_issues,
)
from guantong.kernel.errors import Invalid, NotAllowed
from guantong.org.models import Unit
from tests.walk.life import issued_notice, signed


@pytest.fixture
def notice(federation):
    """The founding notice, issued to four units directly below the province."""
    return issued_notice(federation)


def codes(actor, **wanted):
    """The codes of the units that a selection gives."""
    return set(Selection(**wanted).rows(actor.unit).values_list("code", flat=True))


def test_units_are_chosen_by_kind_level_place_line_and_list_less_exceptions(federation):
    units, province = federation.units, federation.province
    assert codes(province, scope="children", kinds=("federation",)) == {"630100", "630200"}
    assert codes(province, levels=("county",)) == {"630121", "630122", "630223"}
    assert codes(province, scope="all", levels=("basic",), under=units["630200"].path) == {"630223-01"}
    assert codes(province, line=units["630000-cy1"].line) == {"630121-01", "630223-01"}
    without = (units["630100"].pk,)
    assert codes(province, scope="children", kinds=("federation",), without=without) == {"630200"}
    kept = keep_list(province, title="试点县", selection=Selection(units=[units["630121"].pk, units["630223"].pk]))
    assert codes(province, saved=kept.pk) == {"630121", "630223"}
    assert codes(province, saved=kept.pk, under=units["630100"].path) == {"630121"}


def test_an_industrial_union_issues_along_its_line_and_nobody_beside_his_own(federation):
    assert codes(federation.industry, scope="all") == {"630121-01", "630223-01"}
    assert codes(federation.xining, scope="all", levels=("county",)) == {"630121", "630122"}
    beside = Selection(units=[federation.units["630223"].pk])
    assert not beside.rows(federation.xining.unit).exists()


def test_a_kept_list_has_a_name_of_its_own_and_belongs_to_its_unit(federation):
    chosen = Selection(scope="children", kinds=("federation",))
    keep_list(federation.province, title="市州", selection=chosen)
    with pytest.raises(Invalid, match="已经有一份"):
        keep_list(federation.province, title="市州", selection=chosen)
    with pytest.raises(Invalid, match="一个单位也没有"):
        keep_list(federation.province, title="空的", selection=Selection())
    with pytest.raises(NotAllowed):
        keep_list(federation.school, title="不能", selection=chosen)
    kept = UnitList.objects.get()
    with pytest.raises(NotAllowed):
        drop_list(federation.xining, kept)
    drop_list(federation.province, kept)
    assert not UnitList.objects.exists()


def look(client, notice, verb="notice.issue", **data):
    """The page after something was posted to it."""
    answer = client.post(reverse(verb, args=(notice.pk,)), data)
    assert answer.status_code == 200
    return answer.context["page"].chooser


def test_a_look_shows_the_exact_list_and_issues_nothing(federation, notice, sign_in):
    before = Receipt.objects.count()
    chooser = look(sign_in("province"), notice, look="1", scope="all", levels="basic")
    shown = [unit.name for group in chooser.groups for unit in group.units]
    assert len(shown) == 4
    assert "大通县第一中学工会委员会" in shown
    assert chooser.count_text.startswith("这次发给 4 个单位")
    assert Receipt.objects.count() == before


def test_a_tick_taken_away_is_an_exception_on_every_later_page(federation, notice, sign_in):
    client, pk = sign_in("province"), federation.units["630121-01"].pk
    rest = list(Unit.objects.filter(level="basic").exclude(pk=pk).values_list("pk", flat=True))
    said = {"scope": "all", "levels": "basic", "shown": [*rest, pk], "units": rest}
    chooser = look(client, notice, look="1", **said)
    assert chooser.count_text.startswith("这次发给 3 个单位，去掉了 1 个")
    elsewhere = look(client, notice, look="1", scope="all", levels="county", without=[pk])
    assert elsewhere.without == [pk]


def test_a_list_that_changed_since_it_was_seen_is_shown_again_and_not_sent(federation, notice, sign_in):
    client = sign_in("province")
    seen = look(client, notice, look="1", scope="all", levels="county").seen
    everything = list(notice.requirements.values_list("pk", flat=True))
    data = {"scope": "all", "levels": "basic", "seen": seen, "requirements": everything}
    before = Issue.objects.count()
    answer = client.post(reverse("notice.issue", args=(notice.pk,)), data)
    assert answer.status_code == 400
    assert Issue.objects.count() == before
    again = data | {"seen": answer.context["page"].chooser.seen}
    assert client.post(reverse("notice.issue", args=(notice.pk,)), again).status_code == 302
    assert Issue.objects.latest("pk").unit_count == 4


def test_a_unit_is_found_by_its_name_and_added(federation, notice, sign_in):
    client = sign_in("province")
    chooser = look(client, notice, look="1", find="云岭农牧")
    assert [unit.name for unit in chooser.found] == ["湟中云岭农牧公司工会委员会"]
    added = look(client, notice, look="1", units=[chooser.found[0].id])
    assert added.count_text.startswith("这次发给 1 个单位")
    assert look(client, notice, look="1", find="没有这个单位").found_text.startswith("下级里没有")


def test_a_second_click_sends_nothing_twice_and_says_so(federation, notice, sign_in):
    client = sign_in("province")
    everything = list(notice.requirements.values_list("pk", flat=True))
    data = {"units": [federation.units["630000-xj"].pk], "requirements": everything}
    for _click in range(2):
        answer = client.post(reverse("notice.issue", args=(notice.pk,)), data, follow=True)
        assert answer.redirect_chain
    assert "没有再发一次" in answer.content.decode()
    assert Receipt.objects.filter(notice=notice, unit__code="630000-xj").count() == 1
    with pytest.raises(AlreadyThere):
        units = [federation.units["630000-xj"]]
        issue_notice(federation.province, notice, theme=None, units=units, without=set())


def test_a_long_list_is_frozen_at_once_and_lit_by_a_job_whose_progress_shows(federation, notice, sign_in, monkeypatch):
    for module in (changes, issuing):
        monkeypatch.setattr(module, "BATCH", 2)
    done = issue_notice(federation.province, notice, theme=None, units=Selection(levels=("basic",)), without=set())
    assert (done.unit_count, is_lit(done), done.receipts.count()) == (4, False, 4)
    page = sign_in("province").get(reverse("issue", args=(done.pk,))).context["page"]
    assert (page.progress.percent, len(page.rows)) == (0, 4)
    light_open_issues()
    page = sign_in("province").get(reverse("issue", args=(done.pk,))).context["page"]
    assert page.progress is None


def test_what_was_issued_is_no_business_of_a_unit_beside(federation, notice, sign_in):
    signed(federation.xining, notice)
    issue = Issue.objects.get(notice=notice)
    assert sign_in("province").get(reverse("issue", args=(issue.pk,))).status_code == 200
    assert sign_in("xining").get(reverse("issue", args=(issue.pk,))).status_code == 404
