# SPDX-License-Identifier: Apache-2.0
"""Reminders outside the desk: one digest a day at most, by the channel that a person chose, never at a quiet hour."""
