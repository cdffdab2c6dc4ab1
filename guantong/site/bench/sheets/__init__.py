# SPDX-License-Identifier: Apache-2.0
"""The bench of uploads and exports."""
