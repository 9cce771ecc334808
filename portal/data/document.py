"""Documents of a registration, their pages in the store, and uploads under way."""

from __future__ import annotations

from datetime import datetime

from peewee import JOIN, CharField, ForeignKeyField, IntegerField, fn

from portal.data.account import Account
from portal.data.base import EncryptedTextField, Table, UtcDateTimeField
from portal.data.draft import Draft
from portal.data.office import Officer


class Document(Table):
    """One of the documents that a draft's programme asks for, once something of it was sent.

    `state`: terkirim, diterima, diganti (an officer asks for another one, `note` says why)."""

    draft = ForeignKeyField(Draft, backref="documents", on_delete="CASCADE")
    code = CharField(max_length=24)
    state = CharField(max_length=12, default="terkirim")
    note = EncryptedTextField(default="")
    officer = ForeignKeyField(Officer, null=True, index=False)
    changed_at = UtcDateTimeField()

    class Meta:
        indexes = ((("draft", "code"), True),)


class Sheet(Table):
    """A page of a document: two pictures in the store. `source` is a keyed hash of the file that it was drawn from, so
    that the same file sent twice is one page; pictures may be shared by the documents of several people. `account`: who
    sent it."""

    document = ForeignKeyField(Document, backref="sheets", on_delete="CASCADE")
    source = CharField(max_length=64)
    place = IntegerField()
    picture = CharField(max_length=48, index=True)
    preview = CharField(max_length=48, index=True)
    width = IntegerField()
    height = IntegerField()
    size = IntegerField()
    hints = CharField(max_length=24, default="")
    account = ForeignKeyField(Account, null=True, index=False)
    at = UtcDateTimeField()

    class Meta:
        indexes = ((("document", "source", "place"), True),)


class Upload(Table):
    """A file on its way in pieces. How much has arrived is the size of its file, and stored nowhere else."""

    id = CharField(max_length=22, primary_key=True)
    draft = ForeignKeyField(Draft, on_delete="CASCADE")
    account = ForeignKeyField(Account, on_delete="CASCADE")  # who may go on with it
    code = CharField(max_length=24)
    length = IntegerField()
    created_at = UtcDateTimeField()
    expires_at = UtcDateTimeField(index=True)
    done_at = UtcDateTimeField(null=True)
    refused = CharField(max_length=12, default="")


def documents_of(draft_id: str) -> list[Document]:
    return list(Document.select().where(Document.draft == draft_id).order_by(Document.id))


def document_of(draft_id: str, code: str) -> Document | None:
    return Document.get_or_none((Document.draft == draft_id) & (Document.code == code))


def papers_of(draft_id: str) -> list[tuple[Document, list[Sheet]]]:
    """All documents of which anything came, each with its pages in their order; one query."""
    rows = (Document.select(Document, Sheet).join(Sheet, JOIN.LEFT_OUTER, attr="page")
            .where(Document.draft == draft_id).order_by(Document.id, Sheet.id))
    found: dict[int, tuple[Document, list[Sheet]]] = {}
    for row in rows:
        pages = found.setdefault(row.id, (row, []))[1]
        if getattr(row, "page", None) and row.page.id:
            pages.append(row.page)
    return list(found.values())


def sent_of(draft_id: str) -> dict[str, str]:
    """The state of each document of which anything is there, by its code."""
    rows = Document.select(Document.code, Document.state).join(Sheet).where(Document.draft == draft_id).distinct()
    return dict(rows.tuples())


def newest_page(draft_id: str, code: str) -> int | None:
    """The id of the page that came last; None where there is none."""
    where = (Document.draft == draft_id) & (Document.code == code)
    return Sheet.select(fn.MAX(Sheet.id)).join(Document).where(where).scalar()


def use_old_pages(draft_id: str, at: datetime) -> None:
    """Documents that were to be replaced count as sent, with the pages that they have."""
    where = (Document.draft == draft_id) & (Document.state == "diganti")
    Document.update(state="terkirim", note="", changed_at=at).where(where).execute()


def sheets_of(document_ids: list[int]) -> list[Sheet]:
    """Pages of several documents in one query, in their order."""
    return list(Sheet.select().where(Sheet.document.in_(document_ids)).order_by(Sheet.document, Sheet.id))


def sheet_of(draft_id: str, sheet_id: int) -> Sheet | None:
    """A page, when it belongs to this draft."""
    return (
        Sheet.select(Sheet, Document).join(Document)
        .where((Sheet.id == sheet_id) & (Document.draft == draft_id)).first()
    )


def is_referenced(key: str) -> bool:
    """Whether any page uses this picture or preview."""
    return Sheet.select().where((Sheet.picture == key) | (Sheet.preview == key)).exists()


def upload_of(account_id: int, upload_id: str) -> Upload | None:
    """The account's own upload; anybody else's does not exist for it."""
    return Upload.get_or_none((Upload.id == upload_id) & (Upload.account == account_id))
