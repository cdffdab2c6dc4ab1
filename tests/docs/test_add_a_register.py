# SPDX-License-Identifier: Apache-2.0
"""Follows docs/how-to/add-a-register.md to the letter in a copy of the repository, and uses what came of it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from docs import messages
from tests.house import tree

PAGE = tree.ROOT / "docs" / "how-to" / "add-a-register.md"
USE = Path(__file__).with_name("round_table.py")
BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = ".venv/bin/guantong "
RECIPE = re.compile(r"^docs:.*\n((?:\t.*\n)+)", re.MULTILINE)


def changed(text: str, lines: list[str]) -> str:
    """The text with one change of the page made, whose old lines stand in it exactly once."""
    old = "\n".join(line[1:] for line in lines if line[:1] in (" ", "-"))
    new = "\n".join(line[1:] for line in lines if line[:1] in (" ", "+"))
    assert f"\n{text}\n".count(f"\n{old}\n") == 1, f"the page changes lines that do not stand there once: {old}"
    return f"\n{text}\n".replace(f"\n{old}\n", f"\n{new}\n")[1:-1]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of what the page touches, with every block of the page applied in order."""
    home = tmp_path_factory.mktemp("copy")
    ignored = shutil.ignore_patterns("__pycache__", "fonts", "pictures", "*.mo")
    for folder in ("guantong", "docs"):
        shutil.copytree(tree.ROOT / folder, home / folder, ignore=ignored)
    for found in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        first, _newline, rest = found["text"].partition("\n")
        if found["kind"] == "diff":
            place = home / first.removeprefix("--- ")
            place.write_text(changed(place.read_text(encoding="utf-8"), rest.splitlines()), encoding="utf-8")
        elif found["kind"] == "python":
            place = home / first.removeprefix("# ")
            place.write_text(place.read_text(encoding="utf-8") + rest, encoding="utf-8")
        else:
            assert found["kind"] == "sh", f"no step is written in {found['kind']}"
            for command in found["text"].splitlines():
                for program in as_programs(command):
                    run(home, program)
    return home


def as_programs(command: str) -> list[list[str]]:
    """A command of the page as Python runs it in the copy; `make docs` is what the Makefile says it is."""
    if command.startswith(COMMAND):
        return [["-m", "guantong.site.cli", *command.removeprefix(COMMAND).split()]]
    assert command == "make docs", f"the page runs {command!r}, which this test does not know"
    recipe = RECIPE.search((tree.ROOT / "Makefile").read_text(encoding="utf-8"))
    assert recipe
    return [[line.split("/python ")[1]] for line in recipe[1].splitlines()]


def run(home, words: list[str]) -> str:
    """Run Python in the copy, on settings of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GUANTONG_")}
    own = {
        "PYTHONPATH": str(home),
        "GUANTONG_HOME": str(home / "var"),
        "DJANGO_SETTINGS_MODULE": "guantong.site.settings",
    }
    program = [sys.executable, "-B", *words]
    done = subprocess.run(program, cwd=home, env=kept | own, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, f"{words}: {done.stderr[-3000:]}"
    return done.stdout


def test_a_register_added_as_the_page_says_has_its_pages_and_its_number(copy):
    answers = json.loads(run(copy, [str(USE)]))
    assert answers == {
        **dict.fromkeys(("list", "form", "page", "history", "figure"), 200),
        "record": 302,
        "finds": True,
        "in navigation": True,
        "value": 1,
        "english without its catalog": "我的桌面",
    }


def test_the_new_words_wait_in_the_english_catalog(copy):
    place = messages.CATALOG.relative_to(tree.ROOT)
    new = polib.pofile(str(copy / place))
    waiting = {entry.msgid for entry in new if not entry.translated()}
    assert {"座谈会", "座谈会次数", "还没有座谈会。登记一次，灯会自己变。"} <= waiting
    assert "讲座" not in waiting


def test_the_reference_pages_name_the_new_register_and_its_migration_is_there(copy):
    assert "learning.round_table" in (copy / "docs" / "reference" / "registers.md").read_text(encoding="utf-8")
    migrations = {path.name for path in (copy / "guantong" / "learning" / "migrations").glob("0*.py")}
    assert len(migrations) == len(list((tree.PACKAGE / "learning" / "migrations").glob("0*.py"))) + 1


def test_the_page_has_at_most_five_steps():
    text = PAGE.read_text(encoding="utf-8")
    assert 1 <= len(re.findall(r"^## \d+\. ", text, re.MULTILINE)) <= 5
