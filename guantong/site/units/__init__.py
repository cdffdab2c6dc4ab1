# SPDX-License-Identifier: Apache-2.0
"""The page of a unit, and the pages by which an officer changes units."""

from .page import unit_page

__all__ = ("unit_page",)
