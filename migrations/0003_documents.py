"""Documents with their pages, uploads under way, telephones that want no news."""

from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


def _models(db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Account(Base):
        pass

    class Officer(Base):
        pass

    class Draft(Base):
        id = CharField(max_length=12, primary_key=True)

    class Document(Base):
        draft = ForeignKeyField(Draft, on_delete="CASCADE")
        code = CharField(max_length=24)
        state = CharField(max_length=12, default="terkirim")
        note = TextField(default="")
        officer = ForeignKeyField(Officer, null=True, index=False)
        changed_at = DateTimeField()

        class Meta:
            indexes = ((("draft", "code"), True),)

    class Sheet(Base):
        document = ForeignKeyField(Document, on_delete="CASCADE")
        source = CharField(max_length=64)
        place = IntegerField()
        picture = CharField(max_length=48, index=True)
        preview = CharField(max_length=48, index=True)
        width = IntegerField()
        height = IntegerField()
        size = IntegerField()
        hints = CharField(max_length=24, default="")
        at = DateTimeField()

        class Meta:
            indexes = ((("document", "source", "place"), True),)

    class Upload(Base):
        id = CharField(max_length=22, primary_key=True)
        draft = ForeignKeyField(Draft, on_delete="CASCADE")
        account = ForeignKeyField(Account, on_delete="CASCADE")
        code = CharField(max_length=24)
        length = IntegerField()
        created_at = DateTimeField()
        expires_at = DateTimeField(index=True)
        done_at = DateTimeField(null=True)
        refused = CharField(max_length=12, default="")

    class Silence(Base):
        contact = CharField(max_length=64, primary_key=True)
        since = DateTimeField()

    return [Document, Sheet, Upload, Silence]


def up(migrator, db):
    db.create_tables(_models(db))


def down(migrator, db):
    db.drop_tables(list(reversed(_models(db))))
