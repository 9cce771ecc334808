"""Companies with their licences and sanctions, job orders, and complaints."""

from peewee import CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model, SqliteDatabase, TextField


def _models(db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Office(Base):
        pass

    class Officer(Base):
        pass

    class Company(Base):
        name = CharField(max_length=120)
        key = CharField(max_length=120, index=True)
        sip3mi = CharField(max_length=60, unique=True)
        valid_until = DateField()
        region = CharField(max_length=5)
        address = TextField(default="")
        phone = CharField(max_length=40, default="")
        email = CharField(max_length=120, default="")
        source = CharField(max_length=160)
        checked_on = DateField()
        changed_at = DateTimeField()

    class Branch(Base):
        company = ForeignKeyField(Company, on_delete="CASCADE")
        region = CharField(max_length=5)
        address = TextField(default="")
        phone = CharField(max_length=40, default="")

    class Sanction(Base):
        company = ForeignKeyField(Company, on_delete="CASCADE")
        kind = CharField(max_length=10)
        since = DateField()
        until = DateField(null=True)
        basis = TextField()
        officer = ForeignKeyField(Officer, null=True)
        noted_at = DateTimeField()

    class NameGram(Base):
        gram = CharField(max_length=3)
        company = ForeignKeyField(Company, on_delete="CASCADE")

        class Meta:
            indexes = ((("gram", "company"), True),)

    class Partner(Base):
        kind = CharField(max_length=14)
        name = CharField(max_length=120)
        key = CharField(max_length=120)
        country = CharField(max_length=16)
        address = TextField(default="")

        class Meta:
            indexes = ((("kind", "country", "key"), True),)

    class Order(Base):
        number = CharField(max_length=40)
        version = IntegerField(default=1)
        open_number = CharField(max_length=40, null=True, unique=True)
        state = CharField(max_length=10)
        company = ForeignKeyField(Company)
        partner = ForeignKeyField(Partner, null=True)
        employer = ForeignKeyField(Partner)
        country = CharField(max_length=16)
        position = CharField(max_length=120)
        position_key = CharField(max_length=120)
        sector = CharField(max_length=16)
        employer_kind = CharField(max_length=14)
        scheme = CharField(max_length=10)
        quota_l = IntegerField(default=0)
        quota_p = IntegerField(default=0)
        quota_any = IntegerField(default=0)
        taken_l = IntegerField(default=0)
        taken_p = IntegerField(default=0)
        taken_any = IntegerField(default=0)
        wage_min = IntegerField()
        wage_max = IntegerField()
        currency = CharField(max_length=3)
        hours = IntegerField()
        months = IntegerField()
        education = CharField(max_length=12)
        min_age = IntegerField(default=18)
        max_age = IntegerField(null=True)
        requirements = TextField(default="")
        costs = TextField(default="")
        districts = TextField(default="")
        valid_until = DateField()
        proposed_by = ForeignKeyField(Officer, null=True)
        proposed_at = DateTimeField()
        decided_by = ForeignKeyField(Officer, null=True)
        decided_at = DateTimeField(null=True)
        reason = TextField(default="")
        source = CharField(max_length=160, default="")
        checked_on = DateField()
        row_version = IntegerField(default=0)

        class Meta:
            table_name = "job_order"
            indexes = (
                (("number", "version"), True),
                (("state", "id"), False),
                (("state", "valid_until", "id"), False),
                (("state", "country", "valid_until", "id"), False),
                (("company", "state", "valid_until", "id"), False),
                (("state", "education", "valid_until", "id"), False),
                (("state", "position_key", "valid_until", "id"), False),
            )

    class PositionWord(Base):
        word = CharField(max_length=40)
        position_key = CharField(max_length=120)

        class Meta:
            indexes = ((("word", "position_key"), True),)

    class Complaint(Base):
        kind = CharField(max_length=10)
        code_hash = CharField(max_length=64, unique=True)
        state = CharField(max_length=12)
        state_since = DateTimeField()
        words = TextField()
        contact = TextField(default="")
        offer = TextField(null=True)
        company = ForeignKeyField(Company, null=True)
        office = ForeignKeyField(Office, index=False)
        officer = ForeignKeyField(Officer, null=True, index=False)
        at = DateTimeField()
        version = IntegerField(default=0)

        class Meta:
            indexes = ((("office", "state", "id"), False),)

    class ComplaintStep(Base):
        complaint = ForeignKeyField(Complaint, on_delete="CASCADE")
        state = CharField(max_length=12)
        words = TextField(default="")
        referred_to = CharField(max_length=16, default="")
        shown = IntegerField(default=1)
        officer = ForeignKeyField(Officer, null=True, index=False)
        at = DateTimeField()

    return [Company, Branch, Sanction, NameGram, Partner, Order, PositionWord, Complaint, ComplaintStep]


def up(migrator, db):
    db.create_tables(_models(db))
    if not isinstance(db, SqliteDatabase):  # a beginning is found by the order of bytes, whatever the cluster's locale
        db.execute_sql('CREATE INDEX company_key_c ON company (key COLLATE "C", id)')
        db.execute_sql('CREATE INDEX position_word_c ON position_word (word COLLATE "C", position_key)')


def down(migrator, db):
    db.drop_tables(list(reversed(_models(db))))
    # Their roles go with the tables: a sign-in would lead nowhere.
    db.execute_sql("UPDATE officer SET until = CURRENT_TIMESTAMP WHERE role IN ('p3mi', 'pusat') AND until IS NULL")
