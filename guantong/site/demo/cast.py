# SPDX-License-Identifier: Apache-2.0
"""The named cast of the demo: seven accounts whose passwords are opened in a demo database and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CastAccount:
    """One member of the cast, and how a visitor signs in as them."""

    username: str
    password: str
    name: str
    unit: str
    role: str
    title: str
    label: str


ACCOUNTS = (
    CastAccount("sheng", "guantong-sheng", "王例兰", "630000", "office", "办公室主任", "省总办公室 王例兰"),
    CastAccount("shi", "guantong-shi", "赵例宁", "630200", "office", "办公室干部", "海东市总 赵例宁"),
    CastAccount("xian", "guantong-xian", "李样禾", "630223", "office", "办公室干部", "互助县总 李样禾"),
    CastAccount("jiceng", "guantong-jiceng", "周示安", "630223-01", "chair", "工会主席", "基层工会主席 周示安"),
    CastAccount("bumen", "guantong-bumen", "陈样德", "630000-xj", "head", "部长", "省总宣教部 陈样德"),
    CastAccount("lingdao", "guantong-lingdao", "李例梅", "630000", "leader", "副主席", "省总分管领导 李例梅"),
    CastAccount("shenji", "guantong-shenji", "孙例明", "630000", "auditor", "审计员", "审计员 孙例明"),
)
