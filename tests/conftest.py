# SPDX-License-Identifier: Apache-2.0
"""What holds for every test: how hard hypothesis looks, no network but this machine, browser tests kept apart."""

import ipaddress
import os
import sys
from pathlib import Path

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, settings

BROWSER_TESTS = Path(__file__).parent / "browser"
# Two busy cores make generation slow without any strategy being wrong.
QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("small", max_examples=25, **QUIET)
settings.register_profile("full", max_examples=400, print_blob=True, **QUIET)
settings.load_profile(os.environ.get("GUANTONG_TEST_HYPOTHESIS", "small"))

LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname"}
SENDS = {"socket.connect", "socket.sendto", "socket.sendmsg"}


class Wall:
    """Watches the interpreter's own socket events, so that no library can get around it."""

    def __init__(self) -> None:
        self.is_up = False

    def __call__(self, event: str, args: tuple[object, ...]) -> None:
        if not self.is_up or not event.startswith("socket."):
            return
        if event in LOOKUPS:
            self.check_host(args[0])
        elif event in SENDS and isinstance(args[1], tuple):
            self.check_host(args[1][0])

    def check_host(self, host: object) -> None:
        """Fail the test unless ``host`` is this machine."""
        if not _is_this_machine(host):
            pytest.fail(f"a test reached for the network: {host!r}")


def _is_this_machine(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(name).split("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def wall():
    """The wall around this machine; an audit hook cannot be taken down, so it is switched instead."""
    wall = Wall()
    sys.addaudithook(wall)
    wall.is_up = True
    yield wall
    wall.is_up = False


@pytest.fixture(autouse=True)
def no_network(wall):
    """Every test runs behind the wall."""
    return wall


@pytest.fixture(autouse=True, scope="session")
def files_apart(tmp_path_factory):
    """Files that tests store never land among anybody's real ones."""
    with override_settings(FILES_DIR=tmp_path_factory.mktemp("files"), ANCHORS_DIR=tmp_path_factory.mktemp("anchors")):
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what lies in the browser folder, so that nobody can forget to."""
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)
