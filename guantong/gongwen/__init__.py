# SPDX-License-Identifier: Apache-2.0
"""Official documents (公文): model, read, lint, write. Pure Python; usable without the rest of Guantong.

The import is light: nothing that opens a file format or a vocabulary is loaded before the first `read`.
"""

from guantong.gongwen.model import Reading, Unreadable
from guantong.gongwen.read import Limits, is_notice_like, read, reading_json

__all__ = ["Limits", "Reading", "Unreadable", "is_notice_like", "read", "reading_json"]
