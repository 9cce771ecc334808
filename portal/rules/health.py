"""Whether the database answers."""

from peewee import DatabaseError, InterfaceError

from portal.data.base import db


def database_answers() -> bool:
    try:
        db.execute_sql("SELECT 1")
    except (DatabaseError, InterfaceError):
        return False
    return True
