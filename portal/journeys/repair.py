"""Repair of returned items: the registration's own journey, with the fields typed anew laid over its answers.

Only what was returned is asked, and whatever these new answers open or upset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from portal import clock
from portal.forms.base import PlainForm
from portal.journeys import correction, items, summary
from portal.journeys.engine import Path, Step, Stop, Typed
from portal.journeys.registration import REGISTRATION
from portal.rules.reasons import REASONS, Reason
from portal.rules.registration import ADULT, age_on
from portal.words import Words, say

Answers = Mapping[str, Typed]
PHOTO_SENT = say("Foto baru sudah dikirim")
REPLIES = "tetap"  # among what is typed anew: why an item stays as it is, as {'kontak.hp_kontak': ['sudah benar']}
UNCHANGED = say("Belum ada yang berubah di bagian ini. Ubah, atau tulis mengapa tetap begitu.")
REPLY_MOST = 200


@dataclass(frozen=True)
class Item:
    """Something that was returned: where it is, why, and what the officer wrote beside it. `done`: mended, or no longer
    asked for because of another answer."""

    step: str
    field: str
    label: Words
    reason: Reason
    note: str = ""
    done: bool = False


def asked_items(asked: Iterable[tuple[str, str, str]]) -> list[Item]:
    """(step, field, reason code) in words, without anything personal."""
    return [Item(step, field, items.label(step, field), REASONS[reason]) for step, field, reason in asked]


def merged(original: Answers, anew: Answers) -> dict[str, Typed]:
    """The original answers, each field that was typed anew in the place of the old one."""
    answers = dict(original)
    for step, typed in anew.items():
        fields = {_field(name) for name in typed}
        answers[step] = {**{name: said for name, said in original.get(step, {}).items() if _field(name) not in fields},
                         **typed}
    return answers


def _field(name: str) -> str:
    """The field that an input belongs to: 'lahir-d' to 'lahir'."""
    return name.partition("-")[0]


class Repair:
    """`original` and `anew` are typed strings by step, `sent` is registration.answers; `findings` have step, field,
    reason and note; `photos` are the codes of returned documents of which a new photo came."""

    def __init__(self, original: Answers, anew: Answers, findings: list[Any], sent: Mapping[str, Any],
                 photos: Iterable[str] = ()) -> None:
        self.photos = frozenset(photos)
        to_read = {step.slug: {} for step in REGISTRATION.steps if not items.fields_of(step.slug)}
        self.original, self.findings = {**to_read, **correction.typed_of(sent), **original}, findings
        self.anew = {step: typed for step, typed in anew.items() if step != REPLIES}
        self.replies = {item: said[0] for item, said in anew.get(REPLIES, {}).items() if said and said[0].strip()}
        self._sent = items.known_of(sent)
        self._given = {} if "siapa" in sent else {"draft": {"assisted": True}}  # typed by an officer at a counter
        self.answers = merged(self.original, self.anew)
        self._forms: dict[str, PlainForm] = {}

    @cached_property
    def path(self) -> Path:
        """The journey's own walk; where rules have overtaken an answer since it was sent, one that passes over that."""
        return self._walk() if self._overtaken else REGISTRATION.path(self.answers, self._given)

    def _walk(self) -> Path:
        path = Path(known=dict(self._given))
        for step in REGISTRATION.steps:
            if step.when(path.known):
                stop = Stop(step, self.answers.get(step.slug), dict(path.known))
                path.stops.append(stop)
                form = self.form(stop)
                if stop.typed is None or form.errors:
                    path.stop = step
                    break
                path.known[step.slug] = form.data
        return path

    @cached_property
    def _overtaken(self) -> set[tuple[str, str]]:
        """(step, field) of answers that were good when they were sent and are not today: a country has closed, an age
        has passed. That is no fault of the person's, who is not asked; the officer decides."""
        if REGISTRATION.path(self.original, self._given).complete:
            return set()
        known = {**self._given, **self._sent}
        forms = {step.slug: Stop(step, self.original[step.slug], known).form() for step in REGISTRATION.steps
                 if step.slug in self._sent}
        return {(slug, field.name) for slug, form in forms.items() for field in form if field.errors}

    @cached_property
    def items(self) -> list[Item]:
        """What was returned, in the journey's order."""
        order = [step.slug for step in REGISTRATION.steps]
        found = [Item(one.step, one.field, items.label(one.step, one.field), REASONS[one.reason], one.note,
                      self._done(one.step, one.field)) for one in self.findings]
        return sorted(found, key=lambda item: order.index(item.step))

    def _done(self, step: str, name: str) -> bool:
        stop = self.path.find(step)
        if stop is None:
            return self.path.complete
        form = self.form(stop)
        if name not in form:
            return self.path.complete
        return (self._anew(step, name) or self._by_photo(step, name)) and not form[name].errors

    def _by_photo(self, step: str, name: str) -> bool:
        """Whether this is a document that was mended by a new photo."""
        return step == items.DOCUMENTS and name in self.photos

    def _anew(self, step: str, name: str) -> bool:
        return any(_field(typed) == name for typed in self.anew.get(step, {}))

    def _same(self, step: str, field: Any) -> bool:
        """Whether a returned item was typed anew as it was sent, and nothing else says that it was mended."""
        was = self._sent.get(step, {}).get(field.name)
        return (self._anew(step, field.name) and (field.data or None) == (was or None)
                and any((one.step, one.field) == (step, field.name) for one in self.findings)
                and not self._mended_otherwise(step, field.name))

    def _mended_otherwise(self, step: str, name: str) -> bool:
        """A new photo of a document mends it, whatever its answer."""
        return self._by_photo(step, name)

    def _check_changed(self, step: str, form: PlainForm) -> None:
        """Refuse a returned item that stays as it was, unless the person wrote why it is right."""
        for field in form:
            if not field.errors and self._same(step, field):
                reply = self.replies.get(f"{step}.{field.name}", "")
                if not reply:
                    field.errors = [UNCHANGED]
                elif len(reply) > REPLY_MOST or not reply.isprintable():
                    field.errors = [say("Alasan paling banyak %(most)s huruf, dalam satu baris.", most=REPLY_MOST)]

    def may_reply(self, step: str, field: Any) -> bool:
        """Whether the page asks why this item stays as it was."""
        stop = self.path.find(step)
        return stop is not None and self._same(step, self.form(stop)[field.name])

    def mended(self) -> dict[tuple[str, str], tuple[str, str, str | None]]:
        """Of each returned item, by (step, field): its old and its new value as shown, and why it stayed, if it did."""
        told = {}
        for one in self.findings:
            step, name, now = one.step, one.field, self.path.known.get(one.step, {})
            stop = self.path.find(step)
            stays = stop is not None and name in self.form(stop) and self._same(step, self.form(stop)[name])
            reply = self.replies.get(f"{step}.{name}", "").strip() if stays else ""
            told[step, name] = (items.text(step, name, self._sent.get(step, {}).get(name)),
                                items.text(step, name, now.get(name)), reply or None)
        return told

    def refuse(self, step: str, field: str, words: Words) -> None:
        """Let a field be wrong for a reason that the journey cannot know."""
        self.form(self.path.find(step))[field].errors = [words]

    def wrong(self, slug: str) -> bool:
        """Whether anything that is asked at this step is not answered well."""
        stop = self.path.find(slug)
        return stop is not None and any(field.errors for field in self.form(stop))

    def form(self, stop: Stop) -> PlainForm:
        """The step's whole form, with its errors: the journey's own, and that of an age that the law forbids."""
        if stop.step.slug in self._forms:
            return self._forms[stop.step.slug]
        form = self._forms[stop.step.slug] = stop.form()
        for field in form:
            if (stop.step.slug, field.name) in self._overtaken and not self._anew(stop.step.slug, field.name):
                field.errors, field.data = [], self._sent[stop.step.slug].get(field.name)
        if stop.step.slug == "diri" and form.lahir.data and age_on(form.lahir.data, clock.today()) < ADULT:
            form.lahir.errors = [say("Undang-undang meminta umur paling sedikit 18 tahun. Periksa lagi tanggalnya.")]
        self._check_changed(stop.step.slug, form)
        return form

    def fields(self, stop: Stop, form: PlainForm) -> list[Any]:
        """The fields that are asked here: the returned ones, those typed anew, those that a new answer made wrong; and
        all of a step that was not there before."""
        slug = stop.step.slug
        if stop.typed is None or slug not in self._sent:
            return list(form)
        asked = {one.field for one in self.findings if one.step == slug}
        asked |= {_field(name) for name in self.anew.get(slug, {})}
        return [field for field in form if field.name in asked or field.errors]

    def asks(self, slug: str) -> bool:
        """Whether there is anything to ask at this step now."""
        stop = self.path.find(slug)
        return stop is not None and bool(self.fields(stop, self.form(stop)))

    def page(self, slug: str, fresh: bool = False) -> tuple[PlainForm, list[tuple[Any, list[Item]]]]:
        """The step's form, and the fields to show, each with what was found wrong with it; `fresh` without errors."""
        stop = self.path.find(slug)
        form = self.form(stop)
        asked = [(field, [item for item in self.items if (item.step, item.field) == (slug, field.name)])
                 for field in self.fields(stop, form)]
        for field in form if fresh else ():
            field.errors = []
        return form, asked

    def typed(self, slug: str, posted: Any) -> dict[str, list[str]]:
        """The posted strings of the fields that are asked here; other names are left out. A field that was left empty
        is there, with nothing typed."""
        stop = self.path.find(slug)
        asked = [field.name for field in self.fields(stop, self.form(stop))]
        said = {name: texts for name, texts in stop.step.typed(posted).items() if _field(name) in asked}
        return {**{name: [] for name in asked if not any(_field(one) == name for one in said)}, **said}

    @property
    def next(self) -> str:
        """The first page with something to mend: 'periksa' when there is none."""
        if self.path.stop:
            return self.path.stop.slug
        if age_on(self.path.known["diri"]["lahir"], clock.today()) < ADULT:
            return "diri"
        return next((item.step for item in self.items if not item.done), "periksa")

    @property
    def complete(self) -> bool:
        return self.next == "periksa"

    def before(self, slug: str) -> Step | None:
        """The page before this one, among those with something to mend."""
        earlier = []
        for stop in self.path.stops:
            if stop.step.slug == slug:
                break
            if self.asks(stop.step.slug):
                earlier.append(stop.step)
        return earlier[-1] if earlier else None

    def rows(self) -> list[summary.Row]:
        """What was mended, for the last look before it is sent."""
        return [summary.Row(stop.step.slug, field.label.text, self._told(stop.step.slug, field))
                for stop in self.path.stops for field in self.fields(stop, self.form(stop))]

    def _told(self, step: str, field: Any) -> tuple[Any, ...]:
        if self._by_photo(step, field.name) and not self._anew(step, field.name):
            return (PHOTO_SENT,)
        return tuple(summary.shown(field)) or (say("Tidak diisi"),)

    def changed(self) -> Answers:
        """The steps that were mended, each whole."""
        return {step: {name: said for name, said in self.answers[step].items() if said} for step in self.anew}

    def names(self) -> list[str]:
        """The fields typed anew, as 'kontak.hp_kontak'; never what was typed."""
        return sorted({f"{step}.{_field(name)}" for step, typed in self.anew.items() for name in typed}
                      | {f"{items.DOCUMENTS}.{code}" for code in self.photos})
