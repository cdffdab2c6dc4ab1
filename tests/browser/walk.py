# SPDX-License-Identifier: Apache-2.0
"""Following links as a reader does: a few addresses of every pattern, never one that writes or leaves the site."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator

from playwright.sync_api import Page

EACH = 2
FILES = re.compile(r"/upload/template/|/export/|/bundles?/|/chart|\.(ics|svg|png|csv|xlsx)|/(?:original/|[^/]+\.\w+)$")
LINKS = "links => links.map(link => link.getAttribute('href'))"


def pattern_of(address: str) -> str:
    """An address with what varies from row to row taken out, the names of its questions kept."""
    path, _mark, query = address.partition("?")
    parts = [part for part in path.split("/") if part]
    named = ["*" if re.search(r"\d", part) or "." in part else part for part in parts]
    asked = sorted({pair.split("=")[0] for pair in query.split("&") if pair})
    return "/".join(named) + ("?" + "&".join(asked) if asked else "")


def pages_within_reach(page: Page, each: int = EACH) -> Iterator[str]:
    """Open pages one after another, from the desk on; yields the address of each while it is shown."""
    seen: Counter[str] = Counter()
    known, waiting = {"/"}, deque(["/"])
    while waiting:
        address = waiting.popleft()
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, f"{address} answers {response.status}"
        links = page.locator("a[href]").evaluate_all(LINKS)
        yield address
        for link in links:
            target = absolute(link.partition("#")[0], address)
            if not target or target in known or FILES.search(target.partition("?")[0]):
                continue
            known.add(target)
            pattern = pattern_of(target)
            if seen[pattern] < each:
                seen[pattern] += 1
                waiting.append(target)


def absolute(link: str, address: str) -> str:
    """The path and query that a link leads to, "" for one that leaves the site."""
    if link.startswith("?"):
        return address.partition("?")[0] + link
    return link if link.startswith("/") and not link.startswith("//") else ""
