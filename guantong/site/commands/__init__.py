# SPDX-License-Identifier: Apache-2.0
"""The verbs of the `guantong` command that need the whole house."""
