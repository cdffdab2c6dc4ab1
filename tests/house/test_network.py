# SPDX-License-Identifier: Apache-2.0
"""The wall around the tests stands: nothing leaves this machine, and this machine itself is reachable."""

import socket

import pytest

ELSEWHERE = "192.0.2.1"


@pytest.mark.parametrize(
    "reach",
    [
        lambda: socket.create_connection((ELSEWHERE, 80), timeout=1),
        lambda: socket.getaddrinfo("example.invalid", 80),
        lambda: socket.gethostbyname("example.invalid"),
    ],
)
def test_a_test_that_reaches_for_the_network_fails(reach):
    with pytest.raises(pytest.fail.Exception, match="reached for the network"):
        reach()


def test_a_datagram_does_not_leave_either():
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
        pytest.raises(pytest.fail.Exception, match="reached for the network"),
    ):
        sender.sendto(b"x", (ELSEWHERE, 9))


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname(), timeout=5) as near:
            near.sendall(b"x")
        far, _address = server.accept()
        far.close()
