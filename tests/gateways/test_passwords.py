"""What a password's hash costs whoever steals it."""

from __future__ import annotations

import subprocess
import sys

from tests.support.server import ROOT


def test_hashes_cost_what_owasp_asks_for():
    """In a process of its own: these tests hash lightly."""
    asked = "from portal.gateways.passwords import hash_password; print(hash_password('x'))"
    made = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert made.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
