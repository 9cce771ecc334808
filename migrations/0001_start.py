"""Accounts, people, drafts, registrations, events, messages, limits and regions."""

from peewee import (
    BooleanField,
    CharField,
    CompositeKey,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
)


def _models(db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Account(Base):
        name = CharField(max_length=100)
        contact_kind = CharField(max_length=5)
        contact = TextField()
        contact_hash = CharField(max_length=64, index=True)
        password = CharField(max_length=128)
        epoch = IntegerField(default=0)
        language = CharField(max_length=2, default="id")
        is_helper = BooleanField(default=False)
        confirmed_at = DateTimeField(null=True)
        created_at = DateTimeField()

    class Code(Base):
        purpose = CharField(max_length=10)
        key = CharField(max_length=64, index=True)
        hash = CharField(max_length=64)
        tries = IntegerField(default=0)
        expires_at = DateTimeField()
        used_at = DateTimeField(null=True)

    class Person(Base):
        name = CharField(max_length=100)
        nik = TextField()
        nik_hash = CharField(max_length=64, index=True)
        created_at = DateTimeField()

    class Access(Base):
        person = ForeignKeyField(Person, on_delete="CASCADE")
        account = ForeignKeyField(Account, on_delete="CASCADE")
        relation = CharField(max_length=20)
        since = DateTimeField()
        until = DateTimeField(null=True)

    class Consent(Base):
        account = ForeignKeyField(Account, on_delete="CASCADE")
        person = ForeignKeyField(Person, null=True, on_delete="CASCADE")
        kind = CharField(max_length=10)
        relation = CharField(max_length=20, default="self")
        how = CharField(max_length=20)
        version = CharField(max_length=10)
        given_at = DateTimeField()

    class Draft(Base):
        id = CharField(max_length=12, primary_key=True)
        account = ForeignKeyField(Account, on_delete="CASCADE")
        journey = CharField(max_length=20)
        number = CharField(max_length=16, null=True)
        created_at = DateTimeField()
        changed_at = DateTimeField()

        class Meta:
            indexes = ((("account", "changed_at"), False),)

    class Answer(Base):
        draft = ForeignKeyField(Draft, on_delete="CASCADE")
        step = CharField(max_length=24)
        typed = TextField()
        saved_at = DateTimeField()

        class Meta:
            primary_key = CompositeKey("draft", "step")

    class Registration(Base):
        number = CharField(max_length=16, unique=True)
        person = ForeignKeyField(Person, on_delete="CASCADE")
        account = ForeignKeyField(Account)
        draft = CharField(max_length=12, unique=True)
        programme = CharField(max_length=24)
        state = CharField(max_length=24)
        state_since = DateTimeField()
        active_nik = CharField(max_length=64, null=True, unique=True)
        birth_date = TextField()
        answers = TextField()
        village = CharField(max_length=13, index=True)
        office = CharField(max_length=5)
        submitted_at = DateTimeField()

        class Meta:
            indexes = ((("office", "state", "submitted_at"), False),)

    class Event(Base):
        subject = CharField(max_length=40, index=True)
        name = CharField(max_length=40)
        actor = IntegerField(null=True)
        at = DateTimeField()
        detail = TextField(default="{}")
        before = CharField(max_length=64)
        hash = CharField(max_length=64, unique=True)

    class Message(Base):
        uid = CharField(max_length=32, unique=True)
        kind = CharField(max_length=24)
        to = TextField()
        body = TextField()
        tries = IntegerField(default=0)
        due_at = DateTimeField()
        sent_at = DateTimeField(null=True)
        failed_at = DateTimeField(null=True)
        created_at = DateTimeField()

        class Meta:
            indexes = ((("sent_at", "failed_at", "due_at"), False),)

    class Tally(Base):
        key = CharField(max_length=64, primary_key=True)
        count = IntegerField()
        expires = IntegerField(index=True)

    class Region(Base):
        code = CharField(max_length=13, primary_key=True)
        name = CharField(max_length=100)

    class RegionWord(Base):
        word = CharField(max_length=40)
        code = CharField(max_length=13)

        class Meta:
            indexes = ((("word", "code"), False),)

    return [Account, Code, Person, Access, Consent, Draft, Answer, Registration, Event, Message, Tally, Region,
            RegionWord]


def up(migrator, db):
    db.create_tables(_models(db))
    if not isinstance(db, SqliteDatabase):  # ranges over prefixes need byte order, whatever the cluster's locale
        db.execute_sql('CREATE INDEX region_word_c ON region_word (word COLLATE "C", code)')
        db.execute_sql('CREATE INDEX region_code_c ON region (code COLLATE "C")')


def down(migrator, db):
    db.drop_tables(_models(db))
