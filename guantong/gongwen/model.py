# SPDX-License-Identifier: Apache-2.0
"""The model of an official document (公文) and of what a careful person reads in one.

`Document` is what is printed and read back: `read(write(doc)).document == doc`. `Reading` is a document
together with its source text, where each piece stands in it, and what it tells its readers to do.
No parsing and no layout live here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """Document kinds (文种) that Guantong writes, of the fifteen in the Regulations of 2012, Article 8."""

    NOTICE = "通知"
    REPORT = "报告"
    REQUEST = "请示"
    LETTER = "函"
    MINUTES = "纪要"
    CIRCULAR = "通报"
    OPINION = "意见"
    REPLY = "批复"


class Role(StrEnum):
    """What a sentence does to its readers. Every sentence of a body has exactly one role."""

    EXHORTATION = "exhortation"
    DUTY = "duty"
    CONDITION = "condition"
    PERMISSION = "permission"
    INFORMATION = "information"
    REPORTING = "reporting"


class Programme(StrEnum):
    """The nine fields of work by which a requirement is filed."""

    STUDY = "study"
    PUBLICITY = "publicity"
    HONORS = "honors"
    CONTESTS = "contests"
    RIGHTS = "rights"
    AID = "aid"
    MEMBERSHIP = "membership"
    WORKFORCE = "workforce"
    SUPERVISION = "supervision"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters `[start, end)` in the source text of a reading."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading on a line of its own. Level 1 is 一、, 2 （一）, 3 1., 4 （1）."""

    level: int
    marker: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One whole paragraph of the body, in one line, without its indent.

    `lead` is the run-in heading that opens it (一要深化主题宣传教育。), "" where there is none; it is part of `text`.
    """

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as plain text; the first `heads` rows are its head."""

    rows: tuple[tuple[str, ...], ...]
    heads: int = 1
    caption: str = ""


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex (附件): its title without number, and what it holds (empty where it is only named)."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """An official document as GB/T 9704-2012 divides it: head (版头), body (主体), imprint (版记)."""

    title: str
    kind: str
    blocks: tuple[Block, ...] = ()
    issuer: str = ""
    masthead: str = ""
    number: str = ""
    urgency: str = ""
    signatories: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    signature: tuple[str, ...] = ()
    issued_on: date | None = None
    note: str = ""
    copies: tuple[str, ...] = ()
    printer: str = ""
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the body at its exact place; `section` is the index of its heading in the outline, or None."""

    span: Span
    text: str
    role: Role
    paragraph: int
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that the text sets (至少3场, 不低于80%), as written and as a value with its unit of measure."""

    span: Span
    text: str
    value: float
    measure: str
    is_target: bool


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing the notice tells its readers to do, at its exact characters.

    `due` is a calendar date with its year from context; `recurs` says a repeating due in words (每月25日前),
    "" if none; `why` lists the rules that made it a requirement, for a person to read.
    """

    span: Span
    text: str
    programmes: tuple[Programme, ...] = ()
    bodies: tuple[str, ...] = ()
    due: date | None = None
    recurs: str = ""
    quantities: tuple[Quantity, ...] = ()
    is_reporting: bool = False
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date by which something must be done or handed in, with the words that set it."""

    span: Span
    text: str
    date: date


@dataclass(frozen=True, slots=True)
class ReportingDuty:
    """Who reports to whom, by when (`due` or the vague `when`, such as 及时), about what."""

    span: Span
    text: str
    reporters: tuple[str, ...]
    receiver: str
    when: str
    about: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A quoted short name such as “八进”, and the span of the sentence that explains it, if there is one."""

    term: str
    span: Span
    explained_by: Span | None = None


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A numbered heading or run-in heading, by depth, at its place."""

    level: int
    marker: str
    heading: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read: the healed `text` that every span points into, the document, and what it asks for.

    `places` gives the span of each piece of the document by name (title, number, issuer, addressees, issued_on …).
    `paragraph_spans` runs beside the paragraphs of the body. `forwarded` is a second document in the same file.
    """

    text: str
    document: Document
    places: dict[str, Span] = field(default_factory=dict, hash=False)
    paragraphs: tuple[str, ...] = ()
    paragraph_spans: tuple[Span, ...] = ()
    outline: tuple[OutlineEntry, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    reporting: tuple[ReportingDuty, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    forwarded: Reading | None = None
    warnings: tuple[str, ...] = ()


class Unreadable(Exception):
    """The source cannot be read as a document: one sentence says what is wrong and what to do.

    `code` names the reason for programs: encrypted, too_large, empty, not_a_document, broken, unsupported.
    """

    def __init__(self, message: str, code: str = "broken") -> None:
        super().__init__(message)
        self.code = code
