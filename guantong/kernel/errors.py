# SPDX-License-Identifier: Apache-2.0
"""The one family of refusals. A service raises one; page, fragment, sheet row and API each render it their way.

A refusal keeps its message id and its values apart, so that the reader's language is chosen when it is shown.
"""

from typing import ClassVar


class Refused(Exception):
    """Something may not happen, for a reason that a person can read; ``msgid`` may be a lazy translation."""

    code: ClassVar[str] = "refused"

    def __init__(self, msgid: object, /, **params: object) -> None:
        super().__init__(msgid)
        self.msgid = str(msgid)
        self.params = params

    def __str__(self) -> str:
        return self.msgid.format(**self.params)


class NotAllowed(Refused):
    """The actor lacks a right here; ``right`` names it."""

    code = "not_allowed"

    def __init__(self, msgid: object, /, *, right: str, **params: object) -> None:
        super().__init__(msgid, right=right, **params)
        self.right = right


class WrongState(Refused):
    """The record is in a state from which this move does not start."""

    code = "wrong_state"


class RuleBroken(Refused):
    """A rule of a law, a notice or the house forbids it; ``source`` names where the rule stands."""

    code = "rule_broken"

    def __init__(self, msgid: object, /, *, source: str = "", **params: object) -> None:
        super().__init__(msgid, source=source, **params)
        self.source = source


class Stale(Refused):
    """Somebody else changed the record since it was read."""

    code = "stale"


class Invalid(Refused):
    """What was typed or uploaded cannot be understood; ``field`` names the place, where there is one."""

    code = "invalid"

    def __init__(self, msgid: object, /, *, field: str = "", **params: object) -> None:
        super().__init__(msgid, field=field, **params)
        self.field = field


class NotFound(Refused):
    """There is no such thing, or none that this actor may know of."""

    code = "not_found"


class Unset(Refused):
    """A rule value that nobody has set for this place and day; it is never guessed."""

    code = "unset"


class Misconfigured(Refused):
    """A setting is wrong, missing or unknown; ``setting`` names it."""

    code = "misconfigured"

    def __init__(self, msgid: object, /, *, setting: str, **params: object) -> None:
        super().__init__(msgid, setting=setting, **params)
        self.setting = setting
