# SPDX-License-Identifier: Apache-2.0
"""The registers and indicators there are, found by key. `site` fills it from one visible list at start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Misconfigured, NotFound

from .indicator import Indicator
from .register import Register

_registers: dict[str, type[Register]] = {}
_by_model: dict[type[models.Model], type[Register]] = {}
_indicators: dict[str, Indicator] = {}
_counts: list[Callable[[Any], list[Any]]] = []


def install(
    registers: Iterable[type[Register]], indicators: Iterable[Indicator], counts_for: Callable[[Any], list[Any]]
) -> None:
    """Fill the catalogue. Raises Misconfigured for a key that stands twice, or an indicator of an unknown register.

    `counts_for` tells what a record counts for; the floor that knows stands above, so the roof hands it down.
    """
    _counts[:] = [counts_for]
    _registers.clear()
    _indicators.clear()
    for register in registers:
        if register.key in _registers:
            raise Misconfigured("登记簿 {setting} 声明了两次。", setting=register.key)
        _registers[register.key] = register
    _by_model.clear()
    _by_model.update({register.model: register for register in _registers.values()})
    for indicator in indicators:
        if indicator.key in _indicators:
            raise Misconfigured("指标 {setting} 声明了两次。", setting=indicator.key)
        if indicator.records_in and indicator.records_in not in _registers:
            raise Misconfigured("指标 {setting} 记在不认识的登记簿里。", setting=indicator.key)
        if faults := indicator.faults():
            message = "指标 {setting} 算不出来，登记簿里没有：{faults}。"
            raise Misconfigured(message, setting=indicator.key, faults="、".join(faults))
        _indicators[indicator.key] = indicator
    for indicator in _indicators.values():
        for key in indicator.share or ():
            if key not in _indicators or _indicators[key].is_share:
                raise Misconfigured("指标 {setting} 是 {key} 的比率，没有这个指标。", setting=indicator.key, key=key)


def registers() -> tuple[type[Register], ...]:
    """Every register, in the order of the list."""
    return tuple(_registers.values())


def indicators() -> tuple[Indicator, ...]:
    """Every indicator, in the order of the list."""
    return tuple(_indicators.values())


def register_named(key: str) -> type[Register]:
    """The register of that key. Raises NotFound."""
    if key not in _registers:
        raise NotFound(_("没有登记簿“{key}”。"), key=key)
    return _registers[key]


def indicator_named(key: str) -> Indicator:
    """The indicator of that key. Raises NotFound."""
    if key not in _indicators:
        raise NotFound(_("没有指标“{key}”。"), key=key)
    return _indicators[key]


def has_indicator(key: str) -> bool:
    """Whether there is an indicator of that key; an older notice may name one that is gone."""
    return key in _indicators


def register_of(model: type[models.Model]) -> type[Register] | None:
    """The register that keeps this model's rows, None where no register does."""
    return _by_model.get(model)


def counts_for(row: models.Model) -> list[Any]:
    """What a record counts for, as the pages show it."""
    return [each for ask in _counts for each in ask(row)]


def url_of(row: models.Model) -> str:
    """The page of one record."""
    register = register_of(type(row))
    if register is None:
        return str(row.get_absolute_url())  # type: ignore[attr-defined]
    return reverse(f"{register.key}.page", args=(row.pk,))


def suggested_indicator(text: str, programme: str, *, reporting: bool = False) -> Indicator | None:
    """The indicator whose words a requirement's text holds most of; None where it holds none.

    A duty to report is measured only by an indicator declared for reporting, and no other duty by such a one.
    """
    fitting = [each for each in _indicators.values() if each.reporting is reporting and each.fits(text, programme)]
    return max(fitting, key=lambda each: each.fits(text, programme), default=None)
