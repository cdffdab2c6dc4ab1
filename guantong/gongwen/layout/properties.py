# SPDX-License-Identifier: Apache-2.0
"""What a paragraph of a docx looks like when style, defaults and direct formatting are put together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

DEFAULT_SIZE = 10.0
"""Points that Word gives a letter when nothing says otherwise."""
ALIGNMENTS = {"start": "left", "end": "right", "both": "both", "distribute": "both"}


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph as it stands. Indents in characters, room before and line pitch in points (0: by the grid).

    `family` and `size` are those of most of its text, `families` and `sizes` all that it uses.
    """

    number: int
    text: str
    family: str
    families: tuple[str, ...]
    size: float
    sizes: tuple[float, ...]
    color: str
    align: str
    first: float
    left: float
    right: float
    before: float
    line: float
    is_framed: bool


class Looks:
    """Looks up the effective formatting of the paragraphs of one document."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._styles = {style.style_id: style.element for style in document.styles}
        defaults = document.styles.element.find(qn("w:docDefaults"))
        self._defaults = [] if defaults is None else list(defaults)
        default = next((s for s in document.styles if s.element.get(qn("w:default")) == "1" and s.type == 1), None)
        self._normal = default.style_id if default is not None else None

    def __iter__(self) -> Iterator[Look]:
        for at, paragraph in enumerate(self._document.paragraphs):
            yield self.of(paragraph, at + 1)

    def normal_size(self) -> float:
        """The size of the default style's letters, in which the grid counts."""
        style = self._styles.get(self._normal or "")
        return self._size(None, [*([style] if style is not None else []), *self._defaults])

    def of(self, paragraph: Paragraph, number: int) -> Look:
        """The look of a paragraph; of its runs the one with most text speaks for it."""
        runs = [run for run in paragraph.runs if run.text.strip()]
        main = max(runs, key=lambda run: len(run.text), default=None)
        chain = self._chain(paragraph)
        points = self._size(main._r if main else None, chain)
        spacing = self._attributes(chain, "w:spacing")
        indent = self._indents(chain, points)
        exact = spacing.get("lineRule") == "exact"
        alignment = self._attributes(chain, "w:jc").get("val", "left")
        return Look(
            number=number,
            text=paragraph.text.strip(),
            family=self._family(main._r if main else None, chain),
            families=tuple(dict.fromkeys(self._family(run._r, chain) for run in runs)),
            size=points,
            sizes=tuple(dict.fromkeys(self._size(run._r, chain) for run in runs)),
            color=self._run_value(main._r if main else None, chain, "w:color", "w:val") or "000000",
            align=ALIGNMENTS.get(alignment, alignment),
            first=indent["first"],
            left=indent["left"],
            right=indent["right"],
            before=float(spacing.get("before", 0)) / 20,
            line=float(spacing.get("line", 0)) / 20 if exact else 0.0,
            is_framed=bool(self._attributes(chain[:1], "w:framePr")),
        )

    def _chain(self, paragraph: Paragraph) -> list[BaseOxmlElement]:
        """Property blocks from the nearest to the farthest: the paragraph, its styles, the defaults."""
        direct = paragraph._p.pPr
        chain = [direct] if direct is not None else [paragraph._p]
        style_id = paragraph._p.style or self._normal
        while style_id is not None and style_id in self._styles:
            style = self._styles[style_id]
            chain.append(style)
            based = style.find(qn("w:basedOn"))
            style_id = based.get(qn("w:val")) if based is not None else None
        return [*chain, *self._defaults]

    def _attributes(self, chain: list[BaseOxmlElement], tag: str) -> dict[str, str]:
        """Attributes of a paragraph property, the nearest block winning attribute by attribute."""
        found: dict[str, str] = {}
        for block in chain:
            inner = block if block.tag == qn("w:pPr") else block.find(qn("w:pPr"))
            entry = inner.find(qn(tag)) if inner is not None else None
            if entry is not None:
                for name, value in entry.attrib.items():
                    found.setdefault(str(name).rpartition("}")[2], str(value))
        return found

    def _indents(self, chain: list[BaseOxmlElement], size: float) -> dict[str, float]:
        raw = self._attributes(chain, "w:ind")

        def chars(name: str) -> float:
            if f"{name}Chars" in raw:
                return float(raw[f"{name}Chars"]) / 100
            return float(raw.get(name, raw.get({"left": "start", "right": "end"}.get(name, ""), 0))) / 20 / size

        return {"first": chars("firstLine") - chars("hanging"), "left": chars("left"), "right": chars("right")}

    def _run_value(self, run: BaseOxmlElement | None, chain: list[BaseOxmlElement], tag: str, name: str) -> str:
        for properties in self._run_properties(run, chain):
            entry = properties.find(qn(tag))
            if entry is not None and entry.get(qn(name)):
                return str(entry.get(qn(name)))
        return ""

    def _size(self, run: BaseOxmlElement | None, chain: list[BaseOxmlElement]) -> float:
        half_points = self._run_value(run, chain, "w:sz", "w:val")
        return float(half_points) / 2 if half_points else DEFAULT_SIZE

    def _family(self, run: BaseOxmlElement | None, chain: list[BaseOxmlElement]) -> str:
        """The family of Chinese letters; "" where only the theme names one."""
        for properties in self._run_properties(run, chain):
            fonts = properties.find(qn("w:rFonts"))
            if fonts is not None:
                if fonts.get(qn("w:eastAsiaTheme")):
                    return ""
                if fonts.get(qn("w:eastAsia")):
                    return str(fonts.get(qn("w:eastAsia")))
        return ""

    def _run_properties(self, run: BaseOxmlElement | None, chain: list[BaseOxmlElement]) -> Iterator[BaseOxmlElement]:
        if run is not None and run.find(qn("w:rPr")) is not None:
            properties = run.find(qn("w:rPr"))
            yield properties
            character = properties.find(qn("w:rStyle"))
            if character is not None and character.get(qn("w:val")) in self._styles:
                inherited = self._styles[character.get(qn("w:val"))].find(qn("w:rPr"))
                if inherited is not None:
                    yield inherited
        for block in chain:
            if block.tag in (qn("w:style"), qn("w:rPrDefault")) and block.find(qn("w:rPr")) is not None:
                yield block.find(qn("w:rPr"))
