# SPDX-License-Identifier: Apache-2.0
"""The one refusal of the writer."""


class CannotWrite(ValueError):
    """A document cannot be laid out by the rules: one sentence says which rule and what to change."""
