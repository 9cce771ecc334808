"""The demo's companies and orders: every standing and state is there, and a second run makes nothing."""

from portal import clock
from portal.commands.demo_catalog import FIRMS, ORDERS, fill_catalog
from portal.data.company import Company
from portal.data.event import Event
from portal.data.order import Order, Wanted
from portal.rules.companies import standings
from portal.rules.orders import left, orders_open


def test_every_standing_and_state(database):
    fill_catalog()
    told = standings(Company.select(), clock.today())
    assert {one.kind for one in told.values()} == {"aktif", "habis", "dibekukan", "dicabut"}
    assert all("Contoh" in one.name for one in Company.select())
    assert {one.state for one in Order.select()} == {"disetujui", "usulan", "ditolak", "ditutup", "dicabut"}
    rows = orders_open(Wanted(), 100)
    assert rows[0].valid_until == clock.today()
    assert any(left(one).total == 0 for one in rows)
    assert len(rows) < len(ORDERS)


def test_a_second_run_makes_nothing(database):
    fill_catalog()
    before = Company.select().count(), Order.select().count(), Event.select().count()
    fill_catalog()
    assert (Company.select().count(), Order.select().count(), Event.select().count()) == before
    assert before[:2] == (len(FIRMS), len(ORDERS))
