# SPDX-License-Identifier: Apache-2.0
"""Names come from the glossary, and the reference pages say what the code says."""

import re
from enum import Enum
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps

from docs import generate
from guantong.org import rights
from guantong.register import catalogue
from tests.house import tree

ROW = re.compile(r"^\|(?P<term>[^|]+)\|(?P<english>[^|]+)\|\s*`?(?P<identifier>[\w.]+)`?\s*\|$", re.MULTILINE)


def glossary() -> set[str]:
    """Every identifier of the glossary."""
    text = (tree.ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    return {found["identifier"] for found in ROW.finditer(text)}


def snake(name: str) -> str:
    """``MediaPiece`` as ``media_piece``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def ours() -> list[str]:
    """The apps of ours that are installed."""
    return [config.name for config in apps.get_app_configs() if config.name.startswith("guantong.")]


def models() -> set[str]:
    """Models by their names."""
    return {snake(model.__name__) for model in apps.get_models() if model.__module__.startswith("guantong.")}


def states() -> set[str]:
    """Every state that some enum in a `states` module names."""
    modules = [import_module(f"{app}.states") for app in ours() if find_spec(f"{app}.states")]
    enums = [each for module in modules for each in vars(module).values() if isinstance(each, type)]
    return {str(member.value) for each in enums if issubclass(each, Enum) for member in each}


def verbs_of_rights() -> set[str]:
    """What rights allow to do."""
    return {right.name.rpartition(".")[2] for right in rights.catalogue()}


def things_of_rights() -> set[str]:
    """What rights are about: a word of the glossary, or the key of a register."""
    things = {right.name.rpartition(".")[0] for right in rights.catalogue()}
    return {thing if thing in glossary() else thing.rpartition(".")[2] for thing in things}


def registers() -> set[str]:
    """Registers by their keys."""
    return {each.key for each in catalogue.registers()}


def indicators() -> set[str]:
    """Indicators by their keys."""
    return {each.key for each in catalogue.indicators()}


NAMED = (models, states, verbs_of_rights, things_of_rights, registers, indicators)


@pytest.mark.parametrize("named", NAMED, ids=lambda named: named.__name__)
def test_every_name_stands_in_the_glossary(named):
    names = named()
    assert names, "there is something to look at"
    assert not names - glossary(), f"add to docs/glossary.md: {sorted(names - glossary())}"


def test_no_identifier_of_the_glossary_has_two_meanings():
    text = (tree.ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    meanings: dict[str, set[str]] = {}
    for found in ROW.finditer(text):
        meanings.setdefault(found["identifier"], set()).add(found["english"].strip())
    assert not {name: given for name, given in meanings.items() if len(given) > 1}


@pytest.mark.parametrize("path", [generate.DOCS / name for name in generate.PAGES], ids=lambda path: path.name)
def test_a_generated_page_says_what_the_code_says(path):
    assert path.exists(), "run make docs"
    assert path.read_text(encoding="utf-8") == generate.pages()[path], "run make docs"


def test_every_setting_is_documented():
    from guantong.site.conf import SETTINGS

    page = (tree.ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert not [setting.name for setting in SETTINGS if f"`{setting.name}`" not in page]
    assert not [setting.name for setting in SETTINGS if len(setting.about) < 6]


def test_no_setting_is_read_past_the_table():
    from guantong.site.conf import SETTINGS

    known = {setting.name for setting in SETTINGS}
    read = {
        name
        for source in tree.product()
        for name in re.findall(r"[\"'](GUANTONG_[A-Z_]*[A-Z])[\"']", source.text)
        if not name.startswith("GUANTONG_TEST_")
    }
    assert not read - known, f"not in conf.SETTINGS: {read - known}"
