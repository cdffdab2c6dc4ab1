# SPDX-License-Identifier: Apache-2.0
"""README promises only what is there: verbs, commands, options, accounts, pictures, links."""

import re
import subprocess
import sys

import pytest

from guantong.site import cli
from guantong.site.demo.cast import ACCOUNTS
from tests.house import tree

README = (tree.ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [tree.ROOT / "README.md", tree.ROOT / "CONTRIBUTING.md", *sorted((tree.ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)|(?:src|href)=\"(?P<source>[^\"]+)\"")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
ROW = re.compile(r"^\| `guantong (?P<verb>[a-z][a-z-]*)[^`]*` \|(?P<rest>.*)\|$", re.MULTILINE)


def verbs() -> set[str]:
    """The verbs of the Makefile."""
    makefile = (tree.ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    return set(phony[1].split())


def links(page) -> list[str]:
    """Where a page leads, outside its code."""
    text = re.sub(r"^```.*?^```$|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [found["target"] or found["source"] for found in LINK.finditer(text)]


def anchors(page) -> set[str]:
    """The headings of a page as links name them."""
    heads = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_every_make_verb_that_is_named_exists():
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", README, re.MULTILINE))
    assert {"demo", "test"} <= named
    assert not named - verbs()


def test_the_table_of_commands_is_the_command():
    named = [found["verb"] for found in ROW.finditer(README)]
    assert sorted(named) == sorted(cli.DOCUMENTS | cli.HOUSE)


@pytest.mark.parametrize("verb", ["read", "lint", "write", "demo", "serve", "migrate"])
def test_every_option_that_is_named_is_one(verb):
    found = next(found for found in ROW.finditer(README) if found["verb"] == verb)
    named = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", found[0]))
    words = [sys.executable, "-m", "guantong.site.cli", verb, "--help"]
    said = subprocess.run(words, cwd=tree.ROOT, capture_output=True, text=True, check=True).stdout
    assert not {option for option in named if not re.search(rf"{option}\b", said)}


def test_the_cast_of_the_demo_is_the_one_that_is_printed():
    rows = set(re.findall(r"^\| `(\w+)` \| `([\w-]+)` \|", README, re.MULTILINE))
    assert rows == {(account.username, account.password) for account in ACCOUNTS}


@pytest.mark.parametrize("page", PAGES, ids=tree.said)
def test_every_link_leads_somewhere(page):
    broken = []
    for target in links(page):
        place, _hash, anchor = target.partition("#")
        if re.match(r"https?:", target):
            assert "//127.0.0.1" in target, f"the docs work without a network: {target}"
            continue
        leads = (page.parent / place).resolve() if place else page
        if not leads.exists() or (anchor and anchor not in anchors(leads)):
            broken.append(target)
    assert not broken


def test_every_picture_that_is_there_is_shown_somewhere():
    pictures = {path.name for path in (tree.ROOT / "docs" / "pictures").glob("*.png")}
    shown = {target.rpartition("/")[2] for page in PAGES for target in links(page)}
    assert not pictures - shown
