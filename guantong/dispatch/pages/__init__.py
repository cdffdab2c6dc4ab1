# SPDX-License-Identifier: Apache-2.0
"""Typed contexts of the pages of dispatch, one module a page."""
