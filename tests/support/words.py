"""Collect every sentence for people from code and templates, and compare with the English catalogue.

`make words` prints what portal/translations/en/*.po lack and what they hold in vain, ready to paste."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent.parent
PLACES = re.compile(r"%\((\w+)\)s")


def wanted() -> dict[str, str]:
    """Every msgid in use, with a file that uses it."""
    found: dict[str, str] = {}
    for path in sorted(ROOT.glob("portal/**/*.py")):
        with path.open("rb") as file:
            for _line, _name, message, _comments in extract_python(file, {"say": None}, [], {}):
                msgid = message[0] if isinstance(message, tuple) else message  # a tuple where values follow
                if isinstance(msgid, str) and msgid:
                    found.setdefault(msgid, str(path.relative_to(ROOT)))
    options = {"**.html": {"trimmed": "false"}}
    for name, _line, message, _comments, _context in extract_from_dir(
        ROOT / "templates", method_map=[("**.html", "jinja2.ext:babel_extract")], options_map=options,
        keywords={"_": None},
    ):
        found.setdefault(message, f"templates/{name}")
    return found


def english() -> dict[str, str]:
    """The English catalogue as it is."""
    return {msgid: text for _file, msgid, text in entries()}


def entries() -> list[tuple[str, str, str]]:
    """(file, msgid, English) of every entry, one that stands twice included."""
    found = []
    for path in sorted((ROOT / "portal" / "translations" / "en").glob("*.po")):
        with path.open("rb") as file:
            found += [(path.name, m.id, m.string) for m in read_po(file) if isinstance(m.id, str) and m.id]
    return found


def main() -> None:
    have, need = english(), wanted()
    for message in need:
        if not have.get(message):
            quoted = message.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            print(f'msgid "{quoted}"\nmsgstr ""\n')
    for message in have:
        if message not in need:
            print(f"# not used: {message}")


if __name__ == "__main__":
    main()
