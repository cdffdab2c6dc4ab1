# SPDX-License-Identifier: Apache-2.0
"""The ten layouts that were made blind: each must be read as a careful person read it."""

import json
from functools import cache
from pathlib import Path

import pytest

from guantong.gongwen import read, reading_json
from tests.gongwen_read import measure

FOLDER = Path(__file__).parent / "layouts"
GOLDS = sorted(FOLDER.glob("*.gold.json"))


@cache
def _pair(gold_file):
    stem = gold_file.name.removesuffix(".gold.json")
    file = next(item for item in sorted(FOLDER.glob(f"{stem}.*")) if item != gold_file)
    return json.loads(gold_file.read_text(encoding="utf-8")), reading_json(read(file))


@pytest.fixture(params=GOLDS, ids=lambda file: file.name.removesuffix(".gold.json"))
def pair(request):
    return _pair(request.param)


def test_all_ten_layouts_are_there():
    assert len(GOLDS) == 10


def test_the_head_is_read_exactly(pair):
    gold, found = pair
    assert measure.header_misses(gold, found) == []
    assert measure.names([found["addressees"]]) == measure.names([gold["addressees"]])


def test_the_outline_is_read_exactly(pair):
    gold, found = pair
    assert measure.outline(found) == measure.outline(gold)


def test_cut_paragraphs_are_whole_again(pair):
    gold, found = pair
    have = {measure.plain(text) for text in found["paragraphs"]}
    assert [text for text in gold.get("joined", []) if measure.plain(text) not in have] == []


def test_deadlines_are_read_exactly(pair):
    gold, found = pair
    assert sorted(item["date"] for item in found["deadlines"]) == sorted(item["date"] for item in gold["deadlines"])


def test_what_is_ordered_is_found_and_little_else(pair):
    gold, found = pair
    assert measure.directive_f1(gold, found) >= 0.9


def test_attachments_are_named(pair):
    gold, found = pair
    wanted = [measure.plain(item) for item in gold["attachments"]]
    assert [measure.plain(item) for item in found["attachments"]] == wanted


def test_responsible_bodies_agree_on_the_whole():
    figures = []
    for file in GOLDS:
        gold, found = _pair(file)
        wanted = measure.names([item["bodies"] for item in gold["directives"]])
        figures.append(measure.f1(wanted, measure.names([item["bodies"] for item in found["requirements"]])))
    assert sum(figures) / len(figures) >= 0.9
