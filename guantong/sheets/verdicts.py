# SPDX-License-Identifier: Apache-2.0
"""What may be said of one value: right, flagged with a doubt, or refused with the reason and what to do."""

from typing import Literal, NamedTuple

Verdict = Literal["right", "flagged", "refused", "ignored"]


class Parsed(NamedTuple):
    """A value as it will be recorded, and what is to be said about it."""

    value: object = None
    verdict: Verdict = "right"
    why: str = ""
    candidates: tuple[str, ...] = ()


def right(value: object) -> Parsed:
    return Parsed(value)


def flagged(value: object, why: str) -> Parsed:
    return Parsed(value, "flagged", why)


def refused(why: str, candidates: tuple[str, ...] = ()) -> Parsed:
    return Parsed(None, "refused", why, candidates)
