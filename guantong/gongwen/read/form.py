# SPDX-License-Identifier: Apache-2.0
"""The outer form of a reading: plain dictionaries with the stable keys that other programs rely on."""

from __future__ import annotations

from datetime import date
from typing import Any

from guantong.gongwen.model import Reading, Requirement, Span


def as_json(reading: Reading) -> dict[str, Any]:
    """The reading as JSON values. Absent pieces are null or empty."""
    document = reading.document
    return {
        "issuer": document.issuer or None,
        "doc_number": document.number or None,
        "title": document.title or None,
        "kind": document.kind or None,
        "addressees": list(document.addressees),
        "issued_on": _day(document.issued_on),
        "outline": [
            {"level": entry.level, "marker": entry.marker, "heading": entry.heading, "span": _pair(entry.span)}
            for entry in reading.outline
        ],
        "paragraphs": list(reading.paragraphs),
        "requirements": [_requirement(item) for item in reading.requirements],
        "deadlines": [
            {"date": item.date.isoformat(), "text": item.text, "span": _pair(item.span)} for item in reading.deadlines
        ],
        "attachments": [annex.title for annex in document.annexes],
        **_frame(reading),
        **_inside(reading),
        "forwarded": as_json(reading.forwarded) if reading.forwarded else None,
        "warnings": list(reading.warnings),
        "places": {name: _pair(span) for name, span in reading.places.items()},
        "text": reading.text,
    }


def _inside(reading: Reading) -> dict[str, Any]:
    """Sentences with their roles, reporting duties, short names."""
    return {
        "sentences": [
            {"text": item.text, "role": item.role.value, "span": _pair(item.span)} for item in reading.sentences
        ],
        "reporting": [
            {
                "text": item.text,
                "reporters": list(item.reporters),
                "receiver": item.receiver,
                "when": item.when,
                "about": item.about,
                "due": _day(item.due),
                "span": _pair(item.span),
            }
            for item in reading.reporting
        ],
        "abbreviations": [
            {
                "term": item.term,
                "span": _pair(item.span),
                "explained_by": _pair(item.explained_by) if item.explained_by else None,
            }
            for item in reading.abbreviations
        ],
    }


def _frame(reading: Reading) -> dict[str, Any]:
    document = reading.document
    return {
        "masthead": document.masthead or None,
        "urgency": document.urgency or None,
        "signatories": list(document.signatories),
        "signature": list(document.signature),
        "note": document.note or None,
        "copies": list(document.copies),
        "printer": document.printer or None,
        "printed_on": _day(document.printed_on),
    }


def _requirement(item: Requirement) -> dict[str, Any]:
    return {
        "text": item.text,
        "programmes": [programme.value for programme in item.programmes],
        "bodies": list(item.bodies),
        "due": _day(item.due),
        "recurs": item.recurs or None,
        "quantities": [
            {"text": part.text, "value": part.value, "measure": part.measure, "is_target": part.is_target}
            for part in item.quantities
        ],
        "is_reporting": item.is_reporting,
        "why": list(item.why),
        "span": _pair(item.span),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]
