# SPDX-License-Identifier: Apache-2.0
"""Stand-ins for other houses on this machine: an OpenID provider that signs what it says, 企业微信, 钉钉."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

CLIENT, SECRET = "guantong", "shared with the provider"
APP_TOKEN = "token-of-the-application"


def rsa_key() -> RSAPrivateKey:
    """A key to sign with."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_part(key: RSAPrivateKey) -> dict[str, str]:
    """The public half, as a provider publishes it."""
    numbers = key.public_key().public_numbers()

    def said(number: int) -> str:
        raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    return {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "one", "n": said(numbers.n), "e": said(numbers.e)}


@dataclass
class House:
    """What a stand-in knows: who is in front of the browser, which codes it gave out, what it was asked."""

    url: str = ""
    person: str = "sub-0001"
    name: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    said: list[dict[str, Any]] = field(default_factory=list)
    key: RSAPrivateKey = field(default_factory=rsa_key)

    def answer(self, path: str, query: dict[str, str], body: dict[str, str]) -> tuple[int, dict[str, Any] | str]:
        """The answer to one request: a status with JSON, or an address to go to."""
        self.asked.append(path)
        pages = {
            "/.well-known/openid-configuration": self.discovery,
            "/authorize": lambda: self.authorize(query),
            "/token": lambda: self.token(body),
            "/userinfo": lambda: (200, {"sub": self.person, "preferred_username": self.name}),
            "/jwks": lambda: (200, {"keys": [public_part(self.key)]}),
            "/cgi-bin/gettoken": lambda: self.wecom_token(query),
            "/cgi-bin/auth/getuserinfo": lambda: self.wecom_person(query),
            "/v1.0/oauth2/userAccessToken": lambda: self.dingtalk_token(body),
            "/v1.0/contact/users/me": lambda: (200, {"openId": self.person, "nick": "someone"}),
            "/code": lambda: self.messenger(body),
        }
        return pages[path]() if path in pages else (404, {})

    def discovery(self) -> tuple[int, dict[str, Any]]:
        """What the provider offers."""
        return 200, {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, query: dict[str, str]) -> tuple[int, str]:
        """The person is signed in here already: back with a code."""
        code = secrets.token_hex(8)
        self.codes[code] = query
        name = "authCode" if query.get("client_id") == "ding" else "code"
        return 302, f"{query['redirect_uri']}?{urlencode({name: code, 'state': query['state']})}"

    def token(self, body: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """A code is worth a token once, to whoever asked for it."""
        asked = self.codes.pop(body.get("code", ""), None)
        if asked is None or (body.get("client_id"), body.get("client_secret")) != (CLIENT, SECRET):
            return 400, {"error": "invalid_grant"}
        proof = base64.urlsafe_b64encode(hashlib.sha256(body.get("code_verifier", "").encode()).digest())
        if asked.get("code_challenge") != proof.rstrip(b"=").decode():
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": self.person, "iat": now, "exp": now + 60}
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})
        return 200, {"access_token": secrets.token_hex(8), "token_type": "Bearer", "id_token": signed}

    def wecom_token(self, query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The application's own token."""
        if (query.get("corpid"), query.get("corpsecret")) != (CLIENT, SECRET):
            return 200, {"errcode": 40001, "errmsg": "invalid credential"}
        return 200, {"errcode": 0, "access_token": APP_TOKEN, "expires_in": 7200}

    def wecom_person(self, query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Who a code belongs to; somebody from outside has no userid."""
        if query.get("access_token") != APP_TOKEN or self.codes.pop(query.get("code", ""), None) is None:
            return 200, {"errcode": 40029, "errmsg": "invalid code"}
        return 200, {"errcode": 0, "userid": self.person} if self.person else {"errcode": 0, "openid": "stranger"}

    def dingtalk_token(self, body: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """A token of the person."""
        if self.codes.pop(body.get("code", ""), None) is None or body.get("clientSecret") != SECRET:
            return 400, {"code": "invalid"}
        return 200, {"accessToken": "personal", "refreshToken": "again", "expireIn": 7200}

    def messenger(self, body: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Takes a message for somebody."""
        self.said.append(body)
        return 200, {}


@contextmanager
def open_house() -> Iterator[House]:
    """A house that answers on this machine until the block ends."""
    house = House()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.give({})

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length", 0)))
            is_json = "json" in self.headers.get("content-type", "")
            self.give(json.loads(raw) if is_json else dict(parse_qsl(raw.decode())))

        def give(self, body: dict[str, str]) -> None:
            parts = urlsplit(self.path)
            status, said = house.answer(parts.path, dict(parse_qsl(parts.query)), body)
            self.send_response(status)
            if isinstance(said, str):
                self.send_header("location", said)
                self.send_header("content-length", "0")
                self.end_headers()
                return
            content = json.dumps(said).encode()
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    house.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield house
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
