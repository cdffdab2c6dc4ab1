# SPDX-License-Identifier: Apache-2.0
"""The `guantong` command: reading and writing documents need no database; the rest runs on the whole house."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from guantong.kernel.errors import Refused

DOCUMENTS = {
    "read": "guantong.gongwen.cli:read_command",
    "lint": "guantong.gongwen.lint.cli:lint_command",
    "write": "guantong.gongwen.write.cli:write_command",
}
HOUSE = {
    "serve": "guantong.site.commands.serve:serve_command",
    "worker": "guantong.site.commands.serve:worker_command",
    "migrate": "guantong.site.commands.keep:migrate_command",
    "demo": "guantong.site.commands.demo:demo_command",
    "check": "guantong.site.commands.keep:check_command",
    "anchor": "guantong.site.commands.keep:anchor_command",
    "rotate-keys": "guantong.site.commands.keep:rotate_keys_command",
    "reindex": "guantong.site.commands.keep:reindex_command",
    "remind": "guantong.site.commands.keep:remind_command",
    "why": "guantong.site.commands.figures:why_command",
    "verify": "guantong.site.commands.figures:verify_command",
    "explain": "guantong.site.commands.registers:explain_command",
    "cost": "guantong.site.commands.registers:cost_command",
    "bench": "guantong.site.commands.bench:bench_command",
    "rebuild": "guantong.site.commands.keep:rebuild_command",
    "django": "guantong.site.commands.keep:django_command",
}
ABOUT = {
    "read": "读一份公文，列出要求",
    "lint": "发文前看看会让下级多费多少事",
    "write": "把公文写成 docx 或 PDF",
    "serve": "开网站和一个后台进程",
    "worker": "只开后台进程",
    "migrate": "建好或更新数据库",
    "demo": "建演示联合会，走完一份通知",
    "check": "核对留痕链、存证、密封内容、存下的文件和汇总值",
    "anchor": "把各条留痕链的链头存到库外",
    "rotate-keys": "用新密钥重新加密证件号、账号等",
    "rebuild": "由登记重算全部汇总值",
    "reindex": "从登记重建搜索索引",
    "remind": "发到点的提醒，每人一天最多一条",
    "why": "说明一盏灯是由哪些登记算出来的",
    "verify": "把一份报告里的每个数重新算一遍",
    "explain": "一本登记簿声明成了什么",
    "cost": "一本登记簿写了多少行",
    "bench": "测速，和底线比",
    "django": "Django 自己的命令",
}


def main(argv: list[str] | None = None) -> int:
    """Run one verb; a refusal is one sentence on stderr and exit code 2."""
    words = sys.argv[1:] if argv is None else argv
    verbs = DOCUMENTS | HOUSE
    if not words or words[0] not in verbs:
        print("用法：guantong 命令 …\n", file=sys.stderr)
        for verb, about in ABOUT.items():
            print(f"  {verb:<8} {about}", file=sys.stderr)
        return 0 if words and words[0] in ("-h", "--help") else 2
    try:
        if words[0] == "demo":
            os.environ.setdefault("GUANTONG_HOME", str(Path("var") / "demo"))
        if words[0] in HOUSE:
            start()
        return command(verbs[words[0]])(words[1:])
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 2


def start() -> None:
    """Set Django up with our settings."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guantong.site.settings")
    django.setup()


def command(path: str) -> Callable[[list[str]], int]:
    """The function that a verb names."""
    module, name = path.split(":")
    found: Callable[[list[str]], int] = getattr(import_module(module), name)
    return found


if __name__ == "__main__":
    sys.exit(main())
