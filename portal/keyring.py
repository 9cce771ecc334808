"""Encryption of personal fields (AES-256-GCM, a ring of keys with rotation), keyed hashes to find equals by, and the
signatures on ID cards (Ed25519, another ring)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
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


class SigningRing:
    """Ed25519 keys by id. The last one signs; every one still verifies, for as long as cards of its time are about."""

    def __init__(self, public: dict[str, Ed25519PublicKey], private: tuple[str, Ed25519PrivateKey] | None) -> None:
        self._public, self._private = public, private

    @classmethod
    def from_seeds(cls, text: str) -> SigningRing:
        """`text` is `id:base64,id:base64`, oldest first, 32 bytes each."""
        keys = {key_id: Ed25519PrivateKey.from_private_bytes(raw) for key_id, raw in _entries(text)}
        return cls({key_id: key.public_key() for key_id, key in keys.items()}, list(keys.items())[-1] if keys else None)

    @classmethod
    def from_public(cls, text: str) -> SigningRing:
        """`text` is what `public_text` gave: a ring that verifies only. ValueError when it is not."""
        return cls({key_id: Ed25519PublicKey.from_public_bytes(raw) for key_id, raw in _entries(text)}, None)

    @property
    def current(self) -> str:
        """The id of the key that signs."""
        return self._signer()[0]

    def sign(self, text: str) -> bytes:
        """64 bytes, by the newest key. RuntimeError on a ring that verifies only."""
        return self._signer()[1].sign(text.encode())

    def verify(self, key_id: str, text: str, signature: bytes) -> bool:
        """Whether the key made this signature. KeyError for a key that is not on the ring."""
        try:
            self._public[key_id].verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True

    def public_text(self) -> str:
        """Every public key, a line `id:base64` each: may be given to anybody who checks cards."""
        return "\n".join(f"{key_id}:{base64.b64encode(key.public_bytes_raw()).decode()}"
                         for key_id, key in self._public.items())

    def _signer(self) -> tuple[str, Ed25519PrivateKey]:
        if self._private is None:
            raise RuntimeError("No key to sign with: see CARD_KEYS.")
        return self._private


def _entries(text: str) -> list[tuple[str, bytes]]:
    """(id, bytes) of `id:base64` entries between commas or line ends. ValueError for bytes that are no base64."""
    parts = (entry.strip().partition(":") for entry in text.replace("\n", ",").split(",") if entry.strip())
    return [(key_id, base64.b64decode(body, validate=True)) for key_id, _, body in parts]


_ring: Keyring | None = None
_card_ring = SigningRing({}, None)


def use(ring: Keyring) -> None:
    """Set the process's key ring; `create_app` does it once."""
    global _ring
    _ring = ring


def ring() -> Keyring:
    if _ring is None:
        raise RuntimeError("No key ring: create_app has not run.")
    return _ring


def use_card_ring(ring: SigningRing) -> None:
    """Set the process's keys for ID cards; `create_app` does it once."""
    global _card_ring
    _card_ring = ring


def card_ring() -> SigningRing:
    return _card_ring


def keyed_hash(plain: str) -> str:
    return ring().keyed_hash(plain)
