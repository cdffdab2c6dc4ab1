# SPDX-License-Identifier: Apache-2.0
"""Official documents (公文): model, read, lint, write. Pure Python; usable without the rest of Guantong."""
