# SPDX-License-Identifier: Apache-2.0
"""The background entry point of search."""

from . import services


def index_waiting() -> int:
    """Index what large operations left for later; a worker calls this twice a second, and it soon comes to an end."""
    return services.index_waiting()
