# SPDX-License-Identifier: Apache-2.0
"""Rights at the door, and the wide rights that nobody uses without a second factor."""

from django.utils.translation import gettext_lazy as _

from guantong.org.rights import Right, named

RIGHTS = (
    Right("signin.invitation.invite", _("发邀请码"), ("office", "chair")),
    Right("signin.invitation.revoke", _("收回邀请码"), ("office", "chair")),
)

# Whoever may open doors for others, change what rules say or read everybody's traces signs in with two factors.
WIDE = ("org.post.give", "org.account.open", "org.account.secure", "org.rule.set", "trace.entry.read")


def needs_second_factor(role: str) -> bool:
    """Whether posts of a role carry a wide right."""
    return any(role in named(right).roles for right in WIDE)
