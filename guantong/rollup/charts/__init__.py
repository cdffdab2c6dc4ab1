# SPDX-License-Identifier: Apache-2.0
"""Charts as the server draws them: where each bar and tile stands, and the same as a file. Colors are classes."""
