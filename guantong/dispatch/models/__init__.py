# SPDX-License-Identifier: Apache-2.0
"""Notices, what they require, to whom they were issued, what was answered, and what became of the lights."""

from ..incoming.models import IncomingDocument
from ..reminders.models import ReminderWish
from .answers import QUESTIONS_A_NOTICE, Answer, Question, QuestionAnswer, QuestionKind
from .changes import LightChange
from .issues import Extension, Issue, Lighting, Receipt, Tightening
from .lists import UnitList
from .notices import Notice, NoticeQuerySet, Programme
from .records import Difficulty, Experience, WorkPlan
from .requirements import Reach, Repeats, Requirement
from .supervision import Urge, UrgeLevel, Verification

__all__ = (
    "QUESTIONS_A_NOTICE",
    "Answer",
    "Difficulty",
    "Experience",
    "Extension",
    "IncomingDocument",
    "Issue",
    "LightChange",
    "Lighting",
    "Notice",
    "NoticeQuerySet",
    "Programme",
    "Question",
    "QuestionAnswer",
    "QuestionKind",
    "Reach",
    "Receipt",
    "ReminderWish",
    "Repeats",
    "Requirement",
    "Tightening",
    "UnitList",
    "Urge",
    "UrgeLevel",
    "Verification",
    "WorkPlan",
)
