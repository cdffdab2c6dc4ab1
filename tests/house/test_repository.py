# SPDX-License-Identifier: Apache-2.0
"""The repository works anywhere: it names no place of one machine and no registry; the lock names hashes only."""

import re
import tomllib

from tests.house import tree

PLACE = re.compile(r"(?<![\w.$}>)*-])/(?:root|home|Users|work|opt|mnt|tmp)/\w")
REGISTRY = re.compile(
    r"\b(?:pypi|pythonhosted|npmjs|npmmirror|aliyuncs?|tuna|jsdelivr|unpkg|cdnjs)\.\w+", re.IGNORECASE
)
OPTION = re.compile(r"^\s*--(?!hash=)", re.MULTILINE)


def texts():
    """Every text file with its words; what is not UTF-8 is a picture, a font or a document."""
    for path in tree.written_files():
        try:
            yield tree.said(path), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_file_names_a_place_of_one_machine():
    found = [f"{name}: {place[0]}" for name, text in texts() for place in PLACE.finditer(text)]
    assert not found, found


def test_no_file_names_a_registry():
    found = [f"{name}: {host[0]}" for name, text in texts() for host in REGISTRY.finditer(text)]
    assert not found, found


def test_the_lock_holds_versions_and_hashes_and_nothing_else():
    lock = (tree.ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not OPTION.findall(lock)
    pinned = re.findall(r"^[\w.\-\[\],]+==\S+", lock, re.MULTILINE)
    hashed = re.findall(r"^[\w.\-\[\],]+==[^\n]*\\\n\s+--hash=sha256:", lock, re.MULTILINE)
    assert pinned
    assert len(pinned) == len(hashed)


def test_the_lock_holds_every_dependency_that_is_declared():
    project = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[\[<>=~! ]", each)[0].lower().replace("_", "-") for each in declared}
    lock = (tree.ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    assert not {name for name in names if not re.search(rf"^{re.escape(name)}==", lock, re.MULTILINE)}


def test_the_makefile_has_exactly_its_verbs():
    makefile = (tree.ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    assert phony[1].split() == ["help", "setup", "demo", "test", "test-browser", "lint", "fix", "bench", "docs"]
