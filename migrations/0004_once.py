"""Keys of forms, so that none is done twice."""

from peewee import CharField, DateTimeField, Model, TextField


def _models(db):
    class Once(Model):
        key = CharField(max_length=64, primary_key=True)
        location = TextField(null=True)
        at = DateTimeField(index=True)

        class Meta:
            database = db
            legacy_table_names = False

    return [Once]


def up(migrator, db):
    db.create_tables(_models(db))


def down(migrator, db):
    db.drop_tables(_models(db))
