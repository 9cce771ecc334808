"""The journey from an account to a number, and what may not cost a person what they typed."""

from tests.journeys.people import register


def test_a_person_gets_a_number_within_36_kilobytes(client):
    number = register(client)
    assert number in client.text
    assert client.down <= 36_000
