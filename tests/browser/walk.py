# SPDX-License-Identifier: Apache-2.0
"""Following links as a reader does: a few addresses of every pattern, never one that writes or leaves the site."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator

from playwright.sync_api import Page

from guantong.site.catalogue import REGISTERS

SLUGS = sorted((f"/{register.slug}/" for register in REGISTERS), key=len, reverse=True)
FILES = re.compile(
    r"/api/v1/schema/|/upload/template/|/export/|/bundles?/|/chart|\.(ics|svg|png|csv|xlsx)|/(?:original/|[^/]+\.\w+)$"
)
LINKS = "links => links.map(link => link.getAttribute('href'))"


def patterns_of(address: str, *, registers_alike: bool) -> list[str]:
    """What is new about an address: its path without what varies from row to row, with the names of its questions.

    A register's list is asked many questions at once; each of them is new by itself, not every set of them. All
    registers are made by the same code, so that one of them may stand for all.
    """
    path, _mark, query = address.partition("?")
    slug = next((each for each in SLUGS if path.startswith(each)), "")
    if slug and registers_alike:
        path = path.replace(slug, "/register/", 1)
    parts = [part for part in path.split("/") if part]
    named = "/".join("*" if re.search(r"\d", part) or "." in part else part for part in parts)
    asked = sorted({pair.split("=")[0] for pair in query.split("&") if pair})
    if slug and asked:
        return [f"{named}?{name}" for name in asked]
    return [named + ("?" + "&".join(asked) if asked else "")]


def pages_within_reach(page: Page, each: int = 1, *, registers_alike: bool = False) -> Iterator[str]:
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
            patterns = patterns_of(target, registers_alike=registers_alike)
            if any(seen[pattern] < each for pattern in patterns):
                seen.update(patterns)
                waiting.append(target)


def absolute(link: str, address: str) -> str:
    """The path and query that a link leads to, "" for one that leaves the site."""
    if link.startswith("?"):
        return address.partition("?")[0] + link
    return link if link.startswith("/") and not link.startswith("//") else ""
