"""`flask portal …`: what an operator does from a shell."""

from flask import Flask
from flask.cli import AppGroup


def register_commands(app: Flask) -> None:
    """Add the group `portal` with all its commands."""
    from portal.commands import (
        audit,
        card,
        deliver,
        demo,
        imports,
        keys,
        migrate,
        officer,
        outbox,
        purge,
        remind,
        sweep,
    )

    group = AppGroup("portal", help="Run the portal.")
    for command in (migrate.migrate, migrate.regions, migrate.prepare, demo.demo, deliver.deliver, outbox.outbox,
                    audit.verify_audit, keys.rotate_keys, purge.purge, remind.remind, officer.officer_add,
                    officer.demo_code,
                    sweep.sweep, card.card_keys, card.verify_qr, *imports.COMMANDS):
        group.add_command(command)
    app.cli.add_command(group)
