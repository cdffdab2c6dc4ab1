# SPDX-License-Identifier: Apache-2.0
"""Outgoing documents (发文): drafted, checked, co-signed, signed, checked again, numbered, issued, filed."""
