"""The portal over TLS, with a certificate that only this machine's own tests believe."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import ssl
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal import clock
from tests.support.server import Server


def certificate(folder: Path) -> tuple[Path, Path, str]:
    """Files of a new certificate for 127.0.0.1 and of its key, and the hash of its key as Chromium wants it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(clock.now() - timedelta(days=1)).not_valid_after(clock.now() + timedelta(days=30))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
            .sign(key, hashes.SHA256()))
    own, secret = folder / "tls.pem", folder / "tls.key"
    own.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                         serialization.NoEncryption()))
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return own, secret, base64.b64encode(hashlib.sha256(public).digest()).decode()


class SecureServer(Server):
    """The same gunicorn, over TLS. `pin` is what makes Chromium trust it: --ignore-certificate-errors-spki-list."""

    def __init__(self, var: Path, **environ: str) -> None:
        super().__init__(var, **environ)
        own, secret, self.pin = certificate(var)
        self.url = f"https://127.0.0.1:{self.port}"
        self._environ["GUNICORN_CMD_ARGS"] = f"--certfile={own} --keyfile={secret}"
        self.trust = ssl.create_default_context(cafile=str(own))
