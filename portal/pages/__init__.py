"""The pages, one blueprint a topic: a module here with `pages` is served."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask


def register_pages(app: Flask) -> None:
    """Add every topic's routes."""
    for module in iter_modules(__path__, f"{__name__}."):
        app.register_blueprint(import_module(module.name).pages)
