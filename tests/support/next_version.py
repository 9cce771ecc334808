"""The portal, and with NEXT_VERSION=… a later version of it, whose help says so. Phones ask for it at once."""

from __future__ import annotations

import os
from pathlib import Path

from portal.app import create_app
from portal.pages import offline
from portal.web import scripts

offline.LASTS = 0
if version := os.environ.get("NEXT_VERSION"):
    later = Path(os.environ["VAR_DIR"]) / "later/help/help.html"
    later.parent.mkdir(parents=True, exist_ok=True)
    text = (scripts.ROOT / "templates/help/help.html").read_text()
    later.write_text(text.replace("</h1>", f"</h1>\n<p>Versi {version}", 1))
    scripts._KEPT_OFFLINE = (*scripts._KEPT_OFFLINE, str(later))
app = create_app()
if version:
    app.jinja_loader.searchpath.insert(0, str(later.parent.parent))
    app.jinja_env.cache.clear()
