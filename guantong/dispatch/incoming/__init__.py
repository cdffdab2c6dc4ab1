# SPDX-License-Identifier: Apache-2.0
"""Incoming documents (收文): received, registered, looked at, routed, handled, replied to, filed; and what is read."""
