# SPDX-License-Identifier: Apache-2.0
"""Finds broken rules and the smallest mending change of a slate by trying everything.

The model of a change is in README.md. Not meant to be fast: it is the measure for whatever is.
"""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

Candidate = Mapping[str, Any]
Vector = tuple[int, ...]
Picks = dict[int, dict[Vector, tuple[str, ...]]]
HOLDS: dict[str, Callable[[int], bool]] = {
    ">=": lambda gap: gap >= 0,
    "<=": lambda gap: gap <= 0,
    "==": lambda gap: gap == 0,
}


def fits(candidate: Candidate, wanted: Mapping[str, Any]) -> bool:
    """A filter names allowed values for each attribute; the empty filter fits everybody."""
    return all(candidate.get(attribute) in allowed for attribute, allowed in wanted.items())


def expand(rules: Iterable[Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    """A rule with `per` is one rule for each listed value of that attribute."""
    plain: list[tuple[str, Mapping[str, Any]]] = []
    for rule in rules:
        per = rule.get("per")
        for value in per["values"] if per else [None]:
            narrowed = dict(rule)
            if per:
                for side in ("numerator", "denominator"):
                    if rule[side] is not None:
                        narrowed[side] = {**rule[side], per["attribute"]: [value]}
            plain.append((rule["id"], narrowed))
    return plain


def effect(candidate: Candidate, rules: Iterable[tuple[str, Mapping[str, Any]]]) -> Vector:
    """What one person adds to each rule's gap: 100 x numerator - value x denominator, or the count."""
    parts = []
    for _, rule in rules:
        counted = int(fits(candidate, rule["numerator"]))
        if rule["denominator"] is None:
            parts.append(counted)
        else:
            parts.append(100 * counted - rule["value"] * int(fits(candidate, rule["denominator"])))
    return tuple(parts)


def start(rules: Iterable[tuple[str, Mapping[str, Any]]]) -> Vector:
    return tuple(0 if rule["denominator"] is not None else -rule["value"] for _, rule in rules)


def plus(left: Vector, right: Vector, sign: int = 1) -> Vector:
    return tuple(a + sign * b for a, b in zip(left, right, strict=True))


def picks(people: Iterable[Candidate], rules: list[tuple[str, Mapping[str, Any]]], most: int) -> Picks:
    """Every sum that some choice of at most `most` people adds up to, by size, each with one such choice."""
    found: Picks = {0: {(0,) * len(rules): ()}}
    for person in people:
        own = effect(person, rules)
        for size in sorted(found, reverse=True):
            if size < most:
                larger = found.setdefault(size + 1, {})
                for total, ids in found[size].items():
                    larger.setdefault(plus(total, own), (*ids, person["id"]))
    return found


def gap_of(slate: Mapping[str, Any], rules: list[tuple[str, Mapping[str, Any]]]) -> Vector:
    total = start(rules)
    for person in slate["chosen"]:
        total = plus(total, effect(person, rules))
    return total


def broken(slate: Mapping[str, Any]) -> list[str]:
    """Ids of the rules that the chosen break, in the slate's order."""
    rules = expand(slate["rules"])
    bad = [
        key for (key, rule), gap in zip(rules, gap_of(slate, rules), strict=True) if not HOLDS[rule["operator"]](gap)
    ]
    return list(dict.fromkeys(bad))


def seats_fit(slate: Mapping[str, Any], number: int) -> bool:
    return bool(number == slate["seats"] if slate["fill"] == "exact" else 0 < number <= slate["seats"])


def smallest_change(slate: Mapping[str, Any]) -> tuple[int, tuple[str, ...], tuple[str, ...]] | None:
    """Cost, who leaves, who comes in; None where no change mends the slate."""
    rules = expand(slate["rules"])
    base = gap_of(slate, rules)
    movable = [person for person in slate["chosen"] if not person.get("fixed")]
    checks = [HOLDS[rule["operator"]] for _, rule in rules]
    limit = max(len(movable), len(slate["reserve"]))
    for depth in sorted({min(5, limit), limit}):
        outs, ins = picks(movable, rules, depth), picks(slate["reserve"], rules, depth)
        for cost in range(depth + 1):
            pairs = [(o, i) for o in outs for i in ins if max(o, i) == cost]
            for o, i in sorted(pairs):
                if not seats_fit(slate, len(slate["chosen"]) - o + i):
                    continue
                for lost, leaving in outs[o].items():
                    rest = plus(base, lost, -1)
                    for gained, coming in ins[i].items():
                        if all(check(a + b) for check, a, b in zip(checks, rest, gained, strict=True)):
                            return cost, leaving, coming
    return None


def main() -> int:
    slates = json.loads((Path(__file__).parent / "slates.json").read_text(encoding="utf-8"))
    wrong = 0
    for slate in slates:
        change = smallest_change(slate)
        cost = change[0] if change else None
        expected = slate["expected"]
        same = cost == expected["smallest_change"] and broken(slate) == expected["broken"]
        wrong += not same
        print(slate["key"], "broken", broken(slate), "cost", cost, "as expected" if same else "NOT AS EXPECTED")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
