# SPDX-License-Identifier: Apache-2.0
"""Verbs at the door: what happened there, invitations, the ways in of an account."""

from .accounts import change_password, link_identity, secure_account, unlink_identity
from .doors import note, stamp_of
from .invitations import issue_invitation, note_wrong_try, redeem_invitation, revoke_invitation, send_code

__all__ = (
    "change_password",
    "issue_invitation",
    "link_identity",
    "note",
    "note_wrong_try",
    "redeem_invitation",
    "revoke_invitation",
    "secure_account",
    "send_code",
    "stamp_of",
    "unlink_identity",
)
