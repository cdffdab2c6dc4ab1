# SPDX-License-Identifier: Apache-2.0
"""Templates hold to the content policy: no style, script or handler written inline, nothing fetched from elsewhere."""

import ast
import re

from tests.house import tree

INLINE = {
    "style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE),
    "handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "address": re.compile(r"\b(?:src|href|action)\s*=\s*[\"']https?:", re.IGNORECASE),
}
STYLED = re.compile(r"<\w[^>]*\sstyle\s*=\s*[\"']")


def test_templates_write_no_style_script_or_handler_inline_and_fetch_nothing_from_elsewhere():
    inline = [
        f"{tree.said(template)}: inline {what}"
        for template in tree.templates()
        for what, pattern in INLINE.items()
        if pattern.search(template.read_text(encoding="utf-8"))
    ]
    assert not inline, inline


def test_python_writes_no_styled_markup_either():
    styled = [
        tree.line(source, node)
        for source in tree.product()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and STYLED.search(node.value)
    ]
    assert not styled, f"the content policy drops style attributes: {styled}"
