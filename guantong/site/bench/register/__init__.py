# SPDX-License-Identifier: Apache-2.0
"""The bench of registers: lists of a million rows, and entering by program."""
