# SPDX-License-Identifier: Apache-2.0
"""Verbs that write what people keep beside the records of a register, and steps taken over many records at once."""
