# SPDX-License-Identifier: Apache-2.0
"""A refusal in the reader's language: the kernel keeps message and values apart, here they meet."""

from django.utils.translation import gettext

from guantong.kernel.errors import Refused


def worded(refused: Refused) -> str:
    """The sentence of a refusal, in the language of the request."""
    text = gettext(refused.msgid)
    return text.format(**refused.params) if refused.params else text
