# SPDX-License-Identifier: Apache-2.0
"""Builds, in the home that the environment names, a small demo federation in which no notice has arrived yet."""

from guantong.site.cli import start

start()

from guantong.site.commands.keep import migrate_command  # noqa: E402  # Django must stand before its models load
from guantong.site.demo.federation import build_federation  # noqa: E402

migrate_command(["--quiet"])
build_federation(basic_per_county=2)
