# SPDX-License-Identifier: Apache-2.0
"""English is the second language of the pages: every msgid has its words, and placeholders agree."""

import re
import string

import polib
import pytest
from django.test import override_settings
from django.utils import translation

from docs import messages
from guantong.register import catalogue

CATALOG = polib.pofile(str(messages.CATALOG))
PERCENT = re.compile(r"%\(\w+\)[sd]|%[sd]")
HAN = re.compile(r"[\u4e00-\u9fff]")
# What stays Chinese in English: a number of a document is its name.
NUMBERS = re.compile(r"青总办〔2020〕53号")


def said_in_english(entry) -> list[str]:
    """Every form of a translation."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholders(text: str) -> set[str]:
    """Every place of a text that a value takes."""
    return set(PERCENT.findall(text)) | {
        f"{{{name}}}" for _text, name, _spec, _how in string.Formatter().parse(text) if name
    }


def test_the_catalog_holds_exactly_the_words_that_code_and_templates_use():
    held = {(entry.msgid, entry.msgid_plural, entry.msgctxt or "") for entry in CATALOG}
    used = set(messages.messages())
    assert not used - held, f"run make docs and translate: {sorted(used - held)}"
    assert not held - used, f"run make docs: {sorted(held - used)}"


def test_every_word_has_its_english():
    assert not [entry.msgid for entry in CATALOG if not all(text.strip() for text in said_in_english(entry))]
    assert not [entry.msgid for entry in CATALOG if entry.fuzzy]


def test_placeholders_agree():
    wrong = [
        entry.msgid
        for entry in CATALOG
        if any(placeholders(text) != placeholders(entry.msgid) for text in said_in_english(entry))
    ]
    assert not wrong


def test_no_translation_is_left_in_chinese():
    chinese = {
        entry.msgid: entry.msgstr
        for entry in CATALOG
        if any(HAN.search(NUMBERS.sub("", text)) for text in said_in_english(entry))
    }
    assert not chinese


def test_words_that_are_joined_to_others_keep_their_spaces():
    ends = [entry for entry in CATALOG if entry.msgid.endswith((" ", "：")) and "。" not in entry.msgid]
    assert ends
    assert not [entry.msgid for entry in ends if not entry.msgstr.endswith((" ", ":"))]


@pytest.fixture
def english(tmp_path):
    """The catalog compiled, as `make setup` does, and English chosen."""
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    CATALOG.save_as_mofile(str(folder / "django.mo"))
    with override_settings(LOCALE_PATHS=[tmp_path]), translation.override("en"):
        yield


def test_pages_of_an_english_reader_say_english_words(english):
    assert [str(each.title) for each in catalogue.indicators() if HAN.search(str(each.title))] == []
    assert translation.gettext("我的桌面") == "My desk"
    assert translation.ngettext("还有 {n} 个工作日", "还有 {n} 个工作日", 1) == "{n} working day left"
    assert translation.ngettext("还有 {n} 个工作日", "还有 {n} 个工作日", 3) == "{n} working days left"
