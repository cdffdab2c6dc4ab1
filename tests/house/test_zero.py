# SPDX-License-Identifier: Apache-2.0
"""What the house has none of: drawers for anything, receivers, star imports, stray SQL, rows fetched in views."""

import ast
import re
import tomllib

import pytest

from tests.house import tree

DRAWERS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "base",
    "lib",
    "manager",
    "managers",
    "misc",
    "signals",
}
SQL_CALLS = {"raw", "extra", "cursor", "executemany", "RawSQL"}
SQL_TEXT = re.compile(r"\s*(?:select|insert|update|delete|create|alter|drop|pragma|with|copy|set)\b", re.IGNORECASE)
SWALLOWED = {"Exception", "BaseException"}


def imports(source: tree.Source) -> list[tuple[str, ast.stmt]]:
    """Every module that is imported, with the place; ``from a import b`` gives both ``a`` and ``a.b``."""
    found: list[tuple[str, ast.stmt]] = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(node.module or "", node), *((f"{node.module}.{alias.name}", node) for alias in node.names)]
    return found


def test_no_module_is_a_drawer_for_anything():
    packages = {init.parent for init in tree.PACKAGE.rglob("__init__.py")}
    named = {source.path for source in tree.sources()} | packages
    assert not [tree.said(path) for path in named if path.stem in DRAWERS]


def test_no_signal_is_received():
    wired = [
        tree.line(source, node)
        for source in tree.product()
        for name, node in imports(source)
        if name == "django.dispatch" or name.startswith("django.dispatch.") or name.rpartition(".")[2] == "signals"
    ]
    assert not wired, f"what happens next is written where it happens: {wired}"


def test_nothing_is_imported_by_a_star():
    assert not [
        tree.line(source, node) for source in tree.sources() for name, node in imports(source) if name.endswith(".*")
    ]


def test_raw_sql_stands_only_in_files_named_sql():
    stray = [
        tree.line(source, node)
        for source in tree.product()
        if not source.is_called("sql")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and is_sql(node)
    ]
    assert not stray, stray


def is_sql(call: ast.Call) -> bool:
    """Whether this call speaks SQL: by its name, or because its first words are SQL."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    first = call.args[0] if call.args else None
    speaks = isinstance(first, ast.Constant) and isinstance(first.value, str) and bool(SQL_TEXT.match(first.value))
    return name in SQL_CALLS or (name in {"execute", "RunSQL"} and speaks)


def test_a_view_fetches_no_rows_itself():
    fetched = [
        tree.line(source, node)
        for source in tree.product()
        if source.is_called("views")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
    assert not fetched, f"a view asks queries or a register: {fetched}"


def test_a_rule_knows_no_django_and_no_clock():
    tainted = [
        tree.line(source, node)
        for source in tree.product()
        if source.is_called("rules")
        for name, node in imports(source)
        if (name.split(".")[0] == "django" and not name.startswith("django.utils.translation"))
        or name in {"guantong.kernel.clock", "guantong.site.conf"}
    ]
    assert not tainted, f"a rule is handed what it needs: {tainted}"


def test_nothing_is_swallowed():
    swallowed = []
    for source in tree.sources():
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.ExceptHandler):
                continue
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(each is None or getattr(each, "id", "") in SWALLOWED for each in caught):
                swallowed.append(f"{source.name}:{node.lineno}")
    assert not swallowed, f"catch what you expect, by name: {swallowed}"


def test_dates_are_never_naive_because_lint_refuses_them():
    lint = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "DTZ" in lint["select"]
    assert not [rule for rule in lint["ignore"] if rule.startswith("DTZ")]


def test_no_work_is_promised_instead_of_done():
    promise = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
    later = [source.name for source in tree.sources() if promise.search(source.text)]
    assert not later, later


@pytest.mark.parametrize("mark", ["skip", "skipif", "xfail", "importorskip"])
def test_no_test_is_excused(mark):
    excused = [
        tree.line(source, node)
        for source in tree.sources()
        if source.is_test
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr == mark
    ]
    assert not excused, excused


def test_every_module_opens_with_its_license_and_its_purpose():
    silent = [
        source.name
        for source in tree.sources()
        if source.text.strip()
        and not (source.text.startswith("# SPDX-License-Identifier: Apache-2.0\n") and ast.get_docstring(source.tree))
    ]
    assert not silent, silent
