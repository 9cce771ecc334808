"""Placements with their evidence, departure cards, reports from abroad, and signals put aside."""

from peewee import CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


def _models(db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Account(Base):
        pass

    class Office(Base):
        pass

    class Officer(Base):
        pass

    class Registration(Base):
        pass

    class Company(Base):
        pass

    class Order(Base):
        class Meta:
            table_name = "job_order"

    class Placement(Base):
        registration = ForeignKeyField(Registration, on_delete="CASCADE")
        active = IntegerField(null=True, unique=True)
        order = ForeignKeyField(Order, null=True)
        company = ForeignKeyField(Company, null=True, index=False)
        job = TextField(null=True)
        share = CharField(max_length=3, default="")
        state = CharField(max_length=12)
        state_since = DateTimeField()
        reason = CharField(max_length=24, default="")
        words = TextField(default="")
        day = DateField(null=True)
        office = ForeignKeyField(Office, index=False)
        began_at = DateTimeField()
        version = IntegerField(default=0)

        class Meta:
            indexes = (
                (("company", "state", "id"), False),
                (("office", "state", "id"), False),
            )

    class Evidence(Base):
        placement = ForeignKeyField(Placement, on_delete="CASCADE")
        gate = CharField(max_length=16)
        state = CharField(max_length=10)
        result = CharField(max_length=16, default="")
        issuer = TextField(default="")
        number = TextField(default="")
        dated = DateField(null=True)
        valid_until = DateField(null=True)
        costs = TextField(default="")
        terms = TextField(null=True)
        account = ForeignKeyField(Account, null=True, index=False)
        officer = ForeignKeyField(Officer, null=True, index=False)
        note = TextField(default="")
        at = DateTimeField()
        decided_at = DateTimeField(null=True)
        replaced_at = DateTimeField(null=True)
        warned_at = DateTimeField(null=True)

        class Meta:
            indexes = ((("placement", "gate", "id"), False), (("state", "valid_until", "id"), False))

    class DepartureCard(Base):
        placement = ForeignKeyField(Placement, on_delete="CASCADE")
        number = CharField(max_length=24, unique=True)
        office = ForeignKeyField(Office, index=False)
        officer = ForeignKeyField(Officer, index=False)
        issued_on = DateField()
        valid_until = DateField()
        signed = TextField()
        revoked_at = DateTimeField(null=True)

    class Report(Base):
        placement = ForeignKeyField(Placement, on_delete="CASCADE")
        kind = CharField(max_length=10)
        day = DateField()
        words = TextField(default="")
        account = ForeignKeyField(Account, null=True, index=False)
        by_text = IntegerField(default=0)
        at = DateTimeField()
        seen_by = ForeignKeyField(Officer, null=True, index=False)
        seen_at = DateTimeField(null=True)

        class Meta:
            indexes = ((("placement", "id"), False), (("kind", "seen_at", "id"), False))

    class Dismissed(Base):
        kind = CharField(max_length=24)
        subject = CharField(max_length=60)
        office = ForeignKeyField(Office, index=False)
        officer = ForeignKeyField(Officer, index=False)
        reason = TextField()
        at = DateTimeField()

        class Meta:
            indexes = ((("office", "kind", "subject", "id"), False),)

    return [Placement, Evidence, DepartureCard, Report, Dismissed]


def up(migrator, db):
    db.create_tables(_models(db))


def down(migrator, db):
    db.drop_tables(list(reversed(_models(db))))
