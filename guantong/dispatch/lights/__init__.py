# SPDX-License-Identifier: Apache-2.0
"""Lights, computed from records and never typed."""

from .board import (
    Assignment,
    assignment_of,
    assignments_of,
    bearing_receipts,
    concerning,
    counts_by_light,
    is_own,
    measure_of,
    moment_on,
    question_of,
    requirements_of,
    terms_of,
)
from .shares import Share, bearers_below, met_by

__all__ = (
    "Assignment",
    "Share",
    "assignment_of",
    "assignments_of",
    "bearers_below",
    "bearing_receipts",
    "concerning",
    "counts_by_light",
    "is_own",
    "measure_of",
    "met_by",
    "moment_on",
    "question_of",
    "requirements_of",
    "terms_of",
)
