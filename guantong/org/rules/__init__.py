# SPDX-License-Identifier: Apache-2.0
"""Rules of org, pure: those with dated values (`dated`), names and numbers of people as written (`identity`)."""

from .dated import RULES, Rule

__all__ = ("RULES", "Rule")
