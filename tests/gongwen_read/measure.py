# SPDX-License-Identifier: Apache-2.0
"""How a reading compares with what a careful person read: the figures that the layout tests ask for."""

from __future__ import annotations

import re
from typing import Any

_MARKS = re.compile(r"[\s*#_>|\u3000\u200b\ufeff]+")


def plain(text: object) -> str:
    """The text without white space and marks."""
    return _MARKS.sub("", str(text or ""))


def f1(wanted: list[Any], found: list[Any]) -> float:
    """Agreement of two lists as multisets; 1.0 where both are empty."""
    if not wanted and not found:
        return 1.0
    rest, hits = list(wanted), 0
    for item in found:
        if item in rest:
            rest.remove(item)
            hits += 1
    return 2 * hits / (len(wanted) + len(found))


def header_misses(gold: dict[str, Any], read: dict[str, Any]) -> list[str]:
    """The fields of the head that were read otherwise."""
    keys = ("issuer", "doc_number", "title", "kind", "issued_on")
    return [key for key in keys if plain(gold[key]) != plain(read[key])]


def outline(document: dict[str, Any]) -> list[tuple[int, str]]:
    """Level and heading of each entry."""
    return [(item["level"], plain(item["heading"]).rstrip("。.：:；;")) for item in document["outline"]]


def names(lists: list[list[str]]) -> list[str]:
    """All names, split so that it does not count how finely each side splits."""
    return sorted(
        part for group in lists for name in group for part in re.split("[、，,和及与或]", plain(name)) if part
    )


def directive_f1(gold: dict[str, Any], read: dict[str, Any]) -> float:
    """Agreement on what is ordered: a sentence counts where half of its characters are covered by the other side."""
    whole = plain(gold["text"])
    wanted = [_range(whole, plain(item["text"])) for item in gold["directives"]]
    told = [_range(whole, plain(item["text"])) for item in read["requirements"]]
    covered = set().union(*told) if told else set()
    ordered = set().union(*wanted) if wanted else set()
    recall = sum(len(item & covered) * 2 >= len(item) > 0 for item in wanted) / len(wanted)
    precision = sum(len(item & ordered) * 2 >= len(item) > 0 for item in told) / len(told) if told else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _range(whole: str, piece: str) -> set[int]:
    at = whole.find(piece)
    return set(range(at, at + len(piece))) if at >= 0 else set()
