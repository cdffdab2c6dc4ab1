# SPDX-License-Identifier: Apache-2.0
"""The budgets of the house: what is long enough to look at twice, and what is too long to pass.

A budget is raised only by a decision record with a line such as `Budget: file guantong/x/y.py 700`.
Run as a program it lists what has passed the first mark, and fails nothing.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from tests.house import tree

# kind: (look twice above this, fails from this on)
MARKS = {
    "file": (400, 600),
    "function": (40, 60),
    "parameters": (5, 7),
    "template": (120, 200),
    "app": (10, 14),
}
RAISED = re.compile(r"^Budget: (?P<kind>\w+) (?P<name>\S+) (?P<limit>[0-9]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Size:
    """How large one thing is."""

    kind: str
    name: str
    where: str
    value: int

    def __str__(self) -> str:
        return f"{self.where}: {self.kind} {self.name} has {self.value} (of {MARKS[self.kind][0]})"


def sizes() -> Iterator[Size]:
    """Everything that has a budget, measured."""
    for source in tree.sources():
        yield Size("file", source.name, source.name, source.text.count("\n"))
        yield from _function_sizes(source)
    for template in tree.templates():
        lines = template.read_text(encoding="utf-8").count("\n")
        yield Size("template", tree.said(template), tree.said(template), lines)
    for app in tree.apps():
        inside = [path for path in app.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()]
        modules = {path.stem for path in inside} - {"__init__", "migrations", "tests"}
        yield Size("app", app.name, tree.said(app), len(modules))


def _function_sizes(source: tree.Source) -> Iterator[Size]:
    for function in source.functions:
        name, where = f"{source.name}:{function.name}", tree.line(source, function)
        yield Size("function", name, where, (function.end_lineno or function.lineno) - function.lineno + 1)
        if source.is_test:
            continue  # a test's parameters are its cast, not an interface
        given = function.args
        named = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
        yield Size("parameters", name, where, len([each for each in named if each not in {"self", "cls"}]))


def raised() -> dict[tuple[str, str], int]:
    """The budgets that a decision record has raised."""
    return {
        (found["kind"], found["name"]): int(found["limit"])
        for record in sorted(tree.DECISIONS.glob("[0-9][0-9][0-9]-*.md"))
        for found in RAISED.finditer(record.read_text(encoding="utf-8"))
    }


def over_budget() -> list[Size]:
    """What is too large to pass."""
    higher = raised()
    return [size for size in sizes() if size.value >= higher.get((size.kind, size.name), MARKS[size.kind][1])]


def main() -> None:
    """List what deserves a second look."""
    large = [size for size in sizes() if size.value > MARKS[size.kind][0]]
    for size in large:
        sys.stdout.write(f"look twice: {size}\n")


if __name__ == "__main__":
    main()
