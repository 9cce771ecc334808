"""Every message of the portal fits one SMS in both languages, and can hold nothing personal.

All of them are found in the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import clock
from portal.data.message import Message
from portal.data.person import Access
from portal.rules import moves, order_moves, outbox, placement_steps
from portal.rules.moves import MOVES
from portal.rules.offices import Actor
from portal.web.language import translate
from tests.support.office import account, case, officer
from tests.support.words import PLACES, ROOT

# The only things that a message may tell, each as long as it gets. A name or a NIK is not among them.
LONGEST = {
    "number": "26-7K3P-9QXD", "code": "123456", "day": "Rabu, 30 September 2026", "time": "08.00 WITA",
    "address": "https://portal-pmi.karawangkab.go.id", "card": "ID-26-7K3P-9QXD-A",
}
# Where the words come from elsewhere, and are found there: a move's message, or whatever the caller gives.
PASSED_ON = {
    "portal/rules/moves.py: tell",
    "portal/pages/inbox.py: receive",  # answers to texts: tests/rules/test_inbox.py measures them
    "portal/rules/order_moves.py: _tell",
    "portal/rules/licences.py: _tell",
    "portal/rules/placement_steps.py: tell",
    "portal/rules/reminders.py: _tell",  # the person's words once more, for the company
}


def written() -> Iterator[tuple[str, str, list[str]]]:
    """(file, function, sentences) of every call that puts words into the outbox."""
    for path in sorted(ROOT.glob("portal/**/*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                for call in ast.walk(function):
                    if _writes(call, path):
                        sentences = sorted(_sentences(call.args[2], function, tree))
                        yield str(path.relative_to(ROOT)), function.name, sentences


def _writes(node: ast.AST, path: Path) -> bool:
    if not isinstance(node, ast.Call) or len(node.args) < 3:
        return False
    called = ast.unparse(node.func)
    return called in ("outbox.write", "moves.tell") or called == "tell" and path.name == "moves.py"


def _sentences(words: ast.expr, function: ast.FunctionDef, tree: ast.Module) -> set[str]:
    """The sentences of an expression: said in it, or where the names in it get their values."""
    found = _said(words)
    for node in ast.walk(words):
        if isinstance(node, ast.Name):
            for place in [*ast.walk(function), *tree.body]:
                if isinstance(place, ast.Assign | ast.AnnAssign) and place.value is not None:
                    targets = place.targets if isinstance(place, ast.Assign) else [place.target]
                    if any(isinstance(target, ast.Name) and target.id == node.id for target in targets):
                        found |= _said(place.value)
        if isinstance(node, ast.Attribute):  # of a row in a table of this file
            for row in ast.walk(tree):
                if isinstance(row, ast.keyword) and row.arg == node.attr:
                    found |= _said(row.value)
    return found


def _said(node: ast.AST) -> set[str]:
    calls = [call for call in ast.walk(node) if isinstance(call, ast.Call) and ast.unparse(call.func) == "say"]
    return {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}


def test_the_words_of_every_message_are_found():
    silent = {f"{file}: {function}" for file, function, sentences in written() if not sentences}
    assert silent <= PASSED_ON
    assert len(list(written())) >= 6


MESSAGES = sorted({sentence for _file, _function, sentences in written() for sentence in sentences}
                  | {str(move.message.msgid) for move in MOVES.values() if move.message}
                  | {str(words.msgid) for move in placement_steps.MOVES.values()
                     for words in (move.message, move.if_died, move.if_company, move.to_company) if words})


def to_companies() -> list[str]:
    """What company staff are sent: the messages of an order's moves, and of their licence."""
    tree = ast.parse((ROOT / "portal/rules/licences.py").read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "_tell"]
    licences = {sentence for call in calls for sentence in _said(call)}
    assert len(licences) == len(calls)
    return sorted(licences | {str(move.message.msgid) for move in order_moves.MOVES.values() if move.message})


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("sentence", to_companies())
def test_a_message_to_a_company_fits_one_sms_with_the_longest_number(sentence, language):
    plain = outbox.gsm(translate(sentence, language, **dict.fromkeys(PLACES.findall(sentence), "9" * 40)))
    assert outbox.gsm_length(plain) <= outbox.SMS


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("sentence", MESSAGES)
def test_a_message_fits_one_sms_and_tells_nothing_personal(sentence, language):
    text = translate(sentence, language, **{name: LONGEST[name] for name in PLACES.findall(sentence)})
    assert "%(" not in text
    plain = outbox.gsm(text)
    assert plain == text, "has letters that an SMS lacks"
    assert outbox.gsm_length(plain) <= outbox.SMS, f"{outbox.gsm_length(plain)} characters: {plain}"


def test_every_move_that_changes_what_the_person_may_do_is_told():
    silent = {move.name for move in MOVES.values() if not move.message}
    for name in ("withdraw", "take", "return", "verify", "confirm_rejection", "reopen"):
        assert name not in silent


def test_a_move_is_told_to_each_who_may_open_the_file_in_their_language(app):
    holder, helper, former = account(language="en"), account("Pendamping"), account("Dulu")
    registration = case(holder)
    Message.delete().execute()
    for who, until in ((helper, None), (former, clock.now())):
        Access.create(person=registration.person_id, account=who, relation="neighbour", since=clock.now(), until=until)
    moves.make_move(registration, "take", Actor.at_work(officer()))
    told = {message.to: message.body for message in Message.select()}
    assert set(told) == {holder.contact, helper.contact}
    assert told[holder.contact] != told[helper.contact]
    assert all(registration.number in body for body in told.values())
