# SPDX-License-Identifier: Apache-2.0
"""Whether a row may become a record: column by column with the form's own cleaners, then the record as a whole."""

from .judge import Judge, Verdict
from .said import plain_value, shown

__all__ = ("Judge", "Verdict", "plain_value", "shown")
