# SPDX-License-Identifier: Apache-2.0
"""A person of the cast in front of a browser, and the watch that notes whatever the browser complains about."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

from guantong.site.demo.cast import ACCOUNTS

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 360, "height": 780}
PASSWORDS = {account.username: account.password for account in ACCOUNTS}
FOUNDING, EIGHT = "/notices/2/", 11  # the founding notice among the demo's three, and what it says of the eight places
FORBIDDEN = ("unsafe-inline", "unsafe-eval")


@dataclass  # no slots: the browser's client hangs its wrappers of our handlers on the object
class Watch:
    """One window; console errors, script errors, failures of the server and loose policies are noted."""

    context: BrowserContext
    complaints: list[str] = field(default_factory=list)
    refusals_meant: bool = False

    def __post_init__(self) -> None:
        self.context.on("console", self.note_console)
        self.context.on("weberror", lambda wrong: self.complaints.append(f"{wrong.page.url}: {wrong.error}"))
        self.context.on("response", self.note_response)

    def note_console(self, message: ConsoleMessage) -> None:
        """An error in the console. A form that comes back answers 400; other refusals must have been meant."""
        if message.type not in ("error", "warning") or "status of 400" in message.text:
            return
        if self.refusals_meant and "Failed to load resource" in message.text:
            return
        self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def note_response(self, response: Response) -> None:
        """A page without a policy, or with one that lets inline code run."""
        if response.request.resource_type != "document" or 300 <= response.status < 400:
            return
        policy = response.headers.get("content-security-policy", "")
        if not policy or any(word in policy for word in FORBIDDEN):
            self.complaints.append(f"{response.url}: policy {policy!r}")
        if response.status >= 500:
            self.complaints.append(f"{response.url}: {response.status}")


class Reader:
    """Somebody with one window."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.page: Page = watch.context.new_page()

    def sign_in(self, username: str) -> Page:
        """Type name and password, and arrive at the desk."""
        self.page.goto("/login/")
        self.page.get_by_label("账号", exact=True).fill(username)
        self.page.get_by_label("密码", exact=True).fill(PASSWORDS[username])
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.wait_for_url(lambda url: "/login/" not in url)  # leaving earlier would give the sign-in up
        return self.page
