# SPDX-License-Identifier: Apache-2.0
"""Pages of a notice: receive it, confirm what was read, issue it, watch its lights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guantong.kernel.errors import Invalid, NotFound, Stale
from guantong.kernel.keys import row_key
from guantong.org.wording import worded
from guantong.register.pages import Action, Crumb
from guantong.trace.files import content_of

from .. import services
from ..forms import AnswerForm, IssueForm, ReceiveForm, RequirementForm
from ..lights import assignment_of
from ..models import Issue, Notice
from ..pages.assignment import assignment_page
from ..pages.chooser import Choice
from ..pages.issue import Chosen, borne_by, issue_page
from ..pages.listing import notice_list_page
from ..pages.matrix import matrix_page
from ..pages.notice import notice_page
from ..pages.split import split_page
from ..queries import fetch_notice, fetch_receipt, fetch_requirement, fetch_unit, gold_of, is_lit, units_named
from ..services import AlreadyThere, Selection, Stricter


@dataclass(frozen=True, slots=True)
class ReceivePage:
    """Dropping a notice in."""

    title: str
    form: ReceiveForm
    limit_text: str
    cancel_url: str
    crumbs: list[Crumb] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)


@require_GET
def notices(request: Any) -> HttpResponse:
    """The notices of the actor's unit."""
    return render(request, "dispatch/notice_list.html", {"page": notice_list_page(request.actor)})


@require_http_methods(["GET", "POST"])
def receive(request: Any) -> HttpResponse:
    """Receive a notice from a file or pasted text; a bad one comes back with what is wrong, and nothing is stored."""
    request.actor.must("dispatch.notice.receive", request.actor.unit)
    form = ReceiveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("notice", services.receive_notice(request.actor, *form.document()).pk)
        except Invalid as wrong:
            form.add_error("file" if form.cleaned_data["file"] else "text", worded(wrong))
    crumbs = [Crumb(_("通知"), reverse("notices")), Crumb(_("收文"))]
    page = ReceivePage(_("收文"), form, _("读完马上能看到哪些是要求，没确认之前不会下发。"), reverse("notices"), crumbs)
    status = 400 if form.errors else 200
    return render(request, "dispatch/notice_receive.html", {"page": page}, status=status)


@require_GET
def notice(request: Any, pk: int) -> HttpResponse:
    """A notice beside its requirements."""
    found = fetch_notice(request.actor, pk)
    chosen = request.GET.get("choose", "")
    page = notice_page(request.actor, found, chosen=row_key(chosen) or 0)
    return render(request, "dispatch/notice_page.html", {"page": page})


@require_GET
def original(request: Any, pk: int) -> HttpResponse:
    """The file of a notice as it came, served only through the notice."""
    found = fetch_notice(request.actor, pk)
    response = HttpResponse(content_of(found.file), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.file.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
def gold(request: Any, pk: int) -> JsonResponse:
    """The reading of a notice as people corrected it, in the form by which readings are measured."""
    found = fetch_notice(request.actor, pk)
    options = {"ensure_ascii": False, "indent": 1}
    response = JsonResponse(gold_of(found), json_dumps_params=options)
    response["Content-Disposition"] = f'attachment; filename="notice-{pk}.gold.json"'
    return response


@require_POST
def correct(request: Any, pk: int) -> HttpResponse:
    """Save what the office set on a requirement."""
    requirement = fetch_requirement(request.actor, pk)
    form = RequirementForm(request.POST, requirement=requirement)
    if form.is_valid():
        seen, requirement.version = requirement.version, form.cleaned_data["version"]
        try:
            services.correct_requirement(request.actor, requirement, form.correction())
        except Invalid as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, worded(wrong))
        except Stale as stale:  # once told, the writer may save again
            form.add_error(None, worded(stale))
            again = request.POST.copy()
            again["version"] = str(seen)
            form.data = again
        else:
            return redirect(reverse("notice", args=(requirement.notice_id,)) + f"#c{requirement.pk}")
    page = notice_page(request.actor, requirement.notice, chosen=requirement.pk, form=form)
    return render(request, "dispatch/notice_page.html", {"page": page}, status=400)


@require_POST
def drop(request: Any, pk: int) -> HttpResponse:
    """Say that something is no requirement."""
    requirement = fetch_requirement(request.actor, pk)
    services.drop_requirement(request.actor, requirement)
    return redirect(reverse("notice", args=(requirement.notice_id,)) + f"#c{requirement.pk}")


@require_POST
def join(request: Any, pk: int) -> HttpResponse:
    """Make one requirement of this and the next."""
    requirement = services.join_requirement(request.actor, fetch_requirement(request.actor, pk))
    return redirect(reverse("notice", args=(requirement.notice_id,)) + f"?choose={pk}#c{pk}")


@require_http_methods(["GET", "POST"])
def split(request: Any, pk: int) -> HttpResponse:
    """Cut one requirement in two."""
    requirement = fetch_requirement(request.actor, pk)
    at = row_key(request.POST.get("at", ""))
    if request.method == "POST" and at is not None:
        first, _second = services.split_requirement(request.actor, requirement, at=at)
        return redirect(reverse("notice", args=(requirement.notice_id,)) + f"?choose={first.pk}#c{first.pk}")
    request.actor.must("dispatch.notice.confirm", requirement.unit)
    return render(request, "dispatch/requirement_split.html", {"page": split_page(requirement)})


@require_POST
def confirm(request: Any, pk: int) -> HttpResponse:
    """Confirm all that was read."""
    found = fetch_notice(request.actor, pk)
    services.confirm_notice(request.actor, found)
    return redirect("notice", pk)


@require_http_methods(["GET", "POST"])
def issue(request: Any, pk: int) -> HttpResponse:
    """Choose units and issue."""
    found = fetch_notice(request.actor, pk)
    request.actor.must("dispatch.notice.issue", found.unit)
    form = IssueForm(request.POST) if request.method == "POST" and found.state == "confirmed" else None

    def act() -> Issue:
        without = set(found.requirements.exclude(pk__in=_ids(request, "requirements")).values_list("pk", flat=True))
        issue, under = services.issue_notice, {"theme": None}
        if form:
            issue, under = services.issue_under, {"title": form.cleaned_data["theme"]}
        return issue(request.actor, found, **under, units=_selection(request), without=without)

    return _handed(request, found, form, act, hands_on=False)


@require_http_methods(["GET", "POST"])
def hand(request: Any, pk: int) -> HttpResponse:
    """Hand part of a notice to units below."""
    found = fetch_notice(request.actor, pk)
    request.actor.must("dispatch.notice.issue", request.actor.unit)

    def act() -> Issue:
        ids = set(_ids(request, "requirements"))
        chosen = [each for each in borne_by(request.actor.unit, found) if each.pk in ids]
        stricter = Stricter(_dates(request), _targets(request))
        return services.hand_on(request.actor, found, requirements=chosen, units=_selection(request), stricter=stricter)

    return _handed(request, found, None, act, hands_on=True)


def _handed(
    request: Any, found: Notice, form: IssueForm | None, act: Callable[[], Issue], *, hands_on: bool
) -> HttpResponse:
    if request.method != "POST":
        page = issue_page(request.actor, found, hands_on=hands_on, form=form)
        return render(request, "dispatch/issue_page.html", {"page": page})
    choice, status = Choice.posted(request.actor, request.POST), 200
    typed = (_named(request, "due_"), _named(request, "target_"))
    if "keep" in request.POST:
        _keep(request, choice)
    elif not {"look", "go"} & set(request.POST):  # else another look at the list; nothing is done
        status = 400
        if (form is None or form.is_valid()) and (done := _try_to_hand(request, act, choice, found.pk)):
            return done
        found = fetch_notice(request.actor, found.pk)  # as it stands, not as a refused act left it
    chosen = Chosen(choice, frozenset(_ids(request, "requirements")), *typed)
    page = issue_page(request.actor, found, hands_on=hands_on, form=form, chosen=chosen)
    return render(request, "dispatch/issue_page.html", {"page": page}, status=status)


def _try_to_hand(request: Any, act: Callable[[], Issue], choice: Choice, pk: int) -> HttpResponse | None:
    """Do it, unless the list is no longer the one that was looked at; None where it was refused."""
    try:
        if not choice.is_as_seen():
            raise Invalid(_("条件或单位变了，这是新的名单。请看过再发。"), field="units")
        done = act()
    except AlreadyThere as there:
        messages.info(request, worded(there))
        return redirect("matrix", pk)
    except Invalid as wrong:
        messages.error(request, worded(wrong))
        return None
    messages.success(request, _("已发给 {n} 个单位。").format(n=done.unit_count))
    return redirect("matrix", pk) if is_lit(done) else redirect("issue", done.pk)


def _keep(request: Any, choice: Choice) -> None:
    try:
        kept = services.keep_list(request.actor, title=choice.list_title, selection=choice.selection())
        messages.success(request, _("名单“{title}”存好了，下次可以直接用。").format(title=kept.title))
    except Invalid as wrong:
        messages.error(request, worded(wrong))


@require_POST
def sign(request: Any, pk: int) -> HttpResponse:
    """Sign for a notice."""
    receipt = services.sign_receipt(request.actor, fetch_receipt(request.actor, pk))
    messages.success(request, _("已签收。"))
    return redirect("notice", receipt.notice_id)


@require_GET
def matrix(request: Any, pk: int) -> HttpResponse:
    """Lights, requirement × unit."""
    found = fetch_notice(request.actor, pk)
    page = matrix_page(
        request.actor, found, opened=request.GET.getlist("open")[:20], after=request.GET.get("after", "")
    )
    return render(request, "dispatch/matrix.html", {"page": page})


@require_http_methods(["GET", "POST"])
def assignment(request: Any, pk: int, code: str) -> HttpResponse:
    """One requirement for one unit; a narrative one is answered here."""
    requirement, unit = fetch_requirement(request.actor, pk), fetch_unit(request.actor, code)
    found = assignment_of(requirement, unit)
    if found is None:
        raise NotFound("这一项没有落到{unit}。", unit=unit.name)
    form = AnswerForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        services.answer_requirement(request.actor, requirement, unit=unit, text=form.cleaned_data["text"])
        messages.success(request, _("写好了。这一项只写这一次。"))
        return redirect("assignment", pk, code)
    page = assignment_page(request.actor, requirement, unit, found, form)
    return render(request, "dispatch/assignment_page.html", {"page": page}, status=400 if form else 200)


def _ids(request: HttpRequest, name: str) -> list[int]:
    return [key for text in request.POST.getlist(name) if (key := row_key(text)) is not None]


def _selection(request: Any) -> Selection:
    chosen = Choice.posted(request.actor, request.POST).selection()
    named = Selection.of(units_named(request.actor, list(chosen.units)), request.actor.unit)
    return replace(chosen, units=named.units)


def _named(request: Any, prefix: str) -> dict[int, str]:
    said = {name.removeprefix(prefix): text for name, text in request.POST.items() if name.startswith(prefix)}
    return {key: text.strip() for name, text in said.items() if (key := row_key(name)) is not None and text.strip()}


def _dates(request: Any) -> dict[int, date]:
    try:
        return {key: date.fromisoformat(text) for key, text in _named(request, "due_").items()}
    except ValueError:
        raise Invalid(_("期限写错了，请选一个日子。"), field="due_on") from None


def _targets(request: Any) -> dict[int, int]:
    said = _named(request, "target_")
    if wrong := [text for text in said.values() if row_key(text) is None]:
        raise Invalid(_("目标“{text}”不对，请写 1 以上的整数。"), field="target", text=wrong[0])
    return {key: int(text) for key, text in said.items()}
