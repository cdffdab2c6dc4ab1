# SPDX-License-Identifier: Apache-2.0
"""The kernel floor: time, periods, money, numbering, state tables and the family of refusals. Pure Python."""
