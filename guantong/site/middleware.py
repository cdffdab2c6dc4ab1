# SPDX-License-Identifier: Apache-2.0
"""Who acts on a request, and how a refusal is shown: the one place that turns `Refused` into a page."""

from __future__ import annotations

from collections.abc import Callable
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_noop, override
from django.utils.translation import gettext_lazy as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotAllowed, NotFound, Refused, RuleBroken, Stale
from guantong.org.actors import actors_of
from guantong.org.wording import worded
from guantong.register.api.problems import outright
from guantong.register.entering import stash
from guantong.register.services.attachments import MOST
from guantong.signin.middleware import OWN_PLACES

from .pages import Refusal

STATUS: dict[type[Refused], int] = {NotFound: 404, NotAllowed: 403, Invalid: 400, Stale: 409, RuleBroken: 409}

WORDS = 2**20  # what is typed beside the files of a form

Respond = Callable[[HttpRequest], HttpResponse]
# Where a member without any post may go: the own account, and the own file with what one asked and agreed to.
MEMBER_PLACES = (*OWN_PLACES, "/me/file/", "/me/consents/")


AT_ONCE, WAITING, PATIENCE, COME_AGAIN = 4, 12, 10.0, 5


class BusyMiddleware:
    """Turns away at the door, with a word to come again, whoever would wait longer than anybody waits.

    What is turned away has touched nothing, and what passes is done to its end. Each process has a door of its own:
    so many requests are answered at once, so many wait for a place, and no more.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond
        self.places, self.waiting = BoundedSemaphore(AT_ONCE), BoundedSemaphore(WAITING)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer once there is a place; whether the house stands is told without one."""
        if request.path in ("/healthz", "/readyz"):
            return self.respond(request)
        if not self.places.acquire(blocking=False):
            if not self.waiting.acquire(blocking=False):
                return self.turned_away(request)
            try:
                has_place = self.places.acquire(timeout=PATIENCE)
            finally:
                self.waiting.release()
            if not has_place:
                return self.turned_away(request)
        try:
            return self.respond(request)
        finally:
            self.places.release()

    def turned_away(self, request: HttpRequest) -> HttpResponse:
        """Nothing was done, and when to come again."""
        if request.path.startswith("/api/"):
            said = gettext("请求太快，请等 {wait} 秒再来。").format(wait=COME_AGAIN)
            answer: HttpResponse = outright(503, "busy", said)
        else:
            answer = HttpResponse(render_to_string("busy.html"), status=503)
        answer.headers["Retry-After"] = str(COME_AGAIN)
        answer.headers["Cache-Control"] = "no-store"
        return answer


class LanguageMiddleware:
    """Chinese first: English only for those who chose it, whatever their browser asks for."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language that the reader's cookie names, else in Chinese."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.respond(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SizeMiddleware:
    """Turn away what is larger than a form takes, by the length that it announces, before a byte of it is read.

    A view says with `takes_files` how many it takes; it stands before whatever looks into the form.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing on the way in or out."""
        return self.respond(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """A page that says so, in place of the view."""
        length, view = request.META.get("CONTENT_LENGTH") or "0", getattr(view, "func", view)
        limit = getattr(view, "takes_files", MOST) * settings.UPLOAD_LIMIT + WORDS
        if not length.isdecimal() or int(length) <= limit:
            return None
        said = gettext("传来的内容有 {size} 兆，这里一次最多收 {limit} 兆。请分成几份再传。")
        said = said.format(size=int(length) >> 20, limit=limit >> 20)
        if request.path.startswith("/api/"):
            return outright(413, "too_large", said)
        refusal = Refusal(said, "", request.headers.get("referer", "/"))
        return render(request, "refused.html", {"refusal": refusal, "page": refusal}, status=413)


class TypedMiddleware:
    """Keep what was typed into a register's form when the session ended before it was sent; stands before the door."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing on the way in or out."""
        return self.respond(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """A posted form of somebody who is signed out waits in the session until they have signed in."""
        register = getattr(view, "keywords", {}).get("register")
        if register is None or request.method != "POST" or request.user.is_authenticated:
            return
        if request.resolver_match and request.resolver_match.url_name in (
            f"{register.key}.new",
            f"{register.key}.edit",
        ):
            stash(request, register)


class ActorMiddleware:
    """Put the actor on each signed-in request: the post chosen in this session, else the first one in force."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the posts of the account; one without a post in force is signed out with a sentence. All that the
        request does happens at one business moment."""
        with clock.one_moment():
            return self.answered(request)

    def answered(self, request: HttpRequest) -> HttpResponse:
        """The answer to somebody in the post that he chose."""
        request.actor, request.posts = None, []  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            posts = actors_of(request.user)  # type: ignore[arg-type]
            if not posts:
                return self.without_post(request)
            chosen = next((each for each in posts if each.post_id == request.session.get("post")), posts[0])
            request.posts, request.actor = posts, chosen  # type: ignore[attr-defined]
        return self.respond(request)

    def without_post(self, request: HttpRequest) -> HttpResponse:
        """A member has his own account and file and nothing else; who has left every post may only sign out."""
        is_member = request.user.is_member  # type: ignore[union-attr]
        if request.path == "/logout/" or (is_member and request.path.startswith(MEMBER_PLACES)):
            return self.respond(request)
        said = gettext("您现在没有在任的岗位，不能办理。请联系本单位办公室。")
        if request.path.startswith("/api/"):
            return outright(403, NotAllowed.code, said)
        if is_member and request.path == "/":
            return redirect("account")
        if is_member:
            said = gettext("会员账号没有岗位，这一页不能办理。")
        refusal = Refusal(said, "", "")
        return render(request, "refused.html", {"refusal": refusal, "page": refusal}, status=403)


class RefusalMiddleware:
    """Render a refusal raised anywhere below with its reason, in the reader's language."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """An address with a null character is refused at the door: PostgreSQL cannot even be asked about one."""
        if "%00" in request.META.get("QUERY_STRING", ""):
            return self.refused(request, Invalid(gettext_noop("地址写错了，请从菜单重新进入。")))
        return self.respond(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page, or JSON for the API, that says why; the transaction of the service is already rolled back."""
        return self.refused(request, exception) if isinstance(exception, Refused) else None

    def refused(self, request: HttpRequest, exception: Refused) -> HttpResponse:
        """The refusal as a page, or as JSON where a program asks."""
        status = next((code for kind, code in STATUS.items() if isinstance(exception, kind)), 409)
        message = worded(exception)
        if request.path.startswith("/api/"):
            return outright(status, exception.code, message)
        if status == 404:
            return render(request, "404.html", {"message": message, "page": not_found_page()}, status=404)
        back = request.headers.get("referer", "/")
        refusal = Refusal(message, str(getattr(exception, "source", "")), back)
        return render(request, "refused.html", {"refusal": refusal, "page": refusal}, status=status)


def not_found_page() -> Any:
    """The title of the page that is not there."""
    return Refusal(str(_("这一页不在您能看的范围里")), "", settings.LOGIN_REDIRECT_URL)
