# SPDX-License-Identifier: Apache-2.0
"""Pages on which an office decides whether two rows are one human, and undoes it."""
