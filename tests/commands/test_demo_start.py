"""What the demo does and says where nothing of it is there yet."""

from __future__ import annotations

from portal import clock
from portal.commands.demo import PASSWORD, SIGN_INS, fill_demo, tell_demo
from portal.data.message import messages_due
from portal.rules import accounts
from tests.support.office import account
from tests.support.server import ROOT


def test_a_message_of_somebody_real_still_waits(app):
    accounts.send_confirmation(account(), "10.0.0.1")
    fill_demo()
    assert len(messages_due(clock.now())) == 1


def test_the_table_and_the_readme_tell_the_same():
    said = []
    tell_demo(said.append)
    readme = (ROOT / "README.md").read_text()
    for one in SIGN_INS:
        assert any(one.phone in line for line in said)
        assert f"`{one.phone}`" in readme
    assert PASSWORD in said[0]
    assert f"`{PASSWORD}`" in readme
