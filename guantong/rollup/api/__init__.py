# SPDX-License-Identifier: Apache-2.0
"""Figures for programs: `asked` reads the address, `views` answers, `schema` describes both in OpenAPI."""
