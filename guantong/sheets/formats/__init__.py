# SPDX-License-Identifier: Apache-2.0
"""One module for each kind of file; each gives a book, and none knows what a table is."""
