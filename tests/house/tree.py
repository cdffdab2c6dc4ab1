# SPDX-License-Identifier: Apache-2.0
"""The repository as the guards read it: its files, its Python trees, its floors. Holds no rule of its own."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "guantong"
TESTS = ROOT / "tests"
DECISIONS = ROOT / "docs" / "decisions"
MADE_BY_TOOLS = {".git", ".venv", "var", "node_modules", "build", "dist"}


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path

    @property
    def name(self) -> str:
        """The path as people say it."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def is_test(self) -> bool:
        """Whether this file holds tests."""
        return TESTS in self.path.parents

    @cached_property
    def text(self) -> str:
        """What stands in it."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """It, parsed."""
        return ast.parse(self.text, self.name)

    @property
    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method in it."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    def is_called(self, name: str) -> bool:
        """Whether it is the module ``name`` of its app, or lies in the package that took its place."""
        return self.path.stem == name or self.path.parent.name == name


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file that people wrote; migrations are made by a tool."""
    found = (*PACKAGE.rglob("*.py"), *TESTS.rglob("*.py"))
    return tuple(Source(path) for path in sorted(found) if "migrations" not in path.parts)


def product() -> tuple[Source, ...]:
    """The sources that ship."""
    return tuple(source for source in sources() if not source.is_test)


@cache
def templates() -> tuple[Path, ...]:
    """Every template of ours."""
    return tuple(sorted(path for path in PACKAGE.rglob("*.html") if "templates" in path.parts))


@cache
def written_files() -> tuple[Path, ...]:
    """Every file that people wrote, of any kind, outside what tools make."""

    def walk(folder: Path) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            if path.name in MADE_BY_TOOLS or path.name.endswith((".egg-info", "_cache", "__pycache__", ".hypothesis")):
                continue
            if path.is_dir():
                yield from walk(path)
            else:
                yield path

    return tuple(walk(ROOT))


def said(path: Path) -> str:
    """The path as people say it."""
    return path.relative_to(ROOT).as_posix()


def apps() -> tuple[Path, ...]:
    """Every package directly under the house's roof."""
    return tuple(sorted(init.parent for init in PACKAGE.glob("*/__init__.py")))


def line(source: Source, node: ast.stmt | ast.expr) -> str:
    """Where a node stands, as editors understand it."""
    return f"{source.name}:{node.lineno}"


@cache
def floors() -> dict[str, int]:
    """Package name to floor, the roof highest, as import-linter is told them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract for contract in contracts if contract["id"] == "floors")["layers"]
    return {name.strip(" ()"): height for height, layer in enumerate(reversed(layers)) for name in layer.split("|")}
