# SPDX-License-Identifier: Apache-2.0
"""`python -m guantong.gongwen VERB`: the commands of official documents without the rest of Guantong."""

from __future__ import annotations

import sys
from importlib import import_module

VERBS = {
    "read": "guantong.gongwen.cli:read_command",
    "lint": "guantong.gongwen.lint.cli:lint_command",
    "write": "guantong.gongwen.write.cli:write_command",
}


def main(argv: list[str]) -> int:
    """Run the verb that the first argument names."""
    if not argv or argv[0] not in VERBS:
        print(f"用法：python -m guantong.gongwen {{{'|'.join(VERBS)}}} …", file=sys.stderr)
        return 2
    module, _, function = VERBS[argv[0]].partition(":")
    return int(getattr(import_module(module), function)(argv[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
