# SPDX-License-Identifier: Apache-2.0
"""Pages of what comes after issue: amend, withdraw, send back, ask for time, urge, check, ask a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guantong.kernel.errors import Invalid, NotFound, Stale
from guantong.kernel.keys import row_key
from guantong.org.wording import worded

from .. import services
from ..forms import (
    AmendForm,
    ExtensionForm,
    OwnRequirementForm,
    QuestionForm,
    ReasonForm,
    UrgeForm,
    ValueForm,
)
from ..lights import assignment_of
from ..models import Requirement
from ..pages import acts
from ..pages.below import below_page
from ..pages.questions import question_page, questions_page
from ..pages.supervision import supervision_page
from ..pages.verification import verification_page
from ..pages.words import day_word
from ..queries import (
    fetch_extension,
    fetch_notice,
    fetch_question,
    fetch_receipt,
    fetch_receipts,
    fetch_requirement,
    fetch_unit,
    fetch_verification,
)
from ..states import EXTENSION_FLOW, RECEIPT_FLOW


def _tried(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the form held and the act was done; what was wrong stands on the form."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except (Invalid, Stale) as wrong:
        place = getattr(wrong, "field", "")
        form.add_error(place if place in form.fields else None, worded(wrong))
        return False
    return True


def _posted(request: Any) -> Any:
    """What was posted, also where that is nothing; None on a mere visit."""
    return request.POST if request.method == "POST" else None


def _act(request: Any, page: acts.ActPage) -> HttpResponse:
    return render(request, "dispatch/act.html", {"page": page}, status=400 if page.form.errors else 200)


@require_POST
def reopen(request: Any, pk: int) -> HttpResponse:
    """Take a confirmed reading back."""
    services.reopen_notice(request.actor, fetch_notice(request.actor, pk))
    return redirect("notice", pk)


@require_http_methods(["GET", "POST"])
def withdraw(request: Any, pk: int) -> HttpResponse:
    """Withdraw an issued notice."""
    found = fetch_notice(request.actor, pk)
    request.actor.must("dispatch.notice.issue", found.unit)
    form = ReasonForm(_posted(request))
    if _tried(form, lambda: services.withdraw_notice(request.actor, found, reason=form.cleaned_data["reason"])):
        return redirect("notice", pk)
    return _act(request, acts.withdraw_page(found, form))


@require_http_methods(["GET", "POST"])
def amend(request: Any, pk: int) -> HttpResponse:
    """Change a requirement that was issued."""
    requirement = fetch_requirement(request.actor, pk)
    request.actor.must("dispatch.notice.issue", requirement.unit)
    form = AmendForm(_posted(request), requirement=requirement)

    def act() -> None:
        requirement.version = form.cleaned_data["version"]
        reason = form.cleaned_data["reason"]
        services.amend_requirement(request.actor, requirement, form.correction(), reason=reason)

    if _tried(form, act):
        return redirect(reverse("notice", args=(requirement.notice_id,)) + f"#c{pk}")
    return _act(request, acts.amend_page(requirement, form))


@require_http_methods(["GET", "POST"])
def add(request: Any, pk: int) -> HttpResponse:
    """Add a duty of one's own before handing on."""
    found = fetch_notice(request.actor, pk)
    request.actor.must("dispatch.notice.issue", request.actor.unit)
    form = OwnRequirementForm(_posted(request), requirement=Requirement(notice=found, version=1))

    def act() -> None:
        services.add_requirement(request.actor, found, form.correction(), text=form.cleaned_data["text"])

    if _tried(form, act):
        return redirect("notice.hand", pk)
    return _act(request, acts.own_requirement_page(found, form))


@require_http_methods(["GET", "POST"])
def refuse(request: Any, pk: int) -> HttpResponse:
    """Send a notice back."""
    receipt = fetch_receipt(request.actor, pk)
    request.actor.must("dispatch.notice.sign", receipt.unit)
    form = ReasonForm(_posted(request))
    if _tried(form, lambda: services.refuse_receipt(request.actor, receipt, reason=form.cleaned_data["reason"])):
        return redirect("notice", receipt.notice_id)
    return _act(request, acts.receipt_page(receipt, RECEIPT_FLOW.move("refuse", "issued"), form))


@require_http_methods(["GET", "POST"])
def decide_refusal(request: Any, pk: int, verb: str) -> HttpResponse:
    """Insist on a notice that was sent back, or let the unit off."""
    receipt = fetch_receipt(request.actor, pk)
    request.actor.must("dispatch.notice.issue", receipt.unit)
    services.check_is_issuer(request.actor, receipt)
    step = RECEIPT_FLOW.move(verb, receipt.state)
    form = ReasonForm(_posted(request))
    if _tried(
        form,
        lambda: services.decide_refusal(request.actor, receipt, verb=verb, reason=form.cleaned_data["reason"]),
    ):
        return redirect("notice.supervise", receipt.notice_id)
    return _act(request, acts.receipt_page(receipt, step, form))


@require_http_methods(["GET", "POST"])
def extend(request: Any, pk: int, code: str) -> HttpResponse:
    """Ask for more time."""
    requirement, unit = fetch_requirement(request.actor, pk), fetch_unit(request.actor, code)
    request.actor.must("dispatch.extension.ask", unit)
    found = assignment_of(requirement, unit)
    if found is None:
        raise NotFound("这一项没有落到{unit}。", unit=unit.name)
    form, said = ExtensionForm(_posted(request)), {"unit": unit}
    if _tried(form, lambda: services.ask_extension(request.actor, requirement, **said, **form.cleaned_data)):
        messages.success(request, _("申请已经提出，等下发单位答复。"))
        return redirect("assignment", pk, code)
    back = reverse("assignment", args=(pk, code))
    return _act(request, acts.extension_page(requirement, day_word(found.due) or _("没有定期限"), form, back))


@require_http_methods(["GET", "POST"])
def decide_extension(request: Any, pk: int, verb: str) -> HttpResponse:
    """Grant or deny more time."""
    extension = fetch_extension(request.actor, pk)
    request.actor.must("dispatch.extension.decide", extension.unit)
    services.check_may_extend(request.actor, extension)
    step = EXTENSION_FLOW.move(verb, extension.state)
    form = ReasonForm(_posted(request))
    form.fields["reason"].required = step.reason
    if _tried(
        form,
        lambda: services.decide_extension(request.actor, extension, verb=verb, reason=form.cleaned_data["reason"]),
    ):
        return redirect("notice.supervise", extension.requirement.notice_id)
    return _act(request, acts.decision_page(extension, step, form))


@require_http_methods(["GET", "POST"])
def supervise(request: Any, pk: int) -> HttpResponse:
    """The supervision board; urges the units that were ticked."""
    found = fetch_notice(request.actor, pk)
    request.actor.must("dispatch.urge.send", request.actor.unit)
    form = UrgeForm(request.POST) if request.method == "POST" else None

    def act() -> None:
        receipts = fetch_receipts(request.actor, found, request.POST.getlist("receipts"))
        urged = services.urge_units(request.actor, receipts, **form.cleaned_data)  # type: ignore[union-attr]
        messages.success(request, _("催办了 {n} 个单位。").format(n=len(urged)))

    if form is not None and _tried(form, act):
        return redirect("notice.supervise", pk)
    page = supervision_page(request.actor, found, after=request.GET.get("after", ""), form=form)
    return render(request, "dispatch/supervision.html", {"page": page}, status=400 if form else 200)


@require_POST
def see(request: Any, pk: int) -> HttpResponse:
    """The urged unit has seen it."""
    receipt = fetch_receipt(request.actor, pk)
    services.see_urges(request.actor, receipt)
    return redirect("notice", receipt.notice_id)


@require_GET
def below(request: Any, pk: int, code: str) -> HttpResponse:
    """The units below that meet a requirement."""
    requirement, unit = fetch_requirement(request.actor, pk), fetch_unit(request.actor, code)
    if not requirement.is_measured:
        raise NotFound("这一项没有登记可查，只有一句话。")
    missing, after = request.GET.get("missing") == "1", request.GET.get("after", "")
    page = below_page(request.actor, requirement, unit, missing=missing, after=after)
    return render(request, "dispatch/below.html", {"page": page})


@require_POST
def draw(request: Any, pk: int, code: str) -> HttpResponse:
    """Draw a sample of the records behind an assignment."""
    requirement, unit = fetch_requirement(request.actor, pk), fetch_unit(request.actor, code)
    return redirect("verification", services.draw_verification(request.actor, requirement, unit=unit).pk)


@require_http_methods(["GET", "POST"])
def verification(request: Any, pk: int) -> HttpResponse:
    """The sample, record by record."""
    found = fetch_verification(request.actor, pk)
    if request.method == "POST":
        at, said = row_key(request.POST.get("at", "")), request.POST
        verdict, remark = said.get("verdict", ""), said.get("remark", "")
        place = -1 if at is None and said.get("at") != "0" else at or 0
        try:
            services.judge_record(request.actor, found, at=place, verdict=verdict, remark=remark)
            return redirect("verification", pk)
        except Invalid as wrong:
            messages.error(request, worded(wrong))
    return render(request, "dispatch/verification.html", {"page": verification_page(request.actor, found)})


@require_POST
def finish(request: Any, pk: int) -> HttpResponse:
    """Close a check."""
    services.finish_verification(request.actor, fetch_verification(request.actor, pk))
    return redirect("verification", pk)


@require_http_methods(["GET", "POST"])
def questions(request: Any, pk: int) -> HttpResponse:
    """The questions of a notice; asks one more."""
    found = fetch_notice(request.actor, pk)
    form = QuestionForm(request.POST) if request.method == "POST" else None

    def act() -> None:
        said = form.cleaned_data | {"choices": form.cleaned_data["choices"].splitlines()}  # type: ignore[union-attr]
        services.ask_question(request.actor, found, **said)

    if form is not None and _tried(form, act):
        return redirect("notice.questions", pk)
    page = questions_page(request.actor, found, form)
    return render(request, "dispatch/questions.html", {"page": page}, status=400 if form else 200)


@require_http_methods(["GET", "POST"])
def question(request: Any, pk: int, code: str) -> HttpResponse:
    """One question for one unit."""
    found, unit = fetch_question(request.actor, pk), fetch_unit(request.actor, code)
    form = ValueForm(request.POST, question=found) if request.method == "POST" else None

    def act() -> None:
        services.answer_question(request.actor, found, unit=unit, value=form.cleaned_data["value"])  # type: ignore[union-attr]

    if form is not None and _tried(form, act):
        messages.success(request, _("答好了。"))
        return redirect("question", pk, code)
    page = question_page(request.actor, found, unit, after=request.GET.get("after", ""), form=form)
    return render(request, "dispatch/question.html", {"page": page}, status=400 if form else 200)
