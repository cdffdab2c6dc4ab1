# SPDX-License-Identifier: Apache-2.0
"""Stand-ins on this machine for a group robot and a mail server: they keep what arrives."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer


class Robot(BaseHTTPRequestHandler):
    """Answers as the robots do: 200 with an errcode."""

    def do_POST(self) -> None:
        """Take one message."""
        length = int(self.headers["Content-Length"])
        self.server.kept.append(json.loads(self.rfile.read(length)))  # type: ignore[attr-defined]
        body = json.dumps({"errcode": self.server.errcode, "errmsg": ""}).encode()  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nothing on the screen."""


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as one message needs."""

    def handle(self) -> None:
        """Take one message."""
        self.wfile.write(b"220 stand-in\r\n")
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.kept.append(b"".join(lines))  # type: ignore[attr-defined]
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


@contextmanager
def listening(server: socketserver.TCPServer) -> Iterator[socketserver.TCPServer]:
    """A server in a thread of its own, with an empty list of what it kept."""
    server.kept = []  # type: ignore[attr-defined]
    server.errcode = 0  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def robot() -> HTTPServer:
    """A robot on a free port."""
    return HTTPServer(("127.0.0.1", 0), Robot)


def mailbox() -> socketserver.TCPServer:
    """A mail server on a free port."""
    return socketserver.TCPServer(("127.0.0.1", 0), Mailbox)
