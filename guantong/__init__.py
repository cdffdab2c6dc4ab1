# SPDX-License-Identifier: Apache-2.0
"""Guantong 贯通: a notice goes in, the work it orders is recorded once, the report writes itself."""
