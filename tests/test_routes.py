"""Every route says who may enter, and a GET never writes."""

from __future__ import annotations

import re

from tests.journeys.people import begin, sign_up

PUBLIC = {
    "asset", "home.home", "status.ask", "status.answer", "help.show", "health.check", "privacy.notice",
    "language.choose", "account.sign_up", "account.open_account", "account.sign_in", "account.enter",
    "account.sign_out", "account.forgot", "account.send_code", "account.reset", "account.set_password",
    "officers.leave",
    "upload.options", "upload.create", "upload.where", "upload.piece", "upload.give_up", "upload.overridden",
    "inbox.receive",
    "counter.show", "counter.ask", "counter.times", "counter.book", "counter.cancel", "counter.screen",
    "letter.empty",
    "photo.ask", "photo.send",
    "vacancies.show", "vacancies.one", "companies.show", "companies.one",
    "complaints.ask", "complaints.tell", "complaints.ask_code", "complaints.follow", "complaints.add",
    "offers.check", "offers.ask_report", "offers.report",
    "card.ask_signed", "card.check_signed", "card.keep_signed",
    "offline.worker", "offline.manifest", "offline.show", "offline.waits", "offline.help_",
}
DEMO = {"messages.show"}


def test_who_may_enter_is_what_this_table_says(app):
    entries = {name: view.entry for name, view in app.view_functions.items()}
    assert {name for name, entry in entries.items() if entry == "public"} == PUBLIC
    assert {name for name, entry in entries.items() if entry == "demo"} == DEMO
    assert all(entry in ("public", "demo", "account", "officer") for entry in entries.values())


def test_strangers_are_asked_to_sign_in(app, client):
    for rule in app.url_map.iter_rules():
        if app.view_functions[rule.endpoint].entry == "account" and "GET" in rule.methods:
            path = re.sub(r"<(?:int\([^)]*\):)?\w+>", "1", rule.rule)
            client.browse(path)
            assert client.h1 == "Masuk", path


def test_a_get_never_writes(app, client, queries):
    sign_up(client)
    draft = begin(client)
    start = len(queries.sql)
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint not in ("asset",):
            path = rule.rule.replace("<draft_id>", draft).replace("<slug>", "program")
            client.client.get(re.sub(r"<(?:int\([^)]*\):)?\w+>", "1", path))
    assert not [sql for sql in queries.sql[start:] if sql.split()[0] in ("INSERT", "UPDATE", "DELETE")]
