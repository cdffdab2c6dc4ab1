# SPDX-License-Identifier: Apache-2.0
"""Web pages, also those saved from Word: text by blocks, tables by rows, without menus and scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from guantong.gongwen.model import Unreadable
from guantong.gongwen.read.limits import Limits
from guantong.gongwen.read.lines import Line, Pages
from guantong.gongwen.read.sources.plain import unseen_removed

_DROPPED = "script,style,noscript,template,iframe,object,embed,svg,nav,footer,select,button,input,textarea,head,aside"
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "section",
        "article",
        "main",
        "header",
        "pre",
        "form",
        "fieldset",
        "figure",
        "figcaption",
        "center",
        "address",
        "hr",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "caption",
        "tr",
        "td",
        "th",
        "body",
        "html",
    ]
)
_TITLES = frozenset({"h1", "h2"})
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.I)
# A longer cell holds an article, not a datum.
_LONGEST_CELL = 1200
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:]*)[^<>]{0,4000}?(?<!/)>")
# Elements that a parser closes by itself, and those that hold nothing.
_SELF_CLOSED = frozenset(
    ("p", "li", "td", "th", "tr", "dt", "dd", "option", "optgroup", "rt", "rp", "thead", "tbody")
) | {
    *("tfoot", "colgroup", "html", "head", "body", "br", "hr", "img", "input", "meta", "link", "area", "base", "col"),
    *("embed", "source", "track", "wbr", "param"),
}
_SPACES = re.compile(r"[ \t\r\n\x0b\f]+")


@dataclass
class _Writer:
    """Collects lines while the tree is walked."""

    lines: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    is_title: bool = False

    def end_line(self) -> None:
        text = _SPACES.sub(" ", unseen_removed("".join(self.pieces)).replace("\xa0", " "))
        if text.strip():
            self.lines.append(Line(text, is_title=self.is_title))
        self.pieces.clear()


def markup_pages(text: str, limits: Limits) -> Pages:
    """The visible lines of a web page in reading order."""
    if len(text) > limits.characters * 8:
        raise Unreadable("网页过大，请只保存正文后再试。", "too_large")
    if _depth(text) > limits.markup_depth:
        raise Unreadable("网页内部层层嵌套过深，已拒绝读取。", "too_large")
    tree = LexborHTMLParser(text)
    for node in tree.css(_DROPPED):
        node.decompose()
    root = tree.body or tree.root
    writer = _Writer()
    if root is not None:
        _walk(root, writer)
    writer.end_line()
    if sum(len(line.text) for line in writer.lines) > limits.characters:
        raise Unreadable(f"文字超过 {limits.characters} 字，请拆分后分别读取。", "too_large")
    return Pages(tuple(writer.lines))


def _depth(text: str) -> int:
    """How deep the elements nest that a parser does not close by itself; deep nesting costs the parser its square."""
    depth = deepest = 0
    for match in _TAG.finditer(text):
        if match["name"].lower() in _SELF_CLOSED:
            continue
        depth = max(0, depth - 1) if match["end"] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _walk(root: LexborNode, writer: _Writer) -> None:
    """Depth first without recursion, so that deep nesting costs memory only."""
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack:
        node, is_left = stack.pop()
        tag = node.tag or ""
        if is_left:
            writer.end_line()
            writer.is_title = False if tag in _TITLES else writer.is_title
            continue
        if tag == "-text":
            writer.pieces.append(node.text(deep=False) or "")
            continue
        if tag == "br":
            writer.end_line()
            continue
        if tag == "tr":
            writer.end_line()
            if _row(node, writer):
                continue
        if _is_hidden(node):
            continue
        if tag in _BLOCKS:
            writer.end_line()
            writer.is_title = tag in _TITLES or writer.is_title
            stack.append((node, True))
        stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))


def _is_hidden(node: LexborNode) -> bool:
    style = node.attributes.get("style") if node.attributes else None
    return bool(style and _HIDDEN.search(style))


def _row(node: LexborNode, writer: _Writer) -> bool:
    """Write a row of a data table; False for one that lays out a page, whose cells are walked as blocks."""
    cells = [child for child in node.iter() if child.tag in ("td", "th")]
    if len(cells) <= 1 or any(cell.css_first("table") for cell in cells):
        return False
    texts = tuple(_SPACES.sub(" ", unseen_removed(cell.text(deep=True)).replace("\xa0", " ")).strip() for cell in cells)
    if max(map(len, texts)) > _LONGEST_CELL:
        return False
    if any(texts):
        writer.lines.append(Line("\t".join(texts), cells=texts))
    return True
