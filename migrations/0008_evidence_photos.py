"""Photos of evidence belong to one placement, and say who sent them."""

from peewee import CharField, ForeignKeyField, IntegerField, Model

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _models(db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Account(Base):
        pass

    class Registration(Base):
        draft = CharField()

    class Placement(Base):
        registration = ForeignKeyField(Registration)

    class Document(Base):
        draft_id = CharField()
        code = CharField()

    class Sheet(Base):
        account_id = IntegerField(null=True)

    return Account, Registration, Placement, Document, Sheet


def _short(number):
    return (_short(number // 36) if number > 35 else "") + DIGITS[number % 36]


def up(migrator, db):
    accounts, registrations, placements, documents, _sheets = _models(db)
    sender = ForeignKeyField(accounts, accounts.id, null=True, index=False)
    migrator.migrate(migrator.add_column("sheet", "account_id", sender))
    for document in list(documents.select().where(documents.code.startswith("p."))):
        newest = (placements.select(placements.id).join(registrations)
                  .where(registrations.draft == document.draft_id).order_by(placements.id.desc()).first())
        if newest:
            code = f"p.{_short(newest.id)}.{document.code[2:]}"
            documents.update(code=code).where(documents.id == document.id).execute()


def down(migrator, db):
    documents = _models(db)[3]
    for document in list(documents.select().where(documents.code.startswith("p.")).order_by(documents.id)):
        code = "p." + document.code.rsplit(".", 1)[-1]
        taken = documents.select().where((documents.draft_id == document.draft_id) & (documents.code == code)).exists()
        if taken:  # of an earlier placement: one can be told apart no more
            documents.delete().where(documents.id == document.id).execute()
        else:
            documents.update(code=code).where(documents.id == document.id).execute()
    migrator.migrate(migrator.drop_column("sheet", "account_id", cascade=False))
