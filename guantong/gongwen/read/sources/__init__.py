# SPDX-License-Identifier: Apache-2.0
"""Sources: one module per file format, each giving `Pages`. `kinds` finds out which one a file needs."""
