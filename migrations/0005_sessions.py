"""Sessions that were ended: a copy of their cookie opens nothing."""

from peewee import CharField, DateTimeField, Model


def _models(db):
    class EndedSession(Model):
        key = CharField(max_length=64, primary_key=True)
        at = DateTimeField(index=True)

        class Meta:
            database = db
            legacy_table_names = False

    return [EndedSession]


def up(migrator, db):
    db.create_tables(_models(db))


def down(migrator, db):
    db.drop_tables(_models(db))
