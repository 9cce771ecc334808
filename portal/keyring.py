"""Encryption of personal fields (AES-256-GCM, a ring of keys with rotation) and keyed hashes to find equals by."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Keyring:
    """Keys by id. The last one encrypts; every one still decrypts, until `rotate-keys` has written all rows anew."""

    def __init__(self, keys: dict[str, bytes], hash_key: bytes) -> None:
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self.current = list(keys)[-1]
        self._hash_key = hash_key

    @classmethod
    def from_text(cls, keys: str, hash_key: str) -> Keyring:
        """`keys` is `id:base64,id:base64`, oldest first, 32 bytes each; `hash_key` any long text."""
        ring = {}
        for entry in keys.split(","):
            key_id, _, text = entry.strip().partition(":")
            ring[key_id] = base64.b64decode(text)
        return cls(ring, hash_key.encode())

    def encrypt(self, plain: str) -> str:
        nonce = os.urandom(_NONCE)
        sealed = self._ciphers[self.current].encrypt(nonce, plain.encode(), self.current.encode())
        return f"{self.current}:{base64.b64encode(nonce + sealed).decode()}"

    def decrypt(self, text: str) -> str:
        """Raises KeyError for a key that is not on the ring, cryptography's InvalidTag for a changed value."""
        key_id, _, body = text.partition(":")
        raw = base64.b64decode(body)
        return self._ciphers[key_id].decrypt(raw[:_NONCE], raw[_NONCE:], key_id.encode()).decode()

    def is_current(self, text: str) -> bool:
        return text.partition(":")[0] == self.current

    def seal(self, plain: bytes, name: str) -> bytes:
        """Bytes, sealed under a name: they open under no other one."""
        nonce, key_id = os.urandom(_NONCE), self.current.encode()
        sealed = self._ciphers[self.current].encrypt(nonce, plain, key_id + b"\0" + name.encode())
        return key_id + b"\0" + nonce + sealed

    def open(self, sealed: bytes, name: str) -> bytes:
        """Raises KeyError for a key that is not on the ring, cryptography's InvalidTag for changed or moved bytes."""
        key_id, _, body = sealed.partition(b"\0")
        cipher = self._ciphers[key_id.decode(errors="replace")]
        return cipher.decrypt(body[:_NONCE], body[_NONCE:], key_id + b"\0" + name.encode())

    def is_sealed_currently(self, sealed: bytes) -> bool:
        return sealed.partition(b"\0")[0] == self.current.encode()

    def keyed_hash(self, plain: str) -> str:
        """64 hex digits, the same for the same text: for equality search beside an encrypted field."""
        return hmac.new(self._hash_key, plain.encode(), hashlib.sha256).hexdigest()


_ring: Keyring | None = None


def use(ring: Keyring) -> None:
    """Set the process's key ring; `create_app` does it once."""
    global _ring
    _ring = ring


def ring() -> Keyring:
    if _ring is None:
        raise RuntimeError("No key ring: create_app has not run.")
    return _ring


def keyed_hash(plain: str) -> str:
    return ring().keyed_hash(plain)
