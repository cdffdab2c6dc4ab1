# SPDX-License-Identifier: Apache-2.0
"""Verbs of dispatch; one module a noun."""

from .changes import (
    follow_records,
    light_issue,
    light_open_issues,
    light_whole_issue,
    note_all_lights,
    note_lights,
    relight,
)
from .issuing import AlreadyThere, Stricter, check_is_current, hand_on, issue_notice, issue_under
from .lists import drop_list, keep_list
from .notices import confirm_notice, receive_notice, reopen_notice, withdraw_notice
from .questions import answer_question, ask_question
from .receipts import (
    answer_requirement,
    ask_extension,
    check_is_issuer,
    check_may_extend,
    decide_extension,
    decide_refusal,
    refuse_receipt,
    sign_receipt,
)
from .requirements import (
    Correction,
    add_requirement,
    amend_requirement,
    correct_requirement,
    drop_requirement,
    join_requirement,
    split_requirement,
)
from .selection import Selection, within_reach
from .supervision import draw_verification, drawn, finish_verification, judge_record, see_urges, urge_units
from .units import follow_units

__all__ = (
    "AlreadyThere",
    "Correction",
    "Selection",
    "Stricter",
    "add_requirement",
    "amend_requirement",
    "answer_question",
    "answer_requirement",
    "ask_extension",
    "ask_question",
    "check_is_current",
    "check_is_issuer",
    "check_may_extend",
    "confirm_notice",
    "correct_requirement",
    "decide_extension",
    "decide_refusal",
    "draw_verification",
    "drawn",
    "drop_list",
    "drop_requirement",
    "finish_verification",
    "follow_records",
    "follow_units",
    "hand_on",
    "issue_notice",
    "issue_under",
    "join_requirement",
    "judge_record",
    "keep_list",
    "light_issue",
    "light_open_issues",
    "light_whole_issue",
    "note_all_lights",
    "note_lights",
    "receive_notice",
    "refuse_receipt",
    "relight",
    "reopen_notice",
    "see_urges",
    "sign_receipt",
    "split_requirement",
    "urge_units",
    "withdraw_notice",
    "within_reach",
)
