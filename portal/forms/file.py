"""Forms of the file page: why it is opened, the working sheet, decisions, and items to return."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, StringField, TextAreaField

from portal.forms.base import Needed, NoControls, Optional, PlainForm
from portal.forms.fields import Choice, Choices
from portal.rules.files import CHOSEN, PURPOSES
from portal.rules.interview import QUESTIONS
from portal.rules.reasons import reasons_for
from portal.words import Words, say


def area(label: Words, *checks: Any, hint: Words | str = "", rows: int = 3, most: int = 1000) -> TextAreaField:
    """A few lines of text."""
    return TextAreaField(label, [*checks, NoControls(most)], description=hint,
                         render_kw={"rows": rows, "maxlength": most * 2})


class Purpose(PlainForm):
    tujuan = Choice(say("Untuk apa Anda membuka berkas ini?"), [Needed(say("Pilih satu."))],
                    choices=[(code, PURPOSES[code]) for code in CHOSEN],
                    description=say("Tercatat, dan dapat dilihat orangnya."))


class _Sheet(PlainForm):
    """The working sheet. `asli` gets its choices from the documents of the case; a question's field is 'w_' + code."""

    lembar = HiddenField()
    asli = Choices(say("Dokumen asli yang sudah dilihat"), [Optional()])
    perantara = StringField(say("Nama dan nomor HP perantara"), [Optional(), NoControls(200)],
                            render_kw={"maxlength": 400})
    catatan = area(say("Catatan petugas"), Optional(), hint=say("Hanya dibaca kantor ini."), most=4000)

    @property
    def originals(self) -> list[str]:
        return list(self.asli.data or ())

    @property
    def interview(self) -> dict[str, str]:
        """An answer a question, those left open aside."""
        given = {question.code: self[f"w_{question.code}"].data for question in QUESTIONS}
        return {code: answer for code, answer in given.items() if answer}

    @property
    def recruiter(self) -> str:
        """Who recruited; nothing where nobody did."""
        return "" if self.w_perekrut.data == "tidak" else (self.perantara.data or "").strip()


Sheet = type("Sheet", (_Sheet,), {
    f"w_{question.code}": Choice(question.words, [Optional()], choices=list(question.answers)) for question in QUESTIONS
})


def sheet(needs: list[Any], posted: Any = None, review: Any = None) -> Any:
    """The working sheet of a case: as posted, else as kept in its review, else empty."""
    kept = {}
    if review is not None:
        kept = {"asli": review.originals, "catatan": review.notes, "perantara": review.recruiter,
                **{f"w_{code}": answer for code, answer in review.interview.items()}}
    form = Sheet(posted, data=kept)
    form.asli.choices = [(need.code, need.name) for need in needs]
    return form


class Decision(PlainForm):
    """`alasan` where the move owes one, or may have one; `petugas` where it names a colleague."""

    alasan = area(say("Alasan"), Optional(), hint=say("Orangnya akan membaca ini. Tulis sebab dan jalan keluarnya."))
    petugas = Choice(say("Serahkan kepada"), [Optional()])


class Item(PlainForm):
    """One item to return; `about` is 'field' or 'document'."""

    jenis = HiddenField()
    bagian = Choice(say("Bagian yang dikembalikan"), [Needed(say("Pilih satu bagian."))])
    alasan = Choice(say("Alasan"), [Needed(say("Pilih satu alasan."))])
    catatan = area(say("Catatan untuk orangnya"), Optional(), hint=say("Boleh kosong, kecuali pada alasan lain."),
                   rows=2, most=500)

    @property
    def begun(self) -> bool:
        """Whether anything was typed."""
        return any(field.data for field in (self.bagian, self.alasan, self.catatan))

    def about(self, kind: str, items: list[tuple[str, Words]]) -> Item:
        """The form with its choices: (code of the item, its label)."""
        self.jenis.data = kind
        self.bagian.choices = items
        self.alasan.choices = [(reason.code, reason.words) for reason in reasons_for(kind)]
        self.reasons = reasons_for(kind)
        return self


def item(kind: str, posted: Any = None) -> Item:
    """The form of a field, or of a document: both stand in one <form>, under names of their own."""
    return Item(posted, prefix="dok-" if kind == "document" else "")


class Because(PlainForm):
    sebab = area(say("Alasan membetulkan"), Needed(say("Tulis alasannya. Orangnya berhak tahu.")),
                 hint=say("Isi lama, isi baru dan alasan ini disimpan."), rows=2, most=500)


class Together(list):
    """Fields of several forms, for one summary of what is wrong."""

    @property
    def errors(self) -> bool:
        return any(field.errors for field in self)


def said(form: PlainForm) -> list[tuple[Words, list[Any]]]:
    """What a form holds, as (label, values): for showing it to whoever came too late."""
    rows = []
    for field in form:
        if not field.data or isinstance(field, HiddenField):
            continue
        named = dict(getattr(field, "choices", None) or ())
        values = field.data if isinstance(field.data, list) else [field.data]
        rows.append((field.label.text, [named.get(value, value) for value in values]))
    return rows
