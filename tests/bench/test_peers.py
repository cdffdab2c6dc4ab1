# SPDX-License-Identifier: Apache-2.0
"""The scenario for other systems can be run again: it is whole, and a system that is not there is named."""

import threading
import tomllib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from guantong.site.bench import peers

SCENARIO = Path(peers.__file__).with_name("peers.toml")


class Echo(BaseHTTPRequestHandler):
    """Answers whatever it is asked, and remembers it."""

    asked: list = []

    def do_GET(self):
        self.answer(b"")

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers["Content-Length"])))

    def answer(self, body):
        Echo.asked.append((self.command, self.headers.get("Authorization"), body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def system():
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_peer_is_asked_for_its_list_and_then_to_enter(system, monkeypatch):
    monkeypatch.setenv("TOKEN_OF_PEER", "gt_1")
    peer = {"name": "X", "list": system, "create": system, "key": "TOKEN_OF_PEER", "authorization": "Bearer {key}"}
    found = peers.measured([peer | {"body": '{"n": "{n}"}'}], seconds=0.05)
    assert found["X: list, requests a second"] > 0
    assert found["X: create, requests a second"] > 0
    assert {command for command, _who, _body in Echo.asked} == {"GET", "POST"}
    assert {who for _command, who, _body in Echo.asked} == {"Bearer gt_1"}
    bodies = [body for command, _who, body in Echo.asked if command == "POST"]
    assert len(set(bodies)) == len(bodies)


def test_a_peer_that_is_not_there_is_named_and_left_out():
    peer = {"name": "Y", "list": "http://127.0.0.1:9/", "create": "", "key": "NONE", "authorization": "", "body": ""}
    assert list(peers.measured([peer], seconds=0.05)) == ["Y: left out"]


def test_the_scenario_says_all_that_is_asked_of_each_system():
    said = tomllib.loads(SCENARIO.read_text(encoding="utf-8"))["peer"]
    assert [each["name"] for each in said] == ["Guantong", "NetBox", "Tryton"]
    assert all({"list", "create", "key", "authorization", "body"} <= set(each) for each in said)
