# SPDX-License-Identifier: Apache-2.0
"""What a register's declaration compiled to, and what it cost in lines."""

from __future__ import annotations

import argparse
import inspect

from guantong.register.catalogue import indicators, register_named
from guantong.register.register import Register
from guantong.register.views import urls_of


def explain_command(argv: list[str]) -> int:
    """Print the objects that a declaration compiled to."""
    register = _chosen(argv, "guantong explain")
    form = register.form_class()
    print(f"{register.key}  {register.title()}  {register.model._meta.label}")
    print("表单", ", ".join(form.base_fields))
    print("筛选", ", ".join(register.filter_class().base_filters))
    print("列表", ", ".join(field.name for field in register.on("list")))
    for right in register.rights():
        print("权限", right.name, "、".join(right.roles))
    for pattern in urls_of(register):
        print("网址", f"/{pattern.pattern}", pattern.name)
    for indicator in indicators():
        if any(source.model is register.model for source in indicator.of):
            print("指标", indicator.key, indicator.title)
    return 0


def cost_command(argv: list[str]) -> int:
    """Print the lines that a register cost: its model, its declaration and its services."""
    register = _chosen(argv, "guantong cost")
    model = len(inspect.getsource(register.model).splitlines())
    declaration = len(inspect.getsource(register).splitlines())
    services = {inspect.unwrap(getattr(each, "__func__", each)) for each in (register.create, register.update)}
    verbs = sum(len(inspect.getsource(each).splitlines()) for each in services)
    for name, lines in (("模型", model), ("声明", declaration), ("服务", verbs), ("合计", model + declaration + verbs)):
        print(f"{name}  {lines}")
    return 0


def _chosen(argv: list[str], prog: str) -> type[Register]:
    parser = argparse.ArgumentParser(prog=prog)
    parser.add_argument("key", help="登记簿，例如 learning.lecture")
    return register_named(parser.parse_args(argv).key)
