"""What the portal is measured against: plain Flask, the same database and pool, the same gunicorn settings.

`/status` runs the portal's query and renders the portal's template with the same data; no form, no limits, no headers.
`/langkah/<step>` writes one row a post and renders a page of the size of the portal's; `/potongan/<step>` writes a row
and renders a fragment of the portal's size at once.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, redirect, render_template, request
from markupsafe import Markup
from peewee import TextField

from portal import clock, keyring
from portal.config import Settings
from portal.data.base import Table, connect, db
from portal.data.registration import registration_by_number
from portal.rules.status import Status, describe
from portal.web.filters import clean
from portal.web.language import long_date, long_moment, marked_up, tell

FOLDER = Path(os.environ["VAR_DIR"]) / "pages"


class BareRow(Table):
    step = TextField()
    typed = TextField()


settings = Settings.from_env()
keyring.use(keyring.Keyring.from_text(settings.data_keys, settings.hash_key))
connect(settings.database_url)
with db.connection_context():
    db.create_tables([BareRow])

app = Flask(__name__, template_folder="../../templates")
app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
app.jinja_env.filters["clean"] = app.jinja_env.filters["phone"] = app.jinja_env.filters["grouped"] = clean
app.jinja_env.globals.update(
    _=marked_up, t=tell, date=long_date, moment=long_moment, now=clock.now, notices=list, lang="id", signed_in=False,
    here="/status", static=lambda name: f"/s/0000/{name}", csrf=str, carried=list,
    rooms=list, weight=lambda: Markup("<small id=kb>Halaman ini 2,5 KB</small>"),
    stylesheet=lambda: Markup("<link rel=stylesheet href=/s/0000/portal.css>"),
)
app.jinja_env.globals["ui"] = app.jinja_env.get_template("ui.html").module
_pages = {path.stem: app.jinja_env.from_string(path.read_text()) for path in FOLDER.glob("*.html")}
_said: dict[str, Status] = {}


@app.before_request
def take() -> None:
    db.connect(reuse_if_open=True)


@app.teardown_request
def give_back(_error: BaseException | None) -> None:
    if not db.is_closed():
        db.close()


@app.get("/sehat")
def health() -> str:
    return "ok"


@app.post("/status")
def status() -> Any:
    number, boxes = request.form["nomor"], {part: request.form[f"lahir-{part}"] for part in "dmy"}
    registration = registration_by_number(number)
    if registration.birth_date != date(int(boxes["y"]), int(boxes["m"]), int(boxes["d"])).isoformat():
        return "", 404
    if number not in _said:
        _said[number] = describe(registration)
    form = SimpleNamespace(errors={}, lahir=SimpleNamespace(boxes=boxes))
    keep = [("nomor", number), *((f"lahir-{part}", text) for part, text in boxes.items())]
    return render_template("status/status.html", part=False, url=None, form=form, status_=_said[number], keep=keep)


@app.post("/loket/jadwal", endpoint="counter.times")
def times() -> str:
    return ""  # the status page links here


@app.post("/langkah/<step>")
def answer(step: str) -> Any:
    BareRow.create(step=step, typed=json.dumps(request.form.to_dict()))
    return redirect(f"/langkah/{step}", 303)


@app.post("/potongan/<step>")
def part(step: str) -> str:
    BareRow.create(step=step, typed=json.dumps(request.form.to_dict()))
    return _pages[f"{step}.part"].render(step=step)


@app.get("/langkah/<step>")
def show(step: str) -> str:
    return _pages[step].render(step=step)
