# SPDX-License-Identifier: Apache-2.0
"""What a register's declaration compiled to, and what it cost in lines."""

from __future__ import annotations

import argparse
import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from django.db.models import QuerySet

from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.register.api.views import api_urls_of
from guantong.register.catalogue import indicators, register_named
from guantong.register.listing import Order, sortable
from guantong.register.register import Register
from guantong.register.urls import urls_of

TARGET = 150
TESTS = Path(__file__).parents[3] / "tests"


def explain_command(argv: list[str]) -> int:
    """Print the objects that a declaration compiled to: what each is called in Python, then what is in it."""
    register = _chosen(argv, "guantong explain")
    for line in explained(register):
        print(line)
    return 0


def explained(register: type[Register]) -> Iterator[str]:
    """One line for each object."""
    form, filters = register.form_class(), register.filter_class()
    yield f"{register.key}  {register.title()}  {register.model._meta.label}  {inspect.getsourcefile(register)}"
    for name, field in form.base_fields.items():
        needed = "必填" if field.required else "可空"
        yield f"表单  {name}  {type(field).__name__}  {needed}  {field.label}"
    for name, each in filters.base_filters.items():
        yield f"筛选  {name}  {type(each).__name__}  {each.label}"
    for place in ("list", "page", "sheet", "api"):
        yield f"出现在 {place}  {', '.join(field.name for field in register.on(place))}"
    yield f"遮盖  {', '.join(f'{each.name}={each.veil}' for each in register.fields if each.veil) or '无'}"
    yield f"排序  {', '.join(sortable(register))}"
    yield f"查询  {_sql(register)}"
    for right in register.rights():
        yield f"权限  {right.name}  {'、'.join(right.roles)}"
    for step in register.flow.moves if register.flow else ():
        yield f"流程  {step.verb}  {'、'.join(step.sources)} → {step.target}  {step.right}"
    for pattern in urls_of(register):
        yield f"网址  /{pattern.pattern}  {pattern.name}"
    for pattern in api_urls_of(register):
        yield f"接口  /api/v1/{pattern.pattern}  {pattern.name}"
    for indicator in indicators():
        if any(source.model is register.model for source in indicator.of):
            yield f"指标  {indicator.key}  {indicator.title}"


def _sql(register: type[Register]) -> str:
    """The statement of the list's first page, as an officer of the unit at path 0001 would ask it."""
    role = next(right for right in register.rights() if right.name == register.right("read")).roles[0]
    actor = Actor(0, "", Unit(path="0001", name="", depth=1), role, 0, "")
    rows: QuerySet[Any] = Order.said(register, "").sorted(register.queryset(actor))
    return str(rows.query)


def cost_command(argv: list[str]) -> int:
    """Print the lines that a register cost, file by file; exit code 1 above the target."""
    register = _chosen(argv, "guantong cost")
    found = costs(register)
    for name, lines in found.items():
        print(f"{lines:>5}  {name}")
    total = sum(found.values())
    print(f"{total:>5}  合计，目标 {TARGET}")
    return 0 if total <= TARGET else 1


def costs(register: type[Register]) -> dict[str, int]:
    """Lines by file: model with its choices, states, declaration, the services of its own, tests that name it."""
    parts: dict[str, int] = {}
    for thing in (*_model_parts(register), register, *_services(register)):
        where = inspect.getsourcefile(thing) or ""
        name = "/".join(Path(where).parts[-2:])
        parts[name] = parts.get(name, 0) + len(inspect.getsource(thing).strip().splitlines())
    if register.flow is not None:
        states = inspect.getmodule(register.flow.states)
        name = "/".join(Path(inspect.getsourcefile(register.flow.states) or "").parts[-2:])
        parts[name] = parts.get(name, 0) + _assigned(states, register.flow)
    for place, lines in _tests(register):
        parts[place] = lines
    return parts


def _model_parts(register: type[Register]) -> Iterator[type[Any]]:
    """The model, and the states of its flow."""
    yield register.model
    if register.flow is not None:
        yield register.flow.states


def _services(register: type[Register]) -> list[Any]:
    """Create, update and what each move calls; where they are methods of one object, the whole class of that object."""
    verbs: list[Any] = [register.create, register.update, *register.moves.values()]
    owners = [type(each.__self__) if inspect.ismethod(each) else inspect.unwrap(each) for each in verbs]
    return list(dict.fromkeys(owners))


def _assigned(module: ModuleType | None, value: object) -> int:
    """The lines of the statement that gives a module this value."""
    if module is None:
        return 0
    names = {name for name, held in vars(module).items() if held is value}
    for node in ast.parse(inspect.getsource(module)).body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(each, ast.Name) and each.id in names for each in targets):
            return (node.end_lineno or node.lineno) - node.lineno + 1
    return 0


def _tests(register: type[Register]) -> Iterator[tuple[str, int]]:
    """Test functions of the room that name the model, its services or its register; contract tests cost nothing."""
    words = {register.model.__name__, register.__name__, register.key}
    folder = TESTS / register.room()
    for path in sorted(folder.glob("test_*.py")) if folder.is_dir() else ():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        lines = sum(
            (node.end_lineno or node.lineno) - node.lineno + 1
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and any(word in ast.unparse(node) for word in words)
        )
        if lines:
            yield f"tests/{register.room()}/{path.name}", lines


def _chosen(argv: list[str], prog: str) -> type[Register]:
    parser = argparse.ArgumentParser(prog=prog)
    parser.add_argument("key", help="登记簿，例如 learning.lecture")
    return register_named(parser.parse_args(argv).key)
