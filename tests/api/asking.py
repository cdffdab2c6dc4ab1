# SPDX-License-Identifier: Apache-2.0
"""Asking the API as a program does: JSON in, JSON out, a token in the head."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.test import Client

from guantong.org.services import make_token
from guantong.register.register import Register
from tests.contract.records import typed
from tests.walk.federation import Federation
from tests.walk.fixtures import handler


@dataclass(slots=True)
class Program:
    """A program that holds a token, or none."""

    key: str = ""
    head: dict[str, str] = field(default_factory=dict)
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.handler = handler(True)

    def ask(self, method: str, url: str, said: Any = None, **head: str) -> Any:
        """The answer to one request."""
        given = ({"Authorization": f"Bearer {self.key}"} if self.key else {}) | head
        body = {} if said is None else {"data": said if isinstance(said, str) else json.dumps(said, default=str)}
        return self.client.generic(method, url, content_type="application/json", headers=given, **body)

    def get(self, url: str, **query: Any) -> Any:
        """Read."""
        return self.client.get(url, query, headers={"Authorization": f"Bearer {self.key}"} if self.key else {})

    def post(self, url: str, said: Any, **head: str) -> Any:
        """Write."""
        return self.ask("POST", url, said, **head)

    def patch(self, url: str, said: Any, **head: str) -> Any:
        """Change."""
        return self.ask("PATCH", url, said, **head)


def program_of(
    federation: Federation, word: str, *registers: type[Register], only: str = "", days: int = 30
) -> Program:
    """A program that acts for a member of the cast, with all rights of these registers or `only` one verb of each."""
    rights = [right.name for each in registers for right in each.rights()]
    rights = [name for name in rights if name.endswith(f".{only}") or not only]
    allowed = [name for name in rights if federation.actors[word].may(name)]
    _token, key = make_token(federation.actors[word], federation.accounts[word], name="对接", rights=allowed, days=days)
    return Program(key)


def body(register: type[Register], federation: Federation, word: str = "school", **changes: Any) -> dict[str, Any]:
    """What a program would send to enter a record."""
    said = typed(register, federation.actors[word])
    for name, each in register.form_class().base_fields.items():
        if isinstance(each, forms.BooleanField):
            said[name] = bool(said[name])
    return said | changes
