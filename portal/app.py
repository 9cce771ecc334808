"""The application, wired in order."""

from __future__ import annotations

from flask import Flask
from htmx_flask import Htmx
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import keyring
from portal.commands import register_commands
from portal.config import Settings
from portal.data.base import connect
from portal.pages import register_pages
from portal.rules import dated, documents, limits, uploads
from portal.web.access import check_entries, init_access
from portal.web.assets import init_assets
from portal.web.compression import init_compression
from portal.web.database import init_database
from portal.web.errors import init_errors
from portal.web.filters import init_filters
from portal.web.language import init_language
from portal.web.logs import init_logs
from portal.web.once import init_once
from portal.web.pictures import PhotoRequest
from portal.web.security import QuietSessions, init_security


def create_app(settings: Settings | None = None) -> Flask:
    """A ready Flask app for these settings (the environment's, unless given)."""
    settings = settings or Settings.from_env()
    use(settings)
    return wire(settings)


def use(settings: Settings) -> None:
    """Open what these settings name: keys, database, folders; the whole process uses the last ones."""
    keyring.use(keyring.Keyring.from_text(settings.data_keys, settings.hash_key))
    keyring.use_card_ring(keyring.SigningRing.from_seeds(settings.card_keys))
    connect(settings.database_url)
    limits.use(settings.limits_url)
    documents.use(settings.documents_url)
    uploads.use(settings.var_dir / "uploads")
    dated.use(settings.var_dir / "facts")


def wire(settings: Settings) -> Flask:
    """The app, with every page and command, for what `use` has opened."""
    app = Flask("portal", root_path=None, static_folder=None, template_folder="../templates")
    app.config["SETTINGS"] = settings
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.behind_proxy, settings.behind_proxy)
    app.session_interface = QuietSessions()
    Htmx(app)
    app.request_class = PhotoRequest
    init_logs(app)
    init_compression(app)
    init_assets(app)
    init_security(app)
    init_language(app)
    init_filters(app)
    init_access(app)
    init_database(app)
    init_once(app)
    init_errors(app)
    register_pages(app)
    register_commands(app)
    check_entries(app)
    return app
