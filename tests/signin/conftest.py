# SPDX-License-Identifier: Apache-2.0
"""The shared fixtures, under the names by which tests ask for them."""

from tests.walk.fixtures import built, business_day, federation, guard, sign_in, walked, world

__all__ = ["built", "business_day", "federation", "guard", "sign_in", "walked", "world"]
