# SPDX-License-Identifier: Apache-2.0
"""What the layout check has to say about one place of a document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error breaks the standard; a warning is a departure that many offices allow."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` names the place (第3段 标题), `rule` the clause of GB/T 9704-2012 or the Regulations."""

    where: str
    severity: Severity
    rule: str
    message: str
