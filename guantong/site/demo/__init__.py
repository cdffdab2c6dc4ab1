# SPDX-License-Identifier: Apache-2.0
"""The demo federation: a real structure with invented people, written through the same services as everything."""
