# SPDX-License-Identifier: Apache-2.0
"""Keys with ids, newest first: what was made with an earlier key stays readable after a new one has come."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Misconfigured


@dataclass(frozen=True, slots=True)
class Key:
    """One secret. Its id is derived from it, so that nobody has to number keys; the id does not tell the secret."""

    id: str
    secret: bytes

    def mac(self, text: bytes) -> str:
        """Keyed SHA-256 of a text."""
        return hmac.digest(self.secret, text, "sha256").hex()

    def derived(self, purpose: str, size: int = 32) -> bytes:
        """A secret of its own for a purpose, so that no two uses share one."""
        return hmac.digest(self.secret, f"guantong {purpose}".encode(), "sha256")[:size]


@cache
def ring(secrets: tuple[bytes, ...]) -> dict[str, Key]:
    """The keys by id, the one in use first."""
    keys = [Key(hashlib.sha256(b"guantong key id " + secret).hexdigest()[:8], secret) for secret in secrets]
    return {key.id: key for key in keys}


def trace_keys() -> dict[str, Key]:
    """The keys of the chains."""
    return ring(settings.TRACE_KEYS)


def data_keys() -> dict[str, Key]:
    """The keys of encrypted personal values."""
    return ring(settings.DATA_KEYS)


def newest(keys: dict[str, Key]) -> Key:
    """The key in use."""
    return next(iter(keys.values()))


def named(keys: dict[str, Key], key_id: str) -> Key:
    """The key of that id. Raises Misconfigured where the settings no longer hold it."""
    if key_id not in keys:
        raise Misconfigured(
            _("没有编号 {key} 的密钥，读不出用它写下的内容；请把旧密钥写回设置 {setting}。"),
            setting="GUANTONG_TRACE_KEY, GUANTONG_DATA_KEY",
            key=key_id,
        )
    return keys[key_id]
