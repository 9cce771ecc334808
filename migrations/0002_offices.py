"""Offices, officers, review, village, counter, cards, helpers; the head of the chain of events."""

from peewee import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from portal.keyring import keyed_hash


def _models(db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Account(Base):
        pass

    class Registration(Base):
        pass

    class Office(Base):
        kind = CharField(max_length=12)
        region = CharField(max_length=13)
        name = CharField(max_length=120)

        class Meta:
            indexes = ((("kind", "region"), True),)

    class Officer(Base):
        account = ForeignKeyField(Account, unique=True, on_delete="CASCADE")
        office = ForeignKeyField(Office)
        role = CharField(max_length=10)
        totp = TextField(null=True)
        totp_step = IntegerField(default=0)
        since = DateTimeField()
        until = DateTimeField(null=True)

    class RecoveryCode(Base):
        officer = ForeignKeyField(Officer, on_delete="CASCADE")
        hash = CharField(max_length=64)
        used_at = DateTimeField(null=True)

    class OfficerSession(Base):
        officer = ForeignKeyField(Officer, on_delete="CASCADE")
        key = CharField(max_length=64, unique=True)
        started_at = DateTimeField()
        seen_at = DateTimeField()
        ended_at = DateTimeField(null=True)

    class Review(Base):
        registration = ForeignKeyField(Registration, unique=True, on_delete="CASCADE")
        originals = TextField()
        interview = TextField()
        notes = TextField(default="")
        recruiter = TextField(default="")
        officer = ForeignKeyField(Officer)
        saved_at = DateTimeField()

    class Finding(Base):
        registration = ForeignKeyField(Registration, on_delete="CASCADE")
        step = CharField(max_length=24)
        field = CharField(max_length=24)
        reason = CharField(max_length=24)
        note = TextField(default="")
        officer = ForeignKeyField(Officer)
        at = DateTimeField()
        mended_at = DateTimeField(null=True)
        old = TextField(null=True)
        new = TextField(null=True)
        reply = TextField(null=True)

    class Correction(Base):
        registration = ForeignKeyField(Registration, on_delete="CASCADE")
        step = CharField(max_length=24)
        field = CharField(max_length=24)
        old = TextField()
        new = TextField()
        reason = TextField()
        officer = ForeignKeyField(Officer)
        at = DateTimeField()

    class Decision(Base):
        registration = ForeignKeyField(Registration, on_delete="CASCADE")
        move = CharField(max_length=24)
        reason = TextField()
        officer = ForeignKeyField(Officer, null=True)
        at = DateTimeField()

    class FamilyLetter(Base):
        registration = ForeignKeyField(Registration, unique=True, on_delete="CASCADE")
        state = CharField(max_length=10)
        number = CharField(max_length=60, default="")
        dated = DateField(null=True)
        reason = TextField(default="")
        officer = ForeignKeyField(Officer)
        at = DateTimeField()
        version = IntegerField(default=1)
        earlier = TextField(null=True)

    class Movement(Base):
        registration = ForeignKeyField(Registration, on_delete="CASCADE")
        kind = CharField(max_length=10)
        day = DateField()
        note = TextField(default="")
        officer = ForeignKeyField(Officer)
        at = DateTimeField()

    class Desk(Base):
        office = ForeignKeyField(Office, on_delete="CASCADE")
        code = CharField(max_length=16)
        letter = CharField(max_length=1)
        is_open = BooleanField(default=True)

        class Meta:
            indexes = ((("office", "code"), True), (("office", "letter"), True))

    class Hours(Base):
        office = ForeignKeyField(Office, on_delete="CASCADE")
        weekday = IntegerField()
        opens = CharField(max_length=5)
        closes = CharField(max_length=5)
        minutes = IntegerField(default=30)
        capacity = IntegerField(default=4)

        class Meta:
            indexes = ((("office", "weekday", "opens"), True),)

    class Slot(Base):
        office = ForeignKeyField(Office, on_delete="CASCADE")
        day = DateField()
        begins = CharField(max_length=5)
        capacity = IntegerField()
        taken = IntegerField(default=0)

        class Meta:
            indexes = ((("office", "day", "begins"), True),)

    class Booking(Base):
        registration = ForeignKeyField(Registration, on_delete="CASCADE")
        slot = ForeignKeyField(Slot)
        active = IntegerField(null=True, unique=True)
        at = DateTimeField()
        ended_at = DateTimeField(null=True)

    class Ticket(Base):
        office = ForeignKeyField(Office, on_delete="CASCADE")
        day = DateField()
        desk = ForeignKeyField(Desk)
        serial = IntegerField()
        state = CharField(max_length=10)
        registration = ForeignKeyField(Registration, null=True, on_delete="SET NULL")
        officer = ForeignKeyField(Officer, null=True)
        booked = BooleanField(default=False)
        at = DateTimeField()
        called_at = DateTimeField(null=True)
        ended_at = DateTimeField(null=True)

        class Meta:
            indexes = ((("desk", "day", "serial"), True), (("office", "day", "state", "id"), False))

    class Card(Base):
        registration = ForeignKeyField(Registration, unique=True, on_delete="CASCADE")
        number = CharField(max_length=24, unique=True)
        office = ForeignKeyField(Office)
        issued_on = DateField()
        signed = TextField()
        at = DateTimeField()
        revoked_at = DateTimeField(null=True)

    class Helper(Base):
        account = ForeignKeyField(Account, unique=True, on_delete="CASCADE")
        office = ForeignKeyField(Office)
        state = CharField(max_length=14)
        note = TextField(default="")
        officer = ForeignKeyField(Officer, null=True)
        asked_at = DateTimeField()
        since = DateTimeField()
        district = CharField(max_length=5)

        class Meta:
            indexes = ((("district", "id"), False),)

    class Phone(Base):
        registration = ForeignKeyField(Registration, on_delete="CASCADE")
        whole = CharField(max_length=64, index=True)
        tail = CharField(max_length=64, index=True)

    class ChainHead(Base):
        count = IntegerField()
        hash = CharField(max_length=64)
        seal = CharField(max_length=64)

    return [Office, Officer, RecoveryCode, OfficerSession, Review, Finding, Correction, Decision, FamilyLetter,
            Movement, Desk, Hours, Slot, Booking, Ticket, Card, Helper, Phone, ChainHead]


def up(migrator, db):
    models = _models(db)
    offices, officers = models[0], models[1]
    db.create_tables(models)
    migrator.migrate(
        migrator.add_column("registration", "office_id", ForeignKeyField(offices, offices.id, null=True, index=False)),
        migrator.add_column("registration", "officer_id", ForeignKeyField(officers, officers.id, null=True)),
        migrator.add_column("registration", "taken_until", DateTimeField(null=True)),
        migrator.add_column("registration", "assisted_by_id",
                            ForeignKeyField(officers, officers.id, null=True, index=False)),
        migrator.add_column("registration", "phone", TextField(null=True)),
        migrator.add_column("registration", "queued_at", DateTimeField(null=True)),
        migrator.add_column("registration", "version", IntegerField(default=0)),
        migrator.add_column("draft", "assisted_by_id", ForeignKeyField(officers, officers.id, null=True, index=False)),
    )
    _offices_of_registrations(db, offices)
    db.execute_sql("UPDATE registration SET queued_at = submitted_at")
    _drop_indexes(migrator, db)
    migrator.migrate(
        migrator.drop_column("registration", "office", cascade=False),
        migrator.add_not_null("registration", "office_id"),
        migrator.add_not_null("registration", "queued_at"),
        migrator.add_index("registration", ("office_id", "state", "queued_at", "id")),
        migrator.add_index("registration", ("office_id", "queued_at", "id")),
        migrator.add_index("registration", ("village", "queued_at", "id")),
        migrator.add_index("registration", ("office_id", "state", "programme", "queued_at", "id")),
        migrator.add_index("registration", ("office_id", "village", "state", "queued_at", "id")),
    )
    _seal_the_chain(db)


def _offices_of_registrations(db, offices):
    """Each district code that a registration names becomes an office."""
    for (code,) in db.execute_sql("SELECT DISTINCT office FROM registration").fetchall():
        name = db.execute_sql(f"SELECT name FROM region WHERE code = {db.param}", (code,)).fetchone()  # noqa: S608 - param is '?' or '%s', values go apart
        office = offices.create(kind="dinas", region=code, name=f"Dinas Tenaga Kerja {name[0] if name else code}")
        db.execute_sql(f"UPDATE registration SET office_id = {db.param} WHERE office = {db.param}",  # noqa: S608 - param is '?' or '%s', values go apart
                       (office.id, code))


def _drop_indexes(migrator, db):
    """Those on what goes or is led by a longer one."""
    for index in db.get_indexes("registration"):
        if not index.unique and set(index.columns) & {"office", "village"}:
            migrator.migrate(migrator.drop_index("registration", index.name))


def _seal_the_chain(db):
    rows = db.execute_sql("SELECT COUNT(*), MAX(id) FROM event").fetchone()
    if rows[0]:
        last = db.execute_sql(f"SELECT hash FROM event WHERE id = {db.param}", (rows[1],)).fetchone()[0]  # noqa: S608 - param is '?' or '%s', values go apart
        db.execute_sql(
            f"INSERT INTO chain_head (id, count, hash, seal) VALUES (1, {db.param}, {db.param}, {db.param})",  # noqa: S608 - param is '?' or '%s', values go apart
            (rows[0], last, keyed_hash(f"head:{rows[0]}:{last}")),
        )


def down(migrator, db):
    models = _models(db)
    migrator.migrate(migrator.add_column("registration", "office", CharField(max_length=5, default="")))
    db.execute_sql("UPDATE registration SET office = "
                   "(SELECT substr(region, 1, 5) FROM office WHERE office.id = registration.office_id)")
    for index in db.get_indexes("registration"):
        if not index.unique and set(index.columns) & {"office_id", "village", "officer_id"}:
            migrator.migrate(migrator.drop_index("registration", index.name))
    for column in ("office_id", "officer_id", "taken_until", "assisted_by_id", "phone", "queued_at", "version"):
        migrator.migrate(migrator.drop_column("registration", column, cascade=False))
    migrator.migrate(
        migrator.drop_column("draft", "assisted_by_id", cascade=False),
        migrator.add_index("registration", ("office", "state", "submitted_at")),
        migrator.add_index("registration", ("village",)),
    )
    db.drop_tables(list(reversed(models)))
