# SPDX-License-Identifier: Apache-2.0
"""Personal values at rest: encrypted columns, keyed hashes to find duplicates by, salted digests for the trace."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid

from . import keys

NONCE, TAG = 12, 16
# name in a sealed text: (block cipher, length of its key); both in Galois counter mode
CIPHERS: dict[str, tuple[Callable[[bytes], Any], int]] = {"aes": (algorithms.AES, 32), "sm4": (algorithms.SM4, 16)}


def seal(text: str, about: str) -> str:
    """Encrypt a text under the newest key. `about` says what it is; under another name it cannot be opened."""
    name: str = settings.CIPHER
    key, nonce = keys.newest(keys.data_keys()), os.urandom(NONCE)
    encryptor = Cipher(_algorithm(name, key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(about.encode())
    body = encryptor.update(text.encode()) + encryptor.finalize()
    return f"{name}.{key.id}.{base64.b64encode(nonce + encryptor.tag + body).decode()}"


def unseal(box: str, about: str) -> str:
    """The text of a box. Raises Invalid where somebody changed it or moved it from elsewhere."""
    try:
        name, key_id, packed = box.split(".")
        raw, algorithm = base64.b64decode(packed, validate=True), _algorithm(name, _key(key_id))
        nonce, tag, body = raw[:NONCE], raw[NONCE : NONCE + TAG], raw[NONCE + TAG :]
        decryptor = Cipher(algorithm, modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(about.encode())
        return (decryptor.update(body) + decryptor.finalize()).decode()
    except (ValueError, KeyError, InvalidTag):
        raise Invalid(_("一个加密的内容打不开：它被改过，或者是从别处挪来的。请运行 guantong check。")) from None


def key_id_of(box: str) -> str:
    """The id of the key that a box was closed with."""
    return box.split(".")[1]


def fingerprint(text: str, about: str) -> str:
    """Keyed hash of a value under the newest key: equal values are found without being opened."""
    return fingerprints(text, about)[0]


def fingerprints(text: str, about: str) -> list[str]:
    """The keyed hashes of a value under every key, newest first: while keys rotate, rows carry one or the other."""
    found = (keys.Key(key.id, key.derived(f"fingerprint {about}")) for key in keys.data_keys().values())
    return [f"{key.id}.{key.mac(text.encode())}" for key in found]


def _key(key_id: str) -> keys.Key:
    return keys.named(keys.data_keys(), key_id)


def _algorithm(name: str, key: keys.Key) -> Any:
    block, size = CIPHERS[name]
    return block(key.derived(f"seal {name}", size))


class SealedTextField(models.TextField[Any, Any]):
    """A text that is encrypted in the database and veiled everywhere else. It can be looked for by nothing but null."""

    @property
    def about(self) -> str:
        """What the texts of this column are bound to."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way in; nothing stays nothing."""
        text = super().get_prep_value(value)
        return seal(text, self.about) if text else text

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Decrypt on the way out."""
        return unseal(value, self.about) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse every question that an encrypted column cannot answer."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.about} is encrypted: look for its fingerprint instead of its text")
        return super().get_lookup(lookup_name)


class FingerprintField(models.CharField[Any, Any]):
    """The keyed hash of a sealed column beside it, kept in step by every save: equal values meet unopened."""

    def __init__(self, of: str = "", **kwargs: Any) -> None:
        kwargs |= {"max_length": 80, "editable": False, "blank": True, "default": ""}
        super().__init__(**kwargs)
        self.of = of

    def deconstruct(self) -> Any:
        """Migrations need to know which column it follows."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Take the hash of what is about to be saved."""
        text = getattr(model_instance, self.of)
        found = fingerprint(text, self.about) if text else ""
        setattr(model_instance, self.attname, found)
        return found

    @property
    def about(self) -> str:
        """What the hash is bound to: the sealed column."""
        return f"{self.model._meta.label_lower}.{self.of}"

    def like(self, text: str) -> list[str]:
        """Every hash that a row with this value may carry, whichever key it was made under."""
        return fingerprints(text, self.about)


def veiled_fields(model: type[models.Model]) -> frozenset[str]:
    """The fields of a model whose values nobody sees without a reason: encrypted ones, and those that it names."""
    sealed = {field.name for field in model._meta.concrete_fields if isinstance(field, SealedTextField)}
    return frozenset(sealed | set(getattr(model, "veiled", ())))


@dataclass(frozen=True, slots=True)
class Veiled:
    """A personal value on its way into the trace: the entry keeps a salted digest, a sealed row beside it the value."""

    value: Any

    def __repr__(self) -> str:
        return "Veiled(…)"


@dataclass(slots=True)
class Cover:
    """Replaces the veiled values of one object by their digests and keeps what opens them again."""

    kept: dict[str, list[str]] = field(default_factory=dict)

    def over(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values with digests in the place of veiled ones; an empty value has nothing to hide."""
        return {name: self._digest(value) if isinstance(value, Veiled) else value for name, value in values.items()}

    def _digest(self, veiled: Veiled) -> Any:
        if veiled.value in (None, ""):
            return veiled.value
        text, salt = json.dumps(veiled.value, cls=DjangoJSONEncoder, ensure_ascii=False), os.urandom(16).hex()
        digest = salted(salt, text)
        self.kept[digest] = [salt, text]
        return {"veiled": digest}


def salted(salt: str, text: str) -> str:
    """Salted digest of a value; without the salt, which goes when the value is erased, it tells nothing."""
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()
